/** Bytes of a text file -> text, in whatever character set it was saved. */

// <meta charset="gb2312"> | Content-Type: text/plain; charset=iso-2022-jp
const declared = /charset\s{0,3}=\s{0,3}["']?(?<charset>[\w-]{2,40})/i;

interface Guess {
  readonly charset: string;
  /** Whether two bytes are a character that every text in this language is full of. */
  isCommon(lead: number, trail: number): boolean;
  /** The share of such pairs from which on it is this language. */
  readonly least: number;
}

const isKana = (lead: number, trail: number) => (lead === 0xa4 || lead === 0xa5) && trail > 0xa0;
const guesses: readonly Guess[] = [
  // Kana: no Japanese sentence does without, and no other language has them.
  {
    charset: 'shift_jis',
    isCommon: (lead, trail) => (lead === 0x82 && trail > 0x9e) || (lead === 0x83 && trail > 0x3f && trail < 0x97),
    least: 0.2,
  },
  { charset: 'euc-jp', isCommon: isKana, least: 0.2 },
  // The few thousand characters of daily use, with the punctuation.
  { charset: 'gb18030', isCommon: (lead, trail) => lead > 0xa0 && lead < 0xd8 && trail > 0xa0, least: 0.6 },
  { charset: 'big5', isCommon: lead => lead > 0xa0 && lead < 0xc7, least: 0.6 },
];

export function decodeText(bytes: Uint8Array, charset?: string): string {
  const own = decoderFor(charset);
  if (own) return own.decode(bytes);
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return new TextDecoder(mark).decode(bytes);
  // Only this encoding announces itself by escape sequences, and it is valid ASCII otherwise.
  if (hasEscape(bytes)) return new TextDecoder('iso-2022-jp').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decodeLegacy(bytes);
  }
}

function decodeLegacy(bytes: Uint8Array): string {
  const western = new TextDecoder('windows-1252').decode(bytes);
  const named = decoderFor(declared.exec(western.slice(0, 4096))?.groups?.charset);
  if (named) return named.decode(bytes);
  if (looksWestern(western)) return western;
  return guessAsian(bytes) ?? western;
}

function guessAsian(bytes: Uint8Array): string | undefined {
  const scores = guesses.map(guess => ({ ...guess, share: commonShare(bytes, guess) }));
  const [japanese, chinese] = [scores.slice(0, 2), scores.slice(2).sort((one, other) => other.share - one.share)];
  for (const { charset, share, least } of [...japanese, ...chinese]) {
    if (share < least) continue;
    try {
      return new TextDecoder(charset, { fatal: true }).decode(bytes);
    } catch {}
  }
  return undefined;
}

/** Of the pairs that begin with a byte above ASCII; a single pair says too little. */
function commonShare(bytes: Uint8Array, { isCommon }: Guess): number {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!;
    if (lead < 0x80) continue;
    pairs++;
    if (isCommon(lead, bytes[++at] ?? 0)) common++;
  }
  return pairs < 2 ? 0 : common / pairs;
}

// "Försök", "pääsy", "Ärende", "BREVLÅDAN"
const westernLetters = /(?<![^\0-\x7f])(?:[ß-öø-ÿœšž]{1,2}|[À-ÖØ-ÞŒŠŽ](?=[A-Za-z])|[A-Z][À-ÖØ-ÞŒŠŽ])(?![^\0-\x7f])/g;
// The typographic marks of either reading say nothing.
const neutral = /(?<![^\0-\x7f])[‘’“”–—…€\u00a0«»°](?![^\0-\x7f])/g;

/**
 * Accented letters stand alone or in twos among plain ones, Asian characters in runs. Any "ö" with the letter after it
 * is a Chinese character too, so this is asked first.
 */
function looksWestern(western: string): boolean {
  const high = countHigh(western) - (western.match(neutral)?.length ?? 0);
  const letters = western.match(westernLetters)?.reduce((count, run) => count + countHigh(run), 0) ?? 0;
  return high > 0 && letters >= high * 0.8;
}

function countHigh(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 0x7f) count++;
  return count;
}

function decoderFor(charset: string | undefined) {
  if (charset === undefined) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    return undefined;
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // "R\0e\0": saved as Unicode without a mark
  if (bytes.length > 3 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'utf-16le';
  return undefined;
}

function hasEscape(bytes: Uint8Array): boolean {
  const at = bytes.indexOf(0x1b);
  return at !== -1 && (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28);
}
