// Commands wrap between words, not inside "Get-MessageTraceV2", before "Port" of "-Port" or behind a quotation mark; what is
// longer than a line wraps behind a comma or the like.

/** About as much as fits on the narrowest line. */
const LONGEST = 26;

/** The text as nodes whose short words with a hyphen stay whole. @param {string} text @returns {(Node | string)[]} */
export function codeNodes(text) {
  return text.split(/(\s)/).flatMap(word => {
    if (word.length > LONGEST) return breakable(word);
    if (!/-|^["']/.test(word)) return word;
    const whole = document.createElement('span');
    whole.className = 'whole';
    whole.textContent = word;
    return whole;
  });
}

/** @param {string} word @returns {(Node | string)[]} */
function breakable(word) {
  return word
    .split(/(?<=[,;=@|])/)
    .flatMap((part, index) => (index === 0 ? [part] : [document.createElement('wbr'), part]));
}

/** The same for text that is on the page already. @param {Element} element */
export function keepWordsWhole(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) text.replaceWith(...codeNodes(text.data));
}
