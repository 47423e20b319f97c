/**
 * Dates of a file as its country writes them. Which of two numbers is the day is settled for the file as a whole: by a
 * number above 12, by AM and PM, else by the reading in which the rows lie closer together, as a trace covers 90 days.
 */

import { DateTime } from 'luxon';

export type DayOrder = 'day-first' | 'month-first';

// 11/20/2026 6:42:10 PM | 20-11-2026 18:42 | 2026-11-20T18:42:10.123Z | 2026/11/20 下午 6:42:10 | 20.11.2026 18.42.10
const stamp =
  /^(?<a>\d{1,4})(?<separator>[/.-])(?<b>\d{1,2})[/.-](?<c>\d{1,4})(?:,? |T)(?:(?<before>上午|下午) ?)?(?<h>\d{1,2})[:.](?<m>\d{2})(?:[:.](?<s>\d{2})(?:[.,]\d{1,9})?)?(?: ?(?<half>[AP])\.?M\.?| (?<after>上午|下午))?(?: ?(?<zone>Z|[+-]\d{2}:?\d{2}))?/i;

interface Stamp {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly isYearFirst: boolean;
  readonly isHalfDay: boolean;
  /** Milliseconds within the day, with the zone taken off. */
  readonly time: number;
  readonly separator: string;
  readonly hasZone: boolean;
}

function readStamp(text: string): Stamp | undefined {
  const groups = stamp.exec(text.length > 64 ? text.slice(0, 64) : text)?.groups;
  if (!groups) return undefined;
  const half = groups.half?.toUpperCase() ?? halves[groups.before ?? groups.after ?? ''];
  const hour = Number(groups.h);
  const hours = half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0);
  if (hours > 23) return undefined;
  const minutes = hours * 60 + Number(groups.m) - zoneMinutes(groups.zone);
  return {
    a: Number(groups.a),
    b: Number(groups.b),
    c: Number(groups.c),
    isYearFirst: groups.a!.length === 4,
    isHalfDay: groups.half !== undefined,
    time: (minutes * 60 + Number(groups.s ?? 0)) * 1000,
    separator: groups.separator!,
    hasZone: groups.zone !== undefined,
  };
}

const halves: Readonly<Record<string, string>> = { 上午: 'A', 下午: 'P' };

function zoneMinutes(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

function dayOf({ a, b, c, isYearFirst }: Stamp, order: DayOrder): number | undefined {
  if (isYearFirst) return utc(a, b, c);
  if (c < 1000) return undefined;
  // Where one of the two cannot be a month, it is the day, whatever the file's order.
  const isDayFirst = a > 12 || (b <= 12 && order === 'day-first');
  return isDayFirst ? utc(c, b, a) : utc(c, a, b);
}

function utc(year: number, month: number, day: number): number | undefined {
  if (month < 1 || month > 12 || day < 1 || day > 31 || year < 1990 || year > 2200) return undefined;
  return Date.UTC(year, month - 1, day);
}

/**
 * Milliseconds since 1970; null for what is no time.
 * @param toUtc of a time without a zone; absent: it is UTC, which the traces of Exchange Online are in
 */
export function readLocalTime(text: string, order: DayOrder, toUtc?: LocalClock): number | null {
  const read = readStamp(text);
  const day = read && dayOf(read, order);
  if (day === undefined) return null;
  const time = day + read!.time;
  return toUtc && !read!.hasZone ? toUtc(time) : time;
}

/** What a clock on the wall showed, as if it were UTC -> the moment. */
export type LocalClock = (shown: number) => number;

const hour = 3_600_000;
/** Hours that are remembered, almost two years. */
const mostHours = 2 ** 14;

/** @param timeZone of IANA, as `Europe/Amsterdam`; each hour is looked up once, as a trace has a million rows */
export function clockOf(timeZone: string): LocalClock {
  const shifts = new Map<number, number>();
  return shown => {
    const at = Math.floor(shown / hour);
    let shift = shifts.get(at);
    if (shift === undefined) {
      const local = DateTime.fromMillis(at * hour, { zone: 'utc' }).setZone(timeZone, { keepLocalTime: true });
      shift = local.isValid ? local.toMillis() - at * hour : 0;
      if (shifts.size < mostHours) shifts.set(at, shift);
    }
    return shown + shift;
  };
}

/** @param texts times of some of a file's rows, in their order */
export function dayOrderOf(texts: readonly string[]): DayOrder {
  const stamps = texts.map(readStamp).filter(one => one !== undefined && !one.isYearFirst) as Stamp[];
  if (stamps.some(({ a }) => a > 12)) return 'day-first';
  if (stamps.some(({ b }) => b > 12)) return 'month-first';
  // No country that writes dots or dashes puts the month first.
  if (stamps.some(({ separator }) => separator !== '/')) return 'day-first';
  if (spread(stamps, 'day-first') < spread(stamps, 'month-first')) return 'day-first';
  if (spread(stamps, 'month-first') < spread(stamps, 'day-first')) return 'month-first';
  return stamps.some(({ isHalfDay }) => isHalfDay) ? 'month-first' : 'day-first';
}

function spread(stamps: readonly Stamp[], order: DayOrder): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const one of stamps) {
    const day = dayOf(one, order);
    if (day === undefined) continue;
    first = Math.min(first, day);
    last = Math.max(last, day);
  }
  return last - first;
}
