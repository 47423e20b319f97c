/** Mail servers on the loopback that fail in every way, each on a port of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { SMTPServer } from 'smtp-server';
import { makeCertificate } from '../files/certificate.ts';

export const host = 'mail.contoso.example';

const root = makeCertificate([], { name: 'Test root', isAuthority: true });
const middle = makeCertificate([], { name: 'Test issuing', by: root, isAuthority: true });
const stranger = makeCertificate([], { name: 'Nobody’s root', isAuthority: true });
const good = makeCertificate([host], { name: host, by: middle });

/** The authority that everybody trusts here. */
export const trusted = [root.cert];

export interface MailServer {
  readonly port: number;
  /** Everything that clients said before TLS. */
  readonly heard: string[];
  stop(): Promise<void>;
}

/** A server that says what the script says; `close` and `reset` end the connection. */
export type Script = (socket: Socket, said: string | null) => void;

export async function scripted(script: Script, address = '127.0.0.1', port = 0): Promise<MailServer> {
  const heard: string[] = [];
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.on('data', data => {
      heard.push(data.toString('latin1'));
      script(socket, data.toString('latin1'));
    });
    script(socket, null);
  });
  server.listen(port, address);
  await once(server, 'listening');
  return { port: portOf(server), heard, stop: () => stop(server, open) };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy();
  server.close();
  await once(server, 'close');
}

/** Greets, offers STARTTLS, and then does what it is told with the connection. */
export function untilTls(then: (socket: Socket) => void): Script {
  return (socket, said) => {
    if (said === null) socket.write(`220 ${host} ESMTP\r\n`);
    else if (said.startsWith('EHLO')) socket.write(`250-${host}\r\n250-SIZE 37748736\r\n250 STARTTLS\r\n`);
    else if (said.startsWith('STARTTLS')) {
      // What follows is no text any more.
      socket.removeAllListeners('data');
      socket.write('220 2.0.0 SMTP server ready\r\n');
      then(socket);
    }
  };
}

export interface Shown {
  readonly key: string;
  readonly cert: string;
  readonly minVersion?: 'TLSv1' | 'TLSv1.2';
  readonly maxVersion?: 'TLSv1' | 'TLSv1.2' | 'TLSv1.3';
  readonly ciphers?: string;
}

/** Certificates by what is wrong with them. */
export const shown = {
  good: { key: good.key, cert: good.cert + middle.cert },
  old: {
    key: good.key,
    cert: good.cert + middle.cert,
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  },
  expired: withChain(makeCertificate([host], { name: host, by: middle, from: '240101', to: '250630' })),
  early: withChain(makeCertificate([host], { name: host, by: middle, from: '400101' })),
  // UTCTime of letters: OpenSSL takes it, and calls it a bad time value.
  noStart: withChain(makeCertificate([host], { name: host, by: middle, from: 'garbag' })),
  noEnd: withChain(makeCertificate([host], { name: host, by: middle, to: 'garbag' })),
  otherName: withChain(makeCertificate(['smtp.fabrikam.example'], { name: 'smtp.fabrikam.example', by: middle })),
  selfSigned: makeCertificate([host], { name: host }),
  incomplete: { key: good.key, cert: good.cert },
  untrusted: privately(),
} satisfies Record<string, Shown>;

function withChain({ key, cert }: { key: string; cert: string }): Shown {
  return { key, cert: cert + middle.cert };
}

function privately(): Shown {
  const { key, cert } = makeCertificate([host], { name: host, by: stranger });
  return { key, cert: cert + stranger.cert };
}

/** A whole server of its own, as its makers wrote it, with one of these certificates. */
export async function tlsServer({ key, cert, ...tls }: Shown, address = '127.0.0.1', port = 0): Promise<MailServer> {
  const heard: string[] = [];
  const server = new SMTPServer({
    key,
    cert,
    ...tls,
    name: host,
    logger: false,
    authOptional: true,
    onMailFrom: (from, _session, done) => {
      heard.push(`MAIL FROM:${from.address}`);
      done();
    },
  });
  server.on('error', () => {});
  server.listen(port, address);
  await once(server.server, 'listening');
  return {
    port: portOf(server.server),
    heard,
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}

/** TLS, and then no word: the handshake is all that a probe does inside. */
export function overTls({ key, cert }: Shown, onWords: (words: string) => void): (socket: Socket) => void {
  return socket => {
    const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ key, cert }) });
    secure.on('error', () => {});
    secure.on('data', data => onWords(data.toString()));
  };
}

/**
 * A port whose packets nobody answers, as behind a firewall that drops them: a process that takes no connection, stopped,
 * with its queue full.
 */
export async function silentPort(): Promise<MailServer> {
  const program = `const s = require('net').createServer(() => {}); s.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => console.log(s.address().port));`;
  const child: ChildProcess = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const port = Number(line.toString());
  child.kill('SIGSTOP');
  // Linux queues one more than it was told.
  const fillers = Array.from({ length: 6 }, () => connect({ host: '127.0.0.1', port }).on('error', () => {}));
  await Promise.all(fillers.slice(0, 2).map(socket => once(socket, 'connect')));
  return {
    port,
    heard: [],
    stop: async () => {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
