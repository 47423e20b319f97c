import { deepEqual } from 'node:assert/strict';
import { cardData } from '../../src/cards/render-card.ts';
import { noMemory, type TriageCase, tickKey } from '../../src/triage/case.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import { articles, cards, caseOf, movesToSteps, now, priya, queued, viewContextFor } from '../content.ts';

const experts = [{ place: 'experts', problems: [], people: [] }];
const context = viewContextFor({ memory: { ...noMemory, experts } });

function asks(triageCase: TriageCase): boolean {
  const data = cardData(currentView(triageCase, context), cards.context({ locale: 'en', timeZone: 'UTC' }));
  const { buttons } = data as { buttons: readonly { readonly verb: string }[] };
  return buttons.slice(0, 6).some(({ verb }) => verb === 'escalate');
}

describe('“Ask the experts”', () => {
  it('stands on every list, on its end, and on every text to somebody else, of every article', () => {
    const missing: string[] = [];
    for (const article of articles.values()) {
      for (const [stepId, moves] of movesToSteps(article)) {
        const step = article.guide.steps[stepId]!;
        if (step.kind === 'question') continue;
        const contact = { ...caseOf(null, queued).contact, language: 'en' as const };
        const open = caseOf(article.id, queued, { moves, contact });
        const items = step.kind === 'checklist' ? step.items.map(({ id }) => id) : [];
        const ticks = Object.fromEntries(items.map(id => [tickKey(stepId, id), { by: priya, at: now }]));
        const sent = { ...open, outcome: { kind: 'sent', by: priya, at: now } } as const;
        const ends = { open, done: { ...open, ticks }, ...(step.kind === 'escalation' && { sent }) };
        for (const [name, triageCase] of Object.entries(ends))
          if (!asks(triageCase)) missing.push(`${article.id}: ${stepId}, ${name}`);
      }
    }

    deepEqual(missing, []);
  });

  it('stands wherever no article fits', () => {
    const unknown = caseOf(null, queued, { articleId: null });
    const ends = [
      { ...unknown, isDraft: true },
      { ...unknown, isDraft: true, unknownCode: '5.8.8' },
      { ...unknown, isDraft: true, rejected: ['mailbox-full'] },
      unknown,
    ];

    deepEqual(ends.map(asks), [true, true, true, true]);
  });
});
