// The page's side of the server's small API.
import { language } from './language.js';
import { place } from './place.js';

export class ApiError extends Error {
  /** @param {number} status 0: nobody answered. */
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

/**
 * @param {'GET' | 'POST'} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/chat/conversations${path}`, {
      method,
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new ApiError(0);
  }
  if (!response.ok) throw new ApiError(response.status);
  return response.json();
}

function sender() {
  return { place, locale: language(), timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
}

/** @returns {Promise<{ conversationId: string; lastEventId: string }>} */
export function createConversation() {
  return call('POST', '', {});
}

/** @param {string} id @returns {Promise<{ entries: import('./types.d.ts').ChatEntry[]; lastEventId: string }>} */
export function readConversation(id) {
  return call('GET', `/${id}`);
}

/** @param {string} id @param {{ clientId: string; text: string; silent?: boolean }} message */
export function sendMessage(id, message) {
  return call('POST', `/${id}/messages`, { ...sender(), ...message });
}

/** An archive, for the bot to sort. @param {string} id @param {string} clientId @param {File} file */
export async function sendFile(id, clientId, file) {
  const query = new URLSearchParams({ ...sender(), clientId, name: file.name });
  const headers = { 'Content-Type': 'application/octet-stream' };
  const address = `/chat/conversations/${id}/files?${query}`;
  const response = await fetch(address, { method: 'POST', headers, body: file }).catch(() => undefined);
  if (!response?.ok) throw new ApiError(response?.status ?? 0);
}

/** @param {string} id */
export function startCase(id) {
  return call('POST', `/${id}/cases`, sender());
}

/**
 * @param {string} id
 * @param {string} activityId
 * @param {import('./types.d.ts').CardAction} action
 * @returns {Promise<import('./types.d.ts').InvokeAnswer>}
 */
export function sendInvoke(id, activityId, action) {
  return call('POST', `/${id}/invokes`, { ...sender(), activityId, action });
}

/** @param {string} id @param {string} activityId @param {import('./types.d.ts').Reaction} reaction @returns {Promise<{ entry: import('./types.d.ts').SaidMessage }>} */
export function sendFeedback(id, activityId, reaction) {
  return call('POST', `/${id}/feedback`, { ...sender(), activityId, reaction });
}

/** The text of a file, as the bot reads files. @param {File} file @returns {Promise<string>} */
export async function readFile(file) {
  const headers = { 'Content-Type': 'application/octet-stream' };
  const response = await fetch('/chat/files', { method: 'POST', headers, body: file }).catch(() => undefined);
  if (!response?.ok) throw new ApiError(response?.status ?? 0);
  return (await response.json()).text;
}

/**
 * Listens until closed. A page in the background lets go of its connection (a browser has six to a server) and catches up later.
 * @param {string} id
 * @param {string} after
 * @param {{ event(name: string, data: any): void; lost(): void; back(): void }} listener
 * @returns {() => void}
 */
export function listen(id, after, listener) {
  let last = after;
  let isClosed = false;
  /** @type {EventSource | undefined} */
  let source;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry;

  function open() {
    clearTimeout(retry);
    source?.close();
    source = new EventSource(`/chat/conversations/${id}/events?after=${encodeURIComponent(last)}`);
    source.onopen = listener.back;
    source.onerror = () => {
      if (isClosed) return;
      listener.lost();
      // Ours, not the browser's: after an HTTP error it would give up, and it waits longer and longer.
      source?.close();
      clearTimeout(retry);
      retry = setTimeout(open, 1_500);
    };
    for (const name of ['entry', 'removed', 'typing', 'notice', 'reset']) {
      source.addEventListener(name, message => {
        last = message.lastEventId || last;
        listener.event(name, JSON.parse(message.data));
      });
    }
  }

  function followVisibility() {
    if (document.visibilityState === 'visible') {
      if (source?.readyState !== EventSource.OPEN) open();
    } else {
      clearTimeout(retry);
      source?.close();
    }
  }

  open();
  document.addEventListener('visibilitychange', followVisibility);
  return () => {
    isClosed = true;
    clearTimeout(retry);
    source?.close();
    document.removeEventListener('visibilitychange', followVisibility);
  };
}
