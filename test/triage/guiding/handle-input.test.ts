import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Person, type TriageCase, tickKey } from '../../../src/triage/case.ts';
import { type Evidence, locales, noEvidence } from '../../../src/triage/evidence.ts';
import { fates } from '../../../src/triage/fate.ts';
import { handlePress, openCase } from '../../../src/triage/guiding/handle-input.ts';
import type { Press } from '../../../src/triage/guiding/press.ts';
import type { Candidate, Match } from '../../../src/triage/match.ts';
import { currentView, viewAfter } from '../../../src/triage/showing/current-view.ts';
import { articles, bounced, caseOf, content, now, priya, queued, viewContextFor } from '../../content.ts';

const joris: Person = { id: 'joris', name: 'Joris de Wit' };

function contextFor(by: Person = priya) {
  return { ...viewContextFor(), now, by };
}

function play(start: TriageCase, ...presses: Press[]): TriageCase {
  return presses.reduce((before, press) => handlePress(before, press, contextFor()).case, start);
}

const refused = caseOf('connection-refused', { ...queued, remoteHost: 'mail.elsewhere.example' });
const ours: Press = { verb: 'answer', step: 'whose-server', option: 'ours' };
const retired: Press = { verb: 'answer', step: 'what-arrives', option: 'retired' };
const tick = (step: string, item: string): Press => ({ verb: 'tick', step, item });

describe('a case', () => {
  it('opens in its article when there is a match', () => {
    const candidate: Candidate = { articleId: 'connection-refused', statusCodes: ['4.4.316'], score: 1, because: [] };

    const { case: opened, events } = openCase(
      'A1',
      queued,
      { verdict: 'match', candidates: [candidate], locale: null },
      contextFor(),
    );

    assert.equal(opened.articleId, 'connection-refused');
    assert.equal(currentView(opened, contextFor()).kind, 'question');
    assert.deepEqual(
      events.map(event => [event.kind, event.by.name, event.at]),
      [['opened', 'Priya Raman', now]],
    );
  });

  it('keeps no answer of a stale button', () => {
    const answered = play(refused, ours);

    const { case: after, isChanged } = handlePress(answered, { ...ours, option: 'partner' } as Press, contextFor());

    assert.equal(isChanged, false);
    assert.deepEqual(after, answered);
  });

  it('keeps the other answers when the agent steps back', () => {
    const list = play(refused, ours, retired);
    assert.equal(currentView(list, contextFor()).kind, 'checklist');

    const view = currentView(play(list, { verb: 'back' }), contextFor());

    assert.ok(view.kind === 'question' && view.stepId === 'what-arrives');
  });

  it('asks a skipped question after all when the agent steps back from the first', () => {
    const own: Evidence = { ...queued, sender: 'ann@contoso.example' };
    const start = caseOf('connection-refused', own);
    const first = currentView(start, contextFor());
    assert.ok(first.kind === 'question' && first.stepId === 'what-arrives' && first.skipped[0]?.option === 'ours');

    const view = currentView(play(start, { verb: 'back' }), contextFor());

    assert.ok(view.kind === 'question' && view.stepId === 'whose-server');
  });

  it('forgets answers and ticks when it starts over', () => {
    const done = play(refused, ours, retired, tick('retire-connector', 'count-mailboxes'));

    const again = play(done, { verb: 'restart' });

    assert.deepEqual([again.moves, again.ticks], [[], {}]);
  });

  it('has back what was there when starting over is undone, whoever undoes it', () => {
    const done = play(refused, ours, retired, tick('retire-connector', 'count-mailboxes'));
    const { case: again, events } = handlePress(done, { verb: 'restart' }, contextFor());
    assert.equal(events[0]?.kind, 'started-over');

    const { case: back, events: undoing } = handlePress(again, { verb: 'undo' }, contextFor(joris));

    assert.deepEqual({ ...back, startedOver: undefined }, { ...done, startedOver: undefined });
    assert.deepEqual(
      undoing.map(({ kind, by }) => [kind, by.name]),
      [['undone', 'Joris de Wit']],
    );
    assert.equal(handlePress(back, { verb: 'undo' }, contextFor()).isChanged, false, 'nothing is left to undo');
  });

  it('can be started over twice without losing what can be undone', () => {
    const done = play(refused, ours, retired);
    const again = play(done, { verb: 'restart' });

    const twice = handlePress(again, { verb: 'restart' }, contextFor(joris));

    assert.equal(twice.isChanged, false);
    assert.deepEqual(play(twice.case, { verb: 'undo' }).moves, done.moves);
  });

  for (const [name, press] of [
    ['an answer', ours],
    ['a step back', { verb: 'back' }],
  ] as [string, Press][]) {
    it(`has nothing to undo any more after ${name}`, () => {
      const own = caseOf('connection-refused', queued, { candidates: [{ articleId: 'x' } as unknown as Candidate] });
      const again = play(own, ours, { verb: 'restart' });
      assert.ok(again.startedOver);

      const after = play(again, press);

      assert.equal(after.startedOver, null);
      assert.equal(handlePress(after, { verb: 'undo' }, contextFor()).isChanged, false);
    });
  }

  it('can still be undone while it only asks whether a risky step is to be done', () => {
    const counted = play(refused, ours, retired, tick('retire-connector', 'count-mailboxes'));
    const startedOver = { moves: counted.moves, asked: [], ticks: {}, confirming: null, by: priya, at: now };
    const risky = { step: 'retire-connector', item: 'fix-now' };

    const asked = play({ ...counted, startedOver }, tick(risky.step, risky.item));
    assert.ok(asked.confirming && asked.startedOver);
    assert.ok(play(asked, { verb: 'cancel', ...risky }).startedOver);

    assert.equal(play(asked, { verb: 'confirm', ...risky }).startedOver, null);
  });

  it('has nothing to undo where nobody started over', () => {
    const old = caseOf('connection-refused', queued);

    assert.equal(handlePress(old, { verb: 'undo' }, contextFor()).isChanged, false);
    const view = currentView(old, contextFor());
    assert.ok(view.kind === 'question' && view.startedOver === null);
  });

  it('ticks a risky item only after its confirmation', () => {
    const counted = play(refused, ours, retired, tick('retire-connector', 'count-mailboxes'));

    const asked = play(counted, tick('retire-connector', 'fix-now'));
    assert.equal(currentView(asked, contextFor()).kind, 'confirm');
    assert.ok(!(tickKey('retire-connector', 'fix-now') in asked.ticks));

    const confirmed = play(asked, { verb: 'confirm', step: 'retire-connector', item: 'fix-now' });
    assert.ok(tickKey('retire-connector', 'fix-now') in confirmed.ticks);
  });

  it('does not confirm what nobody was asked', () => {
    const counted = play(refused, ours, retired, tick('retire-connector', 'count-mailboxes'));

    const forged = handlePress(
      counted,
      { verb: 'confirm', step: 'retire-connector', item: 'authoritative' },
      contextFor(),
    );

    assert.equal(forged.isChanged, false);
  });

  it('locks the risky items again when the count is unticked', () => {
    const confirmed = play(
      refused,
      ours,
      retired,
      tick('retire-connector', 'count-mailboxes'),
      tick('retire-connector', 'fix-now'),
      { verb: 'confirm', step: 'retire-connector', item: 'fix-now' },
    );

    const unticked = play(confirmed, { verb: 'untick', step: 'retire-connector', item: 'count-mailboxes' });

    assert.deepEqual(unticked.ticks, {});
  });

  it('adds "send it again" to the list of a message that has bounced', () => {
    const view = currentView(
      play(caseOf('connection-refused', { ...bounced, remoteHost: null }), ours, retired),
      contextFor(),
    );

    assert.ok(view.kind === 'checklist' && view.items.at(-1)?.item.id === 'resend');
  });

  it('leads "still failing" on, at last to a colleague', () => {
    const none: Press = { verb: 'answer', step: 'what-arrives', option: 'none' };
    const failing = play(refused, ours, none, { verb: 'failing', step: 'open-firewall' });
    const second = currentView(failing, contextFor());
    assert.ok(second.kind === 'checklist' && second.stepId === 'follow-the-path');

    const last = currentView(play(failing, { verb: 'failing', step: 'follow-the-path' }), contextFor());

    assert.ok(last.kind === 'contact' && last.to === 'colleague');
  });

  it('says when the queued message expires and how long a bounced one was tried', () => {
    const waiting = currentView(refused, contextFor());
    const back = currentView(caseOf('connection-refused', bounced), contextFor());

    assert.ok(waiting.kind === 'question' && waiting.expiresAt === '2026-11-21T17:42:00.000Z');
    assert.ok(back.kind === 'question' && back.triedFor === 24 * 3_600_000 + 3 * 60_000);
  });

  it('solves, and opens again', () => {
    const list = play(refused, ours, retired);
    const solved = play(list, { verb: 'solved', step: 'retire-connector' });
    assert.equal(currentView(solved, contextFor()).kind, 'outcome');
    assert.deepEqual(play(solved, tick('retire-connector', 'count-mailboxes')), solved, 'a closed case takes no tick');

    assert.equal(currentView(play(solved, { verb: 'reopen' }), contextFor()).kind, 'checklist');
  });

  it('remembers whose server it is, by the registered domain', () => {
    const { remember } = handlePress(refused, ours, contextFor(joris));

    assert.deepEqual(remember, [{ kind: 'host-owner', host: 'elsewhere.example', owner: 'ours' }]);
  });

  it('is a draft until an article is chosen, and never again', () => {
    const candidates: Candidate[] = [{ articleId: 'connection-closed', statusCodes: [], score: 0.5, because: [] }];
    const { case: draft } = openCase(
      'A1',
      queued,
      { verdict: 'choose', candidates, isGuess: false, locale: null },
      contextFor(),
    );
    assert.equal(draft.isDraft, true);
    assert.equal(play(draft, { verb: 'choose', option: 'none' }).isDraft, true);

    const chosen = play(draft, { verb: 'choose', option: 'connection-closed' });

    assert.equal(chosen.isDraft, false);
    const back = play(chosen, { verb: 'back' }, { verb: 'back' });
    assert.deepEqual([back.articleId, back.isDraft], [null, false]);
  });

  it('asks what happens to the message where the candidates are a guess, and Back leads there again', () => {
    const draft = guess();
    const asked = (triageCase: TriageCase) => currentView(triageCase, contextFor());
    assert.deepEqual(asked(draft), {
      kind: 'narrow',
      caseId: 'A1',
      options: ['returned', 'waiting', 'missing', 'junk', 'none'],
    });

    const returned = play(draft, { verb: 'narrow', option: 'returned' });
    const waiting = play(returned, { verb: 'back' }, { verb: 'narrow', option: 'waiting' });
    const none = play(waiting, { verb: 'narrow', option: 'none' });

    for (const [triageCase, kind] of [
      [returned, 'wanted'],
      [waiting, 'wanted'],
      [none, 'choose'],
    ] as const) {
      assert.equal(asked(triageCase).kind, kind);
      assert.equal(triageCase.isDraft, true);
      assert.equal(asked(play(triageCase, { verb: 'back' })).kind, 'narrow');
      assert.equal(asked(play(triageCase, { verb: 'restart' })).kind, 'narrow');
    }
    assert.equal(handlePress(none, { verb: 'narrow', option: 'none' }, contextFor()).isChanged, false);
    assert.equal(play(none, { verb: 'choose', option: 'connection-closed' }).isDraft, false);
  });

  it('offers with the waiting ones what has a code that waits, and nothing else', () => {
    const offered = (option: 'returned' | 'waiting') => {
      const view = currentView(play(guess(), { verb: 'narrow', option }), contextFor());
      return view.kind === 'wanted' ? view.candidates.map(({ articleId }) => articleId) : undefined;
    };

    assert.deepEqual(offered('waiting'), ['connection-closed']);
    assert.deepEqual(offered('returned'), []);
  });

  for (const [option, articleId] of [
    ['missing', 'missing-without-bounce'],
    ['junk', 'our-mail-in-their-junk'],
  ] as const) {
    it(`opens ${articleId} for ${option}, and Back asks again`, () => {
      const handled = handlePress(guess(), { verb: 'narrow', option }, contextFor());

      assert.equal(handled.case.articleId, articleId);
      assert.equal(handled.case.isDraft, false);
      assert.deepEqual(handled.events[0]!.data, { fate: option, articleId });
      const back = play(handled.case, { verb: 'back' });
      assert.equal(currentView(back, contextFor()).kind, 'narrow');
      assert.equal(play(back, { verb: 'narrow', option }).articleId, articleId);
    });
  }

  it('asks nothing of a choice that is none of guesses', () => {
    const candidates: Candidate[] = [{ articleId: 'connection-closed', statusCodes: [], score: 0.5, because: [] }];
    const choosing = caseOf(null, { ...noEvidence, words: 'x' }, { verdict: 'choose', candidates });

    assert.equal(handlePress(choosing, { verb: 'narrow', option: 'junk' }, contextFor()).isChanged, false);
    assert.equal(handlePress(choosing, { verb: 'back' }, contextFor()).isChanged, false);
  });

  it('offers only what was offered', () => {
    const candidates: Candidate[] = [{ articleId: 'connection-closed', statusCodes: [], score: 0.5, because: [] }];
    const choosing = caseOf(null, { ...noEvidence, words: 'x' }, { verdict: 'choose', candidates, isDraft: true });

    assert.equal(handlePress(choosing, { verb: 'choose', option: 'dns-query-failed' }, contextFor()).isChanged, false);
    assert.equal(play(choosing, { verb: 'choose', option: 'connection-closed' }).articleId, 'connection-closed');
    assert.equal(currentView(play(choosing, { verb: 'choose', option: 'none' }), contextFor()).kind, 'notice');
  });
});

/** A draft whose words fit nothing well. */
function guess(): TriageCase {
  const candidates = ['connection-closed', 'daily-recipient-limit'].map(
    (articleId): Candidate => ({ articleId, statusCodes: [], score: 0.3, because: [] }),
  );
  const match: Match = { verdict: 'choose', candidates, isGuess: true, locale: null };
  return openCase('A1', { ...noEvidence, words: 'x' }, match, contextFor()).case;
}

/** Presses that some card could have sent, in any order, with made-up ids among them. */
const stepIds = content.articles.flatMap(article => Object.keys(article.guide.steps));
const itemIds = content.articles.flatMap(article =>
  Object.values(article.guide.steps).flatMap(step =>
    step.kind === 'checklist' ? step.items.map(item => item.id) : [],
  ),
);
const options = content.articles.flatMap(article =>
  Object.values(article.guide.steps).flatMap(step =>
    step.kind === 'question' ? step.options.map(option => option.id) : [],
  ),
);
const anyStep = fc.constantFrom(...stepIds, 'constructor', '__proto__');
const anyPress: fc.Arbitrary<Press> = fc.oneof(
  fc.record({ verb: fc.constant('answer' as const), step: anyStep, option: fc.constantFrom(...options, 'toString') }),
  fc.record({
    verb: fc.constantFrom('tick', 'untick', 'confirm', 'cancel'),
    step: anyStep,
    item: fc.constantFrom(...itemIds, 'resend'),
  }) as fc.Arbitrary<Press>,
  fc.record({ verb: fc.constantFrom('go-on', 'failing', 'solved'), step: anyStep }) as fc.Arbitrary<Press>,
  fc.record({
    verb: fc.constantFrom('back', 'restart', 'undo', 'reopen', 'show', 'sent', 'copy-commands', 'copy-contact'),
  }) as fc.Arbitrary<Press>,
  fc.record({ verb: fc.constant('narrow' as const), option: fc.constantFrom(...fates) }),
  fc.record({ verb: fc.constant('contact-language' as const), option: fc.constantFrom(...locales, 'ask' as const) }),
);

describe('any order of presses', () => {
  it('ends in a view, leaves an unchanged case alone, and never ticks a locked item', () => {
    fc.assert(
      fc.property(fc.constantFrom(...articles.keys()), fc.array(anyPress, { maxLength: 40 }), (articleId, presses) => {
        let current = caseOf(articleId, queued);
        for (const press of presses) {
          const handled = handlePress(current, press, contextFor());
          if (!handled.isChanged) assert.deepEqual(handled.case, current);
          const view = viewAfter(handled, contextFor());
          if (view.kind === 'checklist') {
            for (const row of view.items) assert.ok(row.state !== 'locked' || row.tick === null);
          }
          assert.deepEqual(JSON.parse(JSON.stringify(handled.case)), handled.case, 'a case is plain JSON');
          current = handled.case;
        }
      }),
      { numRuns: 300 },
    );
  });
});
