/** A TLS handshake that takes whatever it is offered, to say what that is: version, certificate, chain, dates, names. */
import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { ProbePolicy } from './probe-policy.ts';

export interface TlsProbe {
  /** As `TLSv1.2`. */
  readonly version: string;
  /** Exchange Online speaks TLS 1.2 and newer. */
  readonly isOld: boolean;
  readonly certificate: ShownCertificate | null;
}

export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  /** Whether it stands for the server's own name. */
  readonly hasHostName: boolean;
  /**
   * `trusted`: up to an authority that everybody knows. `self-signed`: by itself. `incomplete`: the certificate between it
   * and the authority was not sent. `untrusted`: by an authority that not everybody knows.
   */
  readonly chain: 'trusted' | 'self-signed' | 'incomplete' | 'untrusted';
  /** OpenSSL's own word for what does not hold; null where all does. */
  readonly code: string | null;
}

export type Handshake =
  | { readonly kind: 'shaken'; readonly tls: TlsProbe }
  | { readonly kind: 'failed'; readonly code: string };

export function shakeHands(socket: Socket, host: string, policy: ProbePolicy, signal: AbortSignal): Promise<Handshake> {
  return new Promise(resolve => {
    const secure = connect({
      socket,
      servername: host,
      // To look at, and not to trust: nothing is ever said inside.
      rejectUnauthorized: false,
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      ...(policy.trusted && { ca: [...policy.trusted] }),
    });
    const end = (handshake: Handshake) => {
      secure.destroy();
      resolve(handshake);
    };
    const late = () => end({ kind: 'failed', code: 'timeout' });
    if (signal.aborted) return late();
    signal.addEventListener('abort', late, { once: true });
    secure.on('error', ({ code }: NodeJS.ErrnoException) => end({ kind: 'failed', code: code ?? 'TLS' }));
    secure.on('close', () => end({ kind: 'failed', code: 'ECONNRESET' }));
    secure.on('secureConnect', () => {
      const version = secure.getProtocol() ?? '';
      const shown = secure.getPeerX509Certificate();
      const error = secure.authorizationError as Error | string | null | undefined;
      const code = error ? String((error as NodeJS.ErrnoException).code ?? error) : null;
      // Nothing holds a server to dates that are any.
      if (shown && [shown.validFrom, shown.validTo].some(at => Number.isNaN(Date.parse(at))))
        return end({ kind: 'failed', code: code ?? 'TLS' });
      const certificate = shown ? read(shown, secure.getPeerCertificate(true), host, code) : null;
      end({ kind: 'shaken', tls: { version, isOld: version === 'TLSv1' || version === 'TLSv1.1', certificate } });
    });
  });
}

type Peer = ReturnType<ReturnType<typeof connect>['getPeerCertificate']> & { readonly issuerCertificate?: unknown };

function read(shown: X509Certificate, peer: Peer, host: string, code: string | null): ShownCertificate {
  const isSelfSigned = shown.checkIssued(shown);
  return {
    subject: nameIn(shown.subject),
    issuer: nameIn(shown.issuer),
    names: namesIn(shown.subjectAltName ?? ''),
    validFrom: new Date(shown.validFrom).toISOString(),
    validTo: new Date(shown.validTo).toISOString(),
    hasHostName: shown.checkHost(host) !== undefined,
    chain: chainOf(code, isSelfSigned, peer),
    // The name is looked at above.
    code: code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? null : code,
  };
}

/** What OpenSSL says first: a chain that ends early, or one that ends at somebody whom not everybody knows. */
function chainOf(code: string | null, isSelfSigned: boolean, peer: Peer): ShownCertificate['chain'] {
  if (isSelfSigned && code !== null && code !== 'ERR_TLS_CERT_ALTNAME_INVALID') return 'self-signed';
  if (code === 'SELF_SIGNED_CERT_IN_CHAIN') return 'untrusted';
  if (code?.startsWith('UNABLE_TO_')) return peer.issuerCertificate ? 'untrusted' : 'incomplete';
  return 'trusted';
}

/** CN=mail.contoso.com\nO=Contoso -> mail.contoso.com */
function nameIn(subject: string): string {
  const lines = (subject ?? '').split('\n');
  const named = lines.find(line => line.startsWith('CN=')) ?? lines.find(line => line.startsWith('O=')) ?? '';
  return printable(named.slice(named.indexOf('=') + 1)).slice(0, 120);
}

const mostNames = 100;

/** DNS:mail.contoso.com, DNS:*.contoso.com */
function namesIn(text: string): string[] {
  return [...text.matchAll(/(?:^|, )DNS:(?<name>[^\s",]{1,253})(?=,|$)/g)]
    .map(({ groups }) => printable(groups!.name!.toLowerCase()))
    .slice(0, mostNames);
}

function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim();
}

/** Whether a certificate has what a connector asks for: a name, or `*.contoso.com` for any name below. */
export function coversDomain(names: readonly string[], wanted: string): boolean {
  const name = wanted.toLowerCase();
  const parent = name.slice(name.indexOf('.') + 1);
  if (name.startsWith('*.')) return names.some(one => one === name || one.endsWith(`.${parent}`));
  return names.some(one => one === name || one === `*.${parent}`);
}
