import { strict as assert } from 'node:assert';
import { clockOf, dayOrderOf, readLocalTime } from '../../../src/triage/bulk/local-times.ts';

describe('the dates of a trace', () => {
  const rows: readonly [text: string, time: string | null][] = [
    ['11/20/2026 6:42:10 PM', '2026-11-20T18:42:10.000Z'],
    ['20/11/2026 18:42', '2026-11-20T18:42:00.000Z'],
    ['20-11-2026 18:42:10', '2026-11-20T18:42:10.000Z'],
    ['20.11.2026 18:42:10', '2026-11-20T18:42:10.000Z'],
    ['20.11.2026 18.42.10', '2026-11-20T18:42:10.000Z'],
    ['2026-11-20 18:42:10', '2026-11-20T18:42:10.000Z'],
    ['2026-11-20T18:42:10.1234567Z', '2026-11-20T18:42:10.000Z'],
    ['2026-11-20T18:42:10+01:00', '2026-11-20T17:42:10.000Z'],
    ['2026/11/20 下午 6:42:10', '2026-11-20T18:42:10.000Z'],
    ['2026/11/20 6:42:10 下午', '2026-11-20T18:42:10.000Z'],
    ['2026/11/20 18:42:10', '2026-11-20T18:42:10.000Z'],
    ['11/20/2026 12:05 AM', '2026-11-20T00:05:00.000Z'],
    ['yesterday', null],
    ['45/45/2026 10:00', null],
    ['', null],
  ];
  for (const [text, time] of rows)
    it(`${text || 'nothing'} is ${time ?? 'no time'}`, () => {
      const read = readLocalTime(text, dayOrderOf([text]));

      assert.equal(read === null ? null : new Date(read).toISOString(), time);
    });

  const clocks: readonly [shown: string, zone: string, time: string][] = [
    // Standard and summer time, the hour that there is not, and half hours.
    ['2026-11-20 18:42:10', 'Europe/Amsterdam', '2026-11-20T17:42:10.000Z'],
    ['2026-07-20 18:42:10', 'Europe/Amsterdam', '2026-07-20T16:42:10.000Z'],
    ['2026-03-29 02:30:00', 'Europe/Amsterdam', '2026-03-29T01:30:00.000Z'],
    ['2026-11-20 18:42:10', 'Asia/Kolkata', '2026-11-20T13:12:10.000Z'],
    ['2026-11-20T18:42:10Z', 'Asia/Kolkata', '2026-11-20T18:42:10.000Z'],
    ['2026-11-20 18:42:10', 'Nowhere/Land', '2026-11-20T18:42:10.000Z'],
  ];
  for (const [shown, zone, time] of clocks)
    it(`${shown} by the clock of ${zone} is ${time}`, () => {
      assert.equal(new Date(readLocalTime(shown, 'day-first', clockOf(zone))!).toISOString(), time);
    });

  const orders: readonly [texts: readonly string[], order: string][] = [
    [['3/4/2026 10:00', '25/4/2026 10:00'], 'day-first'],
    [['3/4/2026 10:00', '3/25/2026 10:00'], 'month-first'],
    // Neighbours: two days in one reading, two months in the other.
    [['3/4/2026 10:00', '4/4/2026 10:00', '5/4/2026 10:00'], 'day-first'],
    [['4/3/2026 10:00', '4/4/2026 10:00', '4/5/2026 10:00'], 'month-first'],
    [['3/4/2026 10:00 AM'], 'month-first'],
    [['03.04.2026 10:00'], 'day-first'],
  ];
  for (const [texts, order] of orders)
    it(`${texts.join(', ')} are ${order}`, () => {
      assert.equal(dayOrderOf(texts), order);
    });
});
