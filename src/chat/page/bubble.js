// Messages that are not cards: what the agent said, and the bot's sentences and texts to copy.
import { codeNodes } from './code-text.js';
import { copyButton } from './copy-button.js';
import { formatNumber, texts } from './language.js';
import { markdown } from './markdown.js';

// "4.4.316", "[LastAttemptedIP=192.0.2.7:25]", "{LED=450"
const LOOKS_COPIED = /(?:^|[^\d.])[245]\.\d{1,3}\.\d{1,3}(?!\.?\d)|[[{]\w{1,40}=/;
const CODE_FENCE = '```';

/** Is it a paste rather than something a person typed? @param {string} text */
export function isPaste(text) {
  return LOOKS_COPIED.test(text.slice(0, 4_000)) || text.split('\n', 5).length > 4;
}

/** @param {string} text @param {{ isOpen: boolean; onToggle(isOpen: boolean): void }} fold */
export function agentBubble(text, fold) {
  const bubble = document.createElement('div');
  bubble.className = isPaste(text) ? 'bubble mono' : 'bubble';
  bubble.translate = !isPaste(text);
  const said = document.createElement('div');
  said.className = 'said';
  said.textContent = text.trim();
  bubble.append(said);
  if (fold.isOpen) bubble.classList.add('open');
  addFold(bubble, said, text, fold);
  return bubble;
}

/** A long paste shows its first lines; whether it is long is known once it is laid out.
 * @param {HTMLElement} bubble @param {HTMLElement} said @param {string} text @param {{ isOpen: boolean; onToggle(isOpen: boolean): void }} fold */
function addFold(bubble, said, text, fold) {
  const lines = text.trim().split('\n').length;
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'more';
  const tell = () => {
    const isOpen = bubble.classList.contains('open');
    button.setAttribute('aria-expanded', String(isOpen));
    const all = lines > 1 ? texts().showAllLines(formatNumber(lines)) : texts().showAll;
    button.textContent = isOpen ? texts().showLess : all;
  };
  button.onclick = () => {
    fold.onToggle(bubble.classList.toggle('open'));
    tell();
  };
  requestAnimationFrame(() => {
    if (!bubble.classList.contains('open') && said.scrollHeight <= said.clientHeight + 1) return;
    tell();
    bubble.append(button);
  });
}

/** @param {import('./types.d.ts').SaidMessage} entry @param {(sentence: string) => void} notify @returns {HTMLElement[]} */
export function botTexts({ text = '', textFormat, fileName }, notify) {
  if (textFormat === 'sentence') return [sentence(text)];
  if (textFormat === 'plain' && !text.includes(CODE_FENCE)) {
    // Something to copy, be it the one line of a subject. Commands come with a comment line each.
    const block = copyBlock(text, /^# /m.test(text), notify);
    if (fileName) block.append(saveButton(text, fileName));
    return [block];
  }
  return text.split(CODE_FENCE).flatMap((part, index) => {
    if (part.trim() === '') return [];
    // Between two fences; the first line may name a language.
    if (index % 2 === 1) return [copyBlock(part.replace(/^[a-z]{0,20}\n/i, ''), true, notify)];
    const bubble = document.createElement('div');
    bubble.className = 'bubble';
    bubble.append(markdown(part.trim()));
    return [bubble];
  });
}

/** @param {string} text */
function sentence(text) {
  const bubble = document.createElement('div');
  bubble.className = 'bubble open';
  const said = document.createElement('div');
  said.className = 'said';
  said.textContent = text;
  bubble.append(said);
  return bubble;
}

/** @param {string} text @param {string} fileName */
function saveButton(text, fileName) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = texts().save;
  button.onclick = () => {
    const link = document.createElement('a');
    link.download = fileName;
    // Windows shows Chinese right only behind the mark of UTF-8, and old editors want its line ends.
    const lines = `\ufeff${text.replaceAll('\n', '\r\n')}\r\n`;
    link.href = URL.createObjectURL(new Blob([lines], { type: 'text/plain' }));
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return button;
}

/** @param {string} text @param {boolean} isCode @param {(sentence: string) => void} notify */
function copyBlock(text, isCode, notify) {
  const block = document.createElement('div');
  block.className = isCode ? 'block code' : 'block';
  const pre = document.createElement('pre');
  pre.append(...(isCode ? codeNodes(text.trim()) : [text.trim()]));
  pre.translate = false;
  block.append(pre, copyButton(text.trim(), pre, notify));
  return block;
}
