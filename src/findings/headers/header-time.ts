/** `Fri, 20 Nov 2026 18:42:10 +0100 (CET)`: the moment, by the zone that stands in it (RFC 5322, 3.3). */

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const time =
  /(?<day>\d{1,2}) (?<month>[A-Za-z]{3}) (?<year>\d{4}) (?<hour>\d{1,2}):(?<minute>\d\d)(?::(?<second>\d\d))?(?:\.\d{1,7})?(?: {1,2}(?<zone>[+-]\d{4}|[A-Z]{1,4}))?/;
/** RFC 5322, 4.3. Other letters mean nothing that is agreed, and count as UTC. */
const zones: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

/** @returns milliseconds; undefined for what is no time */
export function headerTime(text: string): number | undefined {
  const found = time.exec(text.slice(0, 400).replace(/\s+/g, ' '))?.groups;
  const month = months.indexOf(found?.month?.toLowerCase() ?? '');
  if (!found || month < 0) return undefined;
  const number = (part: string | undefined) => Number(part ?? 0);
  const local = Date.UTC(
    number(found.year),
    month,
    number(found.day),
    number(found.hour),
    number(found.minute),
    number(found.second),
  );
  return local - minutesOf(found.zone) * 60_000;
}

function minutesOf(zone: string | undefined): number {
  if (zone === undefined) return 0;
  if (/^[+-]/.test(zone)) {
    const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
    return zone.startsWith('-') ? -size : size;
  }
  return zones[zone] ?? 0;
}
