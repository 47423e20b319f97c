/** What commands of Exchange and OpenSSL print, in each form in which somebody sends it. Made-up names. */

const connector = (enabled: string, hosts: string, more = '') =>
  [
    'Name             : To on-premises',
    `Enabled          : ${enabled}`,
    'ConnectorType    : OnPremises',
    'RecipientDomains : {contoso.example, *.contoso.example}',
    `SmartHosts       : {${hosts}}`,
    'TlsSettings      : DomainValidation',
    'TlsDomain        : mail.contoso.example',
    more,
  ].join('\n');

const certificate = (names: string, end: string, more = '') =>
  [
    'Subject            : CN=mail.contoso.example',
    `CertificateDomains : {${names}}`,
    `NotAfter           : ${end}`,
    'Services           : IMAP, POP, IIS, SMTP',
    'Thumbprint         : AABBCCDDEEFF',
    more,
  ].join('\n');

const measured = (count: number, command = 'Get-Mailbox') =>
  `[PS] C:\\>${command} -ResultSize Unlimited | Measure-Object\n\n\nCount    : ${count}\nAverage  : \nSum      : \nMaximum  : \nMinimum  : \nProperty : \n`;

const inbound = (values: Readonly<Record<string, string>>) =>
  Object.entries({
    Name: 'From the scanner',
    Enabled: 'True',
    ConnectorType: 'Partner',
    SenderDomains: '{smtp:*;1}',
    ...values,
  })
    .map(([name, value]) => `${name.padEnd(29)}: ${value}`)
    .join('\n');

const receive = (values: Readonly<Record<string, string>>) =>
  Object.entries({
    Identity: 'EX01\\Default Frontend EX01',
    Enabled: 'True',
    Bindings: '{[::]:25, 0.0.0.0:25}',
    RemoteIPRanges: '{::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 0.0.0.0-255.255.255.255}',
    PermissionGroups: 'AnonymousUsers, ExchangeUsers',
    AuthMechanism: 'Tls, BasicAuth',
    ...values,
  })
    .map(([name, value]) => `${name.padEnd(16)} : ${value}`)
    .join('\n');

const send = (enabled: string, hosts: string, more = '') =>
  `Identity          : To internet\nEnabled           : ${enabled}\nAddressSpaces     : {SMTP:*;1}\nSmartHosts        : {${hosts}}\n${more}`;

const rule = (state: string, text: string, name = 'No macros') =>
  `Name                             : ${name}\nState                            : ${state}\nMode                             : Enforce\nPriority                         : 3\nRejectMessageReasonText          : ${text}\nRejectMessageEnhancedStatusCode  : 5.7.321\n`;

const queue = (next: string, status: string, count: number, error = '') =>
  `Identity       : EX01\\${next.length}\nNextHopDomain  : ${next}\nStatus         : ${status}\nMessageCount   : ${count}\nLastError      : ${error}\nNextRetryTime  : 11/21/2026 10:14:00 AM\n`;

/** By what it shows; the case's server is mail.contoso.example, and the day is 21 November 2026. */
export const adminOutput = {
  // Cut, localised, mixed with a prompt: how it really comes.
  'a connector whose lists are cut off':
    '[PS] C:\\>Get-OutboundConnector | fl\n\nName             : To on-premises\nEnabled          : True\nRecipientDomains : {contoso.example, a.example, b.example, c.example...}\nSmartHosts       : {mail2.contoso.exa…\nUseMXRecord      : False',
  'a list from a Dutch screen': 'Naam : contoso.example\nDomeinnaam : contoso.example\nDomeintype : Interne relay',
  'a list from a Chinese screen': '名称：contoso.example\n域名： contoso.example\n域类型： 权威',
  'a table whose type is cut off': 'DomainName      DomainType\n----------      ----------\ncontoso.example Auth...\n',
  'a table with wide characters':
    'Name     DomainName      DomainType\n----     ----------      ----------\n总部邮件 contoso.example InternalRelay\n',
  'a table whose blanks a chat took away':
    'Name DomainName DomainType\n---- ---------- ----------\nmain contoso.example InternalRelay\nother fabrikam.example Authoritative',
  'lists that Export-Csv did not write':
    '#TYPE Microsoft.Exchange.Management.Connector\n"Name","Enabled","SmartHosts","RecipientDomains","TlsDomain"\n"To us","True","Microsoft.Exchange.Data.MultiValuedProperty`1[Microsoft.Exchange.Data.SmartHost]","System.String[]",""',
  'JSON of Windows PowerShell that was cut off':
    'PS C:\\> Get-AcceptedDomain | ConvertTo-Json\n[\n  {\n    "DomainName": {"Address": "contoso.example", "IsStar": false},\n    "DomainType": "InternalRelay"\n  },\n  {\n    "DomainName": "fabri',
  'a name that the console broke in two':
    'Name             : To us\nEnabled          : False\nRecipientDomains : {contoso.example}\nSmartHosts       : {mail.conto\n                   so.example}',

  'a connector in the default table':
    'Name  ConnectorType RecipientDomains  SmartHosts\n----  ------------- ----------------  ----------\nTo us OnPremises    {contoso.example} {mail.contoso.example}\n',
  'an inbound connector in the default table':
    'Name    SenderDomains SenderIPAddresses Enabled\n----    ------------- ----------------- -------\nInbound {smtp:*;1}    {}                True\n',
  'a receive connector in the default table':
    'Identity        Bindings             Enabled\n--------        --------             -------\nEX01\\Default    {0.0.0.0:25}         True\n',
  'a send connector without its state':
    'Identity : Out\nAddressSpaces : {SMTP:*;1}\nSmartHosts : {mail.contoso.example}',
  'one property of the transport settings':
    'PS> Get-TransportConfig | fl SmtpClientAuthenticationDisabled\n\nSmtpClientAuthenticationDisabled : True\n',
  'a domain in the quotation of a mail': '> DomainName : contoso.example\n> DomainType : InternalRelay',

  'a connector that is on': connector('True', 'mail.contoso.example'),
  'a connector that is off': connector('False', 'mail.contoso.example'),
  'a connector that is off in a spreadsheet':
    'Name;Enabled;SmartHosts;RecipientDomains\nA;ONWAAR;mail.contoso.example;contoso.example',
  'a connector to elsewhere': connector('True', 'old.contoso.example', 'RouteAllMessagesViaOnPremises : True'),
  'a connector by MX':
    'Name : x\nEnabled : True\nUseMXRecord : True\nTlsSettings : CertificateValidation\nSmartHosts : {}',
  'connectors as JSON':
    '[{"Name":"A","Enabled":false,"SmartHosts":["a.example"],"UseMXRecord":false},{"Name":"B","Enabled":true,"SmartHosts":[],"UseMXRecord":true}]',
  'a connector of several, by its domain':
    '[{"Name":"All","Enabled":true,"SmartHosts":["out.example"],"RecipientDomains":["*"]},{"Name":"Ours","Enabled":false,"SmartHosts":["mail.contoso.example"],"RecipientDomains":["*.example","contoso.example"]}]',

  'a domain that is relayed':
    'DomainName        DomainType    Default\n----------        ----------    -------\ncontoso.example   InternalRelay False\nfabrikam.example  Authoritative True\n',
  'a domain of our own': 'DomainName : contoso.example\nDomainType : Authoritative\nDefault    : True\n',
  'other domains':
    '"DomainName","DomainType","Default"\n"a.example","InternalRelay","False"\n"b.example","Authoritative","True"\n',

  'other domains of our own':
    'DomainName,DomainType,Default\na.example,Authoritative,False\nb.example,Authoritative,True\n',

  'an inbound connector that is off': inbound({ Enabled: 'False', SenderIPAddresses: '{}' }),
  'an inbound connector that knows other addresses': inbound({
    RestrictDomainsToIPAddresses: 'True',
    SenderIPAddresses: '{192.0.2.0/24, 198.51.100.7}',
  }),
  'an inbound connector that knows this address': inbound({
    RestrictDomainsToIPAddresses: 'True',
    SenderIPAddresses: '{203.0.113.0/24}',
  }),
  'an inbound connector that wants a certificate': inbound({
    RestrictDomainsToCertificate: 'True',
    TlsSenderCertificateName: 'scanner.contoso.example',
    RequireTls: 'True',
  }),
  'an inbound connector that wants any certificate': inbound({ RestrictDomainsToCertificate: 'True' }),
  'an inbound connector that refuses nobody': inbound({
    RestrictDomainsToIPAddresses: 'False',
    RestrictDomainsToCertificate: 'False',
    TlsSenderCertificateName: 'scanner.contoso.example',
  }),
  'inbound connectors as a table':
    'Name SenderDomains SenderIPAddresses RestrictDomainsToIPAddresses Enabled\n---- ------------- ----------------- ---------------------------- -------\nA    {a.example}   {192.0.2.1}       True                         True\nB    {b.example}   {}                False                        True\n',

  'forwarding that a remote domain stops':
    'Name    DomainName AutoForwardEnabled TNEFEnabled\n----    ---------- ------------------ -----------\nDefault *          False\n',
  'forwarding that a remote domain allows':
    'Name : Contoso\nDomainName : contoso.example\nAutoForwardEnabled : True\nTNEFEnabled : True',
  'a remote domain that is not told':
    'Name    DomainName AllowedOOFType\n----    ---------- --------------\nDefault *          External\n',
  'remote domains of others':
    '[{"Name":"A","DomainName":"a.example","AutoForwardEnabled":true},{"Name":"B","DomainName":"b.example","AutoForwardEnabled":true}]',

  'a send connector that is off': send(
    'False',
    'relay.contoso.example',
    'MaxMessageSize    : 35 MB (36,700,160 bytes)',
  ),
  'a send connector to elsewhere': send('True', 'old.contoso.example'),
  'a send connector by MX':
    'Identity : Out\nEnabled : True\nAddressSpaces : {SMTP:*;1}\nDNSRoutingEnabled : True\nRequireTLS : True',
  'a send connector to there': send('True', 'mail.contoso.example'),
  'send connectors of others':
    '"Identity","AddressSpaces","Enabled"\n"A","{SMTP:a.example;1}","False"\n"B","{SMTP:b.example;1}","True"\n',

  'a receive connector that is off': receive({ Enabled: 'False' }),
  'receive connectors for other ports': receive({ Bindings: '{0.0.0.0:587}' }),
  'a receive connector for other addresses': receive({ RemoteIPRanges: '{10.0.0.0/8, 192.168.1.1-192.168.1.9}' }),
  'a receive connector that wants a sign-in': receive({ PermissionGroups: 'ExchangeUsers', RequireTls: 'True' }),
  'a receive connector without TLS': receive({ AuthMechanism: 'BasicAuth, Integrated' }),
  'a receive connector that takes it': receive({}),
  'receive connectors as a table':
    'Identity Bindings     Enabled\n-------- --------     -------\nEX01\\A   {0.0.0.0:25} True\nEX01\\B   {0.0.0.0:25} True\n',

  'a certificate that has expired': certificate('mail.contoso.example', '11/1/2026 11:59:59 PM'),
  'a certificate that expires in days': certificate('*.contoso.example', '24-11-2026 23:59:59'),
  'a certificate that expires at once': certificate('mail.contoso.example', '2026-11-21T23:59:59Z'),
  'a certificate in date': certificate('mail.contoso.example', '31.12.2027'),
  'a certificate with another name': certificate('other.contoso.example', '31.12.2027'),
  'a certificate of an unclear day': certificate('mail.contoso.example', '05/12/2026 23:59:59'),
  'a certificate whose names are cut off': certificate('a.example, b.example, c.example, d.example...', '31.12.2027'),
  'a certificate without its key': certificate('mail.contoso.example', '31.12.2027', 'HasPrivateKey : False'),
  'a certificate of its own making': certificate('mail.contoso.example', '31.12.2027', 'IsSelfSigned : True'),
  'a certificate of a stranger': certificate('mail.contoso.example', '31.12.2027', 'Status : Untrusted'),
  'a certificate that was revoked': certificate('mail.contoso.example', '31.12.2027', 'Status : Revoked'),
  'certificates as a table':
    'Thumbprint                                Services   Subject\n----------                                --------   -------\nAABBCCDDEEFF00112233445566778899AABBCCDD  IP.WS..    CN=mail.contoso.example\n',
  'a certificate of openssl':
    'CONNECTED(00000003)\ndepth=0 CN = mail.contoso.example\n---\nCertificate chain\n 0 s:CN = mail.contoso.example\n   v:NotBefore: Aug 25 00:00:00 2026 GMT; NotAfter: Dec 23 23:59:59 2027 GMT\n',

  'a count of nobody knows what': 'Count    : 12\nAverage  : \nSum      : \nMaximum  : \nMinimum  : \nProperty : \n',

  'SMTP AUTH that is off':
    'Name : Transport Settings\nSmtpClientAuthenticationDisabled : True\nMaxSendSize : 36 MB (37,748,736 bytes)\nMaxReceiveSize : 36 MB (37.748.736 bytes)\nMaxRecipientEnvelopeLimit : 1000',
  'SMTP AUTH that is on': '{"Name":"Transport Settings","SmtpClientAuthenticationDisabled":false}',
  'limits of the organization': 'MaxSendSize    : 10 MB (10,485,760 bytes)\nMaxReceiveSize : Unlimited',
  'other transport settings': 'Name : Transport Settings\nClearCategories : True\nMaxSendSize : Unlimited',

  'the rule that rejects': rule('Enabled', 'Files with macros are not allowed here'),
  'the rule that rejects, by its code': `${rule('Enabled', '', 'By code')}\n${rule('Disabled', 'Something else', 'Other')}`,
  'a rule that is asleep': rule('Disabled', 'Files with macros are not allowed here'),
  'rules of which none rejects this': rule('Enabled', 'Too large for us').replace('5.7.321', '5.7.900'),
  'rules that say nothing of it':
    'Name       State    Mode    Priority Comments\n----       -----    ----    -------- --------\nDisclaimer Enabled  Enforce 0        x\nEncrypt it Disabled Enforce 1        y\n',
  'rules without a refusal':
    'Name : Disclaimer\nState : Enabled\nPriority : 0\nRejectMessageReasonText : \nRejectMessageEnhancedStatusCode : ',

  'forwarding that a policy stops':
    'Name : Default\nIsDefault : True\nAutoForwardingMode : Automatic\nRecipientLimitExternalPerHour : 500\nRecipientLimitPerDay : 1000',
  'forwarding that a policy allows': 'Name : Default\nAutoForwardingMode : On\nRecipientLimitExternalPerHour : 400',
  'policies that differ':
    '[{"Name":"Default","AutoForwardingMode":"Off","RecipientLimitPerDay":800},{"Name":"Sales","AutoForwardingMode":"On"}]',
  'a policy that is not told': 'Name : Default\nIsDefault : True\nActionWhenThresholdReached : BlockUser',

  'DKIM without records':
    'Domain : fabrikam.example\nEnabled : False\nStatus : CnameMissing\nSelector1CNAME : selector1-fabrikam-example._domainkey.fabrikam.onmicrosoft.com\nSelector2CNAME : selector2-fabrikam-example._domainkey.fabrikam.onmicrosoft.com',
  'DKIM whose records went':
    'Domain : fabrikam.example\nEnabled : True\nStatus : CnameMissing\nSelector1CNAME : selector1-fabri…',
  'DKIM that is off':
    'PS C:\\> Get-DkimSigningConfig\n\nDomain           Enabled\n------           -------\nfabrikam.example False\n',
  'DKIM that is on': 'Domain : fabrikam.example\nEnabled : True\nStatus : Valid\nSelector1CNAME : x',
  'DKIM that is not told': 'Domain : fabrikam.example\nStatus : Valid\nSelector1CNAME : x',
  'DKIM of other domains':
    '[{"Domain":"a.example","Enabled":true,"Selector1CNAME":"x"},{"Domain":"b.example","Enabled":true,"Selector1CNAME":"x"}]',

  'DKIM that is off somewhere':
    'Domain    Enabled Selector1CNAME\n------    ------- --------------\na.example False   x\nb.example True    x\n',

  'mailboxes that are left': measured(14),
  'no mailbox that is left': measured(0),
  'mail users that are left': measured(7, 'Get-MailUser'),
  'no mail user that is left': '(Get-MailUser -ResultSize Unlimited).Count\n0\n',
  'mailboxes of a kind that are left':
    '(Get-Mailbox -ResultSize Unlimited | Where {$_.RecipientTypeDetails -eq "UserMailbox"}).Count\n17\n',
  'mailboxes in the cloud': measured(120, 'Get-EXOMailbox'),
  'both counts of a hybrid server':
    'Get-Mailbox -ResultSize Unlimited | Measure-Object\nGet-RemoteMailbox -ResultSize Unlimited | Measure-Object\n\n\nCount    : 3\nAverage  : \n\nCount    : 240\nAverage  : \n',

  'a queue that waits, among others': `${queue('contoso.example', 'Retry', 41, '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped."')}\n${queue('fabrikam.example', 'Ready', 0)}`,
  'a queue that waits as a table':
    'Identity  DeliveryType          Status MessageCount Velocity NextHopDomain\n--------  ------------          ------ ------------ -------- -------------\nEX01\\3    DnsConnectorDelivery  Retry  1204         -4       contoso.example\nEX01\\4    SmtpDeliveryToMailbox Ready  0            0        mdb01\n',
  'a queue that somebody stopped': queue('contoso.example', 'Suspended', 12),
  'queues in which nothing waits':
    '[{"NextHopDomain":"fabrikam.example","Status":"Ready","MessageCount":0},{"NextHopDomain":"x.example","Status":"Ready","MessageCount":0}]',
  'a queue of the case that is empty': '"NextHopDomain","Status","MessageCount"\n"contoso.example","Ready","0"\n',
  'messages without a route':
    'Identity         Status MessageCount NextHopDomain\n--------         ------ ------------ -------------\nEX01\\Unreachable Ready  8            Unreachable Domain\nEX01\\Submission  Ready  1            Submission\n',
  'messages that are held':
    'Identity    Status MessageCount NextHopDomain\n--------    ------ ------------ -------------\nEX01\\Poison Ready  2            Poison Message\n',
  'messages that are not sorted':
    'Identity        Status MessageCount NextHopDomain\n--------        ------ ------------ -------------\nEX01\\Submission Active 900          Submission\n',
  'a digest':
    'GroupByValue     MessageCount DeferredMessageCount Details\n------------     ------------ -------------------- -------\ncontoso.example  77           77                   {EX01\\3}\nfabrikam.example 3            0                    {EX01\\4}\n',
  'messages of a queue':
    '"Identity","FromAddress","Status","Queue","LastError"\n"EX01\\3\\1","a@fabrikam.example","Retry","EX01\\3","421 4.4.2 Connection dropped"\n"EX01\\3\\2","b@fabrikam.example","Retry","EX01\\3","421 4.4.2 Connection dropped"\n',
} as const;
