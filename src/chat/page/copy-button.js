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
  const text = line.innerText.trim();
  const button = copyButton(text, line, notify);
  // Several on a card differ in what they copy.
  button.setAttribute('aria-label', `${texts().copy} ${text.slice(0, 80)}`);
  line.prepend(button);
}
