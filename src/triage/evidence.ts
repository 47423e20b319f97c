/** The words of RFC 3463, 3464 and 5321 as types: what a paste says, before anybody decides what it means. */

import type { MailSystem } from './mail-system.ts';
import type { PublicReason } from './public-reason.ts';

export const locales = ['en', 'nl', 'sv', 'zh-CN'] as const;
export type Locale = (typeof locales)[number];

/** A kind of text that a reader knows. `symptom` is a sentence of a person, without any protocol text. */
export const evidenceKinds = ['dsn', 'ndr', 'message-trace', 'queue', 'smtp-reply', 'symptom'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** RFC 3464, 2.3.3. */
export const dsnActions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
export type DsnAction = (typeof dsnActions)[number];

/**
 * What a status code is in its paste:
 * `cause` why delivery fails (one at most), `wrapper` says where or repeats ("Message expired"),
 * `nested` stands inside the cause and explains it, `other` is only mentioned.
 */
export const statusCodeRoles = ['cause', 'wrapper', 'nested', 'other'] as const;
export type StatusCodeRole = (typeof statusCodeRoles)[number];

export interface StatusCodeFinding {
  /** RFC 5321, 4.2: three digits, as `450`. */
  readonly replyCode: string | null;
  /** RFC 3463: `4.4.316`. */
  readonly enhancedStatusCode: string | null;
  readonly role: StatusCodeRole;
  /** The reply's own words, without the codes, on one line, at most 300 characters. */
  readonly text: string;
}

/**
 * Why a code was given, where one code has several causes. A closed list of what SMTP, TLS and sockets can say:
 * it belongs to the protocols, so it lives here and not in an article.
 */
export const subReasons = [
  'starttls-required',
  'tls-handshake-failed',
  'subject-mismatch',
  'untrusted-root',
  'certificate-expired',
  'certificate-revoked',
  'certificate-invalid',
  'socket-10054',
  'socket-10060',
  'socket-10061',
  'socket-error',
  'service-not-available',
  'remote-policy',
  'dns-no-such-domain',
  'dns-server-failure',
  'dns-timeout',
] as const;
export type SubReason = (typeof subReasons)[number];

/** One recipient's own result, where a paste reports several. */
export interface RecipientFinding {
  readonly recipient: string;
  readonly action: DsnAction | null;
  readonly cause: { readonly replyCode: string | null; readonly enhancedStatusCode: string | null } | null;
  readonly text: string;
}

/** Everything that was found in one paste. Absent facts are null or empty, never guessed. Times are ISO 8601 in UTC. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly cause: { readonly replyCode: string | null; readonly enhancedStatusCode: string | null } | null;
  /** In the order of the paste; every code once a role and text. */
  readonly statusCodes: readonly StatusCodeFinding[];
  readonly action: DsnAction | null;
  readonly recipients: readonly string[];
  /** One entry a recipient, only where the paste reports more than one. */
  readonly perRecipient: readonly RecipientFinding[];
  readonly sender: string | null;
  /** The server that refused or could not be reached, never the one that reports. */
  readonly remoteHost: string | null;
  readonly remoteIp: string | null;
  /** The server that writes the report ("Generating server", Reporting-MTA). */
  readonly reportingHost: string | null;
  /** Whose server writes the report: an Exchange Online host or another one. */
  readonly generatedBy: 'microsoft' | 'other' | null;
  /** When the message entered the queue (Arrival-Date, first trace event). */
  readonly queuedAt: string | null;
  readonly lastAttempt: string | null;
  /** Will-Retry-Until, where the paste says so itself. */
  readonly expiresAt: string | null;
  /** When the message was given up. */
  readonly expiredAt: string | null;
  /** Who wrote the deciding words, and what shows it, as `gsmtp` or a host name. */
  readonly system: MailSystem | null;
  readonly systemText: string | null;
  /** Why it failed, in one word; what in the paste says so: its words, or only its code. */
  readonly reason: PublicReason | null;
  readonly reasonBy: 'words' | 'code' | null;
  readonly reasonText: string | null;
  /** The block list that the reply names, as people know it. */
  readonly blockList: string | null;
  /** Who passed the refusal on, from us to the one who said it: names of systems and hosts. Empty where nobody quotes anybody. */
  readonly chain: readonly string[];
  /** Message-ID of the message itself (RFC 5322, 3.6.4), without its angle brackets; never that of the report about it. */
  readonly messageId: string | null;
  /**
   * The GUID by which Exchange knows the message on all its servers: X-MS-Exchange-Organization-Network-Message-Id, which
   * Get-MessageTraceV2 calls MessageTraceId.
   */
  readonly networkMessageId: string | null;
  /** The Date header of the message itself: by the sender's clock. */
  readonly sentAt: string | null;
  /** Under what the server that replied finds its reply: Gmail's `….55 - gsmtp`, Mimecast's `[….uk246]`, Postfix's `queued as …`. */
  readonly replyReference: string | null;
  /** “Try again in 5 minutes”: after how many seconds the reply asks for another try. */
  readonly retryAfter: number | null;
  readonly subReason: SubReason | null;
  /** The words of the paste that gave `subReason`, as `Socket error code 10061`. */
  readonly subReasonText: string | null;
  /** What a person or the remote server wrote in words, for word matching; no headers, no codes, at most 2 000 characters. */
  readonly words: string;
  /** The line that gave the cause, as pasted, at most 700 characters; empty for a sentence. */
  readonly line: string;
  /** Codes that would be valid if a screenshot tool had not damaged them: offered as "did you mean", never assumed. */
  readonly damagedCodes: readonly { readonly found: string; readonly couldBe: string }[];
}

/** The code that names a cause: the enhanced status code, else the reply code. */
export function codeOf(cause: Pick<StatusCodeFinding, 'replyCode' | 'enhancedStatusCode'> | null): string | null {
  return cause?.enhancedStatusCode ?? cause?.replyCode ?? null;
}

/** `queued`: still being tried. `bounced`: given up, somebody has to send it again. */
export type DeliveryState = 'queued' | 'bounced';

/**
 * Whether the message still waits or has come back. The report's own action decides, then the reply code (RFC 5321,
 * 4.2.1), and the enhanced code last: `550 4.4.7` is final and `451 5.7.3` is tried again.
 */
export function deliveryState(evidence: Evidence): DeliveryState | null {
  if (evidence.action === 'failed') return 'bounced';
  if (evidence.action === 'delayed') return 'queued';
  if (evidence.action !== null || evidence.cause === null) return null;
  if (evidence.expiredAt !== null) return 'bounced';
  const { replyCode, enhancedStatusCode } = evidence.cause;
  const firstDigit = (replyCode ?? enhancedStatusCode ?? '')[0];
  return firstDigit === '4' ? 'queued' : firstDigit === '5' ? 'bounced' : null;
}

/** What one recipient's reply tells about itself, where it told nothing. */
export const untoldByReply = {
  remoteHost: null,
  remoteIp: null,
  system: null,
  systemText: null,
  reason: null,
  reasonBy: null,
  reasonText: null,
  blockList: null,
  chain: [],
  replyReference: null,
  retryAfter: null,
  subReason: null,
  subReasonText: null,
  damagedCodes: [],
} satisfies Partial<Evidence>;

/** An evidence in which nothing was found: the start for a reader and for tests, and what a stored one lacks. */
export const noEvidence: Evidence = {
  kind: 'symptom',
  cause: null,
  statusCodes: [],
  action: null,
  recipients: [],
  perRecipient: [],
  sender: null,
  reportingHost: null,
  generatedBy: null,
  queuedAt: null,
  lastAttempt: null,
  expiresAt: null,
  expiredAt: null,
  messageId: null,
  networkMessageId: null,
  sentAt: null,
  words: '',
  line: '',
  ...untoldByReply,
};
