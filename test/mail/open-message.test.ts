import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { MailFileError } from '../../src/mail/mail-file-error.ts';
import { openMessage, openPaste } from '../../src/mail/open-message.ts';
import { readEvidence } from '../../src/triage/reading/read-evidence.ts';
import { outlookFile } from './outlook-file.ts';

const folder = new URL('../fixtures/mail/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(name, folder));
const bytes = (text: string) => new TextEncoder().encode(text);

interface Found {
  readonly codes: readonly string[];
  readonly recipients?: readonly string[];
  readonly sender?: string;
  readonly action?: string;
  readonly kind: string;
  readonly remoteIp?: string;
  readonly queuedAt?: string;
  readonly expiresAt?: string;
}

const files: Readonly<Record<string, Found>> = {
  'exchange-expired.eml': {
    kind: 'dsn',
    codes: ['550 5.4.316 wrapper', '450 4.4.316 cause'],
    recipients: ['ann@fabrikam.example'],
    sender: 'bob@contoso.example',
    action: 'failed',
    remoteIp: '192.0.2.7',
    queuedAt: '2026-11-19T18:40:01Z',
  },
  'forwarded-as-attachment.eml': {
    kind: 'dsn',
    codes: ['550 5.4.316 wrapper', '450 4.4.316 cause'],
    recipients: ['ann@fabrikam.example'],
    sender: 'bob@contoso.example',
  },
  'postfix-delayed.eml': {
    kind: 'dsn',
    codes: ['4.4.1 cause'],
    recipients: ['ann@fabrikam.example'],
    action: 'delayed',
    sender: 'bob@contoso.example',
    remoteIp: '198.51.100.14',
    expiresAt: '2026-11-25T14:42:10Z',
  },
  'chinese-gb2312.eml': { kind: 'ndr', codes: ['550 5.1.10 cause'], recipients: ['ann@fabrikam.example'] },
  'japanese-iso-2022-jp.eml': { kind: 'ndr', codes: ['550 5.2.2 cause'], recipients: ['ann@fabrikam.example'] },
  'swedish-windows-1252.eml': { kind: 'ndr', codes: ['550 5.7.1 cause'], recipients: ['ann@fabrikam.example'] },
  'exim-plain.eml': {
    kind: 'ndr',
    codes: ['550 5.7.1 cause'],
    recipients: ['ann@fabrikam.example', 'carl@fabrikam.example'],
    action: 'failed',
    remoteIp: '198.51.100.14',
  },
  'base64.eml': { kind: 'ndr', codes: ['550 5.1.1 cause'], recipients: ['ann@fabrikam.example'] },
  'broken-boundary.eml': { kind: 'smtp-reply', codes: ['550 cause'] },
  'note.txt': { kind: 'smtp-reply', codes: ['450 4.4.316 cause'] },
  'page.html': { kind: 'ndr', codes: ['550 5.4.1 cause'] },
};

describe('opening a file', () => {
  it('has a row for every file of the folder', () => {
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(files).sort());
  });

  for (const [name, expected] of Object.entries(files)) {
    it(`gives the evidence of ${name}`, async () => {
      const evidence = readEvidence(await openMessage(fixture(name)));

      const found: Record<string, unknown> = {
        ...evidence,
        codes: evidence.statusCodes.map(code =>
          [code.replyCode, code.enhancedStatusCode, code.role].filter(part => part !== null).join(' '),
        ),
      };
      assert.deepEqual(Object.fromEntries(Object.keys(expected).map(key => [key, found[key]])), expected);
    });
  }

  it('keeps the letters of Chinese, Japanese and Swedish reports', async () => {
    assert.match(await openMessage(fixture('chinese-gb2312.eml')), /管理员的诊断信息/);
    assert.match(await openMessage(fixture('japanese-iso-2022-jp.eml')), /管理者向け診断情報/);
    assert.match(await openMessage(fixture('swedish-windows-1252.eml')), /Åtkomst nekad/);
    assert.match(await openMessage(fixture('page.html')), /退信/);
  });

  it('leaves the original message out, all but its sender and its ids', async () => {
    const text = await openMessage(fixture('exchange-expired.eml'));

    assert.doesNotMatch(text, /5\.7\.705|421 4\.4\.2|4\.4\.317/);
    assert.match(text, /From: Bob <bob@contoso\.example>/);
  });

  it('keeps the ids of the original message and its date, not those of the report', async () => {
    const report = `From: postmaster@contoso.example
Date: Fri, 20 Nov 2026 18:50:00 +0000
Message-ID: <ndr-2@contoso.example>
X-MS-Exchange-Organization-Network-Message-Id: c20e0f7a-f06b-41df-fe33-08d9da155ac1
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b1

--b1
Content-Type: text/plain

Remote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not found'
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR05MB1234.eurprd05.prod.outlook.com

Final-Recipient: rfc822;ann@fabrikam.example
Action: failed
Status: 5.1.10
--b1
Content-Type: message/rfc822

Received: from a.contoso.example by b.contoso.example with SMTP id 15.20.5.7
From: Bob <bob@contoso.example>
Date: Fri, 20 Nov 2026 18:42:10 +0000
Message-ID:
 <AM0PR05MB1234C0FFEE@AM0PR05MB1234.eurprd05.prod.outlook.com>
X-MS-Exchange-Organization-Network-Message-Id:
 2bbad36a-a467-4c7b-a82f-4b307fff549f
Subject: 550 5.7.1

Message-ID: <quoted@fabrikam.example>
--b1--
`;

    const evidence = readEvidence(await openMessage(bytes(report)));

    assert.deepEqual(
      [evidence.messageId, evidence.networkMessageId, evidence.sentAt, evidence.sender],
      [
        'AM0PR05MB1234C0FFEE@AM0PR05MB1234.eurprd05.prod.outlook.com',
        '2bbad36a-a467-4c7b-a82f-4b307fff549f',
        '2026-11-20T18:42:10Z',
        'bob@contoso.example',
      ],
    );
    assert.deepEqual(
      evidence.statusCodes.map(code => code.enhancedStatusCode),
      ['5.1.10'],
    );
  });

  it('puts what a person wrote before the bounce that is attached', async () => {
    const text = await openMessage(fixture('forwarded-as-attachment.eml'));

    assert.ok(text.indexOf('can you have a look') < text.indexOf('Reporting-MTA'));
  });

  it('opens texts in character sets that nobody declared', async () => {
    const gbk = Uint8Array.from([0xd3, 0xca, 0xbc, 0xfe, 0xd2, 0xbb, 0xd6, 0xb1, 0xc5, 0xc5, 0xb6, 0xd3]);
    const western = Uint8Array.from(
      [...'vi f'].map(char => char.charCodeAt(0)).concat(0xe5, 0x72, 0x20, 0x66, 0x65, 0x6c),
    );

    assert.equal(await openMessage(gbk), '邮件一直排队');
    assert.equal(await openMessage(western), 'vi får fel');
  });

  const refusals: readonly (readonly [string, Uint8Array, MailFileError['code']])[] = [
    ['an empty file', bytes(''), 'empty'],
    ['a file of blanks', bytes(' \n \n'), 'unreadable'],
    ['a picture', Uint8Array.from({ length: 2000 }, (_, index) => (index * 37) % 32), 'unreadable'],
    ['half an Outlook file', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 1, 2, 3]), 'unreadable'],
    ['a file that is too large', new Uint8Array(1001).fill(65), 'too-large'],
  ];
  for (const [name, content, code] of refusals) {
    it(`refuses ${name} with a code of its own`, async () => {
      await assert.rejects(
        openMessage(content, { maxBytes: 1000 + (code === 'too-large' ? 0 : 2000) }),
        (error: unknown) => error instanceof MailFileError && error.code === code,
      );
    });
  }

  it('does not follow messages inside messages for ever', async () => {
    let message = 'From: a@contoso.example\nSubject: x\n\n550 5.1.1 deepest';
    for (let depth = 0; depth < 12; depth++) {
      message = `From: a@contoso.example\nSubject: x\nContent-Type: multipart/mixed; boundary="b${depth}"\n\n--b${depth}\nContent-Type: text/plain\n\nlevel ${depth}\n--b${depth}\nContent-Type: message/rfc822\n\n${message}\n--b${depth}--\n`;
    }

    const text = await openMessage(bytes(message));

    assert.match(text, /level 11/);
    assert.doesNotMatch(text, /deepest/);
  });
});

describe('opening an Outlook file', () => {
  it('reads its body', async () => {
    const file = outlookFile({ body: 'It bounced:\r\n550 5.1.1 User unknown' });

    const evidence = readEvidence(await openMessage(file));

    assert.equal(evidence.cause?.enhancedStatusCode, '5.1.1');
  });

  it('reads the details that a non-delivery report keeps at its recipients', async () => {
    const file = outlookFile({
      messageClass: 'REPORT.IPM.Note.NDR',
      body: 'Your message did not reach some or all of the intended recipients.',
      recipients: [
        {
          address: 'ann@fabrikam.example',
          reply: 'mx1.fabrikam.example #550 5.7.1 Relaying denied ##',
          remote: 'mx1.fabrikam.example',
        },
      ],
    });

    const evidence = readEvidence(await openMessage(file));

    assert.deepEqual(evidence.cause, { replyCode: '550', enhancedStatusCode: '5.7.1' });
    assert.deepEqual(evidence.recipients, ['ann@fabrikam.example']);
    assert.equal(evidence.remoteHost, 'mx1.fabrikam.example');
  });

  it('refuses chains of sectors that lead back to themselves', async () => {
    const file = outlookFile({ body: '550 5.1.1 User unknown' });
    for (let at = 24; at < file.length - 4; at += 4) {
      const damaged = Uint8Array.from(file);
      new DataView(damaged.buffer).setUint32(at, (at % 512) / 4, true);

      await openMessage(damaged).catch((error: unknown) => assert.ok(error instanceof MailFileError));
    }
  });
});

describe('opening a paste', () => {
  it('takes a raw message apart', async () => {
    const evidence = readEvidence(await openPaste(fixture('exchange-expired.eml').toString('latin1')));

    assert.equal(evidence.kind, 'dsn');
    assert.equal(evidence.cause?.enhancedStatusCode, '4.4.316');
  });

  it('takes parts apart that were copied without the headers', async () => {
    const raw = fixture('postfix-delayed.eml').toString('latin1');

    const evidence = readEvidence(await openPaste(raw.slice(raw.indexOf('--b1'))));

    assert.equal(evidence.cause?.enhancedStatusCode, '4.4.1');
    assert.equal(evidence.action, 'delayed');
  });

  it('takes an encoded message apart that has one part only', async () => {
    const evidence = readEvidence(await openPaste(fixture('base64.eml').toString('latin1')));

    assert.equal(evidence.cause?.enhancedStatusCode, '5.1.1');
  });

  it('keeps letters that were decoded by whoever copied them', async () => {
    const paste =
      'MIME-Version: 1.0\nSubject: x\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain; charset=gb2312\n\n邮件被退回 550 5.7.1 Unable to relay\n--b--\n';

    assert.match(await openPaste(paste), /邮件被退回/);
  });

  for (const paste of [
    '450 4.4.316 Connection refused',
    '',
    'Subject: mail is slow\n\nplease help',
    '-- \nregards, Bob',
    '--x\nfoo',
  ]) {
    it(`leaves ${JSON.stringify(paste)} as it is`, async () => {
      assert.equal(await openPaste(paste), paste);
    });
  }
});
