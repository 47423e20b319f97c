import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { evidenceOf } from '../../../src/triage/recipient-groups.ts';

const guid = '2bbad36a-a467-4c7b-a82f-4b307fff549f';
const other = 'c20e0f7a-f06b-41df-fe33-08d9da155ac1';
const long = 'AM0PR05MB12340F3B7E2A9C51D3D8AA01B1@AM0PR05MB1234.eurprd05.prod.outlook.com';

interface Row {
  readonly what: string;
  readonly paste: string;
  readonly messageId?: string;
  readonly networkMessageId?: string;
  readonly sentAt?: string;
}

const table: readonly Row[] = [
  {
    what: 'a classic report, folded as Exchange folds it',
    paste: `Delivery has failed to these recipients or groups:

ann@contoso.example

Diagnostic information for administrators:

Generating server: AM0PR05MB1234.eurprd05.prod.outlook.com

ann@contoso.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'

Original message headers:

Received: from AM0PR05MB1234.eurprd05.prod.outlook.com
 ([fe80::1]) by AM0PR05MB1234.eurprd05.prod.outlook.com
 with mapi id 15.20.5.7; Fri, 20 Nov 2026 06:00:00 +0000
From: Priya <priya@adatum.example>
To: Ann <ann@contoso.example>
Subject: Offer
Date: Fri, 20 Nov 2026 05:59:58 +0000
Message-ID:
\t<${long}>
X-MS-Exchange-Organization-Network-Message-Id:
\t${guid}
X-MS-Exchange-CrossTenant-Network-Message-Id: ${guid}
MIME-Version: 1.0`,
    messageId: long,
    networkMessageId: guid,
    sentAt: '2026-11-20T05:59:58Z',
  },
  {
    what: 'a Dutch report whose lines lost their indentation',
    paste: `Uw bericht kan niet worden bezorgd bij de volgende geadresseerden of groepen:
ann@contoso.example
Diagnostische gegevens voor beheerders:
Bronserver: AM0PR05MB1234.eurprd05.prod.outlook.com
ann@contoso.example
Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound'
Oorspronkelijke berichtkoppen:
Received: from AM0PR05MB1234.eurprd05.prod.outlook.com by VI1PR05MB1234.eurprd05.prod.outlook.com
Message-ID:
<${long}>
X-MS-Office365-Filtering-Correlation-Id: ${guid}`,
    messageId: long,
    networkMessageId: guid,
  },
  {
    what: 'a report in one line, as a chat joins it',
    paste: `Generating server: AM0PR05MB1234.eurprd05.prod.outlook.com ann@contoso.example Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found' Original message headers: Received: from AM0PR05MB1234.eurprd05.prod.outlook.com by VI1PR05MB1234.eurprd05.prod.outlook.com Message-ID: <${long}> X-MS-Exchange-Organization-Network-Message-Id: ${guid}`,
    messageId: long,
    networkMessageId: guid,
  },
  {
    what: 'a report with its own headers on top',
    paste: `From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@adatum.example>
To: priya@adatum.example
Date: Fri, 20 Nov 2026 06:00:09 +0000
Message-ID: <the-report-itself@adatum.example>
X-MS-Exchange-Organization-Network-Message-Id: ${other}
Subject: Undeliverable: Offer

Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'

Original message headers:
Message-ID: <original@adatum.example>
X-MS-Exchange-Organization-Network-Message-Id: ${guid}`,
    messageId: 'original@adatum.example',
    networkMessageId: guid,
  },
  {
    what: 'a report with its own headers and no others',
    paste: `Return-Path: <>
Message-ID: <the-report-itself@adatum.example>
Subject: failure notice

550 5.1.1 user unknown`,
  },
  {
    what: 'Get-MessageTraceV2 | fl',
    paste: `Received         : 11/20/2026 6:42:10 PM
SenderAddress    : priya@adatum.example
RecipientAddress : ann@contoso.example
Status           : Failed
MessageId        : <${long}>
MessageTraceId   : ${guid}
Detail           : Reason: [{LED=550 5.1.1 User unknown};{MSG=};{FQDN=mx.contoso.example};{IP=192.0.2.7};{LRT=}]`,
    messageId: long,
    networkMessageId: guid,
  },
  {
    what: 'the message events of the Exchange admin center, a label above its value',
    paste: `Message events
Message ID
<${long}>
Network Message ID
${guid}
Defer Reason: [{LED=450 4.4.316 Connection refused};{MSG=Socket error code 10061};{FQDN=mx.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 7:12:51 AM}]`,
    messageId: long,
    networkMessageId: guid,
  },
  {
    what: 'the same in Swedish, with a colon',
    paste: `Meddelande-ID: <a.b@contoso.example> Nätverksmeddelande-ID: ${guid} 550 5.1.1 User unknown`,
    messageId: 'a.b@contoso.example',
    networkMessageId: guid,
  },
  {
    what: 'a downloaded trace',
    paste: `550 5.1.1 User unknown
origin_timestamp,sender_address,Recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip
2026-11-20T18:42:10.0000000Z,priya@adatum.example,"ann@contoso.example##Receive, Fail","Offer, second",1024,<${long}>,${guid},192.0.2.9`,
    messageId: long,
    networkMessageId: guid,
  },
  {
    what: 'the log of Get-MessageTrackingLog, as a file',
    paste: `#Software: Microsoft Exchange Server
#Fields: date-time,client-ip,client-hostname,source,event-id,internal-message-id,message-id,network-message-id,recipient-address
2026-11-20T18:42:10.123Z,,EX01,SMTP,FAIL,4810363380,<abc@adatum.example>,${guid},ann@contoso.example`,
    messageId: 'abc@adatum.example',
    networkMessageId: guid,
  },
  {
    what: 'the same as a list, whose internal id is another',
    paste: `EventId            : FAIL
InternalMessageId  : 4810363380
MessageId          : <abc@adatum.example>
NetworkMessageId   : ${guid}
RecipientStatus    : {550 5.1.1 User unknown}`,
    messageId: 'abc@adatum.example',
    networkMessageId: guid,
  },
  {
    what: 'a log of Postfix',
    paste: `Nov 20 18:42:09 mx postfix/cleanup[88]: 4Z2xQk6q0C: message-id=<20261120184209.4Z2xQk6q0C@mail.adatum.example>
Nov 20 18:42:10 mx postfix/smtp[99]: 4Z2xQk6q0C: to=<ann@contoso.example>, relay=mx.contoso.example[192.0.2.7]:25, dsn=5.1.1, status=bounced (host mx.contoso.example[192.0.2.7] said: 550 5.1.1 User unknown)`,
    messageId: '20261120184209.4Z2xQk6q0C@mail.adatum.example',
  },
  {
    what: 'a log of Sendmail',
    paste:
      'Nov 20 18:42:09 mx sendmail[88]: 5AKHg: from=<priya@adatum.example>, msgid=<a$b$c@adatum.example>\nNov 20 18:42:10 mx sendmail[88]: 5AKHg: to=<ann@contoso.example>, dsn=5.1.1, stat=User unknown',
    messageId: 'a$b$c@adatum.example',
  },
  {
    what: 'a notification of Amazon SES, whose own id is no Message-ID',
    paste:
      '{"bounce":{"bouncedRecipients":[{"diagnosticCode":"smtp; 550 5.1.1 user unknown"}]},"mail":{"messageId":"0102019a8d1c2b3a-1f2e3d4c-000000","commonHeaders":{"messageId":"<shop.77@adatum.example>"}}}',
    messageId: 'shop.77@adatum.example',
  },
  {
    what: 'the id of Amazon SES alone',
    paste: '550 5.1.1 user unknown "messageId":"0102019a8d1c2b3a-1f2e3d4c-000000"',
  },
  {
    what: 'an address that a mail program made a link',
    paste: '550 5.1.1 User unknown\nMessage-ID: <abc@adatum.example<mailto:abc@adatum.example>>',
    messageId: 'abc@adatum.example',
  },
  { what: 'an id that a screen cut off', paste: '550 5.1.1 User unknown\nMessage ID: <AM0PR05MB1234...@AM0PR05' },
  { what: 'a column name above an address', paste: 'Message ID\nann@contoso.example\n550 5.1.1 User unknown' },
  { what: 'an id of nothing', paste: '550 5.1.1 x\nNetwork Message ID: 00000000-0000-0000-0000-000000000000' },
  {
    what: 'a GUID that nobody names',
    paste: `550 5.7.1 x [Correlation ID: ${guid}] RequestId=${other}`,
  },
  {
    what: 'other ids of a header',
    paste:
      '550 5.1.1 x\nIn-Reply-To: <before@contoso.example>\nReferences: <before@contoso.example>\nX-Original-Message-ID: <x@contoso.example>\nContent-ID: <image001@contoso.example>',
  },
  {
    what: 'two messages, of which nobody can tell which is meant',
    paste: `MessageId : <one@adatum.example>\nMessageTraceId : ${guid}\n\nMessageId : <two@adatum.example>\nMessageTraceId : ${other}\n\n550 5.1.1 User unknown`,
  },
  {
    what: 'one message for two recipients',
    paste: `MessageId : <one@adatum.example>\nMessageTraceId : ${guid}\n\nMessageId : <one@adatum.example>\nMessageTraceId : ${guid.toUpperCase()}\n\n550 5.1.1 User unknown`,
    messageId: 'one@adatum.example',
    networkMessageId: guid,
  },
  { what: 'a bounce without any', paste: '450 4.4.316 Connection refused [Message=Socket error code 10061]' },
];

describe('the ids of a message', () => {
  for (const { what, paste, messageId = null, networkMessageId = null, sentAt = null } of table) {
    it(`are read from ${what}`, () => {
      const evidence = readEvidence(paste);

      deepEqual(
        [evidence.messageId, evidence.networkMessageId, evidence.sentAt?.replace('.000', '') ?? null],
        [messageId, networkMessageId, sentAt],
      );
    });
  }

  it('change nothing else that is read', () => {
    for (const { paste } of table) {
      const evidence = readEvidence(paste);

      ok(!evidence.recipients.some(one => /prod\.outlook\.com$/.test(one)), `${evidence.recipients}`);
      ok(!/\b15\.20\b/.test(JSON.stringify(evidence.statusCodes)));
    }
  });
});

const references: readonly [what: string, paste: string, reference: string | null][] = [
  [
    'Gmail',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos. For more\n550 5.1.1 information, go to https://support.google.com/mail/?p=NoSuchUser ffacd0b85a97d-38c5f6a1si9021437f8f.55 - gsmtp",
    'ffacd0b85a97d-38c5f6a1si9021437f8f.55',
  ],
  [
    'Mimecast',
    '550 Rejected by header based manually Blocked Senders: ann@contoso.example - https://community.mimecast.com/docs/DOC-1369#550 [V1X4ESabPxKDmn8czHBhOQ.uk246]',
    'V1X4ESabPxKDmn8czHBhOQ.uk246',
  ],
  [
    'Exchange Online',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. [AM0PR05CA0087.eurprd05.prod.outlook.com 2026-11-20T08:14:05.331Z 08DE2741C0FFEE02]',
    'AM0PR05CA0087.eurprd05.prod.outlook.com 2026-11-20T08:14:05.331Z 08DE2741C0FFEE02',
  ],
  [
    'Gmail, which Exchange Online quotes',
    "Server at mx.contoso.example (192.0.2.7) returned '450 4.2.2 mailbox full [Message=452-4.2.2 The recipient's inbox is out of storage space. v14si1155795plk.134 - gsmtp] [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01]'",
    'v14si1155795plk.134',
  ],
  [
    'GMX',
    '554-No SMTP service\n554 For explanation visit https://postmaster.gmx.net/en/case?c=r0201&i=ip&v=192.0.2.7&r=1MNcgj-1ue23t3pyV-00S2YR',
    '1MNcgj-1ue23t3pyV-00S2YR',
  ],
  [
    'NetEase',
    '554 DT:SPM 163 mx35,QMCowADn79mNAPxcEbZ5CA--.13653S2 1772611981,please see http://mail.163.com/help/help_spam_16.htm',
    'mx35,QMCowADn79mNAPxcEbZ5CA--.13653S2 1772611981',
  ],
  [
    'Tencent',
    '550 Mailbox not found. http://service.mail.qq.com/detail/122/169 [MAW77ic63OtZB8WdcrvY/gIHPv== IP: 192.0.2.1]',
    'MAW77ic63OtZB8WdcrvY/gIHPv==',
  ],
  [
    'Outlook.com',
    "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. (S3150). [Name=Protocol Filter Agent][AGT=PFA][MxId=11B9D3C64F9A0A3D]",
    '11B9D3C64F9A0A3D',
  ],
  ['Postfix, which took it', 'status=sent (250 2.0.0 Ok: queued as 4Z2xQk6q0Cz9sT)', '4Z2xQk6q0Cz9sT'],
  ['Exim, which took it', '250 OK id=1tBcDe-00000001abC-0aBc', '1tBcDe-00000001abC-0aBc'],
  [
    'Exchange, which took it',
    '250 2.6.0 <a@b.example> [InternalId=38280596837021, Hostname=AS8PR06MB7895.eurprd06.prod.outlook.com] 9140 bytes in 0.211 Queued mail for delivery',
    'InternalId=38280596837021, Hostname=AS8PR06MB7895.eurprd06.prod.outlook.com',
  ],
  ['words that end like Gmail', '550 5.7.26 See https://support.google.com/mail/answer/81126 - gsmtp', null],
  ['a word behind “queued as”', '450 4.4.316 the message is queued as before', null],
  [
    'replies to two recipients, of whom another one has it',
    '<ann@contoso.example>: host mx.contoso.example[192.0.2.7] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n\n<bo@fabrikam.example>: host gmail-smtp-in.l.google.com[192.0.2.8] said: 452-4.2.2 out of storage v14si1155795plk.134 - gsmtp',
    null,
  ],
];

describe('the reference of a reply', () => {
  for (const [what, paste, reference] of references) {
    it(`is read from ${what}`, () => {
      equal(readEvidence(paste).replyReference, reference);
    });
  }

  it('goes with its reply, when other recipients of the same bounce are chosen', () => {
    const cause = { replyCode: '550', enhancedStatusCode: '5.1.1' };
    const full = { replyCode: '552', enhancedStatusCode: '5.2.2' };
    const one = { action: 'failed', text: '' } as const;
    const evidence = {
      ...readEvidence('550 5.1.1 unknown [V1X4ESabPxKDmn8czHBhOQ.uk246] https://community.mimecast.com/'),
      messageId: 'a@b.example',
      perRecipient: [
        { ...one, recipient: 'ann@contoso.example', cause },
        { ...one, recipient: 'bo@contoso.example', cause: full },
      ],
    };

    const { messageId, replyReference } = evidenceOf(evidence, ['5.2.2']);

    deepEqual([messageId, replyReference], ['a@b.example', null]);
  });
});

describe('no id is invented', () => {
  const pieces = [
    ...table.map(({ paste }) => paste),
    ...references.map(([, paste]) => paste),
    ...['Message-ID:', 'Message ID', '\n', '\n\n', ' ', '<', '>', '@', 'a@b', guid, 'MessageTraceId', ' : ', '"', ','],
    ...['Original message headers:', 'message_id,network_message_id,a,b', '[', '.uk12]', ' - gsmtp', 'queued as ', 'é'],
  ];

  it('whatever is pasted together', () => {
    const cut = fc.tuple(fc.constantFrom(...pieces), fc.nat(400), fc.nat(400)).map(([text, from, length]) => {
      return text.length < 40 ? text : text.slice(from % text.length, (from % text.length) + length);
    });
    fc.assert(
      fc.property(fc.array(fc.oneof(cut, fc.string({ maxLength: 12 })), { maxLength: 8 }), parts => {
        const paste = parts.join('');
        const { messageId, networkMessageId, replyReference } = readEvidence(paste);
        const oneLine = paste.replace(/\s+/g, ' ');

        for (const id of [messageId, networkMessageId]) if (id !== null) ok(paste.includes(id), `${id} of ${paste}`);
        if (replyReference !== null) ok(oneLine.includes(replyReference), `${replyReference} of ${paste}`);
        if (messageId !== null) ok(/^[!-~]+@[!-~]+$/.test(messageId) && !/[<>"]/.test(messageId));
      }),
      { numRuns: 2_000 },
    );
  });
});
