// The page's language: chosen once, remembered, and put on everything that carries a data-text attribute.

import { recall, remember } from './memory.js';
import { place } from './place.js';
import { texts as en } from './texts/en.js';
import { texts as nl } from './texts/nl.js';
import { texts as sv } from './texts/sv.js';
import { texts as zh } from './texts/zh-CN.js';

/** @typedef {import('./types.d.ts').Language} Language */
/** @typedef {import('./types.d.ts').Texts} Texts */

/** @type {Record<Language, Texts>} */
const all = { en, nl, sv, 'zh-CN': zh };

/** @type {Language} */
let current = 'en';

/** @returns {Language} */
export function language() {
  return current;
}

/** @returns {Texts} */
export function texts() {
  const here = all[current];
  return place === 'channel' ? { ...here, ...here.channel } : here;
}

/** The remembered language, else the first of the browser's that there is. */
export function startLanguage() {
  current = toLanguage(recall('language') ?? '') ?? navigator.languages.map(toLanguage).find(Boolean) ?? 'en';
  applyTexts();
}

/** @param {string} name */
export function chooseLanguage(name) {
  current = toLanguage(name) ?? 'en';
  remember('language', current);
  applyTexts();
}

/** @param {number} value */
export function formatNumber(value) {
  return new Intl.NumberFormat(current).format(value);
}

/** The time of day; with the day in front when that is not today. @param {string} at */
export function formatTime(at) {
  const date = new Date(at);
  const isToday = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(current === 'en' ? 'en-GB' : current, {
    ...(isToday ? {} : { weekday: 'short', day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

/** @param {string} tag @returns {Language | undefined} */
function toLanguage(tag) {
  const primary = tag.toLowerCase().split('-')[0];
  if (primary === 'zh') return 'zh-CN';
  return primary === 'en' || primary === 'nl' || primary === 'sv' ? primary : undefined;
}

function applyTexts() {
  document.documentElement.lang = current;
  put('data-text', (element, text) => {
    element.textContent = text;
  });
  put('data-label', (element, text) => element.setAttribute('aria-label', text));
  put('data-title', (element, text) => element.setAttribute('title', text));
  put('data-placeholder', (element, text) => element.setAttribute('placeholder', text));
}

/** @param {string} attribute @param {(element: Element, text: string) => void} apply */
function put(attribute, apply) {
  for (const element of document.querySelectorAll(`[${attribute}]`)) {
    const text = texts()[/** @type {keyof Texts} */ (element.getAttribute(attribute))];
    if (typeof text === 'string') apply(element, text);
  }
}
