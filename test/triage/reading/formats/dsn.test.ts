import { readsRows } from '../expect-evidence.ts';

const whole = `Reporting-MTA: dns;DB8PR01MB0001.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mail.contoso.example
Arrival-Date: Fri, 20 Nov 2026 18:42:10 +0100

Final-Recipient: rfc822;ann@fabrikam.example
Action: failed
Status: 5.1.351
Diagnostic-Code: smtp;550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 : User unknown
Remote-MTA: dns;mx1.fabrikam.example
`;

describe('a delivery status notification', () => {
  readsRows([
    [
      'whole',
      whole,
      {
        kind: 'dsn',
        codes: ['550 5.1.351 cause', '550 nested'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        perRecipient: [],
        remoteHost: 'mx1.fabrikam.example',
        reportingHost: 'DB8PR01MB0001.eurprd01.prod.exchangelabs.com',
        generatedBy: 'microsoft',
        queuedAt: '2026-11-20T17:42:10Z',
      },
    ],
    [
      'with lines broken by quoted-printable',
      `Final-Recipient: rfc822;ann@fabrikam.example
Action: failed
Status: 5.7.1
Diagnostic-Code: smtp;550 5.7.1 Unfortunately, messages from [198.51.100.9] wer=
en't sent. Please contact your Internet service provider since part of their n=
etwork is on our block list (S3150).
Remote-MTA: dns;mx1.fabrikam.example`,
      {
        kind: 'dsn',
        codes: ['550 5.7.1 cause'],
        remoteHost: 'mx1.fabrikam.example',
        words:
          "Unfortunately, messages from 198.51.100.9 weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
      },
    ],
    [
      'with a folded diagnostic code',
      `Final-Recipient: rfc822; ann@fabrikam.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient
 not found by SMTP address
 lookup
X-Display-Name: Ann`,
      { cause: '550 5.1.10', words: 'RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup' },
    ],
    [
      'as loose fields that lost their line breaks',
      'Final-Recipient: rfc822;ann@fabrikam.example Action: failed Status: 5.4.1 Diagnostic-Code: smtp;550 5.4.1 Recipient address rejected: Access denied. Remote-MTA: dns;mx1.fabrikam.example',
      {
        kind: 'dsn',
        codes: ['550 5.4.1 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mx1.fabrikam.example',
      },
    ],
    [
      'of which only the diagnostic code was copied',
      'Diagnostic-Code: smtp;550 5.2.2 STOREDRV.Deliver; mailbox full',
      { kind: 'dsn', codes: ['550 5.2.2 cause'] },
    ],
    [
      'whose status says less than its reply',
      'Final-Recipient: rfc822; ann@fabrikam.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.7.26 This mail is unauthenticated',
      { codes: ['5.0.0 wrapper', '550 5.7.26 cause'] },
    ],
    [
      'whose status completes a reply without a code of its own',
      'Final-Recipient: rfc822; ann@fabrikam.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 No such user here',
      { codes: ['550 5.1.1 cause'], words: 'No such user here' },
    ],
    [
      'without a reply: the server could not be reached',
      `Reporting-MTA: dns; mail.contoso.example
X-Postfix-Sender: rfc822; bob@contoso.example
Arrival-Date: Fri, 20 Nov 2026 18:42:10 +0000 (UTC)

Final-Recipient: rfc822; ann@fabrikam.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mx1.fabrikam.example[198.51.100.14]:25: Connection refused
Will-Retry-Until: Wed, 25 Nov 2026 18:42:10 +0000 (UTC)`,
      {
        kind: 'dsn',
        codes: ['4.4.1 cause'],
        action: 'delayed',
        sender: 'bob@contoso.example',
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '198.51.100.14',
        reportingHost: 'mail.contoso.example',
        generatedBy: 'other',
        queuedAt: '2026-11-20T18:42:10Z',
        expiresAt: '2026-11-25T18:42:10Z',
        subReason: 'socket-10061',
      },
    ],
    [
      'with several recipients and codes',
      `Reporting-MTA: dns; mail.contoso.example

Final-Recipient: rfc822; ann@fabrikam.example
Original-Recipient: rfc822; ann@fabrikam.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx1.fabrikam.example
Diagnostic-Code: smtp; 550 5.1.1 User unknown
Last-Attempt-Date: Fri, 20 Nov 2026 18:42:10 +0000

Final-Recipient: rfc822; carl@fabrikam.example
Action: delayed
Status: 4.2.2
Remote-MTA: dns; mx1.fabrikam.example
Diagnostic-Code: smtp; 452 4.2.2 Over quota`,
      {
        codes: ['550 5.1.1 cause', '452 4.2.2 other'],
        recipients: ['ann@fabrikam.example', 'carl@fabrikam.example'],
        perRecipient: ['ann@fabrikam.example failed 550 5.1.1', 'carl@fabrikam.example delayed 452 4.2.2'],
        lastAttempt: '2026-11-20T18:42:10Z',
      },
    ],
    [
      'of a delivered message is no error',
      'Final-Recipient: rfc822;ann@fabrikam.example\nAction: delivered\nStatus: 2.1.5\nDiagnostic-Code: smtp;250 2.1.5 Delivered',
      { cause: null, action: 'delivered' },
    ],
    [
      'of a message passed on is no error',
      'Final-Recipient: RFC822; ann@fabrikam.example\nAction: relayed\nStatus: 2.6.0\nRemote-MTA: DNS; mx1.fabrikam.example\nDiagnostic-Code: SMTP; 250 2.6.0 Queued mail for delivery',
      { cause: null, action: 'relayed', remoteHost: 'mx1.fabrikam.example' },
    ],
    [
      'that is not one: the words action and status alone',
      'Status: waiting for the customer\nAction: call back\nPriority: 2.1.1',
      { kind: 'symptom', cause: null },
    ],
    [
      'whose remote host is an address',
      'Final-Recipient: rfc822;ann@fabrikam.example\nAction: failed\nStatus: 5.7.1\nRemote-MTA: dns;[198.51.100.14]\nDiagnostic-Code: smtp;554 5.7.1 Relay access denied',
      { remoteHost: null, remoteIp: '198.51.100.14' },
    ],
    [
      'that IronPort made: the quoted reply is the cause',
      "Final-Recipient: rfc822;ann@fabrikam.example\nAction: failed\nStatus: 5.0.0 (permanent failure)\nRemote-MTA: dns; [198.51.100.14]\nDiagnostic-Code: smtp; 5.1.0 - Unknown address error 550-'5.7.1 <bob@contoso.example>: Sender address rejected: Access denied' (delivery attempts: 0)",
      { codes: ['5.0.0 wrapper', '5.1.0 wrapper', '550 5.7.1 cause'], remoteIp: '198.51.100.14' },
    ],
    [
      'that expired at a server other than Exchange',
      'Final-Recipient: rfc822;ann@fabrikam.example\nAction: failed\nStatus: 4.4.7\nDiagnostic-Code: smtp;554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out while sending end of data>',
      { codes: ['554 4.4.7 wrapper', '421 4.4.2 cause'], action: 'failed' },
    ],
    [
      'of Exchange Online for a message that expired',
      'Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com\nFinal-Recipient: rfc822;ann@fabrikam.example\nAction: failed\nStatus: 5.4.312\nDiagnostic-Code: smtp;550 5.4.312 Message expired, DNS query failed(ErrorTimeout)',
      { codes: ['550 5.4.312 cause'], subReason: 'dns-timeout', generatedBy: 'microsoft' },
    ],
  ]);
});
