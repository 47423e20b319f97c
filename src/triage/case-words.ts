/** By which words a case is found: its codes, its problem, servers and companies, the ticket, and what was noted. */
import type { TriageCase } from './case.ts';
import type { Evidence } from './evidence.ts';
import { domainOf, isMicrosofts } from './facts.ts';

/** In characters; what is longer is found by its beginning. */
const longestWord = 60;
/** A note may be long, and a bounce may have many recipients: the first say what it is about. */
const mostWords = 48;

export function caseWords(triageCase: TriageCase): string[] {
  const { evidence, earlier, articleId, unknownCode, contact, notes } = triageCase;
  const words = [
    articleId ?? '',
    unknownCode ?? '',
    ...evidenceWords(evidence),
    ...earlier.flatMap(one => [one.articleId ?? '', ...evidenceWords(one.evidence)]),
    contact.ticket ?? '',
    ...wordsIn(contact.ticket ?? ''),
    ...notes.toReversed().flatMap(({ text }) => wordsIn(text)),
  ];
  return [...new Set(words.map(asWord))].filter(word => word !== '').slice(0, mostWords);
}

/** What changed of them; undefined where nothing did. What was no case before has all of its words to be written. */
export function changedWords(
  before: TriageCase | undefined,
  after: TriageCase,
): { readonly added: readonly string[]; readonly removed: readonly string[] } | undefined {
  if (after.isDraft) return undefined;
  if (!before || before.isDraft) return { added: caseWords(after), removed: [] };
  if (isSame(before, after)) return undefined;
  const [old, now] = [caseWords(before), caseWords(after)];
  const added = now.filter(word => !old.includes(word));
  const removed = old.filter(word => !now.includes(word));
  return added.length + removed.length === 0 ? undefined : { added, removed };
}

/** A press changes none of what the words are taken from, which is seen without reading them. */
function isSame(before: TriageCase, after: TriageCase): boolean {
  const parts = ['evidence', 'earlier', 'articleId', 'unknownCode', 'notes'] as const;
  return parts.every(part => before[part] === after[part]) && before.contact.ticket === after.contact.ticket;
}

/** What somebody types to find a case, as the words that it has. */
export function soughtWords(text: string): string[] {
  const parts = text.split(/[\s,;，、]+/).flatMap(part => (/[.@:-]/.test(part) ? [bare(part)] : wordsIn(part)));
  return [...new Set(parts.map(asWord))].filter(word => word !== '');
}

/** Whole names and what people call them: `mail.fabrikam.example`, `fabrikam.example` and `fabrikam`. Never a person. */
function evidenceWords({ cause, recipients, sender, remoteHost, remoteIp, reportingHost }: Evidence): string[] {
  const domains = [...recipients.slice(0, 5), ...(sender === null ? [] : [sender])].flatMap(one => domainOf(one) ?? []);
  return [
    cause?.enhancedStatusCode ?? '',
    cause?.replyCode ?? '',
    remoteIp ?? '',
    ...[remoteHost, ...domains, reportingHost].flatMap(name => (name === null ? [] : nameWords(name))),
  ];
}

function nameWords(name: string): string[] {
  const key = name.trim().toLowerCase().replace(/\.$/, '');
  // Half of all cases would be found by what is Microsoft's.
  if (isMicrosofts(key)) return [key];
  const labels = key.split('.');
  const ends = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return [...ends, ...labels.slice(0, -1).filter(label => label.length > 2)];
}

function wordsIn(text: string): string[] {
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).filter(word => word.length > 1 || /\p{Script=Han}/u.test(word));
}

function bare(word: string): string {
  return word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

function asWord(text: string): string {
  return text.normalize('NFKC').toLowerCase().slice(0, longestWord);
}
