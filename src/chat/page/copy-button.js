// A button that copies the text beside it.
import { texts } from './language.js';

/** @param {string} text @param {HTMLElement} shown what is selected where copying is not allowed @param {(sentence: string) => void} notify */
export function copyButton(text, shown, notify) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = texts().copy;
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = texts().copied;
      notify(texts().copied);
      setTimeout(() => {
        button.textContent = texts().copy;
      }, 2_000);
    } catch {
      getSelection()?.selectAllChildren(shown);
      notify(texts().copyFailed);
    }
  };
  return button;
}

/** Beside each command of a card. A block of code, as Teams has it, is such a line here too. @param {HTMLElement} line @param {(sentence: string) => void} notify */
export function offerCopy(line, notify) {
  const text = linesOf(line);
  const button = copyButton(text, line, notify);
  // Several on a card differ in what they copy.
  button.setAttribute('aria-label', `${texts().copy} ${text.replaceAll('\n', ' ').slice(0, 80)}`);
  line.prepend(button);
}

/** As they are to be copied. What is folded, or not on the page yet, has no `innerText` with its breaks. @param {HTMLElement} element */
function linesOf(element) {
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  for (const end of copy.querySelectorAll('br')) end.replaceWith('\n');
  for (const block of copy.querySelectorAll('p, li')) block.append('\n');
  return (copy.textContent ?? '').trim();
}
