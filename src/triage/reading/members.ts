/** The members of a deferral's reason, `{LED=...};{MSG=...};{FQDN=...};{IP=...};{LRT=...}`, in any order and cut anywhere. */
import { attemptedServer, frontendTimestamp } from './fields.ts';
import { firstMatches } from './first-matches.ts';
import { toHost, toIp } from './hosts.ts';
import { type Attempt, weights } from './reading.ts';
import { readReply, tidy } from './reply.ts';
import { readTime } from './times.ts';

// {LED= | ;{MSG= | {Last attempted server name= ; a screenshot tool makes <led-451 of it
const member =
  /(?<![\p{L}\d_])(?<key>LED|MSG|FQDN|IP|LRT|Last attempted server name)=|(?<=[<{([])(?<damaged>LED|MSG|LRT|LRI)[-:]/giu;
const mostReasons = 100;
const longestMember = 4000;

interface Member {
  readonly key: string;
  readonly start: number;
  readonly end: number;
}

/** Whether the servers of one organisation passed the mail on to each other before it failed. */
export function isProxy(text: string): boolean {
  return /Proxy session setup failed/i.test(text);
}

export function hasMembers(text: string): boolean {
  return /(?<![\p{L}\d_])LED=|[<{([]LED[-:]/iu.test(text);
}

/** One attempt a reason. Never split on ";": replies hold semicolons of their own. */
export function readReasons(text: string): Attempt[] {
  const attempts: Attempt[] = [];
  let reason = new Map<string, Member>();
  for (const one of findMembers(text)) {
    if (reason.has(one.key)) {
      addAttempt(text, reason, attempts);
      reason = new Map();
    }
    reason.set(one.key, one);
    if (attempts.length === mostReasons) return attempts;
  }
  addAttempt(text, reason, attempts);
  return attempts;
}

function findMembers(text: string): Member[] {
  const found = firstMatches(text, member, mostReasons * 6).map(match => {
    const key = (match.groups!.key ?? match.groups!.damaged!).toUpperCase().replace('LRI', 'LRT');
    return { key, at: match.index, start: match.index + match[0].length };
  });
  return found.map(({ key, start }, index) => {
    const limit = Math.min(found[index + 1]?.at ?? text.length, start + longestMember);
    const window = text.slice(start, limit);
    const cut = window.search(/\n[ \t]*\n|\. ?OutboundProxyTarget|\}\]\. |\}\]$|\n[A-Z][A-Za-z]{3,30} {0,20}: /);
    return { key, start, end: cut === -1 ? limit : start + cut };
  });
}

function addAttempt(text: string, reason: ReadonlyMap<string, Member>, attempts: Attempt[]): void {
  const led = reason.get('LED');
  if (!led) return;
  const msg = reason.get('MSG');
  const values = (key: string) => {
    const found = reason.get(key);
    return found ? text.slice(found.start, found.end).replace(/\s+/g, ' ') : '';
  };
  const attempted = attemptedServer(values('LED'));
  const outer = readReply(text, led.start, led.end);
  const inner = msg ? readReply(text, msg.start, msg.end) : [];
  const words = tidy(values('MSG'));
  // Between the servers of one organisation the members name the frontend that passes mail on, not the server outside.
  const ip = toIp(values('IP'));
  const isProxied = isProxy(values('LED')) && ip !== attempted.ip;
  const members = [...reason.values()];
  const end = Math.max(...members.map(one => one.end));
  attempts.push({
    replies: [...outer, ...inner],
    // With the "[{" and the key before the first value
    start: Math.max(0, Math.min(...members.map(one => one.start - one.key.length - 3))),
    end,
    // Truncated: "{MSG=4."
    words: inner.length === 0 && /\p{L}{2}/u.test(words) ? words : undefined,
    host:
      attempted.host ??
      (isProxied ? undefined : toHost(values('FQDN'))) ??
      toHost(values('LAST ATTEMPTED SERVER NAME')),
    ip: attempted.ip ?? (isProxied ? undefined : ip),
    at: readTime(values('LRT')) ?? frontendTimestamp(values('LED')),
    weight: weights.reply,
  });
}
