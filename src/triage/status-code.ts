/** RFC 3463 status codes as numbers: 4.4.316 equals only itself, and 4.7.650 lies between 4.7.500 and 4.7.699. */
import type { StatusCodeRange } from './article.ts';

// 4.4.316
const enhancedCode = /^(?<class>[245])\.(?<subject>\d{1,3})\.(?<detail>\d{1,3})$/;

export interface EnhancedCode {
  readonly class: number;
  readonly subject: number;
  readonly detail: number;
}

export function parseCode(code: string): EnhancedCode | undefined {
  const groups = enhancedCode.exec(code)?.groups;
  return groups && { class: Number(groups.class), subject: Number(groups.subject), detail: Number(groups.detail) };
}

/** Whether a range holds the code, and how many codes the range spans: 1 is the code itself. */
export function rangeSpan(range: StatusCodeRange, code: EnhancedCode): number | undefined {
  const from = parseCode(range.from);
  const to = parseCode(range.to);
  if (!from || !to || from.class !== code.class || from.subject !== code.subject) return undefined;
  return from.detail <= code.detail && code.detail <= to.detail ? to.detail - from.detail + 1 : undefined;
}

/** Codes that say where or that something failed, not why; the reply inside them says why. */
export function isGeneric(code: EnhancedCode): boolean {
  if (code.subject === 0 && code.detail === 0) return true;
  // 4.4.0 "Primary target IP address responded with", 4.7.0 "Proxy session setup failed on Frontend with"
  return code.class === 4 && code.detail === 0 && (code.subject === 4 || code.subject === 7);
}

/** The last detail that RFC 3463 and IANA's registry give each subject a meaning for; those above are somebody's own. */
const lastRegistered: Readonly<Record<number, number>> = { 0: 0, 1: 10, 2: 4, 3: 5, 4: 7, 5: 6, 6: 10, 7: 30 };

/** Whether a code means the same from everybody. Exchange's `5.7.64` and `4.4.316` do not. */
export function isRegistered({ subject, detail }: EnhancedCode): boolean {
  return detail <= (lastRegistered[subject] ?? -1);
}

/**
 * Exchange Online's “Remote server returned …”, “unknown recipient”, “sender verification failed” and “not permitted to
 * relay”: another system's reply stands behind the arrow and says why.
 */
export function quotesReply({ class: kind, subject, detail }: EnhancedCode): boolean {
  if (kind === 2) return false;
  if (detail === 350) return true;
  return kind === 5 && ((subject === 1 && detail === 351) || (subject === 7 && detail > 350 && detail < 370));
}

/** Exchange's “error communicating with” the next server (4.4.390 to 4.4.400): nobody else spoke, or stands behind the arrow. */
export function losesContact({ class: kind, subject, detail }: EnhancedCode): boolean {
  return kind === 4 && subject === 4 && 390 <= detail && detail <= 400;
}

/** Who gives it only passes on what another server said, or that none answered until the message expired. */
export function passesOn(code: EnhancedCode): boolean {
  const { class: kind, subject, detail } = code;
  const isRelayed = (kind === 4 && detail === 101) || (kind === 5 && detail === 300);
  return quotesReply(code) || losesContact(code) || (subject === 4 && isRelayed);
}

/** Nobody but Exchange gives details of three digits, whoever it quotes inside. */
export function isExchangeOnly({ detail }: EnhancedCode): boolean {
  return detail >= 100;
}

/** Everybody gives these for whatever has no code of its own, so a reply's words say more: x.y.0, 5.7.1, 5.2.1, 5.5.x. */
export function saysLittle({ subject, detail }: EnhancedCode): boolean {
  // 5.0.350, 5.7.350 …: Exchange's "Remote server returned …"
  if (detail === 0 || detail === 350) return true;
  return (
    (subject === 7 && detail === 1) || (subject === 2 && detail === 1) || (subject === 5 && detail <= 4 && detail !== 3)
  );
}

export function codeText({ class: kind, subject, detail }: EnhancedCode): string {
  return `${kind}.${subject}.${detail}`;
}

export function rangeText(range: StatusCodeRange): string {
  return range.from === range.to ? range.from : `${range.from}-${range.to}`;
}
