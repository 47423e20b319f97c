/** The totals of SMTP logs -> what they say of the mail that is looked for. Plain JSON. */
import type { LoggedCertificate } from './certificate-line.ts';
import type { Direction } from './exchange-protocol.ts';
import { type InRanges, isOutside, rangesOf } from './ip-ranges.ts';
import type { ProtocolTotals, Remote, Stage } from './protocol-totals.ts';
import { Tally } from './tables.ts';
import type { Counted } from './trace-summary.ts';

/** What the case wants to know of the log. */
export interface ProtocolQuestion {
  /** Addresses from which the mail is sent, where the trace names them. */
  readonly sendingIps: readonly string[];
  /** The published ranges of Exchange Online, as `40.92.0.0/15`. */
  readonly ranges: readonly string[];
  /** When it failed, ISO 8601; empty where nobody knows. */
  readonly times: readonly string[];
}

/**
 * `arrived`: the sending address, or one of the published ranges where none is named.
 * `only-others`: the named address did not, others of Exchange Online did. `none`: nobody of Exchange Online did.
 * `not-covered`: the log does not say, and `missing` says why.
 */
export type Arrival = 'arrived' | 'only-others' | 'none' | 'not-covered';
export type Missing = 'time' | 'connector' | 'direction';

export interface ProtocolSummary {
  readonly software: ProtocolTotals['software'];
  readonly direction: Direction;
  readonly lines: number;
  readonly sessions: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly connectors: readonly Counted[];
  readonly arrival: Arrival;
  readonly missing: Missing | null;
  /** Addresses that were looked for and are not there. */
  readonly absentIps: readonly string[];
  /** Published ranges from which there are sessions, and from which there are none. */
  readonly seenRanges: readonly string[];
  readonly absentRanges: readonly string[];
  /** Sessions of Exchange Online; of a log of sending, all. */
  readonly theirs: SessionsSummary;
  readonly certificates: readonly (LoggedCertificate & { readonly count: number })[];
}

export interface SessionsSummary {
  readonly sessions: number;
  readonly accepted: number;
  readonly ips: readonly Counted[];
  readonly first: string | null;
  readonly last: string | null;
  readonly offered: number;
  readonly notOffered: number;
  readonly replies: readonly Counted[];
  /** Where sessions ended before a message was taken. */
  readonly ends: readonly { readonly stage: Stage; readonly how: string; readonly count: number }[];
}

const most = 5;
const hour = 3_600_000;

export function summariseProtocol(totals: ProtocolTotals, question: ProtocolQuestion): ProtocolSummary {
  const isTheirs = rangesOf(question.ranges);
  const wanted = (ip: string) => question.sendingIps.includes(ip) || isTheirs(ip);
  const all = [...totals.remotes];
  const theirs = totals.direction === 'send' ? all : all.filter(([ip]) => wanted(ip));
  return {
    software: totals.software,
    direction: totals.direction,
    lines: totals.lines,
    sessions: totals.sessions,
    from: isoOrNull(totals.first),
    to: isoOrNull(totals.last),
    connectors: totals.connectors.top(most).map(({ key, count }) => ({ name: key, count })),
    ...arrivalIn(totals, question, isTheirs),
    absentIps: question.sendingIps.filter(ip => !totals.remotes.has(ip)),
    ...rangesIn(totals, question.ranges),
    theirs: summariseSessions(theirs),
    certificates: [...totals.certificates.values()].sort((one, other) => other.count - one.count).slice(0, most),
  };
}

function rangesIn(
  { remotes }: ProtocolTotals,
  ranges: readonly string[],
): Pick<ProtocolSummary, 'seenRanges' | 'absentRanges'> {
  const ips = [...remotes.keys()];
  const isSeen = (range: string) => ips.some(rangesOf([range]));
  return { seenRanges: ranges.filter(isSeen), absentRanges: ranges.filter(range => !isSeen(range)) };
}

/** What is not there proves something only in a log that would have it. */
function arrivalIn(
  totals: ProtocolTotals,
  { sendingIps, times }: ProtocolQuestion,
  isTheirs: InRanges,
): Pick<ProtocolSummary, 'arrival' | 'missing'> {
  if (totals.direction === 'send') return { arrival: 'not-covered', missing: 'direction' };
  const ips = [...totals.remotes.keys()];
  if (sendingIps.some(ip => totals.remotes.has(ip))) return { arrival: 'arrived', missing: null };
  const hasOthers = ips.some(isTheirs);
  if (hasOthers && sendingIps.length === 0) return { arrival: 'arrived', missing: null };
  if (!coversTimes(totals, times)) return { arrival: 'not-covered', missing: 'time' };
  if (hasOthers) return { arrival: 'only-others', missing: null };
  // A log of a connector that only colleagues' servers and devices use would not have it.
  const isAtTheEdge =
    ips.some(isOutside) || [...totals.connectors.counts.keys()].some(name => /front ?end/i.test(name));
  return isAtTheEdge ? { arrival: 'none', missing: null } : { arrival: 'not-covered', missing: 'connector' };
}

/** One of the times lies in an hour of which there are lines, or between two such. */
function coversTimes({ first, last, hours }: ProtocolTotals, times: readonly string[]): boolean {
  return times
    .map(time => Date.parse(time))
    .some(time => {
      const at = Math.floor(time / hour);
      return time >= first - hour && time <= last + hour && [-1, 0, 1].some(step => hours.has(at + step));
    });
}

function summariseSessions(remotes: readonly (readonly [ip: string, remote: Remote])[]): SessionsSummary {
  const [ips, replies, ends] = [new Tally<string>(), new Tally<string>(), new Tally<string>()];
  let [sessions, accepted, offered, notOffered] = [0, 0, 0, 0];
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [ip, remote] of remotes) {
    ips.add(ip, remote.sessions);
    sessions += remote.sessions;
    accepted += remote.accepted;
    offered += remote.offered;
    notOffered += remote.notOffered;
    first = Math.min(first, remote.first);
    last = Math.max(last, remote.last);
    for (const [reply, count] of remote.replies) replies.add(reply, count);
    for (const [end, count] of remote.ends) ends.add(end, count);
  }
  const named = (tally: Tally<string>) => tally.top(most).map(({ key, count }) => ({ name: key, count }));
  return {
    sessions,
    accepted,
    ips: named(ips),
    first: isoOrNull(first),
    last: isoOrNull(last),
    offered,
    notOffered,
    replies: named(replies),
    ends: ends.top(most).map(({ key, count }) => {
      const [stage, how = ''] = key.split('|', 2);
      return { stage: stage as Stage, how, count };
    }),
  };
}

function isoOrNull(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}
