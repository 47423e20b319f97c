/** Received fields, or the analyzer's table -> the servers that a message went through, and where it lay. */
import { lowerName } from '../tool-lines.ts';
import { fieldOf, type HeaderField } from './header-fields.ts';
import { headerTime } from './header-time.ts';

export interface Hop {
  readonly from: string | null;
  readonly by: string | null;
  /** Milliseconds; null: not told. */
  readonly at: number | null;
}

export interface Journey {
  /** The first one first. */
  readonly hops: readonly Hop[];
  /** From the first moment to the last; null where fewer than two are told. */
  readonly total: number | null;
  /** Where it lay longest. */
  readonly slowest: {
    readonly at: string | null;
    readonly to: string | null;
    readonly took: number;
    readonly isFirst: boolean;
  } | null;
  /** A server whose clock differs from its neighbours', and by how much. */
  readonly skew: { readonly host: string; readonly by: number } | null;
}

// from a.example (192.0.2.1) by b.example (10.0.0.1) with SMTP id x; Fri, 20 Nov 2026 18:42:10 +0000
const fromHost = /^from\s{1,4}(?<host>[^\s;()]{1,253})/i;
const byHost = /(?:^|\s)by\s{1,4}(?<host>[^\s;()]{1,253})/i;

/** Of a mail loop; a message is given up long before. */
const mostHops = 100;

export function hopsOf(fields: readonly HeaderField[]): Hop[] {
  return fields
    .filter(({ name }) => name === 'received')
    .slice(0, mostHops)
    .map(({ value }) => ({
      from: nameIn(fromHost.exec(value)?.groups?.host),
      by: nameIn(byHost.exec(value)?.groups?.host),
      at: headerTime(value.slice(value.lastIndexOf(';') + 1)) ?? null,
    }))
    .reverse();
}

function nameIn(host: string | undefined): string | null {
  const name = lowerName((host ?? '').replace(/^\[|\]$/g, ''));
  return name === '' || name === 'unknown' ? null : name;
}

// 2	mx1.contoso.example	AM0PR01.prod.outlook.com	11/20/2026 6:42:10 PM	5 minutes 3 seconds	Microsoft SMTP Server
const analyzerRow =
  /^(?<hop>\d{1,2})(?:\t| {2,})\s{0,20}(?<from>\S{1,253})(?:\t| {2,})\s{0,20}(?<by>\S{1,253})(?:\t| {2,})\s{0,20}(?<time>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}[, ]{1,2}\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?)(?:(?:\t| {2,})\s{0,20}(?<delay>[^\t]{0,60}?))?(?:(?:\t| {2,}).{0,120})?$/i;
const units: readonly (readonly [RegExp, number])[] = [
  [/(?<count>\d{1,5}) (?:days?|dag(?:en|ar)?|天)/i, 86_400_000],
  [/(?<count>\d{1,5}) (?:hours?|uur|uren|timm(?:e|ar)|小时)/i, 3_600_000],
  [/(?<count>\d{1,5}) (?:minutes?|minuten|minut(?:er)?|min|分钟)/i, 60_000],
  [/(?<count>\d{1,5}) (?:seconds?|seconden|sekund(?:er)?|sec|秒)/i, 1_000],
];

/** Of Message Header Analyzer: its delays count, as its times are those of the browser's zone. */
export function analyzerHops(lines: readonly string[]): Hop[] {
  const rows = lines.flatMap(line => {
    const found = analyzerRow.exec(line)?.groups;
    return found ? [found] : [];
  });
  if (rows.length < 2 || !lines.some(line => /submitting host|^hop\b/i.test(line))) return [];
  let at = 0;
  return rows.slice(0, mostHops).map(({ from, by, delay = '' }) => {
    at +=
      (delay.startsWith('-') ? -1 : 1) *
      units.reduce((sum, [unit, size]) => sum + Number(unit.exec(delay)?.groups?.count ?? 0) * size, 0);
    return { from: nameIn(from), by: nameIn(by), at };
  });
}

/** Clocks that are kept differ by a second or two. */
const clocksDiffer = 5_000;

export function journeyOf(hops: readonly Hop[], sent: number | null): Journey {
  const timed = hops.filter((one): one is Hop & { at: number } => one.at !== null);
  const stops = [...(sent === null ? [] : [{ from: null, by: null, at: sent }]), ...timed];
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last || stops.length < 2) return { hops, total: null, slowest: null, skew: null };
  const steps = stops
    .slice(1)
    .map((stop, index) => ({ stop, before: stops[index]!, took: stop.at - stops[index]!.at }));
  const skew = skewIn(steps);
  // A clock that is wrong takes from one step what it gives to the other.
  const right = skew === null ? steps : evened(steps, skew.index);
  const longest = right.reduce((one, other) => (other.took > one.took ? other : one));
  return {
    hops,
    total: Math.max(0, last.at - first.at),
    slowest: {
      at: longest.before.by ?? longest.stop.from,
      to: longest.stop.by,
      took: Math.max(0, longest.took),
      isFirst: longest.before.by === null && longest.before === first && sent !== null,
    },
    skew: skew && { host: skew.host, by: skew.by },
  };
}

interface Step {
  readonly stop: Hop & { readonly at: number };
  readonly before: { readonly by: string | null; readonly at: number };
  readonly took: number;
}

function skewIn(steps: readonly Step[]): { index: number; host: string; by: number } | null {
  const index = steps.findIndex(({ took }) => took < -clocksDiffer);
  if (index < 0) return null;
  const { stop, before, took } = steps[index]!;
  // After a jump ahead the server in the middle is early; without one the next is behind.
  const isAhead = index > 0 && steps[index - 1]!.took >= -took - clocksDiffer;
  const host = (isAhead ? before.by : stop.by) ?? before.by ?? stop.by;
  return host === null ? null : { index, host, by: -took };
}

function evened(steps: readonly Step[], index: number): Step[] {
  return steps.map((step, at) => {
    if (at === index) return { ...step, took: 0 };
    const takes = steps[index]!.took;
    return at === index - 1 ? { ...step, took: Math.max(0, step.took + takes) } : step;
  });
}

/** When it was sent, by its own Date field. */
export function sentAt(fields: readonly HeaderField[]): number | null {
  return headerTime(fieldOf(fields, 'date') ?? '') ?? null;
}
