// Where this window is: one's own chat with the bot, or the channel, in which one is a colleague.

/** @typedef {import('./types.d.ts').Place} Place */

/** @type {Place} */
export const place = new URLSearchParams(location.search).get('place') === 'channel' ? 'channel' : 'chat';
const other = place === 'channel' ? 'chat' : 'channel';

/** A link to the other place is a window of its own, and finds the one that is open. @param {HTMLAnchorElement} link */
export function leadElsewhere(link) {
  window.name = windowOf(place);
  document.documentElement.dataset.place = place;
  link.href = other === 'channel' ? '/?place=channel' : '/';
  link.target = windowOf(other);
}

/** @param {Place} which */
function windowOf(which) {
  return `mailflow-triage-${which}`;
}
