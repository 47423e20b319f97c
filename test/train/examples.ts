/** What the ranker learns from: the articles' own lines, the labelled texts but for the held-out ones, and other talk. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Article } from '../../src/triage/article.ts';
import { repliesOf } from '../../src/triage/condition.ts';
import { locales } from '../../src/triage/evidence.ts';
import { createLexicon, type WordData } from '../../src/triage/language/index.ts';
import { type Sentence, sentenceFeatures } from '../../src/triage/matching/ranking/sentence-features.ts';
import { textsOf } from '../../src/triage/matching/ranking/trained-ranker.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { tokenize } from '../../src/triage/tokens.ts';
import { loadTexts } from '../eval/load-texts.ts';
import { loadReplies } from '../eval/replies.ts';

/** The label of a sentence that says no more than that mail does not work. */
export const vague = 'vague';

export interface Example {
  readonly kind: string;
  readonly text: string;
  /** Any of these articles is right, or it is `vague`; none: other talk. */
  readonly labels: readonly string[];
  readonly weight: number;
  /** Somebody else's text, not a line of the articles. */
  readonly isLabelled: boolean;
}

/** How much a text counts: what is written as people talk, more than what explains. */
const weights = {
  signature: 0.5,
  title: 1,
  symptom: 1,
  headline: 1,
  tell: 0.5,
  cause: 1,
  talk: 1,
  chatter: 0.3,
  vague: 2,
  reply: 1,
};
const labelledWeight = 2;

export function loadExamples(articles: readonly Article[], words: WordData): Example[] {
  const lines = articles.flatMap(article =>
    textsOf(article).map(({ text, field }) => ({
      kind: field,
      text: text.replace(/\{[\w-]+\}/g, ''),
      labels: [article.id],
      weight: weights[field],
      isLabelled: false,
    })),
  );
  const other = locales.flatMap(locale => {
    const example = (kind: 'talk' | 'chatter' | 'vague') => (text: string) => ({
      kind,
      text: text.replace(' .. ', ' '),
      labels: kind === 'vague' ? [vague] : [],
      weight: weights[kind],
      isLabelled: false,
    });
    const { everydayTalk = [], vagueTalk = [], chatter } = words.locales[locale];
    return [
      ...everydayTalk.map(example('talk')),
      ...vagueTalk.map(example('vague')),
      ...chatter.map(example('chatter')),
    ];
  });
  const known = new Set(articles.map(({ id }) => id));
  const labelled = loadTexts(articles)
    .filter(({ isHeldOut, locale }) => !isHeldOut && locale !== 'any')
    .filter(({ articles }) => articles.length === 0 || articles.some(id => known.has(id)))
    .map(({ kind, locale, text, articles }) => ({
      kind: `${kind} ${locale}`,
      text: readEvidence(text).words || text,
      labels: articles.filter(id => known.has(id)),
      weight: labelledWeight,
      isLabelled: true,
    }));
  // The ranker is the second witness of what a reply says, so it has to know how mail systems talk.
  const replies = loadReplies('seen')
    .map(({ text, article }) => ({
      evidence: readEvidence(text),
      labels: article.split('|').filter(id => known.has(id)),
    }))
    .filter(({ labels }) => labels.length > 0)
    .map(({ evidence, labels }) => ({
      kind: 'reply',
      text: [...repliesOf(evidence), evidence.words].join(' '),
      labels,
      weight: weights.reply,
      isLabelled: false,
    }));
  const seen = new Set<string>();
  return [...lines, ...other, ...labelled, ...replies].filter(({ text, labels }) => {
    const key = `${labels} ${text}`;
    return text.trim() !== '' && !seen.has(key) && seen.add(key);
  });
}

/** The examples as the ranker will see them. */
export function readExamples(examples: readonly Example[], articles: readonly Article[], words: WordData): Sentence[] {
  const lexicon = createLexicon(words);
  for (const article of articles) {
    for (const { text, locale } of textsOf(article)) lexicon.learn(tokenize(text), locale);
  }
  return examples.map(({ text }) => sentenceFeatures(lexicon.read(text)));
}

/** Changes with everything that the weights follow from: examples, words, and the code that reads and learns. */
export function hashOf(examples: readonly Example[], words: WordData): string {
  const { weights: _, readAloud: __, ...data } = words;
  const hash = createHash('sha256').update(JSON.stringify([examples, data]));
  const root = join(import.meta.dirname, '../..');
  const code = ['src/triage/language', 'test/train'].flatMap(folder =>
    readdirSync(join(root, folder))
      .filter(name => !name.endsWith('.test.ts'))
      .sort()
      .map(name => `${folder}/${name}`),
  );
  for (const file of [...code, 'src/triage/matching/ranking/sentence-features.ts', 'src/triage/tokens.ts']) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}
