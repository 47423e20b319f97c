/** Which answer a sentence means, of the questions of an article. */
import type { Article, StepId } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import { type Evidence, type Locale, locales } from '../evidence.ts';
import type { Position } from '../guiding/index.ts';
import type { LocaleTalk } from '../talk.ts';
import type { Chances } from './learn-intents.ts';
import { type Likely, type Phrases, rankSaid } from './likeness.ts';
import type { createPhrases } from './phrases.ts';
import type { Situation } from './situation.ts';
import { likely, sure } from './wishes.ts';

interface Option {
  readonly step: StepId;
  readonly option: string;
}

/** An option, and how it is said. */
type OptionWords = Phrases<Option>;

/** Whose it is can be denied; "nothing arrives" is an answer. */
const canBeDenied = /^(?:ours|theirs|partner|microsoft|microsoft365|yes|retired)$/;

/** An answer that is named in so many letters needs only a hint that something is put right. */
export const manyLetters = 7;
const hinted = 0.15;

export function createAnswerFinder(talk: Readonly<Record<Locale, LocaleTalk>>, say: ReturnType<typeof createPhrases>) {
  return { namedAnswer, optionTexts };

  /** The answer that the words mean: of the question that is open, or of one that was answered before. */
  function namedAnswer(text: string, { case: triageCase, article }: Situation, position: Position, chances: Chances) {
    const open = position.step.kind === 'question' ? [position.stepId] : [];
    const given = Object.keys(position.answers).reverse();
    // Who corrects means what was answered; else what is asked comes first.
    const ahead = Object.keys(article.guide.steps).filter(step => article.guide.steps[step]!.kind === 'question');
    const questions = chances.correction >= sure ? [...given, ...open, ...ahead] : [...open, ...given, ...ahead];
    let best: Likely<Option> | undefined;
    for (const step of new Set(questions)) {
      const meant = meantOption(text, optionTexts(step, article, triageCase.evidence));
      if (!meant || (step !== position.stepId && position.answers[step] === meant.value.option)) continue;
      const isOpen = step === position.stepId;
      const isAhead = !isOpen && position.answers[step] === undefined;
      // Said before it was asked, and only while something is asked.
      if (isAhead && (position.step.kind !== 'question' || best !== undefined || meant.score < manyLetters)) continue;
      if (!isOpen && !isAhead && chances.correction < (meant.score >= manyLetters ? hinted : likely)) continue;
      if (!best || meant.score > best.score) best = meant;
    }
    return best?.value ?? null;
  }

  /** "Not ours, the hoster's": what is denied goes, what is said stays; where one is left alone, it is meant. */
  function meantOption(text: string, options: readonly OptionWords[]): Likely<Option> | undefined {
    const denied = new Set<string>();
    let best: Likely<Option> | undefined;
    for (const clause of say.clausesOf(text)) {
      const [first, second] = rankSaid(clause, options);
      if (!first || first.score === second?.score) continue;
      // "Not ours" is a way to say whose it is.
      const isDenied = canBeDenied.test(first.value.option) && say.denies(clause) && !say.denies(first.phrase ?? '');
      if (isDenied) denied.add(first.value.option);
      else if (!best || first.score > best.score) best = first;
    }
    if (best && !denied.has(best.value.option)) return best;
    const left = options.filter(({ value }) => !denied.has(value.option) && value.option !== 'unsure');
    return denied.size > 0 && left.length === 1 ? { value: left[0]!.value, score: 1 } : undefined;
  }

  function optionTexts(stepId: StepId, article: Article, evidence: Evidence): OptionWords[] {
    const step = article.guide.steps[stepId];
    if (step?.kind !== 'question') return [];
    return step.options.map(({ id: option }) => ({
      value: { step: stepId, option },
      phrases: locales.flatMap(locale => {
        const label = textsFor(article, evidence, locale).steps[stepId]?.options?.[option] ?? '';
        return [label, ...(talk[locale].answers[option] ?? [])];
      }),
    }));
  }
}
