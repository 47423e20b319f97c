// Holds the page together: what the agent does goes to the server, what the server says goes to the log.
import {
  ApiError,
  createConversation,
  listen,
  readConversation,
  sendFeedback,
  sendFile,
  sendInvoke,
  sendMessage,
  startCase,
} from './api.js';
import { createComposer } from './composer.js';
import { createEmptyState } from './empty-state.js';
import { chooseLanguage, language, startLanguage, texts } from './language.js';
import { createLog } from './log.js';
import { recall, remember } from './memory.js';
import { element } from './page.js';
import { leadElsewhere, place } from './place.js';

/** @typedef {import('./types.d.ts').ChatEntry} ChatEntry */
/** @typedef {import('./types.d.ts').SaidMessage} SaidMessage */

const TYPING_AFTER_MS = 400;
const TYPING_FOR_MS = 8_000;
const NOTICE_FOR_MS = 8_000;

const main = element('main', HTMLElement);
const typing = element('typing', HTMLElement);
const banner = element('banner', HTMLElement);
const notice = element('notice', HTMLElement);
const announcer = element('announcer', HTMLElement);
const languageSelect = element('language', HTMLSelectElement);

leadElsewhere(element('other-place', HTMLAnchorElement));
startLanguage();
const log = createLog(element('log', HTMLElement), { sendAgain: send, perform, rate, notify: tell });
const composer = createComposer({ send: text => send(newMessage(text)), sendFile: sendArchive, tell });
const empty = createEmptyState({ send: text => send(newMessage(text)), focusBox: composer.focus });

/** As the browser remembers it. */
const ownName = place === 'channel' ? 'channel' : 'conversation';
/** @type {string | undefined} */
let conversationId = recall(ownName);
/** @type {Promise<string> | undefined} */
let starting;
let stopListening = () => {};
/** @type {Promise<void>} */
let events = Promise.resolve();
/** Messages that did not reach the server: it cannot give them back. @type {Map<string, SaidMessage>} */
const unsent = new Map();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let noticeTimer;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let lostTimer;

languageSelect.value = language();
languageSelect.addEventListener('change', () => changeLanguage(languageSelect.value));
element('new-case', HTMLButtonElement).addEventListener('click', newCase);
showEmpty();
keepEndInView();
document.documentElement.classList.remove('starting');
if (conversationId) await open(conversationId);
showEmpty();
if (matchMedia('(hover: hover)').matches) composer.focus();

/** @param {string} id */
async function open(id) {
  stopListening();
  try {
    const { entries, lastEventId } = await readConversation(id);
    log.replaceAll([...entries, ...unsent.values()]);
    main.scrollTop = main.scrollHeight;
    follow(id, lastEventId);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) conversationId = undefined;
    else follow(id, '');
  }
}

/** @param {string} id @param {string} after */
function follow(id, after) {
  stopListening = listen(id, after, {
    // One after the other: what arrives while the transcript is read again comes after it.
    event(name, data) {
      events = events.then(() => handlers[name]?.(data)).catch(console.error);
    },
    lost() {
      // A restart takes a moment: only what lasts is worth a word.
      lostTimer ??= setTimeout(() => showBanner(texts().lost), 1_000);
    },
    back() {
      clearTimeout(lostTimer);
      lostTimer = undefined;
      if (banner.hidden) return;
      showBanner('');
      announce(texts().back);
    },
  });
}

/** @type {Record<string, (data: any) => void | Promise<void>>} */
const handlers = {
  entry: showEntry,
  removed: ({ id }) => {
    log.remove(id);
    showEmpty();
  },
  typing: () => showTyping(0),
  notice: ({ text }) => tell(text),
  async reset() {
    if (!conversationId) return;
    const { entries } = await readConversation(conversationId);
    log.replaceAll([...entries, ...unsent.values()]);
    showEmpty();
  },
};

/** @param {ChatEntry} entry */
function showEntry(entry) {
  const isFollowing = atEnd();
  const added = log.show(entry);
  showEmpty();
  if (entry.kind === 'new-case') return;
  if (entry.from === 'bot') {
    hideTyping();
    announce(String(entry.cards?.at(-1)?.fallbackText ?? ''));
  }
  if (added && (isFollowing || entry.from === 'agent')) reveal(added);
  // A card above that has grown pushes nothing out of sight, unless somebody is at work in it.
  const isAbove = !added && entry.from === 'bot' && log.last()?.id !== entry.id;
  if (isAbove && isFollowing && !log.holdsFocus(entry.id)) main.scrollTop = main.scrollHeight;
}

/** The page is on its way to the end: whatever comes meanwhile is followed as well. */
let isHeadingToEnd = false;
const longestWay = 1_000;

function headToEnd() {
  isHeadingToEnd = true;
  const arrived = () => {
    isHeadingToEnd = false;
  };
  main.addEventListener('scrollend', arrived, { once: true });
  for (const turnedBy of ['wheel', 'touchmove', 'keydown']) main.addEventListener(turnedBy, arrived, { once: true });
  setTimeout(arrived, longestWay);
}

function atEnd() {
  return isHeadingToEnd || main.scrollHeight - main.scrollTop - main.clientHeight < 160;
}

/** A long card is read from its top; everything else from the bottom of the conversation. @param {HTMLElement} turn */
function reveal(turn) {
  const isTall = turn.offsetHeight > main.clientHeight - 32;
  const end = isTall ? turn.offsetTop - 16 : main.scrollHeight;
  // Whoever uses the keys still sees where they are.
  const focused = main.querySelector(':focus-visible')?.getBoundingClientRect();
  const mostTop = main.scrollTop + (focused ? focused.top - main.getBoundingClientRect().top - 16 : end);
  const top = Math.min(end, Math.max(mostTop, main.scrollTop));
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (isTall) isHeadingToEnd = false;
  else if (!isCalm) headToEnd();
  main.scrollTo({ top, behavior: isCalm ? 'auto' : 'smooth' });
}

/** @param {string} text @returns {SaidMessage} */
function newMessage(text) {
  return {
    kind: 'message',
    id: crypto.randomUUID(),
    from: 'agent',
    at: new Date().toISOString(),
    text,
    textFormat: 'plain',
  };
}

/** @param {SaidMessage} message */
async function send(message) {
  const sending = /** @type {const} */ ({ ...message, delivery: 'sending' });
  unsent.set(message.id, { ...message, delivery: 'failed' });
  showEntry(sending);
  showTyping(TYPING_AFTER_MS);
  try {
    const id = await ensureConversation();
    await sendMessage(id, { clientId: message.id, text: message.text ?? '' });
    unsent.delete(message.id);
  } catch (error) {
    const status = error instanceof ApiError ? error.status : 0;
    // The server has it and says so itself.
    if (status === 502) unsent.delete(message.id);
    const isAtEnd = atEnd();
    log.show({ ...message, textFormat: 'plain', delivery: 'failed' });
    if (isAtEnd) main.scrollTop = main.scrollHeight;
    if (status === 413) tell(texts().tooLong);
    else announce(texts().notSent);
  } finally {
    hideTyping();
  }
}

/** @param {File} file */
async function sendArchive(file) {
  tell('');
  showTyping(TYPING_AFTER_MS);
  try {
    await sendFile(await ensureConversation(), crypto.randomUUID(), file);
  } finally {
    hideTyping();
  }
}

/** @param {SaidMessage} entry @param {import('./types.d.ts').CardAction} action */
async function perform(entry, action) {
  if (!conversationId) return;
  try {
    const answer = await sendInvoke(conversationId, entry.id, action);
    tell(answer.error === '' ? texts().actionFailed : (answer.error ?? answer.message ?? ''));
    if (answer.entry) showEntry(answer.entry);
  } catch (error) {
    const isGone = error instanceof ApiError && error.status === 404;
    tell(isGone ? texts().actionGone : texts().actionFailed);
  }
}

/** @param {SaidMessage} entry @param {import('./types.d.ts').Reaction} reaction */
async function rate(entry, reaction) {
  if (!conversationId) return;
  try {
    showEntry((await sendFeedback(conversationId, entry.id, reaction)).entry);
    tell(texts().thanks);
  } catch (error) {
    const isGone = error instanceof ApiError && error.status === 404;
    tell(isGone ? texts().actionGone : texts().actionFailed);
  }
}

/** @returns {Promise<string>} */
function ensureConversation() {
  if (conversationId) return Promise.resolve(conversationId);
  // Two quick messages belong to one conversation.
  starting ??= startConversation().finally(() => {
    starting = undefined;
  });
  return starting;
}

async function startConversation() {
  const created = await createConversation();
  follow(created.conversationId, created.lastEventId);
  await tellLanguage(created.conversationId);
  conversationId = created.conversationId;
  remember(ownName, conversationId);
  return conversationId;
}

/** @param {string} name */
function changeLanguage(name) {
  chooseLanguage(name);
  log.redraw();
  empty.draw();
  composer.refresh();
  tell('');
  if (conversationId) tellLanguage(conversationId);
}

/** Cards are in the language that the page shows, whatever a paste is written in: said as a command, without a bubble. @param {string} id */
async function tellLanguage(id) {
  const message = { clientId: crypto.randomUUID(), text: `language ${language()}`, silent: true };
  // Every message carries the language too, so that nothing depends on this one.
  await sendMessage(id, message).catch(() => {});
}

async function newCase() {
  composer.focus();
  if (!conversationId || !log.last()) return;
  try {
    await startCase(conversationId);
    main.scrollTop = main.scrollHeight;
  } catch {
    tell(texts().actionFailed);
  }
}

function showEmpty() {
  empty.show(log.last()?.kind !== 'message');
}

/** When the message box grows, or a phone's keyboard opens, the last words stay above it. */
function keepEndInView() {
  let wasAtEnd = true;
  main.addEventListener('scroll', () => {
    wasAtEnd = atEnd();
  });
  new ResizeObserver(() => {
    if (wasAtEnd && !empty.isShown()) main.scrollTop = main.scrollHeight;
  }).observe(main);
}

/** @param {number} delay */
function showTyping(delay) {
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => {
    const isFollowing = atEnd();
    typing.hidden = false;
    if (isFollowing) main.scrollTop = main.scrollHeight;
    typingTimer = setTimeout(hideTyping, TYPING_FOR_MS);
  }, delay);
}

function hideTyping() {
  clearTimeout(typingTimer);
  typing.hidden = true;
}

/** A sentence above the message box, for a while. @param {string} sentence */
function tell(sentence) {
  clearTimeout(noticeTimer);
  notice.textContent = sentence;
  noticeTimer = setTimeout(() => {
    notice.textContent = '';
  }, NOTICE_FOR_MS);
}

/** @param {string} sentence */
function announce(sentence) {
  announcer.textContent = sentence;
}

/** @param {string} sentence */
function showBanner(sentence) {
  banner.textContent = sentence;
  banner.hidden = sentence === '';
}
