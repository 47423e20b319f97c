/** The steps of one owner as a text to send: what fails, what to do and how to see that it worked. Plain text. */
import type { Owner } from '../triage/article.ts';
import type { AnswerView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { causeReply, fillCommand, fillPlain } from './case-values.ts';
import { formatMoment, formatUtc } from './format-time.ts';
import { withoutInvisible, withoutMarkdown } from './markdown.ts';
import { articleTexts, sourceOf, stepTexts } from './views/frame.ts';

/** Undefined where no open step is theirs. */
export function handOverText(
  { about }: AnswerView,
  to: Owner,
  ticket: string | null,
  context: CardContext,
): string | undefined {
  const rows = about?.rows.filter(row => row.item.who === to && row.state !== 'done') ?? [];
  if (about === null || rows.length === 0) return undefined;
  const { strings, locale } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const { evidence } = about;
  const say = (text: string) => withoutMarkdown(fillPlain(text, source));
  const known = (key: string, value: string | null) =>
    value === null ? [] : [`• ${strings.say(`letter.${key}`, { value: withoutInvisible(value) })}`];
  const began = about.began ?? evidence.queuedAt ?? evidence.lastAttempt;
  const firstSeen = began === null ? null : formatMoment(began, locale);
  const time = (iso: string | null) => (iso === null ? null : formatUtc(iso, locale));
  const server =
    evidence.remoteHost !== null && evidence.remoteIp !== null
      ? [`• ${strings.say('letter.serverWithAddress', { server: evidence.remoteHost, ip: evidence.remoteIp })}`]
      : known('server', evidence.remoteHost ?? evidence.remoteIp);
  const items = stepTexts(about, about.stepId, context).items ?? {};
  const steps = rows.map((row, index) => {
    const own = items[row.item.id];
    const command = row.item.command;
    const line = (key: string, name: string, value: string | undefined) =>
      value === undefined ? [] : [`   ${strings.say(`handOver.${key}`, { [name]: say(value) })}`];
    return [
      `${index + 1}. ${say(own?.text ?? row.item.id)}`,
      ...line('risk', 'risk', own?.risk),
      ...line('where', 'place', own?.place),
      ...(command === null
        ? []
        : [
            `   ${strings.say(/^\{\w+\}$/.test(command) ? 'handOver.enter' : 'handOver.run')}`,
            ...command.split('\n').map(one => `   ${fillCommand(one, source)}`),
          ]),
      ...line('check', 'check', own?.check),
    ].join('\n');
  });
  const done = about.done.map(({ stepId, itemId, by, at }) => {
    const text = say(texts.steps[stepId]?.items?.[itemId]?.text ?? itemId);
    return `• ${strings.say('handOver.doneItem', { text, who: by.name, time: formatUtc(at, locale) })}`;
  });
  const notes = about.notes.map(({ by, at, text }) => {
    const line = withoutInvisible(text.replace(/\s+/g, ' '));
    return `• ${strings.say('handOver.doneItem', { text: line, who: by.name || '…', time: formatUtc(at, locale) })}`;
  });
  const deadline =
    about.state === 'bounced'
      ? [strings.say('letter.bounced')]
      : about.expiresAt === null
        ? []
        : [strings.say('letter.deadline', { time: formatUtc(about.expiresAt, locale) })];
  const paragraphs = [
    [say(strings.say('handOver.subject'))],
    [strings.say('letter.greeting')],
    [
      strings.say('handOver.problem', { headline: say(texts.headline) }),
      ...server,
      ...known('error', causeReply(evidence)),
      ...known('firstSeen', firstSeen),
      ...known('lastAttempt', time(evidence.lastAttempt)),
    ],
    [strings.say('handOver.ask'), ...steps],
    ...(done.length === 0 ? [] : [[strings.say('handOver.done'), ...done]]),
    ...(notes.length === 0 ? [] : [[strings.say('handOver.notes'), ...notes]]),
    ...(deadline.length === 0 ? [] : [deadline]),
    [
      strings.say('handOver.reference', { id: about.caseId }),
      ...(ticket === null ? [] : [strings.say('handOver.ticket', { value: ticket })]),
    ],
    [strings.say('letter.closing')],
  ];
  return paragraphs.map(lines => lines.join('\n')).join('\n\n');
}
