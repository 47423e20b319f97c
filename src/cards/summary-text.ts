/** What was found and done in a case, as a text for the ticket system. Plain text, in the reader's language and zone. */
import type { FollowUp } from '../triage/case.ts';
import type { AnswerView } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { causeReply, codeLine, fillPlain } from './case-values.ts';
import { formatMoment, formatTimeWithZone } from './format-time.ts';
import { errorLines } from './letter.ts';
import { withoutInvisible, withoutMarkdown } from './markdown.ts';
import { articleTexts, sourceOf } from './views/frame.ts';

type About = NonNullable<AnswerView['about']>;

/** What the case remembers besides what a question about it shows. */
export interface SummaryFacts {
  readonly began: string | null;
  readonly followUps: readonly FollowUp[];
}

export function summaryText(about: About, { began, followUps }: SummaryFacts, context: CardContext): string {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const { evidence, outcome, ticket, caseId } = about;
  const say = (text: string) => withoutMarkdown(fillPlain(text, source));
  const time = (iso: string) => formatTimeWithZone(iso, locale, timeZone);
  const points = (lines: readonly string[]) => lines.map(line => `• ${withoutInvisible(line)}`);
  const section = (key: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[strings.say(`summary.${key}`), ...points(lines)]];
  const event = (key: string, { at, by }: Pick<FollowUp, 'at' | 'by'>) =>
    strings.say(`summary.${key}`, { time: time(at), who: by.name });
  const firstSeen = began ?? evidence.queuedAt ?? evidence.lastAttempt;
  const evidenceLines = [
    ...errorLines(evidence, strings),
    ...(firstSeen === null ? [] : [strings.say('letter.firstSeen', { value: formatMoment(firstSeen, locale) })]),
    ...(evidence.recipients.length === 0
      ? []
      : [strings.say('letter.recipients', { value: evidence.recipients.slice(0, 10).join(', ') })]),
    ...(evidence.messageId === null ? [] : [strings.say('letter.messageId', { value: `<${evidence.messageId}>` })]),
    ...(evidence.line === '' || evidence.line === causeReply(evidence) ? [] : [evidence.line]),
  ];
  const paragraphs = [
    [
      ticket === null
        ? strings.say('summary.case', { id: caseId })
        : strings.say('summary.caseWithTicket', { id: caseId, ticket }),
    ],
    [
      strings.say('summary.problem', {
        problem: [codeLine(evidence), say(texts.headline)].filter(one => one !== null).join(' · '),
      }),
      strings.say('summary.cause', { cause: say(texts.cause) }),
    ],
    ...section('evidence', evidenceLines),
    ...section(
      'answers',
      about.answers.map(({ stepId, option }) => {
        const step = texts.steps[stepId];
        return strings.say('summary.answer', {
          question: say(step?.question ?? ''),
          answer: say(step?.options?.[option] ?? option),
        });
      }),
    ),
    ...section(
      'done',
      about.done.map(({ stepId, itemId, by, at }) =>
        strings.say('handOver.doneItem', {
          text: say(texts.steps[stepId]?.items?.[itemId]?.text ?? itemId),
          who: by.name,
          time: time(at),
        }),
      ),
    ),
    ...section(
      'notes',
      about.notes.map(({ by, at, text }) =>
        strings.say('handOver.doneItem', { text: text.replace(/\s+/g, ' '), who: by.name || '…', time: time(at) }),
      ),
    ),
    ...section(
      'contact',
      followUps.map(one => event(one.kind, one)),
    ),
    [outcome?.kind === 'solved' ? event('solved', outcome) : resultWithoutEnd(about, followUps, context)],
  ];
  return paragraphs.map(lines => lines.join('\n')).join('\n\n');
}

/** Whom it waits for, or that nothing is solved yet. */
function resultWithoutEnd({ outcome, to }: About, followUps: readonly FollowUp[], { strings }: CardContext): string {
  const isWaiting = outcome?.kind === 'sent' && followUps.at(-1)?.kind !== 'answered';
  return isWaiting && to !== null
    ? strings.say('summary.waiting', { to: strings.say(`answer.to.${to}`) })
    : strings.say('summary.open');
}
