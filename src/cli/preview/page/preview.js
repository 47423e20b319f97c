// The cards of one article, drawn as the chat page draws them; drawn again whenever the server says that a file changed.
import { createCard } from '../../../chat/page/card.js';

const locales = /** @type {const} */ (['en', 'nl', 'sv', 'zh-CN']);
const schemes = /** @type {const} */ (['light', 'dark']);

/** @typedef {import('../../../chat/page/types.d.ts').AdaptiveCardJson} AdaptiveCardJson */
/** @typedef {{ id: string; problems: string[]; steps: { name: string; cards: Record<string, AdaptiveCardJson> }[] }} Preview */

const note = /** @type {HTMLElement} */ (document.getElementById('note'));
const problems = /** @type {HTMLElement} */ (document.getElementById('problems'));
const steps = /** @type {HTMLElement} */ (document.getElementById('steps'));

/** Cards that are drawn already keep what was unfolded. @type {Map<string, ReturnType<typeof createCard>>} */
const drawn = new Map();

/** The colours of both schemes, whatever the browser prefers: those of the page under a name each. */
function nameSchemes() {
  const [page] = document.styleSheets;
  const rules = [...(page?.cssRules ?? [])];
  const isRoot = (/** @type {CSSRule} */ rule) => rule instanceof CSSStyleRule && rule.selectorText === ':root';
  const dark = rules.find(rule => rule instanceof CSSMediaRule && rule.conditionText.includes('dark'));
  const darkRules = dark instanceof CSSMediaRule ? [...dark.cssRules] : [];
  for (const [scheme, rule] of /** @type {const} */ ([
    ['light', rules.find(isRoot)],
    ['dark', darkRules.find(isRoot)],
  ])) {
    if (!(rule instanceof CSSStyleRule)) continue;
    page?.insertRule(`.${scheme} { ${rule.style.cssText} color-scheme: ${scheme}; }`, page.cssRules.length);
  }
}

function offerChoices() {
  const shown = /** @type {HTMLElement} */ (document.getElementById('shown'));
  for (const name of [...locales, ...schemes]) {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = true;
    box.onchange = () => document.body.classList.toggle(`without-${name}`, !box.checked);
    label.append(box, ` ${name}`);
    shown.append(label);
  }
}

async function show() {
  const answer = await fetch('/cards.json');
  /** @type {Preview & { error?: string }} */
  const preview = await answer.json();
  if (preview.error !== undefined) {
    note.textContent = preview.error;
    return;
  }
  document.title = `${preview.id}: preview`;
  /** @type {HTMLElement} */ (document.getElementById('title')).textContent = preview.id;
  problems.hidden = preview.problems.length === 0;
  problems.replaceChildren(...preview.problems.map(item));
  // What was drawn last stays while a file cannot be read.
  if (preview.steps.length > 0) steps.replaceChildren(...preview.steps.map(step));
  note.textContent =
    preview.steps.length > 0 ? 'Buttons do nothing here.' : 'There are no cards before the following is mended.';
}

/** @param {string} text */
function item(text) {
  const element = document.createElement('li');
  element.textContent = text;
  return element;
}

/** @param {Preview['steps'][number]} one */
function step({ name, cards }) {
  const section = document.createElement('section');
  const title = document.createElement('h2');
  title.textContent = name;
  section.append(title);
  for (const scheme of schemes) {
    const row = document.createElement('div');
    row.className = `preview-row ${scheme}`;
    for (const locale of locales) row.append(figure(`${name}/${scheme}/${locale}`, locale, cards[locale]));
    section.append(row);
  }
  return section;
}

/** @param {string} key @param {string} locale @param {AdaptiveCardJson | undefined} json */
function figure(key, locale, json) {
  const element = document.createElement('figure');
  element.dataset.locale = locale;
  const caption = document.createElement('figcaption');
  caption.textContent = locale;
  const card = drawn.get(key) ?? createCard({ perform: async () => {}, refuseLink: () => {}, notify: () => {} });
  drawn.set(key, card);
  if (json) card.show(json);
  element.append(caption, card.element);
  return element;
}

nameSchemes();
offerChoices();
const events = new EventSource('/events');
events.onmessage = show;
events.onerror = () => {
  note.textContent = 'The preview has ended. Start it again with npm run articles.';
};
// After a gap nobody knows what was missed.
events.onopen = show;
