/** An answer about the case, or about a word of the trade: a sentence or a few, and what one can do next. */
import type { Answer, Pleasantry, Question } from '../../../triage/answer.ts';
import { textsFor } from '../../../triage/article-texts.ts';
import type { AnswerView } from '../../../triage/showing/index.ts';
import type { CardContext } from '../../card-context.ts';
import { joinWords } from '../../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../../markdown.ts';
import { button, kicker } from '../frame.ts';
import { differenceSaid, meanwhileSaid, skipSaid, tellUserSaid, whatIfSaid } from './advice.ts';
import { riskSaid, whySaid } from './grounds.ts';
import { notesSaid } from './notes.ts';
import { didYouMeanSaid, questionFirstSaid, staysOpenSaid, unclearSaid } from './open.ts';
import { type About, itemLine, ownerName, plain, type Said, shortItem } from './parts.ts';
import { proofSaid } from './proof.ts';
import { doItSaid, lockedSaid, whereSaid, whoSaid } from './steps.ts';
import { summarySaid } from './summary.ts';
import { howLongSaid, resendSaid } from './times.ts';
import { toldLines } from './told.ts';

/** Teams shows six. */
const mostButtons = 6;

export function answerData(view: AnswerView, context: CardContext) {
  const { answer, about, told } = view;
  const { title, lines, note, field, buttons = [] } = said(answer, about, context);
  // What is noted stands there already.
  const besides = told === null ? [] : toldLines(answer.about === 'notes' ? { ...told, noted: [] } : told, context);
  const show = about === null ? [] : [button(context.strings.say(showKey(about)), 'show')];
  const all = [...buttons, ...show].slice(0, mostButtons);
  return {
    fallbackText: withoutMarkdown(title),
    ...(about !== null && { caseId: about.caseId, kicker: kicker(about, context) }),
    title,
    lines: [...lines, ...besides].map(line => ({ ...line, size: line.font === 'monospace' ? 'small' : 'default' })),
    ...(note !== undefined && { note }),
    ...(field !== undefined && { field }),
    ...(all.length > 0 && { buttons: all }),
  };
}

/** The answer as one text, for what needs no card: a greeting, a word of thanks. */
export function answerText(view: AnswerView, context: CardContext): string {
  const { title, lines } = said(view.answer, view.about, context);
  return [title, ...lines.map(line => line.text)].join('\n\n');
}

function showKey({ stepKind, outcome }: About): string {
  return outcome !== null ? 'answer.show.case' : `answer.show.${stepKind}`;
}

function said(answer: Answer, about: About | null, context: CardContext): Said {
  const { strings } = context;
  switch (answer.about) {
    case 'term':
      return termSaid(answer.term, context);
    case 'greeting':
    case 'thanks':
    case 'abilities':
    case 'aside':
    case 'sigh': {
      const key = about === null ? 'alone' : about.outcome !== null ? 'closed' : 'open';
      return {
        title: strings.say(`answer.${answer.about}.title`),
        lines: plain([strings.say(`answer.${answer.about}.${key}`)]),
      };
    }
    case 'notes':
      return notesSaid(answer.isNew, about, context);
    default:
      return about === null
        ? { title: strings.say('notice.no-case.title'), lines: [] }
        : ofCase(answer, about, context);
  }
}

type OfCase = Exclude<Answer, { about: 'term' | 'notes' | Pleasantry }>;

function ofCase(answer: OfCase, about: About, context: CardContext): Said {
  const { strings } = context;
  switch (answer.about) {
    case 'which':
      return {
        title: strings.say(`answer.which.${answer.verb}`),
        lines: [],
        buttons: about.named
          .filter(row => row.stepId === about.stepId)
          .map(row => button(shortItem(row, about, context), answer.verb, { step: row.stepId, item: row.item.id })),
        note: strings.say('answer.which.note'),
      };
    case 'unfinished':
      return {
        title: strings.say('answer.unfinished.title'),
        lines: plain([strings.say('answer.unfinished.why'), ...about.named.map(row => itemLine(row, about, context))]),
        buttons: [button(strings.say('answer.unfinished.close'), 'solved', { step: answer.step, option: 'anyway' })],
      };
    case 'locked':
      return lockedSaid(about, context);
    case 'handed-over':
      return { title: strings.say('answer.handedOver', { who: ownerName(answer.to, context) }), lines: [] };
    case 'nothing-of-theirs':
      return {
        ...whoSaid(about, context),
        title: strings.say('answer.nothingOfTheirs', { who: ownerName(answer.to, context) }),
      };
    case 'delivered':
      return {
        title: strings.say('answer.delivered.title'),
        lines: plain([strings.say('answer.delivered.text')]),
        buttons: [button(strings.say('buttons.yesSolved'), 'solved', { step: answer.step, style: 'positive' })],
      };
    case 'question-first':
      return questionFirstSaid(answer, about, context);
    case 'stays-open':
      return staysOpenSaid(about, context);
    case 'did-you-mean':
      return didYouMeanSaid(answer, about, context);
    case 'unclear':
      return unclearSaid(about, answer.newText, context);
    default:
      return questionSaid(answer.about, about, answer.lookAt, context);
  }
}

function questionSaid(question: Question, about: About, lookAt: string | null, context: CardContext): Said {
  switch (question) {
    case 'who':
      return whoSaid(about, context);
    case 'where':
      // Nothing is to be clicked there: what is asked is where the text goes.
      return about.stepKind === 'escalation' ? whoSaid(about, context) : whereSaid(about, context);
    case 'how-long':
      return howLongSaid(about, lookAt, context);
    case 'risk':
      return riskSaid(about, context);
    case 'why':
      return whySaid(about, context);
    case 'summary':
      return summarySaid(about, context);
    case 'resend':
      return resendSaid(about, context);
    case 'proof':
      return proofSaid(about, context);
    case 'do-it':
      return doItSaid(about, context);
    case 'wrong':
      return wrongSaid(about, context);
    case 'skip':
      return skipSaid(about, context);
    case 'what-if':
      return whatIfSaid(about, context);
    case 'meanwhile':
      return meanwhileSaid(about, context);
    case 'difference':
      return differenceSaid(about, context);
    case 'tell-user':
      return tellUserSaid(about, context);
    default:
      return question satisfies never;
  }
}

function termSaid(id: string, { strings, locale, terms }: CardContext): Said {
  const term = terms.get(id);
  if (!term) return { title: id, lines: [] };
  const { term: title, says } = term.texts[locale];
  const related = joinWords(
    locale,
    term.related.flatMap(other => terms.get(other)?.texts[locale].term ?? []),
  );
  return {
    title,
    lines: plain([escapeMarkdown(says), `[${escapeMarkdown(term.source.title)}](${term.source.url})`]),
    ...(related !== '' && { note: strings.say('answer.term.related', { related }) }),
  };
}

function wrongSaid(about: About, context: CardContext): Said {
  const { strings, articles, locale } = context;
  const related = about.related.slice(0, 3).flatMap(id => {
    const article = articles.get(id);
    if (!article) return [];
    const { title, tell } = textsFor(article, about.evidence, locale);
    return [`**${title}:** ${tell}`];
  });
  return {
    title: strings.say('answer.wrong.title'),
    lines: plain([strings.say('answer.wrong.text'), ...related]),
    note: strings.say('answer.wrong.note'),
    ...(about.canStepBack && { buttons: [button(strings.say('buttons.back'), 'back')] }),
  };
}
