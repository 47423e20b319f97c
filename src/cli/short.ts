/** A result in a few lines: the cause, the next question, the first steps. */
import { fillPlain } from '../cards/case-values.ts';
import { withoutMarkdown } from '../cards/markdown.ts';
import type { Article, StepId } from '../triage/article.ts';
import { textsFor } from '../triage/article-texts.ts';
import { noMemory, type TriageCase } from '../triage/case.ts';
import type { Evidence } from '../triage/evidence.ts';
import { findPosition, itemsOf } from '../triage/guiding/index.ts';
import type { Match } from '../triage/match.ts';
import { type OutlineContext, sourceOf, titleLine, verdictLine, withoutArticle } from './outline.ts';

/** Of a checklist; the first ones decide mostly. */
const mostItems = 3;

export function shortResult(evidence: Evidence, match: Match, triageCase: TriageCase, context: OutlineContext): string {
  const [first] = match.candidates;
  if (match.verdict !== 'match' || !first)
    return [context.bold(verdictLine(match, context)), ...withoutArticle(match, context)].join('\n');
  const article = context.articles.get(first.articleId)!;
  const texts = textsFor(article, evidence, context.locale);
  const say = sayer(article, triageCase, context);
  const { stepId } = findPosition(triageCase, article, noMemory);
  return [
    titleLine(article, texts.title, context),
    say(texts.headline),
    say(texts.cause),
    '',
    ...stepLines(stepId, article, triageCase, context),
  ].join('\n');
}

/** A question with what each answer leads to; of a list the first items. */
function stepLines(stepId: StepId, article: Article, triageCase: TriageCase, context: OutlineContext): string[] {
  const say = sayer(article, triageCase, context);
  const step = article.guide.steps[stepId]!;
  if (step.kind !== 'question') return firstLines(stepId, article, triageCase, context);
  const { question, options } = textsFor(article, triageCase.evidence, context.locale).steps[stepId] ?? {};
  return [
    context.bold(`? ${say(question)}`),
    ...step.options.flatMap(({ id, to }) => [
      `- ${say(options?.[id])}`,
      ...firstLines(to, article, triageCase, context).map(line => `    ${line}`),
    ]),
  ];
}

function firstLines(stepId: StepId, article: Article, triageCase: TriageCase, context: OutlineContext): string[] {
  const say = sayer(article, triageCase, context);
  const step = article.guide.steps[stepId]!;
  const texts = textsFor(article, triageCase.evidence, context.locale).steps[stepId] ?? {};
  if (step.kind === 'question') return [`? ${say(texts.question)}`];
  if (step.kind === 'escalation') return [say(texts.title)];
  return itemsOf(step, triageCase)
    .slice(0, mostItems)
    .map(
      ({ id, who }, index) =>
        `[ ] ${index + 1}. ${say(texts.items?.[id]?.text)} · ${context.strings.say(`owners.${who}`)}`,
    );
}

function sayer(article: Article, triageCase: TriageCase, context: OutlineContext) {
  const source = sourceOf(article, triageCase, context);
  return (text = '') => withoutMarkdown(fillPlain(text, source));
}
