/** What tools print, as people copy it: by what it is, with what it shows where the case is about mail.contoso.example (203.0.113.5) and contoso.example. */
import type { FindingFact, FindingKind } from '../../src/triage/finding.ts';

export interface Output {
  readonly text: string;
  /** By kind, what is shown. */
  readonly shows: Partial<Record<FindingKind, readonly FindingFact[]>>;
  /** No case is open. */
  readonly alone?: true;
}

const tcp = (isOpen: string) => `PS C:\\> Test-NetConnection mail.contoso.example -Port 25


ComputerName     : mail.contoso.example
RemoteAddress    : 203.0.113.5
RemotePort       : 25
InterfaceAlias   : Ethernet
SourceAddress    : 192.0.2.44
TcpTestSucceeded : ${isOpen}
`;

export const portOutput: Readonly<Record<string, Output>> = {
  'stars of a firewall in the greeting': {
    text: "Trying 203.0.113.5...\nConnected to mail.contoso.example.\nEscape character is '^]'.\n220 *******************************************0*0****2******",
    shows: { 'port-test': ['greeting-masked'] },
  },
  'STARTTLS crossed out': {
    text: '$ telnet mail.contoso.example 25\nConnected to mail.contoso.example.\n220 mail.contoso.example ESMTP\nEHLO pc\n250-mail.contoso.example\n250-SIZE 37748736\n250-XXXXXXXA\n250 HELP',
    shows: { 'port-test': ['greeting-masked'] },
  },
  'a Windows telnet in German': {
    text: 'C:\\>telnet mail.contoso.example 25\nVerbindungsaufbau zu mail.contoso.example...Es konnte keine Verbindung mit dem Host hergestellt werden, auf Port 25: Verbinden fehlgeschlagen',
    shows: { 'port-test': ['port-fails'] },
  },
  'a Windows telnet in Dutch': {
    text: 'Verbinding maken met mail.contoso.example...Kan geen verbinding maken met de host, op poort 25: Verbinding is mislukt',
    shows: { 'port-test': ['port-fails'] },
  },
  'a Windows telnet in Chinese': {
    text: '正在连接mail.contoso.example...无法打开到主机的连接。 在端口 25: 连接失败',
    shows: { 'port-test': ['port-fails'] },
  },
  'Test-NetConnection that fails': {
    text: `WARNING: TCP connect to (203.0.113.5 : 25) failed\n${tcp('False')}`,
    shows: { 'port-test': ['port-fails'] },
  },
  'Test-NetConnection that gets through': { text: tcp('True'), shows: { 'port-test': ['port-open'] } },
  'Test-NetConnection with German labels': {
    text: 'WARNUNG: TCP connect to (203.0.113.5 : 25) failed\n\nComputername         : mail.contoso.example\nRemoteadresse        : 203.0.113.5\nRemoteport           : 25\nTCP-Test erfolgreich : Falsch',
    shows: { 'port-test': ['port-fails'] },
  },
  'Test-NetConnection with Swedish labels': {
    text: 'Datornamn            : mail.contoso.example\nFjärradress          : 203.0.113.5\nFjärrport            : 25\nTCP-testet lyckades  : Sant',
    shows: { 'port-test': ['port-open'] },
  },
  'Test-NetConnection to another port': {
    text: tcp('True').replaceAll('25', '443'),
    shows: { 'port-test': [] },
  },
  'Test-NetConnection of another server': {
    text: tcp('True').replaceAll('mail.contoso.example', 'mx.fabrikam.example').replace('203.0.113.5', '198.51.100.9'),
    shows: { 'port-test': [] },
  },
  'telnet that is refused': {
    text: 'ann@pc:~$ telnet mail.contoso.example 25\nTrying 203.0.113.5...\ntelnet: Unable to connect to remote host: Connection refused',
    shows: { 'port-test': ['port-refused'] },
  },
  'telnet of a Mac that times out': {
    text: 'Trying 203.0.113.5...\ntelnet: connect to address 203.0.113.5: Operation timed out\ntelnet: Unable to connect to remote host',
    shows: { 'port-test': ['port-timed-out'] },
  },
  'one address of two that refuses': {
    text: "$ telnet mail.contoso.example 25\nTrying 203.0.113.5...\ntelnet: connect to address 203.0.113.5: Connection refused\nTrying 203.0.113.6...\nConnected to mail.contoso.example.\nEscape character is '^]'.\n220 mail.contoso.example ESMTP",
    shows: { 'port-test': ['port-refused'] },
  },
  'a server that hangs up': {
    text: "Trying 203.0.113.5...\nConnected to mail.contoso.example.\nEscape character is '^]'.\nConnection closed by foreign host.",
    shows: { 'port-test': ['port-closes'] },
  },
  'a greeting of 421': {
    text: "Trying 203.0.113.5...\nConnected to mail.contoso.example.\nEscape character is '^]'.\n421 4.3.2 Service not available, closing transmission channel",
    shows: { 'port-test': ['greeting-refused'] },
  },
  'a greeting alone': {
    text: '220 mail.contoso.example Microsoft ESMTP MAIL Service ready',
    shows: { 'port-test': ['port-open'] },
  },
  'nc that gets through': {
    text: 'Connection to mail.contoso.example (203.0.113.5) 25 port [tcp/smtp] succeeded!',
    shows: { 'port-test': ['port-open'] },
  },
  'nc that times out': {
    text: '[root@jump ~]# nc -vz mail.contoso.example 25\nNcat: Version 7.92 ( https://nmap.org/ncat )\nNcat: TIMEOUT.',
    shows: { 'port-test': ['port-timed-out'] },
  },
  'an unknown name': {
    text: 'telnet: could not resolve mail.contoso.example/25: Name or service not known',
    shows: { 'port-test': ['host-missing'] },
  },
  'curl that is refused': {
    text: '*   Trying 203.0.113.5:25...\n* connect to 203.0.113.5 port 25 failed: Connection refused\n* Failed to connect to mail.contoso.example port 25 after 21 ms: Connection refused\ncurl: (7) Failed to connect to mail.contoso.example port 25 after 21 ms: Connection refused',
    shows: { 'port-test': ['port-refused'] },
  },
  'swaks that times out': {
    text: '=== Trying mail.contoso.example:25...\n*** Error connecting to mail.contoso.example:25:\n*** \tIO::Socket::INET6: connect: Connection timed out',
    shows: { 'port-test': ['port-timed-out'] },
  },
  'openssl that is refused': {
    text: '$ openssl s_client -starttls smtp -connect mail.contoso.example:25\n4057D1A8:error:8000006F:system library:BIO_connect:Connection refused:../crypto/bio/bio_sock2.c:114:calling connect()\nconnect:errno=111',
    shows: { 'port-test': ['port-refused'] },
  },
  'openssl on Windows that times out': { text: 'connect:errno=10060', shows: { 'port-test': ['port-timed-out'] } },
  'a ping': {
    text: 'Ping wird ausgeführt für mail.contoso.example [203.0.113.5] mit 32 Bytes Daten:\nAntwort von 203.0.113.5: Bytes=32 Zeit=14ms TTL=54',
    shows: { 'port-test': [] },
  },
  'a trace of the way': {
    text: 'Tracing route to mail.contoso.example [203.0.113.5]\nover a maximum of 30 hops:\n\n  1    <1 ms    <1 ms    <1 ms  192.0.2.1\n  2     *        *        *     Request timed out.',
    shows: { 'port-test': [] },
  },
  'an inner address': {
    text: 'ComputerName     : mail.contoso.example\nRemoteAddress    : 10.0.0.15\nRemotePort       : 25\nSourceAddress    : 10.0.0.77\nTcpTestSucceeded : True',
    shows: { 'port-test': ['port-open'] },
  },
};

const handshake = (
  code: string,
  chain: string,
  more = '',
) => `$ openssl s_client -starttls smtp -connect mail.contoso.example:25
CONNECTED(00000003)
depth=0 CN = mail.contoso.example
${more}---
Certificate chain
${chain}---
New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384
Verify return code: ${code}
---
250 XRDST
`;
const leaf =
  ' 0 s:CN = mail.contoso.example\n   i:C = US, O = DigiCert Inc, CN = Thawte TLS RSA CA G1\n   v:NotBefore: Aug 25 00:00:00 2026 GMT; NotAfter: Dec 23 23:59:59 2027 GMT\n';
const root =
  ' 1 s:C = US, O = DigiCert Inc, CN = Thawte TLS RSA CA G1\n   i:C = US, O = DigiCert Inc, CN = DigiCert Global Root G2\n';

export const tlsOutput: Readonly<Record<string, Output>> = {
  'a certificate that has expired': {
    text: handshake(
      '10 (certificate has expired)',
      leaf.replace(/ {3}v:.*\n/, ''),
      'verify error:num=10:certificate has expired\nnotAfter=Nov 14 23:59:59 2026 GMT\nverify return:1\n',
    ),
    shows: { 'tls-test': ['certificate-expired'] },
  },
  'a certificate that expires in days': {
    text: handshake('0 (ok)', leaf.replace('Dec 23 23:59:59 2027', 'Nov 24 23:59:59 2026') + root),
    shows: { 'tls-test': ['certificate-expires-soon'] },
  },
  'a certificate with the name of a star elsewhere': {
    text: `${handshake('0 (ok)', leaf + root)}        X509v3 Subject Alternative Name: \n            DNS:*.fabrikam.example, DNS:fabrikam.example\n`,
    shows: { 'tls-test': ['certificate-name-missing'] },
  },
  'a certificate in date with the name': {
    text: `${handshake('0 (ok)', leaf + root)}            DNS:mail.contoso.example, DNS:*.contoso.example\n`,
    shows: { 'tls-test': ['certificate-good'] },
  },
  'a chain without its intermediate': {
    text: handshake('21 (unable to verify the first certificate)', leaf),
    shows: { 'tls-test': ['certificate-untrusted'] },
  },
  'a whole chain and an openssl without roots': {
    text: handshake('20 (unable to get local issuer certificate)', leaf + root),
    shows: { 'tls-test': [] },
  },
  'a certificate signed by itself': {
    text: handshake('18 (self-signed certificate)', ' 0 s:CN = mail.contoso.example\n   i:CN = mail.contoso.example\n'),
    shows: { 'tls-test': ['certificate-untrusted'] },
  },
  'a chain that ends in a root of their own': {
    text: handshake('19 (self-signed certificate in certificate chain)', leaf + root),
    shows: { 'tls-test': ['certificate-untrusted'] },
  },
  'an old version of TLS': {
    text: handshake('0 (ok)', leaf + root).replace('TLSv1.2', 'TLSv1'),
    shows: { 'tls-test': ['tls-outdated'] },
  },
  'no STARTTLS': {
    text: "CONNECTED(00000003)\nDidn't find STARTTLS in server response, trying anyway...\nno peer certificate available\n---\nVerify return code: 0 (ok)",
    shows: { 'tls-test': ['starttls-missing'] },
  },
  'a handshake that breaks off': {
    text: 'CONNECTED(00000003)\n40D7:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version:ssl/record/rec_layer_s3.c:1584:SSL alert number 70\n---\nno peer certificate available\n---\nNew, (NONE), Cipher is (NONE)\nVerify return code: 0 (ok)',
    shows: { 'tls-test': ['tls-fails'] },
  },
  'a certificate of another server': {
    text: handshake('0 (ok)', leaf + root).replaceAll('mail.contoso.example', 'mx.fabrikam.example'),
    shows: { 'tls-test': [] },
  },
  'a certificate by itself': {
    text: 'subject=CN = mail.contoso.example\nnotAfter=Nov 14 23:59:59 2026 GMT',
    shows: { 'tls-test': ['certificate-expired'] },
  },
};

const windows = (answer: string, type = 'mx') =>
  `C:\\>nslookup -type=${type} contoso.example 8.8.8.8\nServer:  dns.google\nAddress:  8.8.8.8\n\n${answer}`;
const dig = (status: string, question: string, answers = '') =>
  `; <<>> DiG 9.18.28 <<>> ${question.replace(/^(\S+) (\S+)$/, '$2 $1')}\n;; global options: +cmd\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: 4711\n;; flags: qr rd ra; QUERY: 1, ANSWER: 1\n\n;; QUESTION SECTION:\n;${question.replace(' ', '.\t\tIN\t')}\n\n${answers === '' ? '' : `;; ANSWER SECTION:\n${answers}\n\n`};; Query time: 12 msec\n;; SERVER: 8.8.8.8#53(8.8.8.8) (UDP)\n;; WHEN: Sat Nov 21 10:00:00 UTC 2026`;
const exo = 'contoso-example.mail.protection.outlook.com';

export const mxOutput: Readonly<Record<string, Output>> = {
  'a null MX': {
    text: dig('NOERROR', 'contoso.example MX', 'contoso.example. 3600 IN MX 0 .'),
    shows: { 'mx-record': ['mx-null'] },
  },
  'a null MX beside another': {
    text: 'contoso.example. IN MX 0 .\ncontoso.example. IN MX 10 mail.contoso.example.',
    shows: { 'mx-record': ['mx-wrong'] },
  },
  'an MX that leads to an address': {
    text: windows('Non-authoritative answer:\ncontoso.example\tMX preference = 10, mail exchanger = 203.0.113.5'),
    shows: { 'mx-record': ['mx-wrong'] },
  },
  'an MX that is an alias': {
    text: 'contoso.example. 300 IN MX 10 mail.contoso.example.\nmail.contoso.example. 300 IN CNAME lb.fabrikam.example.',
    shows: { 'mx-record': ['mx-wrong'] },
  },
  'an MX without a domain': { text: 'contoso.example. IN MX 10 mail', shows: { 'mx-record': ['mx-wrong'] } },
  'an MX to a name that is not there': {
    text: `contoso.example. IN MX 10 old.contoso.example.\n${dig('NXDOMAIN', 'old.contoso.example A')}`,
    shows: { 'mx-record': ['mx-wrong'] },
  },
  'an MX with an inner address': {
    text: windows(
      'contoso.example\tMX preference = 10, mail exchanger = mx.contoso.example\n\nmx.contoso.example\tinternet address = 10.0.0.15\n',
    ),
    shows: { 'mx-record': ['mx-wrong'] },
  },
  'nothing of Windows': {
    text: windows(
      'contoso.example\n\tprimary name server = ns1.contoso.example\n\tresponsible mail addr = hostmaster.contoso.example\n\tserial  = 2026112001',
    ),
    shows: { 'mx-record': ['mx-missing'] },
  },
  'nothing of dig': { text: dig('NOERROR', 'contoso.example MX'), shows: { 'mx-record': ['mx-missing'] } },
  'a domain that is not there, in German': {
    text: windows('*** contoso.example wurde von dns.google nicht gefunden: Non-existent domain.'),
    shows: { 'mx-record': ['domain-missing'] },
  },
  'a domain that is not there, of dig': {
    text: dig('NXDOMAIN', 'contoso.example MX'),
    shows: { 'mx-record': ['domain-missing'] },
  },
  'a name server that fails': { text: dig('SERVFAIL', 'contoso.example MX'), shows: { 'mx-record': ['dns-fails'] } },
  'a server that does not answer strangers': { text: dig('REFUSED', 'contoso.example MX'), shows: { 'mx-record': [] } },
  'no answer in time': {
    text: windows('DNS request timed out.\n    timeout was 2 seconds.\n*** Request to dns.google timed-out'),
    shows: { 'mx-record': ['dns-silent'] },
  },
  'Exchange Online': {
    text: windows(`Non-authoritative answer:\ncontoso.example\tMX preference = 0, mail exchanger = ${exo}`),
    shows: { 'mx-record': ['mx-there', 'mx-exchange-online'] },
  },
  'Exchange Online in Dutch': {
    text: `Server:  dns.google\nAddress:  8.8.8.8\n\nNiet-bindend antwoord:\ncontoso.example\tMX preference = 0, mail exchanger = ${exo}`,
    shows: { 'mx-record': ['mx-there', 'mx-exchange-online'] },
  },
  'Exchange Online in Chinese': {
    text: `服务器:  dns.google\nAddress:  8.8.8.8\n\n非权威应答:\ncontoso.example\tMX preference = 0, mail exchanger = ${exo}`,
    shows: { 'mx-record': ['mx-there', 'mx-exchange-online'] },
  },
  'Exchange Online with DNSSEC': {
    text: `$ dig +short mx contoso.example\n0 contoso-example.a-v1.mx.microsoft.`,
    shows: { 'mx-record': ['mx-there', 'mx-exchange-online'] },
  },
  'both ways': {
    text: `contoso.example mail is handled by 0 ${exo}.\ncontoso.example mail is handled by 10 mail.contoso.example.`,
    shows: { 'mx-record': ['mx-there'] },
  },
  'a gateway': {
    text: '$ dig +short contoso.example mx\n10 mxa.gateway.example.\n20 mxb.gateway.example.',
    shows: { 'mx-record': ['mx-there'] },
  },
  'lines of dig +short alone': {
    text: '10 mxa.gateway.example.\n20 mxb.gateway.example.',
    shows: { 'mx-record': ['mx-there'] },
  },
  'a table of PowerShell': {
    text: `PS C:\\> Resolve-DnsName contoso.example -Type MX\n\nName                                     Type   TTL   Section    NameExchange                              Preference\n----                                     ----   ---   -------    ------------                              ----------\ncontoso.example                          MX     3600  Answer     ${exo} 0\n`,
    shows: { 'mx-record': ['mx-there', 'mx-exchange-online'] },
  },
  'a list of PowerShell': {
    text: 'Name         : contoso.example\nType         : MX\nTTL          : 3600\nSection      : Answer\nNameExchange : mail.contoso.example\nPreference   : 10\n',
    shows: { 'mx-record': ['mx-there'] },
  },
  'an error of PowerShell in Swedish': {
    text: 'Resolve-DnsName : contoso.example : DNS-namnet finns inte.\nRad:1 tecken:1\n    + CategoryInfo          : ResourceUnavailable: (contoso.example:String) [Resolve-DnsName], Win32Exception\n    + FullyQualifiedErrorId : DNS_ERROR_RCODE_NAME_ERROR,Microsoft.DnsClient.Commands.ResolveDnsName',
    shows: { 'host-address': ['host-missing'] },
  },
  'another domain': {
    text: 'fabrikam.example. 300 IN MX 10 mx.fabrikam.example.',
    shows: { 'mx-record': [] },
  },
  'an inner resolver': {
    text: 'Server:  dc01.contoso.example\nAddress:  10.0.0.2\n\ncontoso.example\tMX preference = 10, mail exchanger = mail.contoso.example',
    shows: { 'mx-record': [] },
  },
};

export const hostOutput: Readonly<Record<string, Output>> = {
  'the address of the error': {
    text: 'Server:  dns.google\nAddress:  8.8.8.8\n\nNon-authoritative answer:\nName:    mail.contoso.example\nAddress:  203.0.113.5\n',
    shows: { 'host-address': ['host-same-address'] },
  },
  'another address': {
    text: 'C:\\>nslookup mail.contoso.example 8.8.8.8\nServer:  dns.google\nAddress:  8.8.8.8\n\nName:    mail.contoso.example\nAddresses:  2001:db8::25\n          198.51.100.7\n',
    shows: { 'host-address': ['host-other-address'] },
  },
  'an inner address': {
    text: 'Server:  dc01.contoso.example\nAddress:  10.0.0.2\n\nName:    mail.contoso.example\nAddress:  10.0.0.15\n',
    shows: { 'host-address': ['host-private'] },
  },
  'a name that is not there': {
    text: "Server:  dns.google\nAddress:  8.8.8.8\n\n*** dns.google can't find mail.contoso.example: Non-existent domain",
    shows: { 'host-address': ['host-missing'] },
  },
  'a name that Linux does not find': {
    text: "Server:\t\t8.8.8.8\nAddress:\t8.8.8.8#53\n\n** server can't find mail.contoso.example: SERVFAIL",
    shows: { 'host-address': ['dns-fails'] },
  },
  'an alias': {
    text: dig(
      'NOERROR',
      'mail.contoso.example A',
      'mail.contoso.example. 60 IN CNAME lb.contoso.example.\nlb.contoso.example. 60 IN A 203.0.113.5',
    ),
    shows: { 'host-address': ['host-same-address'] },
  },
  'a name without an address': {
    text: dig('NOERROR', 'mail.contoso.example A'),
    shows: { 'host-address': ['host-missing'] },
  },
  'a line of a zone': {
    text: 'mail.contoso.example. 3600 IN A 203.0.113.5',
    shows: { 'host-address': ['host-same-address'] },
  },
  'a name where no case is open': {
    text: 'mail.contoso.example has address 203.0.113.5',
    shows: { 'host-address': ['host-there'] },
    alone: true,
  },
  'a table of PowerShell': {
    text: 'Name                                           Type   TTL   Section    IPAddress\n----                                           ----   ---   -------    ---------\nmail.contoso.example                           A      3600  Answer     203.0.113.5\n',
    shows: { 'host-address': ['host-same-address'] },
  },
};

const txt = (value: string) => windows(`Non-authoritative answer:\ncontoso.example\ttext =\n\n\t"${value}"\n`, 'txt');

export const spfOutput: Readonly<Record<string, Output>> = {
  'a record that may let Exchange Online send by what it includes': {
    text: txt('v=spf1 include:_spf.contoso.example -all'),
    shows: { 'spf-record': [] },
  },
  'a good record': {
    text: txt('v=spf1 include:spf.protection.outlook.com -all'),
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'a record in two strings': {
    text: 'contoso.example. 3600 IN TXT "v=spf1 include:spf.protection" ".outlook.com ip4:203.0.113.0/24 -all"',
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'a record beside others': {
    text: windows(
      'contoso.example\ttext =\n\n\t"MS=ms12345678"\ncontoso.example\ttext =\n\n\t"v=spf1 include:spf.protection.outlook.com -all"\n',
      'txt',
    ),
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'no record': {
    text: windows('contoso.example\ttext =\n\n\t"MS=ms12345678"\n', 'txt'),
    shows: { 'spf-record': ['spf-missing'] },
    alone: true,
  },
  'two records': {
    text: 'contoso.example. IN TXT "v=spf1 include:spf.protection.outlook.com -all"\ncontoso.example. IN TXT "v=spf1 ip4:203.0.113.5 -all"',
    shows: { 'spf-record': ['spf-several'] },
    alone: true,
  },
  'a typing error': {
    text: 'v=spf1 inlcude:spf.protection.outlook.com -all',
    shows: { 'spf-record': ['spf-wrong'] },
    alone: true,
  },
  'a wrong address': {
    text: '"v=spf1 ip4:203.0.113.300 include:spf.protection.outlook.com -all"',
    shows: { 'spf-record': ['spf-wrong'] },
    alone: true,
  },
  semicolons: {
    text: 'contoso.example TXT "v=spf1; include:spf.protection.outlook.com; -all"',
    shows: { 'spf-record': ['spf-wrong'] },
    alone: true,
  },
  'eleven look-ups': {
    text: `v=spf1 ${Array.from({ length: 10 }, (_, index) => `include:s${index}.example`).join(' ')} include:spf.protection.outlook.com -all`,
    shows: { 'spf-record': ['spf-too-many-lookups'] },
    alone: true,
  },
  'eleven look-ups in what is included': {
    text: `contoso.example. IN TXT "v=spf1 include:a.example include:spf.protection.outlook.com a mx -all"\na.example. IN TXT "v=spf1 ${Array.from({ length: 7 }, (_, index) => `include:s${index}.example`).join(' ')} -all"`,
    shows: { 'spf-record': ['spf-too-many-lookups'] },
    alone: true,
  },
  'an include that is not there': {
    text: `${dig('NOERROR', 'contoso.example TXT', 'contoso.example. 60 IN TXT "v=spf1 include:gone.example include:spf.protection.outlook.com -all"')}\n\n${dig('NXDOMAIN', 'gone.example TXT')}`,
    shows: { 'spf-record': ['spf-wrong'] },
    alone: true,
  },
  'no Microsoft': {
    text: 'v=spf1 ip4:203.0.113.5 mx ~all',
    shows: { 'spf-record': ['spf-without-exchange-online'] },
    alone: true,
  },
  'open to everybody': {
    text: 'v=spf1 include:spf.protection.outlook.com +all',
    shows: { 'spf-record': ['spf-wrong'] },
    alone: true,
  },
  'a pointer and no end': {
    text: '"v=spf1 include:spf.protection.outlook.com ptr"',
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'words behind the end': {
    text: '"v=spf1 include:spf.protection.outlook.com -all include:late.example"',
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'a sentence around it': {
    text: 'our spf is v=spf1 include:spf.protection.outlook.com ?all, is that right?',
    shows: { 'spf-record': ['spf-good'] },
    alone: true,
  },
  'a value that is cut': {
    text: 'Name                                     Type   TTL   Section    Strings\n----                                     ----   ---   -------    -------\ncontoso.example                          TXT    3600  Answer     {v=spf1 include:spf.protect...\n',
    shows: { 'spf-record': [] },
    alone: true,
  },
  'the recipient’s record': { text: txt('v=spf1 ip4:203.0.113.5 -all'), shows: { 'spf-record': [] } },
  'a domain that is not there': {
    text: dig('NXDOMAIN', 'contoso.example TXT'),
    shows: { 'spf-record': ['spf-missing'] },
    alone: true,
  },
  'a time-out': {
    text: windows('*** Request to dns.google timed-out', 'txt'),
    shows: { 'spf-record': ['dns-silent'] },
    alone: true,
  },
};

const key = 'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.repeat(8);

export const proofOutput: Readonly<Record<string, Output>> = {
  'a selector of Microsoft 365': {
    text: 'C:\\>nslookup -type=cname selector1._domainkey.contoso.example\nServer:  dns.google\nAddress:  8.8.8.8\n\nselector1._domainkey.contoso.example\tcanonical name = selector1-contoso-example._domainkey.contoso.onmicrosoft.com',
    shows: { 'dkim-record': ['dkim-good'] },
    alone: true,
  },
  'the newer form of it': {
    text: 'selector2._domainkey.contoso.example. 300 IN CNAME selector2-contoso-example._domainkey.contoso.n-v1.dkim.mail.microsoft.',
    shows: { 'dkim-record': ['dkim-good'] },
    alone: true,
  },
  'a selector that leads elsewhere': {
    text: 'selector1._domainkey.contoso.example. 300 IN CNAME selector1._domainkey.fabrikam.example.',
    shows: { 'dkim-record': ['dkim-wrong'] },
    alone: true,
  },
  'a selector of a service': {
    text: 'k1._domainkey.contoso.example. 300 IN CNAME dkim.service.example.',
    shows: { 'dkim-record': ['dkim-good'] },
    alone: true,
  },
  'a key': {
    text: `s1._domainkey.contoso.example. IN TXT "v=DKIM1; k=rsa; " "p=${key}"`,
    shows: { 'dkim-record': ['dkim-good'] },
    alone: true,
  },
  'a key that was withdrawn': {
    text: 's1._domainkey.contoso.example. IN TXT "v=DKIM1; p="',
    shows: { 'dkim-record': ['dkim-revoked'] },
    alone: true,
  },
  'a broken key': {
    text: 's1._domainkey.contoso.example. IN TXT "v=DKIM1; k=rsa; p=MIGfMA0GCS…"',
    shows: { 'dkim-record': ['dkim-wrong'] },
    alone: true,
  },
  'a key that is cut': {
    text: 'Name                                     Type   TTL   Section    Strings\n----                                     ----   ---   -------    -------\ns1._domainkey.contoso.example            TXT    3600  Answer     {v=DKIM1; k=rsa; p=MIGfMA0GCS...\n',
    shows: { 'dkim-record': [] },
    alone: true,
  },
  'no selector': {
    text: dig('NXDOMAIN', 'selector1._domainkey.contoso.example CNAME'),
    shows: { 'dkim-record': ['dkim-missing'] },
    alone: true,
  },
  'one selector of two': {
    text: `${dig('NOERROR', 'selector1._domainkey.contoso.example CNAME', 'selector1._domainkey.contoso.example. 60 IN CNAME selector1-contoso-example._domainkey.contoso.onmicrosoft.com.')}\n${dig('NXDOMAIN', 'selector2._domainkey.contoso.example CNAME')}`,
    shows: { 'dkim-record': ['dkim-missing'] },
    alone: true,
  },
  'a name server that fails for a selector': {
    text: dig('SERVFAIL', 'selector1._domainkey.contoso.example CNAME'),
    shows: { 'dkim-record': ['dns-fails'] },
    alone: true,
  },
  'DMARC none': {
    text: '_dmarc.contoso.example. IN TXT "v=DMARC1; p=none"',
    shows: { 'dmarc-record': ['dmarc-good'] },
    alone: true,
  },
  'DMARC reject, strict': {
    text: 'v=DMARC1; p=reject; adkim=s; rua=mailto:d@contoso.example; pct=50',
    shows: { 'dmarc-record': ['dmarc-good'] },
    alone: true,
  },
  'DMARC quarantine': {
    text: '_dmarc.contoso.example\ttext =\n\n\t"v=DMARC1; p=quarantine; rua=mailto:d@contoso.example"',
    shows: { 'dmarc-record': ['dmarc-good'] },
    alone: true,
  },
  'DMARC without p': {
    text: '"v=DMARC1; rua=mailto:d@contoso.example"',
    shows: { 'dmarc-record': ['dmarc-wrong'] },
    alone: true,
  },
  'DMARC with a word of its own': {
    text: '"v=DMARC1; p=refuse"',
    shows: { 'dmarc-record': ['dmarc-wrong'] },
    alone: true,
  },
  'DMARC twice': {
    text: '_dmarc.contoso.example. IN TXT "v=DMARC1; p=none"\n_dmarc.contoso.example. IN TXT "v=DMARC1; p=reject"',
    shows: { 'dmarc-record': ['dmarc-several'] },
    alone: true,
  },
  'DMARC in the wrong place': {
    text: 'contoso.example. IN TXT "v=DMARC1; p=none"',
    shows: { 'dmarc-record': ['dmarc-wrong'] },
    alone: true,
  },
  'no DMARC': {
    text: dig('NXDOMAIN', '_dmarc.contoso.example TXT'),
    shows: { 'dmarc-record': ['dmarc-missing'] },
    alone: true,
  },
  TLSA: {
    text: `_25._tcp.mail.contoso.example. IN TLSA 3 1 1 ${'ab'.repeat(32)}`,
    shows: { 'tlsa-record': ['tlsa-there'] },
  },
  'a TLSA that SMTP does not take': {
    text: `_25._tcp.mail.contoso.example. IN TLSA 1 1 1 ${'ab'.repeat(32)}`,
    shows: { 'tlsa-record': ['tlsa-wrong'] },
  },
  'no TLSA': {
    text: dig('NXDOMAIN', '_25._tcp.mail.contoso.example TLSA'),
    shows: { 'tlsa-record': ['tlsa-missing'] },
  },
  'a policy that lacks the server': {
    text: 'version: STSv1\nmode: enforce\nmx: old.contoso.example\nmax_age: 604800',
    shows: { 'mta-sts': ['mta-sts-lacks-mx'] },
  },
  'a policy that lacks the server and only tests': {
    text: 'version: STSv1\nmode: testing\nmx: old.contoso.example\nmax_age: 604800',
    shows: { 'mta-sts': [] },
  },
  'a policy of another domain': {
    text: '$ curl https://mta-sts.fabrikam.example/.well-known/mta-sts.txt\nversion: STSv1\nmode: enforce\nmx: mx.fabrikam.example\nmax_age: 604800',
    shows: { 'mta-sts': [] },
  },
  'a policy beside the MX of another domain': {
    text: 'fabrikam.example. 3600 IN MX 10 mx.fabrikam.example.\nversion: STSv1\nmode: enforce\nmx: old.fabrikam.example\nmax_age: 604800',
    shows: { 'mx-record': [], 'mta-sts': [] },
  },
  'a policy with the server': {
    text: 'version: STSv1\nmode: testing\nmx: *.contoso.example\nmax_age: 604800',
    shows: { 'mta-sts': ['mta-sts-covers'] },
  },
  'a policy without an end': {
    text: 'version: STSv1\nmode: enforce\nmx: *.contoso.example',
    shows: { 'mta-sts': ['mta-sts-wrong'] },
  },
  'a policy alone': {
    text: 'version: STSv1\nmode: none\nmx: *.contoso.example\nmax_age: 86400',
    shows: { 'mta-sts': [] },
    alone: true,
  },
  'an MTA-STS record': { text: '_mta-sts.contoso.example. IN TXT "v=STSv1; id=20261101"', shows: { 'mta-sts': [] } },
  'an MTA-STS record without an id': {
    text: '_mta-sts.contoso.example. IN TXT "v=STSv1"',
    shows: { 'mta-sts': ['mta-sts-wrong'] },
  },
  'no MTA-STS record': { text: dig('NXDOMAIN', '_mta-sts.contoso.example TXT'), shows: { 'mta-sts': [] } },
};

const hop = (from: string, by: string, at: string) =>
  `Received: from ${from} (203.0.113.4) by ${by}\n (2603:10a6::1) with Microsoft SMTP Server id 15.20.841.15; ${at}`;
const exoHost = 'AM0PR01MB1234.eurprd01.prod.outlook.com';

/** What Exchange Online writes about a message that proves nothing. */
export const spoofed = `Authentication-Results: spf=none (sender IP is 203.0.113.4)
 smtp.mailfrom=fabrikam.example; contoso.example; dkim=none
 (message not signed) header.d=none;contoso.example; dmarc=none
 action=none header.from=fabrikam.example;compauth=fail reason=001
X-Forefront-Antispam-Report: CIP:203.0.113.4;CTRY:NL;LANG:en;SCL:5;SRV:;IPV:NLI;SFV:SPM;H:mail.fabrikam.example;PTR:mail.fabrikam.example;CAT:SPOOF;SFS:(13230040);DIR:INB;
X-MS-Exchange-Organization-SCL: 5`;

const report = (parts: string) => `X-Forefront-Antispam-Report: CIP:203.0.113.4;CTRY:NL;LANG:en;${parts};DIR:INB;`;
const results = (parts: string) => `Authentication-Results: ${parts}`;

export const headerOutput: Readonly<Record<string, Output>> = {
  'a message that proves nothing': {
    text: `why does this keep landing in junk?\n${spoofed}`,
    shows: { 'message-headers': ['headers-spam', 'headers-unproved'] },
  },
  'one that lay for hours': {
    text: [
      hop(exoHost, 'mx.contoso.example', 'Fri, 20 Nov 2026 21:50:20 +0100'),
      hop('mail.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 17:42:13 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:42:11 +0100 (CET)'),
      'Date: Fri, 20 Nov 2026 12:42:10 -0500',
      'From: Bob <bob@fabrikam.example>',
      'To: ann@contoso.example',
      'Message-ID: <4711@fabrikam.example>',
    ].join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'one that lay in the outbox': {
    text: [
      hop('mail.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 18:00:04 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:00:01 +0000'),
      'Date: Fri, 20 Nov 2026 12:00:00 GMT',
      'Message-ID: <1@fabrikam.example>',
    ].join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'one that lay for minutes': {
    text: [
      hop('mail.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 18:40:04 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:00:01 +0000'),
    ].join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'one that left late': {
    text: [
      hop('mail.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 18:30:04 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:30:01 +0000'),
      'Date: Fri, 20 Nov 2026 18:00:00 +0000',
    ].join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'one that waited hours everywhere': {
    text: [4, 3, 2, 1, 0]
      .map(hour => hop(`h${hour}.example`, `h${hour + 1}.example`, `Fri, 20 Nov 2026 1${hour}:00:00 +0000`))
      .join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'one that waited a little everywhere': {
    text: [4, 3, 2, 1, 0]
      .map(minute =>
        hop(
          `h${minute}.example`,
          `h${minute + 1}.example`,
          `Fri, 20 Nov 2026 18:${String(minute * 4).padStart(2, '0')}:00 +0000`,
        ),
      )
      .join('\n'),
    shows: { 'message-headers': ['headers-late'] },
  },
  'a clock that is ahead': {
    text: [
      hop('relay.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 18:00:09 +0000'),
      hop('mail.fabrikam.example', 'relay.fabrikam.example', 'Fri, 20 Nov 2026 18:12:05 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:00:01 +0000'),
    ].join('\n'),
    shows: { 'message-headers': ['headers-in-time'] },
  },
  'a clock that is behind by seconds': {
    text: [
      hop('mail.fabrikam.example', exoHost, 'Fri, 20 Nov 2026 18:00:01 +0000'),
      hop('pc7', 'mail.fabrikam.example', 'Fri, 20 Nov 2026 18:00:31 +0000'),
      'Date: Fri, 20 Nov 2026 18:00:30 +0000',
    ].join('\n'),
    shows: { 'message-headers': ['headers-in-time'] },
  },
  'one that proves its sender': {
    text: results(
      'spf=pass (sender IP is 203.0.113.4) smtp.mailfrom=fabrikam.example; dkim=pass (signature was verified) header.d=fabrikam.example;dmarc=pass action=none header.from=fabrikam.example;compauth=pass reason=100',
    ),
    shows: { 'message-headers': ['headers-proved'] },
  },
  'a newsletter': {
    text: `${report('SCL:6;SRV:BULK;IPV:NLI;SFV:NSPM;CAT:BULK')}\nX-Microsoft-Antispam: BCL:7;ARA:1`,
    shows: { 'message-headers': ['headers-bulk'] },
  },
  'a sender that the reader blocked': {
    text: report('SCL:6;IPV:NLI;SFV:BLK;CAT:NONE'),
    shows: { 'message-headers': ['headers-on-own-list'] },
  },
  'a sender that a policy blocks': {
    text: report('SCL:6;IPV:NLI;SFV:SKB;CAT:NONE'),
    shows: { 'message-headers': ['headers-on-own-list'] },
  },
  'a rule that marked it': {
    text: report('SCL:6;IPV:NLI;SFV:SKS;CAT:NONE'),
    shows: { 'message-headers': ['headers-spam'] },
  },
  'a rule that let it pass': { text: report('SCL:-1;IPV:NLI;SFV:SKN;CAT:NONE'), shows: { 'message-headers': [] } },
  'a sender that a list allows': { text: report('SCL:-1;IPV:NLI;SFV:SKA;CAT:NONE'), shows: { 'message-headers': [] } },
  'a safe sender': { text: report('SCL:-1;IPV:NLI;SFV:SFE;CAT:NONE'), shows: { 'message-headers': [] } },
  'one that was released': { text: report('SCL:-1;IPV:NLI;SFV:SKQ;CAT:NONE'), shows: { 'message-headers': [] } },
  'one of the own organisation': {
    text: `${report('SCL:-1;IPV:NLI;SFV:SKI;CAT:NONE')}\nX-MS-Exchange-Organization-AuthAs: Internal`,
    shows: { 'message-headers': [] },
  },
  'one of the own organisation without a report': {
    text: 'X-MS-Exchange-Organization-AuthAs: Internal\nX-MS-Exchange-Organization-MessageDirectionality: Originating',
    shows: { 'message-headers': [] },
  },
  'one that is no spam': { text: report('SCL:1;IPV:NLI;SFV:NSPM;CAT:NONE'), shows: { 'message-headers': [] } },
  'one that Outlook moved': {
    text: `${report('SCL:1;IPV:NLI;SFV:NSPM;CAT:NONE')}\nX-Microsoft-Antispam-Mailbox-Delivery: ucf:0;jmr:0;auth:0;dest:J;ENG:(1);RF:JunkEmail;`,
    shows: { 'message-headers': ['headers-spam'] },
  },
  'a lure': { text: report('SCL:9;IPV:NLI;SFV:SPM;CAT:HPHISH'), shows: { 'message-headers': ['headers-spam'] } },
  'a likely spam': { text: report('SCL:9;IPV:NLI;SFV:SPM;CAT:HSPM'), shows: { 'message-headers': ['headers-spam'] } },
  'one that carried malware': {
    text: report('SCL:9;IPV:NLI;SFV:SPM;CAT:MALW'),
    shows: { 'message-headers': ['headers-spam'] },
  },
  'one in the name of a colleague': {
    text: report('SCL:8;IPV:NLI;SFV:SPM;CAT:UIMP'),
    shows: { 'message-headers': ['headers-spam'] },
  },
  'spam on the way out': {
    text: report('SCL:5;IPV:NLI;SFV:SPM;CAT:OSPM'),
    shows: { 'message-headers': ['headers-spam'] },
  },
  'a level alone': {
    text: 'X-MS-Exchange-Organization-SCL: 6\nX-MS-Exchange-Organization-AuthAs: Anonymous',
    shows: { 'message-headers': ['headers-spam'] },
  },
  'a level of no spam alone': {
    text: 'X-MS-Exchange-Organization-SCL: -1\nX-MS-Exchange-Organization-AuthAs: Anonymous',
    shows: { 'message-headers': [] },
  },
  'a policy that rejects': {
    text: results(
      'spf=pass (sender IP is 198.51.100.7) smtp.mailfrom=lists.example; dkim=none (message not signed) header.d=none;dmarc=fail action=oreject header.from=fabrikam.example;compauth=fail reason=000',
    ),
    shows: { 'message-headers': ['headers-unproved'] },
  },
  'our own name from outside': {
    text: results(
      'spf=fail (sender IP is 198.51.100.7) smtp.mailfrom=contoso.example; dkim=none;dmarc=fail action=reject header.from=contoso.example;compauth=fail reason=010',
    ),
    shows: { 'message-headers': ['headers-unproved'] },
  },
  'our own name without a policy': {
    text: results(
      'spf=softfail (sender IP is 198.51.100.7) smtp.mailfrom=contoso.example; dkim=none;dmarc=none header.from=contoso.example;compauth=fail reason=601',
    ),
    shows: { 'message-headers': ['headers-unproved'] },
  },
  'an organisation that forbids it': {
    text: results('spf=none; dkim=none;dmarc=none header.from=fabrikam.example;compauth=fail reason=002'),
    shows: { 'message-headers': ['headers-unproved'] },
  },
  'a check of another provider': {
    text: 'Authentication-Results: mx.google.example; dkim=fail header.i=@fabrikam.example; spf=pass smtp.mailfrom=ann@service.example; dmarc=fail (p=NONE) header.from=fabrikam.example',
    shows: { 'message-headers': ['headers-unproved'] },
  },
  'the analyzer’s table': {
    text: 'Hop\tSubmitting host\tReceiving host\tTime\tDelay\tType\n1\tmail.fabrikam.example\trelay.fabrikam.example\t11/20/2026 6:42:10 PM\t*\tESMTP\n2\trelay.fabrikam.example\tAM0PR01.prod.outlook.com\t11/20/2026 7:12:13 PM\t30 minutes 3 seconds\tMicrosoft SMTP Server\nSpam Confidence Level\t5\nSpam Filtering Verdict\tSPM',
    shows: { 'message-headers': ['headers-spam', 'headers-late'] },
  },
};

/** One for each headline is enough where cards are drawn. */
export const everyToolOutput = [
  portOutput,
  tlsOutput,
  mxOutput,
  hostOutput,
  spfOutput,
  proofOutput,
  headerOutput,
].flatMap(table => Object.entries(table).filter((_, index) => index % 6 === 0));
