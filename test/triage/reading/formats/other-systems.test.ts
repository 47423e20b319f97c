import { readsRows } from '../expect-evidence.ts';

describe('a bounce of another system', () => {
  readsRows([
    [
      'Postfix, with its reply wrapped',
      `This is the mail system at host mail.contoso.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

                   The mail system

<ann@fabrikam.example>: host mx1.fabrikam.example[198.51.100.14] said: 550
    5.1.1 <ann@fabrikam.example>: Recipient address rejected: User unknown in
    virtual mailbox table (in reply to RCPT TO command)`,
      {
        kind: 'ndr',
        codes: ['550 5.1.1 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '198.51.100.14',
        reportingHost: 'mail.contoso.example',
        generatedBy: 'other',
      },
    ],
    [
      'Postfix, refused by Exchange Online',
      '<ann@fabrikam.example>: host fabrikam-example.mail.protection.outlook.com[192.0.2.36] said: 550 5.7.606 Access denied, banned sending IP [198.51.100.9]. (in reply to RCPT TO command)',
      {
        codes: ['550 5.7.606 cause'],
        remoteHost: 'fabrikam-example.mail.protection.outlook.com',
        remoteIp: '192.0.2.36',
      },
    ],
    [
      'lines of a log of ZoneMTA',
      `Nov 20 08:39:36 zmta1 zone-mta: info Sender/default/827[14] 17ee78.001 CONNECTED domain=fabrikam.example mx=mx1.fabrikam.example[198.51.100.14] src=server[192.0.2.1]
Nov 20 08:39:37 zmta1 zone-mta: ERR! Sender/default/827[14] 17ee78.001 SMTPERR [zLjo] src=192.0.2.1 error="Invalid greeting. response=554 5.7.0 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.1"`,
      { codes: ['554 5.7.0 cause'], remoteHost: 'mx1.fabrikam.example', remoteIp: '198.51.100.14' },
    ],
    [
      'a protocol log of Exchange beside the line of its queue',
      `451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover to alternate host, but that did not succeed.

2026-11-20T20:13:02.340Z,Outbound to Office 365,08D9C339B88844CB,13,10.0.0.15:25337,198.51.100.14:25,*,,TLS negotiation failed with error NoCredentials`,
      { codes: ['451 4.4.0 wrapper', '421 4.2.1 cause'], remoteIp: '198.51.100.14' },
    ],
    [
      'a sign-in that failed: the code that was said, not what Postfix made of it',
      'Nov 20 08:02:17 ups postfix/smtp[612]: 99A0: to=<ann@fabrikam.example>, relay=smtp.office365.com[192.0.2.2]:587, dsn=4.7.8, status=deferred (SASL authentication failed; server smtp.office365.com[192.0.2.2] said: 535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.)',
      { codes: ['535 5.7.139 cause'], recipients: ['ann@fabrikam.example'] },
    ],
    [
      'a line of a Postfix log',
      'Nov 20 18:42:10 mail postfix/smtp[1234]: 4B1: to=<ann@fabrikam.example>, relay=mx1.fabrikam.example[198.51.100.14]:25, delay=1.2, dsn=4.7.1, status=deferred (host mx1.fabrikam.example[198.51.100.14] said: 450 4.7.1 Client host rejected: cannot find your hostname (in reply to RCPT TO command))',
      {
        cause: '450 4.7.1',
        action: 'delayed',
        remoteHost: 'mx1.fabrikam.example',
        recipients: ['ann@fabrikam.example'],
      },
    ],
    [
      'Exim',
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@fabrikam.example
    host mx1.fabrikam.example [198.51.100.14]
    SMTP error from remote mail server after RCPT TO:<ann@fabrikam.example>:
    550 Unrouteable address

------ This is a copy of the message, including all the headers. ------

Received: from 198.51.100.9 by mail.contoso.example; 550 5.7.1`,
      {
        kind: 'ndr',
        codes: ['550 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '198.51.100.14',
        words: 'Unrouteable address',
      },
    ],
    [
      'Sendmail, with a transcript',
      `The original message was received at Fri, 20 Nov 2026 18:42:10 GMT
from localhost [127.0.0.1]

   ----- The following addresses had permanent fatal errors -----
<ann@fabrikam.example>
    (reason: 550 5.1.1 User unknown)

   ----- Transcript of session follows -----
... while talking to mx1.fabrikam.example.:
>>> DATA
<<< 550 5.1.1 <ann@fabrikam.example> User unknown
550 5.1.1 <ann@fabrikam.example>... User unknown
<<< 503 5.0.0 Need RCPT (recipient)`,
      {
        kind: 'ndr',
        cause: '550 5.1.1',
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: null,
      },
    ],
    [
      'qmail',
      `Hi. This is the qmail-send program at mail.contoso.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ann@fabrikam.example>:
198.51.100.14 does not like recipient.
Remote host said: 550 5.1.1 unknown user
Giving up on 198.51.100.14.

--- Below this line is a copy of the message.

Return-Path: <bob@contoso.example>`,
      {
        kind: 'ndr',
        codes: ['550 5.1.1 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        sender: 'bob@contoso.example',
        remoteIp: '198.51.100.14',
        reportingHost: 'mail.contoso.example',
      },
    ],
    [
      'qmail, with the code in brackets behind the words',
      "Hi. This is the qmail-send program at mail.contoso.example.\n\n<ann@fabrikam.example>:\nSorry, I couldn't find any host named fabrikam.example. (#5.1.2)",
      { codes: ['5.1.2 cause'], recipients: ['ann@fabrikam.example'] },
    ],
    [
      'Gmail of old',
      `Delivery to the following recipient failed permanently:

     ann@fabrikam.example

Technical details of permanent failure:
Google tried to deliver your message, but it was rejected by the server for the recipient domain fabrikam.example by mx1.fabrikam.example. [198.51.100.14].

The error that the other server returned was:
550 5.1.1 <ann@fabrikam.example>... User Unknown

----- Original message -----

Received: by 192.0.2.12 with SMTP id a15; 550 5.7.1`,
      {
        kind: 'ndr',
        codes: ['550 5.1.1 cause'],
        action: 'failed',
        recipients: ['ann@fabrikam.example'],
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '198.51.100.14',
      },
    ],
    [
      'Gmail of today',
      `Address not found

Your message wasn't delivered to ann@fabrikam.example because the address couldn't be found, or is unable to receive mail.

The response from the remote server was:

550 5.4.1 Recipient address rejected: Access denied. [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01]`,
      { kind: 'ndr', codes: ['550 5.4.1 cause'], action: 'failed', recipients: ['ann@fabrikam.example'] },
    ],
    [
      'Yahoo',
      `Sorry, we were unable to deliver your message to the following address.

<ann@fabrikam.example>:
550: 5.1.1 <ann@fabrikam.example>: Recipient address rejected: User unknown

--- Below this line is a copy of the message.`,
      { kind: 'ndr', codes: ['550 5.1.1 cause'], recipients: ['ann@fabrikam.example'], action: 'failed' },
    ],
    [
      'Domino',
      `Your message

  Subject: Offer

was not delivered to:

  ann@fabrikam.example

because:

  550 5.1.1 User ann (ann@fabrikam.example) not listed in Domino Directory`,
      { kind: 'ndr', codes: ['550 5.1.1 cause'], recipients: ['ann@fabrikam.example'] },
    ],
    [
      'a multi-line refusal of Gmail for Exchange Online mail',
      `550-5.7.26 This mail has been blocked because the sender is unauthenticated.
550-5.7.26 Gmail requires all senders to authenticate with either SPF or DKIM.
550-5.7.26  Authentication results:
550-5.7.26  DKIM = did not pass
550 5.7.26  For instructions, see https://support.google.example/mail/answer/81126 a15-2002 - gsmtp`,
      { kind: 'smtp-reply', codes: ['550 5.7.26 cause'] },
    ],
    [
      'two recipients in one Exim bounce',
      `This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. The following address(es) failed:

  ann@fabrikam.example
    SMTP error from remote mail server after RCPT TO:<ann@fabrikam.example>:
    host mx1.fabrikam.example [198.51.100.14]: 550 5.1.1 User unknown

  carl@fabrikam.example
    SMTP error from remote mail server after RCPT TO:<carl@fabrikam.example>:
    host mx1.fabrikam.example [198.51.100.14]: 550 5.2.1 Mailbox disabled`,
      {
        codes: ['550 5.1.1 cause', '550 5.2.1 other'],
        perRecipient: ['ann@fabrikam.example null 550 5.1.1', 'carl@fabrikam.example null 550 5.2.1'],
      },
    ],
  ]);
});
