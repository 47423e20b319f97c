import { strict as assert } from 'node:assert';
import { cardData } from '../../src/cards/render-card.ts';
import { type Evidence, type Locale, locales } from '../../src/triage/evidence.ts';
import type { Candidate, Match } from '../../src/triage/match.ts';
import { matchEvidence } from '../../src/triage/matching/index.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { whyChoose } from '../../src/triage/showing/current-view.ts';
import { deliveryOf } from '../../src/triage/showing/delivery.ts';
import { articles, cards, content, knowledgeBase } from '../content.ts';
import { loadTexts } from '../eval/load-texts.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';

interface Row {
  readonly name: string;
  readonly because?: string;
  readonly tell: string;
}

/** What the card of a choice shows. */
function choiceOf(evidence: Evidence, { candidates }: Match, unknownCode: string | null, locale: Locale) {
  const why = whyChoose(candidates, unknownCode);
  const view = {
    kind: 'choose',
    caseId: 'K7Q2MF',
    evidence,
    candidates,
    why,
    unknownCode,
    canStepBack: false,
  } as const;
  return cardData(view, contextFor(locale)) as {
    shared?: string;
    candidates: Row[];
    people: { line: string }[];
  };
}

/** What the dialog of the message extension offers. */
function optionsOf(evidence: Evidence, { candidates }: Match, unknownCode: string | null, locale: Locale): string[] {
  const [first, ...others] = candidates;
  const delivery = deliveryOf(evidence, articles.get(first!.articleId)!, 24);
  const view = {
    kind: 'triaged',
    draft: 'd',
    evidence,
    candidates: [first!, ...others] as [Candidate, ...Candidate[]],
    why: whyChoose(candidates, unknownCode),
    unknownCode,
    places: ['personal'],
    ...delivery,
  } as const;
  const { choice } = cardData(view, contextFor(locale)) as { choice: { options: { title: string; value: string }[] } };
  return choice.options.map(({ title, value }) => title.replace(articles.get(value)!.strings[locale].title, ''));
}

const contextFor = (locale: Locale) => cards.context({ locale, timeZone: 'Europe/Amsterdam' });

const isUnique = (texts: readonly string[]) => new Set(texts).size === texts.length;

describe('a choice', () => {
  const knowledge = knowledgeBase();

  /** Those of some of the labelled texts that lead to a choice. */
  const choices = () =>
    loadTexts(content.articles).flatMap(({ text, locale }) => {
      if (!isOnTheWay(text, 8)) return [];
      const evidence = readEvidence(text);
      const match = matchEvidence(evidence, knowledge);
      if (match.candidates.length < 2) return [];
      const unknownCode = match.verdict === 'unknown-code' ? match.code : null;
      const known = locales.find(one => one === locale) ?? 'en';
      return [{ text, evidence, match, unknownCode, locale: known }];
    });

  it(`says of each candidate something that it says of no other (${wayOfRun})`, () => {
    const found = choices();
    assert.ok(found.length > 60, `${found.length} of the labelled texts lead to a choice`);
    const alike = found.flatMap(({ text, evidence, match, unknownCode, locale }) => {
      const { shared, candidates } = choiceOf(evidence, match, unknownCode, locale);
      const reasons = [shared, ...candidates.map(({ because }) => because)].filter(reason => reason !== undefined);
      const whole = candidates.map(({ because = '', tell }) => `${because} ${tell}`);
      const options = optionsOf(evidence, match, unknownCode, locale);
      return [reasons, whole, options].every(isUnique) && !reasons.includes('') ? [] : [{ text, reasons, whole }];
    });

    assert.deepEqual(alike.slice(0, 3), []);
  });

  it('names a code once, in its title', () => {
    const evidence = readEvidence('550 5.7.1 Refused');
    const match = matchEvidence(evidence, knowledge);
    assert.ok(match.candidates.length > 1, 'a code with several causes');

    const { shared = '', candidates } = choiceOf(evidence, match, null, 'en');

    assert.doesNotMatch([shared, ...candidates.map(({ because = '' }) => because)].join(), /names 5\.7\.1\./);
  });

  it('names whoever failed for one of two causes twice, and says how to tell them apart', () => {
    const group = { kind: 'recipients', code: '5.7.1', count: 1 } as const;
    const [one, two] = content.articles.map(
      ({ id }): Candidate => ({ articleId: id, statusCodes: [], score: 0.5, because: [group] }),
    );
    const match: Match = { verdict: 'choose', candidates: [one!, two!], isGuess: false, locale: null };
    const cause = { replyCode: '550', enhancedStatusCode: '5.7.1' };
    const perRecipient = [{ recipient: 'ann@contoso.example', action: null, cause, text: 'Refused' }];

    const { people } = choiceOf({ ...readEvidence('x'), perRecipient }, match, null, 'en');

    const { title, tell } = articles.get(one!.articleId)!.strings.en;
    assert.equal(people[0]!.line, `5.7.1 · ${title}. ${tell}`);
    assert.ok(isUnique(people.map(({ line }) => line)));
  });
});
