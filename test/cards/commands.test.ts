import { strict as assert } from 'node:assert';
import { currentView } from '../../src/triage/showing/current-view.ts';
import { cards, caseOf, content, movesToSteps, queued, viewContextFor } from '../content.ts';

/** The card of a list when it is reached. */
function cardAt(articleId: string, stepId: string): string {
  const article = content.articles.find(({ id }) => id === articleId)!;
  const moves = new Map(movesToSteps(article)).get(stepId)!;
  const view = currentView(caseOf(articleId, queued, { moves }), viewContextFor());
  return JSON.stringify(cards.render(view, { locale: 'en', timeZone: 'UTC' }));
}

const count = (card: string, part: string) => card.split(part).length - 1;

describe('commands on a checklist', () => {
  it('of the next step are blocks of code, with the same line as text for clients that know none', () => {
    const card = cardAt('ambiguous-recipient', 'remove-double');

    assert.match(card, /"codeSnippet":"Get-Recipient .*?","language":"PowerShell","fallback":\{"type":"TextBlock"/);
    assert.match(card, /"fallback":\{"type":"TextBlock","text":"Get-Recipient .*?","fontType":"monospace"/);
  });

  it('are text before the card loses an instruction for a block', () => {
    const card = cardAt('connection-refused', 'follow-the-path');

    assert.equal(count(card, 'CodeBlock'), 0);
    assert.equal(count(card, '· How ▾"'), 5);
    assert.match(card, /"text":"Get-MessageTraceV2 .*?","fontType":"monospace"/);
  });
});
