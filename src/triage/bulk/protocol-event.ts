/** One line of an SMTP log, whichever server wrote it. */

/** `client` and `server` by who connected, so both directions read alike. `note`: TLS, certificates, what went wrong. */
export type ProtocolEventKind = 'open' | 'client' | 'server' | 'note' | 'close';

export interface ProtocolEvent {
  readonly kind: ProtocolEventKind;
  /** Milliseconds since 1970, UTC. */
  readonly at: number | null;
  /** By it the lines of one connection are told from others. */
  readonly session: string;
  readonly connector: string;
  /** Of the other side, without its port. */
  readonly ip: string;
  readonly text: string;
  /** What the log says of the text: `Sending certificate`, `Remote(SocketError)`. */
  readonly context: string;
}

/** `192.0.2.7:25` | `[2001:db8::7]:25` | `mail.example[192.0.2.7]` */
export function ipIn(endpoint: string): string {
  const open = endpoint.indexOf('[');
  if (open !== -1) {
    const close = endpoint.indexOf(']', open);
    return endpoint.slice(open + 1, close === -1 ? undefined : close).replace(/^IPv6:/i, '');
  }
  const parts = endpoint.split(':');
  return parts.length === 2 ? parts[0]! : endpoint;
}
