import assert from 'node:assert/strict';
import { momentAt, readMoment } from '../../../src/bot/answering/read-moment.ts';
import type { Locale } from '../../../src/triage/evidence.ts';

// Saturday, a quarter past ten in Amsterdam
const clock = { now: '2026-11-21T09:14:00.000Z', timeZone: 'Europe/Amsterdam' };

const typed: readonly [locale: Locale, text: string, moment: string | undefined][] = [
  ['en', 'yesterday at 14:05', '2026-11-20T13:05:00.000Z'],
  ['en', 'an hour ago', '2026-11-21T08:14:00.000Z'],
  ['en', 'yesterday', '2026-11-20'],
  ['en', 'last Monday', '2026-11-16'],
  ['en', '20 Nov 18:42', '2026-11-20T17:42:00.000Z'],
  // Before and after the clocks were set back
  ['en', '20 October at 14:05', '2026-10-20T12:05:00.000Z'],
  // Still to come today, so it was yesterday
  ['en', '14:05', '2026-11-20T13:05:00.000Z'],
  ['en', '08:05', '2026-11-21T07:05:00.000Z'],
  ['en', 'tomorrow at 14:05', undefined],
  ['en', 'the firewall change', undefined],
  ['nl', 'gisteren om 14:05', '2026-11-20T13:05:00.000Z'],
  ['nl', '20 november 14.05', '2026-11-20T13:05:00.000Z'],
  ['sv', 'i går kl. 14.05', '2026-11-20T13:05:00.000Z'],
  ['sv', 'igår', '2026-11-20'],
  ['zh-CN', '昨天下午2点', '2026-11-20T13:00:00.000Z'],
  ['zh-CN', '11月20日 14:05', '2026-11-20T13:05:00.000Z'],
  // As people say it: half seven is an hour later in English
  ['en', 'started last Monday around half 7', '2026-11-16T06:30:00.000Z'],
  ['en', 'since yesterday evening about eight', '2026-11-20T19:00:00.000Z'],
  ['en', 'since 2 days', undefined],
  ['nl', 'sinds gisteravond een uur of 8', '2026-11-20T19:00:00.000Z'],
  ['nl', 'sinds gistermiddag half 4', '2026-11-20T14:30:00.000Z'],
  ['nl', 'al van vanochtend 7u', '2026-11-21T06:00:00.000Z'],
  ['sv', 'sen igår kl 15', '2026-11-20T14:00:00.000Z'],
  ['sv', 'började i måndags runt halv åtta', '2026-11-16T06:30:00.000Z'],
  ['sv', 'vid 8 i morse', '2026-11-21T07:00:00.000Z'],
  // The last day of that number
  ['en', 'since the 12th', '2026-11-12'],
  ['en', 'since the 31st', '2026-10-31'],
  ['nl', 'het speelt sinds de 12e', '2026-11-12'],
  ['sv', 'det har pågått sedan den 12:e', '2026-11-12'],
  ['sv', 'sedan den 12:e oktober', '2026-10-12'],
  ['zh-CN', '从12号开始', '2026-11-12'],
  ['zh-CN', '2号楼的邮件', undefined],
  // In another language than that of the cards
  ['zh-CN', 'yesterday at 14:05', '2026-11-20T13:05:00.000Z'],
];

describe('when something began', () => {
  for (const [locale, text, moment] of typed) {
    it(`${locale}, “${text}”: ${moment ?? 'no time'}`, async () => {
      assert.equal(await readMoment(text, { ...clock, locale }), moment);
    });
  }

  it('is read from the fields of a card in the zone of whoever filled them in', () => {
    assert.equal(momentAt('2026-11-20T14:05', clock.timeZone), '2026-11-20T13:05:00.000Z');
    assert.equal(momentAt('2026-11-20', clock.timeZone), '2026-11-20');
    assert.equal(momentAt('2026-11-20T13:05:00.000Z', clock.timeZone), '2026-11-20T13:05:00.000Z');
    assert.equal(momentAt('soon', clock.timeZone), null);
  });
});
