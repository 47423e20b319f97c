import { strict as assert } from 'node:assert';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Connector } from '../../../src/bot/channel.ts';
import { createDesk } from '../../../src/bot/create-desk.ts';
import type { Desk } from '../../../src/bot/desk.ts';
import { createCaseCards } from '../../../src/bot/sending/case-cards.ts';
import { createReceiver } from '../../../src/files/receive-file.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { caseOf, content, queued } from '../../content.ts';
import { temporaryFolder } from '../../storage/databases.ts';

const tenant = 'tenant';
const at = '2026-11-21T09:00:00.000Z';

describe('the cards of a case', () => {
  let store: Store;
  let desk: Desk;
  let painted: string[];
  let fails: (conversation: string) => boolean;

  before(async () => {
    store = await openStore(`sqlite:${temporaryFolder()}/cards.db`);
    const connector: Connector = {
      send: async () => ({ kind: 'sent', id: 'new' }),
      update: async ({ conversation }) => {
        await sleep(10);
        if (fails(conversation)) throw Object.assign(new Error('in trouble'), { statusCode: 500 });
        painted.push(conversation);
        return 'updated';
      },
      directoryId: async () => undefined,
      openPersonalChat: async () => undefined,
    };
    const receiveFile = createReceiver({ allowedHosts: [] });
    const log = pino({ level: 'silent' });
    const parts = { content, store, connector, receiveFile, log };
    desk = createDesk({
      ...parts,
      defaultLanguage: 'en',
      retryHours: 24,
      keepGaps: true,
      reminds: true,
      alertMinutes: 15,
      now: () => at,
    });
    const value = caseOf('connection-refused', queued);
    await store.commit({
      tenant,
      conversation: 'a:1',
      at,
      by: null,
      case: { id: 'case-1', expectedVersion: 0, value, article: 'connection-refused', state: 'open', events: [] },
    });
    for (const conversation of ['a:1', 'a:2']) {
      await store.savePlace({
        tenant,
        conversation,
        kind: 'personal',
        channelId: 'msteams',
        serviceUrl: 'https://smba.example/',
        botId: '28:bot',
        personId: conversation,
        locale: 'en',
        timeZone: 'UTC',
        seenAt: at,
        goneAt: null,
      });
      await store.rememberCard({ tenant, conversation }, 'case-1', 'card');
    }
  });

  beforeEach(() => {
    painted = [];
    fails = () => false;
  });

  after(() => store.close());

  it('are painted once, and once more for all the changes that came meanwhile', async () => {
    const cards = createCaseCards(desk);
    const change = () => {
      for (let number = 0; number < 20; number++) cards.show(tenant, 'case-1');
    };

    change();
    while (painted.length === 0) await nextTurn();
    change();
    await cards.settled();

    assert.deepEqual(painted.sort(), ['a:1', 'a:1', 'a:2', 'a:2']);
  });

  it('are not painted in the moment of the change', async () => {
    const cards = createCaseCards(desk);
    const shown = cards.show(tenant, 'case-1');

    await Promise.resolve();
    assert.deepEqual(painted, []);
    assert.equal(await shown, true);
  });

  it('are painted where the channel works, whatever happens elsewhere', async () => {
    fails = conversation => conversation === 'a:1';
    const cards = createCaseCards(desk);

    cards.show(tenant, 'case-1');
    await cards.settled();

    assert.deepEqual(painted, ['a:2']);
  });

  it('lose no change that comes while another card fails', async () => {
    fails = conversation => conversation === 'a:1';
    const cards = createCaseCards(desk);

    cards.show(tenant, 'case-1');
    await sleep(5);
    cards.show(tenant, 'case-1');
    fails = () => false;
    await cards.settled();

    assert.ok(painted.filter(one => one === 'a:1').length >= 1, painted.join());
    assert.ok(painted.filter(one => one === 'a:2').length >= 1, painted.join());
  });

  it('keep nobody waiting who was followed by another change', async () => {
    const connector = { ...desk.connector };
    const cards = createCaseCards({ ...desk, connector });
    const first = cards.show(tenant, 'case-1');
    while (painted.length === 0) await nextTurn();
    const second = cards.show(tenant, 'case-1');
    const { promise: held, resolve: goOn } = Promise.withResolvers<'updated'>();
    connector.update = () => held;

    assert.equal(await first, true);
    goOn('updated');
    assert.equal(await second, true);
  });

  describe('when the turn has rendered one', () => {
    const card = { kind: 'card', card: { type: 'AdaptiveCard', fallbackText: 'rendered' }, caseId: 'case-1' } as const;
    const address = { conversation: 'a:1', serviceUrl: 'https://smba.example/', channelId: 'msteams', botId: '28:bot' };
    let asked: string[];
    let shown: Map<string, unknown>;

    const watched = () => {
      asked = [];
      shown = new Map();
      const connector: Connector = {
        ...desk.connector,
        update: async ({ conversation }, _, activity) => {
          shown.set(conversation, activity.summary);
          return 'updated';
        },
      };
      const watch =
        (name: 'loadCase' | 'place' | 'cardsOf' | 'caseVersion' | 'recall') =>
        (...input: never[]) => {
          asked.push(name);
          return (store[name] as (...input: never[]) => never)(...input);
        };
      const names = ['loadCase', 'place', 'cardsOf', 'caseVersion', 'recall'] as const;
      const watching = Object.fromEntries(names.map(name => [name, watch(name)]));
      return createCaseCards({ ...desk, connector, store: { ...store, ...watching } as Store });
    };

    it('are painted with it, and the others with their own', async () => {
      const cards = watched();

      assert.ok(await cards.show(tenant, 'case-1', { rendered: { version: 1, address, card } }));

      assert.equal(shown.get('a:1'), 'rendered');
      assert.notEqual(shown.get('a:2'), 'rendered');
    });

    it('cost two questions when there is only that card', async () => {
      const value = caseOf('connection-refused', queued);
      await store.commit({
        tenant,
        conversation: 'a:1',
        at,
        by: null,
        case: { id: 'case-2', expectedVersion: 0, value, article: 'connection-refused', state: 'open', events: [] },
      });
      await store.rememberCard({ tenant, conversation: 'a:1' }, 'case-2', 'card-2');
      const cards = watched();

      await cards.show(tenant, 'case-2', {
        pressed: { conversation: 'a:1', activity: 'card-2' },
        rendered: { version: 1, address, card },
      });

      assert.deepEqual(asked, ['cardsOf', 'caseVersion']);
    });

    it('end with the case as it is stored when that is another version', async () => {
      const cards = watched();

      assert.ok(await cards.show(tenant, 'case-1', { rendered: { version: 7, address, card } }));

      assert.notEqual(shown.get('a:1'), 'rendered');
      assert.ok(shown.has('a:1'));
    });
  });

  it('say whether all of them were painted', async () => {
    const cards = createCaseCards(desk);
    fails = conversation => conversation === 'a:1';
    assert.equal(await cards.show(tenant, 'case-1'), false);
    fails = () => false;
    assert.equal(await cards.show(tenant, 'case-1'), true);
    assert.equal(await cards.show(tenant, 'no such case'), true);
  });
});
