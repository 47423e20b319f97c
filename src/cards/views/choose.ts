/** Several articles fit: which one, and why each is offered. */

import { textsFor } from '../../triage/article-texts.ts';
import type { Locale } from '../../triage/evidence.ts';
import type { Candidate } from '../../triage/match.ts';
import { recipientGroups } from '../../triage/recipient-groups.ts';
import { type ChooseView, type ShownReason, tellApart } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { joinSentences, joinWords, quoted } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { button } from './frame.ts';

/** Up to three candidates, each with what tells it apart; what speaks for several is said once above. */
export function chooseData(view: ChooseView, context: CardContext) {
  const { strings } = context;
  const code = view.unknownCode ?? view.evidence.cause?.enhancedStatusCode ?? '';
  const title = strings.say(`choose.title.${view.why}`, { code });
  const { shared, own } = reasonTexts(view.candidates, code, context);
  return {
    fallbackText: title,
    caseId: view.caseId,
    title,
    summary: strings.say(`choose.summary.${view.why}`),
    ...(shared !== '' && { shared }),
    choose: strings.say('buttons.choose'),
    candidates: candidateRows(view, own, context),
    // Every group of recipients has its cause: "none" would be no answer.
    buttons: [
      ...(view.why === 'recipients' ? [] : [button(strings.say('buttons.none'), 'choose', { option: 'none' })]),
      ...(view.canStepBack ? [button(strings.say('buttons.back'), 'back')] : []),
    ],
  };
}

/** @param own what speaks for each alone */
export function candidateRows(
  view: Pick<ChooseView, 'candidates' | 'evidence' | 'why'>,
  own: readonly string[],
  context: CardContext,
) {
  const { articles, locale } = context;
  return view.candidates.map((candidate, place) => {
    const texts = textsFor(articles.get(candidate.articleId)!, view.evidence, locale);
    const codes = candidate.statusCodes.slice(0, 2).join(', ');
    // The recipients of one group may have several causes.
    const isTold = view.why !== 'recipients' || own.indexOf(own[place]!) === own.lastIndexOf(own[place]!);
    const because = isTold ? own[place]! : joinSentences(locale, [own[place], texts.tell]);
    return {
      article: candidate.articleId,
      name: texts.title,
      title: codes === '' ? `**${texts.title}**` : `**${texts.title}** · ${codes}`,
      ...(because !== '' && { because }),
      tell: view.why === 'recipients' ? namesOf(view, candidate, context) : texts.tell,
    };
  });
}

/** Who they are, as many as fit on a line or two. */
function namesOf(
  { evidence }: Pick<ChooseView, 'evidence'>,
  { because }: Candidate,
  { strings, locale }: CardContext,
): string {
  const codes = because.flatMap(reason => (reason.kind === 'recipients' ? [reason.code] : []));
  const names = recipientGroups(evidence)
    .filter(({ code }) => codes.includes(code))
    .flatMap(({ members }) => members.map(({ recipient }) => escapeMarkdown(recipient)));
  const first = joinWords(locale, names.slice(0, mostNames));
  const count = names.length - mostNames;
  return count > 0 ? strings.say('frame.moreRecipients', { first, count }) : first;
}

const mostNames = 3;

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
