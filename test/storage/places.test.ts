import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Place, Store } from '../../src/storage/store.ts';
import { onEachDatabase, type TestCase } from './databases.ts';

const at = '2026-11-21T09:00:00.000Z';
const later = '2026-11-21T10:00:00.000Z';
const anna = { id: 'anna', name: 'Anna de Vries' };

onEachDatabase('places', database => {
  let store: Store<TestCase>;
  let tenant = '';

  before(async () => {
    store = await database.open();
  });

  beforeEach(() => {
    tenant = randomUUID();
  });

  const place = (part: Partial<Place> = {}): Place => ({
    tenant,
    conversation: 'talk',
    kind: 'personal',
    channelId: 'msteams',
    serviceUrl: 'https://smba.example/emea/',
    botId: '28:bot',
    personId: 'anna',
    locale: 'nl',
    timeZone: 'Europe/Amsterdam',
    seenAt: at,
    goneAt: null,
    ...part,
  });

  it('come back as they were saved last', async () => {
    await store.savePlace(place());
    await store.savePlace(place({ locale: 'sv', seenAt: later }));

    deepEqual(await store.place({ tenant, conversation: 'talk' }), place({ locale: 'sv', seenAt: later }));
    equal(await store.place({ tenant, conversation: 'other' }), undefined);
  });

  it('name the personal chat that was used last, and none after the bot was removed', async () => {
    await store.savePlace(place({ conversation: 'old' }));
    await store.savePlace(place({ conversation: 'new', seenAt: later }));
    await store.savePlace(place({ conversation: 'channel', kind: 'shared', personId: null, seenAt: later }));
    equal((await store.personalPlace(tenant, 'anna'))?.conversation, 'new');

    await store.leavePlace({ tenant, conversation: 'new' }, later);
    await store.leavePlace({ tenant, conversation: 'old' }, later);

    equal(await store.personalPlace(tenant, 'anna'), undefined);
    equal((await store.place({ tenant, conversation: 'new' }))?.goneAt, later);
  });

  it('keep a draft for its own person, until it is forgotten', async () => {
    await store.saveDraft({ tenant, id: 'draft', personId: 'anna', at, value: { words: '邮件' } });

    deepEqual(await store.draft(tenant, 'draft', 'anna'), { words: '邮件' });
    equal(await store.draft(tenant, 'draft', 'bo'), undefined);

    ok((await store.forgetDrafts(later)) >= 1);
    equal(await store.draft(tenant, 'draft', 'anna'), undefined);
  });

  it('list no draft among the cases, and forget it when it is old, but no case', async () => {
    const save = (id: string, state: string) =>
      store.commit({
        tenant,
        conversation: 'talk',
        at,
        by: anna,
        case: { id, expectedVersion: 0, value: { ticks: [] }, article: null, state, events: [] },
        currentCase: id,
      });
    await save('case', 'choosing');
    await save('draft', 'draft');
    const list = async () => (await store.listCases({ tenant, personId: 'anna', limit: 10 })).map(({ id }) => id);
    deepEqual(await list(), ['case']);
    equal((await store.currentCase({ tenant, conversation: 'talk' }))?.id, 'draft');

    await store.forgetDrafts(at);
    ok(await store.loadCase(tenant, 'draft'), 'it is not older than that');
    await store.forgetDrafts(later);

    equal(await store.loadCase(tenant, 'draft'), undefined);
    equal(await store.currentCase({ tenant, conversation: 'talk' }), undefined);
    deepEqual(await list(), ['case']);
  });

  it('know every card of a case, and the case of a card', async () => {
    await open('case-1');
    await store.rememberCard({ tenant, conversation: 'talk' }, 'case-1', 'a');
    await store.rememberCard({ tenant, conversation: 'channel' }, 'case-1', 'b');

    deepEqual(await store.cardsOf(tenant, 'case-1'), [
      { conversation: 'channel', activity: 'b' },
      { conversation: 'talk', activity: 'a' },
    ]);
    equal(await store.caseOfCard({ tenant, conversation: 'channel', activity: 'b' }), 'case-1');
    equal(await store.caseOfCard({ tenant, conversation: 'talk', activity: 'b' }), undefined);
  });

  it('add events from many at once without a gap and without a new version', async () => {
    await open('case-1');
    const feedback = { kind: 'feedback' as const, at, by: anna, data: { helpful: true } };

    const added = await Promise.all(Array.from({ length: 8 }, () => store.addEvent(tenant, 'case-1', feedback)));

    ok(added.every(Boolean));
    deepEqual(
      (await store.caseEvents(tenant, 'case-1')).map(event => event.seq),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    equal((await store.loadCase(tenant, 'case-1'))?.version, 1);
    equal(await store.addEvent(tenant, 'case-2', feedback), false);
  });

  it('know who took part in a case', async () => {
    await open('case-1');
    await store.addEvent(tenant, 'case-1', { kind: 'ticked', at, by: anna, data: {} });

    equal(await store.tookPart(tenant, 'case-1', 'anna'), true);
    equal(await store.tookPart(tenant, 'case-1', 'bo'), false);
    equal(await store.tookPart(tenant, 'case-2', 'anna'), false);
  });

  it('count the articles that were answers, since a time', async () => {
    await open('case-1', 'mailbox-full');
    await open('case-2', 'mailbox-full', later);
    await open('case-3', 'connection-refused', later);

    deepEqual(await store.articleCounts(tenant, at, 5), [
      { article: 'mailbox-full', count: 2, lastAt: later },
      { article: 'connection-refused', count: 1, lastAt: later },
    ]);
    deepEqual(
      (await store.articleCounts(tenant, later, 1)).map(one => one.article),
      ['connection-refused'],
    );
  });

  it('go with their person', async () => {
    await store.savePlace(place());
    await store.saveDraft({ tenant, id: 'draft', personId: 'anna', at, value: 1 });

    await store.forget({ tenant, conversation: 'talk', personId: 'anna' });

    equal(await store.place({ tenant, conversation: 'talk' }), undefined);
    equal(await store.draft(tenant, 'draft', 'anna'), undefined);
  });

  function open(id: string, article = 'connection-refused', openedAt = at) {
    return store.commit({
      tenant,
      conversation: 'talk',
      at: openedAt,
      by: anna,
      case: { id, expectedVersion: 0, value: { ticks: [] }, article, state: 'open', events: [] },
    });
  }
});
