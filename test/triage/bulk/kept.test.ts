import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { TraceTotals } from '../../../src/triage/bulk/index.ts';
import { ownText } from '../../../src/triage/bulk/own-text.ts';
import { type Kept, traceRow } from './kept-bytes.ts';

describe('what is kept of long cells', () => {
  it('is the start of each alone', async () => {
    const worker = new Worker(new URL('./kept-bytes.ts', import.meta.url));

    const [kept] = (await once(worker, 'message')) as [readonly Kept[]];

    await worker.terminate();
    assert.equal(kept.length, 13);
    assert.deepEqual(
      kept.filter(({ counted, bytes }) => counted !== 60 || bytes >= 3e6),
      [],
    );
  });

  it('is the start of a text, with whole characters', () => {
    assert.equal(ownText('abc', 2), 'ab');
    assert.equal(ownText('Ünïcödé 排查单 text', 12), 'Ünïcödé 排查单 ');
    assert.equal(ownText('\ufeffa text with a mark', 100), '\ufeffa text with a mark');
  });

  it('counts rows as undated beyond two years of hours', () => {
    const totals = new TraceTotals();

    for (let hour = 0; hour < 20_000; hour++) totals.add(traceRow(hour, { at: hour * 3_600_000, event: 'delivered' }));

    assert.equal(totals.hours.size, 2 ** 14);
    assert.equal(totals.undated, 20_000 - 2 ** 14);
  });
});
