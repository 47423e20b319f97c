/** What people say in their own words about the open case, as whole conversations: the case is looked at, not the words. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import { noMemory, type TriageCase } from '../../src/triage/case.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { findPosition } from '../../src/triage/guiding/index.ts';
import { articles, strings } from '../content.ts';
import type { Delivered } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';
import { situation, situations } from './situations.ts';

const Row = z.strictObject({
  /** What is said first. */
  before: z.string().optional(),
  say: z.string(),
  after: z.enum(situations),
  /** Of the case that was open; absent: still to be chosen, or none. */
  article: z.string().optional(),
  step: z.string().optional(),
  /** The place of the article in the list that was offered, from 1: what stands where is the ranker's. */
  chosen: z.number().optional(),
  ticks: z.array(z.string()),
  /** What is kept of it; absent: whatever it is. */
  notes: z.array(z.string()).optional(),
  /** Whether it says since when. */
  began: z.boolean().default(false),
  outcome: z.enum(['solved', 'sent']).optional(),
  /** How many there are, drafts with them. */
  cases: z.number().default(0),
  /** Keys of `answer` in cards/strings; `card` for that of a case, `text` for a text to copy. */
  reply: z.array(z.string()),
});

const rowsOf = (locale: Locale) =>
  z.array(Row).parse(load(readFileSync(join(import.meta.dirname, 'follow-ups', `${locale}.yaml`), 'utf8')));

/** On PostgreSQL the first of each language are enough: what differs there is the storage. */
const onPostgres = 6;

const answers = strings.en
  .keys()
  .filter(key =>
    /^(?:answer|notice)\..*(?:title|tick)$|notes\.new$|nothingOfTheirs$|questionFirst\.|staysOpen\./.test(key),
  );

/** What was answered, by the text that only it begins with. */
function nameOf({ card, text }: Delivered, locale: Locale): string {
  const begins = card?.fallbackText ?? text?.split('\n')[0] ?? '';
  const key = answers.find(one => strings[locale].say(one) === begins);
  return key?.replace(/^answer\./, '').replace(/\.title$/, '') ?? (card ? 'card' : 'text');
}

onEachBot('what is said beside an open case', at => {
  for (const locale of locales) {
    const rows = rowsOf(locale);
    for (const row of at.name === 'SQLite' ? rows : rows.slice(0, onPostgres)) {
      it(`${locale}, ${row.after}: “${row.say.slice(0, 60)}”`, async () => {
        const talk = await situation(at.bot, row.after, locale);
        if (row.before !== undefined) await talk.post({ type: 'message', text: row.before });
        const current = await at.store.currentCase({ tenant: talk.tenant, conversation: talk.conversation });
        const sent = talk.delivered.length;

        await talk.post({ type: 'message', text: row.say });

        const replies = talk.delivered
          .slice(sent)
          .filter(({ method, type }) => method === 'POST' && type === 'message');
        assert.deepEqual(
          replies.map(reply => nameOf(reply, locale)),
          row.reply,
        );
        const stored = current && (await at.store.loadCase(talk.tenant, current.id));
        assert.deepEqual(stateOf(stored?.value), {
          article: row.chosen === undefined ? row.article : current?.value.candidates[row.chosen - 1]?.articleId,
          step: row.step,
          ticks: row.ticks,
          outcome: row.outcome,
        });
        if (row.notes !== undefined)
          assert.deepEqual(
            stored?.value.notes.map(({ text }) => text),
            row.notes,
          );
        assert.equal((stored?.value.contact.began ?? null) !== null, row.began, 'whether it is known since when');
        const now = await at.store.currentCase({ tenant: talk.tenant, conversation: talk.conversation });
        assert.equal(now?.id !== current?.id, row.cases > (current ? 1 : 0), 'whether another case was opened');
      });
    }
  }
});

function stateOf(value: TriageCase | undefined) {
  const article = value?.articleId == null ? undefined : articles.get(value.articleId);
  return {
    article: article?.id,
    step: value && article && findPosition(value, article, noMemory).stepId,
    ticks: Object.keys(value?.ticks ?? {}).map(key => key.split('/')[1]),
    outcome: value?.outcome?.kind,
  };
}
