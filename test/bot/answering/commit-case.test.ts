import { strict as assert } from 'node:assert';
import { type Attempt, commitCase } from '../../../src/bot/answering/commit-case.ts';
import type { Turn } from '../../../src/bot/answering/open-turn.ts';
import type { Desk } from '../../../src/bot/desk.ts';
import type { Reply } from '../../../src/bot/reply.ts';
import { handlePress } from '../../../src/triage/guiding/index.ts';
import { caseOf, now, priya, queued, viewContextFor } from '../../content.ts';

type Commit = Turn['commit'];

const before = caseOf('connection-refused', { ...queued, remoteHost: 'mail.elsewhere.example' });
const context = { ...viewContextFor(), now, by: priya };
const answered = handlePress(before, { verb: 'answer', step: 'whose-server', option: 'ours' }, context);
const stale = handlePress(before, { verb: 'answer', step: 'what-arrives', option: 'none' }, context);
const saying = (text: string): Reply => ({ messages: [{ kind: 'text', text }], replacement: null });

// Nothing else of it is looked at where no case opens.
const desk = {
  articles: new Map(),
  retryHours: 24,
  reminds: true,
  alertMinutes: 15,
  incidentCases: 5,
} as unknown as Desk;

/** Commits with these results, one after the other; says what was tried and what was stored. */
function committing(...results: Awaited<ReturnType<Commit>>[]) {
  const tries: number[] = [];
  const stored: Parameters<Commit>[] = [];
  const commit: Commit = async (...what) => {
    stored.push(what);
    return results.shift()!;
  };
  const run = (handled: Attempt['handled']) =>
    commitCase(desk, { commit, reader: { tenant: 'contoso' } }, async number => {
      tries.push(number);
      return { handled, version: number, reply: saying(`try ${number}`) };
    });
  return { run, tries, stored };
}

describe('storing what an input did', () => {
  it('answers with what was made of it', async () => {
    const { run, tries, stored } = committing({ kind: 'committed' });

    assert.deepEqual(await run(answered), saying('try 1'));
    assert.deepEqual(tries, [1]);
    assert.equal(stored[0]![1]?.case?.id, before.id);
    assert.equal(stored[0]![1]?.case?.expectedVersion, 1);
  });

  it('answers a repeated delivery with the reply that was stored first, and tries no more', async () => {
    const { run, tries } = committing({ kind: 'repeated', reply: saying('the first') });

    assert.deepEqual(await run(answered), saying('the first'));
    assert.deepEqual(tries, [1]);
  });

  it('applies the input again, to what is stored now, when somebody else was faster', async () => {
    const { run, tries, stored } = committing({ kind: 'conflict' }, { kind: 'conflict' }, { kind: 'committed' });

    assert.deepEqual(await run(answered), saying('try 3'));
    assert.deepEqual(tries, [1, 2, 3]);
    assert.deepEqual(
      stored.map(([, what]) => what?.case?.expectedVersion),
      [1, 2, 3],
    );
  });

  it('stores nothing where nothing changed', async () => {
    const { run, stored } = committing();

    assert.deepEqual(await run(stale), saying('try 1'));
    assert.deepEqual(stored, []);
  });
});
