/** What stands in a sentence where the case knows nothing: a noun phrase, and no noun beside the same once more. */
import type { Strings } from './strings.ts';

/** For which placeholders `unknown.nouns` has the nouns that may stand before them. */
const named = ['code', 'server', 'recipient', 'sender', 'senderDomain', 'domain', 'ip'] as const;

/**
 * "sender {sender}" would become "sender the sender": one of both is enough.
 * @param keeps which of them, where what stands for the value names the noun too; else the noun
 */
export function withoutDoubledNouns(
  text: string,
  filler: (name: string) => string | undefined,
  { list }: Strings,
  keeps: 'noun' | 'filler',
): string {
  if (!text.includes('{')) return text;
  let once = text;
  for (const name of named) {
    const said = once.includes(`{${name}}`) ? filler(name) : undefined;
    if (said === undefined) continue;
    for (const noun of list(`unknown.nouns.${name}`)) {
      const found = nounBefore(once, noun, `{${name}}`);
      if (found === undefined) continue;
      const isSaid = keeps === 'filler' && said.toLowerCase().includes(noun.toLowerCase());
      const kept = isSaid ? `{${name}}` : once.slice(found, found + noun.length);
      once = once.slice(0, found) + kept + once.slice(once.indexOf('}', found) + 1);
    }
  }
  return once;
}

/** Where a noun begins that stands right before a placeholder, as a word of its own. */
function nounBefore(text: string, noun: string, mark: string): number | undefined {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const before = text.slice(0, at).trimEnd();
    const begins = before.length - noun.length;
    const isNoun = begins >= 0 && before.slice(begins).toLowerCase() === noun.toLowerCase();
    if (isNoun && !/[\p{Script=Latin}-]/u.test(before.charAt(begins - 1))) return begins;
  }
  return undefined;
}

const sentenceEnds = /(?<=[.?!] |[。？！])/;

/**
 * A sentence says nothing where the code is unknown, and a letter leaves it out: in brackets, at the beginning, after a
 * colon at the end, or with the whole sentence where it is one of several.
 */
export function withoutUnknown(text: string, name: string): string {
  const mark = `{${name}}`;
  if (!text.includes(mark)) return text;
  const [before = '', ...behind] = text.split(mark);
  const after = behind.join(mark);
  if (/[(（]$/.test(before) && /^[)）]/.test(after)) return `${before.slice(0, -1).trimEnd()}${after.slice(1)}`;
  if (before === '') return capital(after.replace(/^[:： ]{1,3}/, ''));
  const sentences = text.split(sentenceEnds);
  if (sentences.length > 1)
    return sentences
      .filter(one => !one.includes(mark))
      .join('')
      .trim();
  if (/[:：] ?$/.test(before) && /^[.?。？]?$/.test(after)) return `${before.replace(/[:：] ?$/, '')}${after}`;
  return text;
}

/** "Mailbox full: {recipient}" says as much without what it does not know. */
export function withoutUnknownEnd(text: string, name: string): string {
  const mark = `{${name}}`;
  return text.endsWith(mark) && /[:：] ?$/.test(text.slice(0, -mark.length))
    ? text.slice(0, -mark.length).replace(/[:：] ?$/, '')
    : text;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
