/** The channel's side of the Bot Connector over HTTP, which takes everything. What arrives is told to whoever listens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ConnectorStub {
  readonly serviceUrl: string;
  close(): Promise<void>;
}

export interface ConnectorListener {
  /** A new activity, as JSON. */
  posted(conversation: string, activity: string, id: string): void;
  /** An activity that replaces the one with this id, as JSON. */
  updated(conversation: string, activity: string, id: string): void;
}

export async function startConnectorStub(listener: ConnectorListener): Promise<ConnectorStub> {
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      // /v3/conversations/<conversation>/activities[/<activity>]
      const [, , , conversation = '', , activity = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
      const body = Buffer.concat(chunks).toString();
      count += 1;
      // Teams numbers messages by the millisecond.
      const id = request.method === 'PUT' ? activity : String(1_795_000_000_000 + count);
      if (request.method === 'PUT') listener.updated(conversation, body, id);
      else listener.posted(conversation, body, id);
      response.writeHead(request.method === 'PUT' ? 200 : 201, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ id }));
    });
  });
  // A connection that is closed in the moment of a send would be the channel's fault, not the bot's.
  server.keepAliveTimeout = 0;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
