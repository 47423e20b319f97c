// Microsoft's Agents Playground as a stranger's client: a page like Teams, and the service behind it, without an account.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PLACES = [
  process.env.PLAYGROUND_PATH,
  join(import.meta.dirname, '../../node_modules/@microsoft/m365agentsplayground'),
];

/** The folder of the package; undefined where it is not installed. */
export const playgroundPath = PLACES.find(place => place && existsSync(join(place, 'cli.js')));

export const howToGetIt =
  'Install it with "npm i --no-save @microsoft/m365agentsplayground@0.2.28", or set PLAYGROUND_PATH to its folder.';

export interface Playground {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param bot the address that the bot takes activities at */
export async function startPlayground(bot: string): Promise<Playground> {
  if (!playgroundPath) throw new Error(`No Agents Playground found. ${howToGetIt}`);
  const port = await freePort();
  // It writes its log into a folder below the one it is started in.
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-triage-playground-'));
  const child = spawn(
    process.execPath,
    [join(playgroundPath, 'cli.js'), 'start', '-e', bot, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TEAMSAPPTESTER_BROWSER: 'none' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: `http://localhost:${await portSaid(child)}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Another port than the one asked for, when somebody was faster. */
function portSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const listen = (part: Buffer) => {
      said += part;
      const [, port] = /Listening on (\d+)/.exec(said) ?? [];
      if (port) resolve(port);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`The Playground ended with ${code}:\n${said}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
