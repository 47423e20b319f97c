/** In a thread of its own, whose memory is collected in a moment: what totals keep of sixty long cells of a kind, in bytes. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { type ProtocolEvent, ProtocolTotals, type TraceRow, TraceTotals } from '../../../src/triage/bulk/index.ts';

const cells = 60;

/** A fifth of a megabyte that is not put together from parts. */
const long = (id: number) => `${id} ${Buffer.alloc(200_000, 'x').toString('latin1')}`.replaceAll('z', '');

export const traceRow = (id: number, more: Partial<TraceRow> = {}): TraceRow => ({
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

const traceCells: Readonly<Record<string, (id: number) => Partial<TraceRow>>> = {
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
};

const logCells: Readonly<Record<string, (id: number) => Partial<ProtocolEvent>>> = {
  session: id => ({ session: long(id) }),
  address: id => ({ ip: long(id) }),
  connector: id => ({ connector: long(id) }),
  answer: id => ({ text: `450 ${long(id)}` }),
};

const event: ProtocolEvent = {
  kind: 'server',
  at: 0,
  session: 's',
  connector: 'c',
  ip: '192.0.2.7',
  text: '',
  context: '',
};

export interface Kept {
  readonly of: string;
  readonly bytes: number;
  /** How many rows or lines the totals counted: all. */
  readonly counted: number;
}

function* kept(): Generator<Kept> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const bytesOf = (add: (id: number) => void) => {
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let id = 0; id < cells; id++) add(id);
    collect();
    return process.memoryUsage().heapUsed - before;
  };
  for (const [name, cell] of Object.entries(traceCells)) {
    const totals = new TraceTotals();
    const bytes = bytesOf(id => totals.add(traceRow(id, cell(id))));
    yield { of: `trace: ${name}`, bytes, counted: totals.rows };
  }
  for (const [name, cell] of Object.entries(logCells)) {
    const totals = new ProtocolTotals('exchange', 'receive');
    const bytes = bytesOf(id => totals.add({ ...event, session: `${id}`, ...cell(id) }));
    yield { of: `log: ${name}`, bytes, counted: totals.lines };
  }
}

parentPort?.postMessage([...kept()]);
