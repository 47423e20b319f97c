import { strict as assert } from 'node:assert';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ProtocolTotals, type TraceRow, TraceTotals } from '../../../src/triage/bulk/index.ts';
import { ownText } from '../../../src/triage/bulk/own-text.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** A fifth of a megabyte that is not put together from parts. */
const long = (id: number) => `${id} ${Buffer.alloc(200_000, 'x').toString('latin1')}`.replaceAll('z', '');

const traceRow = (id: number, more: Partial<TraceRow> = {}): TraceRow => ({
  at: Date.UTC(2026, 10, 20),
  event: 'failed',
  messageId: `<${id}@x>`,
  sender: 'a@x.example',
  recipient: `b${id}@y.example`,
  subject: '',
  host: '',
  ip: '',
  size: null,
  reply: '',
  ...more,
});

function keptBytes(fill: (id: number) => void): number {
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let id = 0; id < 60; id++) fill(id);
  collect();
  return process.memoryUsage().heapUsed - before;
}

describe('what is kept of long cells', () => {
  for (const [name, cell] of Object.entries({
    subject: id => ({ subject: long(id) }),
    'Message-ID': id => ({ messageId: long(id) }),
    sender: id => ({ sender: long(id) }),
    recipient: id => ({ recipient: long(id) }),
    host: id => ({ host: long(id) }),
    'address that failed': id => ({ ip: long(id) }),
    'address that took it': id => ({ ip: long(id), event: 'delivered' }),
    domain: id => ({ recipient: `a@${long(id)}`, event: 'delivered' }),
    reply: id => ({
      reply: long(id)
        .slice(0, 1_000)
        .replace('x', String.fromCharCode(97 + (id % 23))),
    }),
  } satisfies Record<string, (id: number) => Partial<TraceRow>>))
    it(`of a trace is its start alone: ${name}`, () => {
      const totals = new TraceTotals();

      const kept = keptBytes(id => totals.add(traceRow(id, cell(id) as Partial<TraceRow>)));

      assert.equal(totals.rows, 60);
      assert.ok(kept < 3e6, `${kept} bytes`);
    });

  for (const [name, cell] of Object.entries({
    session: id => ({ session: long(id) }),
    address: id => ({ ip: long(id) }),
    connector: id => ({ connector: long(id) }),
    answer: id => ({ text: `450 ${long(id)}` }),
  } satisfies Record<string, (id: number) => object>))
    it(`of a log is its start alone: ${name}`, () => {
      const totals = new ProtocolTotals('exchange', 'receive');
      const event = {
        kind: 'server',
        at: 0,
        session: 's',
        connector: 'c',
        ip: '192.0.2.7',
        text: '',
        context: '',
      } as const;

      const kept = keptBytes(id => totals.add({ ...event, session: `${id}`, ...cell(id) }));

      assert.equal(totals.lines, 60);
      assert.ok(kept < 3e6, `${kept} bytes`);
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
