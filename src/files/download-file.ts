/**
 * Downloads one file from an address that a stranger may have written: only from hosts that are allowed, only over
 * connections to addresses that were checked, never more and never longer than the limits.
 */
import { lookup } from 'node:dns/promises';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { BulkError, maxBulkBytes } from '../bulk/open-bulk-reader.ts';
import { isAllowedHost } from './allowed-hosts.ts';
import { announcedType, type FileKind, fitsKind } from './file-kind.ts';
import { type FileRefusal, Refused } from './file-refusal.ts';
import { giveBack } from './give-back.ts';
import { isPublicAddress } from './public-address.ts';

/** A bounce with the message that failed and its attachments; Exchange Online lets 25 MB through by default. */
export const maxDownloadBytes = 20 * 1024 * 1024;

export interface DownloadPolicy {
  /** As `*.sharepoint.com` or `files.contoso.example`. */
  readonly allowedHosts: readonly string[];
  readonly maxBytes?: number;
  readonly maxRedirects?: number;
  readonly totalMs?: number;
  /** The longest silence. */
  readonly idleMs?: number;
  readonly network?: Network;
}

/** Where this module touches the world; tests put a loopback server behind it. */
export interface Network {
  resolve(host: string): Promise<readonly string[]>;
  /** `lookup` in the options names the only address that may be connected to. */
  request(options: RequestOptions): ClientRequest;
}

/** The body of a file, in pieces as they come. Ends with a `Refused` where a limit is reached. */
export type TakeBody = (pieces: AsyncIterable<Uint8Array>) => Promise<void>;

export type Download =
  /** The bytes have a buffer of their own. */
  | { readonly kind: 'downloaded'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

export const internet: Network = {
  resolve: async host => (await lookup(host, { all: true })).map(found => found.address),
  request,
};

export async function downloadFile(url: string, kind: FileKind, policy: DownloadPolicy): Promise<Download> {
  const limits = { ...defaults, ...policy };
  const done = await download(url, limits, response => readBody(response, kind, limits));
  return done.kind === 'refused' ? done : { kind: 'downloaded', bytes: done.value };
}

/** The same for a file that is too large for memory: `take` gets it in pieces, under the same checks and wider limits. */
export async function downloadPieces(
  url: string,
  kind: FileKind,
  policy: DownloadPolicy,
  take: TakeBody,
): Promise<{ readonly kind: 'taken' } | { readonly kind: 'refused'; readonly refusal: FileRefusal }> {
  const limits = { ...defaults, ...policy, ...bulkLimits };
  const done = await download(url, limits, async response => {
    checkHead(response, kind, limits);
    await take(piecesOf(response, limits.maxBytes));
  });
  return done.kind === 'refused' ? done : { kind: 'taken' };
}

/** Writes a file to an address that a stranger may have written: to those hosts only, and without following it elsewhere. */
export async function uploadFile(
  url: string,
  bytes: Uint8Array,
  policy: DownloadPolicy,
): Promise<{ readonly kind: 'uploaded' } | { readonly kind: 'refused'; readonly refusal: FileRefusal }> {
  const limits = { ...defaults, ...policy };
  const done = await timed(limits, async clock => {
    const target = parseUrl(url);
    const response = await get(target, await checkTarget(target, limits, clock.signal), limits, clock, bytes);
    response.destroy();
    const status = response.statusCode ?? 0;
    if (status !== 200 && status !== 201) throw new Refused({ code: 'unavailable', status });
  });
  return done.kind === 'refused' ? done : { kind: 'uploaded' };
}

/** What the reading thread could not do. */
export function refusalOfBulk({ code }: BulkError): FileRefusal {
  return code === 'too-large' ? { code, size: null, limit: maxBulkBytes } : { code: 'broken' };
}

type Done<Value> =
  | { readonly kind: 'done'; readonly value: Value }
  | { readonly kind: 'refused'; readonly refusal: FileRefusal };

function download<Value>(
  url: string,
  limits: Limits,
  read: (response: IncomingMessage) => Promise<Value>,
): Promise<Done<Value>> {
  return timed(limits, clock => follow(url, limits, clock, read));
}

async function timed<Value>(limits: Limits, work: (clock: Clock) => Promise<Value>): Promise<Done<Value>> {
  // One clock for names, connections, redirects and the body together.
  const total = AbortSignal.timeout(limits.totalMs);
  const idle = new AbortController();
  const clock: Clock = { signal: AbortSignal.any([total, idle.signal]), onIdle: () => idle.abort() };
  try {
    return { kind: 'done', value: await work(clock) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    const ms = idle.signal.aborted ? limits.idleMs : limits.totalMs;
    if (clock.signal.aborted) return { kind: 'refused', refusal: { code: 'timed-out', seconds: ms / 1000 } };
    if (error instanceof BulkError) return { kind: 'refused', refusal: refusalOfBulk(error) };
    return { kind: 'refused', refusal: { code: 'unavailable', status: null } };
  }
}

/** A trace of two gigabytes over an ordinary line; a pause is also one of whoever reads it. */
const bulkLimits = { maxBytes: maxBulkBytes, totalMs: 15 * 60_000, idleMs: 30_000 };
const defaults = { maxBytes: maxDownloadBytes, maxRedirects: 3, totalMs: 20_000, idleMs: 5000, network: internet };
type Limits = Required<DownloadPolicy>;

interface Clock {
  readonly signal: AbortSignal;
  onIdle(): void;
}

const redirects = new Set([301, 302, 303, 307, 308]);
// SharePoint answers 401 and 403 when the token in a link has run out.
const gone = new Set([401, 403, 404, 410]);

async function follow<Value>(
  start: string,
  limits: Limits,
  clock: Clock,
  read: (response: IncomingMessage) => Promise<Value>,
): Promise<Value> {
  let url = parseUrl(start);
  for (let hop = 0; hop <= limits.maxRedirects; hop++) {
    const response = await get(url, await checkTarget(url, limits, clock.signal), limits, clock);
    try {
      const status = response.statusCode ?? 0;
      if (status === 200) return await read(response);
      if (gone.has(status)) throw new Refused({ code: 'not-found' });
      const { location } = response.headers;
      if (!redirects.has(status) || location === undefined) throw new Refused({ code: 'unavailable', status });
      url = parseUrl(location, url);
    } finally {
      // The body of a redirect, or the rest of a file that is refused, is not waited for.
      response.destroy();
    }
  }
  throw new Refused({ code: 'too-many-redirects', limit: limits.maxRedirects });
}

function parseUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  const isPlain = url?.protocol === 'https:' && url.port === '' && url.username === '' && url.password === '';
  if (!url || !isPlain) throw new Refused({ code: 'bad-address' });
  return url;
}

/** The addresses behind a host, all of them public: one private one among them is a trap or a mistake. */
async function checkTarget(url: URL, limits: Limits, signal: AbortSignal): Promise<readonly string[]> {
  const host = hostOf(url);
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new Refused({ code: 'private-address', host });
  if (!isAllowedHost(host, limits.allowedHosts)) throw new Refused({ code: 'not-allowed-host', host });
  const addresses = isIP(host) === 0 ? await untilAborted(limits.network.resolve(host), signal) : [host];
  if (addresses.length === 0) throw new Refused({ code: 'unavailable', status: null });
  if (!addresses.every(isPublicAddress)) throw new Refused({ code: 'private-address', host });
  return addresses;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$|\.$/g, '');
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

/** Only the headers of this list go out: no cookie, no authorisation, nothing of the sender's. */
const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'mailflow-triage' } as const;

function get(
  url: URL,
  addresses: readonly string[],
  { idleMs, network }: Limits,
  clock: Clock,
  body?: Uint8Array,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = network.request({
      protocol: 'https:',
      hostname: hostOf(url),
      port: 443,
      path: url.pathname + url.search,
      method: body ? 'PUT' : 'GET',
      headers: body ? { ...headers, ...headersOf(body) } : headers,
      // The name is not asked for again: its answer could be another one by now.
      lookup: pinnedLookup(addresses),
      // No connection is kept or shared, and no setting of the environment loosens the certificate check.
      agent: false,
      rejectUnauthorized: true,
      timeout: idleMs,
      signal: clock.signal,
    });
    outgoing.on('timeout', clock.onIdle);
    // Stays on after the answer has come: a late error of the socket must find a listener.
    outgoing.on('error', reject);
    outgoing.on('response', resolve);
    // 101: neither an answer nor an error, and nobody else would end it.
    outgoing.on('upgrade', (response, socket) => {
      socket.destroy();
      reject(new Refused({ code: 'unavailable', status: response.statusCode ?? 101 }));
    });
    outgoing.end(body);
  });
}

/** The whole file in one piece, as an upload session takes it: https://learn.microsoft.com/graph/api/driveitem-createuploadsession, read 2026-11-30 */
function headersOf({ length }: Uint8Array) {
  return {
    'content-type': 'application/octet-stream',
    'content-length': length,
    'content-range': `bytes 0-${length - 1}/${length}`,
  };
}

function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const found = addresses.map(address => ({ address, family: isIP(address) }));
  return (_host, options, callback) => {
    if (options.all) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
}

/** Throws unless it is announced as what its name says, and as small enough. @returns the announced size */
function checkHead(response: IncomingMessage, kind: FileKind, { maxBytes }: Limits): number | undefined {
  const type = response.headers['content-type'];
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (!fitsKind(type, kind)) throw new Refused({ code: 'wrong-type', found: announcedType(type) });
  // Nobody asked for compression, and what it unpacks to is not known.
  if (encoding !== 'identity') throw new Refused({ code: 'wrong-type', found: 'binary' });
  const length = response.headers['content-length'];
  const announced = length === undefined ? undefined : Number(length);
  if (announced !== undefined && announced > maxBytes)
    throw new Refused({ code: 'too-large', size: announced, limit: maxBytes });
  return announced;
}

async function* piecesOf(response: IncomingMessage, maxBytes: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > maxBytes) throw new Refused({ code: 'too-large', size: null, limit: maxBytes });
    yield piece;
  }
}

async function readBody(response: IncomingMessage, kind: FileKind, limits: Limits): Promise<Uint8Array> {
  const { maxBytes } = limits;
  const announced = checkHead(response, kind, limits);
  const bytes = await collect(response, announced ?? 64 * 1024, maxBytes);
  if (bytes.length === 0) throw new Refused({ code: 'empty' });
  return bytes;
}

/** One buffer that grows: a list of pieces would have to be joined, with everything in memory twice. */
async function collect(response: IncomingMessage, expected: number, maxBytes: number): Promise<Uint8Array> {
  let bytes = Buffer.allocUnsafeSlow(expected);
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (size + chunk.length > maxBytes) throw new Refused({ code: 'too-large', size: null, limit: maxBytes });
      if (size + chunk.length > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(maxBytes, Math.max(bytes.length * 2, size + chunk.length)));
        bytes.copy(larger, 0, 0, size);
        giveBack(bytes);
        bytes = larger;
      }
      bytes.set(chunk, size);
      size += chunk.length;
    }
  } catch (error) {
    giveBack(bytes);
    throw error;
  }
  return bytes.subarray(0, size);
}
