/** What commands of Exchange and OpenSSL print, in each form in which somebody sends it. Made-up names. */

const connector = (enabled: string, hosts: string) =>
  [
    'Name             : To on-premises',
    `Enabled          : ${enabled}`,
    'ConnectorType    : OnPremises',
    'RecipientDomains : {contoso.example, *.contoso.example}',
    `SmartHosts       : {${hosts}}`,
    'TlsSettings      : DomainValidation',
    'TlsDomain        : mail.contoso.example',
  ].join('\n');

const certificate = (names: string, end: string) =>
  [
    'Subject            : CN=mail.contoso.example',
    `CertificateDomains : {${names}}`,
    `NotAfter           : ${end}`,
    'Services           : IMAP, POP, IIS, SMTP',
    'Thumbprint         : AABBCCDDEEFF',
  ].join('\n');

const measured = (count: number) =>
  `[PS] C:\\>Get-Mailbox -ResultSize Unlimited | Measure-Object\n\n\nCount    : ${count}\nAverage  : \nSum      : \nMaximum  : \nMinimum  : \nProperty : \n`;

/** By what it shows; the case's server is mail.contoso.example, and the day is 21 November 2026. */
export const adminOutput = {
  'a connector that is on': connector('True', 'mail.contoso.example'),
  'a connector that is off': connector('False', 'mail.contoso.example'),
  'a connector to elsewhere': connector('True', 'old.contoso.example'),
  'a connector by MX':
    'Name : x\nEnabled : True\nUseMXRecord : True\nTlsSettings : CertificateValidation\nSmartHosts : {}',
  'connectors as JSON':
    '[{"Name":"A","Enabled":false,"SmartHosts":["a.example"],"UseMXRecord":false},{"Name":"B","Enabled":true,"SmartHosts":[],"UseMXRecord":true}]',
  'a domain that is relayed':
    'DomainName        DomainType    Default\n----------        ----------    -------\ncontoso.example   InternalRelay False\nfabrikam.example  Authoritative True\n',
  'a domain of our own': 'DomainName : contoso.example\nDomainType : Authoritative\nDefault    : True\n',
  'other domains':
    '"DomainName","DomainType","Default"\n"a.example","InternalRelay","False"\n"b.example","Authoritative","True"\n',
  'other domains of our own':
    'DomainName,DomainType,Default\na.example,Authoritative,False\nb.example,Authoritative,True\n',
  'a certificate that has expired': certificate('mail.contoso.example', '11/1/2026 11:59:59 PM'),
  'a certificate that expires in days': certificate('*.contoso.example', '24-11-2026 23:59:59'),
  'a certificate that expires at once': certificate('mail.contoso.example', '2026-11-21T23:59:59Z'),
  'a certificate in date': certificate('mail.contoso.example', '31.12.2027'),
  'a certificate with another name': certificate('other.contoso.example', '31.12.2027'),
  'a certificate of an unclear day': certificate('mail.contoso.example', '05/12/2026 23:59:59'),
  'a certificate of openssl':
    'CONNECTED(00000003)\ndepth=0 CN = mail.contoso.example\n---\nCertificate chain\n 0 s:CN = mail.contoso.example\n   v:NotBefore: Aug 25 00:00:00 2026 GMT; NotAfter: Dec 23 23:59:59 2027 GMT\n',
  'mailboxes that are left': measured(14),
  'no mailbox that is left': measured(0),
} as const;
