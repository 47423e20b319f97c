import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { NewProbe, Store } from '../../src/storage/store.ts';
import { onEachDatabase } from './databases.ts';

const now = '2026-11-21T10:00:00.000Z';
const anHourAgo = '2026-11-21T09:00:00.000Z';
const soon = '2026-11-21T10:00:15.000Z';
const later = '2026-11-21T10:01:00.000Z';
const limits = { person: 3, host: 5, all: 8 };
const times = { since: anHourAgo, heldUntil: soon };

onEachDatabase('the record of tests', database => {
  let store: Store<unknown>;

  before(async () => {
    store = await database.open();
  });

  const probe = (tenant: string, change: Partial<NewProbe> = {}): NewProbe => ({
    id: randomUUID(),
    tenant,
    conversation: 'talk',
    caseId: randomUUID(),
    by: { id: 'priya', name: 'Priya Raman' },
    at: now,
    name: 'mail.contoso.example',
    ...change,
  });
  const begin = (one: NewProbe) => store.beginProbe(one, limits, times);
  const somebody = () => ({ id: randomUUID(), name: 'x' });

  it('bounds how many one person starts, how many one host gets, and all of them', async () => {
    const tenant = randomUUID();

    const byPriya = await Promise.all(Array.from({ length: 4 }, () => begin(probe(tenant))));
    const byOthers = await Promise.all(Array.from({ length: 3 }, () => begin(probe(tenant, { by: somebody() }))));
    const elsewhere = await Promise.all(
      Array.from({ length: 4 }, (_, index) =>
        begin(probe(tenant, { by: somebody(), name: `mx${index}.contoso.example` })),
      ),
    );

    assert.deepEqual(byPriya.toSorted(), ['begun', 'begun', 'begun', 'person']);
    assert.deepEqual(byOthers.toSorted(), ['begun', 'begun', 'host']);
    assert.deepEqual(elsewhere.toSorted(), ['all', 'begun', 'begun', 'begun']);
    const states = (await store.probesOf(tenant, 50)).map(({ state, why }) => why ?? state).sort();
    assert.deepEqual(states, ['all', 'host', 'person', ...Array(8).fill('running')]);
  });

  it('forgets bounds after an hour, and never mixes organisations', async () => {
    const tenant = randomUUID();
    for (const at of ['2026-11-21T08:00:00.000Z', '2026-11-21T08:30:00.000Z', '2026-11-21T08:59:59.000Z'])
      await begin(probe(tenant, { at }));

    assert.equal(await begin(probe(tenant)), 'begun');
    assert.equal(await begin(probe(randomUUID())), 'begun');
  });

  it('begins one at a time in a case', async () => {
    const tenant = randomUUID();
    const caseId = randomUUID();

    const all = await Promise.all([begin(probe(tenant, { caseId })), begin(probe(tenant, { caseId }))]);

    assert.deepEqual(all.toSorted(), ['begun', 'running']);
  });

  it('keeps what came of one, ends it once, and tells whoever runs it that it was stopped', async () => {
    const one = probe(randomUUID());
    await begin(one);
    await store.noteProbeCard(one, 'card-1');

    assert.equal(await store.holdProbe(one, later), true);
    assert.equal(await store.endProbe(one, { at: now, state: 'done', addresses: ['40.92.0.1'] }), true);
    assert.equal(await store.endProbe(one, { at: now, state: 'cancelled' }), false);
    assert.equal(await store.holdProbe(one, later), false);
    const { addresses, state, card, endedAt } = (await store.probe(one))!;
    assert.deepEqual([addresses, state, card, endedAt], [['40.92.0.1'], 'done', 'card-1', now]);
    assert.equal(await store.probe({ ...one, tenant: randomUUID() }), undefined);
  });

  it('gives those that nobody holds to one who looks', async () => {
    const tenant = randomUUID();
    const [lost, held] = [probe(tenant), probe(tenant)];
    for (const one of [lost, held]) await begin(one);
    await store.holdProbe(held, '2026-11-21T12:00:00.000Z');

    const taken = (await Promise.all([store.takeLostProbes(later), store.takeLostProbes(later)])).flat();

    assert.deepEqual(
      taken.filter(one => one.tenant === tenant).map(({ id }) => id),
      [lost.id],
    );
    assert.equal((await store.probe(lost))?.state, 'interrupted');
  });

  it('writes down the first five hundred refusals of a flood', async () => {
    const tenant = randomUUID();

    await Promise.all(Array.from({ length: 520 }, () => store.refuseProbe(probe(tenant), 'not-listed', anHourAgo)));

    const count = (await store.probesOf(tenant, 1_000)).length;
    // PostgreSQL counts beside those who write at this moment.
    assert.ok(count >= 500 && count <= 520, String(count));
    assert.ok(database.name === 'PostgreSQL' || count === 500);
  });

  it('goes after its time, and loses the name of who is forgotten', async () => {
    const tenant = randomUUID();
    const old = probe(tenant, { at: '2020-01-01T00:00:00.000Z' });
    const fresh = probe(tenant);
    for (const one of [old, fresh]) await begin(one);

    await store.deleteOlderThan('2020-06-01T00:00:00.000Z');
    await store.forget({ tenant, conversation: 'talk', personId: 'priya' });

    const left = await store.probesOf(tenant, 5);
    assert.deepEqual(
      left.map(({ id, by }) => [id, by]),
      [[fresh.id, null]],
    );
  });
});
