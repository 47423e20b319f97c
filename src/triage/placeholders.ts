/** `{server}` in a text or command: what may stand there, and how it is filled from a case. */

/** What a case can fill in. Values that are the same for every case stand in dialogs/shared/pieces.yaml. */
export const placeholders = [
  'code',
  'reply',
  'title',
  'server',
  'ip',
  'domain',
  'recipient',
  'sender',
  'senderDomain',
  'partner',
  'connector',
  'sendingIp',
  'queuedAt',
  'lastAttempt',
  'expiresAt',
  'retryHours',
] as const;

// server
const isName = /^[a-zA-Z]{1,40}$/;

/** The names used in a text, each once. */
export function placeholdersIn(text: string): string[] {
  const names = new Set<string>();
  fill(text, name => {
    names.add(name);
    return '';
  });
  return [...names];
}

/** Fills every placeholder; `value` decides what stands where a case knows nothing. */
export function fill(text: string, value: (name: string) => string): string {
  // By hand: a card has a hundred texts, and a regular expression takes four times as long for each.
  let filled = '';
  let from = 0;
  for (let open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
    const close = text.indexOf('}', open);
    if (close < 0) break;
    const name = text.slice(open + 1, close);
    if (!isName.test(name)) continue;
    filled += text.slice(from, open) + value(name);
    from = close + 1;
  }
  return from === 0 ? text : filled + text.slice(from);
}
