/** A connection to a mail server that waits for replies and never says more than EHLO, STARTTLS and QUIT. */
import { connect, type Socket } from 'node:net';

/** RFC 5321, 4.2.1. */
export interface SmtpReply {
  readonly code: number;
  /** The text of each line. */
  readonly lines: readonly string[];
}

/**
 * How a stage ended that did not succeed. `closed`: an orderly end, `reset`: an abrupt one. `silent`: nothing came in time.
 * `slow`: something came, and no whole reply in time. `endless`: more than any reply has. `garbage`: no SMTP.
 */
export const breakOffs = ['refused', 'unreachable', 'silent', 'slow', 'closed', 'reset', 'endless', 'garbage'] as const;
export type BreakOff = (typeof breakOffs)[number];

export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  readonly why: BreakOff;
  constructor(why: BreakOff) {
    super(`The connection ended: ${why}`);
    this.why = why;
  }
}

export interface SmtpConnection {
  /** Given away with STARTTLS. */
  readonly socket: Socket;
  /** The next reply, within the time of a stage. */
  readReply(signal: AbortSignal): Promise<SmtpReply>;
  send(command: 'EHLO' | 'STARTTLS' | 'QUIT'): void;
  /** What came and was not read: nothing may stand there before TLS begins. */
  hasMore(): boolean;
  close(): void;
}

/** RFC 5321, 4.5.3.1.5: a reply line has 512 octets; servers write some more. */
const longestLine = 2_048;
const mostLines = 100;
const longestReply = 16 * 1024;

/** @param address checked before; no name is looked up here */
export function openSmtp(address: string, port: number, signal: AbortSignal): Promise<SmtpConnection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    const silent = () => {
      socket.destroy();
      reject(new BrokenOff('silent'));
    };
    if (signal.aborted) return silent();
    signal.addEventListener('abort', silent, { once: true });
    const failed = ({ code }: NodeJS.ErrnoException) => {
      signal.removeEventListener('abort', silent);
      socket.destroy();
      reject(new BrokenOff(code === 'ECONNREFUSED' ? 'refused' : code === 'ETIMEDOUT' ? 'silent' : 'unreachable'));
    };
    socket.once('error', failed);
    socket.once('connect', () => {
      signal.removeEventListener('abort', silent);
      socket.off('error', failed);
      resolve(connectionOver(socket));
    });
  });
}

function connectionOver(socket: Socket): SmtpConnection {
  let text = '';
  let ended: BreakOff | undefined;
  let wake = () => {};
  socket.setEncoding('latin1');
  socket.on('data', (piece: string) => {
    text += piece;
    // What nobody reads yet is not let in without bound.
    if (text.length > longestReply) socket.pause();
    wake();
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    ended ??= code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'closed';
    wake();
  });
  socket.on('close', () => {
    ended ??= 'closed';
    wake();
  });
  return {
    socket,
    async readReply(signal) {
      for (;;) {
        const taken = takeReply(text);
        if (taken) {
          text = text.slice(taken.length);
          return taken.reply;
        }
        if (ended) throw new BrokenOff(ended);
        if (signal.aborted) throw new BrokenOff(text === '' ? 'silent' : 'slow');
        await new Promise<void>(resolve => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
    },
    send(command) {
      // RFC 5321, 4.1.4: who has no name of its own says its address; no word of a person or a mail is ever said.
      const words = command === 'EHLO' ? `EHLO ${addressLiteral(socket.localAddress ?? '127.0.0.1')}` : command;
      if (socket.writable) socket.write(`${words}\r\n`);
    },
    hasMore: () => text.length > 0,
    close() {
      // After the last words.
      socket.destroySoon();
    },
  };
}

/** RFC 5321, 4.1.3. */
function addressLiteral(address: string): string {
  return address.includes(':') ? `[IPv6:${address.split('%')[0]}]` : `[${address}]`;
}

// 250-SIZE 37748736 | 250 STARTTLS | 220
const replyLine = /^(?<code>[2-5]\d\d)(?<more>[ -])?(?<text>[^\r\n]*)\r?$/;

/** Undefined while its last line has not come. */
function takeReply(text: string): { readonly reply: SmtpReply; readonly length: number } | undefined {
  const lines: string[] = [];
  let from = 0;
  for (;;) {
    const end = text.indexOf('\n', from);
    if (end < 0) {
      const rest = text.slice(from);
      if (rest.length > longestLine || text.length > longestReply) throw new BrokenOff('endless');
      // A server that speaks another protocol need not be waited for.
      if (rest.length >= 4 && !/^[2-5]\d\d/.test(rest)) throw new BrokenOff('garbage');
      return undefined;
    }
    const groups = replyLine.exec(text.slice(from, end))?.groups;
    if (!groups) throw new BrokenOff('garbage');
    lines.push(groups.text!.slice(0, longestLine));
    from = end + 1;
    if (groups.more !== '-') return { reply: { code: Number(groups.code), lines }, length: from };
    if (lines.length > mostLines || from > longestReply) throw new BrokenOff('endless');
  }
}
