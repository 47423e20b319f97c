import assert from 'node:assert/strict';
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { parseCode } from '../../src/triage/status-code.ts';
import { loadTexts } from './load-texts.ts';

const { articles } = loadArticles(join(import.meta.dirname, '../../dialogs'));
const texts = loadTexts(articles);

describe('the labelled texts', () => {
  it('name articles that exist, or codes', () => {
    const ids = new Set(articles.map(({ id }) => id));

    const unknown = texts.flatMap(text => text.articles).filter(label => !ids.has(label) && !parseCode(label));

    assert.deepEqual(unknown, []);
  });

  it('stand once each', () => {
    const seen = new Set<string>();
    const twice = texts.filter(({ text }) => seen.has(text) || !seen.add(text));

    assert.deepEqual(twice, []);
  });

  it('are not the symptom lines of the articles', () => {
    const lines = new Set(
      articles.flatMap(article => Object.values(article.strings).flatMap(({ symptoms }) => symptoms)),
    );

    assert.deepEqual(
      texts.filter(({ text }) => lines.has(text)),
      [],
    );
  });
});
