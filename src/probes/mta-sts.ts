/** The MTA-STS policy of a domain: fetched from the one place that RFC 8461 names, and nothing that it points to. */
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { ProbePolicy } from './probe-policy.ts';
import type { HostAddresses } from './resolver.ts';

export type FetchedPolicy =
  | { readonly kind: 'policy'; readonly mode: 'enforce' | 'testing' | 'none'; readonly mx: readonly string[] }
  /** The certificate of the host does not hold: a sender takes no policy from there (RFC 8461, 3.3). */
  | { readonly kind: 'bad-certificate'; readonly code: string }
  /** `redirect`: senders must not follow one. `no-policy`: what is there is no policy. */
  | { readonly kind: 'redirect' | 'no-policy' | 'unreachable' | 'no-address' | 'refused-address' };

/** RFC 8461, 3.3, has senders bound what they take; a policy has some lines. */
const longestPolicy = 64 * 1024;

export function fetchStsPolicy(
  host: string,
  { addresses, refused }: HostAddresses,
  { ports, trusted }: ProbePolicy,
  signal: AbortSignal,
): Promise<FetchedPolicy> {
  const [address] = addresses;
  if (refused.length > 0) return Promise.resolve({ kind: 'refused-address' });
  if (address === undefined) return Promise.resolve({ kind: 'no-address' });
  return new Promise(resolve => {
    const outgoing = request({
      protocol: 'https:',
      hostname: host,
      servername: host,
      port: ports.https,
      path: '/.well-known/mta-sts.txt',
      headers: { accept: 'text/plain', 'accept-encoding': 'identity', 'user-agent': 'mailflow-triage' },
      lookup: pinnedTo(address),
      // No connection is kept, and no setting of the environment loosens the look at the certificate.
      agent: false,
      rejectUnauthorized: true,
      ...(trusted && { ca: [...trusted] }),
      signal,
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve(
        isCertificateError(error.code) ? { kind: 'bad-certificate', code: error.code! } : { kind: 'unreachable' },
      ),
    );
    // 101: neither an answer nor an error, and nobody else would end it.
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve({ kind: 'no-policy' });
    });
    outgoing.on('response', response => {
      const end = (found: FetchedPolicy) => {
        response.destroy();
        resolve(found);
      };
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) return end({ kind: 'redirect' });
      if (status !== 200) return end({ kind: 'no-policy' });
      let text = '';
      response.setEncoding('latin1');
      response.on('data', (piece: string) => {
        text += piece;
        if (text.length > longestPolicy) end({ kind: 'no-policy' });
      });
      response.on('end', () => end(readStsPolicy(text)));
      response.on('error', () => end({ kind: 'unreachable' }));
      response.on('close', () => resolve({ kind: 'unreachable' }));
    });
    outgoing.end();
  });
}

function isCertificateError(code: string | undefined): boolean {
  return /^(?:CERT_|ERR_TLS_CERT|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_)/.test(code ?? '');
}

function pinnedTo(address: string): LookupFunction {
  const family = isIP(address);
  return (_host, options, callback) =>
    options.all ? callback(null, [{ address, family }]) : callback(null, address, family);
}

/** RFC 8461, 3.2: a line a field, `mx` as often as there are servers. */
export function readStsPolicy(text: string): FetchedPolicy {
  const fields = text.split(/\r?\n/).flatMap(line => {
    const colon = line.indexOf(':');
    return colon < 0 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  const of = (name: string) => fields.flatMap(([key, value]) => (key === name ? [value] : []));
  const [mode] = of('mode');
  if (of('version')[0] !== 'STSv1') return { kind: 'no-policy' };
  if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none') return { kind: 'no-policy' };
  return {
    kind: 'policy',
    mode,
    mx: of('mx')
      .slice(0, 50)
      .map(name => name.toLowerCase()),
  };
}

/** RFC 8461, 4.1: a star stands for the first label alone. */
export function isInStsPolicy(host: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern =>
    pattern.startsWith('*.') ? host.slice(host.indexOf('.') + 1) === pattern.slice(2) : host === pattern,
  );
}
