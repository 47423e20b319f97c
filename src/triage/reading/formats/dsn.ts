/** Delivery status notifications, RFC 3464: whole parts, or loose fields out of one. */
import type { DsnAction } from '../../evidence.ts';
import { firstAddress } from '../addresses.ts';
import { attemptedServer } from '../fields.ts';
import { firstMatches } from '../first-matches.ts';
import { toHost, toIp } from '../hosts.ts';
import { type Attempt, type Reading, type Reply, weights } from '../reading.ts';
import { readReply, tidy } from '../reply.ts';
import { readTime } from '../times.ts';

// Diagnostic-Code: smtp;550 5.1.1 ... ; `Action` and `Status` are words of every day, so their values must fit.
const field =
  /(?<![\w-])(?<name>Reporting-MTA|Received-From-MTA|DSN-Gateway|Original-Envelope-Id|Arrival-Date|Final-Recipient|Original-Recipient|Remote-MTA|Diagnostic-Code|Last-Attempt-Date|Final-Log-ID|Will-Retry-Until|X-Display-Name|X-Actual-Recipient|X-Failed-Recipients|X-Postfix-Sender|X-Postfix-Queue-Id|X-Supplementary-Info|(?<=(?:^|[\n ])[ \t]{0,8})Action(?=[ \t]{0,3}:[ \t]{0,3}(?:failed|failure|delayed|delivered|relayed|expanded)\b)|(?<=(?:^|[\n ])[ \t]{0,8})Status(?=[ \t]{0,3}:[ \t]{0,3}[245]\.\d{1,3}\.\d{1,3}))[ \t]{0,3}:/gi;

interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

const mostFields = 2000;

export function readDsn(text: string): Reading | undefined {
  const fields = findFields(text);
  const names = new Set(fields.map(({ name }) => name));
  if (!names.has('diagnostic-code') && names.size < 2) return undefined;
  const perMessage = new Map<string, string>();
  const groups: Map<string, Field>[] = [];
  let group: Map<string, Field> | undefined;
  for (const one of fields) {
    if (!ofRecipient.has(one.name)) {
      if (!perMessage.has(one.name)) perMessage.set(one.name, one.value);
      continue;
    }
    if (!group || group.has(one.name)) {
      group = new Map();
      groups.push(group);
    }
    group.set(one.name, one);
  }
  const groupTime = (name: string) => groups.map(one => one.get(name)?.value).find(value => value !== undefined);
  return {
    kind: 'dsn',
    attempts: groups.flatMap(one => readGroup(text, one)),
    recipients: [
      ...groups.map(recipientOf).filter(one => one !== undefined),
      ...(perMessage.get('x-failed-recipients') ?? '')
        .split(',')
        .map(firstAddress)
        .filter(one => one !== undefined),
    ],
    action: groups.map(one => toAction(one.get('action')?.value)).find(action => action !== undefined),
    sender: firstAddress(perMessage.get('x-postfix-sender') ?? ''),
    reportingHost: toHost(perMessage.get('reporting-mta') ?? ''),
    queuedAt: readTime(perMessage.get('arrival-date') ?? ''),
    lastAttempt: readTime(groupTime('last-attempt-date') ?? ''),
    expiresAt: readTime(groupTime('will-retry-until') ?? ''),
  };
}

const ofRecipient = new Set(
  'final-recipient original-recipient action status diagnostic-code remote-mta last-attempt-date final-log-id will-retry-until x-display-name x-actual-recipient x-supplementary-info'.split(
    ' ',
  ),
);

function findFields(text: string): Field[] {
  const found: { name: string; start: number; valueStart: number }[] = [];
  for (const match of firstMatches(text, field, mostFields)) {
    const start = match.index;
    found.push({ name: match.groups!.name!.toLowerCase(), start, valueStart: start + match[0].length });
  }
  return found.map(({ name, valueStart }, index) => {
    const limit = Math.min(found[index + 1]?.start ?? text.length, valueStart + 8000);
    const end = valueEnd(text, name, valueStart, limit);
    return { name, start: valueStart, end, value: text.slice(valueStart, end).replace(/\s+/g, ' ').trim() };
  });
}

/** A folded value goes on in indented lines; the diagnostic code also in lines that lost their indentation. */
function valueEnd(text: string, name: string, start: number, limit: number): number {
  let end = start;
  for (;;) {
    const newline = text.indexOf('\n', end);
    if (newline === -1 || newline >= limit) return limit;
    const next = text.slice(newline + 1, Math.min(limit, newline + 200));
    const isFolded = /^[ \t]+\S/.test(next);
    const isEmptySoFar = text.slice(start, newline).trim() === '';
    const isBroken = name === 'diagnostic-code' && /^[^\n]*\S/.test(next) && !/^(?:--|[A-Za-z-]{2,40}: )/.test(next);
    if (!isFolded && !isBroken && !(isEmptySoFar && /^\S/.test(next))) return newline;
    end = newline + 1;
  }
}

function recipientOf(group: ReadonlyMap<string, Field>): string | undefined {
  for (const name of ['final-recipient', 'original-recipient', 'x-actual-recipient', 'x-display-name']) {
    const value = group.get(name)?.value;
    const address = firstAddress(value?.slice(value.indexOf(';') + 1) ?? '');
    if (address !== undefined) return address;
  }
  return undefined;
}

function readGroup(text: string, group: ReadonlyMap<string, Field>): Attempt[] {
  const status = group.get('status');
  const diagnostic = group.get('diagnostic-code');
  const remote = group.get('remote-mta')?.value ?? '';
  const replies = diagnostic ? readReply(text, diagnostic.start, diagnostic.end) : [];
  const code = /[245]\.\d{1,3}\.\d{1,3}/.exec(status?.value ?? '')?.[0];
  const attempted = attemptedServer(diagnostic?.value ?? '');
  const facts = {
    recipient: recipientOf(group),
    action: toAction(group.get('action')?.value),
    host: toHost(remote) ?? attempted.host,
    ip: attempted.ip ?? toIp(remote.replace(/^[^;]{0,10};\s?/, '')) ?? toIp(/[[(].{2,50}/.exec(remote)?.[0] ?? ''),
    at: readTime(group.get('last-attempt-date')?.value ?? ''),
  };
  const said = diagnostic && { start: diagnostic.start, end: diagnostic.end };
  const words = tidy((diagnostic?.value ?? '').replace(/^[\w-]{1,20} {0,2};/, ''));
  const attempts: Attempt[] = [];
  const merged = withStatus(replies, code);
  if (said && merged.length > 0) attempts.push({ ...facts, ...said, replies: merged, weight: weights.reply });
  if (code !== undefined && !merged.some(reply => reply.enhancedStatusCode === code)) {
    const own: Reply = {
      start: status!.start,
      replyCode: null,
      enhancedStatusCode: code,
      text: merged.length > 0 ? '' : words,
    };
    const stretch = merged.length === 0 && said ? said : { start: status!.start, end: status!.end };
    attempts.push({ ...facts, ...stretch, replies: [own], weight: weights.field });
  } else if (status && said) {
    // Read already: the status only repeats the reply's own code.
    attempts.push({ ...facts, start: status.start, end: status.end, replies: [], weight: weights.field });
  }
  if (attempts.length === 0 && (facts.recipient !== undefined || facts.action !== undefined)) {
    const start = group.values().next().value?.start ?? 0;
    attempts.push({ ...facts, start, end: start, replies: [], words, weight: weights.field });
  }
  return attempts;
}

/** "smtp;550 User unknown" with "Status: 5.1.1" is one answer in two fields. */
function withStatus(replies: readonly Reply[], code: string | undefined): readonly Reply[] {
  const [outer, ...inner] = replies;
  if (!outer || outer.enhancedStatusCode !== null || code === undefined) return replies;
  if (inner.some(reply => reply.enhancedStatusCode !== null)) return replies;
  return outer.replyCode?.[0] === code[0] ? [{ ...outer, enhancedStatusCode: code }, ...inner] : replies;
}

function toAction(value: string | undefined): DsnAction | undefined {
  const action = /^(?:failed|failure|delayed|delivered|relayed|expanded)/i.exec(value ?? '')?.[0].toLowerCase();
  return action === 'failure' ? 'failed' : (action as DsnAction | undefined);
}
