// A command on a card, with a button that copies it: the element with which Teams shows code.
import { codeNodes } from './code-text.js';
import { texts } from './language.js';

/** @param {(sentence: string) => void} notify */
export function registerCodeBlocks(notify) {
  class CodeBlock extends AdaptiveCards.CardElement {
    code = '';

    getJsonTypeName() {
      return 'CodeBlock';
    }

    /** @param {any} source @param {any} context */
    internalParse(source, context) {
      super.internalParse(source, context);
      this.code = String(source.codeSnippet ?? '');
    }

    internalRender() {
      const block = document.createElement('div');
      block.className = 'code-block';
      const code = document.createElement('code');
      code.translate = false;
      code.append(...codeNodes(this.code));
      const button = copyButton(this.code, code, notify);
      button.setAttribute('aria-label', `${texts().copy} ${this.code}`);
      block.append(button, code);
      return block;
    }
  }
  AdaptiveCards.GlobalRegistry.elements.register('CodeBlock', CodeBlock);
}

/** @param {string} text @param {HTMLElement} shown @param {(sentence: string) => void} notify */
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
