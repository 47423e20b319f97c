import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import type { Connector } from '../../../src/bot/channel.ts';
import { readContent } from '../../../src/bot/content.ts';
import { createDesk } from '../../../src/bot/create-desk.ts';
import type { Desk } from '../../../src/bot/desk.ts';
import { createCaseCards } from '../../../src/bot/sending/case-cards.ts';
import { createReceiver } from '../../../src/files/receive-file.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { caseOf, queued, root } from '../../content.ts';
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
      openPersonalChat: async () => undefined,
    };
    const receiveFile = createReceiver({ allowedHosts: [] });
    const log = pino({ level: 'silent' });
    const parts = { content: await readContent(root), store, connector, receiveFile, log };
    desk = createDesk({ ...parts, defaultLanguage: 'en', retryHours: 24, now: () => at });
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

    for (let change = 0; change < 20; change++) cards.show(tenant, 'case-1');
    await cards.settled();

    assert.deepEqual(painted.sort(), ['a:1', 'a:1', 'a:2', 'a:2']);
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
});
