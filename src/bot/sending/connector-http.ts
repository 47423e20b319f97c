/** One request to the Bot Connector: over a kept connection, within a deadline, with an answer that is read under a limit. */
import http, { type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

export interface ConnectorRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** May have a path, with and without a slash at the end. */
  readonly serviceUrl: string;
  /** Below the service URL, without a slash in front. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** JSON; empty for `GET`. */
  readonly body: string;
}

export interface ConnectorAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined for what is no JSON, broke off, or is too long. */
  readonly body: unknown;
}

/** No answer came. */
export class ExchangeError extends Error {
  override readonly name = 'ExchangeError';
  /** Whether the request may have arrived. */
  readonly isUnclear: boolean;

  constructor(isUnclear: boolean, cause: Error) {
    super('The channel did not answer', { cause });
    this.isUnclear = isUnclear;
  }
}

export interface ConnectorHttp {
  exchange(request: ConnectorRequest): Promise<ConnectorAnswer>;
  /** Ends all connections, also those in use. */
  close(): void;
}

/** The answers that are of use have an id or the code of an error. */
const mostAnswerBytes = 64 * 1024;
const connections = {
  keepAlive: true,
  maxSockets: 64,
  maxFreeSockets: 64,
  // An idle connection is closed here before the other side closes it in the very moment of its next use.
  timeout: 30_000,
};

/** @param deadline milliseconds for everything, from the connection to the end of the answer */
export function createConnectorHttp({ deadline = 15_000 }: { readonly deadline?: number } = {}): ConnectorHttp {
  const plain = new http.Agent(connections);
  // Through the proxy that HTTPS_PROXY names, as the SDK's client does.
  const secure = new https.Agent({ ...connections, proxyEnv: process.env });
  // A channel has one service URL, or a few.
  let last: { readonly serviceUrl: string; readonly url: URL } | undefined;
  return {
    exchange({ method, serviceUrl, path, headers, body }) {
      if (last?.serviceUrl !== serviceUrl) last = { serviceUrl, url: new URL(serviceUrl) };
      const { url } = last;
      const length = Buffer.byteLength(body);
      const isSecure = url.protocol === 'https:';
      return new Promise((resolve, reject) => {
        const request = (isSecure ? https : http).request({
          agent: isSecure ? secure : plain,
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port === '' ? undefined : url.port,
          path: `${url.pathname}${url.pathname.endsWith('/') ? '' : '/'}${path}${url.search}`,
          method,
          // A list: Node checks it less often than an object, which is a tenth of the call.
          headers: ['Host', url.host, ...headers, 'Content-Length', `${length}`],
        });
        const timer = setTimeout(() => request.destroy(new Error(`No answer in ${deadline} ms`)), deadline);
        request.on('error', cause => {
          clearTimeout(timer);
          reject(new ExchangeError(mayHaveArrived(request, cause), cause));
        });
        request.on('response', response => {
          void readAnswer(response).then(answer => {
            clearTimeout(timer);
            resolve(answer);
          });
        });
        // A text goes out together with the headers, and one of ASCII is not encoded once more.
        request.end(body, length === body.length ? 'latin1' : 'utf8');
      });
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

/** The status is the answer; what breaks off after it changes nothing. */
function readAnswer(response: IncomingMessage): Promise<ConnectorAnswer> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostAnswerBytes) response.destroy();
      else chunks.push(chunk);
    });
    response.on('error', () => undefined);
    response.on('close', () => {
      const { statusCode: status = 0, headers, complete } = response;
      resolve({ status, headers, body: complete ? parsed(Buffer.concat(chunks).toString()) : undefined });
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nothing is written before there is a connection, and over TLS not before each side has accepted the other. */
function mayHaveArrived({ socket }: ClientRequest, cause: Error & { syscall?: string }): boolean {
  if (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo') return false;
  const { connecting = true, secureConnecting = false } = (socket ?? {}) as Socket & { secureConnecting?: boolean };
  return !connecting && !secureConnecting;
}
