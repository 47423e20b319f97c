import { strict as assert } from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { IncomingActivity } from '../../../src/bot/answering/read-activity.ts';
import { createTurns, type Turns } from '../../../src/bot/answering/turn.ts';
import type { Connector } from '../../../src/bot/channel.ts';
import { createDesk } from '../../../src/bot/create-desk.ts';
import { createReceiver } from '../../../src/files/receive-file.ts';
import { openStore } from '../../../src/storage/open-store.ts';
import type { Store } from '../../../src/storage/store.ts';
import { content } from '../../content.ts';
import { temporaryFolder } from '../../storage/databases.ts';

/** Times in milliseconds; what is compared is only what came first. */
const times = { answerWithin: 300, typingAfter: 100 };
/** What is quick is quicker than this on a busy machine too. */
const patient = { answerWithin: 5_000, typingAfter: 1_500 };
const slow = 1_000;

const receiveFile = createReceiver({ allowedHosts: [] });

describe('a turn that takes long', () => {
  let store: Store;
  let turns: Turns;
  let patientTurns: Turns;
  let sent: string[];
  let isSlow = true;

  before(async () => {
    store = await openStore(`sqlite:${temporaryFolder()}/slow.db`);
    const connector: Connector = {
      send: async (_, activity) => {
        sent.push(activity.type ?? activity.attachments?.[0]?.contentType ?? 'message');
        return { kind: 'sent', id: `sent-${sent.length}` };
      },
      update: async () => {
        sent.push('update');
        return 'updated';
      },
      directoryId: async () => undefined,
      openPersonalChat: async () => undefined,
    };
    const desk = createDesk({
      content,
      // The real database, after a while.
      store: {
        ...store,
        openTurn: async asked => {
          if (isSlow) await sleep(slow);
          return store.openTurn(asked);
        },
      },
      connector,
      receiveFile,
      defaultLanguage: 'en',
      retryHours: 24,
      keepGaps: true,
      reminds: true,
      alertMinutes: 15,
      log: pino({ level: 'silent' }),
    });
    turns = createTurns(desk, times);
    patientTurns = createTurns(desk, patient);
  });

  beforeEach(() => {
    sent = [];
    isSlow = true;
  });

  after(() => store.close());

  let count = 0;
  const activity = (more: object) =>
    IncomingActivity.parse({
      id: `activity-${++count}`,
      channelId: 'msteams',
      serviceUrl: 'https://smba.example/',
      from: { id: '29:anna', name: 'Anna' },
      recipient: { id: '28:bot' },
      conversation: { id: 'a:1', conversationType: 'personal', tenantId: 'tenant' },
      ...more,
    });

  it('shows that somebody is typing, then the card', async () => {
    await turns.handle(activity({ type: 'message', text: '450 4.4.316 Connection refused' }));
    await turns.settled();

    assert.deepEqual(sent, ['typing', 'message']);
  });

  it('shows no typing when it is quick', async () => {
    isSlow = false;

    await patientTurns.handle(activity({ type: 'message', text: 'help' }));
    await sleep(patient.typingAfter + 200);

    assert.deepEqual(sent, ['message']);
  });

  type Read = (body: never) => unknown;
  const late: [what: string, invoke: object, body: Read, said: unknown][] = [
    [
      'a pressed button',
      { name: 'adaptiveCard/action', value: { action: { verb: 'restart', data: {} } } },
      ({ type }: { type: string }) => type,
      'application/vnd.microsoft.activity.message',
    ],
    [
      'a search',
      { name: 'composeExtension/query', value: { commandId: 'searchArticles' } },
      ({ composeExtension }: { composeExtension: { type: string } }) => composeExtension.type,
      'message',
    ],
    [
      'a message to triage',
      { name: 'composeExtension/fetchTask', value: { commandId: 'triageMessage' } },
      ({ task }: { task: { type: string } }) => task.type,
      'message',
    ],
    ['a thumb', { name: 'message/submitAction', value: {} }, (body: object) => body, {}],
  ];
  for (const [what, invoke, body, said] of late) {
    it(`answers ${what} before Teams gives up, in the shape that it asks for`, async () => {
      const answer = await turns.handle(activity({ type: 'invoke', ...invoke }));

      assert.equal(answer?.status, 200);
      assert.deepEqual(body(answer?.body as never), said);
      await turns.settled();
    });
  }

  it('still updates the card after a late answer', async () => {
    isSlow = false;
    await turns.handle(activity({ type: 'message', text: '450 4.4.317 Cannot connect to remote server' }));
    await turns.settled();
    isSlow = true;
    sent = [];

    await turns.handle(
      activity({
        type: 'invoke',
        name: 'adaptiveCard/action',
        replyToId: 'sent-1',
        value: { action: { verb: 'restart', data: {} } },
      }),
    );
    assert.deepEqual(sent, []);
    await turns.settled();

    assert.deepEqual(sent.filter(one => one === 'update').slice(0, 1), ['update']);
  });
});
