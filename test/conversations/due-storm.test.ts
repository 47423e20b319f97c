/** Many reminders at once, and everything that can happen to processes, clocks, channels and databases meanwhile. */
import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/storage/open-store.ts';
import type { Place, Store } from '../../src/storage/store.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { strings } from '../content.ts';
import { createRandom, seedOfRun } from '../random.ts';
import { wayTo } from '../storage/cut-off.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { buttonsOf, startBot } from './bot-under-test.ts';
import { type BotProcess, startCommand, startProcess } from './processes.ts';

/** `REMINDERS_DUE=1000 SEED=1 npx mocha test/conversations/due-storm.test.ts` */
const count = Number(process.env.REMINDERS_DUE ?? 0);
const seed = seedOfRun();
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Longer than the lease of thirty seconds. */
const longStop = 45_000;
/** Between the channel's answer and the note of it, on a busy machine. */
const noted = 1_500;
const longestWait = 90_000;
const cutFor = 700;
/** What one process sends side by side; all of it may be accepted and not noted yet. */
const mostUnderWay = 20;

onEachDatabase('reminders that fall due in one moment', database => {
  it(`are each sent once, none early, none lost (SEED=${seed})`, async function () {
    // One file knows the same, at the cost of as many processes again.
    if (process.platform === 'win32' || (count === 0 && database.name === 'SQLite')) return this.skip();
    const isShared = database.name === 'PostgreSQL';
    const random = createRandom(seed);
    const way = isShared ? await wayTo(database.url) : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-clock-'));
    const clock = startClock(join(folder, 'clock'));
    const channel = await startChannel(() => clock.now());
    const store = (await openStore(database.url)) as Store<unknown> as Store<TriageCase>;
    const start = () =>
      startProcess({
        command: ['--import', join(import.meta.dirname, 'moved-clock.ts'), ...startCommand()],
        environment: { DATABASE_URL: way?.url ?? database.url, CLOCK_FILE: clock.file, LOG_LEVEL: 'error' },
      });
    const processes: BotProcess[] = [];
    /** When a process was killed or stopped, or for how long the database was cut off, by the machine's clock. */
    const struck: { readonly from: number; readonly to: number }[] = [];
    const strike = (length = 0) => struck.push({ from: Date.now(), to: Date.now() + length });
    const kill = async (place = Math.floor(random() * processes.length)) => {
      const victim = processes[place]!;
      strike();
      await victim.end('SIGKILL');
      processes[place] = await start();
    };
    /** One is stopped, and another dies meanwhile. */
    const stopOneFor = async (work: (killAnother: () => Promise<void>) => Promise<void>) => {
      const place = Math.floor(random() * processes.length);
      const { pid } = processes[place]!;
      strike();
      process.kill(pid, 'SIGSTOP');
      await work(() => kill((place + 1) % processes.length));
      process.kill(pid, 'SIGCONT');
    };
    try {
      const make = await readyCase(database.url, store, channel.serviceUrl);
      processes.push(...(await Promise.all(Array.from({ length: isShared ? 3 : 2 }, start))));

      // The storm: all at once, under kills, a stop past the lease, and a cut.
      const due = clock.now() + 2_000;
      const storm = await make(count || (isShared ? 120 : 60), due, clock.now());
      await until(() => channel.acceptedIn(storm).length > storm.length / 20, 'the first reminders');
      await kill();
      await stopOneFor(async killAnother => {
        await until(() => channel.acceptedIn(storm).length > storm.length / 4, 'a quarter of the reminders');
        clock.move(longStop);
        await killAnother();
        await until(() => channel.acceptedIn(storm).length > storm.length / 3, 'more of them');
      });
      if (way) {
        strike(cutFor);
        way.cut();
        await sleep(cutFor);
        way.mend();
      }
      await until(() => channel.acceptedIn(storm).length > storm.length / 2, 'half of the reminders');
      await settled();

      // A clock that goes wrong: what is due at noon waits for noon, and what was held then is not held for a day.
      const noon = clock.now() + 12 * hour;
      const later = await make(8, noon, clock.now());
      const now = await make(24, clock.now() + 500, clock.now());
      await until(() => channel.acceptedIn(now).length > 0, 'the first of those that are due now');
      await kill();
      clock.move(-day);
      await sleep(1_500);
      assert.deepEqual(channel.acceptedIn(later), [], 'not a day before');
      clock.move(day);
      await settled();
      assert.deepEqual(channel.acceptedIn(later), [], 'not before noon');
      clock.move(day);
      await settled();

      await check([...storm, ...now, ...later]);
    } finally {
      await Promise.all(processes.map(one => one.end('SIGKILL')));
      await Promise.all([store.close(), channel.close(), way?.close()]);
      rmSync(folder, { recursive: true, force: true });
    }

    /** Nothing is due by the clock, and no reply waits but those that the channel never takes. */
    async function settled(): Promise<void> {
      for (let rest = 0; rest < 3; ) {
        // What is under way on a busy machine is noted before its lease ends.
        for (let last = -1; last !== channel.history.length; ) {
          last = channel.history.length;
          await sleep(noted);
        }
        const before = channel.history.length;
        // Leases of the dead end.
        clock.move(longStop);
        await sleep(700);
        rest = channel.history.length === before ? rest + 1 : 0;
      }
    }

    /** Over the whole history, not over what somebody looked at. */
    async function check(planned: readonly Planned[]): Promise<void> {
      const doubles: string[] = [];
      const isStruckAfter = ({ machineAt }: Request) =>
        struck.some(({ from, to }) => machineAt <= to + 50 && from - machineAt < noted);
      for (const { conversation, caseId, tenant, at, channelIs } of planned) {
        const sent = channel.history.filter(one => one.conversation === conversation && one.isReminder);
        const accepted = sent.filter(one => one.status === 201);
        const [fellDue, ...more] = (await store.caseEvents(tenant, caseId)).filter(({ kind }) => kind === 'fell-due');
        assert.deepEqual([fellDue?.kind, more], ['fell-due', []], `${conversation}: it fell due once`);
        // By the clock of that moment: what was decided is sent, though the clock is set back before that.
        assert.ok(Date.parse(fellDue!.at) >= at, `${conversation} falls due before its time`);
        if (channelIs === 'gone') {
          assert.equal(accepted.length, 0);
          const isHonest = sent.slice(0, -1).every(isStruckAfter);
          assert.ok(isHonest, `${conversation}: nothing more is sent to a place that is gone: ${JSON.stringify(sent)}`);
          assert.notEqual((await store.place({ tenant, conversation }))?.goneAt, null);
          continue;
        }
        assert.ok(accepted.length >= 1, `${conversation} (${channelIs}) is never asked: ${JSON.stringify(sent)}`);
        if (accepted.length === 1) continue;
        doubles.push(conversation);
        assert.ok(isStruckAfter(accepted[0]!), `${conversation} is asked twice, and nothing was struck in between`);
      }
      console.log(
        `        ${planned.length} reminders, ${struck.length} times struck, ${channel.history.length} requests; ${doubles.length} came twice (accepted, and struck before that was noted)`,
      );
      assert.ok(doubles.length <= struck.length * mostUnderWay, `${doubles.length} came twice`);
    }
  });
});

interface Planned {
  readonly tenant: string;
  readonly conversation: string;
  readonly caseId: string;
  /** By the moved clock. */
  readonly at: number;
  readonly channelIs: ChannelIs;
}

type ChannelIs = 'well' | 'busy' | 'broken' | 'gone';
/** In turn: most take everything, some are busy or answer an error first, and some are not there any more. */
const channels: readonly ChannelIs[] = ['well', 'well', 'busy', 'well', 'broken', 'well', 'well', 'gone'];

/**
 * One conversation leads the real bot to the hour that its changes take; the others are made after it, each at its time.
 * @returns a function that stores so many cases that fall due at that time
 */
async function readyCase(databaseUrl: string, store: Store<TriageCase>, serviceUrl: string) {
  const bot = await startBot(databaseUrl);
  const talk = bot.talk();
  let card = await talk.say('550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
  card = await talk.press(card, 'answer', { option: 'ours' });
  card = await talk.press(card, 'answer', { option: 'retired' });
  for (const item of ['count-mailboxes', 'fix-now']) card = await talk.press(card, 'tick', { item });
  card = await talk.press(card, 'confirm', { item: 'fix-now' });
  await bot.stop();
  const caseId = String(buttonsOf(card)[0]!.data.caseId);
  const [work] = await store.claimDue({ now: iso(Date.now() + day), leaseUntil: iso(Date.now() + day), limit: 1 });
  await store.dropWork(work!);
  const { value, article, state } = (await store.loadCase(talk.tenant, caseId))!;
  const place = (await store.place({ tenant: talk.tenant, conversation: talk.conversation }))!;

  return async (many: number, at: number, now: number): Promise<Planned[]> => {
    const tenant = randomUUID();
    const moved = movedTimes(value, at - Date.parse(work!.dueAt));
    const planned: Planned[] = [];
    for (let n = 0; n < many; n++) {
      const id = `STORM${n}`;
      const channelIs = channels[n % channels.length]!;
      const there: Place = { ...place, tenant, conversation: `${channelIs}-${randomUUID()}`, serviceUrl };
      await store.commit({
        tenant,
        conversation: there.conversation,
        at: iso(now),
        by: { id: 'priya', name: 'Priya Raman' },
        place: there,
        case: {
          id,
          expectedVersion: 0,
          value: { ...moved, id },
          article,
          state,
          events: [],
          due: { what: 'look', dueAt: iso(at) },
        },
      });
      planned.push({ tenant, conversation: there.conversation, caseId: id, at, channelIs });
    }
    return planned;
  };
}

/** Every time that is written in it, so much later. */
function movedTimes<Value>(value: Value, length: number): Value {
  const text = JSON.stringify(value);
  return JSON.parse(text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, at => iso(Date.parse(at) + length)));
}

interface Request {
  readonly conversation: string;
  readonly isReminder: boolean;
  readonly status: number;
  /** By the moved clock. */
  readonly at: number;
  readonly machineAt: number;
}

/** A Bot Connector that remembers every request, with what it answered. */
async function startChannel(now: () => number) {
  const history: Request[] = [];
  const seen = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      const conversation = decodeURIComponent(request.url!.split('/')[3]!);
      const isReminder = body.attachments?.[0]?.content?.fallbackText === strings.en.say('reminder.look');
      const turn = (seen.get(conversation) ?? 0) + 1;
      seen.set(conversation, turn);
      const status = answerOf(conversation.split('-')[0] as ChannelIs, turn);
      history.push({ conversation, isReminder, status, at: now(), machineAt: Date.now() });
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(status === 201 ? { id: randomUUID() } : { error: { code: 'Trouble' } }));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    history: history as readonly Request[],
    acceptedIn: (planned: readonly Planned[]) => {
      const theirs = new Set(planned.map(({ conversation }) => conversation));
      return history.filter(one => one.status === 201 && one.isReminder && theirs.has(one.conversation));
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

function answerOf(channelIs: ChannelIs, turn: number): number {
  switch (channelIs) {
    case 'well':
      return 201;
    case 'busy':
      return turn <= 2 ? 503 : 201;
    // It may have arrived: the first is taken for lost, and what follows is a look and the same again.
    case 'broken':
      return turn === 1 ? 500 : 201;
    case 'gone':
      return 403;
    default:
      throw new Error(channelIs satisfies never);
  }
}

function startClock(file: string) {
  let offset = 0;
  const write = () => writeFileSync(file, new Float64Array([offset]));
  write();
  return {
    file,
    now: () => Date.now() + offset,
    move(length: number) {
      offset += length;
      write();
    },
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

async function until(isThere: () => boolean, what: string): Promise<void> {
  const deadline = performance.now() + longestWait;
  while (!isThere()) {
    assert.ok(performance.now() < deadline, `waited in vain for ${what}`);
    await sleep(20);
  }
}
