/** The steps of a guide by their texts: which of them somebody means. */
import type { Article, Owner, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import type { TriageCase } from '../case.ts';
import { locales } from '../evidence.ts';
import { itemsOf } from '../guiding/index.ts';
import type { NamedItem } from '../talk.ts';
import { type Likely, type Meant, rankLikely } from './likeness.ts';
import type { FinderWords } from './situation.ts';

export interface Step extends NamedItem {
  readonly who: Owner;
  readonly minutes: number;
}

/** A step of another list than the open one has to be named well, or alone. */
const farAway = 0.5;
const namedAlone = 0.45;
const farBehind = 0.5;

/** One word alone that is only like another of a check names no step. */
const leastWord = 0.4;

export interface Found {
  readonly items: readonly NamedItem[];
  readonly unclear: readonly NamedItem[];
  readonly numbers: readonly number[];
  readonly isByNumber?: boolean;
}

export const nothing: Found = { items: [], unclear: [], numbers: [] };

/** What is said of the steps of the list that is open, and of those of all others. */
export function createStepTexts({ talk, isEmpty, meanings }: Pick<FinderWords, 'talk' | 'isEmpty' | 'meanings'>) {
  return { textsOfLists, rank };

  function rank(said: string, texts: readonly Meant<Step>[]): readonly Likely<Step>[] {
    return rankLikely(said, texts, isEmpty, undefined, meanings).filter(({ best = 0 }) => best >= leastWord);
  }

  function textsOfLists(article: Article, triageCase: TriageCase, stepId: StepId) {
    const others = Object.keys(article.guide.steps).filter(step => step !== stepId);
    return {
      here: itemTexts(stepId, article, triageCase),
      elsewhere: others.flatMap(step => itemTexts(step, article, triageCase)),
    };
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
          { text: texts?.check ?? '', weight: 0.48 },
          { text: (talk[locale].owners[who] ?? []).join(' '), weight: 0.4 },
        ];
      }),
    }));
  }
}

/** Of all lists but the open one: named well, or less so and nothing else at all. */
export function pickFarAway(ranked: readonly Likely<Step>[]): Found {
  const [first] = ranked;
  const other = ranked.find(({ value }) => value.item !== first?.value.item);
  const isAlone = first !== undefined && (other?.score ?? 0) <= first.score * farBehind;
  return pickItems(ranked, isAlone ? namedAlone : farAway);
}

export function pickItems(ranked: readonly Likely<Step>[], least: number): Found {
  const [first, second] = ranked;
  if (!first || first.score < least) return nothing;
  // The same step stands in several lists of a guide.
  const same = ranked.filter(({ value, score }) => value.item === first.value.item && score >= first.score * 0.9);
  const other = ranked.find(({ value }) => value.item !== first.value.item);
  const isUnclear = second !== undefined && other !== undefined && other.score > first.score * 0.88;
  // Two steps of one owner, as "open the firewall" and "look at its rules": the larger one is meant.
  if (isUnclear && first.value.who === other.value.who && first.value.minutes > other.value.minutes)
    return { ...nothing, items: [first.value] };
  return isUnclear
    ? { ...nothing, unclear: [first.value, other.value] }
    : { ...nothing, items: same.map(({ value }) => value) };
}

/** What shows that it works stands at the end of a list, where nobody else has anything to do any more. */
export function proofsAmong(items: readonly Meant<Step>[]): readonly Meant<Step>[] {
  return items.slice(items.findLastIndex(({ value }) => value.who !== 'helpdesk') + 1);
}

export function isSame(one: NamedItem, other: NamedItem): boolean {
  return one.step === other.step && one.item === other.item;
}
