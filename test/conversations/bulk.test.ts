import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { locales } from '../../src/triage/evidence.ts';
import { emptyStory, traceCsv, traceRows } from '../bulk/make-trace.ts';
import { content, strings } from '../content.ts';
import { type Loopback, startLoopback } from '../files/loopback.ts';
import { makeZip } from '../files/make-zip.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, invokeOf, startBot, type Talk, textOf } from './bot-under-test.ts';
import { clients, situation } from './situations.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

const trace = Buffer.from(`\ufeff${[...traceCsv(traceRows(3_000, emptyStory()))].join('')}`, 'utf16le');

const receiveLog = (remote: string) =>
  Buffer.from(
    [
      '#Software: Microsoft Exchange Server',
      '#Version: 15.0.0.0',
      '#Log-type: SMTP Receive Protocol Log',
      '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
      ...['+,,', '>,"220 mail.contoso.example ready",', '<,EHLO there,', '>,250 STARTTLS,', '<,QUIT,', '-,,Local'].map(
        (line, index) =>
          `2026-11-23T14:10:0${index}.000Z,SRV\\Default Frontend SRV,08DE${remote.replaceAll('.', '')},${index},10.0.0.5:25,${remote}:50123,${line}`,
      ),
      '',
    ].join('\r\n'),
  );

/** Two of the published ranges are not in it. */
const firewallList = ['40.92.0.0/15', '40.107.0.0/16', '52.100.0.0/14'].join('\n');

/** That a file is being read, which is said when three seconds have gone by, as they may on a busy machine. */
function saysHowFar(card: Card): boolean {
  const ends = locales.map(locale => strings[locale].say('bulk.reading', { rows: '…', size: '…' }).split('…').at(-1)!);
  return ends.some(end => textOf(card).endsWith(end));
}

describe('traces and logs of many rows', () => {
  let bot: BotUnderTest;
  let loopback: Loopback;
  const answers = new Map<string, Answer>();

  before(async () => {
    loopback = await startLoopback((request, response) => void answers.get(request.url ?? '')?.(request, response));
    bot = await startBot(`sqlite:${temporaryFolder()}/bulk.db`, {}, undefined, loopback.network);
  });

  after(async () => {
    await bot.stop();
    await loopback.close();
  });

  function sent(name: string, body: Uint8Array | Answer) {
    const path = `/${randomUUID()}`;
    answers.set(path, typeof body === 'function' ? body : (_, response) => void response.end(body));
    return {
      contentType: 'application/vnd.microsoft.teams.file.download.info',
      name,
      content: { downloadUrl: `https://contoso-my.sharepoint.com${path}`, fileType: name.split('.').at(-1) },
    };
  }

  async function send(talk: Talk, ...attachments: object[]): Promise<Card[]> {
    const before = talk.delivered.length;
    await talk.say('', { text: '', attachments });
    const posted = talk.delivered.slice(before).filter(({ method }) => method === 'POST');
    return posted.flatMap(({ card }) => (card && !saysHowFar(card) ? [card] : []));
  }

  for (const locale of locales) {
    it(`list in ${locale} the problems of a trace, open one, and hand over what has to be sent again`, async () => {
      const talk = bot.talk({ locale: clients[locale] });

      const [card, ...more] = await send(talk, sent('trace.csv', trace));

      assert.equal(more.length, 0);
      const { articles } = content;
      const title = articles.find(({ id }) => id === 'connection-refused')!.strings[locale].title;
      for (const part of [title, '203.0.113.8', '203.0.113.9', 'contoso.example', 'scans@northwind.example'])
        assert.ok(textOf(card!).includes(part), `${part} in ${textOf(card!)}`);
      const [first] = buttonsOf(card!);
      await talk.post(invokeOf(first!));
      const opened = talk.delivered.findLast(one => one.card)!;
      assert.match(textOf(opened.card!), /4\.4\.316/);
      await talk.post(invokeOf(buttonsOf(card!).at(-1)!));
      const list = talk.delivered.findLast(one => one.method === 'POST')!;
      assert.match(JSON.stringify(list), /Sender,Recipient,Subject,Received \(UTC\),Message ID/);
    });

    it(`join the open case in ${locale}, and its guide goes on by what they show`, async () => {
      const talk = await situation(bot, 'question', locale);
      await talk.press(talk.delivered.findLast(one => one.card)!.card!, 'answer', { option: 'ours' });

      const [found, card] = await send(talk, sent('trace.csv', trace));

      const { say } = strings[locale];
      const title = content.articles.find(({ id }) => id === 'connection-refused')!.strings[locale].title;
      assert.ok(textOf(found!).includes(say('findings.bears.agrees', { title })), textOf(found!));
      assert.match(textOf(found!), /203\.0\.113\.8/);
      const steps = content.articles.find(({ id }) => id === 'connection-refused')!.strings[locale].steps;
      assert.ok(textOf(card!).includes(steps['follow-the-path']!.title!), textOf(card!));
    });
  }

  it('replay the field report: trace, logs without Microsoft, a firewall’s list: the firewall’s checklist, unasked', async () => {
    const talk = await situation(bot, 'question', 'en');
    const zip = makeZip({
      'trace.csv': trace,
      'RECV2026112314-1.LOG': receiveLog('198.51.100.9'),
      'RECV2026112315-1.LOG': receiveLog('198.51.100.10'),
      'firewall.txt': Buffer.from(firewallList),
    });

    const cards = await send(talk, sent('evidence.zip', zip));

    const all = cards.map(textOf).join('\n');
    assert.match(all, /104\.47\.0\.0\/17/, 'a range that is missing');
    assert.match(all, /Exchange Online never reached this server/);
    assert.match(all, /Only 203\.0\.113\.8 of 2 addresses fails/);
    const last = cards.at(-1)!;
    assert.match(textOf(last), /firewall/i);
    assert.doesNotMatch(textOf(last), /What arrives|Is Microsoft's address in the receive log\?/);
  });

  it('prove nothing where a log is of another time, and say what is missing', async () => {
    const talk = bot.talk();

    const [card] = await send(talk, sent('RECV.LOG', receiveLog('198.51.100.9')));

    assert.match(textOf(card!), /This log does not decide it[\s\S]*Send the log of that hour/);
  });

  for (const name of ['report.txt', 'evidence.zip'])
    it(`are known by what is in them where they are called .txt and are longer than a paste: ${name}`, async () => {
      const bytes = name.endsWith('.zip') ? makeZip({ 'report.txt': trace }) : trace;

      const [card] = await send(bot.talk(), sent(name, bytes));

      assert.match(textOf(card!), /203\.0\.113\.8/);
    });

  it('of another text that is longer than a paste say how long one may be', async () => {
    const [card] = await send(bot.talk(), sent('minutes.txt', Buffer.alloc(300_000, 'we talked at length. ')));

    assert.match(textOf(card!), /longer than 256 kB/);
  });

  it('are read as a text where a log is a bounce', async () => {
    const [card] = await send(bot.talk(), sent('error.log', Buffer.from('450 4.4.316 Connection refused')));

    assert.match(textOf(card!), /4\.4\.316/);
  });

  for (const [what, name, body, says] of [
    [
      'binary',
      'trace.csv',
      Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * 7919) % 256)),
      /damaged, or has no text/,
    ],
    ['empty', 'trace.csv', Buffer.alloc(0), /is empty/],
    ['an endless line', 'trace.csv', Buffer.alloc(8_000_000, 'x'), /longer than 256 kB/],
  ] as const)
    it(`of which none is readable are refused with a sentence: ${what}`, async () => {
      const [card] = await send(bot.talk(), sent(name, body));

      assert.match(textOf(card!), says);
    });

  /** @param end after how many of ten parts it stops, and leaves the bot waiting */
  function slowly(end = 10): Answer {
    const rows = [...traceCsv(traceRows(40_000, emptyStory()))].map(piece => Buffer.from(piece));
    return async (_, response) => {
      for (const [index, piece] of rows.slice(0, (rows.length * end) / 10).entries()) {
        response.write(piece);
        if (index % Math.ceil(rows.length / 10) === 0) await sleep(900);
      }
      if (end === 10) response.end();
    };
  }

  it('whose reading ended with the process are said to be, in the place of the card, by the next one', async () => {
    const database = `sqlite:${temporaryFolder()}/ended.db`;
    const mortal = await startBot(database, { STOP_SECONDS: '1' }, undefined, loopback.network);
    const talk = mortal.talk();
    await talk.say('help');
    const about = () => talk.delivered.filter(({ card }) => card && /slow\.csv/.test(textOf(card)));
    const told = async () => {
      while (about().length === 0) await sleep(100);
    };

    await talk.post({ type: 'message', text: '', attachments: [sent('slow.csv', slowly(5))] }, { isAwaited: false });
    await told();
    await mortal.restart();
    // What the process held back is let go by now.
    await mortal.doDue(120_000);
    await mortal.restart();

    while (!/again/.test(textOf(about().at(-1)!.card!))) await sleep(100);
    const last = about().at(-1)!;
    assert.equal(last.method, 'PUT');
    assert.equal(last.id, about()[0]!.id);
    assert.match(textOf(last.card!), /slow\.csv is not read to its end[\s\S]*Send the file again/);
    await mortal.stop();
  });

  it('say how far they are on one card, and open no second one', async () => {
    const talk = bot.talk();
    const before = talk.delivered.length;

    const posted = await talk.post({
      type: 'message',
      text: '',
      attachments: [sent('slow.csv', slowly())],
    } as never);
    assert.ok(posted.status < 300);
    const isThere = () => talk.delivered.slice(before).some(({ card }) => card && /by problem/.test(textOf(card)));
    while (!isThere()) await sleep(100);

    const about = talk.delivered.slice(before).filter(({ card }) => card && /slow\.csv/.test(textOf(card)));
    const [first, ...others] = about.map(({ method, card }) => ({ method, text: textOf(card!) }));
    assert.equal(first?.method, 'POST');
    assert.match(first.text, /Reading slow\.csv[\s\S]*rows/);
    assert.ok(others.length > 0 && others.every(({ method }) => method === 'PUT'), JSON.stringify(about));
    assert.match(others.at(-1)!.text, /slow\.csv is read/);
    assert.ok(isThere());
  });
});
