/** Times and durations as a reader of the language writes them, always absolute, in the reader's zone. */
import type { Locale } from '../triage/evidence.ts';
import type { Strings } from './strings.ts';

const language: Readonly<Record<Locale, string>> = { en: 'en-GB', nl: 'nl-NL', sv: 'sv-SE', 'zh-CN': 'zh-CN' };

/** "Fri 20 Nov, 18:42": with the weekday, because a case lives for days and not for months. */
export function formatTime(iso: string, locale: Locale, timeZone: string): string {
  return formatter(locale, timeZone, { weekday: 'short', day: 'numeric', month: 'short' }).format(new Date(iso));
}

/** "Fri 20 Nov, 18:42 (UTC+1)": the zone is named once a card. */
export function formatTimeWithZone(iso: string, locale: Locale, timeZone: string): string {
  return `${formatTime(iso, locale, timeZone)} (${zoneName(iso, timeZone)})`;
}

/** "18:42" for today's ticks. */
export function formatClock(iso: string, locale: Locale, timeZone: string): string {
  return formatter(locale, timeZone, {}).format(new Date(iso));
}

/** "20 November 2026, 17:42 UTC" in the language of the letter. */
export function formatUtc(iso: string, locale: Locale): string {
  return `${formatter(locale, 'UTC', { day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(iso))} UTC`;
}

/** "20 November 2026" for a calendar day, `2026-11-20`, which has no zone. */
export function formatDay(day: string, locale: Locale): string {
  return new Intl.DateTimeFormat(language[locale], { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));
}

export function formatDuration(milliseconds: number, strings: Strings): string {
  const minutes = Math.round(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return strings.say('outcome.duration.minutes', { minutes });
  if (hours < 48) return strings.say('outcome.duration.hours', { hours, minutes: minutes % 60 });
  return strings.say('outcome.duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

function zoneName(iso: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'shortOffset' }).formatToParts(
    new Date(iso),
  );
  return (parts.find(part => part.type === 'timeZoneName')?.value ?? 'UTC')
    .replace('GMT', 'UTC')
    .replace('UTC+0', 'UTC');
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Building a formatter costs a hundred times more than using one. */
function formatter(locale: Locale, timeZone: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${timeZone} ${Object.keys(parts).join()}${parts.month ?? ''}`;
  let found = formatters.get(key);
  if (!found) {
    const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    found = new Intl.DateTimeFormat(language[locale], { ...parts, ...clock, timeZone });
    formatters.set(key, found);
  }
  return found;
}

/** True for a zone that this machine knows, such as `Europe/Amsterdam`. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
