/** mail.log of Postfix, of its SMTP server: who connected, what was answered, where it ended. */
import { ipIn, type ProtocolEvent, type ProtocolEventKind } from './protocol-event.ts';

// Nov 20 18:42:10 mx postfix/smtpd[1234]: connect from mail.example[192.0.2.7]
// 2026-11-20T18:42:10.123456+01:00 mx postfix/submission/smtpd[1234]: lost connection after EHLO from …
const line =
  /^(?:(?<iso>\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(?<zone>Z|[+-]\d{2}:?\d{2})?|(?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2}) (?<time>\d{2}:\d{2}:\d{2})) (?<host>\S{1,255}) postfix[\w./-]{0,60}\/(?<daemon>smtpd|postscreen)\[(?<pid>\d{1,10})\]: (?<text>.*)$/;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function isPostfixLine(text: string): boolean {
  return /^\S{1,40}(?: {1,2}\d{1,2} \S{8})? \S{1,255} postfix[\w./-]{0,60}\/\w{1,20}\[\d{1,10}\]: /.test(text);
}

const wordings: readonly (readonly [RegExp, ProtocolEventKind])[] = [
  [/^connect from /i, 'open'],
  [/^disconnect from /i, 'close'],
  [/^(?:lost connection|timeout|too many errors|improper command pipelining) after |^SSL_accept error from /i, 'close'],
  [/TLS connection established from /i, 'note'],
  [/reject: |^NOQUEUE: |: client=/i, 'server'],
];

/**
 * @param year of a line without one; a month that would lie in the future is the year before
 * @param latest milliseconds: no line is later
 */
export function readPostfixLine(text: string, year: number, latest: number): ProtocolEvent | undefined {
  const groups = line.exec(text.length > 4_000 ? text.slice(0, 4_000) : text)?.groups;
  if (!groups) return undefined;
  const said = groups.text!;
  const kind = wordings.find(([wording]) => wording.test(said))?.[1];
  if (kind === undefined) return undefined;
  // connect from mail.example[192.0.2.7] | RCPT from mail.example[192.0.2.7]: 550 …
  const from = /(?:from |client=)(?<who>\S{1,255}\[[0-9a-f.:]{2,45}\])/i.exec(said)?.groups?.who;
  if (from === undefined) return undefined;
  const reply = /\]: (?<reply>[245]\d\d[ -].*)/.exec(said)?.groups?.reply;
  return {
    kind,
    at: timeOf(groups, year, latest),
    session: `${groups.host} ${groups.pid}`,
    connector: groups.host!,
    ip: ipIn(from),
    text: reply ?? (said.includes('client=') ? '250 2.0.0 accepted' : said),
    context: kind === 'close' ? said : '',
  };
}

function timeOf(groups: Readonly<Record<string, string | undefined>>, year: number, latest: number): number | null {
  if (groups.iso !== undefined) {
    const time = Date.parse(`${groups.iso}${groups.zone ?? 'Z'}`);
    return Number.isNaN(time) ? null : time;
  }
  const month = months.indexOf(groups.month!);
  if (month === -1) return null;
  const day = Number(groups.day);
  const [hours = 0, minutes = 0, seconds = 0] = groups.time!.split(':').map(Number);
  const time = Date.UTC(year, month, day, hours, minutes, seconds);
  // A day ahead for the zones of the world.
  return time > latest + 86_400_000 ? Date.UTC(year - 1, month, day, hours, minutes, seconds) : time;
}
