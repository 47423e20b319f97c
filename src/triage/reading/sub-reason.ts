/** Why a code was given, out of what SMTP, TLS, DNS and sockets say beside it. */
import type { SubReason } from '../evidence.ts';

export interface FoundReason {
  readonly subReason: SubReason;
  readonly text: string;
}

/** The most telling first: a certificate's fault before the broken handshake that follows from it. */
const wordings: readonly (readonly [SubReason, RegExp])[] = [
  [
    'subject-mismatch',
    /Subject ?Mismatch|certificate[- ]host[- ]?mismatch|certificate (?:subject|name|hostname) (?:mismatch|does not match)|hostname mismatch/i,
  ],
  [
    'untrusted-root',
    /Untrusted ?Root|self[- ]signed certificate|unable to get (?:local )?issuer certificate|certificate (?:is )?not trusted|untrusted issuer/i,
  ],
  ['certificate-expired', /Certificate ?Expired|certificate[- ](?:has |is )?expired|expired certificate/i],
  [
    'certificate-revoked',
    /Certificate ?Revoked|certificate (?:has been |is |was )?revoked|RevocationStatus(?:Revoked)/i,
  ],
  [
    'starttls-required',
    /STARTTLS is required(?: to send mail)?|Must issue a? ?STARTTLS(?: command)?(?: first)?|STARTTLS (?:command )?required|starttls-not-supported|(?:requires|require|required) (?:the use of )?(?:START)?TLS|TLS (?:encryption )?(?:is )?required|STARTTLS not (?:supported|offered)|TLS is required, but was not offered/i,
  ],
  [
    'tls-handshake-failed',
    /TLS ?negotiation failed(?: with error \w{1,40})?|TLS[- ]?handshake(?: has)? (?:failed|failure|error)|Cannot start TLS(?:: handshake failure)?|TLS not available due to (?:local|temporary) (?:problem|reason)|SSL_connect error[^\n]{0,40}|handshake failure|TlsNegotiationFailed|Security status \w{3,40}|TLSNegotiation/i,
  ],
  [
    'socket-10061',
    /(?:Socket|Winsock|Win32) ?error ?(?:code)?[ :]{0,3}10061|WSAECONNREFUSED|\b10061\b|(?<=connect to [^\n]{3,200}: )Connection refused|actively refused/i,
  ],
  [
    'socket-10060',
    /(?:Socket|Winsock|Win32) ?error ?(?:code)?[ :]{0,3}10060|WSAETIMEDOUT|\b10060\b|(?<=connect to [^\n]{3,200}: )(?:Connection|Operation) timed out/i,
  ],
  [
    'socket-10054',
    /(?:Socket|Winsock|Win32) ?error ?(?:code)?[ :]{0,3}10054|WSAECONNRESET|\b10054\b|Connection reset by peer/i,
  ],
  // Before the next: "Host or domain name not found. Name service error: Host not found, try again" is for a while.
  [
    'dns-server-failure',
    /SERVFAIL|Server ?Failure\b|DNS server (?:returned )?(?:a )?(?:failure|answer with error)|try again later \(DNS\)|Temporary failure in name resolution|Host not found, try again/i,
  ],
  [
    'dns-no-such-domain',
    /Info ?Domain ?Nonexistent|NonExistentDomain|non[- ]?existent domain|NXDOMAIN|DNS domain '?[^\s']{0,253}'? does not exist|domain (?:name )?(?:does not exist|not found)|Host or domain name not found|Host not found|Name or service not known|no such domain|Unrouteable (?:mail )?domain/i,
  ],
  [
    'dns-timeout',
    /Error(?:SubQuery)?Timeout|DNS (?:query |lookup |server )?(?:has )?timed? ?out|DNS timeout|name server timeout/i,
  ],
  [
    'socket-error',
    /Socket ?Error(?: ?code)?(?:[ :]{0,3}\d{3,5})?|Winsock error(?: code)?[ :]{0,3}\d{3,5}|socket error/i,
  ],
  ['service-not-available', /service (?:is )?(?:currently |temporarily )?(?:not available|unavailable|not active)/i],
  [
    'certificate-invalid',
    /Certificate ?Invalid|invalid certificate|certificate (?:is )?(?:no longer|not) valid|tlsa-invalid/i,
  ],
];

/** Only machines write these, so they hold in a person's sentence too. */
const technical =
  /\d{5}|SubjectMismatch|UntrustedRoot|Certificate(?:Expired|Revoked)|STARTTLS|TLS negotiation|NXDOMAIN|Nonexistent|SERVFAIL|ServerFailure|Error(?:SubQuery)?Timeout|SocketError/i;

/** What a remote server's rule says, as against its network: block lists, reputation, refusals. */
const policy =
  /\b(?:policy|policies|spam|block(?:ed|ing|list)?|blacklist\w{0,20}|banned|reputation|refused|denied|rejected|not allowed|prohibited|listed|access)\b[^\n]{0,80}/i;

export function findSubReason(text: string, isSentence: boolean): FoundReason | undefined {
  const said = text.slice(0, 8000);
  for (const [subReason, pattern] of wordings) {
    const match = pattern.exec(said);
    if (!match || (isSentence && !technical.test(match[0]))) continue;
    // "554 5.7.1 Service unavailable; client host blocked" is a rule, not a service that is down.
    if (
      subReason === 'service-not-available' &&
      /blocked|client host|spam|listed/i.test(said.slice(match.index, match.index + 120))
    )
      continue;
    return { subReason, text: match[0].trim() };
  }
  return undefined;
}

/** The remote server's own refusal inside "cannot connect": its words are a rule, so no firewall of ours is at fault. */
export function findPolicy(text: string): FoundReason | undefined {
  const match = policy.exec(text.slice(0, 2000));
  return match ? { subReason: 'remote-policy', text: match[0].trim().slice(0, 120) } : undefined;
}
