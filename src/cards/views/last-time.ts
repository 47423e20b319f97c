/** How the same problem on the same next hop was solved before, on the first card of a case: what was recorded, and nothing more. */
import { textsFor } from '../../triage/article-texts.ts';
import type { LastTime } from '../../triage/memory.ts';
import type { CaseFrame, View } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatDate, formatDuration } from '../format-time.ts';
import { joinSentences, joinWords, quoted } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { sourceOf } from './frame.ts';

/** So many steps are named: more are no hint. */
const mostSteps = 3;

/** @param data of a card with a headline, under which it stands */
export function withLastTime(view: View, data: object, context: CardContext): object {
  if (!('lastTime' in view) || view.lastTime === null || !view.isFirst || !('summary' in data)) return data;
  return { ...data, lastTime: lastTimeText(view, view.lastTime, context) };
}

/** "Last time, 3 November 2026: solved by Priya Raman in 40 min. Answers then: “Ours”. Done then: “…”." */
export function lastTimeText(frame: CaseFrame, lastTime: LastTime, context: CardContext): string {
  const { strings, locale } = context;
  const answers = answersOf(frame, lastTime, context);
  return joinSentences(locale, [
    solvedText(lastTime, context),
    answers.length === 0 ? undefined : strings.say('lastTime.answers', { answers: joinWords(locale, answers) }),
    lastTime.wasAnswered ? strings.say('lastTime.wasAnswered') : undefined,
    stepsText(frame, lastTime, context),
  ]);
}

function solvedText({ openedAt, solvedAt, by }: LastTime, { strings, locale, timeZone }: CardContext): string {
  const took = Date.parse(solvedAt) - Date.parse(openedAt);
  const values = {
    day: formatDate(solvedAt, locale, timeZone),
    name: escapeMarkdown(by),
    duration: formatDuration(took, strings),
  };
  // Less than a minute is no time that anybody would write down.
  const isLong = took >= 60_000;
  if (by === '') return strings.say(isLong ? 'lastTime.solvedIn' : 'lastTime.solved', values);
  return strings.say(isLong ? 'lastTime.solvedByIn' : 'lastTime.solvedBy', values);
}

/** As the buttons say them today; what the article has no more is left out. */
function answersOf(frame: CaseFrame, { answers }: LastTime, context: CardContext): string[] {
  const texts = textsOfSteps(frame, context);
  return answers.flatMap(({ step, option }) => named(texts[step]?.options?.[option], frame, context));
}

/** What was ticked last stands nearest to the end of the trouble. */
function stepsText(frame: CaseFrame, { steps }: LastTime, context: CardContext): string | undefined {
  const { strings, locale } = context;
  const texts = textsOfSteps(frame, context);
  const known = steps.flatMap(key => {
    const [stepId = '', itemId = ''] = key.split('/');
    return named(texts[stepId]?.items?.[itemId]?.text, frame, context);
  });
  const more = known.length - mostSteps;
  const values = { steps: joinWords(locale, known.slice(-mostSteps)), more };
  if (known.length === 0) return undefined;
  return strings.say(more > 0 ? 'lastTime.stepsAndMore' : 'lastTime.steps', values);
}

function textsOfSteps({ articleId, evidence }: CaseFrame, { articles, locale }: CardContext) {
  return textsFor(articles.get(articleId)!, evidence, locale).steps;
}

function named(text: string | undefined, frame: CaseFrame, context: CardContext): string[] {
  return text === undefined ? [] : [quoted(context.locale, fillText(text, sourceOf(frame, context)))];
}
