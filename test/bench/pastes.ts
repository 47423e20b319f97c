/** What is read and matched: from a few words to 100 kB that were made to be slow. */

const trace =
  'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=203.0.113.20:25] [SmtpSecurity=-2;-2]};{MSG=};{FQDN=mail.fabrikam.example};{IP=203.0.113.20};{LRT=11/19/2026 9:02:11 AM}]. OutboundProxyTargetIP: 203.0.113.20. OutboundProxyTargetHostName: mail.fabrikam.example';

const ndr = `Delivery has failed to these recipients or groups:

anna@fabrikam.example
Your message wasn't delivered. Despite repeated attempts to deliver your message, the recipient's email system refused to accept a connection from your email system.

Diagnostic information for administrators:
Generating server: AM9PR05MB1234.eurprd05.prod.outlook.com
Receiving server: AM9PR05MB1234.eurprd05.prod.outlook.com
anna@fabrikam.example
11/20/2026 8:00:02 AM - Server at AM9PR05MB1234.eurprd05.prod.outlook.com returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'
11/20/2026 7:50:01 AM - Server at mail.fabrikam.example (192.0.2.7) returned '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=192.0.2.7:25]'
Original message headers:
`;

const headers = Array.from(
  { length: 12 },
  (_, number) =>
    `Received: from AM9PR05MB99${number}.eurprd05.prod.outlook.com (2603:10a6:20b:1::${number}) by DB8PR05MB1111.eurprd05.prod.outlook.com with Microsoft SMTP Server id 15.20.4.${number}; Fri, 20 Nov 2026 06:00:00 +0000\n`,
).join('');

const complaint =
  'Hi team, since we changed our internet provider last Thursday customers call us that their mail does not arrive. We looked at the trace and messages wait for hours, the server does not answer. Some colleagues in the warehouse say that it worked again for a short while on Friday. ';

export const pastes: Readonly<Record<string, string>> = {
  'short sentence': 'since the new firewall no mail comes in on our own server',
  'short, misspelt, Swedish': 'var mejlserver svarar inte pa anslutnigen',
  'one line (0.4 kB)': trace,
  '2 kB bounce': (ndr + headers).slice(0, 2048),
  '2 kB of sentences': complaint.repeat(8).slice(0, 2048),
  '100 kB of brackets': `450 4.4.316 ${'[{LED='.repeat(17_000)}`.slice(0, 102_400),
  '100 kB of codes': '450 4.4.316 Connection refused; 10.4.4.31 '.repeat(2_500).slice(0, 102_400),
  '100 kB of words': complaint.repeat(400).slice(0, 102_400),
};

/**
 * One server's answers, as helpdesks paste them: short and long, of several problems. Each is of another company's mail than
 * the one before it, so that whoever pastes them one after the other opens a case with each.
 */
export const bounces: readonly string[] = [
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]',
  '550 5.4.316 Message expired, connection refused(Socket error code 10061) [LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=203.0.113.20:25]',
  '450 4.7.320 Certificate validation failed [Message=UntrustedRoot] [LastAttemptedServerName=mx.wingtip.example] [LastAttemptedIP=198.51.100.4:25]',
  trace,
  "Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ann@contoso.example not found by SMTP address lookup'",
  ndr,
  "mx.wingtip.example returned '550 5.7.23 The message was rejected because of Sender Policy Framework violation'",
  "anna@fabrikam.example\nRemote Server returned '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException'",
];
