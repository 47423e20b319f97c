import { strict as assert } from 'node:assert';
import { createPhraseIndex, gap } from '../../../src/triage/language/phrase-index.ts';

const phrases = createPhraseIndex<string>();
phrases.add(['full'], 'full');
phrases.add(['mailbox', 'full'], 'mailbox full');
phrases.add(['connection', gap, 'refused'], 'refused');
phrases.add(['连', gap, '拒'], '拒');
phrases.add([], 'nothing');

const found = (tokens: readonly string[]) => phrases.find(tokens).map(({ value, places }) => [value, ...places]);

describe('the phrases of a text', () => {
  it('are found side by side, one inside another', () => {
    assert.deepEqual(found(['my', 'mailbox', 'full']), [
      ['mailbox full', 1, 2],
      ['full', 2],
    ]);
  });

  const others = (count: number, token: string) => new Array<string>(count).fill(token);
  const gaps: readonly [what: string, tokens: readonly string[], expected: (string | number)[][]][] = [
    ['nothing', ['connection', 'refused'], [['refused', 0, 1]]],
    ['four words', ['connection', ...others(4, 'x'), 'refused'], [['refused', 0, 5]]],
    ['five words', ['connection', ...others(5, 'x'), 'refused'], []],
    ['eight Chinese characters', ['连', ...others(8, '接'), '拒'], [['拒', 0, 9]]],
    ['nine Chinese characters', ['连', ...others(9, '接'), '拒'], []],
  ];
  for (const [what, tokens, expected] of gaps) {
    it(`${expected.length > 0 ? 'reach' : 'do not reach'} over ${what}`, () =>
      assert.deepEqual(found(tokens), expected));
  }
});
