// Commands wrap between words, not inside "Get-MessageTraceV2" or before "Port" of "-Port".

/** About as much as fits on the narrowest line. */
const LONGEST = 26;

/** The text as nodes whose short words with a hyphen stay whole. @param {string} text @returns {(Node | string)[]} */
export function codeNodes(text) {
  return text.split(/(\s)/).map(word => {
    if (!word.includes('-') || word.length > LONGEST) return word;
    const whole = document.createElement('span');
    whole.className = 'whole';
    whole.textContent = word;
    return whole;
  });
}

/** The same for text that is on the page already. @param {Element} element */
export function keepWordsWhole(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) text.replaceWith(...codeNodes(text.data));
}
