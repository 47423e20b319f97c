/** HTML -> the text that a reader of the page sees, a line a block. */
import { Parser } from 'htmlparser2';

const tag =
  /<\/?(?:html|head|body|div|p|br|table|tbody|tr|td|th|span|font|pre|blockquote|ul|ol|li|h[1-6]|b|strong|a|meta)(?=[\s/>])/gi;
const blocks = new Set(
  'address article blockquote br div dl dd dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table tr ul'.split(
    ' ',
  ),
);
const unseen = new Set(['head', 'script', 'style', 'title', 'template', 'noscript']);

/** Two tags at least: `<p>` may stand in a sentence, and `<ann@contoso.example>` is no tag. */
export function looksLikeHtml(text: string): boolean {
  tag.lastIndex = 0;
  if (!tag.test(text)) return false;
  const isHtml = tag.test(text);
  tag.lastIndex = 0;
  return isHtml;
}

export function htmlToText(html: string): string {
  const pieces: string[] = [];
  let hidden = 0;
  let preformatted = 0;
  const parser = new Parser(
    {
      onopentagname(name) {
        if (unseen.has(name)) hidden++;
        if (name === 'pre') preformatted++;
        if (blocks.has(name)) pieces.push('\n');
        else if (name === 'td' || name === 'th') pieces.push(' ');
      },
      ontext(text) {
        if (hidden === 0) pieces.push(preformatted > 0 ? text : text.replace(/\s+/g, ' '));
      },
      onclosetag(name) {
        if (unseen.has(name)) hidden = Math.max(0, hidden - 1);
        if (name === 'pre') preformatted = Math.max(0, preformatted - 1);
        if (blocks.has(name)) pieces.push('\n');
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.write(html);
  parser.end();
  return pieces.join('').replace(/\n{3,}/g, '\n\n');
}
