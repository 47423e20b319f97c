/** What others may read along: the evidence of a case without whole addresses, customers' names and their servers. */
import type { Evidence } from '../evidence.ts';
import { isAsTyped, originOf, withoutDisguises } from './disguises.ts';
import { firstLetter, isPublic, noZones, shortHost, type Zones } from './host-names.ts';
import { redactToken } from './redact-token.ts';

/**
 * Addresses, host names and IP addresses keep their first letters, so that colleagues can tell them apart: `a…@f….com`,
 * `m….f….com`, `192.0.x.x`. Hosts of Microsoft stay as they are, but not a customer's name in front of them.
 */
export function redactEvidence(evidence: Evidence): Evidence {
  const zones = zonesOf(evidence);
  const cover = (text: string, most = Number.POSITIVE_INFINITY) => redactText(text, withCutEnding(zones, text, most));
  return {
    ...evidence,
    sender: redactName(evidence.sender),
    recipients: evidence.recipients.map(one => redactName(one)),
    perRecipient: evidence.perRecipient.map(one => ({
      ...one,
      recipient: redactName(one.recipient),
      text: cover(one.text, longest.reply),
    })),
    remoteHost: redactName(evidence.remoteHost),
    remoteIp: redactName(evidence.remoteIp),
    reportingHost: redactName(evidence.reportingHost),
    statusCodes: evidence.statusCodes.map(code => ({ ...code, text: cover(code.text, longest.reply) })),
    systemText: evidence.systemText && cover(evidence.systemText),
    reasonText: evidence.reasonText && cover(evidence.reasonText),
    chain: evidence.chain.map(one => cover(one)),
    messageId: evidence.messageId && redactMessageId(evidence.messageId),
    // A GUID names nobody; what stands there otherwise is not one.
    networkMessageId: evidence.networkMessageId && cover(evidence.networkMessageId),
    replyReference:
      evidence.replyReference &&
      (mimecast.test(evidence.replyReference) ? evidence.replyReference : cover(evidence.replyReference)),
    subReasonText: evidence.subReasonText && cover(evidence.subReasonText),
    words: cover(evidence.words, longest.words),
    line: cover(evidence.line, longest.line),
    damagedCodes: evidence.damagedCodes.map(({ found, couldBe }) => ({ found: cover(found), couldBe: cover(couldBe) })),
  };
}

/** What shortens other texts of the same paste: a host ends as those of the evidence do. */
export function coverFor(evidence: Evidence): (text: string) => string {
  const zones = zonesOf(evidence);
  return text => redactText(text, zones);
}

/** At so many characters the readers cut a text off, up to a few blanks and marks at its end. */
const longest = { reply: 300, line: 700, words: 2000 };
const mostTrimmed = 20;

/** A text that was cut off may end in the middle of a host name: `mail.fabrikam.ex`. */
function withCutEnding(zones: Zones, text: string, most: number): Zones {
  if (text.length < most - mostTrimmed) return zones;
  const ending = /\.(?<ending>\p{L}[\p{L}\p{N}-]{0,62})\.?$/u.exec(text.slice(-80))?.groups?.ending;
  return ending === undefined ? zones : new Set([...zones, ending.toLowerCase()]);
}

/** What is known to be an address or a host, whatever it ends in. */
export function redactName(name: string): string;
export function redactName(name: string | null): string | null;
export function redactName(name: string | null): string | null {
  if (name === null) return name;
  const redacted = redactText(name);
  return redacted === name && !/[@…]/.test(name) ? shortHost(name) : redacted;
}

// V1X4ESabPxKDmn8czHBhOQ.uk246, which ends like a host
const mimecast = /^[\w-]{20,24}\.[a-z]{2,3}\d{1,4}$/;

// AM0PR05MB1234C0FFEE… of Exchange Online, 2bbad36aa4674c7ba82f4b307fff549f of Exchange, 20261120184209.4711: nobody's name
const machinesOwn =
  /^(?:[A-Z\d]{3,8}PR[A-Z\d]{2,5}MB\d{1,5}[\dA-F]{6,64}|(?=\D{0,63}\d)[\da-f-]{16,64}|[\d.-]{6,64})$/i;

/** `C0FFEE@mail.fabrikam.com` -> `C0FFEE@m….f….com`; what stands before the @ may name somebody, unless a machine counted it. */
function redactMessageId(messageId: string): string {
  const at = messageId.lastIndexOf('@');
  const local = messageId.slice(0, at);
  return machinesOwn.test(local) ? `${local}@${redactName(messageId.slice(at + 1))}` : redactName(messageId);
}

/** How the names of this evidence end: `corpnet`, which no list of public suffixes has. */
function zonesOf(evidence: Evidence): Zones {
  const { sender, recipients, remoteHost, reportingHost } = evidence;
  const names = [sender, remoteHost, reportingHost, ...recipients.slice(0, mostZones)].filter(name => name !== null);
  const endings = names.map(name =>
    name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf('@')) + 1).toLowerCase(),
  );
  return new Set(endings.filter(ending => /\p{L}{2}/u.test(ending)));
}

const mostZones = 20;

/**
 * A text falls into pieces, and each is looked at as a whole:
 * - the local part of an address in quotes or brackets, or with a comment: "zora zebra"@, (zora)@, zora(work)@
 * - a quoted name: "Jan Jansen", 'Anna de Vries', two to four words of which the first and the last have a capital
 * - a name before its address: Piet Bakker <piet@…>
 * - https://…, \\server\share, CN=…
 * - and whatever stands between blanks and brackets
 * It has no groups: naming them costs more than the whole rest where a text has a hundred thousand pieces.
 */
const piece =
  /(?:"(?:[^"\\\n]|\\.){1,128}"|“[^“”\n]{1,128}”|(?<![\p{L}\p{N}])'[^'\n]{1,64}'|[[({<][^\s<>()[\]{}]{1,128}[\])}>]|[^\s<>()[\]{}"“”«»,;|]{1,64}\([^\s()]{0,64}\))(?=@)|["“'‘«]\p{Lu}[\p{L}.-]{0,30}(?: [\p{L}.-]{1,30}){0,2} \p{Lu}[\p{L}.-]{0,30}["”'’»]|\p{Lu}[\p{L}'-]{0,30}(?: \p{Lu}[\p{L}'.-]{0,30}){1,3}(?= ?[<(][^\s<>()@]{1,64}@)|\p{L}{2,10}:\/\/(?:\[[\da-f:.%]{2,60}\])?[^\s<>"“”«»{}|\]`、。「」『』《》〈〉【】\p{Script=Han}]{0,2000}|\\{2,4}[\p{L}\p{N}_$-][^\s<>"|]{0,400}|(?<![\p{L}\p{N}/_-])(?:CN|OU|DC|O|UID)=[^\s,;/\]}>"|+<]{1,253}(?: [\p{Lu}\p{N}][^\s,;/\]}>"|+<]{0,63}){0,5}|(?:(?!\\\\[\p{L}\p{N}]|\p{L}{2,10}:\/\/|(?<![\p{L}\p{N}/_-])(?:CN|OU|DC|O|UID)=)(?:\\ |[^\s<>()[\]{}"“”«»,;|、。「」『』《》〈〉【】]))+/gu;

/** A card holds 14 000 characters at most: what lies far behind them would never be shown, and is left out instead. */
const mostText = 32 * 1024;

/** In time that grows with the text, whatever stands in it. */
export function redactText(whole: string, zones: Zones = noZones): string {
  const text = whole.length > mostText ? `${whole.slice(0, mostText)}…` : whole;
  const plain = withoutDisguises(text);
  const pieces: string[] = [];
  let from = 0;
  for (const match of plain.text.matchAll(piece)) {
    const [found] = match;
    const redacted = mayName.test(found) ? redactPiece(found, plain.text, match.index, zones) : found;
    if (redacted === found) continue;
    const [before, after] = sameEnds(found, redacted, place => isAsTyped(plain, match.index + place));
    const start = originOf(plain, match.index + before);
    pieces.push(text.slice(from, start), redacted.slice(before, redacted.length - after));
    from = originOf(plain, match.index + found.length - after);
  }
  if (from === 0) return text;
  pieces.push(text.slice(from));
  return pieces.join('');
}

// Whatever is a name has one of these marks in it, or a blank or quotes around it.
const mayName = /[@.:\\=/ "“'‘«([{<\ue000]|^IMCEA/;

function redactPiece(found: string, text: string, index: number, zones: Zones): string {
  const first = found[0]!;
  if (opening.includes(first) || found.endsWith(')')) {
    if (text[index + found.length] === '@') return redactLocal(found);
    if (found.includes(' ')) return `${first}${firstLetter(found.slice(1))}${found.at(-1)}`;
  }
  if (found.startsWith('\\\\')) return redactShare(found);
  if (/^\p{L}{2,10}:\/\//u.test(found)) return redactUrl(found);
  const key = /^(?:CN|OU|DC|O|UID)=/.exec(found)?.[0];
  if (key !== undefined) return key + redactValue(found.slice(key.length), zones);
  // A blank after a backslash is part of a local part (zora\ zebra@…), any other is one between the words of a name.
  if (/[^\\] /.test(found)) return firstLetter(found);
  return redactToken(found, text.slice(Math.max(0, index - 16), index), zones);
}

const opening = '"“\'‘«([{<';

/** `"zora zebra"` -> `"z…"`, `zora(work)` -> `z…` */
function redactLocal(local: string): string {
  const isWrapped = /^["“'[({<]/.test(local);
  return isWrapped ? `${local[0]}${firstLetter(local.slice(1, -1))}${local.at(-1)}` : firstLetter(local);
}

function redactUrl(whole: string): string {
  const url = whole.slice(0, whole.length - trailing(whole));
  const start = url.indexOf('://') + 3;
  const path = url.slice(start).search(/[/?#]/);
  const end = path < 0 ? url.length : start + path;
  const host = url.slice(url.lastIndexOf('@', end) + 1 || start, end);
  const isWithUser = host.length < end - start;
  const port = /:\d{1,5}$/.exec(host)?.[0] ?? '';
  const name = host.slice(0, host.length - port.length);
  if (isPublic(name) && !isWithUser && harmlessPath.test(url.slice(end))) return whole;
  const after = whole.slice(url.length);
  if (name === '') return `${url.slice(0, start)}${end < url.length ? '/…' : ''}${after}`;
  const short = name.startsWith('[') ? redactText(name) : shortHost(name);
  return `${url.slice(0, start)}${isWithUser ? '…@' : ''}${short}${port}${end < url.length ? '/…' : ''}${after}`;
}

// /EXOSmtpErrors, /fwlink/?LinkId=389361, /mail/?p=NoSuchUser; nothing that could name a person or a company
const harmlessPath =
  /^(?:\/[a-z\d-]{1,60}){0,12}(?:\.(?:aspx?|html?|php))?\/?(?:\?(?:p=[a-z]{3,40}|[a-z]{1,16}=(?:0x)?\d{1,20}))?(?:&[a-z]{1,16}=(?:0x)?\d{1,20}){0,4}$/i;

/** How many characters at the end belong to the sentence. */
function trailing(text: string): number {
  let end = text.length;
  while (end > 0 && ")].,;:!?'’*_~".includes(text[end - 1]!)) end -= 1;
  return text.length - end;
}

/** `\\FABSRV01\share` -> `\\F…\…` */
function redactShare(share: string): string {
  const [, slashes = '', server = '', rest = ''] = /^(\\+)([^\\/:]*)(.*)$/s.exec(share) ?? [];
  const short = isPublic(server) ? server : server.includes('.') ? shortHost(server) : firstLetter(server);
  return `${slashes}${short}${rest === '' || rest.length === trailing(rest) ? rest : `${rest[0]}…`}`;
}

/** A part of a distinguished name (RFC 4514), as in a certificate's subject. */
function redactValue(value: string, zones: Zones): string {
  const redacted = redactToken(value, '', zones);
  return redacted !== value || value.includes('…') || isPublic(value.replace(/^\*\./, ''))
    ? redacted
    : firstLetter(value);
}

/** How much two texts begin and end alike, so that what was not meant otherwise stays as it was typed. */
function sameEnds(one: string, other: string, counts: (place: number) => boolean): [before: number, after: number] {
  const most = Math.min(one.length, other.length);
  let before = 0;
  while (before < most && one[before] === other[before] && counts(before)) before += 1;
  let after = 0;
  while (after < most - before && one.at(-1 - after) === other.at(-1 - after) && counts(one.length - 1 - after))
    after += 1;
  return [before, after];
}
