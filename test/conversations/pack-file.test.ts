import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { strFromU8, unzipSync } from 'fflate';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { type Issuer, startIssuer } from '../bot/issuer.ts';
import { strings } from '../content.ts';
import { type Loopback, startLoopback } from '../files/loopback.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, personalChatOf, startBot, type Talk } from './bot-under-test.ts';

const refused =
  '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] for anna@fabrikam.example';

const karin = { id: 'karin', name: 'Karin Lind' };

interface Put {
  readonly method: string | undefined;
  readonly range: string | undefined;
  readonly bytes: Uint8Array;
}

describe('the evidence pack in Teams', () => {
  let bot: BotUnderTest;
  let store: Store;
  let loopback: Loopback;
  let issuer: Issuer;
  const puts: Put[] = [];
  let status = 201;

  before(async () => {
    loopback = await startLoopback((request, response) => {
      void bytesOf(request).then(bytes => {
        puts.push({ method: request.method, range: request.headers['content-range'], bytes });
        response.statusCode = status;
        response.end();
      });
    });
    issuer = await startIssuer();
    const url = `sqlite:${temporaryFolder()}/pack.db`;
    bot = await startBot(url, {}, issuer, loopback.network);
    store = await openStore(url);
  });

  after(async () => {
    await bot.stop();
    await store.close();
    await loopback.close();
    await issuer.stop();
  });

  beforeEach(() => {
    puts.length = 0;
    status = 201;
  });

  const lastAttachment = (talk: Talk) =>
    (talk.delivered.at(-1)!.activity.attachments as Record<string, unknown>[] | undefined)?.[0] as {
      contentType: string;
      name: string;
      content: Record<string, unknown>;
    };

  async function offered(word: string) {
    const talk = bot.talk();
    await talk.say(refused);
    await talk.post({ type: 'message', text: word });
    return { talk, card: lastAttachment(talk) };
  }

  function consent(talk: Talk, action: string, context: unknown, uploadUrl: string) {
    const uploadInfo = {
      name: 'evidence.zip',
      uploadUrl,
      contentUrl: 'https://x.example/f',
      uniqueId: 'u',
      fileType: 'zip',
    };
    return talk.post({
      type: 'invoke',
      name: 'fileConsent/invoke',
      value: { type: 'fileUpload', action, context, ...(action === 'accept' && { uploadInfo }) },
    });
  }

  const oneDrive = 'https://contoso-my.sharepoint.com/upload?tempauth=x';

  it('is a file that Teams asks about, and is written where Teams says', async () => {
    const { talk, card } = await offered('pack whole');
    assert.equal(card.contentType, 'application/vnd.microsoft.teams.card.file.consent');
    assert.match(card.name, /^evidence-\w{6}\.zip$/);
    assert.equal(card.content.description, strings.en.say('pack.isWhole'));
    assert.doesNotMatch(JSON.stringify(card), /anna@/);

    const { status: answered } = await consent(talk, 'accept', card.content.acceptContext, oneDrive);

    assert.equal(answered, 200);
    const [put] = puts;
    assert.deepEqual([puts.length, put!.method], [1, 'PUT']);
    assert.equal(put!.range, `bytes 0-${put!.bytes.length - 1}/${put!.bytes.length}`);
    const [text] = Object.values(unzipSync(put!.bytes)).map(file => strFromU8(file));
    assert.match(text!, /Final-Recipient: anna@fabrikam\.example\r\n/);
    assert.equal(lastAttachment(talk).contentType, 'application/vnd.microsoft.teams.card.file.info');
    const { caseId } = card.content.acceptContext as { caseId: string };
    const events = await store.caseEvents(talk.tenant, caseId);
    assert.equal(events.filter(({ kind }) => kind === 'packed').length, 1);
  });

  /** Somebody who sees a case where others read along, and only there. */
  const readers = {
    'an expert': async (channel: Talk) => {
      await channel.post({ type: 'message', text: 'experts here' });
      const reporter = bot.talk();
      await reporter.say(refused);
      await reporter.post({ type: 'message', text: 'ask the experts' });
      await channel.post({ type: 'message', text: 'experts gone' });
      const { id } = channel.delivered.findLast(one => one.card)!;
      return bot.talk({ isShared: true, person: karin, conversation: `${channel.conversation};messageid=${id}` });
    },
    'a colleague who only reads along in a group': async (group: Talk) => {
      await group.as({ id: 'priya', name: 'Priya Raman' }).say(refused);
      return group;
    },
  };
  for (const [who, reading] of Object.entries(readers)) {
    it(`is given in their own chat to ${who}, and to nobody who forges what Teams asks`, async () => {
      const own = bot.talk({ person: karin, conversation: personalChatOf(karin.id) });
      const conversation = `19:${randomUUID()}@thread.tacv2`;
      const shared = await reading(bot.talk({ isShared: true, person: karin, conversation }));
      await shared.press(await shared.say('timeline'), 'pack', { option: 'short' });
      const { acceptContext } = lastAttachment(own).content;

      const stranger = bot.talk({ person: { id: 'max', name: 'Max Ode' } });
      await consent(stranger, 'accept', acceptContext, oneDrive);
      assert.deepEqual(puts, []);
      await consent(own, 'accept', acceptContext, oneDrive);

      assert.deepEqual(
        puts.map(({ method }) => method),
        ['PUT'],
      );
      assert.equal(lastAttachment(own).contentType, 'application/vnd.microsoft.teams.card.file.info');
      const events = await store.caseEvents(own.tenant, (acceptContext as { caseId: string }).caseId);
      const packed = events.filter(({ kind }) => kind === 'packed').map(({ by }) => by?.id);
      assert.deepEqual(packed, [karin.id], 'noted once, when it was asked for');
    });
  }

  it('is a text where the file cannot be written', async () => {
    const { talk, card } = await offered('pack');
    status = 500;

    await consent(talk, 'accept', card.content.acceptContext, oneDrive);

    const texts = talk.delivered.slice(-2).map(({ text }) => text ?? '');
    assert.equal(texts[0], strings.en.say('pack.notWritten'));
    assert.match(texts[1]!, /Status: 5\.4\.316/);
    assert.doesNotMatch(texts[1]!, /anna@/);
  });

  it('is written nowhere else, and not of a case that somebody may not see', async () => {
    const { talk, card } = await offered('pack');
    for (const url of [
      'https://evil.example/upload',
      'http://contoso-my.sharepoint.com/x',
      'https://10.0.0.1/x',
      'no address',
    ])
      await consent(talk, 'accept', card.content.acceptContext, url);
    const stranger = bot.talk({ person: { id: 'max', name: 'Max Ode' } });
    await consent(stranger, 'accept', card.content.acceptContext, oneDrive);
    await consent(talk, 'accept', { caseId: 7 }, oneDrive);
    const { status: declined } = await consent(talk, 'decline', card.content.declineContext, oneDrive);

    assert.equal(declined, 200);
    assert.deepEqual(puts, []);
  });
});

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}
