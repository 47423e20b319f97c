/** Several articles fit: which one, and why each is offered. */

import { textsFor } from '../../triage/article-texts.ts';
import type { Locale } from '../../triage/evidence.ts';
import type { Candidate } from '../../triage/match.ts';
import { failedRecipients } from '../../triage/recipient-groups.ts';
import { type ChooseView, type ShownReason, tellApart } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { joinSentences, joinWords, quoted } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { button, rowPress, rowTitle } from './frame.ts';

/** Up to three candidates by what tells them apart; what speaks for several is said once above. */
export function chooseData(view: ChooseView, context: CardContext) {
  const { strings } = context;
  const code = view.unknownCode ?? view.evidence.cause?.enhancedStatusCode ?? '';
  const isAsked = asksWhatIsSeen(view);
  const key = asksWhatIsSeen(view) ? askOf[view.why] : titleOf(view.why, view.candidates.length);
  const title = strings.say(`choose.title.${key}`, { code });
  const { shared, own } = reasonTexts(view.candidates, code, context);
  const isShared = shared !== '' && view.why !== 'recipients';
  return {
    fallbackText: title,
    caseId: view.caseId,
    title,
    summary: strings.say(`choose.summary.${view.why}`),
    ...(isShared && { shared }),
    choose: strings.say('buttons.choose'),
    // Every recipient has a cause: "none" would be no answer.
    ...(view.why === 'recipients'
      ? { ...personRows(view, context), candidates: [] }
      : { people: [], candidates: candidateRows(view, own, context).map(row => (isAsked ? askedRow(row) : row)) }),
    buttons: [
      ...(view.why === 'recipients' ? [] : [button(strings.say('buttons.none'), 'choose', { option: 'none' })]),
      ...(view.canStepBack ? [button(strings.say('buttons.back'), 'back')] : []),
    ],
  };
}

const askOf = { words: 'ask', code: 'askCode' } as const;

/** What tells two or three problems apart is asked, and not which of their names fits. */
function asksWhatIsSeen(view: ChooseView): view is ChooseView & { why: keyof typeof askOf } {
  return view.why in askOf && view.candidates.length > 1;
}

/** What one sees is the answer; the problem stands below it. */
function askedRow<Row extends { readonly title: string; readonly tell: string }>(row: Row): Row {
  return { ...row, title: row.tell, tell: row.title };
}

/** Of one alone nobody can say which fits best. */
export function titleOf(why: ChooseView['why'], count: number): ChooseView['why'] | 'one' {
  return why === 'words' && count === 1 ? 'one' : why;
}

/** @param own what speaks for each alone */
export function candidateRows(
  view: Pick<ChooseView, 'candidates' | 'evidence'>,
  own: readonly string[],
  context: CardContext,
) {
  const { articles, locale } = context;
  return view.candidates.map((candidate, place) => {
    const texts = textsFor(articles.get(candidate.articleId)!, view.evidence, locale);
    const codes = candidate.statusCodes.slice(0, 2).join(', ');
    const because = own[place]!;
    return {
      article: candidate.articleId,
      name: texts.title,
      title: codes === '' ? `**${texts.title}**` : `**${texts.title}** · ${codes}`,
      ...(because !== '' && { because }),
      tell: texts.tell,
    };
  });
}

/** One row a person: what decides for them, and what it is. */
function personRows({ caseId, evidence, candidates }: ChooseView, context: CardContext) {
  const { strings, articles, locale } = context;
  const { rows, leftOut } = failedRecipients(evidence, candidates);
  const people = rows.map(({ place, finding, code, candidate }, index) => {
    const recipient = escapeMarkdown(finding.recipient);
    if (!candidate) {
      const title = strings.say('frame.rowAlone', { number: index + 1, title: `**${recipient}**` });
      return { title, line: strings.say('files.unknownCode', { code }) };
    }
    const texts = textsFor(articles.get(candidate.articleId)!, evidence, locale);
    const isTwice = rows.filter(one => one.place === place).length > 1;
    const problem = `${code} · ${texts.title}`;
    const press = rowPress(joinWords(locale, [finding.recipient, problem]), 'choose', {
      caseId,
      option: candidate.articleId,
      item: String(place),
    });
    const line = isTwice ? joinSentences(locale, [problem, texts.tell]) : problem;
    return { title: rowTitle(index + 1, [recipient], context), line, press };
  });
  return { people, ...(leftOut > 0 && { note: strings.say('files.more', { count: leftOut }) }) };
}

/** @param named a code that the title names already */
export function reasonTexts(
  candidates: readonly Candidate[],
  named: string,
  context: Pick<CardContext, 'strings'>,
): { readonly shared: string; readonly own: readonly string[] } {
  const { shared, own } = tellApart(candidates);
  const say = (reasons: readonly ShownReason[]) =>
    joinSentences(
      context.strings.locale,
      reasons
        .filter(reason => reason.kind !== 'code' || reason.code !== named)
        .map(reason => reasonText(reason, context)),
    );
  return { shared: say(shared), own: own.map(say) };
}

export function reasonText(reason: ShownReason, { strings }: Pick<CardContext, 'strings'>): string {
  switch (reason.kind) {
    case 'code':
      return strings.say('choose.because.code', { code: reason.code });
    case 'reply':
    case 'wording':
      return strings.say('choose.because.reply', { text: escapeMarkdown(reason.text) });
    case 'words':
      return strings.say('choose.because.words', { words: quotedWords(reason.words, strings.locale) });
    case 'own-words':
      return strings.say('choose.because.ownWords', { words: quotedWords(reason.words, strings.locale) });
    case 'damaged-code':
      return strings.say('choose.because.damaged', { found: escapeMarkdown(reason.found), couldBe: reason.couldBe });
    case 'recipients':
      return strings.say('choose.because.recipients', { code: reason.code, count: reason.count });
    case 'catch-all':
      return strings.say('choose.because.catchAll');
    case 'catch-all-others':
      return strings.say('choose.because.catchAllOthers');
    default:
      return reason satisfies never;
  }
}

function quotedWords(words: readonly string[], locale: Locale): string {
  return joinWords(
    locale,
    words.map(word => quoted(locale, escapeMarkdown(word))),
  );
}
