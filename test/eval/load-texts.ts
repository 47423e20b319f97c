/**
 * The labelled texts under test/eval/texts. A label is an article's id, or a status code: then each article that has it;
 * with | between them any is right. The files heldout*.yaml were written by people who had not read the articles, and
 * nobody sets the matcher by them: they say how good it is on texts it has never met.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';
import type { Article } from '../../src/triage/article.ts';
import { parseCode, rangeSpan } from '../../src/triage/status-code.ts';

/** `symptoms`, `typos`, `mixed` (two languages in a sentence), `chatter`, these with `heldout-`, or the format of a paste. */
export interface LabelledText {
  readonly kind: string;
  readonly locale: string;
  readonly text: string;
  /** Any of these articles is right; empty: nothing may match. */
  readonly articles: readonly string[];
  /** The cause's code; undefined where a sentence has none to find. */
  readonly cause: string | null | undefined;
  readonly isUnknownCode: boolean;
  readonly isHeldOut: boolean;
}

const Sentences = z.record(z.string(), z.array(z.string()));
const Pastes = z.array(
  z.strictObject({ kind: z.string(), cause: z.string().nullable(), expect: z.string(), text: z.string() }),
);

const folder = join(import.meta.dirname, 'texts');

export function loadTexts(articles: readonly Article[]): LabelledText[] {
  return readTexts().map(text => ({ ...text, articles: text.articles.flatMap(label => idsOf(label, articles)) }));
}

/** The label itself where no article has the code (yet). */
function idsOf(label: string, articles: readonly Article[]): string[] {
  const code = parseCode(label);
  if (!code) return [label];
  const ids = articles
    .filter(({ statusCodes }) => statusCodes.some(range => rangeSpan(range, code) !== undefined))
    .map(({ id }) => id);
  return ids.length > 0 ? ids : [label];
}

function readTexts(): LabelledText[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const [kind, locale] = name.split('.') as [string, string];
      const content: unknown = load(readFileSync(join(folder, name), 'utf8'));
      return kind === 'pastes' ? pastes(Pastes.parse(content)) : sentences(Sentences.parse(content), kind, locale);
    });
}

function sentences(content: z.infer<typeof Sentences>, kind: string, locale: string): LabelledText[] {
  const isHeldOut = kind.startsWith('heldout');
  return Object.entries(content).flatMap(([label, texts]) =>
    texts.map(text => ({
      kind: label !== 'none' ? kind : isHeldOut ? 'heldout-chatter' : 'chatter',
      locale,
      text,
      articles: label === 'none' ? [] : label.split('|'),
      cause: undefined,
      isUnknownCode: false,
      isHeldOut,
    })),
  );
}

function pastes(content: z.infer<typeof Pastes>): LabelledText[] {
  return content.map(({ kind, cause, expect, text }) => ({
    kind,
    locale: 'any',
    text,
    articles: expect === 'none' || expect === 'unknown' ? [] : expect.split('|'),
    cause,
    isUnknownCode: expect === 'unknown',
    isHeldOut: false,
  }));
}
