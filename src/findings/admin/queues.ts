/** Get-Queue, Get-QueueDigest and Get-Message: what waits for whom, what the next server said, and when it is tried again. */
import type { Evidence } from '../../triage/evidence.ts';
import { isMicrosofts } from '../../triage/facts.ts';
import type { FindingFact, FindingSentence, FoundError, ReadFinding } from '../../triage/finding.ts';
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, mailDomain, ownDomain, sentence } from './admin-finding.ts';
import { type Queued, queuedOf, queueNames } from './queued.ts';
import { type Printed, readPrinted } from './records.ts';

const allNames = [...queueNames.own, ...queueNames.shared];
/** Rows with a sentence of their own. */
const mostRows = 3;
const mostErrors = 20;
const longestError = 300;

export const queuesReader: FindingReader = (text, name, { evidence }) => {
  const printed = readPrinted(text, allNames);
  if (!printed) return undefined;
  const rows = queuesIn(printed);
  if (rows.length === 0 || isOneError(printed, rows)) return undefined;
  const merged = byHop(rows);
  const mine = evidence === null ? [] : merged.filter(row => isOfCase(row, evidence));
  const { headline, shows, about } = mainOf(merged, mine, evidence);
  const waiting = merged.filter(({ messages }) => messages > 0);
  const shown = [...about, ...waiting.filter(row => !about.includes(row))].slice(0, mostRows);
  const messages = rows.reduce((sum, row) => sum + row.messages, 0);
  const says: FindingSentence[] = [
    ...meaningsOf(shows),
    ...shown.slice(0, 1).flatMap(errorOf),
    ...shown.slice(0, 1).flatMap(({ retryAt }) => (retryAt === '' ? [] : [sentence('retry', { time: retryAt })])),
    // What the special queues hold is in the headline or waits for a moment.
    ...(shown.length > 1 ? shown.filter(({ special }) => special === null).map(rowOf) : []),
    ...(merged.length > 1 ? [sentence('total', { messages, queues: merged.length })] : []),
  ];
  const isUnexplained = waiting.some(row => row.special === null && !row.isErrorShown);
  const finding: ReadFinding = adminFinding(
    'queues',
    { name, format: printed.format, rows: rows.length },
    {
      headline,
      says: [...says, ...(isUnexplained ? [sentence('errorMissing')] : [])],
      shows,
      copies: isUnexplained ? whole : [],
    },
  );
  return { ...finding, errors: errorsOf(merged, mine) };
};

const wholeText = 'Get-Queue | Format-List Identity,NextHopDomain,Status,MessageCount,LastError,NextRetryTime';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

function queuesIn({ objects, commands }: Printed): Queued[] {
  return objects.flatMap((one, index) => {
    const isAsked = /^get-(?:queue|queuedigest|message)$/.test(commands[index]!);
    if (!isAsked && !queueNames.own.some(name => one.has(name))) return [];
    // A message's own list has these names too; without a number or a queue it is no queue.
    const row = one.has('messagecount') || one.has('queue') ? queuedOf(one) : undefined;
    // Shadow copies wait by design.
    return row && row.special !== 'shadow' ? [row] : [];
  });
}

/** One queue as a list with its error is a paste like any bounce, and is read as one: it opens a case. */
function isOneError({ format }: Printed, [first, ...others]: readonly Queued[]): boolean {
  return (
    format === 'Format-List' &&
    others.length === 0 &&
    first !== undefined &&
    first.error !== '' &&
    !/suspended/i.test(first.status)
  );
}

/** The same hop on several servers, or of several messages, is one row. */
function byHop(rows: readonly Queued[]): Queued[] {
  const merged = new Map<string, Queued>();
  for (const row of rows) {
    const key = `${row.special ?? ''} ${row.next.toLowerCase()} ${isSuspended(row)}`;
    const before = merged.get(key);
    merged.set(
      key,
      before
        ? {
            ...before,
            messages: before.messages + row.messages,
            error: before.error || row.error,
            retryAt: before.retryAt || row.retryAt,
          }
        : row,
    );
  }
  return [...merged.values()].sort((a, b) => b.messages - a.messages);
}

function isSuspended({ status }: Queued): boolean {
  return /suspend|angehalten|onderbroken|pausad|挂起|暂停/i.test(status);
}

function isOfCase({ next, error }: Queued, { remoteHost, remoteIp, recipients }: Evidence): boolean {
  const hop = next.toLowerCase();
  return (
    (remoteHost !== null &&
      (hop === remoteHost.toLowerCase() || (!isMicrosofts(hop) && ownDomain(hop) === ownDomain(remoteHost)))) ||
    recipients.some(one => hop === mailDomain(one)) ||
    (remoteIp !== null && (hop.includes(remoteIp) || error.includes(remoteIp)))
  );
}

interface Main {
  readonly headline: FindingSentence;
  readonly shows: FindingFact[];
  readonly about: readonly Queued[];
}

/** What decides: the case's own hop, else what waits and cannot leave, else what waits longest in number. */
function mainOf(rows: readonly Queued[], mine: readonly Queued[], evidence: Evidence | null): Main {
  const [own] = mine;
  if (own) return ofHop(own);
  const waiting = rows.filter(({ messages }) => messages > 0);
  for (const kind of ['poison', 'unreachable'] as const) {
    const row = waiting.find(({ special }) => special === kind);
    if (row && row.messages >= (waiting[0]?.messages ?? 0))
      return {
        headline: sentence(`headline.${kind}`, { count: row.messages }),
        shows: [`queue-${kind}`],
        about: [row],
      };
  }
  const [first] = waiting;
  const server = evidence?.remoteHost ?? null;
  // Get-Queue has a queue for each hop that something waits for, so that none says it too.
  if (first === undefined)
    return server === null
      ? { headline: sentence('headline.empty'), shows: ['queue-empty'], about: [] }
      : { headline: sentence('headline.emptyFor', { next: server }), shows: ['queue-empty'], about: [] };
  if (first.special === 'submission')
    return { headline: sentence('headline.submission', { count: first.messages }), shows: [], about: [first] };
  const main = ofHop(first);
  return evidence === null ? main : { ...main, shows: [] };
}

function ofHop(row: Queued): Main {
  const { next, messages: count } = row;
  const about = [row];
  if (isSuspended(row))
    return { headline: sentence('headline.suspended', { next }), shows: ['queue-suspended'], about };
  return count === 0
    ? { headline: sentence('headline.emptyFor', { next }), shows: ['queue-empty'], about }
    : { headline: sentence('headline.waits', { count, next }), shows: ['queue-waits'], about };
}

function meaningsOf(shows: readonly FindingFact[]): FindingSentence[] {
  const meanings: Readonly<Partial<Record<FindingFact, string>>> = {
    'queue-suspended': 'suspendedMeans',
    'queue-unreachable': 'unreachableMeans',
    'queue-poison': 'poisonMeans',
  };
  return shows.flatMap(fact => (meanings[fact] === undefined ? [] : [sentence(meanings[fact])]));
}

function errorOf({ next, error, special }: Queued): FindingSentence[] {
  if (special === 'submission') return [sentence('submissionMeans')];
  return error === '' ? [] : [sentence('error', { next, error: error.slice(0, longestError) })];
}

function rowOf({ next, messages: count, status }: Queued): FindingSentence {
  return sentence('waiting', { next, count, status: status === '' ? '…' : status });
}

/** Each as the list of its own queue, which the readers of bounces know. */
function errorsOf(rows: readonly Queued[], mine: readonly Queued[]): FoundError[] {
  return rows
    .filter(({ error, messages }) => error !== '' && messages > 0)
    .slice(0, mostErrors)
    .map(row => ({
      text: `NextHopDomain : ${row.next}\nStatus : ${row.status}\nMessageCount : ${row.messages}\nLastError : ${row.error}`,
      messages: row.messages,
      isOfCase: mine.includes(row),
    }));
}
