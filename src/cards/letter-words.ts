/** A text of an article for a letter: what the case does not know is said in the reader's words, or left out. Never a blank. */

import { fill, placeholdersIn } from '../triage/placeholders.ts';
import type { ContactView } from '../triage/showing/index.ts';
import { caseValue, type ValueSource, withoutHanGaps } from './case-values.ts';
import { withoutInvisible, withoutMarkdown } from './markdown.ts';
import { capital, withoutDoubledNouns, withoutUnknown, withoutUnknownEnd } from './unknown-words.ts';

export interface LetterWords {
  /** @param text with placeholders */
  say(text: string): string;
  /** What a text named and the case does not know, or does not tell. */
  readonly missing: ReadonlySet<string>;
}

/** Whose words: they run the server and the mailbox, the sender is whoever reads it, or both sides are ours. */
const readers = {
  partner: 'theirs',
  'recipient-admin': 'theirs',
  sender: 'sender',
  colleague: 'ours',
  microsoft: 'ours',
} as const satisfies Record<ContactView['to'], string>;

const inTheirWords = ['server', 'domain', 'recipient', 'sender', 'senderDomain'];
/** People are named only where the agent puts them in. */
const people = ['recipient', 'sender'];
/** A sentence that is about nothing else says nothing without them. */
const codes = ['code', 'reply'];

export function createLetterWords(view: Pick<ContactView, 'to' | 'settings'>, source: ValueSource): LetterWords {
  const { strings } = source;
  const missing = new Set<string>();
  const lacks = (name: string) =>
    caseValue(name, source) === null || (!view.settings.includeAddresses && people.includes(name));
  const reader = readers[view.to];
  const domain = caseValue('domain', source);
  const isRecipientThere = (name: string) => name === 'recipient' && reader === 'theirs' && domain !== null;
  const filler = (name: string): string | undefined => {
    if (name === '' || !lacks(name)) return undefined;
    if (isRecipientThere(name)) return strings.say('letter.unknown.recipientAt', { domain: domain! });
    return strings.say(inTheirWords.includes(name) ? `letter.unknown.${reader}.${name}` : `unknown.${name}.text`);
  };
  return {
    missing,
    say(text) {
      const unknown = placeholdersIn(text).filter(lacks);
      for (const name of unknown) missing.add(name);
      let known = text;
      for (const name of unknown) {
        if (codes.includes(name)) known = withoutUnknown(known, name);
        else if (!isRecipientThere(name)) known = withoutUnknownEnd(known, name);
      }
      known = withoutDoubledNouns(known, filler, strings, 'noun');
      const filled = fill(known, name => filler(name) ?? withoutInvisible(caseValue(name, source) ?? ''));
      // A host name keeps its small letter.
      const [first = ''] = known.startsWith('{') ? placeholdersIn(known) : [];
      return withoutHanGaps(withoutMarkdown(filler(first) === undefined ? filled : capital(filled)));
    },
  };
}
