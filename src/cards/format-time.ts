/** Times and durations as a reader of the language writes them, always absolute, in the reader's zone. */
import type { Locale } from '../triage/evidence.ts';
import type { Strings } from './strings.ts';

const language: Readonly<Record<Locale, string>> = { en: 'en-GB', nl: 'nl-NL', sv: 'sv-SE', 'zh-CN': 'zh-CN' };

/** How a moment is written: `time` with the weekday, because a case lives for days and not for months. */
const shapes = {
  time: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  letter: { day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { dateStyle: 'long' },
  date: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  fields: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  zone: { timeZoneName: 'shortOffset' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** "Fri 20 Nov, 18:42" */
export function formatTime(iso: string, locale: Locale, timeZone: string): string {
  return formatter('time', locale, timeZone).format(new Date(iso));
}

/** "Fri 20 Nov, 18:42 (UTC+1)": the zone is named once a card. */
export function formatTimeWithZone(iso: string, locale: Locale, timeZone: string): string {
  return `${formatTime(iso, locale, timeZone)} (${zoneName(iso, timeZone)})`;
}

/** "18:42" for today's ticks. */
export function formatClock(iso: string, locale: Locale, timeZone: string): string {
  return formatter('clock', locale, timeZone).format(new Date(iso));
}

/** "Friday, 20 November 2026", the day of a moment in the reader's zone. */
export function formatLongDate(iso: string, locale: Locale, timeZone: string): string {
  return formatter('date', locale, timeZone).format(new Date(iso));
}

/** "20 November 2026 at 17:42 UTC" in the language of the letter. */
export function formatUtc(iso: string, locale: Locale): string {
  return `${formatter('letter', locale, 'UTC').format(new Date(iso))} UTC`;
}

/** The same, or the day alone where nobody knows the hour. */
export function formatMoment(isoOrDay: string, locale: Locale): string {
  return isoOrDay.length === 10 ? formatDay(isoOrDay, locale) : formatUtc(isoOrDay, locale);
}

/** `2026-11-20` and `14:05`, as the fields of a card have them; empty where nothing is known. */
export function fieldsOfMoment(isoOrDay: string | null, timeZone: string): { day: string; time: string } {
  if (isoOrDay === null) return { day: '', time: '' };
  if (isoOrDay.length === 10) return { day: isoOrDay, time: '' };
  const parts = formatter('fields', 'sv', timeZone).formatToParts(new Date(isoOrDay));
  const of = (...types: string[]) => types.map(type => parts.find(part => part.type === type)?.value ?? '');
  return { day: of('year', 'month', 'day').join('-'), time: of('hour', 'minute').join(':') };
}

/** "20 November 2026" for a calendar day, `2026-11-20`, which has no zone. */
export function formatDay(day: string, locale: Locale): string {
  return remember(days, `${locale} ${day}`, () => formatter('day', locale, 'UTC').format(new Date(day)));
}

/** "3 November 2026": the day of a moment as the reader's clock has it. */
export function formatDate(iso: string, locale: Locale, timeZone: string): string {
  return formatter('day', locale, timeZone).format(new Date(iso));
}

/** “1 h 20 min”, “2 d”: two units at most, and none of nought but in “0 min”. */
export function formatDuration(milliseconds: number, strings: Strings): string {
  const minutes = Math.round(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  const part = (unit: 'days' | 'hours' | 'minutes', count: number) =>
    count === 0 ? [] : [strings.say(`outcome.duration.${unit}`, { [unit]: count })];
  const [days, rest] = hours < 48 ? [0, hours] : [Math.floor(hours / 24), hours % 24];
  const parts = [...part('days', days), ...part('hours', rest), ...(days > 0 ? [] : part('minutes', minutes % 60))];
  return parts.join(' ') || strings.say('outcome.duration.minutes', { minutes });
}

/** "UTC+1", as it is at that moment. */
export function zoneName(iso: string, timeZone: string): string {
  const parts = formatter('zone', 'en', timeZone).formatToParts(new Date(iso));
  return (parts.find(part => part.type === 'timeZoneName')?.value ?? 'UTC')
    .replace('GMT', 'UTC')
    .replace('UTC+0', 'UTC');
}

/** True for a zone that this machine knows, such as `Europe/Amsterdam`. */
export function isTimeZone(name: string): boolean {
  if (name.length > longestZone) return false;
  return remember(knownZones, name, () => {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return true;
    } catch {
      return false;
    }
  });
}

/** The longest name of a zone, America/Argentina/ComodRivadavia, has 32 letters. */
const longestZone = 64;

const formatters = new Map<string, Intl.DateTimeFormat>();
// When a source was read: the same few on every card.
const days = new Map<string, string>();
const knownZones = new Map<string, boolean>();

/** Building a formatter costs a hundred times more than using one. */
function formatter(shape: keyof typeof shapes, locale: Locale, timeZone: string): Intl.DateTimeFormat {
  const build = () => new Intl.DateTimeFormat(language[locale], { ...shapes[shape], timeZone });
  return remember(formatters, `${shape} ${locale} ${timeZone}`, build);
}

// A client names its zone, and `europe/AMSTERDAM` is one more: what is remembered of zones has an end.
const mostRemembered = 300;

function remember<Value>(known: Map<string, Value>, key: string, make: () => Value): Value {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = make();
  const [oldest] = known.keys();
  if (known.size >= mostRemembered && oldest !== undefined) known.delete(oldest);
  known.set(key, value);
  return value;
}
