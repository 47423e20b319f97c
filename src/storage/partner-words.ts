/** By which words a partner is found, and what somebody who searches means. */
import { hostKey } from './columns.ts';
import type { ListedPartner } from './directory-store.ts';

const longestWord = 60;
/** Notes may be long; their first words say what they are about. */
const mostWords = 60;

/** Every word of its domain, its contacts and its notes. */
export function wordsOfPartner({ domain, contacts, notes }: Omit<ListedPartner, 'language'>): string[] {
  const labels = hostKey(domain).split('.').slice(0, -1);
  const people = contacts.flatMap(({ name, address }) => [...wordsIn(name ?? ''), ...(address ? [address] : [])]);
  const words = [hostKey(domain), ...labels, ...people, ...wordsIn(notes ?? '')].map(word =>
    word.toLowerCase().slice(0, longestWord),
  );
  return [...new Set(words)].filter(word => word !== '').slice(0, mostWords);
}

/** What was typed, as beginnings of words. */
export function wordsSought(text: string): string[] {
  // A domain or an address is one word.
  const parts = text.toLowerCase().split(/[\s,;]+/);
  return parts.flatMap(part => (/[.@]/.test(part) ? [part] : wordsIn(part))).map(word => word.slice(0, longestWord));
}

function wordsIn(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).flatMap(endings);
}

/** Chinese is written without blanks: what stands within is the beginning of an ending. */
function endings(word: string): string[] {
  if (!/^\p{Script=Han}{2,}$/u.test(word)) return [word];
  const signs = [...word].slice(0, 12);
  return signs.map((_, index) => signs.slice(index).join(''));
}
