import type { Article, Step } from '../../triage/article.ts';
import { type Locale, noEvidence } from '../../triage/evidence.ts';
import type { ArticleView } from '../../triage/showing/index.ts';
import { rangeText } from '../../triage/status-code.ts';
import type { CardContext } from '../card-context.ts';
import { fillPlain, fillText, type ValueSource } from '../case-values.ts';
import { formatDay } from '../format-time.ts';
import { joinSentences, joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';

/** The card lies in somebody's conversation, where a long list of links would be most of it. */
const mostSources = 4;

/** An article by itself, for people who have no case: what it is, who fixes it, how it begins. */
export function articleData(view: ArticleView, context: CardContext) {
  const { strings, locale } = context;
  const article = context.articles.get(view.articleId)!;
  const texts = article.strings[locale];
  const source = articleSource(view, context);
  const owners = article.fixedBy.map(owner => strings.say(`owners.${owner}`));
  return {
    fallbackText: joinSentences(locale, [texts.title, withoutMarkdown(fillPlain(texts.cause, source))]),
    kicker: [codesOf(article, locale), texts.title].filter(part => part !== '').join(' · '),
    title: fillText(texts.headline, source),
    summary: fillText(texts.cause, source),
    tell: fillText(texts.tell, source),
    facts: [{ title: strings.say('article.fixedBy'), value: joinWords(locale, owners) }],
    ...firstSteps(article, source, context),
    sourcesTitle: strings.say('article.sources'),
    sources: article.sources.slice(0, mostSources).map(({ title, url, read }) => {
      const name = escapeMarkdown(title);
      const values = { title: url === undefined ? name : `[${name}](${url})`, day: formatDay(read, locale) };
      return { text: strings.say('article.source', values) };
    }),
    links: view.chatUrl === null ? [] : [{ title: strings.say('article.openChat'), url: view.chatUrl }],
  };
}

/** "4.4.316, 5.4.316 · The server says no on port 25": what a list of articles says under the title, in plain text. */
export function articleLine(view: ArticleView, context: CardContext): string {
  const article = context.articles.get(view.articleId)!;
  const headline = withoutMarkdown(fillPlain(article.strings[context.locale].headline, articleSource(view, context)));
  const codes = codesOf(article, context.locale);
  return codes === '' ? headline : `${codes} · ${headline}`;
}

function articleSource({ articleId, retryHours }: ArticleView, context: CardContext): ValueSource {
  return {
    evidence: noEvidence,
    article: context.articles.get(articleId),
    expiresAt: null,
    retryHours,
    strings: context.strings,
    shared: context.values,
  };
}

function codesOf(article: Article, locale: Locale): string {
  return joinWords(locale, article.statusCodes.map(rangeText));
}

/** How the guide begins: its first question with where each answer leads, or the first items of its list. */
function firstSteps(article: Article, source: ValueSource, context: CardContext) {
  const { guide } = article;
  const texts = article.strings[context.locale].steps;
  const start = guide.steps[guide.start]!;
  if (start.kind !== 'question') {
    const lines = start.kind === 'checklist' ? firstItems(guide.start, start, 3) : [];
    const title = fillText(texts[guide.start]?.title ?? '', source);
    return { steps: { title, lines: lines.map((text, index) => ({ text: `${index + 1}. ${text}` })) } };
  }
  const lines = start.options.map(({ id, to }) => {
    const answer = fillText(texts[guide.start]?.options?.[id] ?? id, source);
    return { text: context.strings.say('article.option', { answer, leadsTo: leadsTo(to, guide.steps[to]!) }) };
  });
  return { steps: { title: fillText(texts[guide.start]?.question ?? '', source), lines } };

  function leadsTo(stepId: string, step: Step): string {
    if (step.kind === 'question') return fillText(texts[stepId]?.question ?? '', source);
    const title = fillText(texts[stepId]?.title ?? '', source);
    if (step.kind === 'escalation') return joinSentences(context.locale, [title]);
    return joinSentences(context.locale, [title, ...firstItems(stepId, step, 1)]);
  }

  /** A risky item is only for who has answered the questions before it. */
  function firstItems(stepId: string, step: Extract<Step, { kind: 'checklist' }>, most: number): string[] {
    return step.items
      .filter(item => !item.risky)
      .slice(0, most)
      .map(item => fillText(texts[stepId]?.items?.[item.id]?.text ?? '', source));
  }
}
