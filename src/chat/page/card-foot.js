// What stands under a card: the pages it relies on, folded, and two thumbs. Teams draws both itself.
import { formatNumber, texts } from './language.js';

/** @typedef {import('./types.d.ts').Reaction} Reaction */

const SVG = 'http://www.w3.org/2000/svg';
const THUMB =
  'M2.8 9h2.6v7.4H2.8zM5.4 9l3.3-6.2c1.3 0 2.1.9 2.1 2.1v3h4.3c1.1 0 1.9 1 1.7 2.1l-.9 4.8c-.2.9-1 1.6-1.9 1.6H5.4';

/** @param {(reaction: Reaction) => Promise<void>} rate */
export function createCardFoot(rate) {
  const element = document.createElement('div');
  element.className = 'card-foot';
  const sources = document.createElement('details');
  const summary = document.createElement('summary');
  const list = document.createElement('ol');
  sources.append(summary, list);
  const thumbs = document.createElement('div');
  thumbs.className = 'thumbs';
  thumbs.setAttribute('role', 'group');
  thumbs.setAttribute('aria-label', texts().helpfulQuestion);
  const like = thumb('like', texts().helpful);
  const dislike = thumb('dislike', texts().notHelpful);
  thumbs.append(like, dislike);
  element.append(sources, thumbs);
  let isBusy = false;

  /** @param {Reaction} reaction @param {string} name */
  function thumb(reaction, name) {
    const button = document.createElement('button');
    button.type = 'button';
    button.title = name;
    button.setAttribute('aria-label', name);
    button.setAttribute('aria-pressed', 'false');
    button.append(icon(reaction === 'dislike'));
    button.onclick = async () => {
      if (isBusy || button.getAttribute('aria-pressed') === 'true') return;
      isBusy = true;
      await rate(reaction).finally(() => {
        isBusy = false;
      });
    };
    return button;
  }

  /** @param {import('./types.d.ts').SaidMessage} entry */
  function show({ sources: pages = [], asksFeedback = false, feedback }) {
    element.hidden = pages.length === 0 && !asksFeedback;
    sources.hidden = pages.length === 0;
    summary.textContent = texts().sources(formatNumber(pages.length));
    list.replaceChildren(...pages.map(sourceItem));
    thumbs.hidden = !asksFeedback;
    like.setAttribute('aria-pressed', String(feedback === 'like'));
    dislike.setAttribute('aria-pressed', String(feedback === 'dislike'));
  }

  return { element, show };
}

/** @param {import('./types.d.ts').Source} source */
function sourceItem({ title, url, note }) {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = title;
  item.append(link);
  if (note) item.append(` · ${note}`);
  return item;
}

/** @param {boolean} isDown */
function icon(isDown) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 20 20');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', THUMB);
  if (isDown) path.setAttribute('transform', 'rotate(180 10 10)');
  picture.append(path);
  return picture;
}
