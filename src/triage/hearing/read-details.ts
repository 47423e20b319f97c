/** What may be filled in on a contact text, typed: the ticket, since when, and whom it is for. */
import type { ContactDetails } from '../case.ts';
import type { Press } from '../guiding/index.ts';
import type { View } from '../showing/index.ts';
import { isHan } from '../tokens.ts';
import { argumentOf, longestFirst } from './argument-of.ts';

/** Words of all languages. */
export type DetailWords = Readonly<Record<'ticket' | 'began' | 'contact', readonly string[]>>;

export type TypedDetails =
  | { readonly kind: 'press'; readonly press: Press }
  /** When it began, in the person's words: whoever knows their clock reads the time. */
  | { readonly kind: 'began'; readonly when: string };

/** The ticket of any case; for a contact text also whom it is for, and when it began. */
export function readDetails(
  said: string,
  text: string,
  kind: View['kind'],
  words: DetailWords,
): TypedDetails | undefined {
  const filled = (details: Partial<ContactDetails>): TypedDetails => ({
    kind: 'press',
    press: { verb: 'contact-details', details },
  });
  const ticket = argumentOf(said, longestFirst(words.ticket));
  if (ticket && isTicket(ticket)) return filled({ ticket: ticket.toUpperCase() });
  if (kind !== 'contact' && kind !== 'outcome') return undefined;
  const when = argumentOf(said, longestFirst(words.began));
  // "It began on Thursday, and their admin is ill" is a sentence.
  if (when && !/[,;，；。]/.test(when)) return { kind: 'began', when };
  const contact = argumentOf(said, longestFirst(words.contact)) ?? (isAddress(said) ? said : undefined);
  const details = contact && contactIn(asWritten(contact, text));
  // "The contact there is Sanne, she looks at it" is a sentence.
  return details && isShort(details.person) ? filled(details) : undefined;
}

/** "INC123456", "#4711", "cs 0001234": at most two words, and a number in them. */
function isTicket(argument: string): boolean {
  return argument.split(' ').length <= 2 && /\d/.test(argument);
}

// anna@fabrikam.example
const address = /^[^\s@<>(),;]{1,64}@[^\s@<>(),;]{1,255}$/;

function isAddress(word: string): boolean {
  return address.test(word) && word.includes('.', word.indexOf('@'));
}

/** "Anna Berg, anna@fabrikam.example": the address, and what is left is a name. */
function contactIn(argument: string): Partial<ContactDetails> {
  const parts = argument.split(/[\s<>(),;，；]/).filter(part => part !== '');
  const found = parts.find(isAddress);
  const person = parts.filter(part => part !== found).join(' ');
  return { ...(found !== undefined && { address: found }), ...(person !== '' && { person }) };
}

/** A name, and not what somebody says of them. */
function isShort(person: string | null | undefined): boolean {
  if (person == null) return true;
  return (
    person.split(' ').length <= longestName && !/\d/.test(person) && !(isHan(person) && person.length > longestHan)
  );
}

const longestName = 5;
const longestHan = 8;

/** The end of a text as it was typed, with its capitals. */
function asWritten(end: string, text: string): string {
  const typed = text.trim().replace(/[.!。！]{1,10}$/, '');
  return typed.toLowerCase().endsWith(end) ? typed.slice(-end.length) : end;
}
