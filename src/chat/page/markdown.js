// The part of Markdown that Teams renders in cards: bold, italic, links, lists. It builds nodes, so text can never become markup.

/** @param {string} text @returns {DocumentFragment} */
export function markdown(text) {
  const fragment = document.createDocumentFragment();
  for (const block of text.replaceAll('\r\n', '\n').split(/\n\n+/)) {
    const lines = block.split('\n');
    const list = readList(lines);
    if (list) fragment.append(list);
    else fragment.append(paragraph(lines));
  }
  return fragment;
}

/** @param {string[]} lines */
function paragraph(lines) {
  const element = document.createElement('p');
  lines.forEach((line, index) => {
    if (index > 0) element.append(document.createElement('br'));
    element.append(...inline(line));
  });
  return element;
}

// A single "4. Count the mailboxes" is a numbered title, not a list of one.
/** @param {string[]} lines */
function readList(lines) {
  if (lines.length < 2) return undefined;
  // "- item", "* item", "12. item"
  const items = lines.map(line => /^(?<mark>[-*]|\d{1,3}[.)]) (?<text>.+)$/.exec(line)?.groups);
  const first = items[0];
  if (!first || items.some(item => !item)) return undefined;
  const isNumbered = /\d/.test(first.mark ?? '');
  const list = document.createElement(isNumbered ? 'ol' : 'ul');
  if (isNumbered) list.setAttribute('start', String(Number.parseInt(first.mark ?? '1', 10)));
  for (const item of items) {
    const element = document.createElement('li');
    element.append(...inline(item?.text ?? ''));
    list.append(element);
  }
  return list;
}

/** @param {string} text @returns {(Node | string)[]} */
function inline(text) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let plain = '';
  let at = 0;
  const flush = () => {
    if (plain) nodes.push(plain);
    plain = '';
  };
  while (at < text.length) {
    const found =
      escaped(text, at) ??
      marked(text, at, '**', 'strong') ??
      marked(text, at, '__', 'strong') ??
      emphasis(text, at) ??
      link(text, at);
    if (!found) {
      plain += text[at++];
      continue;
    }
    if (typeof found.node === 'string') plain += found.node;
    else {
      flush();
      nodes.push(found.node);
    }
    at = found.end;
  }
  flush();
  return nodes;
}

/** @typedef {{ node: Node | string; end: number } | undefined} Found */

/** @param {string} text @param {number} at @returns {Found} */
function escaped(text, at) {
  const next = text[at + 1];
  if (text[at] !== '\\' || next === undefined || !/[!-/:-@[-`{-~]/.test(next)) return undefined;
  return { node: next, end: at + 2 };
}

/** @param {string} text @param {number} at @param {string} mark @param {'strong' | 'em'} tag @returns {Found} */
function marked(text, at, mark, tag) {
  if (!text.startsWith(mark, at)) return undefined;
  const start = at + mark.length;
  const end = closing(text, start, mark);
  if (end <= start || /\s/.test(text[start] ?? ' ') || /\s/.test(text[end - 1] ?? ' ')) return undefined;
  const element = document.createElement(tag);
  element.append(...inline(text.slice(start, end)));
  return { node: element, end: end + mark.length };
}

// "snake_case" and "2 * 3 * 4" stay as they are: the mark must stand at the edge of a word.
/** @param {string} text @param {number} at @returns {Found} */
function emphasis(text, at) {
  const mark = text[at];
  if ((mark !== '*' && mark !== '_') || isWord(text[at - 1])) return undefined;
  const found = marked(text, at, mark, 'em');
  return found && !isWord(text[found.end]) ? found : undefined;
}

/** @param {string} text @param {number} at @returns {Found} */
function link(text, at) {
  if (text[at] !== '[') return undefined;
  const middle = text.indexOf('](', at);
  const end = middle < 0 ? -1 : text.indexOf(')', middle);
  if (end < 0 || text.slice(at + 1, middle).includes('[')) return undefined;
  const target = text.slice(middle + 2, end);
  if (!isAllowedLink(target)) return undefined;
  const anchor = document.createElement('a');
  anchor.href = target;
  anchor.target = '_blank';
  anchor.rel = 'noopener noreferrer';
  anchor.append(...inline(text.slice(at + 1, middle)));
  return { node: anchor, end: end + 1 };
}

/** Web pages over TLS and mail; nothing that runs or looks into this computer. @param {string} target */
export function isAllowedLink(target) {
  try {
    return ['https:', 'mailto:'].includes(new URL(target).protocol);
  } catch {
    return false;
  }
}

/** @param {string} text @param {number} from @param {string} mark */
function closing(text, from, mark) {
  let at = text.indexOf(mark, from);
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf(mark, at + 1);
  return at;
}

/** @param {string | undefined} character */
function isWord(character) {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
