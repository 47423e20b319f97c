/** Addresses as people and programs disguise them -> as they are meant: `zora (at) fabrikam [.] example`, `zora%40fabrikam.example`. */
import { isHostName, spokenDot } from './host-names.ts';
import { partsByScript } from './redact-token.ts';

/** A text as it is meant, with where each of its characters stands in the text that was given. */
export interface PlainText {
  readonly text: string;
  /** One place more than `text` has characters; undefined: both are the same text. */
  readonly origin: Uint32Array | undefined;
}

/** Only what is shortened is taken from the plain text, so a mark that turns out to mean nothing does no harm. */
export function withoutDisguises(text: string): PlainText {
  let plain: PlainText = { text, origin: undefined };
  if (hasEncoding.test(text)) plain = rewrite(plain, encoding, decode);
  if (hasDot.test(plain.text))
    plain = rewrite(plain, dot, found => (found === found.trim() ? tightDot(found) : spokenDot));
  return hasAt.test(plain.text) ? rewrite(plain, at, meansAt) : plain;
}

/** The place in the text that was given. */
export function originOf({ origin }: PlainText, place: number): number {
  return origin === undefined ? place : origin[place]!;
}

/** Whether one character of the text that was given stands for it, as a wide one does. */
export function isAsTyped(plain: PlainText, place: number): boolean {
  return originOf(plain, place + 1) - originOf(plain, place) === 1;
}

const hasEncoding =
  /[&%=\\\u00ad\u061c\u180e\u200b-\u200f\u2024\u202a-\u202e\u2060-\u2064\ufe52\ufe6b\ufeff\uff01-\uff5e]/;

// &#64; &#x40; &commat; | %40 %2540 | =40 and its like between letters (RFC 2045) | \u0040 \x40 | ＠ ． ｚ | ﹫ ․ | marks of no width
const encoding =
  /&(?:#(?<decimal>\d{1,7})|#x(?<hex>[\da-f]{1,6})|(?<name>commat|period|lowbar|hyphen|colon|sol|bsol|lt|gt|quot|nbsp));?|%(?:25){0,3}(?<percent>2[1-9a-f]|[3-7][\da-f])|(?<=[\p{L}\p{N}"”'’)\]}>])=(?![\da-f]{2,6}:)(?<quoted>40(?=\p{L})|(?:2E|2D|5F|2B)(?=[\p{L}\p{N}]))|\\(?:u00|x)(?<escaped>[2-7][\da-f])|(?<wide>[\uff01-\uff5e])|(?<small>[\u2024\ufe52\ufe6b])|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/giu;

const named: Readonly<Record<string, string>> = {
  commat: '@',
  period: '.',
  lowbar: '_',
  hyphen: '-',
  colon: ':',
  sol: '/',
  bsol: '\\',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
};

function decode(found: string, { groups }: RegExpExecArray): string {
  const { decimal, hex, name, percent, quoted, escaped, wide, small } = groups!;
  if (name !== undefined) return named[name.toLowerCase()]!;
  if (wide !== undefined) return String.fromCharCode(wide.charCodeAt(0) - 0xfee0);
  if (small !== undefined) return small === '\ufe6b' ? '@' : '.';
  const code =
    decimal === undefined ? Number.parseInt(hex ?? percent ?? quoted ?? escaped ?? '0', 16) : Number(decimal);
  // Nothing that is invisible stands for a letter, and no letter is longer than what stands for it.
  return code >= 0x20 && code <= 0xffff ? String.fromCharCode(code) : code === 0 ? '' : found;
}

const hasDot = /[([{<。｡]|[ \t](?:\.|dot|punt|punkt)[ \t]/i;

// fabrikam[.]example | fabrikam (dot) example | fabrikam dot example | fabrikam . example | fabrikam。example
const dot =
  /(?<=[\p{L}\p{N}…])(?:[ \t]{0,2}[([{<][ \t]?(?:\.|dot|punt|punkt|点|點)[ \t]?[)\]}>][ \t]{0,2}|[ \t]{1,2}(?:\.|dot|punt|punkt)[ \t]{1,2})(?=[\p{L}\p{N}])|(?<=[a-z\d])[。｡](?=[a-z\d])/giu;

/** `[.]` is written for one purpose only; a Chinese full stop and a word also stand between two sentences. */
function tightDot(found: string): string {
  return found === '。' || found === '｡' ? spokenDot : '.';
}

const hasAt = /@|[([{<][ \t]?(?:at|ät|arroba|snabel|apenst|艾特)|[ \t](?:at|snabel-?a|apenstaartje)[ \t]/i;

// zora (at) fabrikam | zora @ fabrikam | zora at fabrikam
const at =
  /(?<=\S)(?:[ \t]{0,2}[([{<][ \t]?(?:@|at|ät|arroba|snabel-?a|apenstaartje|艾特)[ \t]?[)\]}>][ \t]{0,2}|[ \t\n]{1,3}@[ \t\n]{0,3}|@[ \t\n]{1,3}|[ \t]{1,3}(?:at|snabel-?a|apenstaartje)[ \t]{1,3})(?=[\p{L}\p{N}["'_*])/giu;

// The word before: letters with a dot or an underscore between them, which no "server at" and no "host at" has
const clearlyLocal = /\p{L}[\p{L}\p{N}+-]{0,40}[._+\ue000][\p{L}\p{N}._+\ue000-]{0,60}$/u;
const hostAfter = /^[*.]{0,2}(?<host>[\p{L}\p{N}_\ue000…-][\p{L}\p{N}_\ue000.…-]{0,252})/u;

/** Whether an address is meant: what follows has to be a host name, and before a spoken "at" stands what only an address has. */
function meansAt(found: string, match: RegExpExecArray): string {
  const isTight = found === found.trim();
  const after = match.input.slice(match.index + found.length, match.index + found.length + 260);
  const isSpoken = /^\p{L}/u.test(found.trim());
  if (isTight && !isSpoken) return '@';
  const [first = ''] = partsByScript(hostAfter.exec(after)?.groups?.host ?? '');
  const host = first.replace(/[._…-]{1,4}$/, '');
  // An address literal, a host, or one that was shortened already
  if (!after.startsWith('[') && !isHostName(host) && !/….{0,80}\.\p{L}/u.test(host)) return found;
  if (!isSpoken || host.includes(spokenDot)) return '@';
  return clearlyLocal.test(match.input.slice(Math.max(0, match.index - 64), match.index)) ? '@' : found;
}

/** Each find as it is meant, which is never longer; one that is given back as it was found stays. */
function rewrite(
  { text, origin }: PlainText,
  pattern: RegExp,
  meant: (found: string, match: RegExpExecArray) => string,
): PlainText {
  const pieces: string[] = [];
  const places = new Uint32Array(text.length + 1);
  let length = 0;
  let from = 0;
  const keep = (to: number) => {
    pieces.push(text.slice(from, to));
    for (let place = from; place < to; place += 1) places[length++] = origin === undefined ? place : origin[place]!;
  };
  for (const match of text.matchAll(pattern)) {
    const [found] = match;
    const instead = meant(found, match);
    if (instead === found) continue;
    keep(match.index);
    pieces.push(instead);
    for (const _ of instead) places[length++] = origin === undefined ? match.index : origin[match.index]!;
    from = match.index + found.length;
  }
  if (from === 0) return { text, origin };
  keep(text.length);
  places[length] = origin === undefined ? text.length : origin[text.length]!;
  return { text: pieces.join(''), origin: places };
}
