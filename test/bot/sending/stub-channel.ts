/** A Bot Connector on loopback that takes what it gets, or has whatever trouble it is told to have. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Taken {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
  readonly body: Record<string, unknown>;
  /** The id that it got. */
  readonly id: string;
}

/** What happens to one request instead of being taken and answered with 201. */
export interface Mishap {
  /** Answered with this status; without one no answer comes, and the connection breaks. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Whether the activity is there all the same. */
  readonly isTaken?: boolean;
  /** Only for requests that this is true of; others are taken. */
  matches?(request: { readonly method: string; readonly type: unknown }): boolean;
  /** Milliseconds before the answer. */
  readonly delay?: number;
}

export interface StubChannel {
  readonly url: string;
  /** All requests that were read to the end. */
  readonly requests: readonly Taken[];
  /** Those of them whose activity is there. */
  readonly taken: readonly Taken[];
  /** Each happens to one request, in this order. */
  next(...mishaps: Mishap[]): void;
  /** Happens to every request that no other mishap is for, until it is undefined again. */
  always: Mishap | undefined;
  forget(): void;
  stop(): Promise<void>;
}

export async function startStubChannel(): Promise<StubChannel> {
  const requests: Taken[] = [];
  const taken: Taken[] = [];
  let mishaps: Mishap[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}');
      const { method = '', url = '', headers } = request;
      const one: Taken = {
        method,
        url,
        authorization: headers.authorization,
        userAgent: headers['user-agent'],
        body,
        id: `id-${++count}`,
      };
      requests.push(one);
      const fits = ({ matches }: Mishap) => !matches || matches({ method, type: body.type });
      const index = mishaps.findIndex(fits);
      const [mishap] = index >= 0 ? mishaps.splice(index, 1) : stub.always && fits(stub.always) ? [stub.always] : [];
      if (!mishap || mishap.isTaken) taken.push(one);
      const answer = () => {
        if (mishap && mishap.status === undefined) return void request.socket.destroy();
        response.writeHead(mishap?.status ?? 201, { 'Content-Type': 'application/json', ...mishap?.headers });
        response.end(JSON.stringify(mishap?.body ?? { id: one.id }));
      };
      if (mishap?.delay === undefined) answer();
      else setTimeout(answer, mishap.delay);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const stub: StubChannel = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    taken,
    next: (...more) => {
      mishaps.push(...more);
    },
    always: undefined,
    forget() {
      requests.length = 0;
      taken.length = 0;
      mishaps = [];
      stub.always = undefined;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
  return stub;
}
