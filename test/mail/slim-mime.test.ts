import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MailFileError } from '../../src/mail/mail-file-error.ts';
import { openMessage } from '../../src/mail/open-message.ts';
import { slimMime } from '../../src/mail/slim-mime.ts';
import { maxPasteBytes } from '../../src/triage/reading/read-evidence.ts';
import { outlookFile } from './outlook-file.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const megabyte = 1024 * 1024;
const headers = 'From: ann@contoso.example\nSubject: Undeliverable\n';
const reason = '550 5.1.1 User unknown';
const attachment = `${'QUJD'.repeat(19)}\n`.repeat((2 * megabyte) / 77);

/** A message of these parts; each begins with its own headers. */
const mixed = (...parts: string[]) =>
  `${headers}MIME-Version: 1.0\nContent-Type: multipart/mixed;\n boundary="=_b"\n\n${parts.map(part => `--=_b\n${part}\n`).join('')}--=_b--\n`;
const pdf = `Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n${attachment}`;

describe('a message of 2 MB', () => {
  it('is read when its text is small, whatever is attached', async () => {
    const text = await openMessage(bytes(mixed(`Content-Type: text/plain\n\n${reason}`, pdf)));

    assert.equal(text.trim(), reason);
  });

  it('is read when the attachment hangs on the message that it carries', async () => {
    const inner = mixed(`\n\n${reason}`, pdf).replaceAll('=_b', 'inner');

    assert.match(
      await openMessage(bytes(mixed('\n\nPlease look', `Content-Type: message/rfc822\n\n${inner}`))),
      /User unknown/,
    );
  });

  it('is read when it carries the bounce as a file', async () => {
    const file = Buffer.from(`${headers}\n${reason}\n`).toString('base64');
    const part = `Content-Type: application/octet-stream; name="bounce.eml"\nContent-Transfer-Encoding: base64\n\n${file}`;

    assert.match(
      await openMessage(bytes(mixed('\n\nPlease look', pdf, part))),
      /Please look\s+550 5\.1\.1 User unknown/,
    );
  });

  it('is read when an attached message is damaged', async () => {
    const part = 'Content-Type: application/vnd.ms-outlook\nContent-Transfer-Encoding: base64\n\n0M8R4KGxGuE=';

    assert.equal((await openMessage(bytes(mixed(`\n\n${reason}`, part)))).trim(), reason);
  });

  const line = `${'Lorem ipsum '.repeat(6)}\n`;
  const long: Readonly<Record<string, string>> = {
    'in plain text': `${headers}\n${line.repeat((2 * megabyte) / line.length)}`,
    'in base64': `${headers}Content-Transfer-Encoding: base64\n\n${attachment}`,
    'in quoted-printable': `${headers}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n${`${'=C3=B6'.repeat(12)}=\n`.repeat(30_000)}`,
    'on lines of one letter': `${headers}\n${'a\n'.repeat(megabyte)}`,
    'in one of its parts': mixed(`Content-Type: text/plain\n\n${line.repeat((2 * megabyte) / line.length)}`),
    'without any header': line.repeat((2 * megabyte) / line.length),
  };
  for (const [where, message] of Object.entries(long)) {
    it(`is refused when the text itself is that long, ${where}`, async () => {
      await assert.rejects(
        openMessage(bytes(message)),
        (error: unknown) => error instanceof MailFileError && error.code === 'too-long',
      );
    });
  }

  it('is refused when it is an Outlook file with a text that long', async () => {
    await assert.rejects(
      openMessage(outlookFile({ body: 'a'.repeat(megabyte) })),
      (error: unknown) => error instanceof MailFileError && error.code === 'too-long',
    );
  });

  it('is refused a byte above the limit and read at it', async () => {
    assert.equal((await openMessage(bytes('a'.repeat(maxPasteBytes)))).length, maxPasteBytes);
    await assert.rejects(openMessage(bytes('a'.repeat(maxPasteBytes + 1))), MailFileError);
  });
});

describe('a message built to exhaust its reader', () => {
  const nested = (depth: number) => {
    let message = `\n\n${reason}`;
    for (let level = 0; level < depth; level++)
      message = `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n${message}\n--b${level}--\n`;
    return headers + message;
  };
  const hostile: Readonly<Record<string, string>> = {
    '100 000 headers': `${headers}${'X-Filler: b\n'.repeat(100_000)}\n${reason}`,
    'one header of a megabyte': `${headers}X-Filler: ${'b'.repeat(megabyte)}\n\n${reason}`,
    'a header folded 300 000 times': `${headers}X-Filler: b\n${' b\n'.repeat(300_000)}\n${reason}`,
    'multiparts 2 000 deep': nested(2000),
    '500 000 parts': mixed(`\n\n${reason}`) + '--=_b\n\n'.repeat(500_000),
    'one boundary for every level': `${headers}${'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(50_000)}`,
    'messages 3 000 deep': `${headers}Content-Type: message/rfc822\n\n`.repeat(3000) + reason,
    'line breaks only': `${headers}${'\n'.repeat(4 * megabyte)}`,
    'unclosed tags': `${headers}Content-Type: text/html\n\n${'<b>'.repeat(megabyte)}`,
  };
  for (const [name, message] of Object.entries(hostile)) {
    it(`is cut down: ${name}`, async () => {
      const slim = slimMime(bytes(message));

      assert.ok(slim.length <= 2 * megabyte, `${slim.length} bytes are left`);
      assert.ok(Buffer.from(slim).toString('latin1').split('\n').length < 6000);
      await openMessage(bytes(message)).catch((error: unknown) => assert.ok(error instanceof MailFileError));
    });
  }

  it('still says why it bounced behind 100 000 headers', async () => {
    assert.equal((await openMessage(bytes(hostile['100 000 headers']!))).trim(), reason);
  });
});

describe('any message', () => {
  const pieces = fc.constantFrom(
    '--b\n',
    '--b--\n',
    '--c\r\n',
    'Content-Type: multipart/mixed; boundary=b\n',
    'Content-Type: multipart/alternative; boundary="c"\r\n',
    'Content-Type: message/rfc822\n',
    'Content-Type: text/html\n',
    'Content-Transfer-Encoding: base64\n',
    'Content-Disposition: attachment; filename=a.msg\n',
    'From: a@contoso.example\n',
    'Subject: x\n',
    '\n',
    '\r\n',
    'QUJD\n',
    '550 5.1.1 User unknown\n',
  );

  it('is taken apart or refused, never more than it was by much', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 60 }), async list => {
        const message = bytes(headers + list.join(''));

        assert.ok(slimMime(message).length <= message.length * 2 + 2000);
        await openMessage(message).catch((error: unknown) => assert.ok(error instanceof MailFileError));
      }),
    );
  });
});
