import { strict as assert } from 'node:assert';
import { type Locale, locales } from '../../../src/triage/evidence.ts';
import { createArticleWords } from '../../../src/triage/matching/article-words.ts';
import { type ArticleSketch, makeArticle } from '../make-article.ts';

type Field = 'title' | 'alias' | 'signature' | 'headline' | 'symptom';

/** A text in one field, in every language if none is named. */
function article(id: string, field: Field, text: string, locale?: Locale): ArticleSketch {
  if (field === 'signature') return { id, signatures: [text] };
  const list = field === 'alias' ? 'aliases' : field === 'symptom' ? 'symptoms' : field;
  const strings = { [list]: list === field ? text : [text] };
  return { id, strings: Object.fromEntries((locale ? [locale] : locales).map(one => [one, strings])) };
}

function found(typed: string, sketches: readonly ArticleSketch[], related: readonly string[] = []): string[] {
  const articles = sketches.map(makeArticle).concat({ ...makeArticle({ id: 'any' }), related });
  return createArticleWords(articles)
    .find(typed, 'en')
    .map(({ id }) => id);
}

describe('words as they are typed', () => {
  const better: readonly [what: string, typed: string, better: ArticleSketch, worse: ArticleSketch][] = [
    ['a title than another name', 'relay', article('one', 'title', 'relay'), article('other', 'alias', 'relay')],
    ['another name than a wording', 'relay', article('one', 'alias', 'relay'), article('other', 'signature', 'relay')],
    ['a wording than a headline', 'relay', article('one', 'signature', 'relay'), article('other', 'headline', 'relay')],
    [
      'a whole word in another name than the start of one in a title',
      'relay',
      article('one', 'alias', 'relay'),
      article('other', 'title', 'relaying'),
    ],
    [
      'the start of a word in a title than a whole one in a symptom',
      'relay',
      article('one', 'title', 'relaying'),
      article('other', 'symptom', 'relay'),
    ],
    [
      'the start of a word than its middle',
      'relay',
      article('one', 'title', 'relaying'),
      article('other', 'title', 'unrelayed'),
    ],
    [
      'the middle of a word in a title than the start of one in a symptom',
      'relay',
      article('one', 'title', 'unrelayed'),
      article('other', 'symptom', 'relaying'),
    ],
    [
      'scattered characters in a title than in a headline',
      '邮箱满',
      article('one', 'title', '邮箱已满', 'zh-CN'),
      article('other', 'headline', '邮箱已满', 'zh-CN'),
    ],
    [
      'Chinese side by side in a symptom than scattered in another name',
      '邮箱满',
      article('one', 'symptom', '邮箱满', 'zh-CN'),
      article('other', 'alias', '邮箱已满', 'zh-CN'),
    ],
    [
      'the language of the reader than another',
      'relay',
      article('one', 'title', 'relay', 'en'),
      article('other', 'title', 'relay', 'nl'),
    ],
    [
      'another name in any language than a symptom in the own',
      'relay',
      article('one', 'alias', 'relay', 'nl'),
      article('other', 'symptom', 'relay', 'en'),
    ],
  ];
  for (const [what, typed, one, other] of better) {
    it(`stand rather in ${what}`, () => {
      assert.deepEqual(found(typed, [other, one]), ['one', 'other']);
    });
  }

  const equal: readonly [what: string, typed: string, one: ArticleSketch, other: ArticleSketch][] = [
    ['a headline and a symptom', 'relay', article('one', 'headline', 'relay'), article('other', 'symptom', 'relay')],
    [
      'Chinese scattered in a title and side by side in a symptom',
      '邮箱满',
      article('one', 'title', '邮箱已满', 'zh-CN'),
      article('other', 'symptom', '邮箱满', 'zh-CN'),
    ],
  ];
  for (const [what, typed, one, other] of equal) {
    it(`stand as well in ${what}: the one that others name comes first`, () => {
      assert.deepEqual(found(typed, [one, other], ['one']), ['one', 'other']);
      assert.deepEqual(found(typed, [one, other], ['other']), ['other', 'one']);
    });
  }

  const table: readonly [typed: string, title: string, isFound: boolean, what: string][] = [
    ['port', 'transport rule', true, 'four letters in the middle of a word'],
    ['box', 'mailbox', false, 'three letters in the middle of a word'],
    ['rleays', 'relays', true, 'six letters with two swapped'],
    ['rleay', 'relay', false, 'five letters with two swapped'],
    ['rule 550', 'rule 550', true, 'a number of three digits'],
    ['rule 550', 'rule 5504', false, 'a number that goes on'],
    ['rule 47', 'rule', true, 'a number of two digits, which counts for nothing'],
    ['relay xyzzy', 'relay', false, 'a word that nobody has'],
    ['邮满', '邮箱满', false, 'two Chinese characters apart'],
    ['邮箱满', '邮箱又已满', true, 'three Chinese characters with two between them'],
    ['邮箱满', '邮箱现在又已满', false, 'three Chinese characters with four between them'],
    [
      'one two three four five six seven eight nine ten eleven xyzzy',
      'one two three four five six seven eight nine ten eleven twelve',
      false,
      'a twelfth word that nobody has',
    ],
    [
      'one two three four five six seven eight nine ten eleven twelve xyzzy',
      'one two three four five six seven eight nine ten eleven twelve',
      true,
      'a thirteenth word that nobody has, and nobody looks at',
    ],
  ];
  for (const [typed, title, isFound, what] of table) {
    it(`${isFound ? 'find' : 'do not find'} ${what}`, () => {
      assert.equal(found(typed, [article('one', 'title', title)]).length, isFound ? 1 : 0);
    });
  }
});
