/** A process of its own for one file, which is made while it is read: it stands nowhere whole. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openBulkReader } from '../../src/bulk/open-bulk-reader.ts';
import { readMeanings } from '../../src/bulk/read-meanings.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { end, retryHours } from '../bulk/make-trace.ts';
import { watchEventLoop } from '../event-loop.ts';

interface BulkCase {
  readonly first?: string | Buffer;
  /** The piece that comes again and again, by its number. */
  piece(number: number): string | Buffer;
}

const head = 'Received,SenderAddress,RecipientAddress,Subject,Status,Size,MessageId\n';
const row = (id: number) => `2026-11-20T09:02:00Z,a${id}@x.example,b${id}@y.example,offer,Failed,1,<${id}@x>\n`;
const logHead =
  '#Log-type: SMTP Receive Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n';
const line = (id: number, event: string, data: string) =>
  `2026-11-23T15:10:00.000Z,SRV\\Default Frontend SRV,${id.toString(16)},${id % 9},10.0.0.5:25,198.51.${(id >> 8) % 256}.${id % 256}:50123,${event},${data},\n`;
const many = (count: number, one: (place: number) => string) =>
  Array.from({ length: count }, (_, at) => one(at)).join('');

/** `2190-03-07T05`, of any year that is read. */
const hourOf = (id: number) => new Date(Date.UTC(1990, 0, 1) + (id % 1_840_000) * 3_600_000).toISOString().slice(0, 13);

export const bulkCases: Readonly<Record<string, BulkCase>> = {
  'a trace, each row another message': {
    first: head,
    piece: number => many(900, at => row(number * 900 + at)),
  },
  'a receive log, each line another session': {
    first: logHead,
    piece: number => many(500, at => line(number * 500 + at, '+', '')),
  },
  'a receive log of one endless session': {
    first: logHead,
    piece: () => many(500, () => line(7, '>', '421 4.3.2 not now')),
  },
  'a log and then a trace': {
    first: logHead,
    piece: number => (number < 20 ? many(500, at => line(at, '+', '')) : many(900, at => row(number * 900 + at))),
  },
  'a line without end': { first: head + row(1), piece: () => 'x'.repeat(65_536) },
  'a quote that nobody closes': { first: `${head}${row(1)}"`, piece: number => many(900, at => row(number + at)) },
  'commas alone': { first: head, piece: () => ','.repeat(65_536) },
  'a comma and a blank, and so on': { first: head, piece: () => ' ,'.repeat(32_768) },
  'rows as wide as can be': { first: head, piece: () => `${','.repeat(999_999)}\n` },
  'a header as wide as can be': {
    first: head.replace('\n', many(900, at => `,c${at}`).concat('\n')),
    piece: () => `a,b@x,c@y,d,Failed,1,<m>${','.repeat(900)}\n`.repeat(70),
  },
  'a megabyte in each subject': {
    first: head,
    piece: number => row(number).replace('offer', 'x'.repeat(900_000)),
  },
  'stray quotes after a long cell': {
    first: `${head}${row(1).replace('offer', 'x'.repeat(900_000))}`,
    piece: () => '"a"b,c,d,"e"f,Failed,1,<m>\n'.repeat(2_400),
  },
  'each row in another hour': {
    first: head,
    piece: number => many(900, at => row(number * 900 + at).replace('2026-11-20T09', hourOf(number * 900 + at))),
  },
  'a thousand recipients a row': {
    first: head,
    piece: number =>
      row(number).replace(
        /b\d+@y\.example/,
        many(1_000, at => `${number}@${at}.example;`),
      ),
  },
  'a log with a megabyte in each session, answer and address': {
    first: logHead,
    piece: number => {
      const long = 'x'.repeat(300_000);
      return `2026-11-23T15:10:00.000Z,S,${number}${long},1,l,${number}${long}:25,>,421 ${number}${long},\n`;
    },
  },
  'a log of one endless line': { first: logHead, piece: () => line(7, '>', 'x').trim().repeat(600) },
  'UTF-16 without line ends': {
    first: Buffer.from(`\ufeff${head}${row(1)}`, 'utf16le'),
    piece: () => Buffer.from('x,'.repeat(16_384), 'utf16le'),
  },
  'zeros after a start': { first: `${head}${many(900, row)}`, piece: () => '\0'.repeat(65_536) },
  zeros: { piece: () => '\0'.repeat(65_536) },
  talk: { piece: () => 'Dear all, the mail is late again, and nobody knows why.\n'.repeat(1_200) },
};

export function bytesOf(piece: string | Buffer): Buffer {
  return typeof piece === 'string' ? Buffer.from(piece) : piece;
}

if (import.meta.main) {
  const [, , name = '', megabytes = '200'] = process.argv;
  const { first = '', piece } = bulkCases[name]!;
  const most = Number(megabytes) * 1e6;
  const pieces = async function* () {
    yield bytesOf(first);
    for (let [made, number] = [0, 0]; made < most; number++) {
      const bytes = bytesOf(piece(number));
      made += bytes.length;
      yield bytes;
      await nextTurn();
    }
  };
  const now = new Date(end).toISOString();
  const started = performance.now();
  const reader = openBulkReader(now);
  const endWatch = watchEventLoop();
  const outcome = await reader.readPieces(pieces());
  const noMatch = { verdict: 'no-match', candidates: [], locale: null } as const;
  const meanings = await readMeanings(await reader.replies(), reply => ({
    evidence: readEvidence(reply),
    match: noMatch,
  }));
  const mostResent = { rows: 20_000, characters: 10_000_000 };
  await reader.finish({ meanings, now, retryHours, mostResent, question: { sendingIps: [], ranges: [], times: [] } });
  const stop = endWatch();
  await reader.close();
  console.log(
    JSON.stringify({
      'read as': outcome.kind,
      seconds: Math.round((performance.now() - started) / 100) / 10,
      MB: Math.round(process.resourceUsage().maxRSS / 1024),
      'longest stop ms': Math.round(stop),
    }),
  );
}
