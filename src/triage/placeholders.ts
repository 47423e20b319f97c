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

// {server}
const pattern = /\{(?<name>[a-zA-Z]{1,40})\}/g;

/** The names used in a text, each once. */
export function placeholdersIn(text: string): string[] {
  if (!text.includes('{')) return [];
  return [...new Set([...text.matchAll(pattern)].map(match => match.groups!.name!))];
}

/** Fills every placeholder; `value` decides what stands where a case knows nothing. */
export function fill(text: string, value: (name: string) => string): string {
  return text.replace(pattern, (_, name: string) => value(name));
}
