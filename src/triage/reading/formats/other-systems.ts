/** Bounces of Postfix, Exim, Sendmail, qmail, Gmail, Yahoo, Domino and their like: who refused, for whom. Their replies are plain. */
import type { DsnAction } from '../../evidence.ts';
import { findAddresses, firstAddress } from '../addresses.ts';
import { toHost, toIp } from '../hosts.ts';
import type { Reading, RecipientPlace } from '../reading.ts';

// Postfix: "This is the mail system at host mx.contoso.example."; Exim: "This message was created automatically by mail delivery software."
const signs: readonly RegExp[] = [
  /This is the (?:mail system|Postfix program) at host (?<reporter>[^\s]{3,253})/i,
  /This message was created automatically by (?:the )?(?:mail delivery software|mail delivery system|SMTP)/i,
  /A message that you sent (?:could not be delivered|has not yet been delivered|to)/i,
  /This is the qmail-send program at (?<reporter>[^\s]{3,253})/i,
  /Hi\. This is the .{1,40} program at (?<reporter>[^\s]{3,253})/i,
  /----- (?:The following addresses had (?:permanent|transient)|Transcript of session follows)/i,
  /The original message was received at/i,
  /Delivery to the following recipients? (?:failed permanently|has been delayed|failed)/i,
  /(?:Address not found|Message (?:not delivered|blocked|too large)|Delivery incomplete|Recipient inbox full)\s{0,4}\n/,
  /The (?:response(?: from the remote server)?|error that the other server returned) was:/i,
  /Technical details of (?:permanent|temporary) failure/i,
  /Sorry, we were unable to deliver your message/i,
  /Unable to deliver message to the following address/i,
  /Your message\s{1,8}Subject: .{0,200}\s{1,8}was not delivered to:/i,
  /This is an automatically generated Delivery Status Notification/i,
  /Undelivered Mail Returned to Sender/i,
  /Mail delivery failed: returning message to sender/i,
  /failure notice\s/,
  /This is the (?:MAILER-DAEMON|DragonFly Mail Agent)/,
  /did not reach the following recipients?/i,
  /could not\s{1,3}be delivered to one or more recipients/i,
  /I(?:'m afraid I| was) ?(?:wasn't able|not able|unable) to deliver your message/i,
];

// host mx.contoso.example[192.0.2.7] said: | host mx.contoso.example [192.0.2.7]: 550 | mx.contoso.example[192.0.2.7]:25
// Where nothing else stands before a name it is read backwards from its bracket, or a text of names is read over and over.
const hosts: readonly RegExp[] = [
  /\bhost (?<host>[^\s[\]()]{3,253}) ?[[(](?<ip>[0-9a-fA-F:.]{3,45})[\])](?::\d{1,5})?(?=[:,\s]|$)/,
  /\bhost (?<host>[^\s[\]()]{3,253}) said:/,
  /\bconnect to (?<host>[^\s[\]()]{3,253})\[(?<ip>[0-9a-fA-F:.]{3,45})\]/,
  /\[(?<=\b(?:relay|to|mx)=(?<host>[^\s[\]()]{3,253})\[)(?<ip>[0-9a-fA-F:.]{3,45})\]/,
  // A protocol log of Exchange has both ends of the session: ours, then the port 25 that it talks to
  /(?<![\w.:])\d{1,3}(?:\.\d{1,3}){3}:\d{4,5},(?<ip>\d{1,3}(?:\.\d{1,3}){3}):25,/,
  /\bwhile talking to (?<host>[^\s:]{3,253})/,
  /\bby the server for the recipient domain \S{1,253} by (?<host>[^\s[\]()]{3,253}) \[(?<ip>[0-9a-fA-F:.]{3,45})\]/,
  /\b(?:rejected|refused) by (?:the server )?(?<host>[^\s[\]()]{3,253}\.[a-z]{2,30}\.?) ?(?:\[(?<ip>[0-9a-fA-F:.]{3,45})\])?/i,
  /\bremote (?:host|server) (?<host>[^\s[\]():]{3,253}) ?[[(](?<ip>[0-9a-fA-F:.]{3,45})[\])]/i,
  /\b(?:Connected to|Giving up on) (?:(?<host>[a-z][^\s[\]():]{3,253}) ?\()?(?<ip>[0-9a-fA-F:.]{3,45})/i,
  /^(?<ip>\d{1,3}(?:\.\d{1,3}){3}) (?:does not like recipient|failed after I sent|said)/m,
  /\[(?<ip>[0-9a-fA-F:.]{3,45})\](?::\d{1,5})?[ :](?:said|refused|\d{3})(?<=\b(?<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})\[[^[\]]{3,45}\][^[\]]{1,14})/,
  /\[(?<ip>[0-9a-fA-F:.]{3,45})\] (?:did not like|responded|rejected|refused)(?<=\b(?<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}) ?\[[^[\]]{3,45}\][^[\]]{1,14})/,
];

const isDelayed =
  /has been delayed|not yet been delivered|delayed for|Delivery incomplete|temporary failure|transient (?:non-)?fatal|will (?:continue to|be) (?:try|retr)|still be retried|status=deferred|THIS IS A WARNING MESSAGE ONLY/i;
const isFailed =
  /failed permanently|could not\s{1,3}be delivered|wasn't delivered|address not found|permanent(?: fatal)? error|permanent failure|status=bounced|couldn't be delivered|giving up on|not delivered to|unable to deliver|wasn't able to deliver/i;

// <ann@contoso.example>: host | <ann@contoso.example>: | an indented address of its own
const recipientLine =
  /^(?:[ \t]{0,8}<(?<bracketed>[^\s<>@]{1,64}@[^\s<>@]{3,253})>(?:,|:|\.{3}| \(|[ \t]{0,80}$)|[ \t]{1,12}(?<indented>[^\s<>@,;]{1,64}@[^\s<>@,;:]{3,253})[ \t]{0,80}$|[ \t]{0,8}(?<bare>[^\s<>@,;]{1,64}@[^\s<>@,;:]{3,253}):?[ \t]{0,80}$)/gm;
// X-Failed-Recipients: ann@contoso.example, carl@contoso.example
const failedRecipients = /^X-Failed-Recipients: {0,3}(?<value>.{3,2000})/im;
const recipientIn =
  /(?:RCPT TO:? ?|to=|delivered to (?:the following address )?|for recipient |Recipient: ?)<?(?<value>[^\s<>@]{1,64}@[^\s<>@,;]{3,253}[^\s<>@,;.:)])/gi;

export function readOtherSystem(_rest: string, text: string): Reading | undefined {
  const sign = signs.map(pattern => pattern.exec(text)).find(match => match !== null);
  const server = serverOf(text);
  if (!sign && server === undefined) return undefined;
  const places = recipientsOf(text, sign !== undefined);
  return {
    kind: sign ? 'ndr' : 'smtp-reply',
    attempts: [],
    places,
    recipients: places.map(place => place.recipient),
    action: actionOf(text),
    remoteHost: server?.host,
    remoteIp: server?.ip,
    reportingHost: toHost(sign?.groups?.reporter ?? ''),
  };
}

function serverOf(text: string): { host: string | undefined; ip: string | undefined } | undefined {
  for (const pattern of hosts) {
    const groups = pattern.exec(text)?.groups;
    if (!groups) continue;
    const host = toHost(groups.host ?? '');
    const ip = toIp(groups.ip ?? '');
    if (host !== undefined || ip !== undefined) return { host, ip };
  }
  return undefined;
}

function actionOf(text: string): DsnAction | undefined {
  const start = text.slice(0, 6000);
  if (isDelayed.test(start)) return 'delayed';
  return isFailed.test(start) ? 'failed' : undefined;
}

// Whoever writes the report, and whom it asks to turn to
const notARecipient = /^(?:postmaster|mailer-daemon|support|abuse|help\w*|noreply|no-reply)@/i;

function recipientsOf(text: string, hasSign: boolean): RecipientPlace[] {
  const found: RecipientPlace[] = [];
  for (const match of text.matchAll(recipientLine)) {
    const address = firstAddress(match.groups!.bracketed ?? match.groups!.indented ?? match.groups!.bare ?? '');
    if (address !== undefined && found.length < 200) found.push({ at: match.index, recipient: address });
  }
  const failed = failedRecipients.exec(text);
  for (const recipient of findAddresses(failed?.groups?.value ?? '', 200)) found.push({ at: text.length, recipient });
  if (found.length > 0) return found;
  for (const match of text.matchAll(recipientIn)) {
    const address = firstAddress(match.groups!.value!);
    if (address !== undefined && found.length < 200) found.push({ at: match.index, recipient: address });
  }
  if (found.length > 0) return found;
  const other = findAddresses(text.slice(0, 4000), 5).find(one => !notARecipient.test(one));
  return other === undefined || !hasSign ? [] : [{ at: 0, recipient: other }];
}
