/** The contact text: what somebody else has to know to fix it. Plain text, in the reader's language, times in UTC. */
import { textsFor } from '../triage/article-texts.ts';
import type { ContactView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { caseValue, causeReply, fillPlain, type ValueSource } from './case-values.ts';
import { formatUtc } from './format-time.ts';
import { withoutInvisible, withoutMarkdown } from './markdown.ts';
import type { Strings } from './strings.ts';
import { ndrDiagnosticPage, traceCommands, tracePage } from './trace-commands.ts';

export interface Letter {
  readonly to: string | null;
  readonly subject: string;
  /** Paragraphs; a paragraph is a list of lines. */
  readonly paragraphs: readonly (readonly string[])[];
  /** The one of them that says how the message is traced. */
  readonly trace: readonly string[] | null;
  /** Keys of `contact.blank` that could not be filled. */
  readonly blanks: readonly string[];
}

export function writeLetter(view: ContactView, context: CardContext): Letter {
  const strings = context.allStrings[view.settings.language];
  const article = context.articles.get(view.articleId)!;
  const texts = textsFor(article, view.evidence, view.settings.language);
  const step = texts.steps[view.stepId] ?? {};
  const { evidence, expiresAt, retryHours, settings } = view;
  const source: ValueSource = { evidence, article, expiresAt, retryHours, strings, shared: context.values };
  // Addresses of people stay out unless the agent puts them in: their place is a blank that the card names.
  const lacks = (name: string) =>
    caseValue(name, source) === null || (!settings.includeAddresses && (name === 'recipient' || name === 'sender'));
  const blanks: string[] = [];
  const orBlank = (key: string, value: string | null): string => {
    if (value !== null) return withoutInvisible(value);
    blanks.push(key);
    return `[${strings.say(`contact.blankMark.${key}`)}]`;
  };
  // The same blank in a running sentence, so that no letter says "the mail server refuses our mail".
  const fillLetter = (text: string): string => {
    const withBlanks = ['server', 'code', 'partner', 'recipient', 'sender'].reduce((all, name) => {
      const mark = `{${name}}`;
      return all.includes(mark) && lacks(name) ? all.replaceAll(mark, orBlank(name, null)) : all;
    }, text);
    return withoutMarkdown(fillPlain(withBlanks, source));
  };

  const time = (iso: string | null) => (iso === null ? null : formatUtc(iso, settings.language));
  const serverLine =
    evidence.remoteHost !== null && evidence.remoteIp !== null
      ? strings.say('letter.serverWithAddress', { server: evidence.remoteHost, ip: evidence.remoteIp })
      : evidence.remoteHost === null && evidence.remoteIp !== null
        ? strings.say('letter.address', { ip: evidence.remoteIp })
        : evidence.remoteHost !== null || view.to === 'partner'
          ? strings.say('letter.server', { value: orBlank('server', evidence.remoteHost) })
          : null;
  const known = (key: string, value: string | null): string[] =>
    value === null ? [] : [strings.say(`letter.${key}`, { value })];
  const ids = idLines(view, known);
  const sent = time(evidence.sentAt);
  // A block with the ids says itself when the message was sent.
  const firstSeen = time(evidence.queuedAt ?? evidence.lastAttempt) ?? (ids.length === 0 ? sent : null);
  // What somebody needs who looks for the message in a log.
  const seen = [
    ...known('firstSeen', firstSeen),
    ...known('lastAttempt', time(evidence.lastAttempt)),
    ...(settings.includeAddresses
      ? [
          ...known('sender', evidence.sender),
          ...known('recipients', evidence.recipients.slice(0, 10).join(', ') || null),
        ]
      : []),
  ];
  const points = (lines: readonly string[]) => lines.map(line => `• ${withoutInvisible(line)}`);
  const facts = points([
    // A reply about a mailbox or a rule comes from no server that anybody would have to name.
    ...(serverLine === null ? [] : [serverLine]),
    strings.say('letter.error', { value: orBlank('code', causeReply(evidence)) }),
    ...(firstSeen === null && sent === null
      ? [strings.say('letter.firstSeen', { value: orBlank('firstSeen', null) })]
      : []),
    ...(ids.length === 0 ? seen : []),
  ]);
  const search = ids.length === 0 ? [] : points([...known('sent', sent), ...seen, ...ids]);

  const checked = view.checks
    .filter(check => check.isTicked)
    .map(check => `• ${fillLetter(step.checks?.[check.id] ?? '')}`);
  const done = view.done.map(
    ({ stepId, itemId }) => `• ${fillLetter(texts.steps[stepId]?.items?.[itemId]?.text ?? '')}`,
  );
  // The sender's own messages wait, not ours.
  const ending =
    view.to === 'sender'
      ? null
      : view.state === 'bounced'
        ? strings.say('letter.bounced')
        : expiresAt === null
          ? null
          : strings.say('letter.deadline', { time: formatUtc(expiresAt, settings.language) });
  const list = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[strings.say(heading), ...lines]];
  const trace = list('letter.trace', traceLines(view, strings));
  const paragraphs = [
    [strings.say('letter.greeting')],
    [fillLetter(step.problem ?? ''), ...facts],
    ...list('letter.search', search),
    ...trace,
    ...list(
      'letter.known',
      (step.known ?? []).map(line => `• ${fillLetter(line)}`),
    ),
    ...list('letter.checked', checked),
    ...(view.to === 'colleague' ? list('letter.done', done) : []),
    ...list(
      'letter.ask',
      (step.ask ?? []).map(line => `• ${fillLetter(line)}`),
    ),
    ...(ending === null ? [] : [[ending]]),
    [strings.say('letter.reference', { value: orBlank('ticket', settings.ticket) })],
    [strings.say('letter.closing')],
  ];
  const subject = fillLetter(step.subject ?? '');
  return { to: addressee(view), subject, paragraphs, trace: trace[0] ?? null, blanks: [...new Set(blanks)] };
}

/**
 * The ids by which a message is found: whoever only wrote it has no log to look in, and what Exchange calls it is of use to
 * those who see our tenant.
 */
function idLines({ to, evidence }: ContactView, known: (key: string, value: string | null) => string[]): string[] {
  if (to === 'sender') return [];
  const { messageId, networkMessageId, replyReference } = evidence;
  return [
    ...known('messageId', messageId === null ? null : `<${messageId}>`),
    ...(isInsider(to) ? known('networkMessageId', networkMessageId) : []),
    ...known('replyReference', replyReference),
  ];
}

function isInsider(to: ContactView['to']): boolean {
  return to === 'microsoft' || to === 'colleague';
}

/** How the message is traced in our tenant; a colleague also reads where to click. */
function traceLines({ to, evidence, settings, state }: ContactView, strings: Strings): string[] {
  const commands = isInsider(to) ? traceCommands(evidence, settings.includeAddresses) : [];
  if (commands.length === 0) return [];
  return [
    ...commands,
    ...(to === 'colleague' ? [strings.say('letter.tracePage', { url: tracePage })] : []),
    ...(to === 'colleague' && state === 'bounced'
      ? [strings.say('letter.ndrDiagnostic', { url: ndrDiagnosticPage })]
      : []),
  ];
}

export function letterText({ subject, paragraphs }: Letter): string {
  return [subject, ...paragraphs.map(lines => lines.join('\n'))].join('\n\n');
}

/** RFC 2142: every mail domain has a postmaster. A colleague or Microsoft has no address that could be guessed. */
function addressee({ to, evidence }: ContactView): string | null {
  if (to === 'sender') return evidence.sender;
  if (to !== 'partner' && to !== 'recipient-admin') return null;
  const recipient = evidence.recipients[0];
  return recipient === undefined ? null : `postmaster@${recipient.slice(recipient.lastIndexOf('@') + 1)}`;
}

/**
 * RFC 6068. Longer links fail in some mail apps: then the commands are left out, which the ids above them say as well, and
 * if that is not enough only the subject is handed over.
 */
export function mailtoLink({ to, subject, paragraphs, trace }: Letter): string {
  const address = to === null ? '' : encodeURIComponent(to).replaceAll('%40', '@');
  const short = `mailto:${address}?subject=${encodeURIComponent(subject)}`;
  const links = [paragraphs, paragraphs.filter(lines => lines !== trace)].map(
    some => `${short}&body=${encodeURIComponent(some.map(lines => lines.join('\r\n')).join('\r\n\r\n'))}`,
  );
  return links.find(link => link.length <= 2000) ?? short;
}
