/** A real Postfix in a temporary folder, on a port of its own, with the certificate that a test gives it. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { host, type Shown } from './mail-servers.ts';

/** What is missing; undefined: nothing is. Its master gives up its rights by itself, and has to have them first. */
export function withoutPostfix(): string | undefined {
  if (!existsSync('/usr/sbin/postfix')) return 'Postfix is not installed (apt-get install postfix)';
  return process.getuid?.() === 0 ? undefined : 'Postfix can be started by root only';
}

const services = ['cleanup', 'rewrite', 'bounce', 'defer', 'trace', 'verify', 'proxymap', 'anvil', 'tlsmgr', 'postlog'];
const programs: Readonly<Record<string, string>> = {
  rewrite: 'trivial-rewrite',
  defer: 'bounce',
  trace: 'bounce',
  postlog: 'postlogd',
};

export interface Door extends Pick<Shown, 'key' | 'cert'> {
  /** As `smtpd_tls_security_level=none`. */
  readonly settings?: readonly string[];
}

/** One Postfix with a port for each of these. */
export async function postfix(doors: readonly Door[]): Promise<{
  readonly ports: readonly number[];
  /** What it was told, as it wrote it down. */
  log(): string;
  stop(): void;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-postfix-'));
  // Its programs change to another user, who has to get there.
  chmodSync(folder, 0o755);
  const inside = (name: string) => join(folder, name);
  const ports = await Promise.all(doors.map(freePort));
  for (const name of ['etc', 'queue', 'data']) mkdirSync(inside(name));
  for (const [index, { key, cert }] of doors.entries()) writeFileSync(inside(`chain-${index}.pem`), key + cert);
  writeFileSync(
    inside('etc/main.cf'),
    [
      'compatibility_level = 3.6',
      `queue_directory = ${inside('queue')}`,
      `data_directory = ${inside('data')}`,
      `myhostname = ${host}`,
      'mydestination =',
      'inet_interfaces = 127.0.0.1',
      'inet_protocols = ipv4',
      'smtpd_tls_security_level = may',
      `maillog_file = ${inside('log')}`,
      `maillog_file_prefixes = ${folder}`,
      '',
    ].join('\n'),
  );
  const doorRows = doors.map(({ settings = [] }, index) => {
    const options = [`smtpd_tls_chain_files=${inside(`chain-${index}.pem`)}`, ...settings];
    return `127.0.0.1:${ports[index]} inet n - n - - smtpd ${options.map(one => `-o ${one}`).join(' ')}`;
  });
  const serviceRows = services.map(name => {
    // Two of them are asked by programs of others as well.
    const type = name === 'postlog' ? 'unix-dgram n' : name === 'cleanup' ? 'unix n' : 'unix -';
    // These refuse to be several.
    const most = ['anvil', 'tlsmgr', 'postlog'].includes(name) ? '1' : '-';
    return `${name} ${type} - n - ${most} ${programs[name] ?? name}`;
  });
  writeFileSync(inside('etc/master.cf'), [...doorRows, ...serviceRows, ''].join('\n'));
  const owned = spawnSync('chown', ['postfix', inside('data')]);
  const started = spawnSync('postfix', ['-c', inside('etc'), 'start'], { encoding: 'utf8' });
  if (owned.status !== 0 || started.status !== 0) throw new Error(`Postfix did not start: ${started.stderr}`);
  return {
    ports,
    log: () => (existsSync(inside('log')) ? readFileSync(inside('log'), 'utf8') : ''),
    stop: () => {
      spawnSync('postfix', ['-c', inside('etc'), 'abort']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
