/** Of all codes in a paste: which one is the cause, which only wrap it, explain it or are mentioned. */
import type { StatusCodeFinding, StatusCodeRole } from '../evidence.ts';
import { losesContact, parseCode, quotesReply } from '../status-code.ts';
import { isMicrosoftFrontend } from './hosts.ts';
import type { Attempt, Reply } from './reading.ts';

export interface Ranking {
  readonly cause: { readonly attempt: Attempt; readonly reply: Reply } | undefined;
  readonly statusCodes: StatusCodeFinding[];
}

/**
 * The rules, strongest first:
 * 1. What the last server outside said counts, not what Microsoft's own server makes of it when it gives up:
 *    `550 5.4.316 Message expired` wraps the `450 4.4.316` below it.
 * 2. A code with a meaning of its own is the cause, and a reply inside it explains it:
 *    `450 4.4.317 Cannot connect [Message=451 5.7.3 STARTTLS is required]`, `550 5.1.351 ... -> 550 User unknown`.
 * 3. A code that only says that somebody else answered is no cause: `451 4.4.0 Primary target IP address responded with`,
 *    `450 4.7.0 Proxy session setup failed with`, `451 4.4.395 Target host responded with error`, x.0.0. The first inner code with a meaning is.
 *    What Exchange Online quotes behind an arrow (`550 5.7.350 Remote server returned … -> 554 5.7.1 …`) is the cause, the innermost first.
 * 4. A reply counts more than a status field, a field more than a mention in the explanation.
 */
export function rankCodes(attempts: readonly Attempt[]): Ranking {
  const expired = expiredCodes(attempts);
  const candidates = attempts.flatMap((attempt, order) => {
    const reply = causeWithin(attempt);
    return reply && !isSuccess(reply) ? [{ attempt, reply, order, score: score(attempt, reply, expired) }] : [];
  });
  const [best] = withoutConsequences(candidates).sort(
    (one, other) => other.score - one.score || one.order - other.order,
  );
  const cause = best && { attempt: best.attempt, reply: best.reply };
  return { cause, statusCodes: findings(attempts, best?.reply, expired) };
}

// RFC 5321, 3.3: after a refused MAIL or RCPT the client goes on, and is told that its next command comes too early
export const consequence =
  /bad sequence|no valid recipients|need (?:MAIL|RCPT)|no recipients (?:have been )?specified|timeout waiting for client input/i;

/** What follows from another refusal is the reason of nothing, unless it stands alone. */
function withoutConsequences<T extends { readonly reply: Reply }>(candidates: readonly T[]): T[] {
  const causes = candidates.filter(({ reply }) => !consequence.test(reply.text));
  return causes.length > 0 ? causes : [...candidates];
}

/** The outer reply, or the first inner one with a meaning of its own where the outer has none. */
function causeWithin(attempt: Attempt): Reply | undefined {
  const [outer] = attempt.replies;
  if (!outer) return undefined;
  const isMeaningful = (reply: Reply) => reply.enhancedStatusCode !== null && !isWrapper(reply) && !isSuccess(reply);
  // "550 5.4.317 Message expired, cannot connect(450-4.4.317 ...)": the older line inside the newer one
  const twin = /^5\.4\.3\d\d$/.test(outer.enhancedStatusCode ?? '') ? `4${outer.enhancedStatusCode?.slice(1)}` : null;
  const older = twin === null ? undefined : attempt.replies.find(reply => reply.enhancedStatusCode === twin);
  if (older) return older;
  if (quotesAnother(outer)) return innermost(outer, attempt.replies.slice(1)) ?? outer;
  if (!isWrapper(outer)) return outer;
  // "450 4.7.0 Proxy session setup failed … '451 4.4.0 … Security status InvalidToken'": nothing has a meaning, and the inner says more.
  const last = /Proxy session/i.test(outer.text)
    ? attempt.replies.findLast(reply => reply.enhancedStatusCode !== null && !isSuccess(reply))
    : undefined;
  return attempt.replies.find(isMeaningful) ?? last ?? outer;
}

function quotesAnother({ enhancedStatusCode }: Reply): boolean {
  const code = parseCode(enhancedStatusCode ?? '');
  return code !== undefined && quotesReply(code);
}

/** The innermost reply of another system that says more than the code that quotes it. */
function innermost(outer: Reply, inner: readonly Reply[]): Reply | undefined {
  const code = outer.enhancedStatusCode ?? '';
  const says = inner.filter(reply => !isSuccess(reply) && !isWrapper(reply) && !quotesAnother(reply));
  const coded = says.findLast(reply => reply.enhancedStatusCode !== null);
  // "Unknown recipient" and "not permitted to relay" say it already, and that the other side said so.
  if (code === '5.1.351') return coded && !/^5\.1\./.test(coded.enhancedStatusCode!) ? coded : undefined;
  // What is quoted there is what the other side asked and was answered in its turn.
  if (code === '5.7.364' || code === '5.7.367') return undefined;
  return coded ?? says.findLast(reply => reply.text !== '');
}

/** The codes that say "expired" anywhere: the field "Status code: 550 5.4.316" repeats one without its words. */
function expiredCodes(attempts: readonly Attempt[]): ReadonlySet<string> {
  const replies = attempts.flatMap(attempt => attempt.replies);
  const codes = new Set(replies.map(reply => reply.enhancedStatusCode ?? ''));
  const expired = new Set(replies.filter(isExpiry).map(reply => reply.enhancedStatusCode ?? ''));
  for (const code of codes) if (/^5\.4\.3\d\d$/.test(code) && codes.has(`4${code.slice(1)}`)) expired.add(code);
  return expired;
}

function score(attempt: Attempt, reply: Reply, expired: ReadonlySet<string>): number {
  const words = reply.text === '' ? 0 : 0.1;
  if (expired.has(reply.enhancedStatusCode ?? '')) return (attempt.weight < 1 ? 0.4 : 0.8) + words;
  let points: number = attempt.weight + words;
  // The same reply without the words of the server that gave up is the last server's own.
  if (expired.has(attempt.replies[0]?.enhancedStatusCode ?? '')) points -= 0.2;
  if (reply.enhancedStatusCode === null) points -= 1.2;
  else if (/\.0\.0$/.test(reply.enhancedStatusCode)) points -= 1.1;
  if (attempt.host !== undefined && isMicrosoftFrontend(attempt.host)) points -= 0.5;
  return points;
}

/** "Message expired": the end of the tries, not the reason that they failed. */
export function isExpiry(reply: Reply): boolean {
  const code = reply.enhancedStatusCode ?? '';
  if (/^[45]\.4\.7$/.test(code)) return true;
  return /^5\.4\.3\d\d$/.test(code) && (/expired/i.test(reply.text) || code === '5.4.300');
}

function isWrapper(reply: Reply): boolean {
  const code = reply.enhancedStatusCode ?? '';
  // <ex01.contoso.example #5.5.0 smtp;550 5.7.1 Relaying denied>
  if (reply.replyCode === null && /^smtp;?$/i.test(reply.text)) return true;
  if (/\.0\.0$/.test(code) || /^[45]\.4\.7$/.test(code) || code === '5.4.300') return true;
  // 4.4.395 Target host responded with error. -> | 4.4.400 Error communicating with frontend host or destination host. ->
  const parsed = parseCode(code);
  if (parsed && losesContact(parsed)) return true;
  // 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful
  if (code === '5.7.57' && /\bError:?$/i.test(reply.text)) return true;
  // 554 5.7.1 <mx.contoso.example #5.7.1 smtp; 553 5.7.1 policy analysis reported>
  if (/#[245]\.\d{1,3}\.\d{1,3} smtp/i.test(reply.text)) return true;
  if (code === '4.4.0' || code === '4.4.1' || code === '4.4.2')
    return /responded with|communicating with|remote server/i.test(reply.text);
  // 5.1.0 - Unknown address error 550-'5.7.1 ...' (delivery attempts: 0), as IronPort reports
  if (/^[45]\.\d\.0$/.test(code) && /(?:address|bounce|system|network)\b.{0,20}\b(?:error|problem)/i.test(reply.text))
    return true;
  return code === '4.7.0' && /Proxy session/i.test(reply.text);
}

function isSuccess(reply: Reply): boolean {
  return (reply.enhancedStatusCode ?? reply.replyCode ?? '').startsWith('2');
}

const strength: Readonly<Record<StatusCodeRole, number>> = { cause: 3, wrapper: 2, nested: 1, other: 0 };

/** Every code once, in the order of the paste, with the strongest of its roles and the longest of its texts. */
function findings(
  attempts: readonly Attempt[],
  cause: Reply | undefined,
  expired: ReadonlySet<string>,
): StatusCodeFinding[] {
  const found: { reply: Reply; role: StatusCodeRole }[] = [];
  for (const attempt of attempts) {
    const main = causeWithin(attempt);
    let isInside = false;
    for (const reply of attempt.replies) {
      const role = roleOf(attempt, reply, main, cause, isInside, expired);
      if (reply === main) isInside = true;
      found.push({ reply, role });
    }
  }
  const kept: StatusCodeFinding[] = [];
  /** Where in `kept` each enhanced code stands, with one reply code or several. */
  const places = new Map<string | null, number[]>();
  for (const { reply, role } of found.sort((one, other) => one.reply.start - other.reply.start)) {
    const { replyCode, enhancedStatusCode } = reply;
    const text = role === 'cause' && cause ? cause.text : reply.text;
    const finding = { replyCode, enhancedStatusCode, role, text };
    const here = places.get(enhancedStatusCode) ?? [];
    const same = here.find(place => isSame(kept[place]!, finding));
    if (same === undefined) {
      places.set(enhancedStatusCode, [...here, kept.length]);
      kept.push(finding);
    } else kept[same] = merge(kept[same]!, finding);
  }
  return kept.filter(finding => !isRepeated(finding, kept));
}

function roleOf(
  attempt: Attempt,
  reply: Reply,
  main: Reply | undefined,
  cause: Reply | undefined,
  isInside: boolean,
  expired: ReadonlySet<string>,
): StatusCodeRole {
  if (cause && isSame(reply, cause)) return 'cause';
  if (isSuccess(reply) || (cause && consequence.test(reply.text))) return 'other';
  if (reply !== main) return isInside ? 'nested' : 'wrapper';
  if (expired.has(reply.enhancedStatusCode ?? '') || isWrapper(reply)) return 'wrapper';
  return attempt.weight === 2 ? 'wrapper' : 'other';
}

/** "550 User unknown" in the words of a report whose fields say 550 5.1.1. */
function isRepeated(finding: StatusCodeFinding, findings: readonly StatusCodeFinding[]): boolean {
  if (finding.role !== 'other' || finding.enhancedStatusCode !== null) return false;
  return findings.some(one => one.enhancedStatusCode !== null && one.replyCode === finding.replyCode);
}

type Codes = Pick<StatusCodeFinding, 'replyCode' | 'enhancedStatusCode'>;

function isSame(one: Codes, other: Codes): boolean {
  if (one.enhancedStatusCode !== other.enhancedStatusCode) return false;
  return (
    one.replyCode === other.replyCode ||
    (one.enhancedStatusCode !== null && (one.replyCode === null || other.replyCode === null))
  );
}

function merge(one: StatusCodeFinding, other: StatusCodeFinding): StatusCodeFinding {
  const stronger = strength[other.role] > strength[one.role] ? other : one;
  const text = stronger.text !== '' ? stronger.text : one.text.length >= other.text.length ? one.text : other.text;
  return { ...stronger, replyCode: one.replyCode ?? other.replyCode, text };
}
