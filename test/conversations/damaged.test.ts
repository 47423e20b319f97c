import { strict as assert } from 'node:assert';
import { randomBytes, randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/store.ts';
import type { Locale } from '../../src/triage/evidence.ts';
import { locales } from '../../src/triage/evidence.ts';
import { caseOf, priya, queued, strings } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, type Card, invokeOf, startBot, textOf } from './bot-under-test.ts';

/** What stands in a column, and is no case, no reply, no draft and no line of a conversation. */
const damages: readonly (readonly [name: string, text: string])[] = [
  ['no JSON', '{"id":"K7Q2MF","evid'],
  ['null', 'null'],
  ['a list', '[1]'],
  ['an empty object', '{}'],
];

describe('a database with damaged values', () => {
  const file = `${temporaryFolder()}/damaged.db`;
  let bot: BotUnderTest;
  let store: Store<unknown>;
  let raw: Database.Database;

  before(async () => {
    bot = await startBot(`sqlite:${file}`);
    store = await openStore<unknown>(`sqlite:${file}`);
    raw = new Database(file);
  });

  after(async () => {
    await bot.stop();
    await store.close();
    raw.close();
  });

  const place = () => ({ tenant: randomUUID(), conversation: randomUUID() });
  const now = () => new Date().toISOString();
  const trace = '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]';

  async function keepCase(at: { tenant: string; conversation: string }, text: string): Promise<void> {
    const change = { id: 'K7Q2MF', expectedVersion: 0, value: 'to come', article: null, state: 'open', events: [] };
    await store.commit({ ...at, at: now(), by: priya, currentCase: 'K7Q2MF', case: change });
    raw.prepare('update cases set value = ? where tenant = ?').run(text, at.tenant);
  }

  const rowOf = ({ tenant }: { tenant: string }) =>
    raw.prepare('select value, version from cases where tenant = ? and id = ?').get(tenant, 'K7Q2MF');

  for (const [name, text] of damages) {
    for (const locale of locales) {
      it(`says that there is no such case, in ${locale}: ${name}`, async () => {
        const at = place();
        await keepCase(at, text);
        const talk = bot.talk({ ...at, locale, person: priya });
        const missing = strings[locale].say('notice.no-case.title');

        const typed = await talk.say('case K7Q2MF');
        const { body } = await talk.post(invokeOf({ verb: 'back', data: { caseId: 'K7Q2MF' } }));

        assert.equal(typed.fallbackText, strings[locale].say('notice.unknown-case.title', { id: 'K7Q2MF' }));
        assert.equal((body as { value: Card }).value.fallbackText, missing);
        assert.deepEqual(rowOf(at), { value: text, version: 1 });
      });
    }

    it(`goes on with other cases, lists them and forgets a person: ${name}`, async () => {
      const at = place();
      await keepCase(at, text);
      const talk = bot.talk({ ...at, person: priya });

      const card = await talk.say(trace);
      const list = await talk.say('cases');

      assert.ok(buttonsOf(card).length > 0, textOf(card));
      const listed = new Set(buttonsOf(list).map(({ data }) => data.caseId));
      assert.equal(listed.size, 1, textOf(list));
      assert.deepEqual(rowOf(at), { value: text, version: 1 });
      await talk.say('forget');
      assert.equal((await talk.say('yes')).fallbackText, strings.en.say('notice.forgotten.title'));
      assert.equal(rowOf(at), undefined);
    });

    it(`forgets a person who did something in it: ${name}`, async () => {
      const at = place();
      const joris = { id: 'joris', name: 'Joris de Wit' };
      await keepCase(at, text);
      await store.addEvent(at.tenant, 'K7Q2MF', { kind: 'ticked', at: now(), by: joris, data: {} });

      const talk = bot.talk({ ...at, person: joris });
      await talk.say('forget');
      const card = await talk.say('yes');

      assert.equal(card.fallbackText, strings.en.say('notice.forgotten.title'));
    });

    it(`says that it did not work where a reply was not sent, and nothing where it was: ${name}`, async () => {
      for (const isSent of [false, true]) {
        const at = place();
        const talk = bot.talk({ ...at, person: priya });
        await store.commit({ ...at, at: now(), by: priya, activity: { id: 'a-1', reply: 'to come' } });
        raw.prepare('update replies set reply = ? where tenant = ?').run(text, at.tenant);
        if (isSent)
          await store.noteSent({ ...at, at: now(), activity: 'a-1', sentIds: ['1'], isDone: true, cards: [] });

        await talk.post({ type: 'message', text: 'help', id: 'a-1' });

        assert.deepEqual(
          talk.delivered.map(one => one.card?.fallbackText),
          isSent ? [] : [strings.en.say('notice.failed.title')],
        );
      }
    });

    it(`says that a finding is gone: ${name}`, async () => {
      const at = place();
      const talk = bot.talk({ ...at, person: priya });
      await store.saveDraft({ tenant: at.tenant, id: 'd-1', personId: priya.id, at: now(), value: null });
      raw.prepare('update drafts set value = ? where tenant = ?').run(text, at.tenant);

      await talk.post(invokeOf({ verb: 'open-draft', data: { draft: 'd-1' } }));

      assert.equal(talk.delivered.at(-1)?.card?.fallbackText, strings.en.say('notice.draft-gone.title'));
    });

    it(`leaves a line of the chat page out: ${name}`, async () => {
      const conversation = randomBytes(16).toString('hex');
      const mark = { kind: 'new-case', id: 'mark-000', at: now() };
      for (const id of ['line-000', 'mark-000'])
        await store.chat.append(conversation, { id, at: now(), activity: { ...mark, id } });
      raw.prepare('update chat_messages set content = ? where activity = ?').run(text, 'line-000');

      const response = await fetch(`${bot.url}/chat/conversations/${conversation}`);

      assert.deepEqual(((await response.json()) as { entries: unknown }).entries, [mark]);
    });
  }

  it('sends what other replies wait to be sent', async () => {
    const long = new Date(Date.now() - 600_000).toISOString();
    const at = place();
    const talk = bot.talk({ ...at, person: priya });
    await talk.say('help');
    const reply = { messages: [{ kind: 'text', text: 'late' }], replacement: null };
    for (const id of ['a-1', 'a-2']) await store.commit({ ...at, at: long, by: priya, activity: { id, reply } });
    raw.prepare("update replies set reply = '{' where tenant = ? and activity = 'a-1'").run(at.tenant);

    await bot.restart();
    while (!talk.delivered.some(one => one.text === 'late')) await new Promise(resolve => setTimeout(resolve, 50));

    assert.equal(talk.delivered.filter(one => one.text === 'late').length, 1);
  });

  it('asks for a language where only a newer version knows the one that is remembered', async () => {
    const at = place();
    const talk = bot.talk({ ...at, person: priya });
    const fact = { kind: 'partner-language', domain: 'contoso.example', language: 'fi' as Locale } as const;
    await store.commit({ ...at, at: now(), by: priya, remember: [fact] });

    const card = await talk.press(await talk.say(trace), 'answer', { option: 'partner' });

    assert.ok(buttonsOf(card).some(button => button.verb === 'contact-language'));
  });

  it('shows a case of an older version', async () => {
    const at = place();
    const { openedBy, evidence, articleId, moves } = caseOf('connection-refused', queued);
    const { damagedCodes: _, ...older } = evidence;
    await keepCase(at, JSON.stringify({ openedBy, evidence: older, articleId, moves }));
    const talk = bot.talk({ ...at, person: priya });

    const card = await talk.say('case K7Q2MF');
    const after = await talk.press(card, 'answer', { option: 'ours' });

    assert.notEqual(textOf(after), textOf(card));
    assert.deepEqual(JSON.parse((rowOf(at) as { value: string }).value).evidence.damagedCodes, []);
  });
});
