/**
 * What data that somebody sent shows: a firewall's list, a log, the output of a command. A plain JSON value without prose,
 * so that every reader is told in their own language. What it means for a case is up to the case's article
 * (`bearing.ts`), and what it answers to its guide (`found` in a condition).
 */
import type { Evidence } from './evidence.ts';
import type { Person } from './person.ts';
import type { PublishedRanges } from './published-ranges.ts';

/** What was recognised; its texts stand under `findings.<kind>` in cards/strings. */
export const findingKinds = [
  'firewall-list',
  'outbound-connectors',
  'inbound-connectors',
  'accepted-domains',
  'remote-domains',
  'send-connectors',
  'receive-connectors',
  'certificates',
  'transport-config',
  'transport-rules',
  'outbound-spam-policies',
  'dkim',
  'mailbox-count',
  'queues',
  'message-trace',
  'smtp-log',
  'probe-smtp',
  'probe-dns',
  'probe-lists',
  // Of tools that try a server's port 25.
  'port-test',
  'tls-test',
  // What DNS says, a kind a record: a look-up of SPF takes nothing away from one of MX.
  'mx-record',
  'host-address',
  'spf-record',
  'dkim-record',
  'dmarc-record',
  'tlsa-record',
  'mta-sts',
  // The headers of one message.
  'message-headers',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/**
 * All that data can show, in a closed list of words: articles and guides decide on these, as on the sub-reasons of a paste.
 * A word says what was seen and not what follows from it.
 */
export const findingFacts = [
  // A firewall's list beside the published ranges of Exchange Online.
  'ranges-missing',
  // Not one of them is let in, not even in part.
  'ranges-absent',
  // All of IPv4 is there and nothing of IPv6.
  'ipv6-ranges-missing',
  'ranges-complete',
  'ranges-too-wide',
  // Get-OutboundConnector, for the connector that the case's mail takes.
  'connector-off',
  'smart-host-same',
  'smart-host-other',
  // It wants a name that no certificate of the server has.
  'tls-name-other',
  // Get-InboundConnector, for the one that mail from the case's sender falls under.
  'inbound-off',
  'inbound-refuses-address',
  'inbound-wants-address',
  'inbound-wants-certificate',
  // Get-AcceptedDomain, for the domain of the case's recipient.
  'domain-internal-relay',
  'domain-authoritative',
  'domain-not-ours',
  // Get-RemoteDomain for the recipient's domain, or Get-HostedOutboundSpamFilterPolicy.
  'forwarding-off',
  'forwarding-allowed',
  // Get-SendConnector, for the one that the case's mail takes out.
  'send-connector-off',
  'send-host-other',
  // Get-ReceiveConnector on port 25.
  'receive-connector-off',
  'receive-address-missing',
  'receive-ranges-missing',
  'anonymous-refused',
  'anonymous-allowed',
  'starttls-off',
  // Get-ExchangeCertificate or openssl s_client, for the certificate that SMTP shows.
  'certificate-expired',
  'certificate-expires-soon',
  'certificate-name-missing',
  'certificate-good',
  // Without its private key, signed by itself, revoked or of an unknown issuer.
  'certificate-unusable',
  // Whoever prints them with Get-ExchangeCertificate looks after the server; a TLS test anybody can run.
  'own-certificates',
  // Get-TransportConfig.
  'smtp-auth-off',
  'smtp-auth-on',
  // Get-TransportRule beside the refusal of the case.
  'rule-rejects',
  'no-rule-rejects',
  // Get-DkimSigningConfig, for the sender's domain.
  'dkim-off',
  'dkim-records-missing',
  'dkim-on',
  // Get-Mailbox | Measure-Object on a server of one's own.
  'mailboxes-remain',
  'no-mailbox-remains',
  // Get-MailUser | Measure-Object: recipients whose mailbox is elsewhere.
  'mail-users-remain',
  // Get-Queue.
  'queue-waits',
  'queue-empty',
  'queue-suspended',
  'queue-unreachable',
  'queue-poison',
  // A message trace: after it began, mail to the same domains still arrived, or none did.
  'trace-some-arrive',
  'trace-nothing-arrives',
  // The log of a server that would have it: nobody of Exchange Online, or not the address that sends.
  'log-absent',
  'log-address-absent',
  'log-arrives',
  // Some of the published ranges are in it, others are not.
  'log-some-ranges',
  'log-without-starttls',
  'log-certificate-expired',
  // Sessions end before the greeting, or in the TLS handshake.
  'log-ends-at-greeting',
  'log-ends-in-tls',
  // A test from here of the server that the case's mail goes to: port 25, up to the greeting.
  'probe-refused',
  'probe-silent',
  'probe-unreachable',
  'probe-open',
  'probe-turned-away',
  'probe-closes',
  // It takes a connection and lets it wait.
  'probe-stalls',
  'probe-no-smtp',
  // TLS and the certificate.
  'probe-no-starttls',
  'probe-tls-fails',
  'probe-old-tls',
  'probe-certificate-expired',
  'probe-certificate-name',
  'probe-certificate-untrusted',
  'probe-tls-good',
  // DNS of the domain that gets the mail.
  'probe-no-domain',
  'probe-dns-fails',
  'probe-dnssec-broken',
  'probe-null-mx',
  'probe-no-mx',
  'probe-dns-disagrees',
  'probe-dns-good',
  'probe-spf-wrong',
  'probe-sts-certificate',
  'probe-sts-mx',
  'probe-sts-policy',
  // Block lists, for the address that sends.
  'probe-listed',
  'probe-not-listed',
  // Test-NetConnection, telnet, nc, curl, swaks: how far one gets on port 25, from where it was run.
  'port-open',
  'port-refused',
  'port-timed-out',
  // Not open, and the tool does not tell why.
  'port-fails',
  // Connected, and closed without a greeting.
  'port-closes',
  // A greeting of 4xx or 5xx.
  'greeting-refused',
  // Stars in the greeting, or XXXXXXXA for STARTTLS: a firewall rewrites SMTP.
  'greeting-masked',
  // openssl s_client; its certificates are told with the words above.
  'starttls-missing',
  'tls-fails',
  'tls-outdated',
  'certificate-untrusted',
  // MX of a domain, and the address of a host.
  'mx-there',
  'mx-exchange-online',
  'mx-missing',
  // RFC 7505.
  'mx-null',
  // It leads where nobody can deliver: an address in place of a name, a CNAME, a private address, a name without address.
  'mx-wrong',
  'domain-missing',
  'host-there',
  'host-missing',
  'host-private',
  'host-same-address',
  'host-other-address',
  'dns-fails',
  'dns-silent',
  'spf-good',
  'spf-missing',
  'spf-several',
  'spf-wrong',
  'spf-too-many-lookups',
  'spf-without-exchange-online',
  'dkim-good',
  'dkim-missing',
  'dkim-revoked',
  'dkim-wrong',
  'dmarc-good',
  'dmarc-missing',
  'dmarc-several',
  'dmarc-wrong',
  'tlsa-there',
  'tlsa-missing',
  'tlsa-wrong',
  'mta-sts-covers',
  'mta-sts-lacks-mx',
  'mta-sts-wrong',
  // The headers of one message: where it lay, whether it proves its sender, and what the filter made of it.
  'headers-late',
  'headers-in-time',
  'headers-proved',
  'headers-unproved',
  'headers-spam',
  'headers-bulk',
  'headers-on-own-list',
] as const;
export type FindingFact = (typeof findingFacts)[number];

/** What is filled into a sentence: something of the data, a number, a moment, or names that are joined. */
export type FindingValue =
  | string
  | number
  | { readonly at: string }
  /** YYYY-MM-DD. */
  | { readonly day: string }
  | { readonly bytes: number }
  /** From 0 to 1. */
  | { readonly share: number }
  | { readonly list: readonly string[] }
  /** Public in itself, such as Microsoft's own address ranges: shown whole also where others read along. */
  | { readonly published: readonly string[] };

/** A sentence by the last part of its key, which stands under the finding's kind. */
export interface FindingSentence {
  readonly key: string;
  readonly values: Readonly<Record<string, FindingValue>>;
}

/** A text to take along: a list to paste back, a CSV. */
export interface FindingCopy {
  /** Says what it is; a sentence key under the finding's kind. */
  readonly key: string;
  /** A file's ending, by which a client may colour it: `txt`, `csv`. */
  readonly format: 'txt' | 'csv';
  readonly text: string;
  /** The same with nothing of the organisation that sent the data, for where others read along; null: there is no such text. */
  readonly publicText: string | null;
}

/** By placeholder. Public in itself: shown whole also where others read along. */
export type FoundValues = Readonly<Record<string, { readonly text: string; readonly isPublic: boolean }>>;

/** What a finding rests on. */
export interface FindingSource {
  /** Of the file; null for a paste. */
  readonly name: string | null;
  /** In which form it was written, as its makers call it: `FortiGate`, `Format-List`. */
  readonly format: string | null;
  /** Rows or lines that were read, and those that were not understood. */
  readonly rows: number;
  readonly unread: number;
  /** The first of those, as it stands there, at most 80 characters. */
  readonly firstUnread: string | null;
  /** Version and day of what it was compared with; null where it was compared with nothing. */
  readonly comparedWith: { readonly version: string; readonly day: string } | null;
}

export interface Finding {
  readonly kind: FindingKind;
  readonly at: string;
  readonly by: Person;
  readonly source: FindingSource;
  readonly headline: FindingSentence;
  /** Two to five, what decides first. */
  readonly says: readonly FindingSentence[];
  readonly shows: readonly FindingFact[];
  /** The article of the problem that the data itself is of, such as that of most of a trace; null where it has none. */
  readonly articleId: string | null;
  /** What stands for a placeholder of the guide in place of what it says otherwise, such as the ranges that are missing. */
  readonly values: FoundValues;
  readonly copies: readonly FindingCopy[];
}

/** What data tells of the mail itself, for a case that begins with it. */
export interface FoundAbout {
  /** What a server answered, to be read like any reply; null: nothing. */
  readonly reply: string | null;
  readonly evidence: Partial<Evidence>;
}

/** What a reader makes of data; who sent it, and when, is added by whoever keeps it. */
export type ReadFinding = Omit<Finding, 'at' | 'by' | 'articleId'> &
  Partial<Pick<Finding, 'articleId'>> & {
    /** Errors that stand in the data, each a paste of its own, the most frequent first: rows where no case is open. */
    readonly errors?: readonly FoundError[];
    readonly about?: FoundAbout;
  };

export interface FoundError {
  /** To be read like any paste. */
  readonly text: string;
  /** How many it holds up. */
  readonly messages: number;
  /** It is of the server that the open case is about. */
  readonly isOfCase: boolean;
}

/** What a reader may know besides the data. */
export interface FindingContext {
  readonly now: string;
  readonly ranges: PublishedRanges;
  /** What the open case is about; null where none is open. */
  readonly evidence: Evidence | null;
  /** What was sent to it before, the oldest first. */
  readonly findings?: readonly Finding[];
}

/** A case is one row of the database: so much of all its findings is kept, the newest ones. */
export const mostFindings = 12;

/** The words of the findings that count: of each kind those that came last, as a list may have been mended since. */
export function factsOf(findings: readonly Finding[]): ReadonlyMap<FindingFact, Finding> {
  const facts = new Map<FindingFact, Finding>();
  for (const finding of inForce(findings)) for (const fact of finding.shows) facts.set(fact, finding);
  return facts;
}

/** What the findings that count fill into the guide. */
export function valuesOf(findings: readonly Finding[]): FoundValues {
  return Object.assign({}, ...inForce(findings).map(({ values }) => values)) as FoundValues;
}

/** Those that were sent together count together: three logs of one search. */
function inForce(findings: readonly Finding[]): readonly Finding[] {
  const last = new Map(findings.map(({ kind, at }) => [kind, at]));
  return findings.filter(({ kind, at }) => last.get(kind) === at);
}
