/** HTML -> the text that a reader of the page sees, a line a block. */
import { Tokenizer } from 'htmlparser2';

const tag =
  /<\/?(?:html|head|body|div|p|br|table|tbody|tr|td|th|span|font|pre|blockquote|ul|ol|li|h[1-6]|b|strong|a|meta)(?=[\s/>])/gi;
// <!DOCTYPE html> | <div class="WordSection1">
const startsWithTag = /^\s{0,200}<(?:!doctype|!--|\?xml|html|head|body|div|p|table|span|meta|font|br)(?=[\s/>-]|\[)/i;
const blocks = new Set(
  'address article blockquote br div dl dd dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
const unseen = new Set(['head', 'script', 'style', 'title', 'template', 'noscript']);

/**
 * A page starts with a tag or has one in every other line: `<p>` may stand in a sentence, `<ann@contoso.example>` is
 * no tag, and a bounce in plain text may quote a message that was a page.
 */
export function looksLikeHtml(text: string): boolean {
  const tags = text.match(tag)?.length ?? 0;
  if (tags < 2) return false;
  return startsWithTag.test(text.slice(0, 500)) || tags * 2 >= text.split('\n').length;
}

/** The tokenizer alone: the parser's stack makes a page of unclosed tags quadratic. */
export function htmlToText(html: string): string {
  const pieces: string[] = [];
  let hidden = 0;
  let preformatted = 0;
  const nest = (name: string, by: 1 | -1) => {
    if (unseen.has(name)) hidden = Math.max(0, hidden + by);
    if (name === 'pre') preformatted = Math.max(0, preformatted + by);
    if (blocks.has(name)) pieces.push('\n');
    else if (by === 1 && (name === 'td' || name === 'th')) pieces.push(' ');
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ...ignored,
      onopentagname(start, end) {
        const name = html.slice(start, end);
        // An address that nobody escaped: <ann@contoso.example>
        if (name.includes('@')) pieces.push(`<${name}>`);
        else nest(name.toLowerCase(), 1);
      },
      onclosetag: (start, end) => nest(html.slice(start, end).toLowerCase(), -1),
      ontext(start, end) {
        if (hidden > 0) return;
        const text = html.slice(start, end);
        pieces.push(preformatted > 0 ? text : text.replace(/\s+/g, ' '));
      },
      ontextentity(codePoint) {
        if (hidden === 0) pieces.push(String.fromCodePoint(codePoint));
      },
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return pieces
    .join('')
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n');
}

const ignored = {
  onattribdata() {},
  onattribentity() {},
  onattribend() {},
  onattribname() {},
  oncdata() {},
  oncomment() {},
  ondeclaration() {},
  onend() {},
  onopentagend() {},
  onprocessinginstruction() {},
  onselfclosingtag() {},
};
