/** What was said in a paste, the words that decide first: the innermost reply, those around it, other replies, the rest. */
import { consequence, type Ranking } from './rank.ts';
import type { Attempt } from './reading.ts';

export interface Said {
  /** The words on one line, without the codes that a reply of several lines repeats. */
  readonly words: string;
  /** The same as pasted, for marks that have codes, brackets or links. */
  readonly raw: string;
  /** The server that the paste names as the one who said it. */
  readonly host: string | undefined;
  /** Whether a server said it, rather than a person or a report around it. */
  readonly isReply: boolean;
}

const longestSaid = 2_000;
const mostAttempts = 12;
const longestRest = 12_000;

// "550-5.2.1 ", "550 5.2.1 ", "#5.7.1 ": at the head of every line of a reply, and wherever it was folded
const code = /(?<![\w.])(?:[245]\d\d[ -]{0,2})?#?[245]\.\d{1,3}\.\d{1,3}(?![\w.]|\.\d)[ :]{0,2}/g;
const linePrefix = /(?:^|[\s'"])[45]\d\d-(?=[^\d\s])/g;
// Postfix and Exim around what the other server said: "host mx.contoso.example[192.0.2.7] said: … (in reply to RCPT TO command)"
const around =
  /\bhost [^\s()<>[\]]{3,253}(?:[ ]?\[[^\]\s]{2,45}\])?(?: said:| refused to talk to me:)|\(in reply to [^)\n]{2,40}\)|\bSMTP error from remote (?:mail )?server after (?:[A-Z][A-Z ]{2,12}|end of data)\S{0,80}:/g;

// What stands for somebody or something is read as what it is: no name of a host is a word of the reply
const link = /\bhttps?:\/\/[^\s<>"')]{1,300}/gi;
const address = /<?[^\s@<>()"']{1,64}@[^\s@<>()"',;:]{1,253}>?/g;
const ipAddress =
  /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]*\w)|(?<![\w:])[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}(?![\w:])/gi;
const hostName =
  /(?<![\w.@-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.(?!(?:exe|scr|zip|rar|iso|js|vbs|bat|pdf|docx?|docm|xlsx?|xlsm|html?|txt|dll|hta)\b)[a-z]{2,12}(?![\w@-])/gi;

// Exchange Online, where the other system said nothing that it understood
const saysNothing = /\bRemote server returned an error\b/gi;

/** One line for wordings: `550-5.2.1 receiving mail at a rate 550-5.2.1 that` is read as it was meant. */
export function oneLine(text: string, longest = longestSaid): string {
  const bare = text
    .slice(0, longest)
    .replace(/=\n/g, '')
    .replace(around, ' . ')
    .replace(saysNothing, ' . ')
    .replace(code, ' ')
    .replace(linePrefix, ' ')
    .replace(link, ' ');
  // Looked for from every letter on, so only where there is one.
  return (bare.includes('@') ? bare.replace(address, ' address ') : bare)
    .replace(ipAddress, ' ip ')
    .replace(hostName, ' hostname ')
    .replace(/\s+/g, ' ')
    .trim();
}

// RFC 5321's own sentences, without the code before them
const serversOwn = /Requested (?:mail )?action (?:not taken|aborted)|^[\s>"'(]{0,8}Remote server returned/i;

export function saidIn(text: string, ranking: Ranking, attempts: readonly Attempt[]): Said[] {
  const cause = ranking.cause?.attempt;
  const others = attempts.filter(attempt => attempt !== cause);
  const ordered = [...(cause ? [cause] : []), ...others].slice(0, mostAttempts);
  const rest = text.slice(0, longestRest);
  const layers = ordered.flatMap(attempt => layersOf(text, attempt));
  const causes = layers.filter(({ words }) => !consequence.test(words));
  return [
    ...(causes.length > 0 ? causes : layers),
    {
      words: oneLine(rest, longestRest),
      raw: rest,
      host: undefined,
      isReply: serversOwn.test(rest) || (layers.length === 0 && isLog(rest)),
    },
    // Who does not even listen refuses whoever calls, where no words say more.
    ...(refusal.test(rest) ? [{ words: 'refused to talk', raw: '', host: undefined, isReply: true }] : []),
  ];
}

// Postfix, where the other server greets it with a refusal
const refusal = /refused to talk to me: 5/;

// The line of a server's log, or words that only a server writes
const log = /\bpostfix\/|\bsendmail\[\d|\bstatus=(?:deferred|bounced|sent)\b|\bT=remote_smtp\b|\bDNS Error: \d/;

/** Whether a server wrote it, though no reply of one is in it. */
export function isLog(text: string): boolean {
  return log.test(text.slice(0, longestSaid));
}

const longestBefore = 300;

/** qmail and Exim end a sentence with its code, `Sorry, no mailbox here by that name. (#5.1.1)`: where the sentence begins. */
function wordsBefore(text: string, start: number): number {
  if (!/\(#?$/.test(text.slice(Math.max(0, start - 2), start))) return start;
  const from = Math.max(0, start - longestBefore);
  const before = text.slice(from, start);
  return (
    from +
    Math.max(
      0,
      before.lastIndexOf('\n\n') + 2 * Number(before.includes('\n\n')),
      before.lastIndexOf('>:') + 2 * Number(before.includes('>:')),
    )
  );
}

/** A text as it stands, and the same made tidy. */
function lettersOf(text: string): string {
  return text.slice(0, longestSaid).replace(/[^\p{L}\p{N}]/gu, '');
}

/** The innermost reply of an attempt first. What is quoted inside was said by somebody farther on than the host of the attempt. */
function layersOf(text: string, attempt: Attempt): Said[] {
  const starts = attempt.replies.map(({ start }) => start).sort((one, other) => one - other);
  const pieces = starts.map((start, place) => text.slice(wordsBefore(text, start), starts[place + 1] ?? attempt.end));
  const layers = pieces.map((raw): Said => {
    return { words: oneLine(raw), raw: raw.slice(0, longestSaid), host: attempt.host, isReply: true };
  });
  // A field of a report has its words elsewhere than its code.
  const read = attempt.words ?? attempt.replies.at(-1)?.text ?? '';
  const start = read.slice(0, 60);
  const isThere =
    pieces.some(piece => piece.includes(start)) || pieces.some(piece => lettersOf(piece).includes(lettersOf(start)));
  const words = isThere ? '' : read;
  return [
    ...layers.reverse(),
    ...(words === '' ? [] : [{ words: oneLine(words), raw: words, host: attempt.host, isReply: true }]),
  ];
}
