import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { noEvidence } from '../../../src/triage/evidence.ts';
import { readEvidence } from '../../../src/triage/reading/read-evidence.ts';
import { redactEvidence, redactText } from '../../../src/triage/showing/redact.ts';
import { cpuTime } from '../../cpu-time.ts';

const table: [what: string, text: string, redacted: string][] = [
  ['an address', 'anna.devries@fabrikam.com', 'a…@f….com'],
  ['an address in brackets', '<j.jansen@mail.fabrikam.co.uk>:', '<j…@m….f….c….uk>:'],
  [
    'a typed address (RFC 3464)',
    'Final-Recipient: rfc822;jan@fabrikam.example',
    'Final-Recipient: rfc822;j…@f….example',
  ],
  ['a host', 'mail.fabrikam.com', 'm….f….com'],
  ['a host of a company network', 'exch01.contoso.local:25', 'e….c….local:25'],
  [
    'a queue line',
    '[LastAttemptedServerName=mx1.fabrikam.com] [LastAttemptedIP=203.0.113.7:25]',
    '[LastAttemptedServerName=m….f….com] [LastAttemptedIP=203.0.x.x:25]',
  ],
  [
    'a reply of another system',
    'host mx.fabrikam.example[198.51.100.4] said: 550 5.1.1 unknown',
    'host m….f….example[198.51.x.x] said: 550 5.1.1 unknown',
  ],
  ['an IPv6 address', '2001:db8::7', '2001:db8:…'],
  ['a quoted name', 'Mailbox "Jan Jansen" is full', 'Mailbox "J…" is full'],
  ['an X.500 address', 'IMCEAEX-_O=EXCHANGELABS_CN=JAN@namprd.prod.outlook.com', 'IMCEA…'],
  [
    'a customer’s name on a server of Microsoft',
    'fabrikam-com.mail.protection.outlook.com',
    'f….mail.protection.outlook.com',
  ],
  ['a tenant’s first domain', 'jan@fabrikam.onmicrosoft.com', 'j…@f….onmicrosoft.com'],
  ['a link to a company’s page', 'https://portal.fabrikam.com/x/jan', 'https://p….f….com/…'],
  [
    'a link with the address that is listed',
    'https://www.spamhaus.org/query/ip/203.0.113.7',
    'https://www.spamhaus.org/…',
  ],
  ['a host inside Chinese', '服务器mail.fabrikam.cn拒绝', '服务器m….f….cn拒绝'],
];

const kept = [
  '450 4.4.316 Connection refused [Message=Socket error code 10061]',
  '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup',
  '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required',
  'AM0PR05MB1234.eurprd05.prod.outlook.com',
  'DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01',
  'smtp.office365.com:587',
  'STOREDRV.Deliver.Exception:QuotaExceededException; Failed to process message due to a permanent exception with message [BeginDiagnosticData]',
  'STOREDRV.Deliver; delivery result banned',
  'SMTPSEND.DNS.NonExistentDomain; nonexistent domain',
  'TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
  'see https://aka.ms/EXOSmtpErrors.',
  'https://go.microsoft.com/fwlink/?LinkId=389361',
  'https://learn.microsoft.com/en-us/exchange/troubleshoot/email-delivery/ndr/fix-error-code-550-5-7-1',
  'https://support.google.com/mail/?p=NoSuchUser',
  '4.4.316',
  '15.20.5.7',
  'with Microsoft SMTP Server id 15.20.5.7; Fri, 20 Nov 2026 06:00:00 +0000',
  'version 1.2.3.4',
  'v1.2.3.4',
  'Postfix 3.8.4, Exchange 15.02.1118.007',
  'bounce.eml and report.zip, notes.txt, readme.md, invoice.pdf, run.sh, screenshot (2).png',
  '11/20/2026 6:42:10 PM - 12:00:00 2026-11-20T18:42:10Z 20-11-2026 18:42 20.11.2026 18:42:10',
  'Get-MessageTrace -RecipientAddress {recipient} | Format-List',
  'Get-SendConnector | fl Name,SmartHosts',
  'Test-NetConnection -Port 25',
  'nslookup -type=mx',
  'Resolve-DnsName -Type MX',
  'C:\\Windows\\System32\\drivers\\etc\\hosts',
  'HKLM\\Software\\Microsoft',
  'NT AUTHORITY\\SYSTEM',
  'TLS 1.2, TLS1.3, SMTP/LMTP, TCP/IP, and/or, 24/7, 50%, 100%, #5.1.1, 3.5 MB, € 4.500,00, 1.234.567',
  'e.g. the server, i.e. ours, a.m. and p.m., etc.',
  'Mail to our own server is stuck since the firewall change. It waits.',
  'the message is in the queue.It waits; nothing.Please call.',
  'The dot is missing at the end. Meet at noon. The server at the office. 4 @ 5',
  '发往我们自己服务器的邮件卡住了。错误4.4.316，请看。',
  '邮件一直排队，错误：550 5.1.1。谢谢',
  '4。4。316',
  "“Message expired” said the 'remote server'",
  'SmtpSecurity=-2;-2 [LED=450 4.4.317] {MSG=};{IP=}',
  'System.Net.Mail.SmtpException: Microsoft.Exchange.Data.Storage',
  'Socket error code 10061 (WSAECONNREFUSED) 0x800CCC0E 0x80070005',
  'Mailbox is full: 49.5 GB of 50 GB',
  'Received-SPF: Fail',
  'postqueue -p; systemctl restart postfix.service',
  'std::string a::g',
  '[SubjectMismatch] [UntrustedRoot]',
  'Port 25: closed. 587: open',
  'K7Q2MF INC-1042 MO123456',
  'Look (at) this, one (dot) only',
  'x = 40 and y = 2E5',
  '=?utf-8?q?Hi?=',
  '50%20off &amp; more &lt;br&gt;',
  'http://schemas.microsoft.com/2003/10/Serialization/',
  'Content-Type: text/plain; charset=utf-8',
  'DKIM=fail, SPF=pass, DMARC=none action=none',
  'Sammanlagt 3 st. Enl. avtal kl. 12.30, d.w.z. nu, z.B. jetzt',
  're: fwd: aw: antw:',
  'Object reference not set to an instance of an object.',
];

describe('what others may read along', () => {
  for (const [what, text, redacted] of table) it(`shortens ${what}`, () => equal(redactText(text), redacted));
  for (const text of kept) it(`keeps ${text.slice(0, 50)}`, () => equal(redactText(text), text));

  it('keeps ordinary text, codes, versions, files, commands and dates in any order', () => {
    // No blank can make an address of two of these.
    const glue = fc.constantFrom('  ', '\n', '; ', ', ', ' | ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...kept), glue), { maxLength: 12 }), parts => {
        const text = parts.flat().join('');
        equal(redactText(text), text);
      }),
    );
  });

  it('shortens the same way twice', () => {
    for (const [, text] of table) equal(redactText(redactText(text)), redactText(text));
  });

  it('names nobody, whatever stands around an address', () => {
    const label = fc.stringMatching(/^[a-z]{4}[a-z0-9]{1,6}$/);
    const around = fc.constantFrom('', ' ', '<', '>', '(', ': ', '; ', '=', '"', "'", ', ', '\n', '[', ']', '邮件');
    fc.assert(
      fc.property(label, label, around, around, (person, company, before, after) => {
        const text = redactText(`to${before}${person}@${company}.com${after}and mx.${company}.nl${after}`);
        ok(!text.includes(person), text);
        ok(!text.includes(company), text);
      }),
    );
  });

  it('covers every text of an evidence', () => {
    const evidence = readEvidence(
      [
        'Delivery has failed to these recipients or groups:',
        'Piet Bakker (piet.bakker@fabrikam.example)',
        'Generating server: mx1.fabrikam.example',
        'mx1.fabrikam.example [203.0.113.7]',
        "Remote server returned '550 5.1.1 piet.bakker@fabrikam.example no such user at fabrikam.example'",
      ].join('\n'),
    );
    ok(JSON.stringify(evidence).includes('bakker'));

    const redacted = JSON.stringify({ ...redactEvidence(evidence), words: '' });

    ok(!/bakker|fabrikam|203\.0\.113/i.test(redacted), redacted);
  });

  it('takes the names of the evidence for names, whatever they end in', () => {
    const line = '450 4.4.316 [LastAttemptedServerName=mx2.fabrikam.corpnet] refused zora@fabrikam.corpnet';
    const evidence = {
      ...noEvidence,
      remoteHost: 'mx1.fabrikam.corpnet',
      reportingHost: 'FABSRV01',
      line,
      words: line,
    };

    const redacted = redactEvidence(evidence);

    equal(redacted.remoteHost, 'm….f….c…');
    equal(redacted.reportingHost, 'F…');
    equal(redacted.line, '450 4.4.316 [LastAttemptedServerName=m….f….c…] refused z…@f….c…');
  });

  it('shortens a name that the end of a text has cut off', () => {
    for (const end of ['mail.fabrikam.exa', 'mail.fabrikam.', 'mail.fabrik', 'zora@fabrikam', 'zora@']) {
      const text = `${'so it says '.repeat(40).slice(0, 300 - end.length)}${end}`;
      const statusCodes = [{ replyCode: '550', enhancedStatusCode: '5.1.1', role: 'cause', text } as const];

      const redacted = redactEvidence({ ...noEvidence, statusCodes }).statusCodes[0]!.text;

      ok(!/fabrik|zora/.test(redacted), redacted);
    }
  });

  for (const [messageId, short] of [
    ['AM0PR05MB1234C0FFEE01@AM0PR05MB1234.eurprd05.prod.outlook.com', 'same'],
    ['AM0PR05MB1234C0FFEE01@exch01.fabrikam.local', 'AM0PR05MB1234C0FFEE01@e….f….local'],
    ['2bbad36aa4674c7ba82f4b307fff549f@mail.fabrikam.com', '2bbad36aa4674c7ba82f4b307fff549f@m….f….com'],
    ['2bbad36a-a467-4c7b-a82f-4b307fff549f@FABSRV01', '2bbad36a-a467-4c7b-a82f-4b307fff549f@F…'],
    ['20261120184209.4711@mx1.fabrikam.corpnet', '20261120184209.4711@m….f….c…'],
    ['20261120184209@[203.0.113.7]', '20261120184209@[203.0.x.x]'],
    ['zora.zebra.20261120@fabrikam.com', 'z…@f….com'],
    ['bounce-77-zora=fabrikam.com@lists.adatum.com', 'b…@l….a….com'],
    ['CAKx1zora@mail.gmail.com', 'C…@m….g….com'],
  ] as const) {
    it(`shortens the host of ${messageId}, and what may be a name before it`, () => {
      const networkMessageId = '2bbad36a-a467-4c7b-a82f-4b307fff549f';

      const redacted = redactEvidence({ ...noEvidence, messageId, networkMessageId });

      equal(redacted.messageId, short === 'same' ? messageId : short);
      equal(redacted.networkMessageId, networkMessageId);
    });
  }

  it('leaves the reference of a reply, which names nobody', () => {
    for (const replyReference of [
      'ffacd0b85a97d-38c5f6a1si9021437f8f.55',
      'V1X4ESabPxKDmn8czHBhOQ.uk246',
      'AM0PR05CA0087.eurprd05.prod.outlook.com 2026-11-20T08:14:05.331Z 08DE2741C0FFEE02',
      'mx35,QMCowADn79mNAPxcEbZ5CA--.13653S2 1772611981',
      '4Z2xQk6q0Cz9sT',
    ])
      equal(redactEvidence({ ...noEvidence, replyReference }).replyReference, replyReference);
  });

  it('leaves an evidence without names as it is', () => {
    equal(JSON.stringify(redactEvidence(noEvidence)), JSON.stringify(noEvidence));
  });
});

describe('the time that shortening takes', () => {
  const units = [
    // The text that took 17 s at 100 kB and then overflowed the stack
    '12:00:',
    ...[
      'a.',
      '@',
      '[',
      '/o=',
      '(at)',
      '%40',
      '：',
      'a',
      'a@',
      '.',
      ':',
      '::',
      'a:',
      '/',
      '\\\\',
      '~',
      '`',
      '*.',
      '=',
      'a=',
      '-',
      '_',
    ],
    ...[
      'a (at) ',
      'a at b.com ',
      'a dot com ',
      'a . ',
      'a @ b.example ',
      '&#64;',
      '&',
      '=40a',
      '\\u0040',
      '…',
      'a…',
      '​',
      '＠',
      '。',
      'a。',
    ],
    ...[
      '"',
      '"a"@',
      "'",
      '“',
      '"A B" ',
      'A A A <a@',
      '<a@',
      '(a)@',
      'a(b)@',
      '\\ ',
      'http://',
      'http://a.example/ ',
      'CN=A B,',
    ],
    ...[
      '1.2.3.4',
      '1.2.3.4 ',
      '1.2.3.4.',
      '2001:db8::7 ',
      'ab:cd:',
      'mail.fabrikam.com ',
      'fabrikam.example/',
      'fabrikam.example.',
    ],
    ...[
      'a@b=',
      'a@b.example:25/',
      'a…@f….com ',
      'x.zip ',
      '中',
      '中a.cn',
      '中.',
      '例子.中国的',
      'IMCEA',
      'A\\b ',
      '\0',
      '\n',
      ' ',
    ],
  ];
  const kilobytes = (unit: string, count: number) => unit.repeat((count * 1024) / unit.length);

  for (const unit of units) {
    it(`does not grow faster than the text: ${JSON.stringify(unit)}`, () => {
      const [short, long] = [kilobytes(unit, 64), kilobytes(unit, 256)];
      const before = cpuTime(() => redactText(short), 2);
      // Quadratic time would be sixteen times as long; the milliseconds are for what else a process does.
      const most = before * 8 + 10;
      const after = cpuTime(() => redactText(long), 3, most);

      ok(after <= most, `${before} ms, then ${after} ms`);
    });
  }
});
