/** Which steps a sentence speaks of, and what it says of each: that it is done, that it is not, or it asks about it. */
import type { Article, ChecklistStep, Owner, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import { type TriageCase, tickKey } from '../case.ts';
import { locales } from '../evidence.ts';
import { checklistRows, itemsOf, type Position } from '../guiding/index.ts';
import type { NamedItem, NamedSteps } from '../talk.ts';
import { type Likely, type Meant, rankLikely, wordsOf } from './likeness.ts';
import type { FinderWords, Situation } from './situation.ts';
import { asking, type Clause, likely, shortTalk, sure } from './wishes.ts';

interface Step extends NamedItem {
  readonly who: Owner;
  readonly minutes: number;
}

/** A step of another list than the open one has to be named well, or alone. */
const farAway = 0.5;
const namedAlone = 0.4;
const farBehind = 0.5;

/** What is told counts more than what would be asked in such words. */
const told = 0.8;

/** What shows that it works has to be named, and not only that mail comes. */
const surelyNamed = 0.6;

/** "That is done": the next one is meant. */
const barely = 4;

/** "No, that is not so": it is about what was just said. */
const veryShort = 6;

type Verdict = 'done' | 'undone' | 'asked';

export interface StepTalk {
  readonly done: NamedSteps;
  readonly undone: NamedSteps;
  readonly asked: NamedSteps;
  /** What shows that it works, where that is all that is said to be done. */
  readonly proofs: readonly NamedItem[];
  /** "2 does not work": it is said of a step and not of the mail. */
  readonly isFailingOfStep: boolean;
}

interface Found {
  readonly items: readonly NamedItem[];
  readonly unclear: readonly NamedItem[];
  readonly numbers: readonly number[];
  readonly isByNumber?: boolean;
}

const nothing: Found = { items: [], unclear: [], numbers: [] };

export function createStepFinder({ talk, say, isEmpty, meanings }: FinderWords) {
  return stepsIn;

  function stepsIn(clauses: readonly Clause[], situation: Situation, position: Position): StepTalk {
    const { case: triageCase, article } = situation;
    const here = position.step.kind === 'checklist' ? itemsOf(position.step, triageCase).map(({ id }) => id) : [];
    const lists = textsOfLists(article, triageCase, position.stepId);
    const verdicts = inherited(clauses.map(verdictOf), clauses);
    const found: { verdict: Verdict; found: Found }[] = [];
    let isFailingOfStep = false;
    clauses.forEach((clause, place) => {
      const verdict = verdicts[place];
      if (verdict === undefined) return;
      const named = verdict === 'undone' ? ofTicked(namedIn(clause, verdict)) : namedIn(clause, verdict);
      if (verdict === 'undone') {
        const isOfMail = clause.chances.failing > clause.chances['not-done'] && named.numbers.length === 0;
        // "The port is closed again" takes back what was ticked; "mail is still rejected" is about mail.
        if (isOfMail && !isNumbered(clause) && !named.items.some(isTicked)) return;
        isFailingOfStep ||= clause.chances.failing >= likely && isSomething(named);
        const isTakenBack = say.denies(clause.text) && wordsOf(clause.text).length <= veryShort;
        if (!isSomething(named) && isTakenBack && found.at(-1)?.verdict === 'done') {
          // "2 is done, no wait, it is not"
          found.push({ verdict, found: found.at(-1)!.found });
          return;
        }
      }
      found.push({ verdict, found: named });
    });
    const undone = together(found, 'undone');
    const done = together(found, 'done');
    const isUndone = (one: NamedItem) => undone.items.some(other => other.step === one.step && other.item === one.item);
    return {
      done: {
        items: done.items.filter(one => !isUndone(one)),
        unclear: done.unclear,
        numbers: done.numbers.filter(number => !undone.numbers.includes(number)),
      },
      undone,
      asked: together(found, 'asked'),
      proofs: proofsIn(clauses, lists.here),
      isFailingOfStep,
    };

    function isTicked({ step, item }: NamedItem): boolean {
      return tickKey(step, item) in triageCase.ticks;
    }

    /** Of two steps that may be meant, the one that was said to be done. */
    function ofTicked(named: Found): Found {
      const said = named.unclear.filter(
        one => isTicked(one) || found.some(other => other.found.items.some(item => isSame(item, one))),
      );
      return said.length === 1 ? { ...named, items: said, unclear: [] } : named;
    }

    function isNumbered({ text }: Clause): boolean {
      return say.numbersIn(text, here.length || undefined).length > 0;
    }

    function namedIn(clause: Clause, verdict: Verdict): Found {
      const { text } = clause;
      const exception = verdict === 'asked' ? undefined : say.exceptionIn(text);
      const said = exception?.around ?? text;
      const count = here.length || undefined;
      const out = exception ? say.numbersIn(exception.left, count) : [];
      const numbers = say.numbersIn(said, count).filter(number => !out.includes(number));
      if (numbers.length > 0) return ofNumbers(numbers);
      const byWords = exception ? nothing : byText(text, verdict);
      if (isSomething(byWords)) return byWords;
      if (exception || say.meansAll(said) || (say.meansRest(said) && verdict !== 'asked')) {
        const isAll = exception !== undefined || wordsOf(said).length <= shortTalk;
        if (isAll && here.length > 0) {
          const besides = exception && out.length === 0 ? byText(exception.left, 'done').items : [];
          const mentioned = say.meansRest(said) ? found.flatMap(one => one.found.items) : besides;
          const isLeft = (item: string) => !mentioned.some(one => one.item === item);
          const every = here.map((item, index) => ({ item, number: index + 1 }));
          return {
            ...nothing,
            items: every
              .filter(({ item, number }) => !out.includes(number) && isLeft(item))
              .map(({ item }) => at(item)),
          };
        }
        // The question comes before any list.
        if (isAll && verdict === 'done' && position.step.kind === 'question') return nothing;
      }
      return verdict === 'done' && here.length > 0 && wordsOf(text).length <= barely ? nextOf(clause) : nothing;
    }

    function ofNumbers(numbers: readonly number[]): Found {
      return here.length > 0
        ? { ...nothing, items: numbers.map(number => at(here[number - 1]!)), isByNumber: true }
        : position.step.kind === 'question'
          ? { ...nothing, numbers }
          : nothing;
    }

    function at(item: string): NamedItem {
      return { step: position.stepId, item };
    }

    function byText(text: string, verdict: Verdict): Found {
      const isChanging = verdict !== 'asked';
      // "DNS is right, I checked that before": what comes after a step that was named is about that step.
      const isLater = isChanging && found.some(one => one.verdict === verdict && isSomething(one.found));
      const picked = pickItems(rank(text, lists.here), isLater ? 0.45 : isChanging ? 0.35 : 0.4);
      if (isSomething(picked)) return picked;
      // A number means the open list, or nothing.
      if (here.length > 0 && isChanging && /\d/.test(text)) return nothing;
      // Elsewhere in the guide: what was done before it was asked for.
      return position.step.kind === 'escalation' ? nothing : pickFarAway(rank(text, lists.elsewhere));
    }

    /** "Done, what now": the step that is next, where no other is spoken of. */
    function nextOf({ text, chances }: Clause): Found {
      const isAlone = verdicts.filter(verdict => verdict !== undefined && verdict !== 'asked').length === 1;
      if (/\d/.test(text) || !isAlone || chances.done < sure) return nothing;
      const rows = checklistRows(position.stepId, position.step as ChecklistStep, triageCase, position.answers);
      const next = rows.find(row => row.state === 'next');
      return next ? { ...nothing, items: [at(next.item.id)] } : nothing;
    }
  }

  /** What a clause says of the steps that it names; undefined where it says nothing of any. */
  function verdictOf({ chances, isQuestion, text }: Clause): Verdict | undefined {
    const isOpen = Math.max(chances['not-done'], chances.failing);
    const isAsked = Math.max(...asking.map(intent => chances[intent]));
    if (isQuestion) return 'asked';
    if (say.denies(text) && chances.done < likely && wordsOf(text).length <= barely && /\d/.test(text)) return 'undone';
    // Without a question mark what reminds of a question is told.
    if (chances.done >= likely && chances.done >= isOpen && chances.done >= isAsked * told) return 'done';
    if (isOpen >= likely && isOpen >= isAsked && isOpen >= chances.works) return 'undone';
    return isAsked >= likely ? 'asked' : undefined;
  }

  /** "1, 2 and 3 are done": bare numbers are of the verdict that follows, else of the one before. */
  function inherited(verdicts: readonly (Verdict | undefined)[], clauses: readonly Clause[]) {
    const isBare = clauses.map(({ text }) => say.isBareNumbers(text));
    return verdicts.map((verdict, place) => {
      const { text } = clauses[place]!;
      if (!isBare[place]) {
        // "Everything except 3", "1 to 3": whoever counts steps says that they are done.
        const isListed = say.exceptionIn(text) !== undefined || say.numbersIn(text).length > 1;
        return verdict ?? (isListed && wordsOf(text).length <= shortTalk ? 'done' : undefined);
      }
      const next = verdicts.findIndex((one, other) => other > place && !isBare[other] && one !== undefined);
      const before = verdicts.findLastIndex((one, other) => other < place && !isBare[other] && one !== undefined);
      const startsWithNumber = next >= 0 && /^\P{L}{0,4}\d/u.test(clauses[next]!.text.trim());
      // "1 to 3, not 2": what is left out says nothing of the others.
      const isLeftOut =
        next === place + 1 && say.denies(clauses[next]!.text) && wordsOf(clauses[next]!.text).length < barely;
      if (isLeftOut && before < 0) return 'done';
      const source = before >= 0 && !(startsWithNumber && place + 1 === next && before < place - 1) ? before : next;
      return source >= 0 ? verdicts[source] : 'done';
    });
  }

  /** "The test mail came through": what shows that it works. */
  function proofsIn(clauses: readonly Clause[], here: readonly Meant<Step>[]): NamedItem[] {
    const telling = clauses.filter(({ chances }) => chances.works >= sure && chances.works > chances.done);
    const found = telling.map(({ text }) => pickItems(rank(text, proofsAmong(here)), surelyNamed));
    return uniqueItems(found.flatMap(({ items }) => items));
  }

  function rank(said: string, texts: readonly Meant<Step>[]): readonly Likely<Step>[] {
    return rankLikely(said, texts, isEmpty, undefined, meanings);
  }

  /** What is said of the steps of the list that is open, and of those of all others. */
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
          { text: texts?.check ?? '', weight: 0.5 },
          { text: (talk[locale].owners[who] ?? []).join(' '), weight: 0.4 },
        ];
      }),
    }));
  }
}

/** Of all lists but the open one: named well, or less so and nothing else at all. */
function pickFarAway(ranked: readonly Likely<Step>[]): Found {
  const [first] = ranked;
  const other = ranked.find(({ value }) => value.item !== first?.value.item);
  const isAlone = first !== undefined && (other?.score ?? 0) <= first.score * farBehind;
  return pickItems(ranked, isAlone ? namedAlone : farAway);
}

function pickItems(ranked: readonly Likely<Step>[], least: number): Found {
  const [first, second] = ranked;
  if (!first || first.score < least) return nothing;
  // The same step stands in several lists of a guide.
  const same = ranked.filter(({ value, score }) => value.item === first.value.item && score >= first.score * 0.9);
  const other = ranked.find(({ value }) => value.item !== first.value.item);
  const isUnclear = second !== undefined && other !== undefined && other.score > first.score * 0.88;
  // Two steps of one owner, as "open the firewall" and "look at its rules": the larger one is meant.
  if (isUnclear && first.value.who === other.value.who && first.value.minutes !== other.value.minutes) {
    const main = first.value.minutes > other.value.minutes ? first.value : other.value;
    return { ...nothing, items: ranked.flatMap(({ value }) => (isSame(value, main) ? [value] : [])) };
  }
  return isUnclear
    ? { ...nothing, unclear: [first.value, other.value] }
    : { ...nothing, items: same.map(({ value }) => value) };
}

function together(
  found: readonly { readonly verdict: Verdict; readonly found: Found }[],
  verdict: Verdict,
): NamedSteps {
  const own = found.filter(one => one.verdict === verdict).map(one => one.found);
  const items = uniqueItems(own.flatMap(one => one.items));
  // What is named elsewhere in the sentence settles nothing of what is unclear, but asking about both is too much.
  return {
    items,
    unclear: items.length > 0 ? [] : uniqueItems(own.flatMap(one => one.unclear)),
    numbers: [...new Set(own.flatMap(one => one.numbers))],
  };
}

function isSomething({ items, unclear, numbers }: Found): boolean {
  return items.length > 0 || unclear.length > 0 || numbers.length > 0;
}

function isSame(one: NamedItem, other: NamedItem): boolean {
  return one.step === other.step && one.item === other.item;
}

function uniqueItems(items: readonly NamedItem[]): NamedItem[] {
  return [...new Map(items.map(({ step, item }) => [`${step}/${item}`, { step, item }])).values()];
}

/** What shows that it works stands at the end of a list, where nobody else has anything to do any more. */
function proofsAmong(items: readonly Meant<Step>[]): readonly Meant<Step>[] {
  return items.slice(items.findLastIndex(({ value }) => value.who !== 'helpdesk') + 1);
}
