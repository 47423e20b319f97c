/** The labelled texts under test/eval/texts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

/** `symptoms`, `typos`, `mixed` (two languages in a sentence), `chatter`, or the format of a paste. */
export interface LabelledText {
  readonly kind: string;
  readonly locale: string;
  readonly text: string;
  /** Any of these articles is right; empty: nothing may match. */
  readonly articles: readonly string[];
  /** The cause's code; undefined where a sentence has none to find. */
  readonly cause: string | null | undefined;
  readonly isUnknownCode: boolean;
}

const Sentences = z.record(z.string(), z.array(z.string()));
const Pastes = z.array(
  z.strictObject({ kind: z.string(), cause: z.string().nullable(), expect: z.string(), text: z.string() }),
);

const folder = join(import.meta.dirname, 'texts');

export function loadTexts(): LabelledText[] {
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const [kind, locale] = name.split('.') as [string, string];
      const content: unknown = load(readFileSync(join(folder, name), 'utf8'));
      return kind === 'pastes' ? pastes(Pastes.parse(content)) : sentences(Sentences.parse(content), kind, locale);
    });
}

function sentences(content: z.infer<typeof Sentences>, kind: string, locale: string): LabelledText[] {
  return Object.entries(content).flatMap(([label, texts]) =>
    texts.map(text => ({
      kind: label === 'none' ? 'chatter' : kind,
      locale,
      text,
      articles: label === 'none' ? [] : label.split('|'),
      cause: undefined,
      isUnknownCode: false,
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
  }));
}
