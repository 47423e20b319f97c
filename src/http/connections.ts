/** The connections of a web server, so that it can end in the middle of work and leave nobody without an answer. */
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

export interface Connections {
  /**
   * Takes no more connections, makes every answer the last one on its connection, and resolves when the last of them is
   * closed.
   */
  close(): Promise<void>;
  /** Ends what is left at once. Returns how many requests stay without an answer. */
  cut(): number;
}

/** Milliseconds. Whoever has been silent for so long is not in the middle of sending. */
const silence = 100;
const betweenLooks = 20;
const shortTurn = 2;
const longestWait = 500;

interface Connection {
  readonly answers: Set<ServerResponse>;
  bytesRead: number;
  spokeAt: number;
}

/** To be called before the server listens. */
export function watchConnections(server: Server): Connections {
  const connections = new Map<Socket, Connection>();
  let isEnding = false;
  let taken = 0;

  server.on('connection', (socket: Socket) => {
    taken++;
    connections.set(socket, { answers: new Set(), bytesRead: 0, spokeAt: performance.now() });
    socket.once('close', () => connections.delete(socket));
  });
  const watch = ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(socket);
    connection?.answers.add(response);
    response.once('close', () => {
      connection?.answers.delete(response);
      if (connection) connection.spokeAt = performance.now();
    });
    if (isEnding) makeLast(response);
  };
  server.prependListener('request', watch);
  server.prependListener('checkContinue', watch);

  /** With nothing to answer, and silent. */
  function idle(): Socket[] {
    const now = performance.now();
    return [...connections].flatMap(([socket, connection]) => {
      if (socket.bytesRead !== connection.bytesRead) {
        connection.bytesRead = socket.bytesRead;
        connection.spokeAt = now;
      }
      return connection.answers.size === 0 && now - connection.spokeAt >= silence ? [socket] : [];
    });
  }

  /**
   * The system takes connections on its own, and resets those that this process has not taken by the time it stops to
   * listen. One is taken in each turn of the event loop, so after a turn without, and a short one, none waits.
   */
  async function noneWaits(): Promise<void> {
    const deadline = performance.now() + longestWait;
    for (let before = -1, began = 0; ; ) {
      const now = performance.now();
      if (taken === before && now - began < shortTurn) return;
      if (now > deadline) return;
      before = taken;
      began = now;
      await nextTurn();
    }
  }

  return {
    async close() {
      await noneWaits();
      isEnding = true;
      for (const { answers } of connections.values()) for (const response of answers) makeLast(response);
      const closed = once(server, 'close');
      // Not that of HTTP, which ends every connection that is between two requests, whatever is already on the way.
      NetServer.prototype.close.call(server);
      const looking = setInterval(() => {
        for (const socket of idle()) socket.destroy();
      }, betweenLooks);
      await closed;
      clearInterval(looking);
    },
    cut() {
      const unanswered = [...connections.values()].reduce((sum, { answers }) => sum + answers.size, 0);
      server.closeAllConnections();
      return unanswered;
    },
  };
}

function makeLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
