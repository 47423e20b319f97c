/** Builds everything, hands it over, starts listening. The only file that does. */
import { join } from 'node:path';
import { pino } from 'pino';
import { createAdapter } from './bot/adapter.ts';
import { createDesk } from './bot/create-desk.ts';
import { keepHouse } from './bot/keep-house.ts';
import { createServer } from './bot/server.ts';
import { createTurns } from './bot/turn.ts';
import { registerLocalChat } from './chat/local-chat.ts';
import { type Config, readConfig } from './config.ts';
import { openStore } from './storage/open-store.ts';

const root = join(import.meta.dirname, '..');

/** Starts the bot; the promise ends when it listens. Throws what is wrong with settings, content or database. */
async function start(config: Config): Promise<void> {
  const log = pino({ level: config.logLevel });
  const store = await openStore(config.databaseUrl, {
    onConnectionLost: error => log.warn({ name: error.name }, 'The database closed a connection'),
  });
  const desk = createDesk({ dialogs: join(root, 'dialogs'), cards: join(root, 'cards'), store, log, ...config });
  const isLocal = config.identity === undefined;
  const server = createServer({
    adapter: createAdapter(config.identity),
    turns: createTurns(desk),
    isLocal,
    allowedTenants: config.allowedTenants,
    isHealthy: store.healthy,
    log,
  });
  let url = '';
  const chat = isLocal ? registerLocalChat(server, { store: store.chat, baseUrl: () => url, log }) : undefined;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.address().port}`;
  const housekeeping = keepHouse(store, config.keepDays, log);
  console.log(isLocal ? `Mailflow Triage is ready: open ${url}` : `Mailflow Triage listens on ${url}/api/messages`);

  const stop = async () => {
    clearInterval(housekeeping);
    chat?.close();
    server.server.closeIdleConnections();
    await new Promise<void>(resolve => server.close(() => resolve()));
    await store.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

try {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw new Error(
      `Node ${process.versions.node} is too old. Mailflow Triage needs 22.18 or newer; "npm start" brings its own.`,
    );
  }
  await start(readConfig(process.env));
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? 'PORT: the port is in use. Set another PORT, or stop the program that uses it.' : message,
  );
  process.exit(1);
}
