import { strict as assert } from 'node:assert';
import { type TriageCase, tickKey } from '../../../src/triage/case.ts';
import type { Evidence } from '../../../src/triage/evidence.ts';
import { canStepBack, findPosition, handlePress, type Press } from '../../../src/triage/guiding/index.ts';
import type { Candidate } from '../../../src/triage/match.ts';
import { articles, caseOf, now, priya, queued, viewContextFor } from '../../content.ts';

const context = { ...viewContextFor(), now, by: priya };
const start = caseOf('connection-refused', { ...queued, remoteHost: 'mail.elsewhere.example' });
const back: Press = { verb: 'back' };
const ours: Press = { verb: 'answer', step: 'whose-server', option: 'ours' };
const some: Press = { verb: 'answer', step: 'what-arrives', option: 'some' };

function play(before: TriageCase, ...presses: Press[]): TriageCase {
  return presses.reduce((triageCase, press) => handlePress(triageCase, press, context).case, before);
}

function positionOf(triageCase: TriageCase) {
  return findPosition(triageCase, articles.get(triageCase.articleId!)!, context.memory);
}

function stepOf(triageCase: TriageCase): string {
  return positionOf(triageCase).stepId;
}

const path = 'follow-the-path';
const list = play(start, ours, some);
const [first, ...others] = itemsOf(list).map((item): Press => ({ verb: 'tick', step: path, item }));

function itemsOf(triageCase: TriageCase): string[] {
  const { step } = positionOf(triageCase);
  return step.kind === 'checklist' ? step.items.map(({ id }) => id) : [];
}

describe('Back', () => {
  it('leads from the question after a list to the list, with what was ticked', () => {
    const after = play(list, first!, { verb: 'go-on', step: path });
    assert.notEqual(stepOf(after), path);

    const again = play(after, back);

    assert.equal(stepOf(again), path);
    assert.deepEqual(Object.keys(again.ticks), Object.keys(after.ticks));
    assert.equal(stepOf(play(again, back)), 'what-arrives');
  });

  it('leads from the question after a list that was ticked to its end to the list', () => {
    const done = play(list, first!, ...others);
    assert.notEqual(stepOf(done), path, 'the last tick leads on');

    const again = play(done, back);

    assert.equal(stepOf(again), path);
    assert.equal(Object.keys(again.ticks).length, itemsOf(list).length);
  });

  it('leads from the next list to the one that did not help', () => {
    const none: Press = { verb: 'answer', step: 'what-arrives', option: 'none' };
    const failing = play(start, ours, none, { verb: 'failing', step: 'open-firewall' });
    assert.equal(stepOf(failing), path);

    assert.equal(stepOf(play(failing, back)), 'open-firewall');
  });

  it('opens a finished last list again by taking its last tick back', () => {
    const retired: Press = { verb: 'answer', step: 'what-arrives', option: 'retired' };
    const open = play(start, ours, retired);
    const step = 'retire-connector';
    const done = itemsOf(open).reduce(
      (triageCase, item) => play(triageCase, { verb: 'tick', step, item }, { verb: 'confirm', step, item }),
      open,
    );
    const last = tickKey(step, itemsOf(open).at(-1)!);
    assert.equal(Object.keys(done.ticks).length, itemsOf(open).length);

    const { case: again, events } = handlePress(done, back, context);

    assert.deepEqual(again.ticks, Object.fromEntries(Object.entries(done.ticks).filter(([key]) => key !== last)));
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['unticked'],
    );
    assert.equal(stepOf(again), step);
    assert.equal(stepOf(play(again, back)), 'what-arrives');
  });

  it('closes an open confirmation and nothing else', () => {
    const confirming = { ...list, confirming: { step: path, item: 'resend' } };

    assert.deepEqual(play(confirming, back), list);
  });

  it('closes the choice of a language and nothing else', () => {
    const choosing = play(
      start,
      { verb: 'answer', step: 'whose-server', option: 'partner' },
      { verb: 'contact-language', option: 'ask' },
    );
    assert.ok(choosing.contact.isChoosing);

    const closed = play(choosing, back);

    assert.ok(!closed.contact.isChoosing);
    assert.deepEqual(closed.moves, choosing.moves);
  });

  it('asks what the paste had answered, the last of it first', () => {
    const known: Evidence = { ...queued, sender: 'ann@contoso.example' };

    const asked = play(caseOf('connection-refused', known), back);

    assert.equal(stepOf(asked), 'whose-server');
    assert.deepEqual(asked.asked, ['whose-server']);
    assert.deepEqual(play(asked, ours, back).asked, ['whose-server'], 'asked once, however often');
  });

  it('returns from the first step to the choice of the problem, and keeps the ticks', () => {
    const candidates: Candidate[] = ['connection-refused', 'connection-closed'].map(articleId => ({
      articleId,
      statusCodes: [],
      score: 0.5,
      because: [],
    }));
    const ticks = { 'open-firewall/server-runs': { by: priya, at: now } };

    const again = play({ ...start, candidates, ticks }, back);

    assert.equal(again.articleId, null);
    assert.deepEqual(again.ticks, ticks);
  });

  it('does nothing at the first step of a problem that nobody chose', () => {
    assert.ok(!handlePress(start, back, context).isChanged);
    assert.ok(!canStepBack(positionOf(start)));
    assert.ok(canStepBack(positionOf(list)));
  });
});
