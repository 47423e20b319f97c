/** The dialogs of the message action: what was recognised, a box to paste into, why a case was not posted. */

import { textsFor } from '../../triage/article-texts.ts';
import type {
  ChooseView,
  NotPostedView,
  PasteView,
  PostedView,
  PostPlace,
  TriagedView,
} from '../../triage/showing/index.ts';
import type { DialogVerb } from '../../triage/verbs.ts';
import type { CardContext } from '../card-context.ts';
import { codeLine, fillText } from '../case-values.ts';
import { joinSentences } from '../join.ts';
import { withoutMarkdown } from '../markdown.ts';
import { reasonTexts, titleOf } from './choose.ts';
import { facts, sourceOf, stateBand } from './frame.ts';

/** One candidate is shown like the first card of its case; several are offered to choose from. */
export function triagedData(view: TriagedView, context: CardContext) {
  const { strings } = context;
  const found = facts(view.evidence, context);
  const [first] = view.candidates;
  return {
    ...firstSaid(view, context),
    ...(found.length > 0 && { facts: found }),
    question: strings.say('triaged.where'),
    why: view.places.map(place => strings.say(`triaged.why.${place}`)).join(strings.locale === 'zh-CN' ? '' : ' '),
    buttons: view.places.map(place => ({
      title: strings.say(`triaged.post.${place}`),
      data: {
        ...postCase(place, view.draft),
        ...(view.why === null && { option: first.articleId }),
      },
    })),
  };
}

function firstSaid(view: TriagedView, context: CardContext) {
  if (view.why === null) return oneProblem(view, context);
  return view.why === 'guess' ? guess(context) : choiceOfProblems(view, view.why, context);
}

/** The question can be answered by whoever reads the case, so it is posted with it. */
function guess({ strings }: CardContext) {
  const title = strings.say('triaged.guess.title');
  return { fallbackText: title, title, summary: strings.say('triaged.guess.summary') };
}

function postCase(where: PostPlace, draft: string) {
  return { verb: 'post-case' satisfies DialogVerb, where, draft };
}

function oneProblem(view: TriagedView, context: CardContext) {
  const { articleId } = view.candidates[0];
  const texts = textsFor(context.articles.get(articleId)!, view.evidence, context.locale);
  const source = sourceOf({ ...view, articleId }, context);
  const title = fillText(texts.headline, source);
  return {
    fallbackText: joinSentences(context.locale, [texts.title, withoutMarkdown(title)]),
    state: stateBand(view, context),
    kicker: [codeLine(view.evidence), texts.title].filter(part => part !== null).join(' · '),
    title,
    summary: fillText(texts.cause, source),
  };
}

function choiceOfProblems(view: TriagedView, why: ChooseView['why'], context: CardContext) {
  const { strings, articles, locale } = context;
  const code = view.unknownCode ?? view.evidence.cause?.enhancedStatusCode ?? '';
  const title = strings.say(`choose.title.${titleOf(why, view.candidates.length)}`, { code });
  const { shared, own } = reasonTexts(view.candidates, code, context);
  const summary = why === 'code' ? strings.say('triaged.severalFit') : strings.say(`choose.summary.${why}`);
  return {
    fallbackText: title,
    title,
    summary: joinSentences(locale, [summary, shared]),
    choice: {
      label: strings.say('triaged.choice'),
      error: strings.say('triaged.choiceError'),
      // Teams reads no Markdown in a choice.
      options: view.candidates.map((candidate, place) => {
        const texts = textsFor(articles.get(candidate.articleId)!, view.evidence, locale);
        return {
          title: joinSentences(locale, [
            [texts.title, ...candidate.statusCodes.slice(0, 2)].join(' · '),
            withoutMarkdown(own[place]!),
            texts.tell,
          ]),
          value: candidate.articleId,
        };
      }),
    },
  };
}

export function pasteData(view: PasteView, { strings }: CardContext) {
  const values = { code: view.unknownCode ?? '' };
  const title = strings.say(`paste.${view.why}.title`, values);
  return {
    fallbackText: title,
    title,
    lines: strings.list(`paste.${view.why}.lines`).map(text => ({ text })),
    label: strings.say('paste.label'),
    error: strings.say('paste.error'),
    placeholder: strings.say('paste.placeholder'),
    submit: strings.say('paste.submit'),
  };
}

export function notPostedData(view: NotPostedView, { strings }: CardContext) {
  const title = strings.say(`notPosted.${view.why}.title`);
  const post = (where: PostPlace, more: object = {}) => ({
    ...postCase(where, view.draft),
    ...(view.option !== null && { option: view.option }),
    ...more,
  });
  const toMyChat = { title: strings.say('triaged.post.personal'), data: post('personal') };
  const buttons = {
    // Teams asks for the installation itself when it sees this property, and then sends the press as usual.
    'not-member': [
      { title: strings.say('notPosted.install'), data: post('here', { msteams: { justInTimeInstall: true } }) },
      toMyChat,
    ],
    'no-personal-chat': [{ title: strings.say('notPosted.again'), data: post('personal') }],
    expired: [],
    failed: [],
  }[view.why];
  const opensChat = view.why === 'no-personal-chat' && view.chatUrl !== null;
  return {
    fallbackText: title,
    title,
    lines: strings.list(`notPosted.${view.why}.lines`).map(text => ({ text })),
    ...(view.reference !== null && { note: strings.say('notPosted.reference', { reference: view.reference }) }),
    buttons,
    links: opensChat ? [{ title: strings.say('article.openChat'), url: view.chatUrl }] : [],
  };
}

export function postedData({ where, chatUrl }: PostedView, { strings }: CardContext) {
  const title = strings.say(where === 'here' ? 'extension.posted' : 'personal.sent');
  return {
    fallbackText: title,
    title,
    lines: [],
    buttons: [],
    links: chatUrl === null ? [] : [{ title: strings.say('article.openChat'), url: chatUrl }],
  };
}
