import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type BulkError, openBulkReader } from '../../src/bulk/open-bulk-reader.ts';
import { longestRecord } from '../../src/bulk/read-records.ts';
import { readFile } from '../../src/files/read-file.ts';
import { bulkCases, bytesOf } from '../bench/readers-case.ts';
import { watchEventLoop } from '../event-loop.ts';
import { makeZip } from '../files/make-zip.ts';
import { emptyStory, traceCsv, traceRows } from './make-trace.ts';
import { type Pieces, piecesOf, readBulk, readText, warmUp } from './read-bulk.ts';

const header = 'Received,SenderAddress,RecipientAddress,Subject,Status,Size,MessageId\n';
const row = (more = '') => `2026-11-20T09:02:00Z,a@x.example,b@y.example,${more},Failed,1,<1@x>\n`;

async function* repeated(piece: Uint8Array, times: number, first?: Uint8Array): Pieces {
  if (first) yield first;
  for (let time = 0; time < times; time++) {
    yield piece;
    await nextTurn();
  }
}

const noText = () => assert.fail('It is bulk data');

describe('a bulk file that is none, or is broken', () => {
  before(warmUp);

  it('is read as far as it goes, wherever it is cut', async () => {
    const whole = Buffer.from([...traceCsv(traceRows(300, emptyStory()))].join(''), 'utf16le');
    for (const cut of [1, 2, 63, 801, 4_001, 30_000, 90_001, whole.length - 3]) {
      const { outcomes } = await readBulk([piecesOf(whole.subarray(0, cut), 4_096)]);

      const [outcome] = outcomes;
      if (cut < 1_000) assert.ok(outcome?.kind !== 'trace' || outcome.rows === 0, `${cut}: ${outcome?.kind}`);
      else assert.equal(outcome?.kind, 'trace', `${cut}`);
    }
  });

  it('is named for what it is', async () => {
    const noise = Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7919) % 256));
    const { outcomes } = await readBulk([
      piecesOf(Buffer.alloc(0)),
      piecesOf(noise),
      piecesOf(Buffer.from('a,b,c\n1,2,3\n')),
      piecesOf(Buffer.from('Dear all,\nthe mail is late.\n')),
      piecesOf(Buffer.from(header + row())),
    ]);

    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['empty', 'binary', 'unknown', 'unknown', 'trace'],
    );
  });

  it('leaves out rows with too few and too many cells, and says how many', async () => {
    const { outcomes, found } = await readText(`${header}${row()}cut,off\n${row('a,b')}${row('"a,b"')}`);

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 2, unread: 2, isCut: false }]);
    assert.equal(found.trace?.rows, 2);
  });

  it('reads what is not UTF-8 in the middle of UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from(header + row()),
      Buffer.from(row('caf\xe9'), 'latin1'),
      Buffer.from(row()),
    ]);

    const { outcomes } = await readBulk([piecesOf(bytes)]);

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 3, unread: 0, isCut: false }]);
  });

  for (const [what, first, piece] of [
    ['a line without end', header + row(), 'x'.repeat(256 * 1024)],
    ['a quote that nobody closes', `${header}${row()}"`, `${row()}`.repeat(3_000)],
    ['a file of one line', 'x', 'x'.repeat(256 * 1024)],
  ] as const)
    it(`does not keep ${what}, and the event loop goes on`, async () => {
      const longestStop = watchEventLoop();
      const before = process.memoryUsage.rss();

      const { outcomes } = await readBulk([repeated(Buffer.from(piece), 400, Buffer.from(first))]);

      const stop = longestStop();
      const [outcome] = outcomes;
      if (what === 'a file of one line') assert.equal(outcome?.kind, 'unknown');
      else assert.deepEqual(outcome, { kind: 'trace', rows: 1, unread: 0, isCut: true });
      assert.ok(process.memoryUsage.rss() - before < 120e6, `${(process.memoryUsage.rss() - before) / 1e6} MB`);
      assert.ok(stop < 50, `${stop} ms`);
    });

  for (const [name, rows] of [
    ['commas alone', 0],
    ['a comma and a blank, and so on', 0],
    ['a line without end', 1],
    ['a quote that nobody closes', 1],
    ['a log of one endless line', 1],
    ['UTF-16 without line ends', 1],
    ['zeros after a start', 900],
  ] as const)
    it(`is given up after a megabyte of one record: ${name}`, async () => {
      const { first = '', piece } = bulkCases[name]!;
      let taken = 0;
      async function* endless(): Pieces {
        yield bytesOf(first);
        for (let number = 0; taken < 20e6; number++) {
          const bytes = bytesOf(piece(number));
          taken += bytes.length;
          yield bytes;
        }
      }

      const { outcomes } = await readBulk([endless()]);

      const [outcome] = outcomes;
      assert.ok(outcome?.kind === 'trace' || outcome?.kind === 'log');
      assert.ok(outcome.isCut && outcome.rows <= rows, JSON.stringify(outcome));
      // As UTF-16 it is twice as long; some pieces are under way.
      assert.ok(taken < 4 * longestRecord, `${taken} bytes`);
    });

  it('leaves out a record with more cells than any report has, and reads what follows', async () => {
    const { outcomes, found } = await readText(`${header}${row()}${','.repeat(999_999)}\n${row()}`);

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 2, unread: 1, isCut: false }]);
    assert.equal(found.trace?.rows, 2);
  });

  it('goes on where a quote in a cell follows a long one: ten minutes, when each copied the longest cell', async () => {
    const quoted = `"a"b,${row()}`.repeat(20_000);

    const { outcomes } = await readText(`${header}${row('x'.repeat(900_000))}${quoted}${row('"a"b')}`);

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 2, unread: 20_000, isCut: false }]);
  });

  it('keeps a quote in front of a cell as it stands', async () => {
    const { found } = await readText(
      `${header}"a"x@y.example,a@b.example,c@d.example,,Failed,1,<1>\n${'"abcdefghijklmnopqrs"t@y.example,"a"bb@b.example,c@d.example,,Failed,1,<2>\n'}`,
    );

    assert.deepEqual(found.trace?.clusters[0]?.topSender, { name: 'a@b.example', count: 1 });
    assert.equal(found.trace?.clusters[0]?.senders, 2);
    assert.deepEqual(found.trace?.clusters[0]?.senderDomains, [{ name: 'b.example', count: 2 }]);
  });

  it('waits for no more than the sample holds, however long its rows are', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => row(`${at}${'x'.repeat(900_000)}`));

    const { outcomes, found } = await readText(`${header}${rows.join('')}`);

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 30, unread: 0, isCut: false }]);
    assert.equal(found.trace?.clusters[0]?.messages, 1);
  });

  it('in an archive is given up as well', async () => {
    const bytes = makeZip({ 'trace.csv': [Buffer.from(`${header}${row()}${'x,y'.repeat(600_000)}`), { level: 0 }] });
    const outcomes: unknown[] = [];

    const reading = await readFile({ name: 'trace.zip', bytes }, noText, async ({ pieces }) => {
      outcomes.push(...(await readBulk([pieces])).outcomes);
      return true;
    });

    assert.equal(reading.kind, 'read');
    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 1, unread: 0, isCut: true }]);
  });

  it('that is not there, or may not be read, says so', async () => {
    const reader = openBulkReader('2026-11-30T09:00:00.000Z');

    await assert.rejects(reader.readPath('/nowhere/trace.csv'), (error: BulkError) => error.code === 'ENOENT');

    await reader.close();
  });

  it('fails in the middle with the error of whoever sends it, and the next one is read', async () => {
    const reader = openBulkReader('2026-11-30T09:00:00.000Z');
    async function* broken(): Pieces {
      yield Buffer.from(header);
      throw new Error('The line went down');
    }

    await assert.rejects(reader.readPieces(broken()), /line went down/);
    const outcome = await reader.readPieces(piecesOf(Buffer.from(header + row())));

    assert.equal(outcome.kind, 'trace');
    await reader.close();
  });

  it('is let go of in the middle when the reader is closed', async () => {
    const reader = openBulkReader('2026-11-30T09:00:00.000Z');
    const reading = reader.readPieces(repeated(Buffer.from(row().repeat(1_000)), 1e9, Buffer.from(header)));
    setTimeout(() => void reader.close(), 100);

    await assert.rejects(reading, (error: BulkError) => error.code === 'closed');
  });
});
