// What stands on the page before anything is said: what it is for, and pastes to try.
import { texts } from './language.js';
import { element } from './page.js';
import { samples } from './samples.js';

/** @param {{ send(text: string): void; focusBox(): void }} actions */
export function createEmptyState({ send, focusBox }) {
  const section = element('empty', HTMLElement);
  const list = element('samples', HTMLUListElement);

  function draw() {
    list.replaceChildren(
      ...samples().map(sample => {
        const item = document.createElement('li');
        item.append(sampleButton(sample));
        return item;
      }),
    );
  }

  /** @param {ReturnType<typeof samples>[number]} sample */
  function sampleButton({ name, text, isCode }) {
    const button = document.createElement('button');
    button.type = 'button';
    const title = document.createElement('b');
    title.textContent = texts().samples[name];
    const preview = document.createElement(isCode ? 'code' : 'span');
    preview.textContent = text.slice(0, 90).split('\n')[0] ?? '';
    preview.translate = false;
    button.append(title, preview);
    button.onclick = event => {
      // Made anew: its times are some hours ago, counted from now.
      send(samples().find(each => each.name === name)?.text ?? text);
      // A keyboard click: the button is about to vanish, and with it the focus.
      if (event.detail === 0) focusBox();
    };
    return button;
  }

  draw();
  return {
    draw,
    /** @param {boolean} isWanted */
    show(isWanted) {
      section.hidden = !isWanted;
    },
    isShown: () => !section.hidden,
  };
}
