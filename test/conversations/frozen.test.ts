import { strict as assert } from 'node:assert';
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readStoredReply } from '../../src/bot/stored-reply.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { caseReader } from '../../src/storage/stored-case.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { priya } from '../content.ts';
import { everyLook } from '../every-look.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, invokeOf, startBot, textOf } from './bot-under-test.ts';
import { frozen, version } from './freeze.ts';

type Json = Readonly<Record<string, unknown>>;

const versions = readdirSync(frozen);
/** Which version, which value. */
const values = versions.flatMap(folder =>
  readdirSync(join(frozen, folder)).map(file => ({
    name: `${folder} ${file.replace('.json', '')}`,
    kind: file.split('-')[0]!,
    value: JSON.parse(readFileSync(join(frozen, folder, file), 'utf8')) as Json,
  })),
);
const valuesOf = (kind: string) => values.filter(one => one.kind === kind);

/** Where a value says something else than it said when it was frozen. */
function* lost(was: unknown, is: unknown, path = ''): Generator<string> {
  if (typeof was !== 'object' || was === null) {
    if (was !== is) yield `${path}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`;
  } else
    for (const [name, one] of Object.entries(was))
      yield* lost(one, (is as Json | undefined)?.[name], `${path}/${name}`);
}

describe('the values that were stored', () => {
  it(`by this version are frozen: "npm run freeze" keeps those of ${version}`, () => {
    assert.ok(existsSync(join(frozen, version)), `test/fixtures/stored/${version}`);
  });

  it('are of every kind, in every version', () => {
    for (const folder of versions) {
      const kinds = new Set(readdirSync(join(frozen, folder)).map(file => file.split('-')[0]));
      assert.deepEqual([...kinds].sort(), ['case', 'chat', 'draft', 'reply']);
    }
  });

  for (const { name, value } of valuesOf('case')) {
    it(`are shown in every language, without a loss: ${name}`, () => {
      const triageCase = caseReader(() => {})(value, { id: '', openedAt: '' })!;

      assert.deepEqual([...lost(value, triageCase)], []);
      const looks = everyLook(triageCase);
      assert.equal(looks.length, 8);
      assert.equal(looks[0]!.view.kind === 'notice', name.endsWith('chosen-none'));
    });
  }

  for (const { name, value } of valuesOf('reply')) {
    it(`are sent as they were written: ${name}`, () => {
      const log = { warn: () => assert.fail('not readable') };

      assert.deepEqual([...lost(value, readStoredReply({ log } as never, 'a-1', value))], []);
    });
  }
});

onEachDatabase('what earlier versions stored', database => {
  let bot: BotUnderTest;
  let store: Store<unknown>;

  before(async () => {
    bot = await startBot(database.url);
    store = await openStore<unknown>(database.url);
  });

  after(async () => {
    await bot.stop();
    await store.close();
  });

  const place = () => ({ tenant: randomUUID(), conversation: randomUUID() });
  const now = () => new Date().toISOString();

  for (const { name, value } of valuesOf('case')) {
    it(`opens, is pressed and is stored again: ${name}`, async () => {
      const at = place();
      const { id, articleId } = value as unknown as TriageCase;
      const change = { id, expectedVersion: 0, value, article: articleId, state: 'open', events: [] };
      await store.commit({ ...at, at: now(), by: priya, case: change });
      const talk = bot.talk({ ...at, person: priya });

      const card = await talk.say(`case ${id}`);

      // A form without what is typed into it changes nothing.
      const isChanging = (verb: string) => !verb.startsWith('copy-') && verb !== 'contact-details';
      const button = buttonsOf(card).find(({ verb }) => isChanging(verb));
      if (!button) return assert.ok(name.endsWith('chosen-none'), textOf(card));
      assert.equal(button.data.caseId, id);
      const before = (await store.loadCase(at.tenant, id))!;
      assert.deepEqual([...lost(value, before.value)], []);
      const after = await talk.press(card, button.verb, button.data);
      assert.notEqual(textOf(after), textOf(card));
      assert.equal((await store.loadCase(at.tenant, id))!.version, before.version + 1);
    });
  }

  for (const { name, value } of valuesOf('reply')) {
    it(`answers a delivery that is repeated: ${name}`, async () => {
      const at = place();
      const talk = bot.talk({ ...at, person: priya });
      const { messages, replacement, answer } = value as unknown as NonNullable<ReturnType<typeof readStoredReply>>;
      await talk.post({ type: 'conversationUpdate' });
      await store.commit({ ...at, at: now(), by: priya, activity: { id: 'a-1', reply: value } });

      const { status, body } = await talk.post({ ...invokeOf({ verb: 'show', data: {} }), id: 'a-1' });

      assert.equal(status, 200);
      assert.deepEqual(
        talk.delivered.map(one => one.card ?? one.text),
        messages.map(message => (message.kind === 'card' ? message.card : message.text)),
      );
      if (answer) assert.deepEqual(body, (answer as { body: object }).body);
      else if (replacement) assert.deepEqual((body as { value: unknown }).value, replacement.card);
    });
  }

  for (const { name, value } of valuesOf('draft')) {
    it(`opens as a case: ${name}`, async () => {
      const at = place();
      const talk = bot.talk({ ...at, person: priya });
      await store.saveDraft({ tenant: at.tenant, id: 'd-1', personId: priya.id, at: now(), value });

      await talk.post(invokeOf({ verb: 'open-draft', data: { draft: 'd-1' } }));

      const { card } = talk.delivered.at(-1)!;
      assert.ok(
        buttonsOf(card!).some(button => ['answer', 'tick', 'choose', 'narrow'].includes(button.verb)),
        textOf(card!),
      );
    });
  }

  for (const folder of versions) {
    it(`is shown on the chat page: ${folder}`, async () => {
      const conversation = randomBytes(16).toString('hex');
      const entries = valuesOf('chat').filter(({ name }) => name.startsWith(folder));
      for (const { value } of entries) {
        const { id, at } = value as { id: string; at: string };
        await store.chat.append(conversation, { id, at, activity: value });
      }

      const response = await fetch(`${bot.url}/chat/conversations/${conversation}`);

      const shown = (await response.json()) as { entries: Json[] };
      assert.deepEqual(
        shown.entries,
        entries.map(({ value }) => value),
      );
    });
  }
});
