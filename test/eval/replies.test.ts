import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { content, knowledgeBase } from '../content.ts';
import {
  fallenReplies,
  type LabelledReply,
  loadReplies,
  measureReplies,
  type RepliesBySet,
  readByCodes,
  readReply,
  recordedReplies,
  replySets,
} from './replies.ts';

const knowledge = knowledgeBase();

describe('replies of other systems', () => {
  const recorded = JSON.parse(readFileSync(recordedReplies, 'utf8')) as RepliesBySet;

  for (const set of replySets) {
    it(`are read as well as recorded: ${set}`, () => {
      const now = measureReplies(loadReplies(set), reply => readReply(reply, knowledge));

      assert.deepEqual(fallenReplies(set, recorded[set], now), []);
      assert.equal(now.replies, recorded[set].replies);
    });
  }

  it('are more than four hundred, of more than twenty-five systems', () => {
    const all = replySets.flatMap(loadReplies);

    assert.ok(all.length >= 400, `${all.length} replies`);
    assert.ok(new Set(all.map(({ system }) => system)).size > 25);
  });

  it('stand once each, and name articles that exist', () => {
    const all = replySets.flatMap(loadReplies);
    const ids = new Set(['none', ...content.articles.map(({ id }) => id)]);

    assert.equal(new Set(all.map(({ text }) => text)).size, all.length);
    assert.deepEqual(
      all.flatMap(({ article }) => article.split('|')).filter(id => !ids.has(id)),
      [],
    );
  });

  it('are read better than by a table of codes', () => {
    for (const set of replySets) {
      const replies = loadReplies(set);
      const ours = measureReplies(replies, reply => readReply(reply, knowledge));
      const table = measureReplies(replies, reply => readByCodes(reply, content.articles));

      assert.ok(ours.right > table.right && ours.wrong < table.wrong);
    }
  });
});

describe('a figure of replies', () => {
  const reply: LabelledReply = {
    system: 'gmail',
    reason: 'ratelimited',
    article: 'busy|full',
    form: 'bare',
    text: '421 too fast',
  };
  const answer = { articles: ['full'], isMatch: true, reason: 'ratelimited', system: 'gmail' };
  const measure = (more: Partial<typeof answer>) => measureReplies([reply], () => ({ ...answer, ...more }));

  it('counts what is right', () => {
    const { right, wrong, reasonRight, systemRight } = measure({});

    assert.deepEqual(
      { right, wrong, reasonRight, systemRight },
      { right: 1, wrong: 0, reasonRight: 1, systemRight: 1 },
    );
  });

  it('tells a wrong match from a wrong choice', () => {
    assert.equal(measure({ articles: ['other'] }).wrong, 1);
    assert.equal(measure({ articles: ['other'], isMatch: false }).wrong, 0);
  });

  it('says what fell and what rose', () => {
    const worse = measure({ articles: ['other'], reason: 'blocked' });

    assert.deepEqual(fallenReplies('seen', measure({}), worse), [
      'seen: right fell from 1 to 0',
      'seen: reasonRight fell from 1 to 0',
      'seen: wrong rose from 0 to 1',
    ]);
  });
});
