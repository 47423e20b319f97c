import { strict as assert } from 'node:assert';
import { locales } from '../../../src/triage/evidence.ts';
import { handlePress } from '../../../src/triage/guiding/handle-input.ts';
import type { Press } from '../../../src/triage/guiding/press.ts';
import { answerView } from '../../../src/triage/showing/answer-view.ts';
import { currentView } from '../../../src/triage/showing/current-view.ts';
import { articles, cards, caseOf, movesToSteps, priya, queued, viewContextFor } from '../../content.ts';

const step = 'retire-connector';
const moves = [...movesToSteps(articles.get('connection-refused')!)].find(([id]) => id === step)![1];
const opened = caseOf('connection-refused', queued, { moves });

/** The same day, at this time. */
const at = (clock: string) => `2026-11-21T${clock}:00.000Z`;

function play(start: typeof opened, ...presses: readonly [clock: string, press: Press][]) {
  return presses.reduce((before, [clock, press]) => {
    return handlePress(before, press, { ...viewContextFor(), now: at(clock), by: priya }).case;
  }, start);
}

const tick = (item: string): Press => ({ verb: 'tick', step, item });
const confirm = (item: string): Press => ({ verb: 'confirm', step, item });
const changed = play(
  opened,
  ['14:00', tick('count-mailboxes')],
  ['14:05', tick('fix-now')],
  ['14:05', confirm('fix-now')],
);

function rowOf(triageCase: typeof opened, item: string) {
  const view = currentView(triageCase, viewContextFor());
  assert.ok(view.kind === 'checklist');
  return view.items.find(row => row.item.id === item)!;
}

describe('a step that waits', () => {
  it('is locked until one of the changes for which it waits is ticked, and then says from when on', () => {
    const before = rowOf(opened, 'wait');
    const after = rowOf(changed, 'wait');

    assert.deepEqual([before.state, before.lockedBy], ['locked', { kind: 'item', numbers: [2, 3] }]);
    assert.deepEqual([after.state, after.opensAt], ['open', at('15:05')]);
    assert.deepEqual(
      play(changed, ['16:00', { verb: 'untick', step, item: 'fix-now' }]).ticks,
      play(opened, ['14:00', tick('count-mailboxes')]).ticks,
    );
  });

  it('is asked back before that time, and ticked after it, or where both are told in the same breath', () => {
    const early = play(changed, ['14:20', tick('wait')]);
    const late = play(changed, ['15:05', tick('wait')]);
    const told = play(changed, ['14:05', tick('wait')]);
    const insisted = play(early, ['14:20', confirm('wait')]);

    assert.deepEqual(early.confirming, { step, item: 'wait' });
    for (const done of [late, told, insisted]) assert.equal(rowOf(done, 'wait').state, 'done');
  });

  it('says one hour: at the step, when it is asked back, in the look at the end and to “how long?”', () => {
    const others = ['disable-connector', 'authoritative'].flatMap(item => [
      ['14:05', tick(item)] as [string, Press],
      ['14:05', confirm(item)] as [string, Press],
    ]);
    const early = play(changed, ...others, ['14:20', tick('wait')]);
    const all = play(early, ['14:20', confirm('wait')], ['14:21', tick('error-gone')]);
    const asked = handlePress(
      changed,
      { verb: 'ask', option: 'how-long' },
      { ...viewContextFor(), now: at('14:30'), by: priya },
    );
    for (const locale of locales) {
      const context = viewContextFor({ locale });
      const shown = [
        currentView(changed, context),
        currentView(early, context),
        currentView(all, context),
        answerView(asked.answer!, asked.case, context),
      ].map(view => JSON.stringify(cards.render(view, { locale, timeZone: 'UTC' })));

      for (const card of shown) assert.match(card, /15:05/, locale);
    }
  });

  it('leaves nothing to wait for at the end once its time is over', () => {
    const done = ['disable-connector', 'authoritative', 'fix-now'].flatMap(item => [
      ['14:05', tick(item)] as [string, Press],
      ['14:05', confirm(item)] as [string, Press],
    ]);
    const view = currentView(
      play(opened, ['14:00', tick('count-mailboxes')], ...done, ['15:30', tick('wait')], ['15:31', tick('error-gone')]),
      viewContextFor(),
    );

    assert.ok(view.kind === 'verify' && view.checkAt === null);
  });
});
