import { readsRows } from '../expect-evidence.ts';

const expired = `Delivery has failed to these recipients or groups:

ann@fabrikam.example<mailto:ann@fabrikam.example>
Your message couldn't be delivered. Despite repeated attempts to deliver your message, the recipient's email system refused to accept a connection from your email system.

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com
Receiving server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'
11/21/2026 6:32:10 PM - Server at mail.fabrikam.example (192.0.2.7) returned '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-2;-2] [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-21T18:32:10.123Z 08DE2741C0FFEE01](Socket error code 10061)'
`;
const headers = `
Received: from DB8PR01MB0001.eurprd01.prod.exchangelabs.com (2603:10a6:10:1::1)
 by AM0PR01MB1234.eurprd01.prod.exchangelabs.com (2603:10a6:208:1::2) with Microsoft SMTP Server
 (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.4.4; Fri, 20 Nov 2026 18:42:10 +0000
X-Microsoft-Antispam: BCL:0;RULEID:(5.7.1)(550)(421);
X-Mailer: Sender 5.7.509
From: Bob <bob@contoso.example>
To: ann@fabrikam.example
Subject: 550 5.1.1 what is this
`;
const german = `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:

ann@fabrikam.example
Ihre Nachricht konnte nicht zugestellt werden.

Diagnoseinformationen für Administratoren:

Generierender Server: AM0PR01MB1234.eurprd01.prod.outlook.com

ann@fabrikam.example
Remote Server returned '550 5.1.1 <ann@fabrikam.example>: Recipient address rejected: User unknown'

Ursprüngliche Nachrichtenkopfzeilen:
${headers}`;

function localised(failed: string, diagnostics: string, server: string, originals: string): string {
  return `${failed}

ann@fabrikam.example<mailto:ann@fabrikam.example>

${diagnostics}

${server} AM0PR01MB1234.eurprd01.prod.outlook.com

ann@fabrikam.example
mx1.fabrikam.example
Remote Server returned '550 5.7.1 Service unavailable; Client host [198.51.100.9] blocked using a list'

${originals}
${headers}`;
}

const fromLocalised = {
  kind: 'ndr',
  codes: ['550 5.7.1 cause'],
  recipients: ['ann@fabrikam.example'],
  remoteHost: 'mx1.fabrikam.example',
  reportingHost: 'AM0PR01MB1234.eurprd01.prod.outlook.com',
  generatedBy: 'microsoft',
  sender: 'bob@contoso.example',
  subReason: null,
} as const;

describe('a non-delivery report of Exchange', () => {
  readsRows([
    [
      'that expired: the older line has the cause, the newer one wraps it',
      `${expired}
Original message headers:
${headers}`,
      {
        kind: 'ndr',
        codes: ['550 5.4.316 wrapper', '450 4.4.316 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        sender: 'bob@contoso.example',
        remoteHost: 'mail.fabrikam.example',
        remoteIp: '192.0.2.7',
        reportingHost: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
        generatedBy: 'microsoft',
        lastAttempt: '2026-11-21T18:32:10Z',
        expiredAt: '2026-11-21T18:42:10Z',
        subReason: 'socket-10061',
      },
    ],
    [
      'that expired, without the older line: what is there is the cause',
      "Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com\nann@fabrikam.example\nRemote Server returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'",
      { codes: ['550 5.4.316 cause'], subReason: 'socket-10061', remoteHost: null },
    ],
    [
      'that expired over STARTTLS: the reply in brackets explains',
      `11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.317 Message expired, cannot connect to remote server(451 5.7.3 STARTTLS is required to send mail)'
11/21/2026 6:32:10 PM - Server at mail.fabrikam.example (192.0.2.7) returned '450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-1;-1]'`,
      {
        codes: ['550 5.4.317 wrapper', '451 5.7.3 nested', '450 4.4.317 cause'],
        subReason: 'starttls-required',
        remoteIp: '192.0.2.7',
        expiredAt: '2026-11-21T18:42:10Z',
      },
    ],
    [
      'that expired, pasted without its labels and with Windows line ends',
      "11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.318 Message expired, connection reset(SuspiciousRemoteServerError)'\r\n11/21/2026 6:32:10 PM - Server at fabrikam.example (198.51.100.14) returned '450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)'\r\n",
      { kind: 'ndr', codes: ['550 5.4.318 wrapper', '450 4.4.318 cause'], remoteIp: '198.51.100.14' },
    ],
    [
      'that expired on an Exchange server of their own',
      `Delivery has failed to these recipients or groups:

ann@fabrikam.example

Diagnostic information for administrators:

Generating server: ex01.contoso.example
Receiving server: fabrikam.example (203.0.113.40)

ann@fabrikam.example
11/21/2026 6:42:10 PM - Server at fabrikam.example (203.0.113.40) returned '550 4.4.7 QUEUE.Expired; message expired'
11/21/2026 6:32:10 PM - Remote Server at fabrikam.example (203.0.113.40) returned '441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. Winsock error code: 10060, Win32 error code: 10060." Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts. The last endpoint attempted was 203.0.113.40:25'`,
      {
        codes: ['550 4.4.7 wrapper', '441 4.4.1 cause'],
        remoteHost: 'fabrikam.example',
        remoteIp: '203.0.113.40',
        reportingHost: 'ex01.contoso.example',
        generatedBy: 'other',
        subReason: 'socket-10060',
        action: 'failed',
      },
    ],
    [
      '550 4.4.7 on its own is final and the cause',
      'Generating server: ex01.contoso.example\n\nann@fabrikam.example\n#550 4.4.7 QUEUE.Expired; message expired ##\n',
      { codes: ['550 4.4.7 cause'], reportingHost: 'ex01.contoso.example' },
    ],
    [
      'classic: the quoted reply is the cause',
      `Delivery has failed to these recipients or groups:

ann@fabrikam.example<mailto:ann@fabrikam.example>
The email address you entered couldn't be found. For more tips see DSN code 5.1.10 in Exchange Online<http://go.microsoft.com/fwlink/?LinkId=389363>.

Diagnostic information for administrators:

Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

Original message headers:
${headers}`,
      {
        kind: 'ndr',
        codes: ['550 5.1.10 cause'],
        recipients: ['ann@fabrikam.example'],
        remoteHost: null,
        words: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
        line: "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'",
      },
    ],
    [
      'with an apostrophe and a broken line inside the quotes',
      "ann@fabrikam.example\nmx1.fabrikam.example\nRemote Server returned '550 5.1.0 198.51.100.9 is not allowed to send from\n<contoso.example> per it's SPF Record. Please inspect your SPF settings, and\ntry again.'\n\nOriginal message headers:\n",
      {
        codes: ['550 5.1.0 cause'],
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: null,
        words:
          "198.51.100.9 is not allowed to send from <contoso.example> per it's SPF Record. Please inspect your SPF settings, and try again.",
      },
    ],
    [
      'of Exchange 2007 between hash signs',
      'Generating server: ex01.contoso.example\n\nann@contoso.example\n#550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient ##\n',
      { kind: 'ndr', codes: ['550 5.2.3 cause'], recipients: ['ann@contoso.example'] },
    ],
    [
      'with the reply of the host between hash signs',
      'Generating server: ex01.contoso.example\n\nann@fabrikam.example\nmail.fabrikam.example #<mail.fabrikam.example #5.7.1 smtp;530 5.7.1 Client was not authenticated> #SMTP#\n',
      { codes: ['530 5.7.1 cause'], remoteHost: 'mail.fabrikam.example' },
    ],
    [
      'of the new style has fields',
      `Your message to ann@fabrikam.example couldn't be delivered.

ann wasn't found at fabrikam.example.

bob	Office 365	ann
Action Required		Recipient
Unknown To address

How to Fix It
The address may be misspelled or may not exist.

More Info for Email Admins
Status code: 550 5.1.10

Original Message Details
Created Date:	11/20/2026 6:42:10 PM
Sender Address:	bob@contoso.example
Recipient Address:	ann@fabrikam.example
Subject:	Offer 5.7.1

Error Details
Reported error:	550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@fabrikam.example not found by SMTP address lookup
DSN generated by:	DB8PR01MB0001.eurprd01.prod.exchangelabs.com

Message Hops
HOP	TIME (UTC)	FROM	TO	WITH	RELAY TIME
1	11/20/2026
6:42:10 PM	DB8PR01MB0001.eurprd01.prod.exchangelabs.com	DB8PR01MB0001.eurprd01.prod.exchangelabs.com	mapi	*

Original Message Headers
${headers}`,
      {
        kind: 'ndr',
        codes: ['550 5.1.10 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        sender: 'bob@contoso.example',
        reportingHost: 'DB8PR01MB0001.eurprd01.prod.exchangelabs.com',
        generatedBy: 'microsoft',
        remoteHost: null,
        queuedAt: '2026-11-20T18:42:10Z',
      },
    ],
    [
      'of the new style with a remote server',
      `Your message to ann@fabrikam.example couldn't be delivered.

Status code: 550 5.7.368

Error Details
Reported error: 550 5.7.368 Remote server returned authentication required to relay -> 530 5.7.1 Authentication required
DSN generated by: DB8PR01MB0001.eurprd01.prod.exchangelabs.com
Remote server: mx1.fabrikam.example`,
      { codes: ['550 5.7.368 wrapper', '530 5.7.1 cause'], remoteHost: 'mx1.fabrikam.example' },
    ],
    [
      'with an external error keeps the original reply as nested',
      `mx1.fabrikam.example rejected your message to the following email addresses:

ann@fabrikam.example<mailto:ann@fabrikam.example>

mx1.fabrikam.example gave this error:
User unknown

Diagnostic information for administrators:

Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
mx1.fabrikam.example
Remote Server returned '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 : User unknown'`,
      {
        codes: ['550 5.1.351 cause', '550 nested'],
        remoteHost: 'mx1.fabrikam.example',
        recipients: ['ann@fabrikam.example'],
      },
    ],
    [
      'for several recipients with different codes',
      `Delivery has failed to these recipients or groups:

ann@fabrikam.example<mailto:ann@fabrikam.example>
carl@fabrikam.example<mailto:carl@fabrikam.example>

Diagnostic information for administrators:

Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'

carl@fabrikam.example
Remote Server returned '550 5.2.2 STOREDRV.Deliver; mailbox full'`,
      {
        codes: ['550 5.1.10 cause', '550 5.2.2 other'],
        recipients: ['ann@fabrikam.example', 'carl@fabrikam.example'],
        perRecipient: ['ann@fabrikam.example null 550 5.1.10', 'carl@fabrikam.example null 550 5.2.2'],
      },
    ],
    [
      'that only says that delivery is late',
      `Delivery is delayed to these recipients or groups:

ann@fabrikam.example

Subject: Offer

This message hasn't been delivered yet. Delivery will continue to be attempted.

Diagnostic information for administrators:

Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
Remote Server at fabrikam.example (198.51.100.14) returned '400 4.4.7 Message delayed'
11/20/2026 6:42:10 PM - Remote Server at fabrikam.example (198.51.100.14) returned '450 4.4.315 Connection timed out [Message=Socket error code 10060] [LastAttemptedServerName=fabrikam.example] [LastAttemptedIP=198.51.100.14:25]'`,
      { action: 'delayed', codes: ['400 4.4.7 wrapper', '450 4.4.315 cause'], remoteIp: '198.51.100.14' },
    ],
    [
      'forwarded by a colleague, with quoting marks and the headers of the mail client',
      `Hi, a customer sent me this. Any idea?

________________________________
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@contoso.example>
Sent: Friday, 20 November 2026 18:45
To: Bob <bob@contoso.example>
Subject: Undeliverable: Offer

> Delivery has failed to these recipients or groups:
>
> ann@fabrikam.example
>
> Diagnostic information for administrators:
>
> Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com
>
> ann@fabrikam.example
> Remote Server returned '550 5.4.1 Recipient address rejected: Access
> denied.'
>
> Original message headers:
>
> Received: from x (10.5.7.1) by y id 15.20.4.4; 550 5.7.1
`,
      { kind: 'ndr', codes: ['550 5.4.1 cause'], recipients: ['ann@fabrikam.example'] },
    ],
    [
      'copied as a page',
      `<html><head><style>p { margin: 550px }</style></head><body><p><b>Delivery has failed to these recipients or groups:</b></p>
<p><a href="mailto:ann@fabrikam.example">ann@fabrikam.example</a><br>The address couldn't be found.</p>
<p><b>Diagnostic information for administrators:</b></p><p>Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com</p>
<p>ann@fabrikam.example<br>Remote Server returned &#39;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup&#39;</p>
<p>Original message headers:</p><pre>Received: from a (10.5.7.1) by b; 421 4.4.2</pre></body></html>`,
      { kind: 'ndr', codes: ['550 5.1.10 cause'], recipients: ['ann@fabrikam.example'], generatedBy: 'microsoft' },
    ],
    [
      'in quoted-printable with broken lines',
      `Delivery has failed to these recipients or groups:

ann@fabrikam.example<mailto:ann@fabrikam.example>
The email address wasn=92t found at the destination domain. It might be mis=
spelled.

Diagnostic information for administrators:

Generating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

ann@fabrikam.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipien=
t not found by SMTP address lookup'

Original message headers:

X-Mail=3Dr: 550 5.7.1`,
      {
        codes: ['550 5.1.10 cause'],
        words: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      },
    ],
    [
      'in German',
      german,
      { kind: 'ndr', codes: ['550 5.1.1 cause'], generatedBy: 'microsoft', sender: 'bob@contoso.example' },
    ],
    [
      'in Dutch',
      localised(
        'Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:',
        'Diagnostische gegevens voor beheerders:',
        'Bronserver:',
        'Oorspronkelijke berichtkoppen:',
      ),
      fromLocalised,
    ],
    [
      'in Swedish',
      localised(
        'Leverans misslyckades till följande mottagare eller grupper:',
        'Diagnostisk information för administratörer:',
        'Genererande server:',
        'Ursprungshuvuden:',
      ),
      fromLocalised,
    ],
    [
      'in French',
      localised(
        'Échec de la remise pour ces destinataires ou groupes :',
        'Informations de diagnostic pour les administrateurs :',
        'Serveur de génération :',
        "En-têtes de message d'origine :",
      ),
      fromLocalised,
    ],
    [
      'in Italian',
      localised(
        'Impossibile recapitare il messaggio ai destinatari o ai gruppi seguenti:',
        'Informazioni di diagnostica per gli amministratori:',
        'Server di generazione:',
        'Intestazioni originali del messaggio:',
      ),
      fromLocalised,
    ],
    [
      'in Danish',
      localised(
        'Levering er ikke udført på disse modtagere eller grupper:',
        'Fejlfindingsoplysninger for administratorer:',
        'Genererende server:',
        'Oprindelige meddelelsesheadere:',
      ),
      fromLocalised,
    ],
    [
      'in Portuguese',
      localised(
        'Falha na entrega a estes destinatários ou grupos:',
        'Informações de diagnóstico para administradores:',
        'Servidor de origem:',
        'Cabeçalhos originais da mensagem:',
      ),
      fromLocalised,
    ],
    [
      'in Chinese, with full-width colons',
      localised('无法将邮件传递给以下收件人或组：', '管理员的诊断信息：', '生成服务器：', '原始邮件头：'),
      fromLocalised,
    ],
    [
      'in Japanese',
      localised(
        '次の受信者またはグループへのメッセージの配信に失敗しました:',
        '管理者向け診断情報:',
        '生成サーバー:',
        '元のメッセージ ヘッダー:',
      ),
      fromLocalised,
    ],
    [
      'in a language without known labels: the protocol line is English, the headers show by their form',
      localised('Toimittaminen epäonnistui:', 'Diagnostiikkatiedot:', 'Luova palvelin:', 'Alkuperäiset otsikot:'),
      { codes: ['550 5.7.1 cause'], sender: 'bob@contoso.example', remoteHost: 'mx1.fabrikam.example' },
    ],
    [
      'whose code is a word of the explanation only',
      `Delivery has failed to these recipients or groups:

ann@fabrikam.example
Your message wasn't delivered because of security policies. For more tips see DSN code 5.7.1 in Exchange Online.

Diagnostic information for administrators:

Generating server: ex01.contoso.example`,
      { kind: 'ndr', codes: ['5.7.1 cause'], action: 'failed' },
    ],
    [
      'from the own tenant has no remote host, whatever it says',
      "Your message wasn't delivered because the recipient's email provider rejected it.\n\nDiagnostic information for administrators:\n\nGenerating server: DB8PR01MB0001.eurprd01.prod.exchangelabs.com\n\nann@fabrikam.example\nRemote Server returned '550 5.7.520 Access denied, Your organization does not allow external forwarding. Please contact your administrator for further assistance. AS(7555)'",
      { codes: ['550 5.7.520 cause'], remoteHost: null, generatedBy: 'microsoft' },
    ],
    [
      'whose lines a chat client joined',
      "Delivery has failed to these recipients or groups: ann@fabrikam.example (ann@fabrikam.example) Your message couldn't be delivered. Diagnostic information for administrators: Generating server: AM0PR01MB1234.eurprd01.prod.exchangelabs.com Receiving server: mail.fabrikam.example (192.0.2.7) ann@fabrikam.example 11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)' 11/21/2026 6:32:10 PM - Server at mail.fabrikam.example (192.0.2.7) returned '450 4.4.316 Connection refused [Message=Socket error code 10061]' Original message headers: Received: from AM0PR01MB1234.eurprd01.prod.exchangelabs.com (10.5.7.1) by x id 15.20.4.4; 550 5.7.1",
      {
        kind: 'ndr',
        codes: ['550 5.4.316 wrapper', '450 4.4.316 cause'],
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mail.fabrikam.example',
        remoteIp: '192.0.2.7',
        reportingHost: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
        lastAttempt: '2026-11-21T18:32:10Z',
        expiredAt: '2026-11-21T18:42:10Z',
      },
    ],
    [
      'copied from a page with a blank line after each line, quotes included',
      "Remote Server at fabrikam.example (198.51.100.7) returned '400 4.4.7 Message delayed'\n\n9/29/2026 8:13:49 AM - Remote Server at fabrikam.example (198.51.100.7) returned '451 4.4.0\n\nPrimary target IP address responded with: \"451 4.7.3 The admin has temporarily disallowed this secure domain.\n\n\" Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts,\n\nor delivery failed to all alternate hosts. The last endpoint attempted was 198.51.100.7:25'\n\nOriginal message headers:\n\nReceived: from ex01.contoso.example (192.0.2.91) by ex02.contoso.example",
      { codes: ['400 4.4.7 wrapper', '451 4.4.0 wrapper', '451 4.7.3 cause'], remoteIp: '198.51.100.7' },
    ],
    [
      'whose older line names a connector for a server',
      "Generating server: ex01.contoso.example\nann@fabrikam.example\n1/22/2026 11:33:24 AM - Server at ex01.contoso.example returned '550 5.4.300 Message expired -> 451 4.4.0 DNS query failed. The error was: SMTPSEND.DNS.NonExistentDomain; nonexistent domain edgesync - site to internet -> DnsDomainDoesNotExist: InfoDomainNonexistent'\n1/22/2026 11:32:16 AM - Server at edgesync - site to internet returned '451 4.4.0 DNS query failed. The error was: SMTPSEND.DNS.NonExistentDomain; nonexistent domain edgesync - site to internet -> DnsDomainDoesNotExist: InfoDomainNonexistent'",
      {
        codes: ['550 5.4.300 wrapper', '451 4.4.0 cause'],
        subReason: 'dns-no-such-domain',
        remoteHost: null,
        lastAttempt: '2026-01-22T11:32:16Z',
        expiredAt: '2026-01-22T11:33:24Z',
      },
    ],
    [
      'with two wrappers around the reply of the server outside',
      "3/10/2026 10:38:41 AM - Server at LO6P123MB7159.GBRP123.PROD.OUTLOOK.COM returned '550 5.4.300 Message expired -> 451 4.4.400 Error communicating with frontend host or destination host. -> 421 4.4.2 Connection dropped due to SocketError'\n3/10/2026 10:33:39 AM - Server at mx1.fabrikam.example (198.51.100.73) returned '451 4.4.400 Error communicating with frontend host or destination host. -> 421 4.4.2 Connection dropped due to SocketError'",
      {
        codes: ['550 5.4.300 wrapper', '451 4.4.400 wrapper', '421 4.4.2 cause'],
        remoteHost: 'mx1.fabrikam.example',
        subReason: 'socket-error',
      },
    ],
    [
      'whose name was removed: the older line stands inside the newer one',
      "6/13/2026 1:19:40 AM - Server at *******************returned '550 5.4.317 Message expired, cannot connect to remote server(450-4.4.317 Cannot connect to remote server [Message=550-5.7.0 Connection refused - IB116. 198.51.100.122 score too low.",
      { codes: ['550 5.4.317 wrapper', '450 4.4.317 cause', '550 5.7.0 nested'], subReason: 'remote-policy' },
    ],
    [
      'for a domain without an address: 0.0.0.0 is none',
      "11/19/2026 5:14:09 PM - Server at VE1EUR03HT058.eop-EUR03.prod.protection.outlook.com returned '550 5.4.312 Message expired, DNS query failed(ErrorRetry)'\n11/19/2026 5:08:35 PM - Server at fabrikam.example (0.0.0.0) returned '450 4.4.312 DNS query failed [Message=ErrorRetry] [LastAttemptedServerName=fabrikam.example] [AM5EUR03FT022.eop-EUR03.prod.protection.outlook.com](ErrorRetry)'",
      {
        codes: ['550 5.4.312 wrapper', '450 4.4.312 cause'],
        remoteHost: 'fabrikam.example',
        remoteIp: null,
        subReason: null,
      },
    ],
    [
      'tried at two servers: the newest answer of a server outside is the cause',
      "11/21/2026 6:42:10 PM - Server at AM0PR01MB1234.eurprd01.prod.exchangelabs.com returned '550 5.4.300 Message expired'\n11/21/2026 6:32:10 PM - Server at mx2.fabrikam.example (192.0.2.8) returned '450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Service not available]'\n11/21/2026 6:22:10 PM - Server at mx1.fabrikam.example (192.0.2.7) returned '450 4.4.315 Connection timed out'",
      {
        codes: ['550 5.4.300 wrapper', '450 4.4.317 cause', '421 4.3.2 nested', '450 4.4.315 other'],
        remoteHost: 'mx2.fabrikam.example',
      },
    ],
    [
      'of Exchange 2003',
      "Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\n      'ann@fabrikam.example' on 11/20/2026 9:12 AM\n            There was a SMTP communication problem with the recipient's email server.\n            <ex01.contoso.example #5.5.0 smtp;550 5.7.1 Relaying denied>",
      { codes: ['5.5.0 wrapper', '550 5.7.1 cause'] },
    ],
    [
      'of the new style in Dutch',
      'Uw bericht aan ann@fabrikam.example kan niet worden bezorgd.\n\nMeer informatie voor e-mailbeheerders\nStatuscode: 550 5.7.520\n\nFoutdetails\nGerapporteerde fout: 550 5.7.520 Access denied, Your organization does not allow external forwarding. AS(7555)\nDSN gegenereerd door: AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
      {
        kind: 'ndr',
        codes: ['550 5.7.520 cause'],
        recipients: ['ann@fabrikam.example'],
        reportingHost: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
      },
    ],
    [
      'of the new style in Chinese, expired',
      '您的邮件无法传递到 ann@fabrikam.example。\n\n状态代码： 550 5.4.316\n\n错误详细信息\n报告的错误：550 5.4.316 Message expired, connection refused(Socket error code 10061)\nDSN 生成者：AM0PR01MB1234.eurprd01.prod.exchangelabs.com\n远程服务器：mail.fabrikam.example',
      {
        kind: 'ndr',
        codes: ['550 5.4.316 cause'],
        remoteHost: 'mail.fabrikam.example',
        reportingHost: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
        subReason: 'socket-10061',
      },
    ],
    [
      'of the new style whose table lost its spaces',
      'Original Message Details\nCreated Date:12/1/2026 8:03:44 AM\nSender Address:bob@contoso.example\nRecipient Address:ann@fabrikam.example\nSubject:Hours 5.1.1\n\nError Details\nReported error:550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 matches a profile\nDSN generated by:BY5PR09MB5379.namprd09.prod.outlook.com\nMessage Hops\nHOPTIME (UTC)FROMTOWITHRELAY TIME\n112/1/2026\n8:04:26 AMlocalhostBL1P223CA0025.NAMP223.PROD.OUTLOOK.COM\n\nOriginal Message Headers\nARC-Seal: i=1; 550 5.1.1',
      { codes: ['550 5.7.350 wrapper', '554 5.7.1 cause'], sender: 'bob@contoso.example' },
    ],
    [
      'out of a JSON string',
      '{"body":"ann@fabrikam.example\\r\\nRemote Server at fabrikam.example (198.51.100.14) returned \'400 4.4.7 Message delayed\'\\r\\n11/21/2026 04:20:14 - Remote Server at fabrikam.example (198.51.100.14) returned \'441 4.4.1 \\"Failed to connect. Winsock error code: 10060\\"\'\\r\\n\\r\\nOriginal message headers:\\r\\n\\r\\nReceived: from a 550 5.7.1"}',
      {
        codes: ['400 4.4.7 wrapper', '441 4.4.1 cause'],
        recipients: ['ann@fabrikam.example'],
        subReason: 'socket-10060',
      },
    ],
    [
      'inside a letter with other numbers',
      "Hi team,\nuser Bob (bob@contoso.example, +31 20 550 4.4 11) can't mail to ann@fabrikam.example since 5.7.2026.\nHe gets this back:\n\nRemote Server returned '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required'\n\nTel: 421-555-0199, room 550\nRegards, Helpdesk (Exchange 15.20.4.4)",
      { codes: ['550 5.7.133 cause'], recipients: ['ann@fabrikam.example'], damaged: [] },
    ],
    [
      'that names the IP address of the sender only',
      "Remote Server returned '451 4.7.500 Server busy. Please try again later from [203.0.113.8]. (S77719) [DB3FFO11FD036.protection.gbl]'",
      { codes: ['451 4.7.500 cause'], remoteIp: null, remoteHost: null },
    ],
  ]);
});
