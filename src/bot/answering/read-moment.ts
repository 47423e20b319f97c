/** When something began, as people type it: "yesterday at 14:05", "sinds gisteren", "i går kl. 14.05", "昨天下午两点". */
import { DateTime } from 'luxon';
import { type Locale, locales } from '../../triage/evidence.ts';

export interface Clock {
  readonly now: string;
  readonly timeZone: string;
  readonly locale: Locale;
}

/** A moment, a day where no hour is said, or nothing. Nothing begins in the future. */
export async function readMoment(text: string, clock: Clock): Promise<string | undefined> {
  // Few people type this, so only they wait for it to be loaded.
  const chrono = await import('chrono-node');
  const parsers = { en: chrono.en, nl: chrono.nl, sv: chrono.sv, 'zh-CN': chrono.zh.hans };
  const now = DateTime.fromISO(clock.now, { zone: clock.timeZone });
  const reference = { instant: now.toJSDate(), timezone: now.offset };
  const read = withDate(inOneWord(text), now);
  // The language in which the most of it says a time: "om 14:05" is an hour in each.
  const found = [clock.locale, ...locales]
    .flatMap(locale => parsers[locale].parse(read, reference).slice(0, 1))
    .reduce<Found | undefined>((best, one) => (best && best.text.length >= one.text.length ? best : one), undefined);
  return found && momentOf(found.start, text, now, clock.locale);
}

/**
 * What the fields of a card say, `2026-11-20` or `2026-11-20T14:05`, in the zone of whoever filled them in; a moment that has
 * its zone stays. Null for what is no time.
 */
export function momentAt(dayOrHour: string, timeZone: string): string | null {
  const read = DateTime.fromISO(dayOrHour, { zone: timeZone });
  if (!read.isValid) return null;
  return dayOrHour.includes('T') ? read.toUTC().toISO() : read.toISODate();
}

interface Found {
  readonly text: string;
  readonly start: Components;
}

interface Components {
  get(component: 'year' | 'month' | 'day' | 'hour' | 'minute'): number | null;
  isCertain(component: 'hour' | 'day' | 'weekday' | 'timezoneOffset'): boolean;
  date(): Date;
}

// 14:05, 14.05, 8h30; a year is no hour
const clockTime = /(?<![\d.:])(?<hour>[01]?\d|2[0-3])[:.h](?<minute>[0-5]\d)(?![\d.:])/;

function momentOf(said: Components, text: string, now: DateTime, locale: Locale): string | undefined {
  const isRelative = said.get('year') !== null && said.isCertain('timezoneOffset');
  if (isRelative) return past(DateTime.fromJSDate(said.date()), now);
  const clock = clockTime.exec(text)?.groups ?? hourIn(text, locale);
  const hasHour = said.isCertain('hour') || clock !== undefined;
  const named = DateTime.fromObject(
    {
      year: said.get('year') ?? now.year,
      month: said.get('month') ?? now.month,
      day: said.get('day') ?? now.day,
      ...(hasHour && {
        hour: said.isCertain('hour') ? (said.get('hour') ?? 0) : Number(clock?.hour),
        minute: said.isCertain('hour') ? (said.get('minute') ?? 0) : Number(clock?.minute),
      }),
    },
    { zone: now.zone },
  );
  const isComing = named.startOf('day') > now;
  // Nothing begins on a Friday that is still to come.
  const at = isComing && said.isCertain('weekday') && !said.isCertain('day') ? named.minus({ weeks: 1 }) : named;
  if (!hasHour) return at.startOf('day') > now ? undefined : (at.toISODate() ?? undefined);
  // An hour alone that is still to come was yesterday's.
  const isHourAlone = !said.isCertain('day') && !said.isCertain('weekday');
  return past(at > now && isHourAlone ? at.minus({ days: 1 }) : at, now);
}

const numerals = [
  ...['one two three four five six seven eight nine ten eleven twelve'],
  ...['een twee drie vier vijf zes zeven acht negen tien elf twaalf'],
  ...['ett två tre fyra fem sex sju åtta nio tio elva tolv'],
].map(words => words.split(' '));
const hour = `1\\d|2[0-3]|\\d|${numerals.flat().join('|')}`;
// half 7, halv sju; around eight, kl 15, een uur of 8, since 7, ten-ish; 7u; and not "since 2 days"
const spokenHour = new RegExp(
  [
    `(?<![\\p{L}\\d])(?:half|halv)\\s(?<half>${hour})(?![\\p{L}\\d:.]\\S)`,
    `(?<![\\p{L}\\d])(?:at|around|about|rond|om|tegen|vid|runt|kring|kl|klockan|uur of|since|sinds|sedan|sen)\\.?\\s(?<at>${hour})(?![\\p{L}\\d:.]\\S)(?!\\s?(?:days?|hours?|weeks?|dagen|weken|timmar|dagar|veckor|min|maand|mån))`,
    `(?<![\\p{L}\\d])(?<ish>${hour})(?:-ish|ish|\\s?u(?:ur)?|\\so'clock)(?!\\p{L})(?!\\s(?:of|geleden))`,
  ].join('|'),
  'iu',
);
const evening = /afternoon|evening|last night|tonight|middag|avond|eftermiddag|kväll/i;
const morning = /voormiddag|förmiddag/i;

/** An hour as people say it: "half seven" is 7:30 in English, and 6:30 in Dutch and Swedish. */
function hourIn(text: string, locale: Locale): { hour: string; minute: string } | undefined {
  const groups = spokenHour.exec(text)?.groups;
  if (!groups) return undefined;
  const word = (groups.half ?? groups.at ?? groups.ish ?? '').toLowerCase();
  const named = numerals.map(words => words.indexOf(word) + 1).find(number => number > 0);
  const number = (named ?? Number(word)) - (groups.half !== undefined && locale !== 'en' ? 1 : 0);
  const isLater = number < 12 && evening.test(text) && !morning.test(text);
  return { hour: String(isLater ? number + 12 : number), minute: groups.half === undefined ? '0' : '30' };
}

function past(at: DateTime, now: DateTime): string | undefined {
  return at.isValid && at <= now ? (at.toUTC().toISO() ?? undefined) : undefined;
}

const months = 'jan|feb|mar|maa|mrt|apr|maj|mei|may|jun|jul|aug|sep|okt|oct|nov|dec';
// the 12th, de 12e, den 12:e, 12号; and not "the 12th of november", "11月12号", "2号楼"
const dayOfMonth = new RegExp(
  [
    `(?<![\\p{L}\\d])(?:the|de|den)\\s(?<latin>[12]?\\d|3[01])(?:st|nd|rd|th|ste|de|e|:e|:a)(?![\\p{L}\\d])(?!\\s(?:of\\s)?(?:${months}))`,
    '(?<![月\\d第])(?<han>[12]?\\d|3[01])[号日](?!\\p{L}*(?:楼|机|线))',
  ].join('|'),
  'giu',
);

/** A day of a month that is not named is the last one that there was. */
function withDate(text: string, now: DateTime): string {
  return text.replace(dayOfMonth, (found, latin: string | undefined, han: string | undefined) => {
    const day = Number(latin ?? han);
    const last = [0, 1, 2]
      .map(back => now.startOf('month').minus({ months: back }))
      .filter(month => day >= 1 && day <= (month.daysInMonth ?? 0))
      .map(month => month.set({ day }))
      .find(date => date <= now);
    return last ? ` ${last.toISODate()} ` : found;
  });
}

/** Swedish writes some days in two words, which the library knows in one; Dutch and Swedish write a part of the day with its day. */
function inOneWord(text: string): string {
  return (
    text
      .replace(/\bi går\b/gi, 'igår')
      .replace(/\bi (?:dag|morse|natt)\b/gi, 'idag')
      // i måndags, sen i lördags
      .replace(/\bi (mån|tis|ons|tors|fre|lör|sön)dags(?=\P{L}|$)/giu, '$1dag')
      .replace(/\bgister(?:morgen|ochtend|middag|avond|nacht)\b/gi, 'gisteren')
      .replace(/\bkl\.? ?(?=\d)/gi, '')
      // den 12:e november
      .replace(/(?<=\d):[ea](?=\s\p{L})/gu, '')
      // vrijdagmiddag, fredagskväll
      .replace(/\b((?:maan|dins|woens|donder|vrij|zater|zon)dag)(?:ochtend|morgen|middag|avond)\b/gi, '$1')
      .replace(/\b((?:mån|tis|ons|tors|fre|lör|sön)dag)s(?:morgon|förmiddag|eftermiddag|kväll)en?\b/gi, '$1')
  );
}
