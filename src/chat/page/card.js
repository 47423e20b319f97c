// One Adaptive Card on the page. When the bot replaces it, the reader keeps the place: focus, scroll, what was unfolded and typed.
import { hostConfig } from './host-config.js';
import { isAllowedLink, markdown } from './markdown.js';

/** @typedef {import('./types.d.ts').AdaptiveCardJson} AdaptiveCardJson */
/** @typedef {import('./types.d.ts').CardAction} CardAction */
/** @typedef {import('adaptivecards').Action} Action */

/** @typedef {{ perform(action: CardAction): Promise<void>; refuseLink(): void }} CardHandlers */

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
  // The summary is announced instead of everything that is on the card.
  element.setAttribute('aria-live', 'off');
  const prefix = `card-${++cardCount}-`;
  /** What the reader folded or unfolded, by element id. @type {Map<string, boolean>} */
  const folds = new Map();
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
    for (const input of card.getAllInputs()) {
      const typed = place?.inputs.find(({ id }) => id === input.id);
      if (typed && input instanceof AdaptiveCards.TextInput) input.defaultValue = typed.value;
    }
    card.onElementVisibilityChanged = part => {
      if (part.id) folds.set(part.id, part.isVisible);
    };
    const rendered = card.render();
    element.replaceChildren(...(rendered ? [rendered] : []));
    if (typeof json.lang === 'string') element.lang = json.lang;
    finish();
    returnTo(place);
  }

  /** What the renderer leaves open. */
  function finish() {
    for (const [action, target] of actionsIn(card)) {
      target.dataset.key = keyOf(action);
      // A link announces itself as one, and a title as long as a row's text needs no tooltip.
      if (target.title && target.title === target.textContent?.trim()) target.removeAttribute('title');
    }
    // Two cards may use the same ids; a page may not.
    for (const part of element.querySelectorAll('[id]')) part.id = prefix + part.id;
    for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby', 'for']) {
      for (const part of element.querySelectorAll(`[${name}]`)) {
        const ids = (part.getAttribute(name) ?? '').split(' ').filter(Boolean);
        part.setAttribute(name, ids.map(id => (id.startsWith(prefix) ? id : prefix + id)).join(' '));
      }
    }
    tellFolds();
  }

  /** @param {Action} action */
  function execute(action) {
    if (action instanceof AdaptiveCards.OpenUrlAction) return openLink(action.url ?? '');
    if (action instanceof AdaptiveCards.ToggleVisibilityAction) return queueMicrotask(() => afterFold(action));
    if (action instanceof AdaptiveCards.ExecuteAction) {
      return send({ type: 'Action.Execute', id: action.id, verb: action.verb, data: action.data });
    }
    if (action instanceof AdaptiveCards.SubmitAction) send({ type: 'Action.Submit', data: action.data });
  }

  /** @param {CardAction} action */
  async function send(action) {
    if (element.ariaBusy === 'true') return;
    element.ariaBusy = 'true';
    try {
      await handlers.perform(action);
    } finally {
      element.ariaBusy = 'false';
    }
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
      // The part that holds the control itself says nothing about what unfolds.
      const folded = parts.find(part => part?.renderedElement && !part.renderedElement.contains(target));
      if (folded) target.setAttribute('aria-expanded', String(folded.isVisible));
    }
  }

  function rememberPlace() {
    const active = document.activeElement;
    if (!(active instanceof HTMLElement) || !element.contains(active)) return undefined;
    const key = active.dataset.key;
    const isInput = active.matches('input, select, textarea');
    return {
      key,
      ordinal: withKey(key).indexOf(active),
      index: focusables().indexOf(active),
      top: active.getBoundingClientRect().top,
      inputs: isInput ? (card?.getAllInputs() ?? []).map(input => ({ id: input.id, value: input.value })) : [],
    };
  }

  /** @param {ReturnType<typeof rememberPlace>} place */
  function returnTo(place) {
    if (!place) return;
    const all = focusables();
    const same = withKey(place.key).filter(isShown);
    const next = same[place.ordinal] ?? same[0] ?? all[Math.min(place.index, all.length - 1)] ?? element;
    next.focus({ preventScroll: true });
    const scroller = element.closest('main');
    if (scroller) scroller.scrollTop += next.getBoundingClientRect().top - place.top;
  }

  /** @param {string | undefined} key @returns {HTMLElement[]} */
  function withKey(key) {
    return key === undefined ? [] : focusables().filter(each => each.dataset.key === key);
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

/** What makes it the same control on the next version of the card; its words may change. @param {Action} action */
function keyOf(action) {
  const { type, verb, data, targetElements, url } = /** @type {Record<string, unknown>} */ (action.toJSON());
  return JSON.stringify([type, verb, data, targetElements, url]);
}

/** @param {Action} action @returns {string[]} */
function targetsOf(action) {
  return action instanceof AdaptiveCards.ToggleVisibilityAction ? Object.keys(action.targetElements) : [];
}

/** @param {HTMLElement} element */
function isShown(element) {
  return element.getClientRects().length > 0;
}
