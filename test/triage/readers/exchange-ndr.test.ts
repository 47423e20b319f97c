import { readsRows } from './expect-evidence.ts';

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
      { codes: ['550 5.7.368 cause', '530 5.7.1 nested'], remoteHost: 'mx1.fabrikam.example' },
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
  ]);
});
