// The conversation as it stands on the page: one element an entry, in order.
import { agentBubble, botTexts } from './bubble.js';
import { createCard } from './card.js';
import { createCardFoot } from './card-foot.js';
import { formatTime, texts } from './language.js';

/** @typedef {import('./types.d.ts').ChatEntry} ChatEntry */
/** @typedef {import('./types.d.ts').SaidMessage} SaidMessage */
/** @typedef {ReturnType<typeof createCard>} Card */
/** @typedef {{ entry: ChatEntry; element: HTMLElement; cards: Card[]; foot?: ReturnType<typeof createCardFoot> }} Turn */

/** @param {HTMLElement} container @param {import('./types.d.ts').LogActions} actions */
export function createLog(container, actions) {
  /** @type {Map<string, Turn>} */
  const turns = new Map();
  /** Long pastes that were opened, by entry id. @type {Set<string>} */
  const opened = new Set();

  /** Adds the entry or brings it up to date. @param {ChatEntry} entry @returns {HTMLElement | undefined} the element, if it is a new one */
  function show(entry) {
    const turn = turns.get(entry.id);
    if (!turn) return add(entry).element;
    const isSameButCards = lookOf(turn.entry) === lookOf(entry);
    turn.entry = entry;
    if (!isSameButCards) draw(turn);
    else if (entry.kind === 'message' && entry.cards) showCards(turn);
    return undefined;
  }

  /** @param {ChatEntry} entry */
  function add(entry) {
    const turn = { entry, element: document.createElement('div'), cards: [] };
    turns.set(entry.id, turn);
    container.append(turn.element);
    draw(turn);
    return turn;
  }

  /** @param {string} id */
  function remove(id) {
    turns.get(id)?.element.remove();
    turns.delete(id);
  }

  /** @param {ChatEntry[]} entries */
  function replaceAll(entries) {
    const kept = new Set(entries.map(({ id }) => id));
    for (const id of [...turns.keys()]) if (!kept.has(id)) remove(id);
    for (const entry of entries) {
      show(entry);
      const element = turns.get(entry.id)?.element;
      // Moving an element takes the focus from it: only those out of place are moved.
      if (element && element !== container.lastElementChild && !isInOrder(entries, entry)) container.append(element);
    }
  }

  /** @param {ChatEntry[]} entries @param {ChatEntry} entry */
  function isInOrder(entries, entry) {
    const next = entries[entries.indexOf(entry) + 1];
    const following = next && turns.get(next.id)?.element;
    return !following || turns.get(entry.id)?.element.nextElementSibling === following;
  }

  /** @param {Turn} turn */
  function draw(turn) {
    const { entry, element } = turn;
    if (entry.kind === 'new-case') {
      element.className = 'mark-line';
      element.setAttribute('role', 'separator');
      element.textContent = `${texts().newCase}, ${formatTime(entry.at)}`;
      return;
    }
    element.className = entry.from === 'agent' ? 'turn me' : 'turn it';
    element.classList.toggle('failed', entry.delivery === 'failed');
    element.replaceChildren(byLine(entry), ...body(turn, entry));
  }

  /** @param {Turn} turn @param {SaidMessage} entry @returns {HTMLElement[]} */
  function body(turn, entry) {
    if (entry.from === 'agent') {
      const fold = {
        isOpen: opened.has(entry.id),
        onToggle: (/** @type {boolean} */ isOpen) => void (isOpen ? opened.add(entry.id) : opened.delete(entry.id)),
      };
      const bubble = agentBubble(entry.text ?? '', fold);
      return entry.delivery === 'failed' ? [bubble, failure(entry)] : [bubble];
    }
    showCards(turn);
    const said = entry.text ? botTexts(entry, actions.notify) : [];
    return [...said, ...turn.cards.map(card => card.element), ...(turn.foot ? [turn.foot.element] : [])];
  }

  /** @param {Turn} turn */
  function showCards(turn) {
    const entry = /** @type {SaidMessage} */ (turn.entry);
    const cards = entry.cards ?? [];
    turn.cards.length = Math.min(turn.cards.length, cards.length);
    cards.forEach((json, index) => {
      turn.cards[index] ??= createCard({
        perform: action => actions.perform(/** @type {SaidMessage} */ (turn.entry), action),
        refuseLink: () => actions.notify(texts().openBlocked),
        notify: actions.notify,
      });
      turn.cards[index].show(json);
    });
    if (cards.length === 0) return;
    turn.foot ??= createCardFoot(reaction => actions.rate(/** @type {SaidMessage} */ (turn.entry), reaction));
    turn.foot.show(entry);
  }

  /** @param {SaidMessage} entry */
  function byLine(entry) {
    const line = document.createElement('span');
    line.className = 'by';
    const time = document.createElement('time');
    time.dateTime = entry.at;
    time.textContent = formatTime(entry.at);
    line.append(entry.from === 'agent' ? texts().you : 'Mailflow Triage', ', ', time);
    return line;
  }

  /** @param {SaidMessage} entry */
  function failure(entry) {
    const line = document.createElement('span');
    line.className = 'failure';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = texts().sendAgain;
    button.onclick = () => actions.sendAgain(entry);
    line.append(texts().notSent, ' · ', button);
    return line;
  }

  return {
    show,
    remove,
    replaceAll,
    /** After a change of language. */
    redraw: () =>
      turns.forEach(turn => {
        delete turn.foot;
        draw(turn);
      }),
    /** @returns {ChatEntry | undefined} */
    last: () => [...turns.values()].at(-1)?.entry,
    /** Whether somebody is at work in it. @param {string} id */
    holdsFocus: id => turns.get(id)?.element.contains(document.activeElement) === true,
  };
}

/** What of it can be seen beside its cards. @param {ChatEntry} entry */
function lookOf(entry) {
  if (entry.kind === 'new-case') return formatTime(entry.at);
  const { text, textFormat, cards, at, delivery } = entry;
  return JSON.stringify([text, textFormat, cards?.length, formatTime(at), delivery === 'failed']);
}
