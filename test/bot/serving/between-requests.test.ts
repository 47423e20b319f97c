import { strict as assert } from 'node:assert';
import { betweenRequests } from '../../../src/bot/serving/index.ts';

/** A step that has to be done so often; `turns` says how many were done in each turn of the event loop. */
function watched(steps: number, turn: number) {
  const turns: number[] = [];
  const { promise: done, resolve } = Promise.withResolvers<void>();
  let left = steps;
  let isNewTurn = true;
  const end = betweenRequests(
    () => {
      if (isNewTurn) {
        turns.push(0);
        isNewTurn = false;
        process.nextTick(() => {
          isNewTurn = true;
        });
      }
      turns[turns.length - 1]!++;
      left--;
      if (left === 0) resolve();
      return left === 0;
    },
    () => {},
    turn,
  );
  return { turns, done, end };
}

describe('work between requests', () => {
  it('begins after whoever asked for it has gone on', async () => {
    const { turns, done } = watched(3, 1_000);

    assert.deepEqual(turns, []);
    await done;
  });

  it('does as much in one turn of the loop as there is time', async () => {
    const { turns, done } = watched(100, 1_000);

    await done;

    assert.deepEqual(turns, [100]);
  });

  it('lets others come in between when the time is over', async () => {
    const { turns, done } = watched(5, 0);
    let others = 0;
    const other = () => {
      others++;
      if (turns.length < 5) setImmediate(other);
    };
    setImmediate(other);

    await done;

    assert.deepEqual(turns, [1, 1, 1, 1, 1]);
    assert.ok(others >= 4);
  });

  it('can be ended', async () => {
    const { turns, end } = watched(1_000_000, 0);

    await new Promise(resolve => setImmediate(resolve));
    end();
    const before = turns.length;
    await new Promise(resolve => setImmediate(resolve));
    await new Promise(resolve => setImmediate(resolve));

    assert.equal(turns.length, before);
  });
});
