// The actions of a card that stand behind its "…": a menu as keyboards and screen readers know it.
// https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/
import { texts } from './language.js';

/** @typedef {import('adaptivecards').Action} Action */

AdaptiveCards.Strings.defaults.overflowButtonText = () => '…';
AdaptiveCards.Strings.defaults.overflowButtonTooltip = () => texts().more;

/** The buttons that open a menu. @param {Element} card @returns {HTMLElement[]} */
export function menuButtons(card) {
  const buttons = [.../** @type {NodeListOf<HTMLElement>} */ (card.querySelectorAll('.ac-pushButton'))];
  return buttons.filter(button => button.textContent?.trim() === '…');
}

/** What the renderer leaves open of such a button. @param {HTMLElement} button */
export function describeMenuButton(button) {
  button.classList.add('menu-button');
  button.setAttribute('aria-haspopup', 'menu');
}

/** @param {readonly Action[]} actions @param {HTMLElement} button */
export function openMenu(actions, button) {
  const menu = document.createElement('div');
  menu.className = 'menu';
  menu.popover = 'auto';
  menu.setAttribute('role', 'menu');
  menu.setAttribute('aria-label', texts().more);
  const items = actions.map(action => {
    const item = document.createElement('button');
    item.type = 'button';
    item.setAttribute('role', 'menuitem');
    item.tabIndex = -1;
    item.textContent = action.title ?? '';
    item.onclick = () => {
      close();
      action.execute();
    };
    return item;
  });
  menu.append(...items);
  menu.addEventListener('keydown', onKey);
  menu.addEventListener('toggle', event => {
    if (/** @type {ToggleEvent} */ (event).newState === 'open') return;
    button.setAttribute('aria-expanded', 'false');
    closing.abort();
    menu.remove();
  });
  // Inside the card, so that Tab goes on from where the menu was.
  button.after(menu);
  menu.showPopover();
  const closing = new AbortController();
  for (const kind of ['scroll', 'resize'])
    addEventListener(kind, () => place(menu, button), { capture: true, signal: closing.signal });
  place(menu, button);
  button.setAttribute('aria-expanded', 'true');
  items[0]?.focus();

  function close() {
    button.focus();
    menu.hidePopover();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const at = items.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === 'Tab' || event.key === 'Escape') close();
    else if (to !== undefined) items.at(to % items.length)?.focus();
    if (event.key === 'Escape' || to !== undefined) event.preventDefault();
  }
}

/** Below its button, else above it, and never beyond the window. @param {HTMLElement} menu @param {HTMLElement} button */
function place(menu, button) {
  const { left, top, bottom } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const isBelow = bottom + 4 + height <= innerHeight;
  menu.style.top = `${isBelow ? bottom + 4 : Math.max(4, top - 4 - height)}px`;
  menu.style.left = `${Math.max(4, Math.min(left, document.documentElement.clientWidth - width - 4))}px`;
}
