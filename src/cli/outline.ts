/** A result, or an article, as text for a person at a terminal. */

import type { CardContext } from '../cards/card-context.ts';
import { caseValue, causeReply, fillCommand, fillPlain, type ValueSource } from '../cards/case-values.ts';
import { formatTimeWithZone } from '../cards/format-time.ts';
import { joinSentences, joinWords } from '../cards/join.ts';
import { withoutMarkdown } from '../cards/markdown.ts';
import { traceCommands } from '../cards/trace-commands.ts';
import { reasonText, reasonTexts } from '../cards/views/choose.ts';
import { skippedLines } from '../cards/views/frame.ts';
import type { Article, ChecklistStep, EscalationStep, StepId } from '../triage/article.ts';
import { textsFor } from '../triage/article-texts.ts';
import { noMemory, type TriageCase } from '../triage/case.ts';
import { deliveryState, type Evidence } from '../triage/evidence.ts';
import { answerableFates, articleOfFate, type Fate } from '../triage/fate.ts';
import { findPosition, itemsOf } from '../triage/guiding/index.ts';
import type { Match } from '../triage/match.ts';
import { recipientGroups } from '../triage/recipient-groups.ts';
import { currentView, type ViewContext } from '../triage/showing/index.ts';
import { codesOf } from './result.ts';

export interface OutlineContext extends CardContext {
  readonly retryHours: number;
  /** How a heading stands out; as it is where it cannot. */
  readonly bold: (text: string) => string;
}

/** What was found, the article, and its guide with the questions that the text already answers left out. */
export function outlineResult(
  evidence: Evidence,
  match: Match,
  triageCase: TriageCase,
  context: OutlineContext,
): string {
  const found = foundLines(evidence, triageCase, context);
  const lines = found.length === 0 ? [] : [...found, ''];
  lines.push(context.bold(verdictLine(match, context)));
  const [first] = match.candidates;
  if (match.verdict === 'match' && first)
    lines.push('', ...outlineArticle(context.articles.get(first.articleId)!, triageCase, context));
  else lines.push(...withoutArticle(match, context));
  return lines.join('\n');
}

/** What is said below the verdict where no article is certain. */
export function withoutArticle(match: Match, context: OutlineContext): string[] {
  if (match.verdict === 'choose' && match.isGuess) return guessLines(match, context);
  if (match.verdict !== 'no-match') return candidateLines(match, context);
  return ['', ...context.strings.list('notice.no-match.lines').map(line => `  ${withoutMarkdown(line)}`)];
}

function foundLines(evidence: Evidence, triageCase: TriageCase, context: OutlineContext): string[] {
  const { strings, locale, timeZone } = context;
  const time = (iso: string | null) => (iso === null ? null : formatTimeWithZone(iso, locale, timeZone));
  const view = currentView(triageCase, viewContextOf(context));
  const expiresAt = 'expiresAt' in view ? view.expiresAt : null;
  const state = deliveryState(evidence);
  const isData = triageCase.findings.length > 0 && evidence.kind === 'symptom';
  const rows: [label: string, value: string | null][] = [
    // Of data nothing was described in words.
    [strings.say('cli.kind'), isData ? null : strings.say(`kinds.${evidence.kind}`)],
    [strings.say('cli.cause'), causeReply(evidence)],
    [strings.say('frame.facts.to'), evidence.recipients.join(', ') || null],
    ...groupRows(evidence, context),
    [
      strings.say('frame.facts.server'),
      [evidence.remoteHost, evidence.remoteIp].filter(part => part !== null).join(', ') || null,
    ],
    [strings.say('frame.facts.path'), evidence.chain.join(' → ') || null],
    [strings.say('frame.facts.list'), evidence.blockList],
    [strings.say('frame.facts.reportedBy'), evidence.reportingHost],
    [strings.say('frame.facts.queued'), time(evidence.queuedAt)],
    [strings.say('frame.facts.lastTry'), time(evidence.lastAttempt)],
    [strings.say('frame.facts.givenUp'), time(evidence.expiredAt)],
    [strings.say('frame.facts.sent'), time(evidence.sentAt)],
    [strings.say('frame.facts.messageId'), evidence.messageId && `<${evidence.messageId}>`],
    [strings.say('frame.facts.networkMessageId'), evidence.networkMessageId],
    [strings.say('frame.facts.replyReference'), evidence.replyReference],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.flatMap(([label, value]) => (value === null ? [] : [`${label.padEnd(width)}  ${value}`]));
  if (state !== null) lines.push('', strings.say(`state.${state}`));
  if (state === 'bounced') lines.push(strings.say('state.bouncedAdvice'));
  if (state === 'queued' && expiresAt !== null)
    lines.push(strings.say('state.queuedUntil', { time: time(expiresAt)! }));
  const commands = traceCommands(evidence, true);
  if (commands.length > 0) lines.push('', ...commands.map(command => `> ${command}`));
  return lines;
}

/** Who failed with which code, where that differs. */
function groupRows(evidence: Evidence, { locale }: OutlineContext): [label: string, value: string][] {
  const groups = recipientGroups(evidence);
  if (groups.length < 2) return [];
  return groups.map(({ code, members }) => [
    `  ${code}`,
    joinWords(
      locale,
      members.map(one => one.recipient),
    ),
  ]);
}

export function verdictLine(match: Match, { strings, articles, locale }: OutlineContext): string {
  if (match.verdict === 'choose' && match.isGuess) return strings.say('verdicts.guess');
  if (match.verdict === 'choose' && match.candidates.length === 1) return strings.say('verdicts.one');
  const verdict = strings.say(`verdicts.${match.verdict}`);
  if (match.verdict === 'unknown-code') return `${verdict}: ${match.code}`;
  const [first] = match.candidates;
  if (match.verdict !== 'match' || !first) return verdict;
  const because = first.because.map(reason => withoutMarkdown(reasonText(reason, { strings }))).join(' ');
  return `${verdict}: ${articles.get(first.articleId)!.strings[locale].title} (${first.articleId}). ${because}`.trimEnd();
}

/** The question that a card would ask, with what each answer leads to; then the guess. */
function guessLines(match: Match, context: OutlineContext): string[] {
  const { strings, articles, locale } = context;
  const leadsTo: Readonly<Record<Fate, readonly string[]>> = {
    returned: strings.list('wanted.bounce.lines'),
    waiting: strings.list('wanted.trace.lines'),
    missing: [titleOf('missing')],
    junk: [titleOf('junk')],
    none: candidateLines(match, context),
  };
  function titleOf(fate: Fate): string {
    const id = articleOfFate(fate, articles);
    return id === undefined ? '' : `${articles.get(id)!.strings[locale].title} (${id})`;
  }
  return [
    strings.say('narrow.title'),
    ...answerableFates(articles).flatMap(fate => [
      `  ${fate === 'none' ? strings.say('cli.closest') : strings.say(`narrow.options.${fate}`)}`,
      ...leadsTo[fate].map(line => `    ${withoutMarkdown(line.trim())}`),
    ]),
  ];
}

/** What speaks for several of them once, then each with what tells it apart. */
function candidateLines({ candidates }: Match, context: OutlineContext): string[] {
  const { articles, locale } = context;
  const { shared, own } = reasonTexts(candidates, '', context);
  return [
    ...(shared === '' ? [] : [withoutMarkdown(shared)]),
    ...candidates.map(({ articleId }, place) => {
      const { title, tell } = articles.get(articleId)!.strings[locale];
      return `  ${title} (${articleId}): ${withoutMarkdown(joinSentences(locale, [own[place], tell]))}`;
    }),
  ];
}

/** An article's guide as an outline, from where the case stands. */
export function outlineArticle(article: Article, triageCase: TriageCase, context: OutlineContext): string[] {
  const { strings, locale } = context;
  const texts = textsFor(article, triageCase.evidence, locale);
  const position = findPosition(triageCase, article, noMemory);
  const source = sourceOf(article, triageCase, context);
  const lines = [
    titleLine(article, texts.title, context),
    fillPlain(texts.headline, source),
    withoutMarkdown(fillPlain(texts.cause, source)),
    ...(texts.effect === undefined ? [] : [withoutMarkdown(fillPlain(texts.effect, source))]),
    '',
  ];
  const view = currentView({ ...triageCase, articleId: article.id }, viewContextOf(context));
  if ('skipped' in view) lines.push(...skippedLines(view, context).map(({ text }) => withoutMarkdown(text)));
  const written = new Set<StepId>();
  lines.push(
    `${strings.say('cli.guide')}:`,
    ...outlineStep(position.stepId, article, source, triageCase, 1, written, context),
  );
  return lines;
}

export function titleLine(article: Article, title: string, { bold }: OutlineContext): string {
  const codes = codesOf(article).join(', ');
  return bold(codes === '' ? title : `${title}  ${codes}`);
}

function outlineStep(
  stepId: StepId,
  article: Article,
  source: ValueSource,
  triageCase: TriageCase,
  depth: number,
  written: Set<StepId>,
  context: OutlineContext,
): string[] {
  const step = article.guide.steps[stepId]!;
  const texts = textsFor(article, triageCase.evidence, context.locale).steps[stepId] ?? {};
  const indent = '  '.repeat(depth);
  const say = (text: string | undefined) => withoutMarkdown(fillPlain(text ?? '', source));
  const title = say(step.kind === 'question' ? texts.question : texts.title);
  if (written.has(stepId)) return [`${indent}${title} (${context.strings.say('cli.above')})`];
  written.add(stepId);
  const go = (to: StepId, deeper: number) =>
    outlineStep(to, article, source, triageCase, depth + deeper, written, context);
  switch (step.kind) {
    case 'question':
      return [
        `${indent}${context.bold(`? ${title}`)}`,
        ...(step.command ?? '')
          .split('\n')
          .filter(line => line !== '')
          .map(line => `${indent}  > ${fillCommand(line, source)}`),
        ...step.options.flatMap(({ id, to }) => [`${indent}- ${say(texts.options?.[id])}`, ...go(to, 2)]),
      ];
    case 'checklist':
      return [
        `${indent}${context.bold(title)}`,
        ...checklistLines(step, texts.items ?? {}, source, triageCase, indent, context),
        ...(step.next === null ? [] : go(step.next, 0)),
        ...(step.stillFailing === 'hand-over'
          ? []
          : [`${indent}${context.strings.say('buttons.stillFailing')}:`, ...go(step.stillFailing, 1)]),
      ];
    case 'escalation':
      return [`${indent}${context.bold(title)}`, ...escalationLines(step, texts, source, indent)];
    default:
      return step satisfies never;
  }
}

function checklistLines(
  step: ChecklistStep,
  texts: Readonly<
    Record<string, { text: string; place?: string | undefined; check?: string | undefined; risk?: string | undefined }>
  >,
  source: ValueSource,
  triageCase: TriageCase,
  indent: string,
  { strings }: OutlineContext,
): string[] {
  return itemsOf(step, triageCase).flatMap((item, index) => {
    const own = texts[item.id] ?? { text: item.id };
    const say = (text: string) => withoutMarkdown(fillPlain(text, source));
    const more = `${indent}      `;
    return [
      `${indent}[ ] ${index + 1}. ${say(own.text)} · ${strings.say(`owners.${item.who}`)}`,
      ...(own.place === undefined ? [] : [`${more}${say(strings.say('checklist.where', { place: own.place }))}`]),
      ...(item.command === null
        ? []
        : fillCommand(item.command, source)
            .split('\n')
            .map(line => `${more}> ${line}`)),
      ...(own.check === undefined ? [] : [`${more}${say(strings.say('checklist.doneWhen', { check: own.check }))}`]),
      ...(own.risk === undefined || !item.risky ? [] : [`${more}! ${say(own.risk)}`]),
    ];
  });
}

function escalationLines(
  _step: EscalationStep,
  texts: { summary?: string | undefined; subject?: string | undefined; ask?: readonly string[] | undefined },
  source: ValueSource,
  indent: string,
): string[] {
  const say = (text: string) => withoutMarkdown(fillPlain(text, source));
  return [texts.summary, texts.subject, ...(texts.ask ?? [])].flatMap(text =>
    text === undefined ? [] : [`${indent}  ${say(text)}`],
  );
}

export function sourceOf(article: Article, triageCase: TriageCase, context: OutlineContext): ValueSource {
  const { evidence } = triageCase;
  const known: ValueSource = {
    evidence,
    article,
    expiresAt: null,
    retryHours: context.retryHours,
    strings: context.strings,
    shared: context.values,
  };
  return { ...known, expiresAt: caseValue('expiresAt', known) };
}

function viewContextOf({ articles, retryHours, locale }: OutlineContext): ViewContext {
  return { articles, memory: noMemory, retryHours, locale };
}
