/** Which steps a sentence speaks of, and what it says of each: that it is done, that it is not, or it asks about it. */
import type { ChecklistStep } from '../article.ts';
import { tickKey } from '../case.ts';
import { checklistRows, itemsOf, type Position } from '../guiding/index.ts';
import type { Intent, NamedItem, NamedSteps } from '../talk.ts';
import { type Meant, wordsOf } from './likeness.ts';
import type { FinderWords, Situation } from './situation.ts';
import {
  createStepTexts,
  type Found,
  isSame,
  nothing,
  pickFarAway,
  pickItems,
  proofsAmong,
  type Step,
} from './step-texts.ts';
import { asked, asking, type Clause, likely, shortTalk, sure, telling } from './wishes.ts';

/** What is told counts more than what would be asked in such words. */
const told = 0.8;

/** What shows that it works has to be named, and not only that mail comes. */
const surelyNamed = 0.6;

/** What is said to be in order, and not that it was done. */
const wellNamed = 0.5;

/** A word of another list's step, and not only of how one sees that it is done. */
const wordOfElsewhere = 0.6;

/** A question has no more answers. */
const mostOptions = 6;

/** "That is done": the next one is meant. */
const barely = 4;

/** "No, that is not so": it is about what was just said. */
const veryShort = 6;

const friendly: readonly Intent[] = ['next', 'thanks', 'greeting'];

/** What a word or two may say of a step. */
const sayingDone: ReadonlySet<string> = new Set(['done', 'change', 'open', 'closed', 'ok', 'not', 'fail', 'skip']);

export type Verdict = 'done' | 'undone' | 'asked';

/** `fine`: in order, `guessed`: perhaps done. */
type ClauseVerdict = Verdict | 'fine' | 'guessed';

export interface StepTalk {
  readonly done: NamedSteps;
  readonly undone: NamedSteps;
  readonly asked: NamedSteps;
  /** What shows that it works, where that is all that is said to be done. */
  readonly proofs: readonly NamedItem[];
  /** The clauses that say so. */
  readonly proven: ReadonlySet<Clause>;
  /** "2 does not work": it is said of a step and not of the mail. */
  readonly isFailingOfStep: boolean;
  /** What was done before this sentence is to be put right, and not what the sentence itself began with. */
  readonly isOfLast: boolean;
  /** The clauses that say something of a step, with what they say. */
  readonly taken: ReadonlyMap<Clause, Verdict>;
}

export function createStepFinder({ talk, say, isEmpty, meanings, littleMeanings }: FinderWords) {
  const { textsOfLists, rank } = createStepTexts({ talk, isEmpty, meanings });
  return stepsIn;

  function stepsIn(clauses: readonly Clause[], situation: Situation, position: Position): StepTalk {
    const { case: triageCase, article } = situation;
    const here = position.step.kind === 'checklist' ? itemsOf(position.step, triageCase).map(({ id }) => id) : [];
    const lists = textsOfLists(article, triageCase, position.stepId);
    const said = clauses.map((clause, place) => (isTopic(clause, clauses[place + 1]) ? undefined : verdictOf(clause)));
    const verdicts = inherited(said, clauses).map((verdict, place, all) => {
      const { text } = clauses[place]!;
      const isToo = place > 0 && say.saysToo(text) && wordsOf(text).length < barely;
      return isToo && all[place - 1] !== 'asked' ? (all[place - 1] ?? verdict) : verdict;
    });
    const found: { verdict: Verdict; found: Found }[] = [];
    const taken = new Map<Clause, Verdict>();
    let isFailingOfStep = false;
    let isPutRight = false;
    let isWrong = false;
    let right = -1;
    clauses.forEach((clause, place) => {
      if (isRepair(clause) && !isLeavingOut(clause)) {
        right = found.length;
        isWrong = true;
      }
      const said = verdicts[place];
      if (said === undefined) return;
      const verdict = said === 'fine' ? 'done' : said === 'guessed' ? 'undone' : said;
      const named =
        said === 'fine'
          ? fineIn(clause)
          : said === 'guessed'
            ? withoutTicked(namedIn(clause, 'done'))
            : verdict === 'undone'
              ? ofTicked(namedIn(clause, verdict))
              : namedWithBefore(place, verdict);
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
      const first = right > 0 ? found[right - 1]! : undefined;
      if (verdict === 'done' && isSomething(named) && first?.verdict === 'done' && isSomething(first.found)) {
        found.splice(right - 1, 1);
        isPutRight = true;
        right = -1;
      }
      if (isSomething(named)) taken.set(clause, verdict);
      found.push({ verdict, found: named });
    });
    const proofs = proofsIn(clauses, lists.here);
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
      proofs: uniqueItems(proofs.flatMap(({ items }) => items)),
      proven: new Set(proofs.map(({ clause }) => clause)),
      isFailingOfStep,
      // A number that no step has puts nothing right.
      isOfLast:
        isWrong &&
        !isPutRight &&
        (found.some(one => isSomething(one.found)) || !clauses.some(one => /\d/.test(one.text))),
      taken,
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

    /** "There was an old server in the pool, took it out": what is named in passing is what was done. */
    function namedWithBefore(place: number, verdict: Verdict): Found {
      const clause = clauses[place]!;
      const named = namedIn(clause, verdict);
      const before = clauses[place - 1];
      const isOpen = verdict === 'done' && !isSomething(named) && before !== undefined && !before.isQuestion;
      if (!isOpen || verdicts[place - 1] !== undefined || wordsOf(clause.text).length > barely) return named;
      return onlyClear(pickItems(rank(before.text, lists.here), wellNamed));
    }

    /** "I think 3 is open" takes nothing back. */
    function withoutTicked(named: Found): Found {
      const isOpen = (one: NamedItem) => !isTicked(one);
      return { ...named, items: named.items.filter(isOpen), unclear: named.unclear.filter(isOpen) };
    }

    function isNumbered({ text }: Clause): boolean {
      return say.numbersIn(text, here.length || undefined).length > 0;
    }

    function namedIn(clause: Clause, verdict: Verdict): Found {
      const { text } = clause;
      const exception = verdict === 'asked' ? undefined : say.exceptionIn(text);
      const said = exception?.around ?? text;
      // "I meant the second": perhaps an answer.
      const count = here.length || (isRepair(clause) ? mostOptions : undefined);
      const out = exception ? say.numbersIn(exception.left, count) : [];
      const numbers = say.numbersIn(said, count).filter(number => !out.includes(number));
      if (numbers.length > 0) return ofNumbers(numbers);
      const byWords = exception ? nothing : byText(text, verdict);
      if (isSomething(byWords)) return byWords;
      const isListed = !exception || out.length > 0 || say.meansAll(said) || say.meansRest(said);
      if ((exception && isListed) || say.meansAll(said) || (say.meansRest(said) && verdict !== 'asked')) {
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

    /** What is only said to be in order has to be named well. */
    function fineIn({ text }: Clause): Found {
      const numbers = say.numbersIn(text, here.length || undefined);
      return numbers.length > 0 ? ofNumbers(numbers) : onlyClear(pickItems(rank(text, lists.here), wellNamed));
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

    function byText(said: string, verdict: Verdict): Found {
      const text = say.withoutAmounts(said);
      const isChanging = verdict !== 'asked';
      // "DNS is right, I checked that before": what comes after a step that was named is about that step.
      const isLater = isChanging && found.some(one => one.verdict === verdict && isSomething(one.found));
      const picked = pickItems(rank(text, lists.here), isLater ? 0.45 : isChanging ? 0.35 : 0.4);
      if (isSomething(picked)) return picked;
      // A number means the open list, or nothing.
      if (here.length > 0 && isChanging && /\d/.test(text)) return nothing;
      // Elsewhere in the guide: what was done before it was asked for.
      const elsewhere = rank(text, lists.elsewhere).filter(({ best = 0 }) => best >= wordOfElsewhere);
      return position.step.kind === 'escalation' ? nothing : pickFarAway(elsewhere);
    }

    /** "Done, what now": whatever else is told may be what is done. */
    function isBeside(clause: Clause): boolean {
      const { chances, isQuestion, text } = clause;
      return (
        isQuestion || wordsOf(text).length < barely || Math.max(...friendly.map(intent => chances[intent])) >= likely
      );
    }

    /** "Done, what now": the step that is next, where no other is spoken of. */
    function nextOf({ text, chances }: Clause): Found {
      const isAlone = verdicts.filter(verdict => verdict !== undefined && verdict !== 'asked').length === 1;
      if (/\d/.test(text) || !isAlone || chances.done < sure || !clauses.every(isBeside)) return nothing;
      const rows = checklistRows(position.stepId, position.step as ChecklistStep, triageCase, position.answers);
      const next = rows.find(row => row.state === 'next');
      return next ? { ...nothing, items: [at(next.item.id)] } : nothing;
    }
  }

  /** "Address ranges, do you mean whole networks?": a name alone before a question is what is asked about. */
  function isTopic({ text, isQuestion }: Clause, next: Clause | undefined): boolean {
    if (isQuestion || !next?.isQuestion || wordsOf(text).length > 2 || /\d/.test(text)) return false;
    return !littleMeanings(text).some(meaning => sayingDone.has(meaning));
  }

  /** What a clause says of the steps that it names; undefined where it says nothing of any. */
  function verdictOf(clause: Clause): ClauseVerdict | undefined {
    const verdict = saidOf(clause);
    return verdict === 'done' && clause.isGuess ? 'guessed' : verdict;
  }

  function saidOf({ chances, isQuestion, text }: Clause): Verdict | 'fine' | undefined {
    const isOpen = Math.max(chances['not-done'], chances.failing);
    const isAsked = Math.max(...asking.map(intent => chances[intent]));
    if (isQuestion) return 'asked';
    const isNumbered = /\d/.test(text) && say.numbersIn(text).length > 0;
    if (isRepair({ chances }) && !isLeavingOut({ text }))
      return isNumbered || wordsOf(text).length > 2 ? 'done' : undefined;
    // "The firewall is a Fortigate" says nothing of what was done to it.
    const isTold = Math.max(...telling.map(intent => chances[intent]));
    if (!isNumbered && isTold >= likely && isTold >= chances.done && isTold >= isOpen) return undefined;
    if (say.denies(text) && chances.done < likely && wordsOf(text).length <= barely && /\d/.test(text)) return 'undone';
    // Without a question mark what reminds of a question is told.
    if (chances.done >= likely && chances.done >= isOpen && chances.done >= isAsked * told) return 'done';
    if (isOpen >= likely && isOpen >= isAsked && isOpen >= chances.works) return 'undone';
    if (isAsked >= likely) return 'asked';
    // "DNS ok": what is in order is done, where a step is named so.
    const meant = littleMeanings(text);
    const isFine = meant.includes('ok') && !meant.some(one => one === 'not' || one === 'plan') && !say.denies(text);
    return isFine && chances.works < likely && wordsOf(text).length <= shortTalk ? 'fine' : undefined;
  }

  /** "1, 2 and 3 are done": bare numbers are of the verdict that follows, else of the one before. */
  function inherited(verdicts: readonly (ClauseVerdict | undefined)[], clauses: readonly Clause[]) {
    const isBare = clauses.map(({ text }) => say.isBareNumbers(text));
    return verdicts.map((verdict, place) => {
      const { text } = clauses[place]!;
      if (!isBare[place]) {
        // "Everything except 3", "1 to 3": whoever counts steps says that they are done.
        const isListed = say.exceptionIn(text) !== undefined || (say.numbersIn(text).length > 1 && saysNoMore(text));
        return verdict ?? (isListed && wordsOf(text).length <= shortTalk ? 'done' : undefined);
      }
      const next = verdicts.findIndex((one, other) => other > place && !isBare[other] && one !== undefined);
      const before = verdicts.findLastIndex((one, other) => other < place && !isBare[other] && one !== undefined);
      // "Not 2 but 3"
      const isOther = before === place - 1 && verdicts[before] === 'undone' && isDenial(clauses[before]!);
      if (isOther && before === 0) return 'done';
      const startsWithNumber = next >= 0 && /^\P{L}{0,4}\d/u.test(clauses[next]!.text.trim());
      // "1 to 3, not 2": what is left out says nothing of the others.
      const isLeftOut = next === place + 1 && isDenial(clauses[next]!);
      if (isLeftOut && before < 0) return 'done';
      const source = before >= 0 && !(startsWithNumber && place + 1 === next && before < place - 1) ? before : next;
      return source >= 0 ? verdicts[source] : 'done';
    });
  }

  /** "Up to 4", and not "he is out till 2". */
  function saysNoMore(text: string): boolean {
    return wordsOf(text).filter(word => !say.isBareNumbers(word)).length <= 1;
  }

  function isDenial({ text }: Clause): boolean {
    return say.denies(text) && wordsOf(text).length < barely;
  }

  /** "1 to 4, not 2" */
  function isLeavingOut({ text }: Pick<Clause, 'text'>): boolean {
    return say.denies(text) && say.numbersIn(text).length > 0;
  }

  /** "The test mail came through": what shows that it works. */
  function proofsIn(clauses: readonly Clause[], here: readonly Meant<Step>[]) {
    const telling = clauses.filter(({ chances }) => chances.works >= sure && chances.works > chances.done);
    const found = telling.map(clause => ({ clause, ...pickItems(rank(clause.text, proofsAmong(here)), surelyNamed) }));
    return found.filter(({ items }) => items.length > 0);
  }
}

/** "Oops, I meant 3" */
export function isRepair({ chances }: Pick<Clause, 'chances'>): boolean {
  return chances.repair >= asked && chances.repair >= Math.max(chances.undo, chances.correction) * 0.8;
}

function onlyClear(found: Found): Found {
  return found.unclear.length > 0 ? nothing : found;
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

function uniqueItems(items: readonly NamedItem[]): NamedItem[] {
  return [...new Map(items.map(({ step, item }) => [`${step}/${item}`, { step, item }])).values()];
}
