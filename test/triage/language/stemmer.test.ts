import { strict as assert } from 'node:assert';
import { createStemmer } from '../../../src/triage/language/stemmer.ts';

const stem = createStemmer({
  endings: ['ed', 'ing', 's', 'é'],
  asTheyAre: ['During', 'passed'],
  sameAs: { not: ['never', 'cannots'] },
});

describe('the stem', () => {
  const rows: readonly [word: string, stem: string, why: string][] = [
    ['queued', 'queu', 'the ending falls away'],
    ['bouncing', 'bounc', 'the longest ending falls away'],
    ['mails', 'mail', 'five letters may have an ending'],
    ['rung', 'rung', 'four letters stay'],
    ['mods', 'mods', 'four letters stay, ending or not'],
    ['using', 'using', 'three letters have to be left'],
    ['noted', 'not', 'three letters may be left'],
    ['stopped', 'stop', 'a doubled letter becomes one'],
    ['inneed', 'inne', 'only the last letters are one'],
    ['added', 'add', 'three letters stay, doubled or not'],
    ['during', 'during', 'a word that only looks inflected stays'],
    ['passed', 'passed', 'a word that stays keeps its ending'],
    ['tls12s', 'tls12s', 'what has digits stays'],
    ['never', 'not', 'words that are the same to us have one stem'],
    ['cannot', 'not', 'words that are the same to us have one stem, inflected or not'],
    ['邮件', '邮件', 'Chinese stays'],
  ];
  for (const [word, expected, why] of rows)
    it(`of ${word} is ${expected}: ${why}`, () => assert.equal(stem(word), expected));
});
