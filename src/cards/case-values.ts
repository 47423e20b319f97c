/** What stands for `{server}` and its like: in a sentence on a card, in a command to copy, in a letter. */

import type { Article } from '../triage/article.ts';
import { textsFor } from '../triage/article-texts.ts';
import { codeOf, type Evidence } from '../triage/evidence.ts';
import { domainOf, partnerDomain } from '../triage/facts.ts';
import type { FoundValues } from '../triage/finding.ts';
import { fill, placeholdersIn } from '../triage/placeholders.ts';
import { formatUtc } from './format-time.ts';
import { escapeMarkdown, withoutInvisible } from './markdown.ts';
import type { Strings } from './strings.ts';
import { capital, withoutDoubledNouns } from './unknown-words.ts';

export interface ValueSource {
  readonly evidence: Evidence;
  readonly article: Article | undefined;
  readonly expiresAt: string | null;
  readonly retryHours: number;
  readonly strings: Strings;
  /** Values that are the same for every case. */
  readonly shared: Readonly<Record<string, string>>;
  /** What data of this case says in place of those. */
  readonly found?: FoundValues;
}

/** The code that names the problem, as `450 4.4.316`; null for a case known from words alone. */
export function codeLine({ cause }: Evidence): string | null {
  if (cause === null) return null;
  const code = [cause.replyCode, cause.enhancedStatusCode].filter(part => part !== null).join(' ');
  return code === '' ? null : code;
}

/** What the paste says for a placeholder; null where it says nothing. */
export function caseValue(name: string, source: ValueSource): string | null {
  const { evidence, article, strings, shared } = source;
  const time = (iso: string | null) => (iso === null ? null : formatUtc(iso, strings.locale));
  const recipient = evidence.recipients[0] ?? null;
  switch (name) {
    case 'code':
      return codeOf(evidence.cause);
    case 'reply':
      return causeReply(evidence);
    case 'title':
      return article === undefined ? null : textsFor(article, evidence, strings.locale).title;
    case 'server':
      return evidence.remoteHost;
    case 'ip':
      return evidence.remoteIp;
    case 'domain':
      return (recipient === null ? null : recipient.slice(recipient.lastIndexOf('@') + 1)) ?? partnerDomain(evidence);
    case 'recipient':
      return recipient;
    case 'sender':
      return evidence.sender;
    case 'senderDomain':
      return evidence.sender === null ? null : domainOf(evidence.sender);
    case 'partner':
      return partnerDomain(evidence);
    case 'queuedAt':
      return time(evidence.queuedAt);
    case 'lastAttempt':
      return time(evidence.lastAttempt);
    case 'expiresAt':
      return time(source.expiresAt);
    case 'retryHours':
      return String(source.retryHours);
    default:
      return source.found?.[name]?.text ?? shared[name] ?? null;
  }
}

/** `450 4.4.316 Connection refused`: codes and first words of the cause. */
export function causeReply(evidence: Evidence): string | null {
  const cause = evidence.statusCodes.find(code => code.role === 'cause');
  const line = codeLine(evidence);
  if (line === null) return null;
  return cause?.text ? `${line} ${cause.text}` : line;
}

/** A text of an article for a card: values escaped, a noun phrase where the case knows nothing. */
export function fillText(text: string, source: ValueSource): string {
  return fillSentence(text, source, escapeMarkdown);
}

/** The same for a letter or a button, where nothing reads Markdown. */
export function fillPlain(text: string, source: ValueSource): string {
  return fillSentence(text, source, withoutInvisible);
}

function fillSentence(sentence: string, source: ValueSource, safe: (value: string) => string): string {
  const { strings } = source;
  const unknown = (name: string) =>
    caseValue(name, source) === null ? strings.say(`unknown.${name}.text`) : undefined;
  const text = withoutDoubledNouns(sentence, unknown, strings, 'filler');
  const filled = fill(text, name => {
    const value = caseValue(name, source);
    return value === null ? source.strings.say(`unknown.${name}.text`) : safe(value);
  });
  const [first = ''] = text.startsWith('{') ? placeholdersIn(text) : [];
  const beginsUnknown = text.startsWith(`{${first}}`) && caseValue(first, source) === null;
  return withoutHanGaps(beginsUnknown ? capital(filled) : filled);
}

/** A Chinese noun phrase where a host name would stand takes no spaces around it. */
export function withoutHanGaps(text: string): string {
  return text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');
}

// What a code, a host name or an address consists of; nothing that a shell would act on.
const harmless = /^[A-Za-z0-9][A-Za-z0-9._%+@:=-]*$/;

export function isHarmless(value: string): boolean {
  return harmless.test(value);
}

/** A command to copy. A value of the paste with any other character stays a placeholder: a paste must not write commands. */
export function fillCommand(command: string, source: ValueSource): string {
  return fill(command, name => {
    const value = caseValue(name, source);
    const isSafe = value !== null && (name in source.shared || isHarmless(value));
    return isSafe ? value : source.strings.say(`unknown.${name}.command`);
  });
}
