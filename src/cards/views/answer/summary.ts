/** The case in five lines. */
import { codeOf } from '../../../triage/evidence.ts';
import type { CardContext } from '../../card-context.ts';
import { fillText } from '../../case-values.ts';
import { formatClock, formatTimeWithZone } from '../../format-time.ts';
import { joinWords } from '../../join.ts';
import { escapeMarkdown } from '../../markdown.ts';
import { articleTexts, facts, sourceOf, stateBand, stepTexts } from '../frame.ts';
import { quotedTexts } from '../quoted-texts.ts';
import { type About, itemText, nextRow, ownerName, plain, type Said } from './parts.ts';

/** Of what was told the newest; all of it is in the text to copy. */
const mostNotes = 4;

/** Five lines and what was told: what, how it stands, what is known, what was done, what is next. */
export function summarySaid(about: About, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const band = stateBand(about, context);
  const known = facts(about.evidence, context)
    .slice(0, 2)
    .map(({ title, value }) => `${title}: ${value}`);
  const given = about.answers.map(({ stepId, option }) => {
    const step = texts.steps[stepId];
    return `${fillText(step?.question ?? '', source)} ${fillText(step?.options?.[option] ?? option, source)}`;
  });
  const people = joinWords(locale, [...new Set(about.done.map(({ by }) => escapeMarkdown(by.name)))]);
  const doneTexts = about.done.map(({ stepId, itemId }) =>
    fillText(texts.steps[stepId]?.items?.[itemId]?.text ?? '', source),
  );
  const last = about.done
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const code = codeOf(about.evidence.cause);
  return {
    title: fillText(texts.headline, source),
    lines: plain([
      strings.say('answer.summary.problem', {
        problem: [code, texts.title, ...known].filter(part => part !== null).join(' · '),
      }),
      strings.say('answer.summary.state', {
        state: [band.text, band.detail].filter(part => part !== undefined).join(' · '),
      }),
      ...(given.length > 0 ? [strings.say('answer.summary.answers', { answers: given.join(' · ') })] : []),
      doneTexts.length === 0 || last === undefined
        ? strings.say('answer.summary.nothingDone')
        : strings.say('answer.summary.done', {
            steps: doneTexts.join(strings.say('answer.itemGap')),
            people,
            time: formatClock(last, locale, timeZone),
          }),
      ...(about.notes.length > 0
        ? [
            strings.say('answer.summary.notes', {
              notes: quotedTexts(
                about.notes.slice(-mostNotes).map(({ text }) => text),
                strings,
              ),
            }),
          ]
        : []),
      nextLine(about, context),
    ]),
  };
}

function nextLine(about: About, context: CardContext): string {
  const { strings, locale, timeZone } = context;
  if (about.outcome !== null)
    return strings.say(`answer.summary.${about.outcome.kind}`, {
      time: formatTimeWithZone(about.outcome.at, locale, timeZone),
    });
  const next = nextRow(about);
  if (next)
    return strings.say('answer.summary.next', {
      step: itemText(next, about, context),
      who: ownerName(next.item.who, context),
    });
  const step = stepTexts(about, about.stepId, context);
  const text = fillText(step.question ?? step.title ?? '', sourceOf(about, context));
  return strings.say(about.stepKind === 'question' ? 'answer.summary.question' : 'answer.summary.look', { text });
}
