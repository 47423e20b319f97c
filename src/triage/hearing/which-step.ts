/** Which steps a sentence means. */
import type { Article, ChecklistStep, Owner, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import type { TriageCase } from '../case.ts';
import { type Locale, locales } from '../evidence.ts';
import { checklistRows, itemsOf, type Position } from '../guiding/index.ts';
import type { LocaleTalk, NamedItem } from '../talk.ts';
import type { Chances } from './learn-intents.ts';
import { type Likely, type Meant, rankLikely, wordsOf } from './likeness.ts';
import type { createPhrases } from './phrases.ts';
import type { Situation } from './situation.ts';
import { likely, partsOf, shortTalk, sure } from './wishes.ts';

interface Step extends NamedItem {
  readonly who: Owner;
  readonly minutes: number;
}

/** A step of another list than the open one has to be named well. */
const farAway = 0.5;

/** "That is done": the next one is meant. */
const barely = 4;

interface StepWords {
  readonly talk: Readonly<Record<Locale, LocaleTalk>>;
  readonly say: ReturnType<typeof createPhrases>;
  readonly isEmpty: (word: string) => boolean;
  readonly chancesOf: (text: string) => Chances;
}

export function createStepFinder({ talk, say, isEmpty, chancesOf }: StepWords) {
  return namedItems;

  /** The steps that the words mean, by number, all of them, or by what is done in them. */
  function namedItems(text: string, { case: triageCase, article }: Situation, position: Position, chances: Chances) {
    const none = { values: [] as NamedItem[], isUnclear: false };
    const isTicking = chances.done >= likely || chances['not-done'] >= likely || chances.works >= sure;
    const asksStep =
      isTicking || (['where', 'risk', 'who', 'how-long'] as const).some(intent => chances[intent] >= likely);
    if (!asksStep && !(chances['hand-over'] >= likely)) return none;
    const here = position.step.kind === 'checklist' ? itemsOf(position.step, triageCase).map(({ id }) => id) : [];
    const current = (item: string): NamedItem => ({ step: position.stepId, item });
    if (here.length > 0 && isTicking) {
      const wanted = aboutSteps.reduce((best, one) => (chances[one] > chances[best] ? one : best));
      const parts = partsOf(text);
      const each = (parts.length > 1 ? parts : [text]).map(part => {
        const own = chancesOf(part);
        const others = [
          own.failing,
          own.where,
          own['hand-over'],
          ...aboutSteps.filter(one => one !== wanted).map(one => own[one]),
        ];
        if (parts.length > 1 && (own[wanted] < likely || own[wanted] < Math.max(...others))) return none;
        const numbers = wanted === 'works' ? [] : say.numbersIn(part, here.length);
        if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
        const texts = itemTexts(position.stepId, article, triageCase);
        if (wanted === 'works') return pickItems(rankLikely(part, proofsAmong(texts), isEmpty), true, farAway);
        const picked = pickItems(rankLikely(part, texts, isEmpty), true);
        const isAll = picked.values.length === 0 && say.meansAll(part) && wordsOf(part).length <= shortTalk;
        return isAll ? { values: here.map(current), isUnclear: false } : picked;
      });
      const named = each.filter(({ values, isUnclear }) => values.length > 0 && !isUnclear);
      if (named.length > 0) return { values: uniqueItems(named.flatMap(({ values }) => values)), isUnclear: false };
      const numbers = say.numbersIn(text, here.length);
      if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
      if (say.meansAll(text) && wordsOf(text).length <= shortTalk)
        return { values: here.map(current), isUnclear: false };
      const next = checklistRows(position.stepId, position.step as ChecklistStep, triageCase, position.answers).find(
        row => row.state === 'next',
      );
      if (next && wanted === 'done' && chances.done >= sure && wordsOf(text).length <= barely && !/\d/.test(text))
        return { values: [current(next.item.id)], isUnclear: false };
    }
    if (here.length > 0 && !isTicking) {
      const numbers = say.numbersIn(text, here.length);
      if (numbers.length > 0) return { values: numbers.map(number => current(here[number - 1]!)), isUnclear: false };
    }
    const inList = rankLikely(text, itemTexts(position.stepId, article, triageCase), isEmpty);
    const picked = pickItems(inList, isTicking);
    if (picked.values.length > 0 || picked.isUnclear) return picked;
    // A number means the open list, or nothing.
    if (isTicking && /\d/.test(text)) return none;
    // Elsewhere in the guide: what was done before it was asked for.
    const elsewhere = Object.keys(article.guide.steps).filter(step => step !== position.stepId);
    const ranked = rankLikely(
      text,
      elsewhere.flatMap(step => itemTexts(step, article, triageCase)),
      isEmpty,
    );
    return chances.done >= likely || chances.risk >= likely ? pickItems(ranked, isTicking, farAway) : none;
  }

  function itemTexts(stepId: StepId, article: Article, triageCase: TriageCase): Meant<Step>[] {
    const step = article.guide.steps[stepId];
    if (step?.kind !== 'checklist') return [];
    const named = (text: string) => text.replaceAll('{server}', triageCase.evidence.remoteHost ?? '');
    return itemsOf(step, triageCase).map(({ id: item, who, minutes }) => ({
      value: { step: stepId, item, who, minutes: minutes ?? 0 },
      parts: locales.flatMap(locale => {
        const texts = textsFor(article, triageCase.evidence, locale).steps[stepId]?.items?.[item];
        return [
          { text: named(texts?.text ?? ''), weight: 1 },
          { text: item.replaceAll('-', ' '), weight: 0.8 },
          { text: texts?.place ?? '', weight: 0.7 },
          { text: texts?.check ?? '', weight: 0.5 },
          { text: (talk[locale].owners[who] ?? []).join(' '), weight: 0.4 },
        ];
      }),
    }));
  }

  function pickItems(ranked: readonly Likely<Step>[], isTicking: boolean, least: number = isTicking ? 0.3 : 0.4) {
    const [first, second] = ranked;
    if (!first || first.score < least) return { values: [] as NamedItem[], isUnclear: false };
    // The same step stands in several lists of a guide.
    const same = ranked.filter(({ value, score }) => value.item === first.value.item && score >= first.score * 0.9);
    const other = ranked.find(({ value }) => value.item !== first.value.item);
    const isUnclear = second !== undefined && other !== undefined && other.score > first.score * 0.88;
    // Two steps of one owner, as "open the firewall" and "look at its rules": the larger one is meant.
    if (isUnclear && first.value.who === other.value.who && first.value.minutes !== other.value.minutes) {
      const main = first.value.minutes > other.value.minutes ? first.value : other.value;
      return {
        values: ranked
          .filter(({ value }) => value.item === main.item && value.step === main.step)
          .map(({ value }) => value),
        isUnclear: false,
      };
    }
    return isUnclear
      ? { values: [first.value, other.value], isUnclear: true }
      : { values: same.map(({ value }) => value), isUnclear: false };
  }
}

function uniqueItems(items: readonly NamedItem[]): NamedItem[] {
  return [...new Map(items.map(one => [`${one.step}/${one.item}`, one])).values()];
}

/** What shows that it works stands at the end of a list, where nobody else has anything to do any more. */
function proofsAmong(items: readonly Meant<Step>[]): readonly Meant<Step>[] {
  return items.slice(items.findLastIndex(({ value }) => value.who !== 'helpdesk') + 1);
}

/** Intents that mean a step. */
const aboutSteps = ['done', 'not-done', 'works'] as const;
