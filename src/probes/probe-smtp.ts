/** How far a sender comes with a mail server: connection, greeting, EHLO, STARTTLS, and the certificate that it shows. */
import type { ProbePolicy } from './probe-policy.ts';
import { type ShownCertificate, shakeHands, type TlsProbe } from './probe-tls.ts';
import { type BreakOff, BrokenOff, openSmtp, type SmtpConnection, type SmtpReply } from './smtp-connection.ts';

export const smtpStages = ['connect', 'greeting', 'ehlo', 'starttls', 'tls'] as const;
export type SmtpStage = (typeof smtpStages)[number];

export interface SmtpProbe {
  readonly host: string;
  readonly address: string;
  /** All that were connected to: those before the last one let nobody in. */
  readonly tried: readonly string[];
  /** Seconds that its addresses may be kept. */
  readonly ttl: number | null;
  /** Where it ended; `done`: TLS stands. */
  readonly ended:
    | { readonly kind: 'done' }
    | { readonly kind: 'broke-off'; readonly at: SmtpStage; readonly why: BreakOff }
    /** The server said no. */
    | { readonly kind: 'rejected'; readonly at: SmtpStage; readonly code: number; readonly text: string }
    | { readonly kind: 'not-offered' }
    | { readonly kind: 'handshake'; readonly code: string };
  /** What the server called itself. */
  readonly greeting: string | null;
  readonly tls: TlsProbe | null;
}

export type { ShownCertificate, TlsProbe };

/**
 * @param address one of the host's, checked before
 * @param onStage told as each begins
 */
export async function probeSmtp(
  host: string,
  address: string,
  policy: ProbePolicy,
  signal: AbortSignal,
  onStage: (stage: SmtpStage) => void,
): Promise<SmtpProbe> {
  let stage: SmtpStage = 'connect';
  let greeting: string | null = null;
  let connection: SmtpConnection | undefined;
  const begin = (next: SmtpStage) => {
    stage = next;
    onStage(next);
    return AbortSignal.any([signal, AbortSignal.timeout(policy.stageMs)]);
  };
  const found = (ended: SmtpProbe['ended'], tls: TlsProbe | null = null): SmtpProbe => ({
    host,
    address,
    tried: [address],
    ttl: null,
    ended,
    greeting,
    tls,
  });
  try {
    connection = await openSmtp(address, policy.ports.smtp, begin('connect'));
    const first = await connection.readReply(begin('greeting'));
    greeting = shown(first);
    if (first.code !== 220) return found(rejected('greeting', first));
    connection.send('EHLO');
    const hello = await connection.readReply(begin('ehlo'));
    if (hello.code !== 250) return found(rejected('ehlo', hello));
    if (!hello.lines.some(line => /^STARTTLS\b/i.test(line))) {
      connection.send('QUIT');
      return found({ kind: 'not-offered' });
    }
    connection.send('STARTTLS');
    const ready = await connection.readReply(begin('starttls'));
    if (ready.code !== 220) return found(rejected('starttls', ready));
    // Something said in advance would be taken for a part of the conversation inside (CVE-2011-0411).
    if (connection.hasMore()) return found({ kind: 'broke-off', at: 'starttls', why: 'garbage' });
    const tls = await shakeHands(connection.socket, host, policy, begin('tls'));
    return tls.kind === 'failed' ? found(handshakeEnd(tls.code)) : found({ kind: 'done' }, tls.tls);
  } catch (error) {
    if (!(error instanceof BrokenOff)) throw error;
    return found({ kind: 'broke-off', at: stage, why: error.why });
  } finally {
    connection?.close();
  }
}

/** An end of the connection in the handshake is one, whatever TLS calls it. */
function handshakeEnd(code: string): SmtpProbe['ended'] {
  const why = code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : code === 'timeout' ? 'silent' : undefined;
  return why ? { kind: 'broke-off', at: 'tls', why } : { kind: 'handshake', code };
}

function rejected(at: SmtpStage, reply: SmtpReply): SmtpProbe['ended'] {
  return { kind: 'rejected', at, code: reply.code, text: shown(reply) };
}

const longestShown = 200;

/** Without what a terminal or a card would obey. */
function shown({ lines }: SmtpReply): string {
  const text = lines.join(' ').replace(/[^\x20-\x7e]/g, ' ');
  return text.replace(/ {2,}/g, ' ').trim().slice(0, longestShown);
}
