import assert from 'node:assert/strict';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { defaultFileHosts } from '../../src/files/allowed-hosts.ts';
import { type Download, downloadFile } from '../../src/files/download-file.ts';
import type { FileKind } from '../../src/files/file-kind.ts';
import { type Loopback, startLoopback } from './loopback.ts';

const host = 'https://contoso-my.sharepoint.com';
const message = 'From: a@contoso.example\nSubject: x\n\n550 5.1.1 User unknown\n';
const maxBytes = 64 * 1024;

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** Written apart: with restify in the same process, `writeHead` returns nothing. */
function reply(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}, body = ''): void {
  response.writeHead(status, headers);
  response.end(body);
}

const send =
  (type: string, body = message): Answer =>
  response =>
    reply(response, 200, { 'content-type': type }, body);
const redirect =
  (location: string, status = 302): Answer =>
  response =>
    reply(response, status, { location });

/** Writes until the other side has had enough. */
function writeForEver(response: ServerResponse, chunk: Buffer): void {
  while (!response.destroyed && response.write(chunk));
  if (!response.destroyed) response.once('drain', () => writeForEver(response, chunk));
}

const answers: Readonly<Record<string, Answer>> = {
  '/good.eml': send('message/rfc822'),
  '/octets.eml': send('application/octet-stream'),
  '/untyped.eml': response => reply(response, 200, {}, message),
  '/plain.txt': send('text/plain; charset=utf-8'),
  '/page.html': send('text/html', '<html><body>550 5.1.1</body></html>'),
  '/archive.zip': send('application/x-zip-compressed', 'PK'),
  '/outlook.msg': send('application/vnd.ms-outlook', 'x'),
  '/chunked.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822' });
    for (const char of message) response.write(char);
    response.end();
  },
  '/exactly.eml': send('message/rfc822', 'a'.repeat(maxBytes)),
  '/one-more.eml': response =>
    reply(
      response,
      200,
      { 'content-type': 'message/rfc822', 'content-length': maxBytes + 1 },
      'a'.repeat(maxBytes + 1),
    ),
  '/one-more-unsaid.eml': send('message/rfc822', 'a'.repeat(maxBytes + 1)),
  '/ten-gigabytes.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822', 'content-length': 10 * 1024 ** 3 });
    writeForEver(response, Buffer.alloc(16 * 1024));
  },
  '/endless.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822' });
    writeForEver(response, Buffer.alloc(16 * 1024));
  },
  '/drip.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822' });
    const timer = setInterval(() => response.write('a'), 10);
    response.on('close', () => clearInterval(timer));
  },
  '/silent.eml': () => {},
  '/stuck.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822' });
    response.write('From: ');
  },
  '/cut.eml': response => {
    response.writeHead(200, { 'content-type': 'message/rfc822', 'content-length': 1000 });
    response.write('From: ', () => response.destroy());
  },
  '/empty.eml': send('message/rfc822', ''),
  '/sign-in.eml': send('text/html; charset=utf-8', '<!doctype html><title>Sign in</title>'),
  '/picture.txt': send('image/png'),
  '/packed.eml': response =>
    reply(response, 200, { 'content-type': 'message/rfc822', 'content-encoding': 'gzip' }, 'x'),
  '/gone.eml': response => reply(response, 404, {}, 'gone'),
  '/expired.eml': response => reply(response, 401),
  '/trouble.eml': response => reply(response, 503),
  '/switched.eml': response => reply(response, 101, { connection: 'upgrade', upgrade: 'websocket' }),
  '/headers.eml': response => reply(response, 200, { 'x-filler': 'a'.repeat(40_000) }, message),
  '/moved.eml': redirect('/good.eml'),
  '/moved-three-times.eml': redirect('/moved-twice.eml', 301),
  '/moved-twice.eml': redirect(`${host}/moved.eml`, 307),
  '/moved-four-times.eml': redirect('/moved-three-times.eml', 308),
  '/loop.eml': redirect('/loop.eml'),
  '/to-sign-in.eml': redirect('https://login.microsoftonline.com/common'),
  '/to-loopback.eml': redirect('https://127.0.0.1/secret'),
  '/to-metadata.eml': redirect('https://169.254.169.254/latest/meta-data'),
  '/to-mapped.eml': redirect('https://[::ffff:10.0.0.5]/secret'),
  '/to-decimal.eml': redirect('https://2130706433/secret'),
  '/to-inside.eml': redirect('https://inside.sharepoint.com/good.eml'),
  '/to-half-inside.eml': redirect('https://half-inside.sharepoint.com/good.eml'),
  '/to-mapped-name.eml': redirect('https://mapped.sharepoint.com/good.eml'),
  '/to-http.eml': redirect('http://contoso-my.sharepoint.com/good.eml'),
  '/to-port.eml': redirect('https://contoso-my.sharepoint.com:8443/good.eml'),
  '/to-nowhere.eml': redirect('https://'),
};

const names = {
  'inside.sharepoint.com': ['127.0.0.1'],
  'half-inside.sharepoint.com': ['13.107.136.9', '10.0.0.5'],
  'mapped.sharepoint.com': ['::ffff:127.0.0.1'],
  'nameless.sharepoint.com': [],
};

/** Only where nothing else can end it: a busy machine makes nobody wait less. */
const patience: Readonly<Record<string, { totalMs?: number; idleMs?: number }>> = {
  '/drip.eml': { totalMs: 300 },
  '/silent.eml': { idleMs: 200 },
  '/stuck.eml': { idleMs: 200 },
};

function kindOfPath(url: string): FileKind {
  return (url.match(/\.(?<kind>eml|txt|html|zip|msg)$/)?.groups?.kind ?? 'eml') as FileKind;
}

describe('downloading a file', () => {
  let server: Loopback;
  const get = (url: string): Promise<Download> =>
    downloadFile(url, kindOfPath(url), {
      allowedHosts: defaultFileHosts,
      network: server.network,
      maxBytes,
      ...patience[url.slice(host.length)],
    });

  before(async () => {
    server = await startLoopback((request, response) => answers[request.url!]!(response, request), { names });
  });
  after(() => server.close());

  const good = [
    'good.eml',
    'octets.eml',
    'untyped.eml',
    'plain.txt',
    'chunked.eml',
    'moved.eml',
    'moved-three-times.eml',
  ];
  for (const path of good) {
    it(`gets ${path} byte by byte`, async () => {
      const download = await get(`${host}/${path}`);

      assert.ok(download.kind === 'downloaded', JSON.stringify(download));
      assert.equal(Buffer.from(download.bytes).toString(), message);
    });
  }

  for (const path of ['page.html', 'archive.zip', 'outlook.msg', 'exactly.eml']) {
    it(`gets ${path}`, async () => {
      assert.equal((await get(`${host}/${path}`)).kind, 'downloaded');
    });
  }

  const refused: Readonly<Record<string, object>> = {
    '/ten-gigabytes.eml': { code: 'too-large', size: 10 * 1024 ** 3, limit: maxBytes },
    '/one-more.eml': { code: 'too-large', size: maxBytes + 1, limit: maxBytes },
    '/one-more-unsaid.eml': { code: 'too-large', size: null, limit: maxBytes },
    '/endless.eml': { code: 'too-large', size: null, limit: maxBytes },
    '/drip.eml': { code: 'timed-out', seconds: 0.3 },
    '/silent.eml': { code: 'timed-out', seconds: 0.2 },
    '/stuck.eml': { code: 'timed-out', seconds: 0.2 },
    '/cut.eml': { code: 'unavailable', status: null },
    '/empty.eml': { code: 'empty' },
    '/sign-in.eml': { code: 'wrong-type', found: 'html' },
    '/picture.txt': { code: 'wrong-type', found: 'other' },
    '/packed.eml': { code: 'wrong-type', found: 'binary' },
    '/gone.eml': { code: 'not-found' },
    '/expired.eml': { code: 'not-found' },
    '/trouble.eml': { code: 'unavailable', status: 503 },
    '/switched.eml': { code: 'unavailable', status: 101 },
    '/headers.eml': { code: 'unavailable', status: null },
    '/moved-four-times.eml': { code: 'too-many-redirects', limit: 3 },
    '/loop.eml': { code: 'too-many-redirects', limit: 3 },
    '/to-sign-in.eml': { code: 'not-allowed-host', host: 'login.microsoftonline.com' },
    '/to-loopback.eml': { code: 'private-address', host: '127.0.0.1' },
    '/to-metadata.eml': { code: 'private-address', host: '169.254.169.254' },
    '/to-mapped.eml': { code: 'private-address', host: '::ffff:a00:5' },
    '/to-decimal.eml': { code: 'private-address', host: '127.0.0.1' },
    '/to-inside.eml': { code: 'private-address', host: 'inside.sharepoint.com' },
    '/to-half-inside.eml': { code: 'private-address', host: 'half-inside.sharepoint.com' },
    '/to-mapped-name.eml': { code: 'private-address', host: 'mapped.sharepoint.com' },
    '/to-http.eml': { code: 'bad-address' },
    '/to-port.eml': { code: 'bad-address' },
    '/to-nowhere.eml': { code: 'bad-address' },
    'http://contoso-my.sharepoint.com/good.eml': { code: 'bad-address' },
    'https://contoso-my.sharepoint.com:444/good.eml': { code: 'bad-address' },
    'https://ann:secret@contoso-my.sharepoint.com/good.eml': { code: 'bad-address' },
    'file:///etc/passwd': { code: 'bad-address' },
    'not an address': { code: 'bad-address' },
    'https://files.contoso.example/good.eml': { code: 'not-allowed-host', host: 'files.contoso.example' },
    'https://evil-sharepoint.com/good.eml': { code: 'not-allowed-host', host: 'evil-sharepoint.com' },
    'https://sharepoint.com/good.eml': { code: 'not-allowed-host', host: 'sharepoint.com' },
    'https://contoso.sharepoint.com.contoso.example/a.eml': {
      code: 'not-allowed-host',
      host: 'contoso.sharepoint.com.contoso.example',
    },
    'https://[::1]/good.eml': { code: 'private-address', host: '::1' },
    'https://nameless.sharepoint.com/good.eml': { code: 'unavailable', status: null },
  };
  for (const [url, refusal] of Object.entries(refused)) {
    it(`refuses ${url} as ${JSON.stringify(refusal)}`, async () => {
      assert.deepEqual(await get(url.startsWith('/') ? host + url : url), { kind: 'refused', refusal });
    });
  }

  it('connects to the address that was checked and asks for a name once', async () => {
    let asked = 0;
    const network = {
      ...server.network,
      // A name that shows another face on the second look.
      resolve: async () => (asked++ === 0 ? ['13.107.136.9'] : ['127.0.0.1']),
    };
    server.dialled.length = 0;

    const download = await downloadFile(`${host}/good.eml`, 'eml', { allowedHosts: defaultFileHosts, network });

    assert.equal(download.kind, 'downloaded');
    assert.deepEqual([asked, server.dialled], [1, ['13.107.136.9']]);
  });

  it('sends no cookie, no authorisation and nothing else that tells who asks', async () => {
    server.requests.length = 0;

    await get(`${host}/good.eml`);

    const [request] = server.requests;
    assert.deepEqual(Object.keys(request!.headers).sort(), [
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
  });

  it('accepts a name with a dot at its end, and a host that the list names itself', async () => {
    assert.equal((await get('https://contoso-my.sharepoint.com./good.eml')).kind, 'downloaded');
    const download = await downloadFile('https://files.sharepoint.com/good.eml', 'eml', {
      allowedHosts: ['FILES.sharepoint.com'],
      network: server.network,
    });

    assert.equal(download.kind, 'downloaded');
  });

  it('refuses a server whose certificate is for another name', async () => {
    const other = await startLoopback((_request, response) => response.end(message), {
      certificateNames: ['files.contoso.example'],
    });

    const download = await downloadFile(`${host}/good.eml`, 'eml', {
      allowedHosts: defaultFileHosts,
      network: other.network,
    });

    await other.close();
    assert.deepEqual(download, { kind: 'refused', refusal: { code: 'unavailable', status: null } });
  });

  it('gives up on a name that never resolves', async () => {
    const download = await downloadFile(`${host}/good.eml`, 'eml', {
      allowedHosts: defaultFileHosts,
      network: { ...server.network, resolve: () => new Promise(() => {}) },
      totalMs: 100,
    });

    assert.deepEqual(download, { kind: 'refused', refusal: { code: 'timed-out', seconds: 0.1 } });
  });
});
