import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { openStore } from '../../src/storage/open-store.ts';
import type { CaseChange, Commit, SentNote, Store } from '../../src/storage/store.ts';
import { onEachDatabase, type TestCase } from './databases.ts';
import { tick } from './tick.ts';

const anna = { id: 'anna', name: 'Anna de Vries' };
const bo = { id: 'bo', name: 'Bo 李' };
const at = '2026-11-21T09:00:00.000Z';

function caseChange(change: Partial<CaseChange<TestCase>> = {}): CaseChange<TestCase> {
  return {
    id: 'case-1',
    expectedVersion: 0,
    value: { ticks: [] },
    article: 'connection-refused',
    state: 'open',
    events: [],
    ...change,
  };
}

onEachDatabase('the store', database => {
  let store: Store<TestCase>;
  let second: Store<TestCase>;
  let tenant = '';

  before(async () => {
    store = await database.open();
    second = await database.open();
  });

  beforeEach(() => {
    tenant = randomUUID();
  });

  const talk = () => ({ tenant, conversation: 'talk' });
  const hostOf = async (host: string, inTenant = tenant) => (await store.recall(inTenant, { host, domain: null })).host;
  const partnerOf = async (domain: string) => (await store.recall(tenant, { host: null, domain })).partner;
  const commit = (part: Partial<Commit<TestCase>>) => store.commit({ ...talk(), at, by: anna, ...part });
  const sent = (activity: string, part: Partial<SentNote> = {}): SentNote => ({
    ...talk(),
    activity,
    at,
    sentIds: ['sent-1'],
    isDone: true,
    cards: [],
    ...part,
  });

  describe('a case', () => {
    it('comes back as it was committed', async () => {
      const value = { ticks: ['open-port', 'prüfen', '检查 "邮件"'], note: 'a\u0000b \ud83d\udcec \\ \' " \r\n' };

      const result = await commit({ case: caseChange({ value }) });

      deepEqual(result, { kind: 'committed', version: 1 });
      deepEqual(await second.loadCase(tenant, 'case-1'), {
        tenant,
        id: 'case-1',
        version: 1,
        conversation: 'talk',
        personId: 'anna',
        article: 'connection-refused',
        state: 'open',
        openedAt: at,
        updatedAt: at,
        value,
      });
    });

    it('keeps any JSON value', async () => {
      const any = store as unknown as Store<unknown>;
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), async json => {
          const id = randomUUID();
          await any.commit({ ...talk(), at, by: anna, case: { ...caseChange({ id }), value: json } });
          const loaded = await any.loadCase(tenant, id);
          equal(JSON.stringify(loaded?.value), JSON.stringify(json));
        }),
        { numRuns: 30 },
      );
    });

    it('keeps who opened it, where and when, while others change it', async () => {
      await commit({ case: caseChange() });
      const later = '2026-11-21T10:00:00.000Z';

      const result = await commit({
        conversation: 'channel',
        at: later,
        by: bo,
        case: caseChange({ expectedVersion: 1, article: null, state: 'solved' }),
      });

      deepEqual(result, { kind: 'committed', version: 2 });
      const [summary] = await store.listCases({ tenant, conversation: 'talk', limit: 10 });
      deepEqual(summary, {
        id: 'case-1',
        version: 2,
        conversation: 'talk',
        personId: 'anna',
        article: null,
        state: 'solved',
        openedAt: at,
        updatedAt: later,
      });
    });

    it('is not opened twice under one id', async () => {
      await commit({ case: caseChange({ value: { ticks: ['first'] } }) });

      const result = await commit({ case: caseChange({ value: { ticks: ['second'] } }) });

      deepEqual(result, { kind: 'conflict' });
      deepEqual((await store.loadCase(tenant, 'case-1'))?.value, { ticks: ['first'] });
    });

    it('refuses an old version, a future one and an unknown case', async () => {
      await commit({ case: caseChange() });
      await commit({ case: caseChange({ expectedVersion: 1 }) });

      deepEqual(await commit({ case: caseChange({ expectedVersion: 1 }) }), { kind: 'conflict' });
      deepEqual(await commit({ case: caseChange({ expectedVersion: 3 }) }), { kind: 'conflict' });
      deepEqual(await commit({ case: caseChange({ id: 'unknown', expectedVersion: 1 }) }), { kind: 'conflict' });
    });

    it('leaves nothing of a commit that conflicts', async () => {
      await commit({ case: caseChange() });

      await commit({
        case: caseChange({ events: [{ kind: 'ticked', at, by: bo, data: {} }] }),
        activity: { id: 'late', reply: 'late' },
        currentCase: 'case-1',
        remember: [{ kind: 'host-owner', host: 'mx.partner.example', owner: 'partner' }],
      });

      deepEqual(await store.caseEvents(tenant, 'case-1'), []);
      equal(await store.findReply({ ...talk(), activity: 'late' }), undefined);
      equal(await store.currentCase(talk()), undefined);
      equal(await hostOf('mx.partner.example'), undefined);
    });

    it('belongs to its tenant', async () => {
      await commit({ case: caseChange({ value: { ticks: ['ours'] } }), currentCase: 'case-1' });
      const other = randomUUID();

      equal(await store.loadCase(other, 'case-1'), undefined);
      equal(await store.currentCase({ tenant: other, conversation: 'talk' }), undefined);
      deepEqual(await store.listCases({ tenant: other, limit: 10 }), []);
      deepEqual(await commit({ tenant: other, case: caseChange({ expectedVersion: 1 }) }), { kind: 'conflict' });
      deepEqual(await commit({ tenant: other, case: caseChange() }), { kind: 'committed', version: 1 });
      deepEqual((await store.loadCase(tenant, 'case-1'))?.value, { ticks: ['ours'] });
    });

    it('is the current one of a conversation until another is, or none', async () => {
      await commit({ case: caseChange(), currentCase: 'case-1' });
      equal((await store.currentCase(talk()))?.id, 'case-1');

      await commit({ case: caseChange({ id: 'case-2' }), currentCase: 'case-2' });
      equal((await second.currentCase(talk()))?.id, 'case-2');

      await commit({ case: caseChange({ id: 'case-2', expectedVersion: 1 }) });
      equal((await store.currentCase(talk()))?.version, 2);

      await commit({ currentCase: null });
      equal(await store.currentCase(talk()), undefined);
    });

    it('is listed last changed first, by conversation and by person', async () => {
      await commit({ at: '2026-11-21T09:00:00Z', case: caseChange({ id: 'old' }) });
      await commit({ at: '2026-11-21T09:00:00.5Z', case: caseChange({ id: 'new' }), conversation: 'channel' });
      await commit({ at: '2026-11-21T10:30:00+01:00', case: caseChange({ id: 'newest' }), by: bo });
      const ids = async (filter: object) =>
        (await store.listCases({ tenant, limit: 10, ...filter })).map(summary => summary.id);

      deepEqual(await ids({}), ['newest', 'new', 'old']);
      deepEqual(await ids({ limit: 1 }), ['newest']);
      deepEqual(await ids({ conversation: 'talk' }), ['newest', 'old']);
      deepEqual(await ids({ personId: 'anna' }), ['new', 'old']);
      deepEqual(await ids({ personId: 'anna', conversation: 'talk' }), ['old']);
      deepEqual(await ids({ limit: 1, offset: 2 }), ['old']);

      await commit({
        at: '2026-11-21T11:00:00Z',
        case: caseChange({ id: 'new', expectedVersion: 1, state: 'closed' }),
      });
      deepEqual(await ids({}), ['new', 'newest', 'old']);
      deepEqual(await ids({ isOpenFirst: true }), ['newest', 'old', 'new']);
    });

    it('numbers its events through all commits', async () => {
      const event = (kind: 'opened' | 'answered' | 'ticked', by = anna) => ({ kind, at, by, data: { option: 'ours' } });

      await commit({ case: caseChange({ events: [event('opened'), event('answered')] }) });
      await commit({ case: caseChange({ expectedVersion: 1, events: [] }) });
      await commit({ case: caseChange({ expectedVersion: 2, events: [event('ticked', bo)] }) });

      const data = { option: 'ours' };
      deepEqual(await store.caseEvents(tenant, 'case-1'), [
        { seq: 1, kind: 'opened', at, by: anna, data },
        { seq: 2, kind: 'answered', at, by: anna, data },
        { seq: 3, kind: 'ticked', at, by: bo, data },
      ]);
    });

    it('has one card a conversation', async () => {
      await commit({ case: caseChange() });
      equal(await store.cardOf(talk(), 'case-1'), undefined);

      await store.rememberCard(talk(), 'case-1', 'activity-1');
      await store.rememberCard(talk(), 'case-1', 'activity-2');
      await store.rememberCard({ tenant, conversation: 'channel' }, 'case-1', 'activity-3');
      await store.rememberCard(talk(), 'unknown', 'activity-4');

      equal(await store.cardOf(talk(), 'case-1'), 'activity-2');
      equal(await store.cardOf({ tenant, conversation: 'channel' }, 'case-1'), 'activity-3');
      equal(await store.cardOf(talk(), 'unknown'), undefined);
    });

    it('refuses a time that is none', async () => {
      await rejects(commit({ at: 'yesterday', case: caseChange() }), /not an ISO 8601 time/);
    });
  });

  describe('an activity', () => {
    it('that is delivered again gets the first reply and changes nothing', async () => {
      const first = await commit({
        activity: { id: 'paste', reply: { text: 'first' } },
        case: caseChange({ events: [{ kind: 'opened', at, by: anna, data: {} }] }),
      });
      const again = await second.commit({
        ...talk(),
        at,
        by: anna,
        activity: { id: 'paste', reply: { text: 'second' } },
        case: caseChange({ expectedVersion: 1, events: [{ kind: 'opened', at, by: anna, data: {} }] }),
      });

      deepEqual(first, { kind: 'committed', version: 1 });
      deepEqual(again, { kind: 'repeated', reply: { text: 'first' } });
      equal((await store.loadCase(tenant, 'case-1'))?.version, 1);
      equal((await store.caseEvents(tenant, 'case-1')).length, 1);
    });

    it('needs no case', async () => {
      deepEqual(await commit({ activity: { id: 'help', reply: 'how to' } }), { kind: 'committed', version: null });
      deepEqual(await commit({ activity: { id: 'help', reply: 'other' } }), { kind: 'repeated', reply: 'how to' });
    });

    it('has an id within its conversation and tenant', async () => {
      await commit({ activity: { id: 'same', reply: 1 } });

      equal((await commit({ activity: { id: 'same', reply: 2 }, conversation: 'other' })).kind, 'committed');
      equal((await commit({ activity: { id: 'same', reply: 3 }, tenant: randomUUID() })).kind, 'committed');
    });

    it('delivered many times at once is committed exactly once', async () => {
      const deliveries = Array.from({ length: 12 }, (_, delivery) =>
        (delivery % 2 ? store : second).commit({
          ...talk(),
          at,
          by: anna,
          activity: { id: 'paste', reply: delivery },
          case: caseChange({ id: `case of delivery ${delivery}` }),
          currentCase: `case of delivery ${delivery}`,
        }),
      );

      const results = await Promise.all(deliveries);

      const cases = await store.listCases({ tenant, limit: 20 });
      const reply = (await store.findReply({ ...talk(), activity: 'paste' }))?.reply;
      equal(results.filter(result => result.kind === 'committed').length, 1);
      equal(results.filter(result => result.kind === 'repeated').length, 11);
      deepEqual(
        new Set(results.flatMap(result => (result.kind === 'repeated' ? [result.reply] : []))),
        new Set([reply]),
      );
      deepEqual(
        cases.map(one => one.id),
        [`case of delivery ${reply}`],
      );
    });

    it('that changes a case counts once too, whichever case each of its deliveries means', async () => {
      await commit({ case: caseChange() });
      await commit({ case: caseChange({ id: 'case-2' }) });
      const deliveries = Array.from({ length: 12 }, (_, delivery) =>
        (delivery % 2 ? store : second).commit({
          ...talk(),
          at,
          by: anna,
          activity: { id: 'press', reply: delivery },
          case: caseChange({
            id: delivery % 3 ? 'case-1' : 'case-2',
            expectedVersion: 1,
            events: [{ kind: 'ticked', at, by: anna, data: {} }],
          }),
        }),
      );

      const results = await Promise.all(deliveries);

      const reply = (await store.findReply({ ...talk(), activity: 'press' }))?.reply;
      const events = [...(await store.caseEvents(tenant, 'case-1')), ...(await store.caseEvents(tenant, 'case-2'))];
      deepEqual(
        results.filter(result => result.kind !== 'repeated'),
        [{ kind: 'committed', version: 2 }],
      );
      ok(results.every(result => result.kind !== 'repeated' || result.reply === reply));
      equal(events.length, 1);
    });

    it('can be taken up again after its first delivery conflicted', async () => {
      await commit({ case: caseChange() });
      await commit({ activity: { id: 'press', reply: 1 }, case: caseChange() });

      const result = await commit({ activity: { id: 'press', reply: 2 }, case: caseChange({ expectedVersion: 1 }) });

      deepEqual(result, { kind: 'committed', version: 2 });
    });

    it('has a reply whose note may wait: alone, and with the next commit', async () => {
      for (const id of ['paste 1', 'paste 2']) await commit({ activity: { id, reply: { cards: 1 } } });

      await store.noteSent({ ...sent('paste 1'), mayWait: true });
      const noting = store.noteSent({ ...sent('paste 2'), mayWait: true });
      await commit({ activity: { id: 'paste 3', reply: {} } });
      await noting;

      for (const id of ['paste 1', 'paste 2']) equal((await store.findReply({ ...talk(), activity: id }))?.sent, true);
    });

    it('has a reply that is unsent until it is noted, once', async () => {
      const key = { ...talk(), activity: 'paste' };
      equal(await store.findReply(key), undefined);
      await commit({ activity: { id: 'paste', reply: { cards: 1 } } });
      deepEqual(await store.findReply(key), { reply: { cards: 1 }, sent: false, sentIds: [] });

      await store.noteSent(sent('paste', { sentIds: ['sent-1'], isDone: false }));
      deepEqual(await store.findReply(key), { reply: { cards: 1 }, sent: false, sentIds: ['sent-1'] });
      await store.noteSent(sent('paste', { sentIds: ['sent-1', 'sent-2'] }));
      await store.noteSent(sent('paste', { sentIds: ['sent-3'] }));

      deepEqual(await second.findReply(key), { reply: { cards: 1 }, sent: true, sentIds: ['sent-1', 'sent-2'] });
    });

    it('is known as the last of a person in a conversation', async () => {
      const bo = { id: 'bo', name: 'Bo' };
      const last = (personId: string) => store.lastReply({ ...talk(), personId });
      equal(await last('bo'), undefined);
      await commit({ at: '2026-11-21T09:02:00Z', by: bo, activity: { id: 'newer', reply: 2 } });
      await commit({ at: '2026-11-21T09:01:00Z', by: bo, activity: { id: 'older', reply: 1 } });
      await commit({ at: '2026-11-21T09:03:00Z', by: { id: 'cy', name: 'Cy' }, activity: { id: 'other', reply: 3 } });
      await commit({ at: '2026-11-21T09:04:00Z', by: bo, conversation: 'elsewhere', activity: { id: 'x', reply: 4 } });

      equal(await last('bo'), 2);
    });

    it('is noted together with the cards that were sent', async () => {
      await commit({ activity: { id: 'paste', reply: 1 }, case: caseChange() });

      await store.noteSent(
        sent('paste', {
          sentIds: ['a', 'b'],
          cards: [
            { caseId: 'case-1', conversation: talk().conversation, activity: 'a' },
            { caseId: 'unknown', conversation: talk().conversation, activity: 'b' },
          ],
        }),
      );

      equal((await second.findReply({ ...talk(), activity: 'paste' }))?.sent, true);
      equal(await second.cardOf(talk(), 'case-1'), 'a');
      equal(await second.cardOf(talk(), 'unknown'), undefined);
    });

    it('is forgotten after its time, once it is answered', async () => {
      for (const [id, received] of [
        ['old', '2026-11-21T08:00:00Z'],
        ['unsent', '2026-11-21T08:00:00Z'],
        ['new', '2026-11-21T09:00:00Z'],
      ] as const)
        await commit({ at: received, activity: { id, reply: id } });
      await store.noteSent(sent('old'));
      await store.noteSent(sent('new'));

      ok((await store.forgetActivities('2026-11-21T08:50:00Z')) >= 1);

      equal(await store.findReply({ ...talk(), activity: 'old' }), undefined);
      equal((await store.findReply({ ...talk(), activity: 'new' }))?.reply, 'new');
      equal((await store.findReply({ ...talk(), activity: 'unsent' }))?.reply, 'unsent');
    });
  });

  describe('the outbox', () => {
    const claim = { now: at, leaseUntil: '2026-11-21T09:01:00.000Z', limit: 100 };
    const received = '2026-11-21T08:59:00.000Z';
    const key = () => ({ ...talk(), activity: 'paste' });

    // Claims are of all tenants.
    beforeEach(() => store.deleteOlderThan('9999-01-01T00:00:00Z'));

    it('gives every unsent reply to one process at a time', async () => {
      for (let number = 0; number < 10; number++) {
        await commit({ at: received, activity: { id: `paste ${number}`, reply: number } });
      }
      await store.noteSent(sent('paste 3'));

      const claims = await Promise.all([store.claimUnsent({ ...claim, limit: 6 }), second.claimUnsent(claim)]);

      const replies = claims.flat().map(one => one.reply as number);
      deepEqual(
        replies.toSorted((a, b) => a - b),
        [0, 1, 2, 4, 5, 6, 7, 8, 9],
      );
      deepEqual(await store.claimUnsent(claim), []);
    });

    it('gives a reply again when the process that took it did not send it in time', async () => {
      await commit({ at: received, activity: { id: 'paste', reply: 'card' } });
      await store.claimUnsent(claim);

      const again = await second.claimUnsent({ ...claim, now: '2026-11-21T09:01:00Z' });

      deepEqual(again, [{ ...key(), reply: 'card', receivedAt: received, attempts: 2, sentIds: [], unclear: 0 }]);
    });

    it('leaves a reply to the process that committed it, for thirty seconds and as long as it sends', async () => {
      await commit({ at, activity: { id: 'paste', reply: 'card' } });
      const claimAt = (seconds: number) =>
        second.claimUnsent({ ...claim, now: `2026-11-21T09:00:${seconds}.000Z`, leaseUntil: '2026-11-21T09:02:00Z' });

      deepEqual(await claimAt(29), []);
      ok(await store.holdReply({ ...key(), attempts: 0 }, '2026-11-21T09:00:45.000Z'));
      deepEqual(await claimAt(44), []);
      await store.noteSent(sent('paste', { at: '2026-11-21T09:00:20.000Z', isDone: false, sentIds: ['1'] }));
      deepEqual(await claimAt(49), []);

      deepEqual((await claimAt(50))[0]?.sentIds, ['1']);
    });

    it('tells a slow process that somebody else has it by now', async () => {
      await commit({ at, activity: { id: 'paste', reply: 'card' } });

      const taken = await second.claimReply(key(), claim.leaseUntil);

      equal(taken?.attempts, 1);
      equal(await store.holdReply({ ...key(), attempts: 0 }, claim.leaseUntil), false);
      await store.postponeReply({ ...key(), attempts: 0 }, { at, unclear: 2 });
      await store.giveUpReply({ ...key(), attempts: 0 }, { at, why: 'unclear' });
      deepEqual(await store.claimUnsent(claim), [], 'it is still held');
      ok(await second.holdReply(taken!, claim.leaseUntil));
      equal(await store.claimReply({ ...key(), activity: 'other' }, claim.leaseUntil), undefined);
      await second.noteSent(sent('paste'));
      equal(await store.claimReply(key(), claim.leaseUntil), undefined);
      equal(await second.holdReply(taken!, claim.leaseUntil), false);
    });

    it('keeps what was put off until its time, and how often it may have arrived', async () => {
      await commit({ at, activity: { id: 'paste', reply: 'card' } });
      await store.postponeReply({ ...key(), attempts: 0 }, { at: '2026-11-21T09:10:00Z', unclear: 1 });

      deepEqual(await store.claimUnsent({ ...claim, now: '2026-11-21T09:09:59Z' }), []);
      const [taken] = await store.claimUnsent({ ...claim, now: '2026-11-21T09:10:00Z' });

      equal(taken?.unclear, 1);
      await store.noteSent(sent('paste', { isDone: false, sentIds: ['1'] }));
      equal((await store.claimReply(key(), claim.leaseUntil))?.unclear, 0, 'that was about the message before');
    });

    it('keeps what was given up, gives it to nobody but a repeated delivery, and empties it after its time', async () => {
      await commit({ at, activity: { id: 'paste', reply: 'card' } });
      await store.giveUpReply({ ...key(), attempts: 0 }, { at, why: 'place-gone' });
      deepEqual(await store.claimUnsent({ ...claim, now: '2026-11-22T09:00:00Z' }), []);

      const taken = await store.claimReply(key(), claim.leaseUntil);
      equal(taken?.reply, 'card');
      await store.giveUpReply(taken!, { at, why: 'unreachable' });
      await store.forgetActivities('2026-11-22T09:00:00Z');

      deepEqual(await store.findReply(key()), { reply: null, sent: true, sentIds: [] });
    });
  });

  describe('writers at the same moment', () => {
    it('conflict, and none is lost', async () => {
      const items = Array.from({ length: 24 }, (_, number) => `item-${number}`);

      const efforts = await Promise.all(
        items.map((item, number) => tick(number % 2 ? store : second, talk(), 'case-1', item)),
      );

      const loaded = await store.loadCase(tenant, 'case-1');
      const events = await store.caseEvents(tenant, 'case-1');
      deepEqual(loaded?.value.ticks.toSorted(), items.toSorted());
      equal(loaded?.version, items.length);
      deepEqual(
        events.map(event => event.seq),
        items.map((_, index) => index + 1),
      );
      deepEqual(
        events.map(event => (event.data as { item: string }).item),
        loaded?.value.ticks,
      );
      ok(efforts.some(({ attempts }) => attempts > 1));
    });

    it('leave nothing of one that fails, and the others as they are', async () => {
      await commit({ activity: { id: 'taken', reply: 'card' } });
      const opened = (id: string) => commit({ case: caseChange({ id }), activity: { id: `opens ${id}`, reply: id } });

      const results = await Promise.allSettled([
        opened('case-1'),
        store.noteSent(sent('taken')),
        commit({ case: caseChange({ id: 'unknown', expectedVersion: 1 }), activity: { id: 'late', reply: 'late' } }),
        commit({ case: caseChange({ id: 'broken', events: [{ kind: 'ticked', at: 'never', by: bo, data: {} }] }) }),
        opened('case-2'),
      ]);

      const committed = { kind: 'committed', version: 1 };
      deepEqual(
        results.map(result => (result.status === 'fulfilled' ? result.value : result.reason.name)),
        [committed, undefined, { kind: 'conflict' }, 'TypeError', committed],
      );
      equal((await second.loadCase(tenant, 'case-2'))?.version, 1);
      equal((await second.findReply({ ...talk(), activity: 'taken' }))?.sent, true);
      equal(await second.findReply({ ...talk(), activity: 'late' }), undefined);
      equal(await second.loadCase(tenant, 'broken'), undefined);
    });

    it('number their events without a gap, whatever they write', async () => {
      await commit({ case: caseChange() });
      const event = { kind: 'feedback' as const, at, by: bo, data: { isHelpful: true } };

      await Promise.all(
        Array.from({ length: 20 }, (_, number) =>
          number % 2 ? tick(store, talk(), 'case-1', `item-${number}`) : second.addEvent(tenant, 'case-1', event),
        ),
      );

      deepEqual(
        (await store.caseEvents(tenant, 'case-1')).map(one => one.seq),
        Array.from({ length: 20 }, (_, number) => number + 1),
      );
    });

    it('in several processes lose nothing either', async () => {
      const program = fileURLToPath(new URL('tick-process.ts', import.meta.url));
      const people = ['anna', 'bo', 'chris'];

      await Promise.all(
        people.map(name =>
          promisify(execFile)(process.execPath, [program, database.url, tenant, 'case-1', name, '20']),
        ),
      );

      const loaded = await store.loadCase(tenant, 'case-1');
      equal(loaded?.version, 60);
      equal(new Set(loaded?.value.ticks).size, 60);
    });

    it('who learn the same facts in opposite order do not block each other', async () => {
      const hosts = Array.from({ length: 8 }, (_, number) => `mx${number}.partner.example`);
      const facts = hosts.map(host => ({ kind: 'host-owner', host, owner: 'partner' }) as const);

      await Promise.all(
        Array.from({ length: 10 }, (_, number) =>
          (number % 2 ? store : second).commit({
            ...talk(),
            at,
            by: anna,
            remember: number % 3 ? facts : facts.toReversed(),
          }),
        ),
      );

      for (const host of hosts) equal((await hostOf(host))?.owner, 'partner');
    });

    it('who read meanwhile see a turn whole or not at all', async () => {
      const writing = Array.from({ length: 10 }, (_, number) => tick(store, talk(), 'case-1', `item-${number}`));
      const looks = [];
      for (let look = 0; look < 20; look++) looks.push(await second.loadCase(tenant, 'case-1'));
      await Promise.all(writing);

      for (const seen of looks) if (seen !== undefined) equal(seen.value.ticks.length, seen.version);
    });
  });

  describe('memory', () => {
    it('knows whose server a host is, whatever its spelling, and who said so', async () => {
      await commit({ remember: [{ kind: 'host-owner', host: 'MX1.Partner.example.', owner: 'partner' }] });
      deepEqual(await hostOf('mx1.partner.EXAMPLE'), { owner: 'partner', by: anna, at });

      await commit({ by: null, remember: [{ kind: 'host-owner', host: 'mx1.partner.example', owner: 'ours' }] });
      deepEqual(await hostOf('mx1.partner.example'), { owner: 'ours', by: null, at });
      equal(await hostOf('partner.example'), undefined);
      equal(await hostOf('mx1.partner.example', randomUUID()), undefined);
    });

    it('knows in which language a partner reads, whatever the spelling of the domain', async () => {
      await commit({ remember: [{ kind: 'partner-language', domain: 'partner.example', language: 'sv' }] });
      await commit({ by: bo, remember: [{ kind: 'partner-language', domain: 'Partner.Example', language: 'nl' }] });

      deepEqual(await partnerOf('partner.example'), { language: 'nl', contacts: [], by: bo, at });
      equal(await partnerOf('other.example'), undefined);
    });

    it('recalls a host and a partner at once', async () => {
      await commit({
        remember: [
          { kind: 'partner-language', domain: 'partner.example', language: 'sv' },
          { kind: 'host-owner', host: 'partner.example', owner: 'partner' },
        ],
      });

      deepEqual(await store.recall(tenant, { host: 'partner.example', domain: 'partner.example' }), {
        host: { owner: 'partner', by: anna, at },
        partner: { language: 'sv', contacts: [], by: anna, at },
        lastTime: undefined,
        facts: [],
      });
      deepEqual(await store.recall(tenant, { host: null, domain: null }), {
        host: undefined,
        partner: undefined,
        lastTime: undefined,
        facts: [],
      });
    });

    it('keeps of a person what was not changed', async () => {
      equal(await store.person(tenant, 'anna'), undefined);
      await store.savePerson(tenant, 'anna', { name: 'Anna', timeZone: 'Europe/Amsterdam' });
      await store.savePerson(tenant, 'anna', {});
      await Promise.all([
        store.savePerson(tenant, 'anna', { locale: 'nl' }),
        second.savePerson(tenant, 'anna', { welcomedAt: at }),
      ]);

      const known = { tenant, id: 'anna', name: 'Anna', timeZone: 'Europe/Amsterdam', welcomedAt: at };
      deepEqual(await store.person(tenant, 'anna'), { ...known, locale: 'nl' });

      await commit({
        activity: { id: 'language auto', reply: 'ok' },
        person: { locale: null },
      });
      deepEqual(await store.person(tenant, 'anna'), { ...known, locale: null });
      equal(await store.person(randomUUID(), 'anna'), undefined);
    });

    it('takes a name that PostgreSQL could not hold', async () => {
      await store.savePerson(tenant, 'nul\0', { name: 'An\0na \ud83d' });

      equal((await second.person(tenant, 'nul\0'))?.name, 'An\ufffdna \ufffd');
    });
  });

  describe('the beginning of a turn', () => {
    const asked = () => ({ ...talk(), activity: 'paste', personId: 'anna' });
    const place = () => ({
      ...talk(),
      kind: 'personal' as const,
      channelId: 'msteams',
      serviceUrl: 'https://smba.example/emea/',
      botId: '28:bot',
      personId: 'anna',
      locale: 'nl',
      timeZone: 'Europe/Amsterdam',
      seenAt: at,
      goneAt: null,
    });

    it('finds nothing where nothing is known', async () => {
      deepEqual(await store.openTurn(asked()), {
        reply: undefined,
        place: undefined,
        person: undefined,
        current: undefined,
      });
    });

    it('finds in one query what each question alone finds', async () => {
      await commit({
        activity: { id: 'paste', reply: { cards: 1 } },
        case: caseChange(),
        currentCase: 'case-1',
        place: place(),
        person: { name: 'Anna', timeZone: 'Europe/Amsterdam' },
      });

      deepEqual(await second.openTurn(asked()), {
        reply: await store.findReply(asked()),
        place: await store.place(talk()),
        person: await store.person(tenant, 'anna'),
        current: await store.loadCase(tenant, 'case-1'),
      });
      deepEqual(await store.place(talk()), place());
    });

    it('finds the case that is asked for instead of the current one', async () => {
      await commit({ case: caseChange(), currentCase: 'case-1' });
      await commit({ conversation: 'other', case: caseChange({ id: 'case-2' }) });

      equal((await store.openTurn({ ...asked(), caseId: 'case-2' })).current?.id, 'case-2');
      equal((await store.openTurn({ ...asked(), caseId: 'unknown' })).current, undefined);
      equal((await store.openTurn(asked())).current?.id, 'case-1');
      equal((await store.openTurn({ ...asked(), tenant: randomUUID(), caseId: 'case-2' })).current, undefined);
    });

    it('knows a place as the last turn there found it, also one that had nothing else to say', async () => {
      await commit({
        activity: { id: 'paste', reply: 1 },
        case: caseChange(),
        currentCase: 'case-1',
        place: { ...place(), locale: 'en' },
      });
      await commit({ activity: { id: 'help', reply: 2 }, place: place() });
      await commit({
        activity: { id: 'late', reply: 3 },
        case: caseChange({ expectedVersion: 7 }),
        place: { ...place(), locale: 'sv' },
      });

      deepEqual(await second.openTurn(asked()), {
        reply: { reply: 1, sent: false, sentIds: [] },
        place: place(),
        person: undefined,
        current: await store.loadCase(tenant, 'case-1'),
      });
      equal(await store.findReply({ ...talk(), activity: 'late' }), undefined);
    });

    it('keeps nothing of a place and a person when the case was changed meanwhile', async () => {
      const result = await commit({
        case: caseChange({ expectedVersion: 7 }),
        place: place(),
        person: { name: 'Anna' },
      });

      deepEqual(result, { kind: 'conflict' });
      equal(await store.place(talk()), undefined);
      equal(await store.person(tenant, 'anna'), undefined);
    });
  });

  describe('forgetting a person', () => {
    it('leaves nothing of theirs and everything of others', async () => {
      const event = (by: typeof anna) => ({ kind: 'ticked' as const, at, by, data: {} });
      await commit({
        activity: { id: 'paste', reply: 'card' },
        case: caseChange({ events: [event(anna), event(bo)] }),
        currentCase: 'case-1',
        person: { name: 'Anna' },
        remember: [{ kind: 'host-owner', host: 'mx.partner.example', owner: 'partner' }],
      });
      await commit({ activity: { id: 'help', reply: 'how to' } });
      await store.rememberCard(talk(), 'case-1', 'activity-1');
      await commit({ by: bo, activity: { id: 'bo on anna', reply: 1 }, case: caseChange({ expectedVersion: 1 }) });
      await commit({
        by: bo,
        conversation: 'channel',
        activity: { id: 'bo', reply: 'his' },
        case: caseChange({ id: 'of-bo', events: [event(anna), event(bo)] }),
        currentCase: 'of-bo',
      });
      await store.chat.append(`chat ${tenant}`, { id: '1', at, activity: 'hello' });

      const counts = await store.forget({ tenant, personId: 'anna', conversation: `chat ${tenant}` });

      deepEqual(counts, { cases: 1, events: 2, replies: 3, cards: 1, people: 1, chatMessages: 1, anonymised: 3 });
      equal(await store.loadCase(tenant, 'case-1'), undefined);
      deepEqual(await store.caseEvents(tenant, 'case-1'), []);
      equal(await store.currentCase(talk()), undefined);
      equal(await store.cardOf(talk(), 'case-1'), undefined);
      equal(await store.person(tenant, 'anna'), undefined);
      deepEqual(await store.chat.list(`chat ${tenant}`), []);
      deepEqual(await hostOf('mx.partner.example'), { owner: 'partner', by: null, at });
      equal((await store.currentCase({ tenant, conversation: 'channel' }))?.id, 'of-bo');
      equal((await store.findReply({ tenant, conversation: 'channel', activity: 'bo' }))?.reply, 'his');
      deepEqual(
        (await store.caseEvents(tenant, 'of-bo')).map(one => one.by),
        [null, bo],
      );
    });

    it('takes their name off answers and ticks in the cases of others', async () => {
      const value = { ticks: [], moves: [{ option: 'ours', by: anna, at }], done: { 'one/two': { by: bo, at } } };
      const event = { kind: 'answered' as const, at, by: anna, data: {} };
      await commit({ by: bo, case: caseChange({ value, events: [event] }) });

      await store.forget({ ...talk(), personId: 'anna' });

      const left = await store.loadCase(tenant, 'case-1');
      deepEqual(left?.value, { ...value, moves: [{ option: 'ours', by: { id: '', name: '…' }, at }] });
      // Whoever is changing it at this moment loads it again and does not bring the name back.
      equal(left?.version, 2);
    });

    it('knows the tenant', async () => {
      await commit({ case: caseChange() });

      const counts = await store.forget({ ...talk(), tenant: randomUUID(), personId: 'anna' });

      equal(counts.cases, 0);
      equal((await store.loadCase(tenant, 'case-1'))?.id, 'case-1');
    });

    it('wins over a change at the same moment', async () => {
      for (let round = 0; round < 10; round++) {
        const id = `case-${round}`;
        await commit({ case: caseChange({ id }) });
        const [result] = await Promise.all([
          second.commit({
            ...talk(),
            at,
            by: bo,
            activity: { id, reply: 'card' },
            case: caseChange({ id, expectedVersion: 1, events: [{ kind: 'ticked', at, by: bo, data: {} }] }),
          }),
          store.forget({ ...talk(), personId: 'anna' }),
        ]);

        ok(result.kind === 'committed' || result.kind === 'conflict');
        equal(await store.loadCase(tenant, id), undefined);
        deepEqual(await store.caseEvents(tenant, id), []);
        equal(await store.findReply({ ...talk(), activity: id }), undefined);
      }
    });
  });

  describe('the retention time', () => {
    it('ends for what nobody touched since', async () => {
      const old = '2020-01-01T00:00:00Z';
      await commit({ at: old, case: caseChange(), activity: { id: 'old', reply: 1 }, currentCase: 'case-1' });
      await commit({ at: old, case: caseChange({ id: 'touched' }) });
      await commit({ case: caseChange({ id: 'touched', expectedVersion: 1 }), activity: { id: 'new', reply: 2 } });
      await store.chat.append(`chat ${tenant}`, { id: '1', at: old, activity: 'old' });
      await store.chat.append(`chat ${tenant}`, { id: '2', at, activity: 'new' });

      const counts = await store.deleteOlderThan('2020-02-01T00:00:00Z');

      deepEqual(counts, { cases: 1, replies: 1, chatMessages: 1 });
      deepEqual(
        (await store.listCases({ tenant, limit: 10 })).map(one => one.id),
        ['touched'],
      );
      equal(await store.currentCase(talk()), undefined);
      deepEqual(
        (await store.chat.list(`chat ${tenant}`)).map(one => one.activity),
        ['new'],
      );
    });
  });

  describe('the chat transcript', () => {
    it('keeps the order in which messages came, from several processes', async () => {
      const ids = Array.from({ length: 20 }, (_, number) => `m${number}`);

      const numbers = await Promise.all(
        ids.map((id, number) => (number % 2 ? store : second).chat.append(tenant, { id, at, activity: { id } })),
      );

      const listed = await store.chat.list(tenant);
      deepEqual(
        numbers.toSorted((a, b) => a - b),
        ids.map((_, index) => index + 1),
      );
      deepEqual(
        listed.map(message => message.seq),
        ids.map((_, index) => index + 1),
      );
      for (const [index, id] of ids.entries()) {
        deepEqual(
          listed.find(message => message.id === id),
          { seq: numbers[index], id, at, activity: { id } },
        );
      }
    });

    it('takes a message once', async () => {
      equal(await store.chat.append(tenant, { id: 'a', at, activity: 'first' }), 1);
      equal(await store.chat.append(tenant, { id: 'b', at, activity: 'other' }), 2);

      equal(await store.chat.append(tenant, { id: 'a', at, activity: 'again' }), 1);
      deepEqual(
        (await store.chat.list(tenant)).map(message => message.activity),
        ['first', 'other'],
      );
    });

    it('replaces a message in its place, removes one, clears all', async () => {
      for (const id of ['a', 'b', 'c']) await store.chat.append(tenant, { id, at, activity: id });

      ok(await store.chat.update(tenant, 'b', 'B'));
      ok(await store.chat.remove(tenant, 'a'));
      equal(await store.chat.update(tenant, 'a', 'A'), false);
      equal(await store.chat.remove(tenant, 'a'), false);
      deepEqual(
        (await store.chat.list(tenant)).map(message => message.activity),
        ['B', 'c'],
      );

      equal(await store.chat.clear(tenant), 2);
      deepEqual(await store.chat.list(tenant), []);
    });
  });

  it('has no trouble until it is closed', async () => {
    const third = await openStore(database.url);
    equal(await third.trouble(), undefined);

    await third.close();

    equal(await third.trouble(), 'unreachable');
  });
});

onEachDatabase('the tables', database => {
  it('are made once, by however many processes start at the same moment', async () => {
    const program = fileURLToPath(new URL('tick-process.ts', import.meta.url));
    const start = (name: string) =>
      promisify(execFile)(process.execPath, [program, database.url, 'tenant', 'case-1', name, '1']);

    const [first] = await Promise.all([
      database.open(),
      database.open(),
      database.open(),
      start('anna'),
      start('bo'),
      start('chris'),
    ]);

    equal((await first.loadCase('tenant', 'case-1'))?.version, 3);
  });

  it('stay as they are at the next start', async () => {
    const store = await database.open();

    equal((await store.loadCase('tenant', 'case-1'))?.version, 3);
  });
});
