/** A file server on the loopback, and a network that leads there whatever public address was checked. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer, request, type Server } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import type { Network } from '../../src/files/download-file.ts';
import { makeCertificate } from './certificate.ts';

export interface Loopback {
  readonly port: number;
  readonly ca: string;
  readonly network: Network;
  /** Addresses that were connected to, in the order it happened. */
  readonly dialled: string[];
  readonly requests: IncomingMessage[];
  close(): Promise<void>;
}

export interface LoopbackOptions {
  /** What names resolve to; every other name is at 13.107.136.9. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  readonly certificateNames?: readonly string[];
}

export async function startLoopback(
  answer: RequestListener,
  { names = {}, certificateNames = ['*.sharepoint.com'] }: LoopbackOptions = {},
): Promise<Loopback> {
  const { key, cert } = makeCertificate(certificateNames);
  const requests: IncomingMessage[] = [];
  const server = createServer({ key, cert }, (incoming, response) => {
    requests.push(incoming);
    answer(incoming, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const dialled: string[] = [];
  const { port } = server.address() as AddressInfo;
  const network = dialledNetwork(port, cert, names, dialled);
  return { port, ca: cert, network, dialled, requests, close: () => stop(server) };
}

/** The server may run in another process. */
export function dialledNetwork(
  port: number,
  ca: string,
  names: Readonly<Record<string, readonly string[]>> = {},
  dialled: string[] = [],
): Network {
  return {
    resolve: async host => names[host] ?? ['13.107.136.9'],
    request: options => {
      const pinned = options.lookup!;
      const lookup: LookupFunction = (host, query, callback) => {
        // Asks what the download may connect to, then goes to the loopback instead.
        pinned(host, { ...query, all: false }, (_error, address) => dialled.push(String(address)));
        if (query.all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
        else callback(null, '127.0.0.1', 4);
      };
      return request({ ...options, port, ca, lookup });
    },
  };
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise(resolve => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
