import assert from 'node:assert/strict';
import { createFragmentRanking } from '../../../../src/triage/matching/ranking/fragment-ranking.ts';
import { tokenize } from '../../../../src/triage/tokens.ts';

const texts = ['The certificate has expired', 'The mailbox is full', 'De limiet per dag is bereikt', '收件人邮箱已满'];
const ranking = createFragmentRanking(texts.length);
for (const [number, text] of texts.entries()) ranking.add(number, tokenize(text), 1);

describe('the ranking by fragments', () => {
  const found: readonly [what: string, text: string, article: number][] = [
    ['the same word', 'expired', 0],
    ['a word with a typing error', 'certifcate', 0],
    ['half of a compound', 'servercertificaat', 0],
    ['an inflection that no list has', 'daglimieten', 2],
    ['Chinese', '邮箱满', 3],
  ];
  for (const [what, text, article] of found) {
    it(`finds ${what}`, () => {
      const ranks = ranking.rank(tokenize(text));

      assert.equal(ranks.indexOf(1), article);
    });
  }

  it('asks for 400 fragments of a text and no more', () => {
    const noise = [...'abcdefghijklmnopqrstuvwxyz'].flatMap(one =>
      [...'0123456789'].flatMap(other => [one + other, other + one]),
    );
    const best = (count: number) => Math.max(...ranking.rank([...noise.slice(0, count), 'expired']));

    assert.equal(best(393), 1);
    assert.equal(best(400), 0);
  });

  it('gives nothing for what no article says', () => {
    assert.deepEqual([...ranking.rank(['xyzzy'])], [0, 0, 0, 0]);
  });
});
