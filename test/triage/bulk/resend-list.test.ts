import { strict as assert } from 'node:assert';
import { parse } from 'csv-parse/sync';
import { csvCell, resendList, TraceTotals } from '../../../src/triage/bulk/index.ts';

const when = { now: '2026-11-22T00:00:00.000Z', retryHours: 24 };

describe('the list of what has to be sent again', () => {
  for (const text of ['=1+1', '+31 20', '-2', '@SUM(A1)', '\t=1', '\r=1'])
    it(`gives ${JSON.stringify(text)} to nobody as a formula`, () => {
      const [[cell]] = parse(csvCell(text)) as [[string]];

      assert.equal(cell, `'${text}`);
    });

  it('is CSV that reads back as it was', () => {
    const totals = new TraceTotals();
    const row = {
      at: Date.parse('2026-11-20T09:00:00Z'),
      event: 'deferred' as const,
      sender: 'a@x.example',
      host: '',
      ip: '',
      size: null,
      reply: '450 4.4.316 Connection refused',
    };
    totals.add({ ...row, messageId: '<1>', recipient: 'b@y.example', subject: 'Say "yes", or no;\nplease' });
    totals.add({ ...row, messageId: '<2>', recipient: 'c@y.example', subject: '=cmd|calc' });
    totals.add({ ...row, messageId: '<3>', recipient: 'd@y.example', subject: 'Young', at: Date.parse(when.now) });

    const { csv, rows, leftOut } = resendList(totals, when, { rows: 100, characters: 10_000 });

    assert.deepEqual(parse(csv).slice(1), [
      ['a@x.example', 'b@y.example', 'Say "yes", or no;\nplease', '2026-11-20 09:00', '<1>'],
      ['a@x.example', 'c@y.example', "'=cmd|calc", '2026-11-20 09:00', '<2>'],
    ]);
    assert.deepEqual({ rows, leftOut }, { rows: 2, leftOut: 0 });
  });

  it('says how many it has no room for', () => {
    const totals = new TraceTotals();
    for (let message = 0; message < 5; message++)
      totals.add({
        at: 0,
        event: 'failed',
        messageId: `<${message}>`,
        sender: 'a@x.example',
        recipient: 'b@y.example',
        subject: '',
        host: '',
        ip: '',
        size: null,
        reply: '550 4.4.7 Message expired',
      });

    assert.deepEqual(
      (({ rows, leftOut }) => ({ rows, leftOut }))(resendList(totals, when, { rows: 3, characters: 10_000 })),
      {
        rows: 3,
        leftOut: 2,
      },
    );
  });
});
