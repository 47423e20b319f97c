/** Many report one problem at once, to several processes, and a process dies while everybody is told that it is over. */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/storage/open-store.ts';
import { threadOf } from '../../src/triage/side.ts';
import { strings } from '../content.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { buttonsOf, type Card, textOf } from './bot-under-test.ts';
import { startConnectorStub } from './connector-stub.ts';
import { type BotProcess, startCommand, startProcess } from './processes.ts';
import { type Chat, messageIn, newChat, pressIn, type TeamsActivity } from './teams-activities.ts';

/** In ten minutes: `REPORTS=500 npx mocha test/conversations/incident-storm.test.ts` */
const asked = Number(process.env.REPORTS ?? 0);
const tenMinutes = 600_000;
/** Once each so often the card is brought up to date. */
const pause = 15_000;
const rounds = tenMinutes / pause;
/** Longer than the lease of thirty seconds. */
const longStop = 45_000;
const longestWait = 90_000;
/** Of what one process sends side by side, so many may be accepted and not noted yet. */
const mostUnderWay = 20;

onEachDatabase('an incident that many report', database => {
  it('is one card for the experts, and each hears once that it is over', async function () {
    if (process.platform === 'win32') return this.skip();
    const isShared = database.name === 'PostgreSQL';
    const reports = asked || (isShared ? 80 : 60);
    const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-incident-'));
    const clock = movedClock(join(folder, 'clock'));
    const sent: Sent[] = [];
    const channel = await startConnectorStub({
      posted: (conversation, json, id) => void sent.push(read('POST', conversation, json, id)),
      updated: (conversation, json, id) => void sent.push(read('PUT', conversation, json, id)),
    });
    const store = await openStore(database.url);
    const start = () =>
      startProcess({
        command: ['--import', join(import.meta.dirname, 'moved-clock.ts'), ...startCommand()],
        environment: { DATABASE_URL: database.url, CLOCK_FILE: clock.file, LOG_LEVEL: 'error' },
      });
    const processes: BotProcess[] = [];
    try {
      processes.push(...(await Promise.all(Array.from({ length: isShared ? 2 : 1 }, start))));
      const tenant = randomUUID();
      const experts = {
        ...newChat(channel.serviceUrl, tenant, 'Karin Lind'),
        conversation: `19:${randomUUID()}@thread.tacv2`,
      };
      await deliver(processes, inChannel(experts, messageIn(experts, 'experts here')));
      const chats = Array.from({ length: reports }, (_, n) => newChat(channel.serviceUrl, tenant, `Reporter ${n}`));
      const inBase = (method: Sent['method']) =>
        sent.filter(one => one.conversation === experts.conversation && one.method === method && one.card);

      // All of the threshold in one moment, and the others over ten minutes.
      const paste = '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]';
      for (let round = 0; round < rounds; round++) {
        const some = chats.slice(Math.floor((round * reports) / rounds), Math.floor(((round + 1) * reports) / rounds));
        const first = round === 0 ? chats.slice(0, 12) : some.filter(chat => chats.indexOf(chat) >= 12);
        await Promise.all(first.map(chat => deliver(processes, messageIn(chat, paste))));
        clock.move(pause);
        // So that a process looks in between; it does so each half second.
        if (round % 4 === 0) await sleep(600);
      }
      await settled();
      const [post, ...more] = inBase('POST');
      assert.ok(post, 'the experts have no card');
      assert.deepEqual(more, [], 'one card');
      assert.deepEqual((await store.runningIncidents(tenant)).length, 1);
      const updates = sent.filter(one => one.id === post.id && one.method === 'PUT');
      assert.ok(updates.length <= rounds + 1, `${updates.length} updates in ${rounds} times fifteen seconds`);
      assert.match(textOf(updates.at(-1)!.card!), new RegExp(`${reports} cases of one problem`));
      const others = sent.filter(one => one.conversation.startsWith(experts.conversation) && !one.card);
      assert.ok(others.length <= 1 + Math.log2(tenMinutes / 60_000), 'beside the calls for somebody who takes it');

      // It is over, and a process dies in the middle of saying so.
      const thread = { ...experts, conversation: threadOf(experts.conversation, post.id) };
      const over = buttonsOf(updates.at(-1)!.card!).find(({ verb }) => verb === 'solved')!;
      await deliver(processes, inChannel(thread, pressIn(thread, over, post.id)));
      const told = (chat: Chat) =>
        sent.filter(one => one.conversation === chat.conversation && one.isOver && one.method === 'POST');
      await until(() => chats.filter(chat => told(chat).length > 0).length > reports / 4, 'a quarter to be told');
      const struck = Date.now();
      const before = chats.filter(chat => told(chat).length > 0).length;
      await processes[0]!.end('SIGKILL');
      processes[0] = await start();
      await settled();

      const overs = sent.filter(one => one.isOver && one.method === 'POST');
      const heard = overs.filter(({ at }) => at <= struck).length;
      const doubles = chats.filter(chat => told(chat).length > 1);
      for (const chat of chats) {
        assert.ok(told(chat).length > 0, `${chat.person.name} is never told`);
        if (told(chat).length === 1) continue;
        const [first] = told(chat);
        assert.ok(overs.indexOf(first!) >= heard - 3 * mostUnderWay, `${chat.person.name} is told twice`);
      }
      console.log(
        `        ${reports} reports to ${processes.length} processes: 1 post, ${updates.length} updates; killed when ${before} had heard it, ${doubles.length} heard it twice (accepted, and killed before that was noted)`,
      );
      assert.ok(doubles.length <= mostUnderWay);
    } finally {
      await Promise.all(processes.map(one => one.end('SIGKILL')));
      await Promise.all([store.close(), channel.close()]);
      rmSync(folder, { recursive: true, force: true });
    }

    /** Nothing is due by the clock. Those that call for somebody to take it come later each time. */
    async function settled(): Promise<void> {
      for (let rest = 0; rest < 3; ) {
        const before = sent.length;
        clock.move(longStop);
        await sleep(700);
        rest = sent.length === before ? rest + 1 : 0;
      }
    }
  });
});

interface Sent {
  readonly method: 'POST' | 'PUT';
  readonly conversation: string;
  readonly id: string;
  readonly card: Card | undefined;
  readonly isOver: boolean;
  /** By the machine's clock. */
  readonly at: number;
}

function read(method: Sent['method'], conversation: string, json: string, id: string): Sent {
  const card = JSON.parse(json).attachments?.[0]?.content as Card | undefined;
  const isOver = card !== undefined && textOf(card).includes(strings.en.say('incident.over.solvedSummary'));
  return { method, conversation, id, card, isOver, at: Date.now() };
}

function inChannel({ tenant, conversation }: Chat, activity: TeamsActivity): TeamsActivity {
  return { ...activity, conversation: { conversationType: 'channel', tenantId: tenant, id: conversation } };
}

/** To one of them in turn. */
let turn = 0;
async function deliver(processes: readonly BotProcess[], activity: TeamsActivity): Promise<void> {
  turn += 1;
  const { url } = processes[turn % processes.length]!;
  const response = await fetch(`${url}/api/messages`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(activity),
  });
  assert.equal(response.status, 200);
  await response.text();
}

function movedClock(file: string) {
  let offset = 0;
  const write = () => writeFileSync(file, new Float64Array([offset]));
  write();
  return {
    file,
    move(length: number) {
      offset += length;
      write();
    },
  };
}

async function until(isThere: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + longestWait;
  while (!isThere()) {
    assert.ok(performance.now() < deadline, `waited in vain for ${what}`);
    await sleep(20);
  }
}
