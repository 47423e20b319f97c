import assert from 'node:assert/strict';
import { tickKey } from '../../src/triage/case.ts';
import { locales } from '../../src/triage/evidence.ts';
import { currentView } from '../../src/triage/showing/current-view.ts';
import { cards, caseOf, content, movesToSteps, now, priya, queued, viewContextFor } from '../content.ts';

/** Every list in which something carries a risk, with the moves that lead there. */
const riskyLists = content.articles.flatMap(article =>
  [...movesToSteps(article)].flatMap(([stepId, moves]) => {
    const step = article.guide.steps[stepId];
    return step?.kind === 'checklist' && step.items.some(({ risky }) => risky)
      ? [{ article, stepId, items: step.items, moves }]
      : [];
  }),
);

describe('what a step risks', () => {
  it('is that step’s own, in every language', () => {
    const wrong: string[] = [];
    for (const { article, stepId, items } of riskyLists) {
      for (const locale of locales) {
        const texts = article.strings[locale].steps[stepId]?.items ?? {};
        const risks = items.flatMap(({ id, risky }) => (risky ? [texts[id]?.risk ?? ''] : []));
        if (new Set(risks).size < risks.length) wrong.push(`${locale} ${article.id}/${stepId}`);
      }
    }

    assert.deepEqual(wrong, []);
    assert.ok(riskyLists.length > 50);
  });

  it('is said once for several steps in a row that are locked by the same', () => {
    const { article, moves } = riskyLists.find(({ stepId }) => stepId === 'retire-connector')!;
    const view = currentView(caseOf(article.id, queued, { moves }), viewContextFor());

    const card = JSON.stringify(cards.render(view, { locale: 'en', timeZone: 'UTC' }));

    assert.equal(card.split('a mailbox left behind would lose its mail').length - 1, 1);
    assert.equal(card.split('"**Locked** for the same reason."').length - 1, 2);
    assert.equal(card.split('"**Locked until step 2 or 3 is done:**').length - 1, 1);
  });

  it('stands in its instructions before anything is pressed, and the question afterwards says the same', () => {
    const { article, stepId, items, moves } = riskyLists.find(({ article }) => article.id === 'connection-refused')!;
    const item = items.find(({ risky }) => risky)!;
    for (const locale of locales) {
      const reader = { locale, timeZone: 'UTC' };
      const context = viewContextFor({ locale });
      const risk = article.strings[locale].steps[stepId]!.items![item.id]!.risk!;
      const ticks = Object.fromEntries(item.after.flat().map(id => [tickKey(stepId, id), { by: priya, at: now }]));
      const open = caseOf(article.id, queued, { moves, ticks });

      const before = JSON.stringify(cards.render(currentView(open, context), reader));
      const confirming = { step: stepId, item: item.id };
      const asked = JSON.stringify(cards.render(currentView({ ...open, confirming }, context), reader));

      assert.ok(before.includes(risk), locale);
      assert.ok(asked.includes(risk), locale);
      assert.match(before, / · ⚠\u00a0/, locale);
    }
  });
});
