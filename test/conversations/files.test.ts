import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { content } from '../content.ts';
import { type Loopback, startLoopback } from '../files/loopback.ts';
import { makeZip, nestedBomb, zeros } from '../files/make-zip.ts';
import { headerOutput, spoofed } from '../findings/tool-output.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, invokeOf, startBot, textOf } from './bot-under-test.ts';

const bounce = (code: string, words: string, to = 'piet@fabrikam.example') =>
  [
    'From: postmaster@contoso.example',
    'To: anna@contoso.example',
    'Subject: Undeliverable: offer',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your message could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; AM0PR05MB1234.eurprd05.prod.outlook.com',
    '',
    `Final-Recipient: rfc822; ${to}`,
    'Action: failed',
    `Status: ${code}`,
    `Diagnostic-Code: smtp; 550 ${code} ${words}`,
    '--b--',
    '',
  ].join('\r\n');

const zipOf = (files: Record<string, string>) =>
  makeZip(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)])));

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const file =
  (body: string | Uint8Array, type = 'application/octet-stream'): Answer =>
  (_, response) => {
    response.setHeader('Content-Type', type);
    response.end(body);
  };

describe('files sent to the bot', () => {
  let bot: BotUnderTest;
  let loopback: Loopback;
  const answers = new Map<string, Answer>();

  before(async () => {
    loopback = await startLoopback((request, response) => {
      const answer = answers.get(request.url ?? '');
      if (answer) return answer(request, response);
      response.statusCode = 404;
      response.end();
    });
    bot = await startBot(`sqlite:${temporaryFolder()}/files.db`, {}, undefined, loopback.network);
  });

  after(async () => {
    await bot.stop();
    await loopback.close();
  });

  /** As Teams sends it: the name, and where it can be fetched for a while. */
  function sent(name: string, answer: Answer, downloadUrl?: string) {
    const path = `/${randomUUID()}`;
    answers.set(path, answer);
    return {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      contentUrl: `https://contoso-my.sharepoint.com/personal/anna/Documents/${encodeURIComponent(name)}`,
      name,
      content: {
        downloadUrl: downloadUrl ?? `https://contoso-my.sharepoint.com${path}`,
        uniqueId: randomUUID(),
        fileType: name.split('.').at(-1),
      },
    };
  }

  async function send(...attachments: object[]): Promise<Card> {
    return bot.talk().say('', { text: '', attachments });
  }

  it('reads a saved bounce like a paste', async () => {
    const card = await send(
      sent('Undeliverable.eml', file(bounce('5.1.10', 'RESOLVER.ADR.RecipientNotFound; not found'))),
    );

    assert.match(textOf(card), /5\.1\.10/);
    assert.match(textOf(card), /piet@fabrikam\.example/);
  });

  it('reads it also when something was written beside it', async () => {
    const attachments = [sent('error.txt', file('450 4.4.316 Connection refused', 'text/plain'))];

    const card = await bot.talk().say('what is this?', { attachments });

    assert.match(textOf(card), /4\.4\.316/);
  });

  it('summarises an archive by problem, and opens a case from a row', async () => {
    const zip = zipOf({
      'a.eml': bounce('5.2.2', 'mailbox full', 'a@x.example'),
      'b.eml': bounce('5.2.2', 'mailbox full', 'b@x.example'),
      'c.eml': bounce('5.2.2', 'mailbox full', 'c@x.example'),
      'd.eml': bounce('5.1.10', 'RESOLVER.ADR.RecipientNotFound; not found'),
      'lunch.txt': 'Who takes the lunch order?',
      'photo.png': 'no text',
    });
    const talk = bot.talk();

    const card = await talk.say('', { text: '', attachments: [sent('bounces.zip', file(zip, 'application/zip'))] });

    assert.match(textOf(card), /Messages by problem: 5[\s\S]*3 × [\s\S]*5\.2\.2[\s\S]*3 bounced/);
    const [row] = buttonsOf(card);
    const { status } = await talk.post(invokeOf(row!));
    assert.equal(status, 200);
    const opened = talk.delivered.findLast(one => one.card)!;
    assert.match(textOf(opened.card!), /5\.2\.2[\s\S]*a@x\.example/);
    await talk.press(opened.card!, 'answer', { option: 'ours' });
  });

  it('tells of a saved message without an error where it lay, or what the filter made of it', async () => {
    const message = (header: string) => `${header}\nSubject: offer\nContent-Type: text/plain\n\nHere is our offer.\n`;
    const late = headerOutput['one that lay for hours']!.text;

    const card = await send(sent('late.eml', file(message(late))));
    const zip = await send(sent('two.zip', file(zipOf({ 'junk.eml': message(spoofed) }), 'application/zip')));
    const inTime = await send(sent('fine.eml', file(message(headerOutput['a clock that is ahead']!.text))));

    assert.match(
      textOf(card),
      new RegExp(content.articles.find(({ id }) => id === 'missing-without-bounce')!.strings.en.title),
    );
    assert.match(textOf(zip), /junk/i);
    assert.doesNotMatch(textOf(inTime), /No delay/, 'a way without trouble is no answer to what stands in the message');
  });

  it('reads a bounce that came with headers of its own as a bounce', async () => {
    const header = headerOutput['one that lay for hours']!.text.split('\nDate')[0]!;

    const card = await send(
      sent(
        'bounce.eml',
        file(`${header.replaceAll('\n', '\r\n')}\r\n${bounce('5.1.10', 'RESOLVER.ADR.RecipientNotFound; not found')}`),
      ),
    );

    assert.match(textOf(card), /5\.1\.10/);
  });

  it('puts a bounce and the data beside it into one case', async () => {
    const talk = bot.talk();
    const refused = '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]';
    const zip = zipOf({
      'error.txt': refused,
      'firewall.conf': 'config firewall address\nset subnet 40.92.0.0 255.254.0.0\nend',
    });

    await talk.say('', { text: '', attachments: [sent('all.zip', file(zip, 'application/zip'))] });

    const [found, card, ...more] = talk.delivered.flatMap(one => (one.card ? [textOf(one.card)] : []));
    assert.equal(more.length, 0);
    assert.match(found!, /Firewall list · FortiGate · firewall\.conf[\s\S]*That fits this case/);
    assert.match(card!, /The firewall drops part of the traffic/);
  });

  it('reads data alone, and says what else could not be read', async () => {
    const talk = bot.talk();
    const zip = zipOf({
      'firewall.conf': 'config firewall address\nset subnet 40.92.0.0 255.254.0.0\nend',
      'empty.txt': '',
    });

    await talk.say('', { text: '', attachments: [sent('all.zip', file(zip, 'application/zip'))] });

    const [found, rest] = talk.delivered.flatMap(one => (one.card ? [textOf(one.card)] : []));
    assert.match(found!, /Firewall list/);
    assert.match(rest!, /empty\.txt/);
  });

  it('says that a row is gone, and opens nobody else’s', async () => {
    const talk = bot.talk();
    const zip = zipOf({
      'a.eml': bounce('5.2.2', 'mailbox full'),
      'b.eml': bounce('5.1.10', 'RESOLVER.ADR.RecipientNotFound; not found'),
    });
    const card = await talk.say('', { text: '', attachments: [sent('two.zip', file(zip))] });

    await talk.as({ id: 'bo', name: 'Bo' }).post(invokeOf(buttonsOf(card)[0]!));

    assert.match(textOf(talk.delivered.findLast(one => one.card)!.card!), /no longer here/);
  });

  it('takes several files at once', async () => {
    const card = await send(
      sent('one.eml', file(bounce('5.2.2', 'mailbox full'))),
      sent('two.eml', file(bounce('5.2.2', 'mailbox full'))),
      sent('three.pdf', file('%PDF')),
    );

    assert.match(textOf(card), /Messages by problem: 2[\s\S]*2 × [\s\S]*three\.pdf[\s\S]*not a kind of file/);
  });

  const withStatus =
    (status: number, headers: Record<string, string> = {}): Answer =>
    (_, response) => {
      response.statusCode = status;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      response.end();
    };
  const announced: Answer = (_, response) => {
    response.setHeader('Content-Type', 'message/rfc822');
    response.setHeader('Content-Length', String(10 * 1024 ** 3));
    response.write('From: a@x.example');
  };
  const longText = `From: a@x.example\r\n\r\n${'line of text\r\n'.repeat(160_000)}`;
  const page = '<!doctype html><html><body>Sign in</body></html>';
  const refused: [what: string, attachment: () => object, says: RegExp][] = [
    ['a message of 2 MB of text', () => sent('big.eml', file(longText)), /longer than 256 kB/],
    ['a nested zip bomb', () => sent('bomb.zip', file(nestedBomb())), /archive inside an archive/],
    ['a zip bomb', () => sent('bomb.zip', file(makeZip({ 'zeros.txt': zeros(10_000_000) }))), /unpacks to far more/],
    ['a file that announces 10 GB', () => sent('huge.eml', announced), /larger than 20 MB/],
    [
      'a redirect to a private address',
      () => sent('a.eml', withStatus(302, { Location: 'https://10.0.0.7/a.eml' })),
      /fetch files only|private network/,
    ],
    [
      'a file elsewhere',
      () => sent('a.eml', file(''), 'https://files.evil.example/a.eml'),
      /files\.evil\.example, and I fetch files only/,
    ],
    [
      'an address without TLS',
      () => sent('a.eml', file(''), 'http://contoso-my.sharepoint.com/a.eml'),
      /no usable address/,
    ],
    ['a sign-in page', () => sent('a.eml', file(page, 'text/html')), /not what the name says/],
    ['a program', () => sent('a.txt', file(Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3]))), /not what the name says/],
    ['a file that is gone', () => sent('a.eml', withStatus(404)), /no longer there/],
    ['an empty file', () => sent('a.txt', file('')), /is empty/],
    ['a picture', () => sent('a.png', file('x', 'image/png')), /not a kind of file/],
  ];
  for (const [what, attachment, says] of refused) {
    it(`refuses ${what} with a sentence`, async () => {
      const card = await send(attachment());

      assert.match(textOf(card), /I cannot read that file/);
      assert.match(textOf(card), says);
    });
  }

  it('reads a message of 2 MB whose attachment makes it large', async () => {
    const attached = [
      '--b',
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      '',
      'QUFB'.repeat(500_000),
      '--b--',
    ];
    const text = bounce('5.2.2', 'mailbox full').replace('--b--', attached.join('\r\n'));

    const card = await send(sent('big.eml', file(text)));

    assert.ok(text.length > 2_000_000);
    assert.match(textOf(card), /5\.2\.2/);
  });

  for (const attachment of [
    { contentType: 'text/html', content: '<p>x</p>' },
    { contentType: 'application/vnd.microsoft.teams.file.download.info' },
    { contentType: 'application/vnd.microsoft.teams.file.download.info', content: { downloadUrl: 7 } },
  ]) {
    it(`lets pass an attachment that is no file: ${JSON.stringify(attachment).slice(0, 90)}`, async () => {
      assert.match(textOf(await bot.talk().say('help', { attachments: [attachment] })), /What you can send me/);
    });
  }
});
