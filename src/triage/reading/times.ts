/** Times as Exchange, consoles and RFC 5322 write them -> ISO 8601 in UTC; what can be read two ways is left out. */
import { DateTime } from 'luxon';

// 11/20/2026 6:42:10 PM | 11/20/2026 18:42 | 2026/11/20 18:42:10 | 20-11-2026 18:42:10 | 20.11.2026 18:42:10
const numeric =
  /^(?<a>\d{1,4})(?<sep>[/.-])(?<b>\d{1,2})\k<sep>(?<c>\d{1,4}),?[ T](?<h>\d{1,2})[:.](?<m>\d{2})(?:[:.](?<s>\d{2})(?:\.\d{1,7})?)?(?: ?(?<half>[AP])\.?M\.?)?(?<zone> ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?(?!\d)/i;
// Fri, 20 Nov 2026 18:42:10 +0100 (CET)
const rfc5322 =
  /^(?:[A-Z][a-z]{2}, {0,3})?\d{1,2} {1,3}[A-Z][a-z]{2} {1,3}\d{2,4} {1,3}\d{1,2}:\d{2}(?::\d{2})? {0,3}(?:[+-]\d{4}|[A-Z]{1,4})?/;

/** The time at the start of a text, or nothing. */
export function readTime(text: string): string | undefined {
  const start = text.slice(0, 64).trimStart();
  const mail = rfc5322.exec(start)?.[0];
  if (mail !== undefined)
    return iso(DateTime.fromRFC2822(/[+-]\d{4}$|[A-Z]$/.test(mail) ? mail : `${mail} +0000`, { zone: 'utc' }));
  const groups = numeric.exec(start)?.groups;
  if (!groups) return undefined;
  const day = readDay(groups.a!, groups.b!, groups.c!, groups.sep!, groups.half !== undefined);
  if (!day) return undefined;
  const half = groups.half?.toUpperCase();
  const hour = Number(groups.h);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const time = DateTime.fromObject(
    {
      ...day,
      hour: half === undefined ? hour : (hour % 12) + (half === 'P' ? 12 : 0),
      minute: Number(groups.m),
      second: Number(groups.s ?? 0),
    },
    { zone: readZone(groups.zone) },
  );
  return iso(time);
}

function readDay(a: string, b: string, c: string, sep: string, isAmerican: boolean) {
  if (a.length === 4 && c.length <= 2) return { year: Number(a), month: Number(b), day: Number(c) };
  if (a.length > 2 || c.length !== 4) return undefined;
  const year = Number(c);
  const dayFirst = { year, month: Number(b), day: Number(a) };
  const monthFirst = { year, month: Number(a), day: Number(b) };
  if (isAmerican) return monthFirst;
  if (sep !== '/') return dayFirst;
  // 3/4/2026 18:00 is March in one country and April in the next.
  if (Number(a) > 12) return dayFirst;
  return Number(b) > 12 || a === b ? monthFirst : undefined;
}

function readZone(zone: string | undefined): string {
  const offset = zone?.trim().toUpperCase() ?? 'Z';
  return /^[+-]/.test(offset) ? `UTC${offset.slice(0, 3)}:${offset.slice(-2)}` : 'utc';
}

function iso(time: DateTime): string | undefined {
  return time.isValid ? (time.toUTC().toISO({ suppressMilliseconds: true }) ?? undefined) : undefined;
}
