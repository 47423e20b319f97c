import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noMemory, type TriageCase } from '../../../src/triage/case.ts';
import { type Locale, locales } from '../../../src/triage/evidence.ts';
import { handlePress, handleSaid } from '../../../src/triage/guiding/index.ts';
import { createEar, type Situation } from '../../../src/triage/hearing/index.ts';
import { proseOf } from '../../../src/triage/hearing/prose.ts';
import { intents } from '../../../src/triage/talk.ts';
import { articles, caseOf, content, movesToSteps, now, priya, queued } from '../../content.ts';

const { words, talk } = content;
const ear = createEar({
  ...talk,
  stopWords: locales.flatMap(locale => words.locales[locale].stopWords),
  negations: ['not', 'niet', 'inte', '不是'],
  none: ['none of these'],
});
const context = { articles, memory: noMemory, now, by: priya };
const article = articles.get('connection-refused')!;
const at = (step: string, more: Partial<TriageCase> = {}): Situation => ({
  case: caseOf(article.id, queued, { moves: movesToSteps(article).get(step)!, ...more }),
  article,
  memory: noMemory,
});
const list = at('open-firewall');

const sentence = fc.oneof(
  fc.constantFrom(...locales.flatMap(locale => intents.flatMap(intent => talk.locales[locale].intents[intent]))),
  fc.string({ maxLength: 280 }),
);

describe('a sentence beside a case', () => {
  it('can be undone, whatever it changed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...movesToSteps(article).keys()), sentence, (step, text) => {
        const situation = at(step);
        const handled = handleSaid(situation.case, ear.hear(text, situation), context);
        if (!handled?.isChanged) return;
        const { heard, ...before } = handlePress(handled.case, { verb: 'undo' }, context).case;
        const { heard: _, ...as } = situation.case;
        assert.equal(heard, null);
        assert.deepEqual(before, as);
      }),
      { numRuns: 300 },
    );
  });

  it('ticks nothing that is not in the guide, and nothing that carries a risk without asking', () => {
    fc.assert(
      fc.property(sentence, text => {
        const situation = at('retire-connector');
        const handled = handleSaid(situation.case, ear.hear(text, situation), context);
        for (const key of Object.keys(handled?.case.ticks ?? {})) {
          const [step, item] = key.split('/') as [string, string];
          const found = article.guide.steps[step];
          assert.ok(found?.kind === 'checklist' && found.items.some(({ id, risky }) => id === item && !risky), key);
        }
      }),
      { numRuns: 300 },
    );
  });

  const numbers: readonly [said: string, items: readonly string[]][] = [
    ['1 and 2 are done', ['server-runs', 'name-is-right']],
    ['done up to 3', ['server-runs', 'name-is-right', 'open-ranges']],
    ['steps 2-4 are done', ['name-is-right', 'open-ranges', 'old-targets']],
    ['第三步做完了', ['open-ranges']],
    ['steg 4 är klart', ['old-targets']],
    ['stap 5 is gedaan', ['send-test']],
    ['step 9 is done', []],
  ];
  for (const [said, items] of numbers) {
    it(`names by number: ${said}`, () => {
      assert.deepEqual(
        ear.hear(said, list).done.items.map(({ item }) => item),
        items,
      );
    });
  }

  const answers: readonly [said: string, step: string, option: string | undefined][] = [
    ['it is not ours, it belongs to the hoster', 'whose-server', 'partner'],
    ['not ours', 'whose-server', 'partner'],
    ['belongs to a supplier of ours', 'whose-server', 'partner'],
    ['die is van ons', 'whose-server', 'ours'],
    ['不是我们的，是客户的', 'whose-server', 'partner'],
    ['det är våran', 'whose-server', 'ours'],
    ['blue bananas', 'whose-server', undefined],
  ];
  for (const [said, step, option] of answers) {
    it(`answers the question: ${said}`, () => {
      assert.deepEqual(ear.hear(said, at(step)).answers[0], option && { step, option });
    });
  }

  const languages: readonly [said: string, locale: Locale | undefined][] = [
    ['can I have it in English', 'en'],
    ['kan het ook in het Zweeds', 'sv'],
    ['用荷兰语写', 'nl'],
    ['mejla dem', undefined],
  ];
  for (const [said, locale] of languages) {
    it(`names a language or none: ${said}`, () => assert.equal(ear.languageIn(said), locale));
  }
});

describe('the words around a paste', () => {
  it('are those of a person: no headers, no report, no signature', () => {
    const prose = proseOf(
      'Hi,\nJan says nothing arrives.\n\n> quoted\nann@contoso.example\nOntvangende server: mail.contoso.example\nFrom: ann@contoso.example\nDiagnostic information for administrators:\n550 5.1.1 no\nIt began on Monday.\nKind regards\nAnn of the supplier',
    );

    assert.equal(prose, 'Hi,\nJan says nothing arrives.\nIt began on Monday.');
  });
});
