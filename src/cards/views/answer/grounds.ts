/** On what it rests, and what can go wrong. */

import { itemIn } from '../../../triage/guiding/index.ts';
import type { AnsweredItem } from '../../../triage/showing/index.ts';
import type { CardContext } from '../../card-context.ts';
import { fillText } from '../../case-values.ts';
import { escapeMarkdown } from '../../markdown.ts';
import { articleTexts, skippedLines, sourceOf, stepTexts } from '../frame.ts';
import { type About, articleLines, itemText, itemTexts, plain, type Said } from './parts.ts';
import { proofKind } from './proof.ts';

/** The risk of a step, and the answer on which it depends. */
export function riskSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const article = context.articles.get(about.articleId)!;
  const risky = about.risky.map(({ step, item }) => ({ step, item }));
  const isRisky = (row: AnsweredItem) => risky.some(({ step, item }) => step === row.stepId && item === row.item.id);
  const meant = about.named.filter(isRisky).map(row => ({ step: row.stepId, item: row.item.id }));
  const harmless = about.named.filter(row => !isRisky(row));
  // Before the question is answered every list may be the one.
  const here = about.branches.length > 0 ? risky : risky.filter(({ step }) => step === about.stepId);
  const shown = meant.length > 0 ? meant : harmless.length > 0 ? [] : here;
  const lines = shown.slice(0, 4).flatMap(({ step, item }) => {
    const own = texts.steps[step]?.items?.[item];
    const found = itemIn(article, { step, item });
    const conditions = (found?.requires ?? []).map(({ step: question, option }) => {
      const asked = texts.steps[question];
      const given = about.answers.find(({ stepId }) => stepId === question)?.option;
      return strings.say(
        given === undefined
          ? 'answer.risk.onlyIf'
          : given === option
            ? 'answer.risk.asYouSaid'
            : 'answer.risk.butYouSaid',
        {
          question: fillText(asked?.question ?? '', source),
          option: fillText(asked?.options?.[option] ?? option, source),
          given: fillText(asked?.options?.[given ?? ''] ?? '', source),
        },
      );
    });
    return [`**${fillText(own?.text ?? '', source)}:** ${fillText(own?.risk ?? '', source)}`, ...conditions];
  });
  return {
    title: strings.say('answer.risk.title'),
    lines: plain(
      lines.length > 0
        ? lines
        : harmless.length > 0
          ? harmless.slice(0, 2).flatMap(row => {
              const { check } = itemTexts(row, about, context) ?? {};
              return [
                strings.say('answer.risk.noneFor', { text: itemText(row, about, context) }),
                ...(row.item.who === 'firewall' ? [strings.say('answer.risk.firewall')] : []),
                ...(check === undefined ? [] : [strings.say('checklist.doneWhen', { check: fillText(check, source) })]),
              ];
            })
          : [strings.say(proofKind(about) === 'certificate' ? 'answer.risk.certificate' : 'answer.risk.none')],
    ),
  };
}

/** The lines of the paste, the answers, and the rule. */
export function whySaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const { line } = about.evidence;
  const texts = articleTexts(about, context);
  const skipped = new Set(about.skipped.map(({ step }) => step));
  const given = about.answers
    .filter(({ stepId }) => !skipped.has(stepId))
    .map(({ stepId, option }) => {
      const step = texts.steps[stepId];
      return strings.say('answer.why.answered', {
        question: fillText(step?.question ?? '', source),
        option: fillText(step?.options?.[option] ?? option, source),
      });
    });
  const asks = about.stepKind === 'question' ? stepTexts(about, about.stepId, context).why : undefined;
  return {
    title: strings.say('answer.why.title'),
    lines: [
      ...plain(asks === undefined ? [] : [fillText(asks, source)]),
      ...(line === ''
        ? plain([strings.say('answer.why.words')])
        : [...plain([strings.say('answer.why.line')]), { text: escapeMarkdown(line), font: 'monospace' as const }]),
      ...plain([fillText(texts.cause, source), ...skippedLines(about, context).map(({ text }) => text), ...given]),
      ...plain(articleLines(about, context)),
    ],
    note: strings.say('answer.why.note'),
  };
}
