/** Replies of a million rows -> the few that differ: what changes from row to row (times, ids, addresses) is taken out. */

// 2001:db8::7 | 192.0.2.7:25 | 11/20/2026 6:42:10 PM | 2026-11-20T18:42:10.123Z | 08DE2741C0FFEE01 | <id@host> | ann@contoso.example
const changing: readonly (readonly [RegExp, string])[] = [
  [/\[[a-z0-9-]{3,40}\.[a-z0-9.-]{5,80}\.outlook\.com [^\]]{10,60}\]/gi, ''],
  [/\{LRT=[^}]{0,60}\}/gi, ''],
  [/[\w.+=-]{1,64}@[\w.-]{1,100}/g, '@'],
  [/\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}[T ,]{1,2}\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?: ?[AP]M)?Z?/gi, ''],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b(?::\d{1,5})?/g, '#'],
  [/\b(?:[0-9a-f]{1,4}:){2,7}[0-9a-f:]{0,20}/gi, '#'],
  [/\b[A-Z0-9]{2,20}\.[a-z0-9-]{2,30}\.prod\.outlook\.com/gi, ''],
  [/\b(?=[a-z-]{0,11}\d)[0-9a-z-]{12,64}\b/gi, '*'],
];

const longestKey = 400;

/** Equal for replies that mean the same. */
export function replyKey(reply: string): string {
  let key = reply.length > 700 ? reply.slice(0, 700) : reply;
  for (const [pattern, instead] of changing) key = key.replace(pattern, instead);
  return key.replace(/\s+/g, ' ').trim().slice(0, longestKey);
}

/** `LastAttemptedIP=192.0.2.7:25` | `{IP=192.0.2.7}` | `LastAttemptedIP=[2001:db8::7]:25` */
export function attemptedIp(reply: string): string {
  const value = valueAfter(reply, 'LastAttemptedIP=') || valueAfter(reply, '{IP=');
  if (value.startsWith('[')) return value.slice(1, value.indexOf(']') === -1 ? undefined : value.indexOf(']'));
  const parts = value.split(':');
  return parts.length === 2 ? parts[0]! : value;
}

export function attemptedHost(reply: string): string {
  return (valueAfter(reply, 'LastAttemptedServerName=') || valueAfter(reply, '{FQDN=')).toLowerCase();
}

/** Up to the bracket that ends it. */
function valueAfter(text: string, label: string): string {
  const at = text.indexOf(label);
  if (at === -1) return '';
  const start = at + label.length;
  const window = text.slice(start, start + 255);
  const from = window.startsWith('[') ? window.indexOf(']') + 1 : 0;
  const end = window.slice(from).search(/[\]};\s]/);
  return end === -1 ? window : window.slice(0, from + end);
}

/** The message was given up for its age, or by a reply that otherwise asks to be tried again. */
export function isExpiry(reply: string): boolean {
  return /expired|\b[45]\.4\.7\b|LED=4\d\d |^4\d\d[ -]/i.test(reply);
}
