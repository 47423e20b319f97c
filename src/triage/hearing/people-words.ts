/** What is typed about who looks after a case, and about the experts; everything else is read as before. */
import type { Severity } from '../case.ts';
import { plain } from './plain.ts';
import type { CommandWord, CommandWords } from './read-typed.ts';

export type TypedForPeople =
  /** Whose problems come here; empty: all. */
  | { readonly kind: 'experts-here'; readonly problems: string }
  | { readonly kind: 'experts-gone' }
  /** Empty: who is on the list. */
  | { readonly kind: 'on-call'; readonly hours: string }
  | { readonly kind: 'off-call' }
  | { readonly kind: 'escalate' | 'give-back'; readonly text: string | null }
  | { readonly kind: 'tell' | 'assign'; readonly text: string }
  | { readonly kind: 'take' | 'take-back' | 'withdraw' }
  | { readonly kind: 'severity'; readonly option: Severity };

const severityWords = ['normal', 'high', 'critical'] as const;

export function readForPeople(text: string, words: CommandWords): TypedForPeople | undefined {
  const said = plain(text);
  const is = (word: CommandWord) => words[word].some(one => plain(one) === said);
  const rest = (word: CommandWord) => restOf(text, words[word]);
  const problems = rest('expertsHere');
  if (problems !== undefined) return { kind: 'experts-here', problems };
  if (is('expertsGone')) return { kind: 'experts-gone' };
  if (is('offCall')) return { kind: 'off-call' };
  const hours = rest('onCall');
  if (hours !== undefined) return { kind: 'on-call', hours };
  if (is('take')) return { kind: 'take' };
  if (is('takeBack')) return { kind: 'take-back' };
  if (is('withdraw')) return { kind: 'withdraw' };
  const option = severityWords.find(is);
  if (option) return { kind: 'severity', option };
  const asked = rest('askExperts');
  if (asked !== undefined) return { kind: 'escalate', text: asked || null };
  const back = rest('giveBack');
  if (back !== undefined) return { kind: 'give-back', text: back || null };
  const whom = rest('assign');
  if (whom !== undefined) return { kind: 'assign', text: whom };
  const told = rest('tell');
  return told ? { kind: 'tell', text: told } : undefined;
}

/** What follows one of the words, as it was typed; empty where nothing does. "Tell the experts" before "tell". */
function restOf(text: string, words: readonly string[]): string | undefined {
  const typed = text.trim().replace(/\s+/g, ' ');
  const low = typed.toLowerCase();
  const word = [...words]
    .sort((one, other) => other.length - one.length)
    .find(one => low.startsWith(one) && (low.length === one.length || /^[\s:：,，]/.test(low.slice(one.length))));
  return word === undefined ? undefined : typed.slice(word.length).replace(/^[\s:：,，]{1,5}/, '');
}
