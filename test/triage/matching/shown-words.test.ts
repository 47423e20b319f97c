import { deepEqual } from 'node:assert/strict';
import { shownWords } from '../../../src/triage/matching/shown-words.ts';

const table: [text: string, words: string[], shown: string[]][] = [
  ['扫描仪发不出邮件', ['扫描仪邮件', '扫描仪', '描仪', '扫描'], ['扫描仪']],
  ['证书过期后对方的邮件进不来', ['证书', '过期', '不来', '进不'], ['证书', '过期']],
  ['mail to the scanner bounces', ['scanner', 'scan'], ['scanner']],
  ['Mail komt terug', ['mail', 'terug'], ['mail', 'terug']],
  ['the mail bounces', ['misspelt'], ['misspelt']],
];

describe('the words that are shown as a reason', () => {
  for (const [text, words, shown] of table)
    it(`are ${shown.join(', ')} for ${text}`, () => deepEqual(shownWords(words, text), shown));
});
