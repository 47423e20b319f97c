import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '../../src/triage/evidence.ts';
import { content, dialogs } from '../content.ts';

/** With these words a card says that Microsoft has not written down what follows. */
const marks = {
  en: 'Not confirmed by Microsoft:',
  nl: 'Niet bevestigd door Microsoft:',
  sv: 'Inte bekräftat av Microsoft:',
  'zh-CN': '未经 Microsoft 证实：',
} as const;

function countIn(folder: string, locale: keyof typeof marks): number {
  return readFileSync(join(dialogs, folder, 'strings', `${locale}.yaml`), 'utf8').split(marks[locale]).length - 1;
}

describe('what Microsoft has not confirmed', () => {
  it('is marked in every language or in none', () => {
    const folders = ['shared', ...content.articles.map(article => article.id)];
    const differing = folders.filter(folder => new Set(locales.map(locale => countIn(folder, locale))).size > 1);

    assert.deepEqual(differing, []);
    assert.ok(folders.some(folder => countIn(folder, 'en') > 0));
  });
});
