import { readsRows } from '../expect-evidence.ts';

const frontend = '[DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01]';
const pairs = '[LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-2;-2]';

describe('a message trace detail', () => {
  readsRows([
    [
      'of 2017 has an empty member and no address',
      'Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{};{IP=};{LRT=3/16/2017 4:59:18 PM}]. OutboundProxyTargetIP: OutboundProxyTargetHostName:',
      {
        kind: 'message-trace',
        codes: ['450 4.4.316 cause'],
        subReason: 'socket-10061',
        subReasonText: 'Socket error code 10061',
        remoteHost: null,
        remoteIp: null,
        lastAttempt: '2017-03-16T16:59:18Z',
        words: 'Connection refused Socket error code 10061',
      },
    ],
    [
      'of today has bracketed pairs inside LED',
      `Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example`,
      {
        kind: 'message-trace',
        codes: ['450 4.4.316 cause'],
        remoteHost: 'mail.contoso.example',
        remoteIp: '192.0.2.7',
        reportingHost: null,
        generatedBy: null,
        lastAttempt: '2026-11-20T18:42:10Z',
        subReason: 'socket-10061',
      },
    ],
    [
      'cut in the frontend name still names the server',
      'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-1;-1] [BN7. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example',
      {
        codes: ['450 4.4.317 cause', '451 5.7.3 nested'],
        remoteHost: 'mail.contoso.example',
        remoteIp: '192.0.2.7',
        subReason: 'starttls-required',
      },
    ],
    [
      'cut after MSG=4 takes no code from the stump',
      'Reason: [{LED=450 4.4.318 Connection was closed abruptly (SuspiciousRemoteServerError)};{MSG=4. OutboundProxyTargetIP: 198.51.100.20. OutboundProxyTargetHostName: smtp.fabrikam.example',
      { codes: ['450 4.4.318 cause'], remoteHost: 'smtp.fabrikam.example', remoteIp: '198.51.100.20' },
    ],
    [
      'with LED and MSG that differ keeps where and why apart',
      'Reason: [{LED=450 4.4.317 Cannot connect to remote server};{MSG=454 4.7.5 Certificate validation failure, Reason:SubjectMismatch};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]',
      { codes: ['450 4.4.317 cause', '454 4.7.5 nested'], subReason: 'subject-mismatch' },
    ],
    [
      'with the member "Last attempted server name", as in 2021',
      'Reason: [{LED=450 4.4.315 Connection timed out};{MSG=Socket error code 10060};{Last attempted server name=mx1.fabrikam.example};{IP=203.0.113.25:25};{LRT=2/9/2021 8:05:44 AM}]. OutboundProxyTargetIP: 203.0.113.25. OutboundProxyTargetHostName: mx1.fabrikam.example',
      {
        cause: '450 4.4.315',
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '203.0.113.25',
        subReason: 'socket-10060',
        lastAttempt: '2021-02-09T08:05:44Z',
      },
    ],
    [
      'whose LED holds a semicolon is not split there',
      'Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup};{MSG=};{FQDN=};{IP=};{LRT=}]',
      {
        codes: ['550 5.1.10 cause'],
        words: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
      },
    ],
    [
      'of an expanded group is no error',
      'Reason: [{LED=250 2.1.5 RESOLVER.GRP.Expanded; distribution list expanded};{MSG=};{FQDN=};{IP=};{LRT=}]',
      { cause: null, codes: ['250 2.1.5 other'], action: 'expanded' },
    ],
    [
      'of a delivered message is no error',
      'Deliver 11/20/2026 6:42:10 PM The message was successfully delivered. Reason: [{LED=250 2.0.0 OK 1763664130 a640c23a62f3a-ab456 - gsmtp};{MSG=};{FQDN=gmail-smtp-in.l.google.com};{IP=192.0.2.27};{LRT=}]',
      { cause: null, action: 'delivered' },
    ],
    [
      'with a reply of several lines is one reply',
      `Reason: [{LED=451-4.7.23 The sending IP does not have a PTR record 451 4.7.23 or its forward lookup differs [LastAttemptedServerName=mx.fabrikam.example] [LastAttemptedIP=198.51.100.4:25] [SmtpSecurity=2;-2] ${frontend}};{MSG=};{FQDN=mx.fabrikam.example};{IP=198.51.100.4};{LRT=11/20/2026 6:42:10 PM}]`,
      { codes: ['451 4.7.23 cause'], remoteIp: '198.51.100.4' },
    ],
    [
      'with a remote policy inside "cannot connect" is no matter of a firewall',
      `Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=550-5.7.0 Connection refused - IB116 the sender has a poor score] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]`,
      { codes: ['450 4.4.317 cause', '550 5.7.0 nested'], subReason: 'remote-policy' },
    ],
    [
      'names TLS before the socket',
      `Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error SocketError] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]`,
      {
        codes: ['450 4.4.317 cause', '451 4.4.0 nested'],
        subReason: 'tls-handshake-failed',
        subReasonText: 'TLS negotiation failed with error SocketError',
      },
    ],
    [
      'of a certificate that failed',
      `Reason: [{LED=450 4.7.320 Certificate validation failed [Message=UntrustedRoot] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]`,
      { codes: ['450 4.7.320 cause'], subReason: 'untrusted-root', subReasonText: 'UntrustedRoot' },
    ],
    [
      'of a DNS query that failed',
      'Reason: [{LED=450 4.4.312 DNS query failed [Message=InfoDomainNonexistent] [LastAttemptedServerName=fabrikam.example]};{MSG=};{FQDN=fabrikam.example};{IP=};{LRT=11/20/2026 6:42:10 PM}]',
      { codes: ['450 4.4.312 cause'], subReason: 'dns-no-such-domain', remoteHost: 'fabrikam.example' },
    ],
    [
      'of a service that is not available',
      `Reason: [{LED=450 4.4.317 Cannot establish session with remote server [Message=421 4.3.2 Service not available] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]`,
      { codes: ['450 4.4.317 cause', '421 4.3.2 nested'], subReason: 'service-not-available' },
    ],
    [
      'copied as the reply with its pairs alone',
      `450 4.4.316 Connection refused [Message=Socket error code 10061] ${pairs} ${frontend}`,
      {
        kind: 'message-trace',
        codes: ['450 4.4.316 cause'],
        remoteHost: 'mail.contoso.example',
        remoteIp: '192.0.2.7',
        lastAttempt: '2026-11-20T18:42:10Z',
      },
    ],
    [
      'over IPv6 with a port',
      'Reason: [{LED=450 4.4.315 Connection timed out [Message=Socket error code 10060] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=[2001:db8::25]:25] [SmtpSecurity=0;0]};{MSG=};{FQDN=mail.contoso.example};{IP=2001:db8::25};{LRT=11/20/2026 6:42:10 PM}]',
      { cause: '450 4.4.315', remoteIp: '2001:db8::25', remoteHost: 'mail.contoso.example' },
    ],
    [
      'that names only a frontend of Microsoft has no remote host',
      `Reason: [{LED=450 4.4.312 DNS query failed ${frontend}};{MSG=};{FQDN=DB8EUR05FT012.eop-eur05.prod.protection.outlook.com};{IP=};{LRT=11/20/2026 6:42:10 PM}]`,
      { cause: '450 4.4.312', remoteHost: null, remoteIp: null },
    ],
    [
      "where the recipient's server is an Exchange Online domain",
      'Reason: [{LED=550 5.4.1 Recipient address rejected: Access denied. [LastAttemptedServerName=fabrikam-example.mail.protection.outlook.com] [LastAttemptedIP=192.0.2.36:25]};{MSG=};{FQDN=fabrikam-example.mail.protection.outlook.com};{IP=192.0.2.36};{LRT=11/20/2026 6:42:10 PM}]',
      { cause: '550 5.4.1', remoteHost: 'fabrikam-example.mail.protection.outlook.com', remoteIp: '192.0.2.36' },
    ],
    [
      'as a list of Get-MessageTraceDetailV2',
      `MessageTraceId : 5c1f6a3e-0000-4000-8000-08de2741c0ff
Date           : 11/20/2026 6:12:10 PM
Event          : Receive
Action         :
Detail         : Message received by: DB8PR01MB0001.eurprd01.prod.exchangelabs.com

Date           : 11/20/2026 6:42:10 PM
Event          : Defer
Action         :
Detail         : Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] ${pairs} ${frontend}};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example
SenderAddress    : bob@fabrikam.example
RecipientAddress : ann@contoso.example`,
      {
        kind: 'message-trace',
        codes: ['450 4.4.316 cause'],
        action: 'delayed',
        sender: 'bob@fabrikam.example',
        recipients: ['ann@contoso.example'],
        remoteHost: 'mail.contoso.example',
      },
    ],
    [
      'as rows, with a Fail after several Defers',
      `11/19/2026 6:40:00 PM Receive Message received by: DB8PR01MB0001.eurprd01.prod.exchangelabs.com
11/19/2026 6:42:10 PM Defer Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/19/2026 6:42:10 PM}]
11/20/2026 6:42:10 PM Fail Reason: [{LED=550 5.4.316 Message expired, connection refused(Socket error code 10061)};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:41:10 PM}]`,
      {
        codes: ['450 4.4.316 cause', '550 5.4.316 wrapper'],
        action: 'failed',
        queuedAt: '2026-11-19T18:40:00Z',
      },
    ],
    [
      'broken over lines by a mail client',
      'Reason: [{LED=450 4.4.317 Cannot connect to remote server\n[Message=451 5.7.3 STARTTLS is required to send mail]\n[LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]\n[SmtpSecurity=-1;-1]};{MSG=};{FQDN=mail.contoso.example};\n{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]',
      { codes: ['450 4.4.317 cause', '451 5.7.3 nested'], lastAttempt: '2026-11-20T18:42:10Z' },
    ],
    [
      'with a time that can be read two ways has none',
      'Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=03/04/2026 18:42:10}]',
      { cause: '450 4.4.316', lastAttempt: null },
    ],
    [
      'with a Dutch time',
      'Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=3-4-2026 18:42:10}]',
      { lastAttempt: '2026-04-03T18:42:10Z' },
    ],
    [
      'with a Chinese time',
      'Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=2026/4/3 18:42:10}]',
      { lastAttempt: '2026-04-03T18:42:10Z' },
    ],
    [
      'of MTA-STS that failed',
      'Reason: [{LED=451 4.4.8 MX hosts of fabrikam.example failed MTA-STS validation};{MSG=};{FQDN=};{IP=};{LRT=11/20/2026 6:42:10 PM}]',
      { codes: ['451 4.4.8 cause'] },
    ],
    [
      'of DANE without STARTTLS',
      'Reason: [{LED=450 4.7.321 starttls-not-supported: Destination mail server must support TLS to receive mail. [LastAttemptedServerName=mx.fabrikam.example]};{MSG=};{FQDN=mx.fabrikam.example};{IP=198.51.100.4};{LRT=11/20/2026 6:42:10 PM}]',
      { codes: ['450 4.7.321 cause'], subReason: 'starttls-required', remoteHost: 'mx.fabrikam.example' },
    ],
    [
      'in a console that shows the time of its reader',
      'Date (UTC+01:00)\tEvent\tDetail\n11/20/2026, 6:40 PM\tReceive\tMessage received by: DB8PR01MB0001.eurprd01.prod.exchangelabs.com\n11/20/2026, 6:42 PM\tDefer\tReason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 5:42:10 PM}]',
      { action: 'delayed', queuedAt: '2026-11-20T17:40:00Z', lastAttempt: '2026-11-20T17:42:10Z' },
    ],
    [
      'folded by PowerShell in the middle of words and times',
      'Event            : Defer\nDetail           : Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=451 5.7.3\n                   STARTTLS is required to send mail] [LastAttemptedServerName=mail.contoso.example]\n                   [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-1;-1]\n                   [AM0EUR02FT012.eop-EUR02.prod.protection.outlook.com\n                   2026-11-20T17:42:10.123Z\n                   08DE2741C0FFEE01]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 5:42:10\n                   PM}]. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName:\n                   mail.contoso.example',
      {
        codes: ['450 4.4.317 cause', '451 5.7.3 nested'],
        lastAttempt: '2026-11-20T17:42:10Z',
        words: 'Cannot connect to remote server STARTTLS is required to send mail',
      },
    ],
    [
      'with the subject of a certificate, cut in the frontend name',
      'Reason: [{LED=450 4.4.317 Cannot connect to remote server [Message=SubjectMismatch Expected Subject: *.contoso.example. Presented Subject: CN=EX01.] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-1;-1] [BN7. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example',
      {
        codes: ['450 4.4.317 cause'],
        subReason: 'subject-mismatch',
        words:
          'Cannot connect to remote server SubjectMismatch Expected Subject: *.contoso.example. Presented Subject: CN=EX01.',
      },
    ],
    [
      'translated by a machine, with the protocol in Dutch',
      'Reden: [{LED=450 4.4.316 Verbinding geweigerd [bericht = foutcode socket 10061]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=20-11-2026 18:42:10}]',
      { cause: '450 4.4.316', subReason: 'socket-10061', remoteHost: 'mail.contoso.example' },
    ],
    [
      'that repeats what a server behind it said',
      '{LED=451 4.4.395 Target host responded with error. -> 421 4.3.2 Service not available}',
      { codes: ['451 4.4.395 wrapper', '421 4.3.2 cause'], subReason: 'service-not-available' },
    ],
    ['that is empty', '[{LED=};{MSG=};{FQDN=};{IP=};{LRT=}]', { kind: 'message-trace', cause: null, codes: [] }],
  ]);
});
