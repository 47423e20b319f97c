import { strict as assert } from 'node:assert';
import {
  formatClock,
  formatDay,
  formatDuration,
  formatTime,
  formatTimeWithZone,
  formatUtc,
  isTimeZone,
} from '../../src/cards/format-time.ts';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';

const at = '2026-11-20T17:42:00.000Z';

describe('a time on a card', () => {
  const written: [text: string, inEnglish: string][] = [
    [formatTime(at, 'en', 'Europe/Amsterdam'), 'Fri 20 Nov, 18:42'],
    [formatTimeWithZone(at, 'en', 'Europe/Amsterdam'), 'Fri 20 Nov, 18:42 (UTC+1)'],
    [formatTimeWithZone(at, 'en', 'Asia/Kolkata'), 'Fri 20 Nov, 23:12 (UTC+5:30)'],
    [formatTimeWithZone(at, 'en', 'Europe/London'), 'Fri 20 Nov, 17:42 (UTC)'],
    [formatTimeWithZone('2026-07-20T17:42:00.000Z', 'en', 'Europe/London'), 'Mon 20 Jul, 18:42 (UTC+1)'],
    [formatClock(at, 'en', 'America/New_York'), '12:42'],
    [formatClock('2026-11-20T00:05:00.000Z', 'en', 'UTC'), '00:05'],
    [formatUtc(at, 'en'), '20 November 2026 at 17:42 UTC'],
    [formatDay('2026-11-20', 'en'), '20 November 2026'],
    [formatUtc(at, 'nl'), '20 november 2026 om 17:42 UTC'],
    [formatTime(at, 'sv', 'UTC'), 'fre 20 nov. 17:42'],
    [formatDay('2026-11-20', 'zh-CN'), '2026年11月20日'],
  ];
  for (const [text, expected] of written) it(`is written ${expected}`, () => assert.equal(text, expected));
});

describe('a duration on a card', () => {
  const minute = 60_000;
  const hour = 60 * minute;
  for (const [milliseconds, expected] of [
    [10_000, '0 min'],
    [40 * minute, '40 min'],
    [hour, '1 h'],
    [hour + 20 * minute, '1 h 20 min'],
    [24 * hour, '24 h'],
    [48 * hour + 30 * minute, '2 d'],
    [50 * hour, '2 d 2 h'],
  ] as const)
    it(`is written ${expected}`, () => assert.equal(formatDuration(milliseconds, strings.en), expected));

  it('has the unit of the language', () =>
    assert.deepEqual(
      locales.map(locale => formatDuration(hour + 5 * minute, strings[locale])),
      ['1 h 5 min', '1 u 5 min', '1 h 5 min', '1 小时 5 分钟'],
    ));
});

describe('a time zone', () => {
  const names: [name: string, isOne: boolean][] = [
    ['Europe/Amsterdam', true],
    ['europe/AMSTERDAM', true],
    ['UTC', true],
    ['+01:00', true],
    ['Mars/Olympus', false],
    ['', false],
    [`Europe/${'a'.repeat(100_000)}`, false],
  ];
  for (const [name, isOne] of names) {
    it(`${name.slice(0, 20) || 'of no name'} is ${isOne ? 'known' : 'none'}`, () => {
      // The second answer is the remembered one.
      assert.deepEqual([isTimeZone(name), isTimeZone(name)], [isOne, isOne]);
    });
  }

  describe('that a client names', () => {
    const { DateTimeFormat } = Intl;
    let built = 0;

    before(() => {
      Intl.DateTimeFormat = new Proxy(DateTimeFormat, {
        construct: (target, values) => {
          built++;
          return Reflect.construct(target, values);
        },
      });
    });
    after(() => {
      Intl.DateTimeFormat = DateTimeFormat;
    });
    beforeEach(() => {
      built = 0;
    });

    it('is built once, in every language and for every kind of time', () => {
      for (const _ of [1, 2, 3]) {
        for (const locale of locales) {
          isTimeZone('Pacific/Auckland');
          formatTimeWithZone(at, locale, 'Pacific/Auckland');
          formatClock(at, locale, 'Pacific/Auckland');
        }
      }

      assert.equal(built, 1 + 2 * locales.length + 1);
    });

    it('is forgotten after some hundred others', () => {
      const spellings = Array.from({ length: 512 }, (_, number) => spelling('antarctica/macquarie', number));
      for (const name of spellings) isTimeZone(name);
      for (const name of spellings) formatClock(at, 'en', name);
      assert.equal(built, 2 * spellings.length);

      isTimeZone(spellings[0]!);
      assert.equal(formatClock(at, 'en', spellings[0]!), '04:42');

      assert.equal(built, 2 * spellings.length + 2);
    });
  });
});

/** One of the many ways to write a name that ICU takes for the same. */
function spelling(name: string, number: number): string {
  return [...name].map((letter, place) => ((number >> place) & 1 ? letter.toUpperCase() : letter)).join('');
}
