/** Text -> tokens that compare: one case, one width, no marks; a token is a Latin word or one Chinese character. */

// "E-mail", "4711" give three tokens, "TLS握手" gives "tls", "握", "手"
const token = /\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+/gv;
const marks = /\p{M}+/gu;
const han = /^\p{Script=Han}/u;
// ASCII but for ` and '
const plain = /^[\x00-\x5f\x61-\x7f]*$/;

/** One spelling for what people type in many: full width, capitals, å or a, ’ or '. */
export function fold(text: string): string {
  if (plain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(marks, '')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replace(/[’‘`´]/g, "'");
}

export function isHan(text: string): boolean {
  return han.test(text);
}

/** The folded tokens of a text in their order. An apostrophe joins: "can't" is `cant`. */
export function tokenize(text: string): string[] {
  return fold(text).replaceAll("'", '').match(token) ?? [];
}

export function hasDigit(token: string): boolean {
  return /\d/.test(token);
}
