/**
 * Why a message was refused, in one public word. The order of strength: what only one program writes, a block list that is
 * named, the words of the innermost reply that says why, then codes: those of RFC 3463 and IANA's registry, and
 * Exchange's own only where Exchange may have said them.
 */
import { isExchange, type MailSystem } from '../mail-system.ts';
import type { PublicReason } from '../public-reason.ts';
import { findBlockList } from './block-lists.ts';
import { codeReason } from './code-reasons.ts';
import { reasonPhrases } from './reason-phrases.ts';
import { reasonTokens } from './reason-tokens.ts';
import { bareVerbs, reasonWordings, reportWordings } from './reason-wordings.ts';
import type { Said } from './said.ts';
import { wordsOf } from './wording-patterns.ts';

export interface FoundPublicReason {
  readonly reason: PublicReason;
  readonly by: 'words' | 'code';
  readonly text: string;
}

interface Asked {
  readonly said: readonly Said[];
  readonly system: MailSystem | null;
  readonly cause: { readonly replyCode: string | null; readonly enhancedStatusCode: string | null } | null;
  readonly blockList: string | null;
  /** A person's own words, without a reply of a server among them. */
  readonly isSentence: boolean;
  /** A notification to the sender: what it names has been tried for long, or given up. */
  readonly isReport: boolean;
  /** The report's own action, or 2.x.x where nothing else is said. */
  readonly delivered: string | null;
}

export function findPublicReason(asked: Asked): FoundPublicReason | null {
  const { said, blockList, delivered } = asked;
  // “250 2.0.0 OK DMARC:Quarantine”: whatever is said beside it, it was taken.
  if (delivered !== null) return { reason: 'delivered', by: 'code', text: delivered };
  const replies = said.filter(({ isReply }) => isReply);
  // A report may give its code in a field and the words beside it.
  const isWordless = replies.every(({ words }) => !/\p{L}/u.test(words));
  const token = firstOf(isWordless ? said : replies, ({ raw }) => findToken(raw));
  if (token) return token;
  // A mailing service that did not even try says so beside what it remembers.
  const kept = said.map(({ raw }) => findToken(raw)).find(one => one?.reason === 'suppressed');
  if (kept) return kept;
  if (blockList !== null) return { reason: 'blocked', by: 'words', text: blockList };
  return byWordsOrCode(asked, replies);
}

function byWordsOrCode(asked: Asked, replies: readonly Said[]): FoundPublicReason | null {
  const { system, cause, isReport } = asked;
  const byCode = cause === null ? null : codeReason(cause, isExchange(system) || system === null);
  const words = wordingOf(asked);
  // A code of Exchange's own table, said by Exchange, has one meaning, whatever its words remind of.
  if (byCode?.isOwn && isExchange(system)) {
    // "Cannot connect" is all that the code says of a session that broke off at STARTTLS.
    if (byCode.reason === 'networkerror' && words?.reason === 'failedstarttls') return words;
    return { reason: byCode.reason, by: 'code', text: cause!.enhancedStatusCode! };
  }
  if (words?.reason === 'networkerror') {
    // What a network that never answered comes to
    if (isReport && timedOut.test(words.text)) return { ...words, reason: 'expired' };
    if (replies.some(({ raw }) => expiry.test(raw))) return { reason: 'expired', by: 'code', text: '4.4.7' };
  }
  if (words?.isReply) return refined(ofSender(words, replies), cause);
  if (words && cause === null) return words;
  const verb = replies.map(reply => bareVerbs.first(wordsOf(reply.words))).find(hit => hit !== undefined);
  if (verb && byCode?.isVague !== false) return { reason: verb.value, by: 'code', text: verb.text };
  // A class that says little is explained by the report around it.
  if (words && byCode?.isVague !== false) return words;
  return byCode && { reason: byCode.reason, by: 'code', text: cause!.enhancedStatusCode ?? cause!.replyCode ?? '' };
}

/** What the words say: any wording of a reply, a server's own in a report, and hardly anything in a person's sentence. */
function wordingOf({ said, isSentence }: Asked) {
  return firstOf(said, ({ words, isReply }) => {
    if (isReply) return findWording(words, true);
    if (isSentence) return findPhrase(words);
    const found = findWording(words, false);
    return found && isServersOwn(found.text) ? found : undefined;
  });
}

const timedOut = /tim(?:ed|e) ?out|connection timed/;

// RFC 3463: x.4.7, delivery time expired
const expiry = /(?<![\d.])[45]\.4\.7\b[^\n]{0,20}expired/i;

const unknownToThem: ReadonlySet<PublicReason> = new Set(['hostunknown', 'notaccept', 'userunknown']);
const speaksOfSender =
  /\b(?:sender|mail ?from|return[- ]?path|reverse[- ]?path|originator|envelope[- ]from|from (?:address|domain|header))\b/i;
const speaksOfRecipient = /\b(?:recipients?|rcpt|mailbox|users?|account|destination)\b/i;

/** “Your envelope sender domain must exist”: who is unknown there is not the recipient. */
function ofSender<T extends FoundPublicReason>(words: T, replies: readonly Said[]): T {
  const told = replies.map(({ words: one }) => one).join(' ');
  const isOfSender = unknownToThem.has(words.reason) && speaksOfSender.test(told) && !speaksOfRecipient.test(told);
  return isOfSender ? { ...words, reason: 'rejected' } : words;
}

/** What the code adds to words that say less: nobody is unknown who has moved (x.1.6, 551), no mailbox has a size but its quota. */
function refined(words: FoundPublicReason, cause: Asked['cause']): FoundPublicReason {
  const code = cause?.enhancedStatusCode ?? '';
  if (words.reason === 'userunknown' && (/^5\.1\.6$/.test(code) || cause?.replyCode === '551')) {
    return { ...words, reason: 'hasmoved' };
  }
  // Exchange says it with 5.4.1; with 5.7.1 it is the rule of an admin.
  if (words.text.endsWith('recipient address rejected access denied') && /^[45]\.7\.1$/.test(code)) {
    return { ...words, reason: 'policyviolation' };
  }
  if (words.reason === 'emailtoolarge' && /^[45]\.2\.2$/.test(code)) return { ...words, reason: 'mailboxfull' };
  return words;
}

function firstOf(
  said: readonly Said[],
  find: (one: Said) => FoundPublicReason | undefined,
): (FoundPublicReason & { readonly isReply: boolean }) | undefined {
  for (const one of said) {
    const found = find(one);
    if (found) return { ...found, isReply: one.isReply };
  }
  return undefined;
}

function findToken(text: string): FoundPublicReason | undefined {
  for (const [reason, pattern] of reasonTokens) {
    const match = pattern.exec(text);
    if (match) return { reason, by: 'words', text: match[0] };
  }
  return undefined;
}

/** “Message rejected”: that something was refused, and neither what of it nor why. */
const sayNothing: ReadonlySet<string> = new Set(
  'message messages mail mails email emails your the this was is has been rejected refused denied blocked delivery sorry error permanently by remote server . '.split(
    ' ',
  ),
);

function findWording(text: string, isReply: boolean): FoundPublicReason | undefined {
  const words = wordsOf(text);
  if (words.length < 8 && words.every(word => sayNothing.has(word) || /^\d{3}$/.test(word))) return undefined;
  const hit = reasonPhrases.longest(words) ?? (isReply ? reasonWordings : reportWordings).first(words);
  return hit && { reason: hit.value, by: 'words', text: hit.text.slice(0, 120) };
}

/** In a person's words only a whole wording of a server's: five of its words in a row. */
function findPhrase(text: string): FoundPublicReason | undefined {
  const words = wordsOf(text).filter(word => word !== '.');
  const hit = reasonPhrases.longest(words);
  const length = hit?.text.split(' ').length ?? 0;
  if (hit === undefined || (length < 5 && length < words.length)) return undefined;
  return { reason: hit.value, by: 'words', text: hit.text.slice(0, 120) };
}

/** Whether a server's whole wording or a token gave the reason, rather than single words that may stand in any sentence. */
export function isWholeWording(reason: PublicReason, text: string): boolean {
  return findToken(text)?.reason === reason || reasonPhrases.longest(wordsOf(text))?.value === reason;
}

/** Three words together: nobody says a server's wording by chance. */
function isServersOwn(text: string): boolean {
  return text.split(' ').length >= 3;
}

/** The block list that any reply names; in a person's words only beside a reply of a server. */
export function blockListIn(said: readonly Said[]): string | null {
  for (const { raw, isReply } of said) {
    const found = isReply ? findBlockList(raw) : null;
    if (found !== null) return found;
  }
  return null;
}
