import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defaultFileHosts } from '../../src/files/allowed-hosts.ts';
import type { Network } from '../../src/files/download-file.ts';
import { createReceiver } from '../../src/files/receive-file.ts';
import { outlookFile } from '../mail/outlook-file.ts';
import { uncounted } from '../uncounted.ts';
import type { HostileResult, HostileTask } from './hostile-process.ts';
import { type Loopback, startLoopback } from './loopback.ts';
import { forgeZip, makeZip, nestedBomb, zeros } from './make-zip.ts';

const megabyte = 1024 * 1024;
const headers = 'From: ann@contoso.example\nSubject: Undeliverable\n';
const bounce = Buffer.from(`${headers}\n550 5.1.1 User unknown\n`);
const outlook = outlookFile({ body: '550 5.1.1 User unknown' });
const repeated = (text: string, size: number) => Buffer.alloc(size, text);
const attachment = repeated(`${'QUJD'.repeat(19)}\n`, 18 * megabyte);

/** What has to come of each file, and how it is made. */
const hostile: Readonly<Record<string, readonly [outcome: string, content: () => Uint8Array]>> = {
  'attachment.eml': [
    'read 1',
    () => {
      const start = `${headers}Content-Type: multipart/mixed; boundary=b\n\n--b\n\n550 5.1.1\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n`;
      return Buffer.concat([Buffer.from(start), attachment]);
    },
  ],
  'two-megabytes.eml': [
    'text-too-long',
    () => Buffer.concat([bounce, repeated('Lorem ipsum dolor sit amet\n', 2 * megabyte)]),
  ],
  'line-breaks.eml': ['broken', () => Buffer.concat([Buffer.from(headers), repeated('\n', 19 * megabyte)])],
  'short-lines.eml': ['text-too-long', () => Buffer.concat([bounce, repeated('a\n', 19 * megabyte)])],
  'headers.eml': ['read 1', () => Buffer.concat([Buffer.from(headers), repeated('X: y\n', 15 * megabyte), bounce])],
  'parts.eml': [
    'text-too-long',
    () =>
      Buffer.concat([
        Buffer.from(`${headers}Content-Type: multipart/mixed; boundary=b\n\n`),
        repeated('--b\n\n', 15 * megabyte),
      ]),
  ],
  'tags.html': ['text-too-long', () => repeated('<b>', 19 * megabyte)],
  'letters.txt': ['text-too-long', () => repeated('a', 19 * megabyte)],
  'letters.msg': ['text-too-long', () => outlookFile({ body: 'a'.repeat(2 * megabyte) })],
  'many.zip': [
    'read 100',
    () =>
      forgeZip(
        Array.from({ length: 150 }, (_, index) => ({
          name: `${index}.eml`,
          data: repeated(bounce.toString(), 20_000),
        })),
      ),
  ],
  'noise.zip': [
    'broken',
    () =>
      forgeZip(
        Array.from({ length: 4 }, (_, index) => ({
          name: `${index}.eml`,
          data: randomBytes(4.5 * megabyte),
          method: 0,
        })),
      ),
  ],
  'bomb.zip': ['zip-bomb', () => forgeZip([{ name: 'a.txt', data: zeros(100 * megabyte) }])],
  'nested.zip': ['zip-nested', () => nestedBomb(2)],
  'deep.zip': ['zip-nested', () => nestedBomb(6)],
  'overlapping.zip': [
    'read 21',
    () => {
      const data = repeated('mail ', 200_000);
      const packedSize = forgeZip([{ name: 'a.txt', data }]).length - 100;
      const at = Array.from({ length: 60_000 }, (_, index) => ({ name: `${index}.txt`, at: 0, size: 1, packedSize }));
      return forgeZip([{ name: 'a.txt', data }, ...at]);
    },
  ],
};

/** Writes until the other side has had enough. */
function writeForEver(response: ServerResponse): void {
  while (!response.destroyed && response.write(zeros(64 * 1024)));
  if (!response.destroyed) response.once('drain', () => writeForEver(response));
}

/** Written apart: with restify in the same process, `writeHead` returns nothing. */
const streams: Readonly<Record<string, readonly [outcome: string, answer: (response: ServerResponse) => void]>> = {
  'ten-gigabytes.eml': [
    'too-large',
    response => {
      response.writeHead(200, { 'content-length': 10 * 1024 ** 3 });
      writeForEver(response);
    },
  ],
  'endless.eml': [
    'too-large',
    response => {
      response.writeHead(200);
      writeForEver(response);
    },
  ],
  'stuck.eml': [
    'timed-out',
    response => {
      response.writeHead(200, { 'content-length': 19 * megabyte });
      response.write('From: ');
    },
  ],
  'inside.eml': [
    'private-address',
    response => {
      response.writeHead(302, { location: 'https://10.0.0.5/a.eml' });
      response.end();
    },
  ],
  'loop.eml': [
    'too-many-redirects',
    response => {
      response.writeHead(302, { location: '/loop.eml' });
      response.end();
    },
  ],
  'sign-in.eml': [
    'wrong-type',
    response => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>');
    },
  ],
};

describe('receiving a file', () => {
  let server: Loopback;
  let answer: (name: string, response: ServerResponse) => void = () => {};

  before(async () => {
    server = await startLoopback((request, response) => answer(request.url!.slice(1), response));
  });
  after(() => server.close());

  const receiver = (network: Network) => createReceiver({ allowedHosts: defaultFileHosts, network });
  const sent = (name: string) => ({
    name,
    downloadUrl: `https://contoso-my.sharepoint.com/${encodeURIComponent(name)}`,
  });

  it('downloads it, reads it and hands its texts over', async () => {
    answer = (_name, response) => response.end(makeZip({ 'a.eml': bounce, 'b.msg': outlook }));

    const reading = await receiver(server.network)(sent('bounces.zip'), ({ name, text }) => `${name}: ${text.trim()}`);

    assert.deepEqual(reading, {
      kind: 'read',
      name: 'bounces.zip',
      found: ['a.eml: 550 5.1.1 User unknown', 'b.msg: 550 5.1.1 User unknown'],
      refused: [],
      skipped: 0,
      leftOut: 0,
    });
  });

  it('asks nobody for a file of a kind that is not read', async () => {
    server.requests.length = 0;

    const reading = await receiver(server.network)(sent('report\u202e.pdf'), ({ text }) => text);

    assert.deepEqual(reading, { kind: 'refused', name: 'report.pdf', refusal: { code: 'unknown-type' } });
    assert.equal(server.requests.length, 0);
  });

  it('reads two at a time and lets twenty wait', async () => {
    const open: ServerResponse[] = [];
    answer = (_name, response) => open.push(response);
    const receive = receiver(server.network);
    let most = 0;

    const readings = Array.from({ length: 25 }, () => receive(sent('a.eml'), ({ text }) => text));
    const finish = setInterval(() => {
      most = Math.max(most, open.length);
      for (const response of open.splice(0)) response.end(bounce);
    }, 5);
    const done = await Promise.all(readings);
    clearInterval(finish);

    assert.equal(most, 2);
    assert.equal(done.filter(reading => reading.kind === 'read').length, 22);
    assert.deepEqual(done.at(-1), { kind: 'refused', name: 'a.eml', refusal: { code: 'busy' } });
    answer = (_name, response) => response.end(bounce);
    assert.equal((await receive(sent('a.eml'), ({ text }) => text)).kind, 'read');
  });

  it('survives every hostile file in a process with a heap of 64 MB', async () => {
    answer = (name, response) => {
      if (name === 'good.zip') response.end(contents['many.zip']);
      else if (name in streams) streams[name]![1](response);
      else response.end(contents[name]);
    };
    const contents = Object.fromEntries(Object.entries(hostile).map(([name, [, make]]) => [name, make()]));
    const expected = Object.fromEntries(
      Object.entries({ ...hostile, ...streams }).map(([name, [outcome]]) => [name, outcome]),
    );
    const task: HostileTask = { port: server.port, ca: server.ca, names: Object.keys(expected) };

    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['--max-old-space-size=64', fileURLToPath(new URL('hostile-process.ts', import.meta.url)), JSON.stringify(task)],
      { env: uncounted(process.env) },
    );

    if (process.env.SHOW_MEMORY) console.log(stderr);
    const result = JSON.parse(stdout) as HostileResult;
    assert.deepEqual(result.outcomes, expected);
    assert.deepEqual(result.together, expected);
    // What waits for the collector varies from run to run; the files are 250 MB together, two of them without end.
    assert.ok(result.growth < 100 * megabyte, `the process grew by ${Math.round(result.growth / megabyte)} MB`);
  });
});
