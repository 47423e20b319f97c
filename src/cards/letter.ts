/** The contact text: what somebody else has to know to fix it. Plain text, in the reader's language, times in UTC. */
import { textsFor } from '../triage/article-texts.ts';
import type { Evidence } from '../triage/evidence.ts';
import { partnerDomain } from '../triage/facts.ts';
import type { ContactView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { causeReply, type ValueSource } from './case-values.ts';
import { formatMoment, formatUtc } from './format-time.ts';
import { createLetterWords } from './letter-words.ts';
import { withoutInvisible } from './markdown.ts';
import type { Strings } from './strings.ts';
import { ndrDiagnosticPage, traceCommands, tracePage } from './trace-commands.ts';

export interface Letter {
  readonly to: string | null;
  readonly subject: string;
  /** Paragraphs; a paragraph is a list of lines. */
  readonly paragraphs: readonly (readonly string[])[];
  /** The one of them that says how the message is traced. */
  readonly trace: readonly string[] | null;
  /** Keys of `contact.missing`: what the text would say more with. It is whole without. */
  readonly missing: readonly string[];
  /** It is about a recipient whom it does not name, as no address was put in. */
  readonly hidesRecipient: boolean;
}

export function writeLetter(view: ContactView, context: CardContext): Letter {
  const strings = context.allStrings[view.settings.language];
  const article = context.articles.get(view.articleId)!;
  const texts = textsFor(article, view.evidence, view.settings.language);
  const step = texts.steps[view.stepId] ?? {};
  const { evidence, expiresAt, retryHours, settings } = view;
  const source: ValueSource = { evidence, article, expiresAt, retryHours, strings, shared: context.values };
  const words = createLetterWords(view, source);
  const time = (iso: string | null) => (iso === null ? null : formatMoment(iso, settings.language));
  const known = (key: string, value: string | null): string[] =>
    value === null ? [] : [strings.say(`letter.${key}`, { value })];
  const ids = idLines(view, known);
  const sent = time(evidence.sentAt);
  // A block with the ids says itself when the message was sent.
  const firstSeen =
    time(settings.began ?? evidence.queuedAt ?? evidence.lastAttempt) ?? (ids.length === 0 ? sent : null);
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
  const facts = points([...errorLines(evidence, strings), ...(ids.length === 0 ? seen : [])]);
  const search = ids.length === 0 ? [] : points([...known('sent', sent), ...seen, ...ids]);
  const checked = view.checks.filter(check => check.isTicked).map(check => step.checks?.[check.id] ?? '');
  const done = view.done.map(({ stepId, itemId }) => texts.steps[stepId]?.items?.[itemId]?.text ?? '');
  const list = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[strings.say(heading), ...lines]];
  const said = (lines: readonly string[]) => lines.map(line => `• ${words.say(line)}`);
  const trace = list('letter.trace', traceLines(view, strings));
  const subject = words.say(step.subject ?? '');
  const missing = [
    ...(firstSeen === null && sent === null ? ['firstSeen'] : []),
    // A colleague is known, and Microsoft's support has no name.
    ...(isInsider(view.to) || settings.person !== null || settings.address !== null ? [] : ['contact']),
    ...(settings.ticket === null ? ['ticket'] : []),
  ];
  const hidesRecipient = words.missing.has('recipient') && evidence.recipients.length > 0;
  const problem = ended(words.say(step.problem ?? ''), facts);
  const letter = { to: addressee(view), subject, missing, hidesRecipient };
  if (view.wording === 'short') {
    const request = said(step.ask ?? []).slice(0, 1);
    const paragraphs = [
      [greeting(view, strings)],
      [problem, ...facts.slice(0, 2)],
      ...(request.length > 0 ? [request.map(line => line.slice(2))] : []),
      [strings.say('letter.forward')],
      [strings.say('letter.closing')],
    ];
    return { ...letter, paragraphs, trace: null };
  }
  const isFriendly = view.wording === 'friendly';
  const paragraphs = [
    [greeting(view, strings), ...(isFriendly ? ['', strings.say('letter.friendlyOpening')] : [])],
    [problem, ...facts],
    ...list('letter.search', search),
    ...trace,
    ...list('letter.known', said(step.known ?? [])),
    ...list('letter.checked', said(checked)),
    ...(view.to === 'colleague' ? list('letter.done', said(done)) : []),
    // They are in the helpdesk's own words, and may name people: for nobody outside.
    ...(view.to === 'colleague' ? list('letter.notes', points(view.notes.map(({ text }) => text))) : []),
    ...list('letter.ask', said(step.ask ?? [])),
    ...ending(view, strings),
    reference(view, strings),
    ...(isFriendly ? [[strings.say('letter.friendlyThanks')]] : []),
    [strings.say('letter.closing')],
  ];
  return { ...letter, paragraphs, trace: trace[0] ?? null };
}

/** The same once more, shorter, for who has not answered: what fails, what is asked for, and since when. */
export function writeReminder(view: ContactView, sentAt: string, context: CardContext): Letter {
  const strings = context.allStrings[view.settings.language];
  const { subject, paragraphs, to } = writeLetter(view, context);
  const heading = strings.say('letter.ask');
  const asked = paragraphs.find(([first]) => first === heading);
  const time = formatUtc(sentAt, view.settings.language);
  const reminder = [
    [greeting(view, strings)],
    [strings.say('letter.reminder.text', { time }), ...points(errorLines(view.evidence, strings))],
    ...(asked ? [asked] : []),
    ...ending(view, strings),
    reference(view, strings),
    [strings.say('letter.closing')],
  ];
  return {
    to,
    subject: strings.say('letter.reminder.subject', { subject }),
    paragraphs: reminder,
    trace: null,
    missing: [],
    hidesRecipient: false,
  };
}

function points(lines: readonly string[]): string[] {
  return lines.map(line => `• ${withoutInvisible(line)}`);
}

function greeting({ settings: { person } }: ContactView, strings: Strings): string {
  return person === null
    ? strings.say('letter.greeting')
    : strings.say('letter.greetingTo', { person: withoutInvisible(person) });
}

/** The server and what it answered, as far as the paste has them. */
export function errorLines(evidence: Evidence, strings: Strings): string[] {
  const { remoteHost, remoteIp } = evidence;
  const reply = causeReply(evidence);
  return [
    ...(remoteHost !== null && remoteIp !== null
      ? [strings.say('letter.serverWithAddress', { server: remoteHost, ip: remoteIp })]
      : remoteIp !== null
        ? [strings.say('letter.address', { ip: remoteIp })]
        : remoteHost !== null
          ? [strings.say('letter.server', { value: remoteHost })]
          : []),
    ...(reply === null ? [] : [strings.say('letter.error', { value: reply })]),
  ];
}

/** A colon leads to facts; without any it ends the sentence. */
function ended(text: string, facts: readonly string[]): string {
  return facts.length > 0 ? text : text.replace(/:$/, '.').replace(/：$/, '。');
}

/** The sender's own messages wait, not ours. */
function ending({ to, state, expiresAt, settings }: ContactView, strings: Strings): string[][] {
  if (to === 'sender') return [];
  if (state === 'bounced') return [[strings.say('letter.bounced')]];
  return expiresAt === null
    ? []
    : [[strings.say('letter.deadline', { time: formatUtc(expiresAt, settings.language) })]];
}

/** The agent's own number, or that of the case: an answer has to find its way. */
function reference({ settings, caseId }: ContactView, strings: Strings): string[] {
  return [strings.say('letter.reference', { value: withoutInvisible(settings.ticket ?? caseId) })];
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

/** The text without its subject, which has a field of its own in every mail app. */
export function letterBody({ paragraphs }: Letter): string {
  return paragraphs.map(lines => lines.join('\n')).join('\n\n');
}

/** RFC 2142: every mail domain has a postmaster. A colleague or Microsoft has no address that could be guessed. */
function addressee({ to, evidence, settings }: ContactView): string | null {
  if (settings.address !== null) return settings.address;
  if (to === 'sender') return evidence.sender;
  if (to !== 'partner' && to !== 'recipient-admin') return null;
  const domain = evidence.recipients[0]?.split('@').at(-1) ?? partnerDomain(evidence);
  return domain === null ? null : `postmaster@${domain}`;
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
