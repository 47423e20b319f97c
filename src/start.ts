/** Builds everything and hands it over. The only file that does. */
import { join } from 'node:path';
import { pino } from 'pino';
import { createTurns } from './bot/answering/index.ts';
import { loadContent } from './bot/content.ts';
import { createDesk } from './bot/create-desk.ts';
import {
  type Authority,
  betweenRequests,
  catchUp,
  createAdapter,
  createHealthCheck,
  createServer,
  keepHouse,
  registerDocuments,
} from './bot/serving/index.ts';
import { registerLocalChat } from './chat/local-chat.ts';
import type { Config } from './config.ts';
import type { Network } from './files/download-file.ts';
import { createReceiver } from './files/receive-file.ts';
import { openStore } from './storage/open-store.ts';
import { caseReader } from './storage/stored-case.ts';

const root = join(import.meta.dirname, '..');

/** What is reached over the internet. */
export interface Outside {
  /** Who signs tokens. */
  readonly authority?: Authority;
  /** Where files lie. */
  readonly network?: Network;
}

export interface Running {
  /** Where it listens, such as `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Resolves when everything that was decided is sent. */
  settled(): Promise<void>;
  /** Answers what is under way, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts the bot and, in local mode, the chat page. Rejects with what is wrong with the content, database or port.
 * @param outside what stands in for Microsoft's services, for tests
 */
export async function start(config: Config, outside: Outside = {}): Promise<Running> {
  const log = pino({ level: config.logLevel });
  const store = await openStore(config.databaseUrl, {
    onConnectionLost: error => log.warn({ name: error.name }, 'The database closed a connection'),
    readCase: caseReader((caseId, problem) => log.warn({ caseId, problem }, 'A stored case cannot be read')),
  });
  const { connector, ...adapter } = await createAdapter(config.identity, outside.authority);
  const desk = createDesk({
    content: await loadContent(root, join(root, 'node_modules', '.cache', 'mailflow-triage')),
    store,
    connector,
    receiveFile: createReceiver({
      allowedHosts: config.fileHosts,
      ...(outside.network && { network: outside.network }),
    }),
    log,
    appId: config.identity?.appId,
    ...config,
  });
  const turns = createTurns(desk);
  const isLocal = config.identity === undefined;
  const server = createServer({
    adapter,
    turns,
    isLocal,
    allowedTenants: config.allowedTenants,
    checkHealth: createHealthCheck(store, log),
    log,
  });
  registerDocuments(server, { folder: join(root, 'docs'), isRootFree: !isLocal, ...config });
  let url = '';
  const chat = isLocal ? registerLocalChat(server, { store: store.chat, baseUrl: () => url, log }) : undefined;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.address().port}`;
  // Neither start-up nor the first question waits for the index of words.
  const endPreparing = betweenRequests(desk.knowledge.symptoms.prepare);
  const timers = [keepHouse(store, config.keepDays, log), catchUp(turns, log)];
  return {
    url,
    settled: turns.settled,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      endPreparing();
      chat?.close();
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      server.server.closeIdleConnections();
      await closed;
      await turns.settled();
      adapter.close();
      await store.close();
    },
  };
}
