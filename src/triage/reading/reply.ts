/** A server's reply -> its codes, the outer first, each with its own words; replies quoted inside it are taken apart. */
import { type CodeMention, findCodes } from './codes.ts';
import type { Reply } from './reading.ts';

const mostText = 300;
const longestReply = 4000;

/** Reads `text.slice(start, end)`; the codes in it may be known already. */
export function readReply(text: string, start: number, end: number, known?: readonly CodeMention[]): Reply[] {
  const segment = text.slice(start, Math.min(end, start + longestReply));
  const seen = known
    ? known.map(mention => ({ ...mention, start: mention.start - start, end: mention.end - start }))
    : codesWithin(text, start, start + segment.length);
  const mentions = withOwnCode(withoutRepeats(seen, segment));
  return mentions.map((mention, index) => {
    const next = mentions[index + 1]?.start ?? segment.length;
    const words = index === 0 ? outerWords(segment, mention, mentions) : segment.slice(mention.end, next);
    return {
      start: start + mention.start,
      replyCode: mention.replyCode,
      enhancedStatusCode: mention.enhancedStatusCode,
      text: tidy(index === 0 ? words : upToClosing(words, segment[mention.start - 1] ?? '')),
    };
  });
}

function codesWithin(text: string, start: number, end: number): CodeMention[] {
  // What stands before a bare "550" says whether it is a reply at all.
  const lead = Math.min(start, 32);
  return findCodes(text.slice(start - lead, end), false)
    .filter(mention => mention.start >= lead)
    .map(mention => ({ ...mention, start: mention.start - lead, end: mention.end - lead }));
}

/**
 * "451-4.7.23 ... 451 4.7.23 ..." is one reply of several lines, and "#5.7.1 smtp;530 5.7.1" one reply named twice.
 * A reply code on its own that repeats the one before it ("550-See http", "550 550 5.1.1") adds nothing either.
 */
function withoutRepeats(mentions: readonly CodeMention[], segment: string): CodeMention[] {
  const kept: CodeMention[] = [];
  for (const mention of mentions) {
    const same = kept.findIndex(
      one =>
        one.enhancedStatusCode === mention.enhancedStatusCode &&
        (one.replyCode === null || mention.replyCode === null || one.replyCode === mention.replyCode),
    );
    const repeatsReplyCode =
      mention.enhancedStatusCode === null &&
      kept.some(one => one.replyCode === mention.replyCode) &&
      !isQuoted(segment, mention.start);
    if (same !== -1) {
      const one = kept[same]!;
      kept[same] = { ...one, replyCode: one.replyCode ?? mention.replyCode };
    } else if (!repeatsReplyCode) {
      const last = kept.at(-1);
      // "550 550 5.1.1 ..." and "550-host\n550 5.1.1 ...": the code of the reply comes with its second line.
      if (last && last.enhancedStatusCode === null && last.replyCode === mention.replyCode) {
        kept[kept.length - 1] = { ...mention, start: last.start };
      } else kept.push(mention);
    }
  }
  return kept;
}

/** "550 Unknown user ann@contoso.example (#5.5.0)", "501 RCPT TO not accepted: 5.7.1": the code of the reply stands in its words. */
function withOwnCode(mentions: readonly CodeMention[]): readonly CodeMention[] {
  const [outer, inner, ...rest] = mentions;
  if (!outer || !inner || outer.enhancedStatusCode !== null || inner.replyCode !== null) return mentions;
  if (outer.replyCode?.[0] !== inner.enhancedStatusCode?.[0]) return mentions;
  return [{ ...outer, enhancedStatusCode: inner.enhancedStatusCode }, ...rest];
}

function isQuoted(segment: string, start: number): boolean {
  return /(?:->|["'([=]) {0,2}$/.test(segment.slice(Math.max(0, start - 4), start));
}

/** The words around an inner reply belong to the outer one: "responded with: "421 ..." Attempted failover". */
function outerWords(segment: string, outer: CodeMention, mentions: readonly CodeMention[]): string {
  const inner = mentions[1];
  if (!inner) return segment.slice(outer.end);
  const opener = openerBefore(segment, inner.start);
  const rest = segment.slice(inner.end);
  const closing = closingOf(rest, opener);
  return `${segment.slice(outer.end, inner.start)} ${closing === -1 ? '' : rest.slice(closing)}`;
}

function openerBefore(segment: string, index: number): string {
  return /["'([<](?:Message=)?$/i.exec(segment.slice(Math.max(0, index - 10), index))?.[0][0] ?? '';
}

function upToClosing(words: string, opener: string): string {
  const closing = closingOf(words, opener === '=' ? '[' : opener);
  return closing === -1 ? words : words.slice(0, closing);
}

const closers: Readonly<Record<string, RegExp>> = { '"': /"/, "'": /'(?!\p{L})/u, '(': /\)/, '[': /\]/, '<': />/ };

function closingOf(text: string, opener: string): number {
  const closer = closers[opener];
  return closer ? text.search(closer) : -1;
}

// [LastAttemptedServerName=mail.contoso.example] [SmtpSecurity=-2;-2] [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE27]
const bracketed =
  /\[(?:(?:LastAttempted|Smtp|Last|Message Id|Hostname)[^\][]{0,300}|[\w.-]{1,120}\s{1,40}\d{4}-\d\d-\d\dT[^\][]{0,80}|[\w.-]{1,120}\.(?:outlook\.com|office365\.com|gbl))\]?/gi;
const messageLabel = /\[?\b(?:Message|MSG)=/gi;

/** One line without brackets' labels and without the marks that a quotation leaves at its ends. */
export function tidy(text: string): string {
  return (
    text
      .slice(0, longestReply)
      .replace(bracketed, ' ')
      // Cut off by the trace: "[BN7"
      .replace(/\[[\w.-]{0,120}$/, ' ')
      .replace(messageLabel, ' ')
      .replace(/[\s[\]{}"]+/g, ' ')
      .replace(/^[\s:;,.#\-_)'>]+/, '')
      .slice(0, mostText + 20)
      .trimEnd()
      .replace(/[\s(<'#;:,-]{1,10}$/, '')
      .replace(/ ?->$/, '')
      .slice(0, mostText)
      .trim()
  );
}
