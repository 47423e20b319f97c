// Lines of prose that do not begin with a dot or an arrow, break a short prefix off ("e-post") or cut an address anywhere.

/** What is copied is what stands there, so commands are left alone. @param {Element} element */
export function keepProseTogether(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, node =>
    node.parentElement?.closest('.ac-textBlock:not([style*="--mono"])')
      ? NodeFilter.FILTER_ACCEPT
      : NodeFilter.FILTER_REJECT,
  );
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
  for (const text of texts) text.replaceWith(...proseNodes(text.data));
}

/** @param {string} text @returns {(Node | string)[]} */
function proseNodes(text) {
  return text
    .replace(/ (?=[·›▾▸] |[›▾]$)/g, '\u00a0')
    .replace(/(?<![\p{L}\p{N}-])(?<prefix>\p{L}{1,2}-)(?=\p{L})/gu, '$<prefix>\u2060')
    .split(/(?<=\S@)(?=\S)/)
    .flatMap((part, index) => (index === 0 ? [part] : [document.createElement('wbr'), part]));
}
