// One Adaptive Card on the page. When the bot replaces it, the reader keeps the place: focus, scroll, what was unfolded and typed.
import { describeMenuButton, menuButtons, openMenu } from './card-menu.js';
import { keepWordsWhole } from './code-text.js';
import { offerCopy } from './copy-button.js';
import { hostConfig } from './host-config.js';
import { isAllowedLink, markdown } from './markdown.js';
import { keepProseTogether } from './prose-text.js';

/** @typedef {import('./types.d.ts').AdaptiveCardJson} AdaptiveCardJson */
/** @typedef {import('./types.d.ts').CardAction} CardAction */
/** @typedef {import('adaptivecards').Action} Action */

/** @typedef {{ perform(action: CardAction): Promise<void>; refuseLink(): void; notify(sentence: string): void }} CardHandlers */

const FOCUSABLE = 'button, [tabindex="0"], a[href], input, select, textarea';

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  const holder = document.createElement('div');
  holder.append(markdown(text));
  result.outputHtml = holder.innerHTML;
  result.didProcess = true;
};

let cardCount = 0;

/** @param {CardHandlers} handlers */
export function createCard(handlers) {
  const element = document.createElement('div');
  element.className = 'card';
  element.tabIndex = -1;
  element.setAttribute('role', 'group');
  // The summary is announced instead of everything that is on the card.
  element.setAttribute('aria-live', 'off');
  const prefix = `card-${++cardCount}-`;
  /** What the reader folded or unfolded, by element id. @type {Map<string, boolean>} */
  const folds = new Map();
  /** By what the control of an older card is found on the newer one. @type {WeakMap<Element, Keys>} */
  const keys = new WeakMap();
  let shown = '';
  /** @type {import('adaptivecards').AdaptiveCard | undefined} */
  let card;

  /** @param {AdaptiveCardJson} json */
  function show(json) {
    const text = JSON.stringify(json);
    if (text === shown) return;
    shown = text;
    const place = rememberPlace();
    card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
    card.onExecuteAction = execute;
    card.parse(json);
    for (const [id, isVisible] of folds) {
      const part = card.getElementById(id);
      if (part) part.isVisible = isVisible;
    }
    // The marks [1] [2] are for Teams, which makes links of them; the page has the sources below the card, perhaps a moment later.
    const marks = card.getElementById('sources');
    if (marks) marks.isVisible = false;
    for (const input of card.getAllInputs()) {
      const typed = place?.inputs.find(({ id }) => id === input.id);
      if (typed && input instanceof AdaptiveCards.TextInput) input.defaultValue = typed.value;
    }
    card.onElementVisibilityChanged = part => {
      if (part.id) folds.set(part.id, part.isVisible);
    };
    card.onDisplayOverflowActionMenu = (actions, button) => {
      if (button) openMenu(actions, button);
      return true;
    };
    const rendered = card.render();
    // The renderer makes the whole card a stop of the Tab key.
    rendered?.removeAttribute('tabindex');
    element.replaceChildren(...(rendered ? [rendered] : []));
    if (typeof json.lang === 'string') element.lang = json.lang;
    finish();
    returnTo(place);
  }

  /** What the renderer leaves open. */
  function finish() {
    for (const [action, target] of actionsIn(card)) {
      keys.set(target, keysOf(action, target));
      // "Choose" once more says nothing to who does not see what stands beside it; the tooltip does.
      if (action.tooltip && target.matches('button')) target.setAttribute('aria-label', action.tooltip);
      if (!target.matches('button')) nameRow(target);
      // The same words as a tooltip over themselves.
      if (target.title === target.textContent?.trim()) target.removeAttribute('title');
    }
    for (const button of menuButtons(element)) describeMenuButton(button);
    for (const code of /** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll('[style*="--mono"]'))) {
      keepWordsWhole(code);
      offerCopy(code, handlers.notify);
    }
    for (const table of element.querySelectorAll('.ac-factset')) describeFacts(table);
    element.setAttribute('aria-label', element.querySelector('[role="heading"]')?.textContent ?? '');
    // Two cards may use the same ids; a page may not.
    for (const part of element.querySelectorAll('[id]')) part.id = prefix + part.id;
    for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'for']) {
      for (const part of element.querySelectorAll(`[${name}]`)) {
        const ids = (part.getAttribute(name) ?? '').split(' ').filter(Boolean);
        part.setAttribute(name, ids.map(id => (id.startsWith(prefix) ? id : prefix + id)).join(' '));
      }
    }
    keepProseTogether(element);
    tellFolds();
  }

  /** @param {Action} action */
  function execute(action) {
    if (action instanceof AdaptiveCards.OpenUrlAction) return openLink(action.url ?? '');
    if (action instanceof AdaptiveCards.ToggleVisibilityAction) return queueMicrotask(() => afterFold(action));
    if (action instanceof AdaptiveCards.ExecuteAction) {
      return send({ type: 'Action.Execute', id: action.id, verb: action.verb, data: action.data }, formAround(action));
    }
    if (action instanceof AdaptiveCards.SubmitAction) send({ type: 'Action.Submit', data: action.data });
  }

  /** @param {CardAction} action @param {string} [form] what was unfolded to fill it in: filled in, it is folded again */
  async function send(action, form) {
    if (element.ariaBusy === 'true') return;
    element.ariaBusy = 'true';
    const before = shown;
    if (form) folds.delete(form);
    try {
      await handlers.perform(action);
    } finally {
      element.ariaBusy = 'false';
      if (form && shown === before) folds.set(form, true);
    }
  }

  /** @param {Action} action @returns {string | undefined} */
  function formAround(action) {
    const pressed = [...actionsIn(card)].find(([other]) => other === action)?.[1];
    const fold = pressed && foldAround(pressed);
    return fold && card?.getElementById(fold)?.getAllInputs().length ? fold : undefined;
  }

  /** The part that can be folded away together with a control. @param {HTMLElement} control @returns {string | undefined} */
  function foldAround(control) {
    const ids = [...actionsIn(card)].flatMap(([action]) => targetsOf(action));
    return ids.find(id => card?.getElementById(id)?.renderedElement?.contains(control));
  }

  /** @param {string} url */
  function openLink(url) {
    if (!isAllowedLink(url)) return handlers.refuseLink();
    const anchor = document.createElement('a');
    anchor.href = url;
    if (!url.startsWith('mailto:')) anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
    anchor.click();
  }

  /** A fold that hides itself passes the focus on to the one that unfolds again. @param {Action} action */
  function afterFold(action) {
    tellFolds();
    const targets = targetsOf(action);
    const own = [...actionsIn(card)].find(([other]) => other === action)?.[1];
    if (own && isShown(own)) return;
    for (const [other, target] of actionsIn(card)) {
      if (isShown(target) && targetsOf(other).some(id => targets.includes(id))) return target.focus();
    }
  }

  function tellFolds() {
    for (const [action, target] of actionsIn(card)) {
      const parts = targetsOf(action).map(id => card?.getElementById(id));
      // The renderer says it of what unfolds, where it means nothing.
      for (const part of parts) {
        const element = part?.renderedElement;
        if (element?.getAttribute('role') !== 'button') element?.removeAttribute('aria-expanded');
      }
      // The part that holds the control itself says nothing about what unfolds.
      const folded = parts.find(part => part?.renderedElement && !part.renderedElement.contains(target));
      if (folded) target.setAttribute('aria-expanded', String(folded.isVisible));
    }
  }

  function rememberPlace() {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || !element.contains(active)) return undefined;
    return {
      keys: keys.get(active) ?? [],
      fold: foldAround(active),
      top: active.getBoundingClientRect().top,
      input: controls().indexOf(active),
      inputs: (card?.getAllInputs() ?? []).map(input => ({ id: input.id, value: input.value })),
    };
  }

  /** The same control, in the same spot of the window; on a card about something else, the card's beginning.
   * @param {ReturnType<typeof rememberPlace>} place */
  function returnTo(place) {
    if (!place) return;
    const input = controls()[place.input];
    const same = input instanceof HTMLElement ? input : (sameControl(place.keys) ?? unfolding(place.fold));
    (same ?? element).focus({ preventScroll: true });
    const scroller = element.closest('main');
    if (!scroller) return;
    if (same) scroller.scrollTop += same.getBoundingClientRect().top - place.top;
    else {
      const card = element.getBoundingClientRect();
      const view = scroller.getBoundingClientRect();
      const above = card.top - view.top - 32;
      // A card that has grown moves up as far as its own top.
      scroller.scrollTop += Math.min(above, Math.max(0, card.bottom - view.bottom + 16));
    }
  }

  /** What opens a part that is folded. @param {string | undefined} id @returns {HTMLElement | undefined} */
  function unfolding(id) {
    if (id === undefined) return undefined;
    return [...actionsIn(card)].find(([action, target]) => isShown(target) && targetsOf(action).includes(id))?.[1];
  }

  /** @param {Keys} wanted @returns {HTMLElement | undefined} */
  function sameControl(wanted) {
    const all = focusables();
    for (const [level, key] of wanted.entries()) {
      const found = key === undefined ? undefined : all.find(each => keys.get(each)?.[level] === key);
      if (found) return found;
    }
    return undefined;
  }

  /** @returns {Element[]} */
  function controls() {
    return [...element.querySelectorAll('input, select, textarea')];
  }

  /** @returns {HTMLElement[]} */
  function focusables() {
    return [.../** @type {NodeListOf<HTMLElement>} */ (element.querySelectorAll(FOCUSABLE))].filter(isShown);
  }

  return { element, show };
}

/** Every action of a card with the element that carries it. @returns {Generator<[Action, HTMLElement]>} @param {any} part */
function* actionsIn(part) {
  if (!part) return;
  if (part.selectAction && part.renderedElement) yield [part.selectAction, part.renderedElement];
  for (let index = 0; index < part.getActionCount(); index++) {
    const action = part.getActionAt(index);
    if (action?.renderedElement) yield [action, action.renderedElement];
  }
  for (let index = 0; index < (part.getItemCount?.() ?? 0); index++) yield* actionsIn(part.getItemAt(index));
}

/** From the very same to the next of its kind. @typedef {(string | undefined)[]} Keys */

/** @param {Action} action @param {HTMLElement} target @returns {Keys} */
function keysOf(action, target) {
  const json = /** @type {Record<string, any>} */ (action.toJSON());
  const { type, verb, data, targetElements, url } = json;
  const kind = target.matches('button') ? 'button' : 'row';
  return [
    JSON.stringify([kind, type, verb, data, targetElements, url]),
    // A tick that became an untick, a case of a list that was closed; never "Yes, it is done" behind a tick.
    /^(?:un)?tick$|-listed$/.test(verb) ? JSON.stringify([kind, data]) : undefined,
    // "Step 4 done" that became "Step 5 done".
    kind === 'button' && verb && data?.step ? JSON.stringify([verb, data.step]) : undefined,
  ];
}

/**
 * The renderer names a row by the title of its action alone. Who says what is seen, to a screen reader or to voice control,
 * is to find it: where the title lacks words of the row, they are the name, and the title tells more.
 * @param {HTMLElement} row
 */
function nameRow(row) {
  const words = (/** @type {string | null} */ text) => (text ?? '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  if (!words(row.title).includes(words(row.textContent))) row.removeAttribute('aria-label');
}

/** The renderer lays facts out as a table and hides that it is one. @param {Element} table */
function describeFacts(table) {
  table.setAttribute('role', 'table');
  for (const row of table.querySelectorAll('tr')) row.setAttribute('role', 'row');
  for (const cell of table.querySelectorAll('td')) {
    const isTitle = cell.classList.contains('ac-fact-title');
    if (isTitle) cell.setAttribute('role', 'rowheader');
    else if (cell.classList.contains('ac-fact-value')) cell.setAttribute('role', 'cell');
    else cell.setAttribute('role', 'presentation');
  }
}

/** @param {Action} action @returns {string[]} */
function targetsOf(action) {
  return action instanceof AdaptiveCards.ToggleVisibilityAction ? Object.keys(action.targetElements) : [];
}

/** @param {HTMLElement} element */
function isShown(element) {
  return element.getClientRects().length > 0;
}
