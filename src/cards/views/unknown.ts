/** No article fits: what the experts read and do about it, and what whoever asked them sees meanwhile. */
import { textsFor } from '../../triage/article-texts.ts';
import type { UnknownView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { codeLine } from '../case-values.ts';
import { formatTimeWithZone } from '../format-time.ts';
import { joinSentences, joinWords, quoted } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import { bandOf, buttonsAmongPeople, giveTo, latest, talkLines, writeOf } from './experts.ts';
import { type Button, button, facts, noteLine } from './frame.ts';

/** There is no guide: a button that names its step names none. */
const noStep = 'none';

export function unknownData(view: UnknownView, context: CardContext) {
  const { strings } = context;
  const asked = { ...view, stepId: noStep };
  const title =
    view.unknownCode === null
      ? strings.say('noArticle.title')
      : strings.say('noArticle.code', { code: view.unknownCode });
  const state = bandOf(asked, context);
  const isOpen = view.outcome === null && view.escalation.ended === null;
  const lines = talkLines(asked, context);
  const write = isOpen ? writeOf(asked, context) : undefined;
  return {
    fallbackText: joinSentences(context.locale, [latest(asked, context) ?? state.text, title]),
    caseId: view.caseId,
    state,
    kicker: kickerOf(view, context),
    title,
    summary: strings.say(summaryOf(view), { name: escapeMarkdown(view.reporter.name || '…') }),
    facts: facts(view.evidence, context),
    told: toldLines(view, context),
    ...((lines.length > 0 || write) && { talk: { lines, ...(write && { write }) } }),
    ...(isOpen && view.side === 'experts' && view.colleagues.length > 0 && { give: giveTo(asked, context) }),
    buttons: isOpen || view.outcome ? buttonsAmongPeople(asked, context) : reporterButtons(view, context),
  };
}

function summaryOf({ side, escalation, outcome }: UnknownView): string {
  if (outcome !== null) return 'noArticle.closed';
  return escalation.ended ? 'noArticle.summary' : `experts.${side}.summary`;
}

function kickerOf({ caseId, ticket, evidence }: UnknownView, { strings }: CardContext): string {
  const parts = [
    codeLine(evidence),
    strings.say('frame.caseNumber', { id: caseId }),
    ticket === null ? null : escapeMarkdown(ticket),
  ];
  return parts.filter(part => part !== null).join(' · ');
}

/** The line or the sentence itself, since there is no article that would say it better; and what was tried. */
function toldLines(view: UnknownView, context: CardContext): { text: string }[] {
  const { strings, articles, locale, timeZone } = context;
  const { evidence, rejected, fate, escalation, owner, note, side, outcome } = view;
  const said = evidence.line || evidence.words;
  const titles = rejected.flatMap(id => {
    const article = articles.get(id);
    return article ? [quoted(locale, textsFor(article, evidence, locale).title)] : [];
  });
  const advice = escalation.ended?.kind === 'returned' && outcome === null ? escalation.ended : null;
  const isHint = side === 'experts' && outcome === null && escalation.ended === null;
  return [
    ...(said === '' ? [] : [strings.say('noArticle.read', { text: escapeMarkdown(shortened(said)) })]),
    ...(fate === null || fate === 'none' ? [] : [strings.say('noArticle.fate', { fate: fateText(fate, context) })]),
    ...(titles.length > 0 ? [strings.say('noArticle.rejected', { titles: joinWords(locale, titles) })] : []),
    ...(advice
      ? [
          strings.say(advice.text === null ? 'frame.returned' : 'frame.returnedWith', {
            name: escapeMarkdown(advice.by.name || '…'),
            time: formatTimeWithZone(advice.at, locale, timeZone),
            text: escapeMarkdown(advice.text ?? ''),
          }),
        ]
      : []),
    ...(owner && !escalation.taken ? [strings.say('frame.owner', { name: escapeMarkdown(owner.name || '…') })] : []),
    ...(note ? [noteLine({ ...note, text: shortened(note.text) }, context)] : []),
    ...(isHint ? [strings.say('noArticle.hint')] : []),
  ].map(text => ({ text }));
}

function fateText(fate: NonNullable<UnknownView['fate']>, { strings }: CardContext): string {
  return strings.say(`narrow.options.${fate}`);
}

/** On a card so much of what was pasted. */
const longestOnCard = 700;

function shortened(text: string): string {
  return text.length <= longestOnCard ? text : `${text.slice(0, longestOnCard - 1).trimEnd()}…`;
}

/** It is with whoever reported it. */
function reporterButtons({ canEscalate, side }: UnknownView, { strings }: CardContext): Button[] {
  if (side === 'experts') return [];
  return [
    ...(canEscalate ? [button(strings.say('buttons.askExperts'), 'escalate', { style: 'positive' })] : []),
    button(strings.say('buttons.solved'), 'solved', { step: noStep }),
    button(strings.say('experts.buttons.withdraw'), 'withdraw', { mode: 'secondary' }),
  ];
}
