/** What stands between blanks and brackets, looked at as a whole: an address, a host with what hangs on it, an IP address. */
import {
  firstLetter,
  hostLength,
  isIpv4,
  isIpv6,
  shortHost,
  shortIpv4,
  shortIpv6,
  spokenDot,
  type Zones,
} from './host-names.ts';

/** @param before the characters before it, which tell a version from an IP address */
export function redactToken(token: string, before: string, zones: Zones): string {
  if (!mayName.test(token)) return token;
  if (!joinedScript.test(token)) return redactPart(token, before, zones);
  return partsByScript(token)
    .map(part => redactPart(part, before, zones))
    .join('');
}

// A mark that names have, beside a letter or a digit
const mayName = /[@.:\\\ue000]\S{0,4}[\p{L}\p{N}]|[\p{L}\p{N}]\S{0,4}[@.:\\\ue000]|^IMCEA|\/(?:o|ou|cn)=/iu;
const joinedScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const scripts =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
// 例子.中国的服务器: the sentence goes on after the name
const knownEnding = /^(?:中国|中國|公司|网络|网址|商城|台灣|香港)/;

/** Chinese needs no blank around a host name (服务器mail.fabrikam.cn拒绝), and may itself be one (例子.中国, 佐拉@fabrikam.cn). */
export function partsByScript(token: string): string[] {
  const parts: string[] = [];
  let last = '';
  for (const { 0: found, index } of token.matchAll(scripts)) {
    const goesOn = index + found.length < token.length && joints.includes(token[index + found.length]!);
    const ending = knownEnding.exec(found)?.[0];
    // mail.fabrikam.cn.请: a full stop, unless the name goes on behind it.
    const isSentence = last !== '' && last !== '@' && joints.includes(last) && ending === undefined && !goesOn;
    const isJoined = last !== '' && (joints.includes(last) || joints.includes(found[0]!)) && !isSentence;
    const cut = isJoined && joints.includes(last) && ending !== undefined ? ending.length : found.length;
    if (isJoined) parts[parts.length - 1] += found.slice(0, cut);
    else parts.push(found);
    if (cut < found.length) parts.push(found.slice(cut));
    last = found.at(-1)!;
  }
  return parts;
}

const joints = `.@${spokenDot}`;

function redactPart(part: string, before: string, zones: Zones): string {
  if (x500.test(part)) return `${part.slice(0, 5)}…`;
  const at = part.length > 1 ? part.lastIndexOf('@') : -1;
  return at < 0 ? redactBare(part, before, zones) : redactAddress(part, at, zones);
}

// IMCEAEX-_O=EXCHANGELABS_CN=JAN | /o=ExchangeLabs/ou=…/cn=Recipients/cn=jan
const x500 = /^IMCEA|\/(?:o|ou|cn)=/i;

/**
 * `TO:anna@fabrikam.com` -> `TO:a…@f….com`. All that stands before the @ is hidden, with = + and % in it: list servers and
 * relays write another address there (VERP, SRS, BATV).
 */
function redactAddress(part: string, at: number, zones: Zones): string {
  const marks = leading(part, "'‘`*~");
  const start = marks + (key.exec(part.slice(marks, Math.min(at, marks + 64)))?.[0].length ?? 0);
  const rest = part.slice(at + 1);
  const length = domainLength(rest);
  const domain = length === 0 ? '' : shortHost(rest.slice(0, length));
  const local = start === at ? '' : firstLetter(part.slice(start, at));
  return `${part.slice(0, start)}${local}@${domain}${redactRest(rest.slice(length), zones)}`;
}

// TO:anna@… | to=anna@… | smtp.mailfrom=anna@…
const key =
  /^(?:(?:smtp|header|envelope)[.-])?(?:mailto|to|from|cc|bcc|rcpt|orcpt|mail|email|e-mail|addr|smtp|sips?|xmpp|rfc822|mailfrom|i|d|[a-z]{0,20}(?:address|recipient|sender|from|to|user|name))[:=]/i;

const ofDomain = /[\p{L}\p{N}_.…\ue000-]/u;

/** How many characters of a text are a domain, shortened already or not; no full stop at its end. */
function domainLength(text: string): number {
  let end = 0;
  for (const character of text) {
    if (!ofDomain.test(character)) break;
    end += character.length;
  }
  return end - trailing(text.slice(0, end), `._-${spokenDot}`);
}

// FABRIKAM\zora, fabrikam\zora.zebra; no HKLM\Software, NT AUTHORITY\SYSTEM
const account =
  /^(?!(?:HKLM|HKCU|HKCR|HKU|AUTHORITY|BUILTIN|SERVICE)\\)(?:(?<domain>[A-Z][A-Z\d-]{1,14})\\{1,2}(?<user>[\p{L}\p{N}_$-][\p{L}\p{N}._$-]{1,63})|(?<small>[\p{L}\p{N}-]{2,15})\\{1,2}(?<dotted>\p{L}[\p{L}\p{N}_-]{0,40}\.\p{L}{4,40}))$/u;
// Every name with a dot in it lies in such a run.
const run = /[\p{L}\p{N}_.\ue000-]+/gu;
const mostBefore = 16;

/** Hosts and IP addresses, with the people who are named right before or behind them. */
function redactBare(bare: string, before: string, zones: Zones): string {
  const named = bare.length < 100 ? account.exec(bare)?.groups : undefined;
  if (named) {
    const [domain, user] = [named.domain ?? named.small!, named.user ?? named.dotted!];
    return `${firstLetter(domain)}\\${firstLetter(user)}`;
  }
  const text = bare.includes(':') ? bare.replace(hexRun, redactIpv6) : bare;
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(run)) {
    const start = index + leading(found, `.-_${spokenDot}`);
    const said = start < mostBefore ? before + text.slice(0, start) : text.slice(start - mostBefore, start);
    const name = found.slice(start - index);
    const hit = findName(name, said, text.slice(index + found.length, index + found.length + 8), zones);
    if (!hit || hit.short === name.slice(hit.at, hit.at + hit.length)) continue;
    pieces.push(withoutPersonBefore(text.slice(from, start + hit.at)), hit.short);
    from = start + hit.at + hit.length;
    const behind = personBehind(text.slice(from, from + 32));
    if (behind < 0) continue;
    pieces.push(text.slice(from, from + behind), '…');
    return pieces.join('');
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(from);
}

/** What follows a domain; a port stays. */
function redactRest(rest: string, zones: Zones): string {
  if (rest === '') return rest;
  const behind = personBehind(rest.slice(0, 32));
  return behind < 0 ? redactBare(rest, '', zones) : `${rest.slice(0, behind)}…`;
}

// a port, the length of a network
const number = /^(?:[:#]\d{1,5}(?!\d)|\/\d{1,3}(?![\p{L}\p{N}.]))/u;
// /zora.zebra, \zora, ~zora, ?user=zora, =zora
const hanging = /^[/\\~?#!%&^$+=]{1,8}(?=[._-]?[\p{L}\p{N}])/u;

/** `fabrikam.example/zora.zebra`: where a person is named behind a host, its path or query; -1 where nothing hangs on it. */
function personBehind(rest: string): number {
  const kept = number.exec(rest)?.[0].length ?? 0;
  const joint = hanging.exec(rest.slice(kept))?.[0].length;
  return joint === undefined ? -1 : kept + joint;
}

// What stood for @ once, or stands for it where no @ may: zora.zebra~fabrikam.example, zora%fabrikam.example
const formerAts = '~%!/\\+^$&#*';
const isPersonal = /[\p{L}\p{N}][.+_\d-]{1,8}[\p{L}\p{N}]/u;

function withoutPersonBefore(head: string): string {
  const last = head.at(-1) ?? '';
  const isPair = last === '=';
  if (last === '' || !(isPair || formerAts.includes(last))) return head;
  const start = Math.max(head.lastIndexOf(':'), head.lastIndexOf('=', head.length - 2), head.lastIndexOf('…')) + 1;
  const word = head.slice(start, -1);
  if (!/[\p{L}\p{N}]/u.test(word)) return head;
  // bounces+zora.zebra=fabrikam.example, but LastAttemptedServerName=fabrikam.example and smtp.helo=fabrikam.example
  if (isPair && (!isPersonal.test(word) || /^(?:smtp|header|http|dns)\./i.test(word))) return head;
  return `${head.slice(0, start)}${firstLetter(word)}${last}`;
}

interface Find {
  readonly at: number;
  readonly length: number;
  readonly short: string;
}

const ipInside = /(?<![\d.\ue000])\d{1,3}(?:[.\ue000]\d{1,3}){3}(?!\d|[.\ue000]\d)/;
// 550-mail.fabrikam.com: a reply of several lines
const replyCode = /^[245]\d\d-/;

function findName(name: string, before: string, after: string, zones: Zones): Find | undefined {
  const length = hostLength(name.slice(0, name.length - trailing(name, `._-${spokenDot}`)), zones);
  if (length > 0) {
    const code = replyCode.exec(name)?.[0].length ?? 0;
    // See...fabrikam.example
    const dots = name.slice(0, length).lastIndexOf('..');
    const at = dots < 0 ? code : dots + 2;
    return { at, length: length - at, short: shortHost(name.slice(at, length)) };
  }
  const inside = ipInside.exec(name);
  if (!inside || !isIpv4(inside[0])) return undefined;
  const [ip] = inside;
  const isVersion = isVersionOf(ip, before + name.slice(0, inside.index), name.slice(inside.index + ip.length) + after);
  return isVersion ? undefined : { at: inside.index, length: ip.length, short: shortIpv4(ip) };
}

const versionBefore = /(?:version|versie|versionen|ver|build|release|revision|版本|(?<!\p{L})v)[ .:]{0,2}$/iu;
// 15.20.4.4: what Exchange calls itself
const exchangeBuild = /^15[.\ue000](?:0|1|2|20)[.\ue000]/;

function isVersionOf(ip: string, before: string, after: string): boolean {
  if (versionBefore.test(before)) return true;
  const isPlace = /[[(=@]$|IP[ :]{0,2}$/.test(before) || /^[:/]\d/.test(after);
  return exchangeBuild.test(ip) && !isPlace;
}

// 2001:db8::7, fe80::1%eth0, ::ffff:203.0.113.7; also what looks like it: 12:00:00
const hexRun = /[\da-f:.]{3,}(?:%[\p{L}\p{N}_.-]{1,40})?/giu;
const longestIpv6 = 60;

function redactIpv6(found: string, offset: number, whole: string): string {
  const hasGap = found.includes('::');
  // An address that was shortened already ends in "…".
  if (!(hasGap || /(?::[^:]*){7}/.test(found.slice(0, 200))) || whole[offset + found.length] === '…') return found;
  const zone = found.indexOf('%');
  const run = zone < 0 ? found : found.slice(0, zone);
  const lead = run.startsWith(':') && !run.startsWith('::') ? 1 : 0;
  const end = run.length - trailing(run, '.') - (run.endsWith(':') && !run.endsWith('::') ? 1 : 0);
  // Longer than any address: several that nothing parts.
  if (end > longestIpv6) return `${run.slice(0, lead)}${shortIpv6(run.slice(lead))}`;
  const isGluedBefore = /\p{L}/u.test(whole[offset - 1] ?? '');
  const isGluedBehind = zone < 0 && /[\p{L}_]/u.test(whole[offset + found.length] ?? '');
  for (const start of firstStarts(run, lead)) {
    for (const stop of [end, run.lastIndexOf(':', end - 1), run.lastIndexOf('.', end - 1)]) {
      const ip = run.slice(start, stop);
      // std::string
      const isWord = (isGluedBefore && start === lead) || (isGluedBehind && stop === end) || !/\d/.test(ip);
      if (ip === '::' || (isWord && ip.split(':').length < 4) || !isIpv6(ip)) continue;
      return `${run.slice(0, start)}${shortIpv6(ip)}${run.slice(stop)}`;
    }
  }
  return found;
}

/** An address may follow a word that looks like a part of it: `Blocked:2001:db8::7`. */
function firstStarts(run: string, lead: number): number[] {
  const second = run.indexOf(':', lead) + 1;
  return [lead, second, run.indexOf(':', second) + 1].filter((start, index) => index === 0 || start > 0);
}

function leading(text: string, marks: string): number {
  let count = 0;
  while (count < text.length && marks.includes(text[count]!)) count += 1;
  return count;
}

function trailing(text: string, marks: string): number {
  let count = 0;
  while (count < text.length && marks.includes(text[text.length - 1 - count]!)) count += 1;
  return count;
}
