/** The words that speak for one candidate alone. */
import type { Candidate } from '../match.ts';

export function ownWords(candidate: Candidate, others: readonly Candidate[]): string[] {
  const theirs = others.flatMap(wordsOf);
  return wordsOf(candidate).filter(word => !isAmong(word, theirs));
}

export function wordsOf({ because }: Candidate): readonly string[] {
  return because.flatMap(reason => (reason.kind === 'words' ? reason.words : []));
}

/** "server" is said where "mail server" is. */
export function isAmong(word: string, others: readonly string[]): boolean {
  return others.some(other => other.toLowerCase().includes(word.toLowerCase()));
}
