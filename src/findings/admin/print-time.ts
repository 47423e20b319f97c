/** A time as PowerShell prints it in the language of its Windows: in which order day and month stand is not always told. */

const iso = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
// /Date(1795478399000)/ of Windows PowerShell's ConvertTo-Json
const epoch = /^\/?\\?\/?Date\((?<ms>\d{10,14})\)/;
// 11/23/2026 11:59:59 PM | 23-11-2026 23:59:59 | 23.11.2026
const local = /^(?<one>\d{1,2})(?<mark>[/.-])(?<other>\d{1,2})\k<mark>(?<year>\d{4})/;
// Nov 23 23:59:59 2026 GMT, of openssl
const openssl = /^(?<month>[A-Z][a-z]{2})\s{1,2}(?<day>\d{1,2}) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4}) GMT$/;

/** The moments that it can mean, the likelier one first; none for what is no time. The day is what counts. */
export function printedTimes(text: string): string[] {
  const value = text.trim();
  // Without a zone it is a day, and none of the machine on which this runs.
  if (iso.test(value)) return moments([value.replace(' ', 'T').replace(/(T[\d:.]+)$/, '$1Z')]);
  // 2026/11/23 23:59:59, of Chinese and South African Windows
  const year4 = /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})(?: |$)/.exec(value)?.groups;
  if (year4)
    return moments([`${year4.year}-${year4.month!.padStart(2, '0')}-${year4.day!.padStart(2, '0')}T00:00:00Z`]);
  const ms = epoch.exec(value)?.groups?.ms;
  if (ms !== undefined) return moments([Number(ms)]);
  const named = openssl.exec(value)?.groups;
  if (named) return moments([`${named.day} ${named.month} ${named.year} ${named.time} GMT`]);
  const { one, other, year, mark } = local.exec(value)?.groups ?? {};
  if (one === undefined) return [];
  const monthFirst = `${year}-${one.padStart(2, '0')}-${other!.padStart(2, '0')}T00:00:00Z`;
  const dayFirst = `${year}-${other!.padStart(2, '0')}-${one.padStart(2, '0')}T00:00:00Z`;
  // Only English of America puts the month first, and it writes slashes; AM and PM are written in Australia and India too.
  if (mark !== '/' || Number(one) > 12) return moments([dayFirst]);
  return Number(other) > 12 || one === other ? moments([monthFirst]) : moments([monthFirst, dayFirst]);
}

function moments(values: readonly (string | number)[]): string[] {
  return values
    .map(value => new Date(value))
    .flatMap(date => (Number.isNaN(date.getTime()) ? [] : [date.toISOString()]));
}
