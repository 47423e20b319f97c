/** Builds everything and hands it over. The only file that does. */
import { join } from 'node:path';
import { pino } from 'pino';
import { createTurns, inTime } from './bot/answering/index.ts';
import { loadContent } from './bot/content.ts';
import { createDesk, type DeskParts } from './bot/create-desk.ts';
import { createProbing, stopProbes } from './bot/probing.ts';
import {
  type Authority,
  betweenRequests,
  catchUp,
  createAdapter,
  createHealthCheck,
  createServer,
  giveBackMemory,
  keepHouse,
  registerDocuments,
} from './bot/serving/index.ts';
import { type LocalChat, registerLocalChat } from './chat/local-chat.ts';
import type { Config } from './config.ts';
import type { Network } from './files/download-file.ts';
import { uploadFile } from './files/download-file.ts';
import { createReceiver } from './files/receive-file.ts';
import { watchConnections } from './http/connections.ts';
import { type ProbePolicy, usualPolicy } from './probes/index.ts';
import { openStore } from './storage/open-store.ts';
import { caseReader } from './storage/stored-case.ts';

/** Milliseconds that the chat page's answers have before this stops to listen, and the database to close. */
const longestFarewell = 1_000;
const longestClose = 1_000;
/** Milliseconds in which a start has its first answers, before anything else is done. */
const firstAnswers = 700;

const root = join(import.meta.dirname, '..');

/** What is reached over the internet, or built before. */
export interface Outside {
  /** Who signs tokens. */
  readonly authority?: Authority;
  /** Where files lie. */
  readonly network?: Network;
  /** The content, where it is read already. */
  readonly content?: DeskParts['content'];
  /** What the content says, where it stands ready: then nothing is prepared. */
  readonly knowledge?: DeskParts['knowledge'];
  /** What tests of servers may reach. */
  readonly probePolicy?: Partial<ProbePolicy>;
  /** Another clock, as an ISO 8601 time in UTC. */
  readonly now?: () => string;
}

export interface Running {
  /** Where it listens, such as `http://127.0.0.1:3978`. */
  readonly url: string;
  /** Resolves when everything that was decided is sent. */
  settled(): Promise<void>;
  /** Does what is due now, which it does by itself every ten seconds. */
  doDue(): Promise<number>;
  /** Answers what is under way, for as long as the settings allow, then closes everything. */
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
  let chat: LocalChat | undefined;
  const filePolicy = { allowedHosts: config.fileHosts, ...(outside.network && { network: outside.network }) };
  const { connector, ...adapter } = await createAdapter(config.identity, outside.authority);
  const desk = createDesk({
    content: outside.content ?? (await loadContent(root, join(root, 'node_modules', '.cache', 'mailflow-triage'))),
    knowledge: outside.knowledge,
    store,
    connector,
    receiveFile: createReceiver(filePolicy, url => chat?.takeFile(url)),
    sendFile: async (to, bytes) => (await uploadFile(to, bytes, filePolicy)).kind === 'uploaded',
    log,
    appId: config.identity?.appId,
    probing:
      config.probes &&
      createProbing({ ...usualPolicy(config.probes.targets), ...outside.probePolicy }, config.probes.limits),
    ...(outside.now && { now: outside.now }),
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
  const connections = watchConnections(server.server);
  registerDocuments(server, { folder: join(root, 'docs'), isRootFree: !isLocal, ...config });
  let url = '';
  chat = isLocal ? registerLocalChat(server, { store: store.chat, baseUrl: () => url, log }) : undefined;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.address().port}`;
  // Neither start-up nor the first answer waits for the index of words, unless it needs it.
  let endPreparing = () => {};
  const prepare = () => {
    endPreparing = betweenRequests(desk.knowledge.symptoms.prepare, giveBackMemory);
  };
  const preparing = outside.knowledge ? undefined : setTimeout(prepare, firstAnswers);
  const timers = [keepHouse(store, config, log), catchUp(turns, log)];
  const finish = async () => {
    // The chat page's answers come back to this server.
    if (chat) await inTime(turns.settled(), longestFarewell);
    await connections.close();
    await turns.settled();
  };
  return {
    url,
    settled: turns.settled,
    doDue: turns.doDue,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      stopProbes(desk.probing);
      clearTimeout(preparing);
      endPreparing();
      chat?.close();
      if ((await inTime(finish(), config.stopSeconds * 1_000)) === 'late') {
        // What was decided is stored: the next process sends it.
        log.warn({ unanswered: connections.cut() }, 'Stopped before everything was answered');
      }
      adapter.close();
      await inTime(store.close(), longestClose);
    },
  };
}
