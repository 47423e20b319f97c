import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { DueWork, Store } from '../../src/storage/store.ts';
import { onEachDatabase } from './databases.ts';

const early = '2026-11-21T09:00:00.000Z';
const late = '2026-11-21T10:00:00.000Z';
const later = '2026-11-21T11:00:00.000Z';
const person = { id: 'priya', name: 'Priya Raman' };

onEachDatabase('what is due about a case', database => {
  let store: Store<unknown>;

  before(async () => {
    store = await database.open();
  });

  const commit = (tenant: string, id: string, version: number, due?: Pick<DueWork, 'what' | 'dueAt'> | null) =>
    store.commit({
      tenant,
      conversation: 'talk',
      at: early,
      by: person,
      activity: { id: randomUUID(), reply: {} },
      case: { id, expectedVersion: version, value: {}, article: null, state: 'open', events: [], due },
    });
  const look = (dueAt: string) => ({ what: 'look', dueAt });
  const claim = async (tenant: string, now: string, leaseUntil = later) =>
    (await store.claimDue({ now, leaseUntil, limit: 50 })).filter(work => work.tenant === tenant);

  it('belongs to whoever takes it up, until the lease ends', async () => {
    const tenant = randomUUID();
    await commit(tenant, 'ONE', 0, look(late));

    assert.deepEqual(await claim(tenant, early), []);
    const [work] = await claim(tenant, late);
    assert.deepEqual(work, { tenant, caseId: 'ONE', what: 'look', dueAt: late, attempts: 1 });
    assert.deepEqual(await claim(tenant, late), [], 'somebody is at it');
    const [again] = await claim(tenant, later, '2026-11-21T12:00:00.000Z');
    assert.equal(again?.attempts, 2);
    assert.equal(await store.postponeWork(work!, '2026-11-22T00:00:00.000Z'), false, 'the first one was too slow');
    assert.equal(await store.postponeWork(again!, '2026-11-22T00:00:00.000Z'), true);
    assert.deepEqual(await claim(tenant, '2026-11-21T23:00:00.000Z'), []);
  });

  it('is replaced and taken away with a change of the case, and stays with any other', async () => {
    const tenant = randomUUID();
    await commit(tenant, 'ONE', 0, look(late));
    await commit(tenant, 'ONE', 1);
    const [work] = await claim(tenant, late);
    assert.equal(work?.dueAt, late);

    await commit(tenant, 'ONE', 2, look(later));
    assert.equal(await store.postponeWork(work!, early), false, 'it is other work now');
    const [next] = await claim(tenant, later, '2026-11-21T12:00:00.000Z');
    assert.deepEqual([next?.dueAt, next?.attempts], [later, 1]);
    await commit(tenant, 'ONE', 3, null);
    assert.deepEqual(await claim(tenant, '2026-11-23T00:00:00.000Z'), []);
  });

  it('is not written where the change of the case is not', async () => {
    const tenant = randomUUID();
    await commit(tenant, 'ONE', 0);

    assert.equal((await commit(tenant, 'ONE', 7, look(late))).kind, 'conflict');
    assert.deepEqual(await claim(tenant, later), []);
  });

  it('is given up, and dropped, by whoever holds it', async () => {
    const tenant = randomUUID();
    for (const id of ['ONE', 'TWO']) await commit(tenant, id, 0, look(late));
    const [one, two] = await claim(tenant, late);

    assert.equal(await store.giveUpWork(one!, { at: late, why: 'place-gone' }), true);
    await store.dropWork(two!);

    assert.deepEqual(await claim(tenant, '2026-11-23T00:00:00.000Z'), []);
    await commit(tenant, one!.caseId, 1, look(later));
    assert.equal((await claim(tenant, later)).length, 1, 'what is planned anew is new');
  });

  it('goes with the person whose case it is', async () => {
    const tenant = randomUUID();
    await commit(tenant, 'ONE', 0, look(late));
    await store.forget({ tenant, conversation: 'talk', personId: person.id });

    assert.deepEqual(await claim(tenant, later), []);
  });

  it('is done once by many at the same time', async () => {
    const tenant = randomUUID();
    const ids = Array.from({ length: 60 }, (_, n) => `CASE${n}`);
    for (const id of ids) await commit(tenant, id, 0, look(late));
    const others = await Promise.all([database.open(), database.open()]);
    const taken: string[] = [];
    const work = async (one: Store<unknown>) => {
      for (;;) {
        const claimed = await one.claimDue({ now: late, leaseUntil: later, limit: 7 });
        if (claimed.length === 0) return;
        taken.push(...claimed.filter(some => some.tenant === tenant).map(some => some.caseId));
      }
    };

    await Promise.all([store, ...others].map(work));

    assert.deepEqual(taken.toSorted(), ids.toSorted());
  });
});
