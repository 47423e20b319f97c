/** What is typed about who looks after a case, and about the experts; everything else is read as before. */
import type { Severity } from '../case.ts';
import { isOneOf, plain } from './plain.ts';
import type { CommandWord, CommandWords } from './read-typed.ts';

export type TypedForPeople =
  /** Whose problems come here; empty: all. */
  | { readonly kind: 'experts-here'; readonly problems: string }
  | { readonly kind: 'experts-gone' }
  /** Empty: who is on the list. */
  | { readonly kind: 'on-call'; readonly hours: string }
  | { readonly kind: 'off-call' }
  | { readonly kind: 'incidents' }
  | { readonly kind: 'leave-incident' }
  | { readonly kind: 'escalate' | 'give-back'; readonly text: string | null }
  | { readonly kind: 'tell' | 'assign'; readonly text: string }
  | { readonly kind: 'take' | 'take-back' | 'withdraw' }
  | { readonly kind: 'severity'; readonly option: Severity };

/** What may stand behind a word, and what it is about behind that. */
const ends = /[\s:：,，]/;

const severityWords = ['normal', 'high', 'critical'] as const;

export function readForPeople(text: string, words: CommandWords): TypedForPeople | undefined {
  const said = plain(text);
  const typed = text.trim().replace(/\s+/g, ' ');
  const low = typed.toLowerCase();
  const is = (word: CommandWord) => isOneOf(said, words[word]);
  const rest = (word: CommandWord) => restOf(typed, low, words[word]);
  const problems = rest('expertsHere');
  if (problems !== undefined) return { kind: 'experts-here', problems };
  if (is('expertsGone')) return { kind: 'experts-gone' };
  if (is('offCall')) return { kind: 'off-call' };
  const hours = rest('onCall');
  if (hours !== undefined) return { kind: 'on-call', hours };
  if (is('incidents')) return { kind: 'incidents' };
  if (is('leaveIncident')) return { kind: 'leave-incident' };
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
function restOf(typed: string, low: string, words: readonly string[]): string | undefined {
  const word = words
    .filter(one => low.startsWith(one) && (low.length === one.length || ends.test(low.charAt(one.length))))
    .sort((one, other) => other.length - one.length)[0];
  return word === undefined ? undefined : typed.slice(word.length).replace(/^[\s:：,，]{1,5}/, '');
}
