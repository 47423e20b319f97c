/** Lists and sentences put together as the language does it. */
import type { Locale } from '../triage/evidence.ts';

/** "a, b" or "a、b": names and values side by side, without a final "and". */
export function joinWords(locale: Locale, words: readonly (string | null)[]): string {
  return words.filter(word => word !== null).join(locale === 'zh-CN' ? '、' : ', ');
}

/** "3 or 4" */
export function joinOr(locale: Locale, words: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(words);
}

/** In the quotation marks of the language. */
export function quoted(locale: Locale, text: string): string {
  return `${locale === 'sv' ? '”' : '“'}${text}”`;
}

/** Sentences one after the other, each with its full stop; Chinese has no space between them. */
export function joinSentences(locale: Locale, sentences: readonly (string | undefined)[]): string {
  return sentences
    .filter(sentence => sentence !== undefined && sentence !== '')
    .map(sentence => (/[.?!:。？！：]$/.test(sentence!) ? sentence : `${sentence}${locale === 'zh-CN' ? '。' : '.'}`))
    .join(locale === 'zh-CN' ? '' : ' ');
}
