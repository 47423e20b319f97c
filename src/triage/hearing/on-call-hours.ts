/** "mon-fri 8:00-17:00", in whichever of our languages it is said. */
import { type Locale, locales } from '../evidence.ts';
import { plain } from './plain.ts';

export interface OnCallHours {
  /** 1 is Monday, 7 Sunday (ISO 8601). */
  readonly days: readonly number[];
  /** `08:00`; from 00:00 to 00:00 is all of a day. */
  readonly from: string;
  readonly to: string;
}

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const until = '[-–—~至到]';

// 8-17, 8:00-17:30, 08.00 – 17.00, 8点到17点
const hours = new RegExp(
  `(?<from>\\d{1,2})(?:[:.](?<fromMinutes>\\d\\d)|点)? ?${until} ?(?<to>\\d{1,2})(?:[:.](?<toMinutes>\\d\\d)|点)?`,
);

/** @returns undefined where something of it is no day and no hour; without days every day, without hours the whole of it */
export function readOnCallHours(text: string): OnCallHours | undefined {
  const said = plain(text);
  const found = hours.exec(said);
  const days = readDays(found ? said.replace(found[0], ' ') : said);
  if (!days) return undefined;
  if (!found) return { days, from: '00:00', to: '00:00' };
  const { from = '', fromMinutes = '00', to = '', toMinutes = '00' } = found.groups ?? {};
  const [start, end] = [clock(from, fromMinutes), clock(to, toMinutes)];
  return start === undefined || end === undefined ? undefined : { days, from: start, to: end };
}

function clock(hour: string, minutes: string): string | undefined {
  if (Number(hour) > 24 || Number(minutes) > 59) return undefined;
  return `${hour === '24' ? '00' : hour.padStart(2, '0')}:${minutes}`;
}

function readDays(said: string): readonly number[] | undefined {
  const parts = said.split(/[\s,，、;]+/).filter(part => part !== '');
  const days = new Set<number>();
  for (const part of parts) {
    const [first, last = first, ...more] = part.split(new RegExp(until)).map(dayNamed);
    if (first === undefined || last === undefined || more.length > 0) return undefined;
    for (let day = first; ; day = (day % 7) + 1) {
      days.add(day);
      if (day === last) break;
    }
  }
  return days.size === 0 ? everyDay : everyDay.filter(day => days.has(day));
}

/** "mon", "Monday", "ma", "maandag", "mån", "周一". */
function dayNamed(name: string): number | undefined {
  return everyDay.find(day => locales.some(locale => namesOf(day, locale).includes(plain(name))));
}

/** The name of a day as a list of hours has it. */
export function dayName(day: number, locale: Locale, weekday: 'short' | 'long' = 'short'): string {
  // 2024-01-01 was a Monday.
  return new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));
}

function namesOf(day: number, locale: Locale): string[] {
  return [dayName(day, locale), dayName(day, locale, 'long')].map(name => plain(name).replace(/\.$/, ''));
}
