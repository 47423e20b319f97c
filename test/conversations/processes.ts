/** Bots as processes of their own, started as `npm start` does, for what can only be seen from outside. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uncounted } from '../uncounted.ts';

export interface BotProcess {
  readonly pid: number;
  /** Where it listens, such as `http://127.0.0.1:41234`. */
  readonly url: string;
  /** What it printed so far. */
  output(): string;
  isAlive(): boolean;
  /** Resolves when it is gone; one that is asked to end (SIGTERM) and does not is killed. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface BotProgram {
  /** What comes after `node`: flags, then the file. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The processor that it runs on, where the machine has `taskset`. */
  readonly core?: number | undefined;
}

export const root = join(import.meta.dirname, '../..');

/** The flags and the file of `npm start`. */
export function startCommand(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [program, ...command] = String(scripts.start).split(/\s+/);
  if (program !== 'node' || !/\.[jt]s$/.test(command.at(-1) ?? ''))
    throw new Error(`package.json: scripts.start: expected "node <flags> <file>", found "${scripts.start}".`);
  return command;
}

// The shell reads from this process until that ends, however it ends, and then takes the bot with it.
const guard = `exec 3<&0
"$@" 3<&- </dev/null &
bot=$!
echo "process $bot"
{ read -r end <&3; kill -KILL $bot; } 2>/dev/null &
wait $bot
kill $!`;

const longestStart = 60_000;
const longestEnd = 10_000;

/** Starts a bot on a free port of this computer. Resolves when it says where it listens. */
export async function startProcess({ command, environment, folder = root, core }: BotProgram): Promise<BotProcess> {
  const pinned = core === undefined ? [] : ['taskset', '-c', String(core)];
  const child = spawn('/bin/sh', ['-c', guard, 'guard', ...pinned, process.execPath, ...command], {
    cwd: folder,
    // Nothing of this shell's own: an app id there would make it a bot in a tenant.
    // They are killed, or measured, and would not say what they ran through.
    env: uncounted({
      PATH: process.env.PATH,
      TMPDIR: process.env.TMPDIR,
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...environment,
    }),
  });
  let said = '';
  let isAlive = true;
  const ended = new Promise<void>(resolve => {
    const end = () => {
      isAlive = false;
      resolve();
    };
    child.once('exit', end);
    child.once('error', error => {
      said += error.message;
      end();
    });
  });
  const found = await new Promise<{ pid: number; url: string }>((resolve, reject) => {
    const fail = (why: string) => {
      child.stdin.destroy();
      reject(new Error(`${command.at(-1)} ${why}. It says: ${said.trim() || 'nothing'}`));
    };
    const timer = setTimeout(() => fail('did not listen within a minute'), longestStart);
    const hear = (chunk: Buffer) => {
      said += chunk;
      // process 4711 … Mailflow Triage is ready: open http://127.0.0.1:41234
      const pid = /^process (?<pid>\d+)$/m.exec(said)?.groups?.pid;
      const url = /ready: open (?<url>http:\/\/[\w.:]{1,60})$/m.exec(said)?.groups?.url;
      if (pid === undefined || url === undefined || !said.endsWith('\n')) return;
      clearTimeout(timer);
      resolve({ pid: Number(pid), url });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(() => {
      clearTimeout(timer);
      fail('ended before it listened');
    });
  });
  return {
    ...found,
    output: () => said,
    isAlive: () => isAlive,
    async end(signal) {
      if (!isAlive) return;
      process.kill(found.pid, signal);
      const late = setTimeout(() => child.stdin.destroy(), longestEnd);
      await ended;
      clearTimeout(late);
    },
  };
}
