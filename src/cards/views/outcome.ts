import type { Locale } from '../../triage/evidence.ts';
import type { Candidate } from '../../triage/match.ts';
import { recipientGroups } from '../../triage/recipient-groups.ts';
import {
  type CasesView,
  type ChooseView,
  type NoticeView,
  type OutcomeView,
  type ShownReason,
  tellApart,
  type VerifyView,
} from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatDuration, formatTime, formatTimeWithZone } from '../format-time.ts';
import { joinSentences, joinWords, quoted } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { button, kicker, sourceOf } from './frame.ts';

/** Everything is ticked: does it work? */
export function verifyData(view: VerifyView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(view, context);
  const title = fillText(strings.say('verify.title'), source);
  const { checkAt, stepId } = view;
  const summary =
    checkAt === null
      ? strings.say('verify.now')
      : strings.say('verify.after', { time: formatTimeWithZone(checkAt, locale, timeZone) });
  const facts = ['test', 'queue', ...(view.state === 'bounced' ? ['resend'] : [])];
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { style: 'accent', text: strings.say('verify.state') },
    kicker: kicker(view, context),
    title,
    summary,
    facts: facts.map(key => ({
      title: strings.say(`verify.${key}`),
      value: fillText(strings.say(`verify.${key}Text`), source),
    })),
    buttons: [
      button(strings.say('buttons.yesSolved'), 'solved', { step: stepId, style: 'positive' }),
      button(strings.say('buttons.stillFailing'), 'failing', { step: stepId }),
      button(strings.say('buttons.back'), 'back'),
    ],
  };
}

export function outcomeData(view: OutcomeView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(view, context);
  const { kind, at } = view.outcome;
  const title = fillText(strings.say(`outcome.${kind}Title`), source);
  const people = joinWords(locale, view.people.map(escapeMarkdown));
  const facts = [
    {
      title: strings.say('outcome.by'),
      value: view.steps === 0 ? people : strings.say('outcome.byText', { people, steps: view.steps }),
    },
    { title: strings.say('outcome.took'), value: formatDuration(Date.parse(at) - Date.parse(view.openedAt), strings) },
    ...(view.state === 'bounced'
      ? [{ title: strings.say('verify.resend'), value: strings.say('verify.resendText') }]
      : []),
  ];
  return {
    fallbackText: withoutMarkdown(title),
    caseId: view.caseId,
    state: { style: 'good', text: strings.say(`outcome.${kind}`, { time: formatTimeWithZone(at, locale, timeZone) }) },
    kicker: kicker(view, context),
    title,
    ...(kind === 'sent' && { summary: strings.say('outcome.sentSummary') }),
    facts,
    buttons: [
      ...(kind === 'sent' ? [button(strings.say('buttons.copyContact'), 'copy-contact')] : []),
      button(strings.say('buttons.reopen'), 'reopen'),
    ],
  };
}

/** Up to three candidates, each with what tells it apart; what speaks for several is said once above. */
export function chooseData(view: ChooseView, context: CardContext) {
  const { strings, articles, locale } = context;
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
    candidates: view.candidates.map((candidate, place) => {
      const texts = articles.get(candidate.articleId)!.strings[locale];
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
    }),
    // Every group of recipients has its cause: "none" would be no answer.
    buttons: view.why === 'recipients' ? [] : [button(strings.say('buttons.none'), 'choose', { option: 'none' })],
  };
}

/** Who they are, as many as fit on a line or two. */
function namesOf({ evidence }: ChooseView, { because }: Candidate, { strings, locale }: CardContext): string {
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

export function noticeData(view: NoticeView, { strings }: CardContext) {
  const key = `notice.${view.topic}`;
  const values = { code: view.unknownCode ?? '', reference: view.reference ?? '' };
  const title = strings.say(`${key}.title`, values);
  return {
    fallbackText: title,
    title,
    lines: strings.list(`${key}.lines`).map(text => ({ text })),
    note:
      view.openCase === null
        ? strings.say(`${key}.note`, values)
        : strings.say('notice.no-match.openCase', { id: view.openCase }),
  };
}

export function casesData(view: CasesView, context: CardContext) {
  const { strings, articles, locale, timeZone } = context;
  const title = strings.say('cases.title');
  return {
    fallbackText: title,
    title,
    ...(view.rows.length === 0 && { empty: strings.say('cases.empty') }),
    cases: view.rows.map(row => {
      const article = row.articleId === null ? undefined : articles.get(row.articleId);
      const name = article?.strings[locale].title ?? strings.say('cases.noArticle');
      const state = strings.say(row.isClosed ? 'cases.closed' : 'cases.open');
      return {
        caseId: row.caseId,
        // The same trouble twice is two buttons, which a screen reader has to tell apart.
        name: joinWords(locale, [name, row.domain, row.caseId]),
        title:
          row.domain === null ? name : strings.say('cases.row', { title: name, domain: escapeMarkdown(row.domain) }),
        line: [row.code, formatTime(row.openedAt, locale, timeZone), state].filter(part => part !== null).join(' · '),
      };
    }),
    show: strings.say('cases.show'),
  };
}
