/** Message trace details of Exchange Online: the reason of a Defer or Fail event, and the rows around it. */
import type { DsnAction } from '../../evidence.ts';
import { firstAddress } from '../addresses.ts';
import { attemptedServer, frontendTimestamp } from '../fields.ts';
import { firstMatches } from '../first-matches.ts';
import { hasMembers, readReasons } from '../members.ts';
import type { Reading } from '../reading.ts';
import { readTime } from '../times.ts';

// the bracketed pairs stand for the whole, where only the reply was copied
const bracketedPair =
  /\[(?:LastAttemptedServerName|LastAttemptedIP|SmtpSecurity)=|OutboundProxyTarget(?:IP|HostName):/i;
// Event : Defer | 11/20/2026 6:42:10 PM Defer Reason: | Defer 11/20/2026 6:42 PM
const eventName = 'Receive|Submit|Send|Deliver|Delivered|Defer|Deferred|Fail|Failed|Expand|Transfer|Resolve|Drop';
const event = new RegExp(
  `^[ \\t|]{0,8}(?:(?:Event|Status)[ \\t]{0,30}:[ \\t]{0,3}(?<field>${eventName})|(?<time>\\d[\\d/.: ,-]{9,22}(?: ?[AP]M)?)[ \\t|]{1,12}(?<row>${eventName})|(?<lead>${eventName})[ \\t|]{1,12}(?<after>\\d[\\d/.: ,-]{9,22}(?: ?[AP]M)?))(?![\\p{L}])`,
  'gimu',
);
const mostEvents = 1_000;
const actions: Readonly<Record<string, DsnAction>> = {
  defer: 'delayed',
  deferred: 'delayed',
  fail: 'failed',
  failed: 'failed',
  deliver: 'delivered',
  delivered: 'delivered',
  expand: 'expanded',
};

export function readMessageTrace(text: string): Reading | undefined {
  const isReason = hasMembers(text);
  const isPair = bracketedPair.test(text);
  if (!isReason && !isPair) return undefined;
  // Date (UTC+01:00): the console shows its reader's own time.
  const zone = /\(UTC(?<zone>[+-]\d{2}:\d{2})\)/.exec(text)?.groups?.zone ?? '';
  const events = firstMatches(text, event, mostEvents).map(match => {
    const groups = match.groups!;
    return {
      at: match.index,
      name: (groups.field ?? groups.row ?? groups.lead ?? '').toLowerCase(),
      time: readTime(`${(groups.time ?? groups.after ?? '').trim()}${zone}`),
    };
  });
  const attempts = isReason ? readReasons(text) : [];
  const server = attemptedServer(text);
  const names = events.map(({ name }) => name);
  // A message that failed in the end was deferred before.
  const last = ['failed', 'fail', 'deliver', 'delivered', 'defer', 'deferred', 'expand'].find(name =>
    names.includes(name),
  );
  return {
    kind: 'message-trace',
    attempts,
    recipients: recipientsOf(text),
    action: last === undefined ? expansion(attempts[0]?.replies[0]?.replyCode, text) : actions[last],
    sender: firstAddress(/Sender ?Address[ \t]{0,20}:[ \t]{0,3}(?<value>.{1,200})/i.exec(text)?.groups?.value ?? ''),
    remoteHost: server.host,
    remoteIp: server.ip,
    queuedAt: events
      .filter(({ name }) => name === 'receive' || name === 'submit')
      .map(({ time }) => time)
      .sort()[0],
    lastAttempt: frontendTimestamp(text),
  };
}

function expansion(replyCode: string | null | undefined, text: string): DsnAction | undefined {
  return replyCode === '250' && /\.Expanded\b/.test(text) ? 'expanded' : undefined;
}

function recipientsOf(text: string): string[] {
  const value = /Recipient ?Address[ \t]{0,20}:[ \t]{0,3}(?<value>.{1,200})/i.exec(text)?.groups?.value;
  const address = firstAddress(value ?? '');
  return address === undefined ? [] : [address];
}
