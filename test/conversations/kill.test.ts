import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store, StoredEvent } from '../../src/storage/store.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { bounces } from '../bench/pastes.ts';
import { strings } from '../content.ts';
import { createRandom, pickFrom, seedOfRun } from '../random.ts';
import { onEachDatabase } from '../storage/databases.ts';
import { type Button, buttonsOf, type Card } from './bot-under-test.ts';
import { type MortalBots, type Posted, startMortalBots } from './mortal-bots.ts';
import { type Chat, messageIn, newChat, pressIn, type TeamsActivity } from './teams-activities.ts';

/** As long as somebody wants, each database: `KILL_SECONDS=120 SEED=1 npx mocha test/conversations/kill.test.ts`. */
const seconds = Number(process.env.KILL_SECONDS ?? 0);
const leastKills = 5;
const seed = seedOfRun();

/** So many conversations at once: `KILL_PEOPLE=200`. */
const crowd = Number(process.env.KILL_PEOPLE ?? 0);
const pasters = crowd === 0 ? 3 : Math.ceil(crowd / 4);
const pressers = crowd === 0 ? 4 : Math.ceil(crowd / 2);
/** Reporters with an expert each, who write to each other. */
const pairs = crowd === 0 ? 1 : Math.ceil(crowd / 8);
/** Who tick one card together, each an item of their own. */
const together = 3;
/** How long a card in a chat may take to follow its case. */
const longestUpdate = 1_000;

onEachDatabase('processes that are killed under load', database => {
  const isShared = () => database.url.startsWith('postgres');
  let bots: MortalBots;

  before(async function () {
    if (process.platform === 'win32') return this.skip();
    bots = await startMortalBots(database.url, isShared() ? 3 : 1);
  });

  after(() => bots?.stop());

  it(`lose no press and leave no paste unanswered (SEED=${seed})`, async function () {
    this.timeout((seconds + 300) * 1000);
    const random = createRandom(seed);
    const tenant = randomUUID();
    const people = await openChecklists(bots, tenant);
    const writers = await askExperts(bots, tenant);
    const pastes: Paste[] = [];
    const isOver = { now: false };
    const load = Promise.all([
      ...Array.from({ length: pasters }, (_, n) => paste(bots, tenant, pastes, createRandom(seed + n), isOver)),
      ...people.map((person, n) => press(bots, person, createRandom(seed - 1 - n), isOver)),
      ...writers.map((pair, n) => write(bots, pair, createRandom(seed + 1_000 + n), isOver)),
    ]);

    let kills = 0;
    const killing = async () => {
      const end = performance.now() + seconds * 1000;
      while ((kills < leastKills || performance.now() < end) && !isOver.now) {
        await answered(pastes, 4 + random() * 4, isOver);
        await sleep(random() * 50);
        await bots.killOne(random);
        kills += 1;
      }
    };
    try {
      await Promise.race([load, killing()]);
    } finally {
      isOver.now = true;
    }
    await load;
    await bots.sendLeftovers();
    const behind = await cardsBehind(bots, people);

    const store = (await openStore(database.url)) as Store<unknown> as Store<TriageCase>;
    try {
      for (const { chat, name, caseId, acknowledged } of people) {
        const stored = (await store.loadCase(tenant, caseId))!;
        const events = await store.caseEvents(tenant, caseId);
        const own = events.filter(event => event.by?.id === chat.person.id && isTick(event));
        assert.deepEqual(own.map(tickOf), acknowledged, `${name}: what was answered is what is stored, each once`);
        for (const { item, verb } of new Map(acknowledged.map(one => [one.item, one])).values())
          assert.equal(
            Object.keys(stored.value.ticks).some(key => key.endsWith(`/${item}`)),
            verb === 'tick',
            item,
          );
      }
      for (const { caseId, reporter, expert } of writers) {
        const { exchanges, taken } = (await store.loadCase(tenant, caseId))!.value.escalations[0]!;
        assert.equal(taken?.by.name, expert.chat.person.name);
        for (const { chat, acknowledged } of [reporter, expert])
          assert.deepEqual(
            exchanges.filter(({ by }) => by.name === chat.person.name).map(({ text }) => text),
            acknowledged,
            `what ${chat.person.name} wrote is there, each once`,
          );
        // Each is said on the other side; how often that may be twice is counted with the cards.
        for (const [from, to] of [
          [reporter, expert],
          [expert, reporter],
        ] as const) {
          const said = bots.postedIn(to.chat.conversation).map(({ text }) => text);
          for (const text of from.acknowledged)
            assert.ok(
              said.some(one => one.includes(text)),
              `"${text}" of ${from.chat.person.name} never arrives`,
            );
        }
      }
      for (const { chat, sent } of pastes) {
        const cases = await store.listCases({ tenant, conversation: chat.conversation, limit: 5 });
        assert.equal(cases.length, 1, 'a paste opens one case');
        const cards = bots.cardsFor(sent.id);
        assert.ok(cards.length > 0, 'a paste is answered');
        for (const card of cards) assert.deepEqual(card, cards[0], 'with its own card');
      }
    } finally {
      await store.close();
    }
    const doubles = pastes.filter(({ sent }) => bots.cardsFor(sent.id).length > 1);
    const presses = people.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    console.log(
      `        ${kills} kills, ${pastes.length} pastes, ${presses} presses, ${bots.repeated()} deliveries repeated; ` +
        `${doubles.length} cards are there twice (sent, and the process died before it noted that), ` +
        `${behind} are behind their case (pressed, and the process died before it updated them)`,
    );
    assert.deepEqual(
      doubles.filter(({ sent }) => !bots.wasUnderWayAtAKill(sent.id)).map(({ sent }) => sent.id),
      [],
      'no card is there twice but of a paste that was under way at a kill',
    );
    assert.deepEqual(bots.log(), [], 'no process had anything to warn of');
    // About one paste is at that point when its process dies.
    assert.ok(doubles.length <= kills + pasters, `${doubles.length} of ${pastes.length} twice`);
  });
});

interface Paste {
  readonly chat: Chat;
  readonly sent: TeamsActivity;
}

/** Two who write to each other, and what of it was answered. */
interface Pair {
  readonly caseId: string;
  readonly reporter: Writer;
  readonly expert: Writer;
}

interface Writer {
  readonly chat: Chat;
  readonly acknowledged: string[];
}

interface Tick {
  readonly verb: 'tick' | 'untick';
  readonly item: string;
}

interface Presser {
  readonly name: string;
  readonly chat: Chat;
  readonly caseId: string;
  /** The rows that nobody else presses. */
  readonly rows: readonly Button[];
  /** What was answered with a card that shows it, in this order. */
  readonly acknowledged: Tick[];
}

/** A case at its checklist. */
async function openChecklist(bots: MortalBots, tenant: string, name: string) {
  const chat = newChat(bots.serviceUrl, tenant, name);
  const { id } = await bots.deliver(messageIn(chat, bounces[0]!));
  while (bots.cardsFor(id).length === 0) await sleep(5);
  let card = bots.cardsFor(id)[0]!;
  for (;;) {
    // The next row has its button twice.
    const rows = [
      ...new Map(buttonsOf(card).flatMap(one => (one.verb === 'tick' ? [[one.data.item, one]] : []))).values(),
    ];
    if (rows.length > 0) return { chat, rows, card, caseId: String(rows[0]!.data.caseId) };
    const buttons = buttonsOf(card).filter(one => one.verb === 'answer');
    const button = buttons.find(one => ['ours', 'none'].includes(String(one.data.option))) ?? buttons[0]!;
    card = await pressed(bots, pressIn(chat, button));
  }
}

/** Everybody's case, at its checklist, before anything is killed. */
async function openChecklists(bots: MortalBots, tenant: string): Promise<Presser[]> {
  const open = (name: string) => openChecklist(bots, tenant, name);
  const people: Presser[] = [];
  for (let n = 0; n < pressers; n++) {
    const { rows, ...opened } = await open(`Person ${n}`);
    people.push({ name: `Person ${n}`, ...opened, rows: rows.slice(0, 3), acknowledged: [] });
  }
  const { chat, rows, caseId } = await open('The one who opened it');
  for (let n = 0; n < together; n++) {
    const name = `Colleague ${n}`;
    const own = { ...chat, person: { id: randomUUID(), name } };
    people.push({ name, chat: own, caseId, rows: rows.slice(n, n + 1), acknowledged: [] });
  }
  return people;
}

/** Reporters whose cases are with the experts, each taken by one of those. */
async function askExperts(bots: MortalBots, tenant: string): Promise<Pair[]> {
  const channel = `19:${randomUUID()}@thread.tacv2`;
  const inChannel = (name: string, conversation = channel): Chat => ({
    ...newChat(bots.serviceUrl, tenant, name),
    conversation,
    isChannel: true,
  });
  const [word] = strings.en.list('commands.expertsHere');
  await bots.deliver(messageIn(inChannel('Somebody'), word!));
  const found: Pair[] = [];
  for (let n = 0; n < pairs; n++) {
    const { chat, card, caseId } = await openChecklist(bots, tenant, `Reporter ${n}`);
    const isAbout = ({ card: posted }: Posted) => JSON.stringify(posted ?? card).includes(caseId);
    const postOf = () => bots.postedIn(channel).find(one => one.card && isAbout(one));
    // Another process may believe for some seconds that there are no experts.
    while (!postOf()) {
      await pressed(bots, pressIn(chat, { title: '', verb: 'escalate', data: { caseId } }));
      for (let waited = 0; waited < 100 && !postOf(); waited++) await sleep(10);
    }
    const expert = inChannel(`Expert ${n}`, `${channel};messageid=${postOf()!.id}`);
    const taken = await pressed(bots, pressIn(expert, { title: '', verb: 'take', data: { caseId } }));
    assert.ok(
      buttonsOf(taken).some(({ verb }) => verb === 'give-back'),
      `Expert ${n} has taken it, and the card shows it: "${taken.fallbackText}"`,
    );
    found.push({ caseId, reporter: { chat, acknowledged: [] }, expert: { chat: expert, acknowledged: [] } });
  }
  return found;
}

/** Each writes to the other, who never answers but writes as well. */
async function write(
  bots: MortalBots,
  { caseId, reporter, expert }: Pair,
  random: () => number,
  isOver: { now: boolean },
) {
  for (let n = 0; !isOver.now; n++) {
    const asked = `question ${n} about the firewall.`;
    await pressed(bots, pressIn(expert.chat, { title: '', verb: 'tell', data: { caseId, text: asked } }));
    expert.acknowledged.push(asked);
    await bots.pause(random);
    const answered = `answer ${n} to that.`;
    await bots.deliver(messageIn(reporter.chat, `tell ${answered}`));
    reporter.acknowledged.push(answered);
    await bots.pause(random);
  }
}

/** Pastes one bounce after the other, each in a chat of its own. */
async function paste(
  bots: MortalBots,
  tenant: string,
  pastes: Paste[],
  random: () => number,
  isOver: { now: boolean },
) {
  while (!isOver.now) {
    const chat = newChat(bots.serviceUrl, tenant);
    const sent = messageIn(chat, pickFrom(bounces, random));
    await bots.deliver(sent);
    pastes.push({ chat, sent });
    await bots.pause(random);
  }
}

/** Ticks and unticks rows, one press after the other. */
async function press(
  bots: MortalBots,
  { chat, rows, acknowledged, name }: Presser,
  random: () => number,
  isOver: { now: boolean },
) {
  const ticked = new Set<string>();
  while (!isOver.now) {
    const row = pickFrom(rows, random);
    const item = String(row.data.item);
    const verb = ticked.has(item) ? 'untick' : 'tick';
    const card = await pressed(bots, pressIn(chat, { ...row, verb }));
    const isTicked = buttonsOf(card).some(one => one.verb === 'untick' && one.data.item === item);
    assert.equal(isTicked, verb === 'tick', `${name} pressed ${verb}, and the card shows it: "${card.fallbackText}"`);
    acknowledged.push({ verb, item });
    if (isTicked) ticked.add(item);
    else ticked.delete(item);
    await bots.pause(random);
  }
}

/** How many cases have a card in the chat that is older than the case, now that everything has come to rest. */
async function cardsBehind(bots: MortalBots, people: readonly Presser[]): Promise<number> {
  const cases = [...new Map(people.map(one => [one.caseId, one])).values()];
  const deadline = performance.now() + longestUpdate;
  for (;;) {
    const areBehind = await Promise.all(
      cases.map(async ({ chat, caseId }) => {
        const now = await pressed(bots, pressIn(chat, { title: '', verb: 'refresh', data: { caseId } }));
        return JSON.stringify(now) !== JSON.stringify(bots.shownIn(chat.conversation));
      }),
    );
    const behind = areBehind.filter(Boolean).length;
    if (behind === 0 || performance.now() > deadline) return behind;
    await sleep(100);
  }
}

/** So much happens between two kills, however busy the machine is. */
async function answered(pastes: readonly Paste[], more: number, isOver: { now: boolean }): Promise<void> {
  const enough = pastes.length + more;
  while (pastes.length < enough && !isOver.now) await sleep(5);
}

function isTick({ kind }: StoredEvent): boolean {
  return kind === 'ticked' || kind === 'unticked';
}

function tickOf({ kind, data }: StoredEvent): Tick {
  return { verb: kind === 'ticked' ? 'tick' : 'untick', item: (data as { item: string }).item };
}

/** The card that a press is answered with. Whoever is told that it failed presses once more, which is another press. */
async function pressed(bots: MortalBots, first: TeamsActivity): Promise<Card> {
  let activity = first;
  for (;;) {
    const { body } = await bots.deliver(activity);
    const { type, value } = body as { type: string; value: unknown };
    if (type === 'application/vnd.microsoft.card.adaptive') {
      const card = value as Card;
      if (card.fallbackText !== strings.en.say('notice.failed.title')) return card;
      activity = { ...activity, id: randomUUID() };
      continue;
    }
    // Asked again, it gives the answer of the first time.
    assert.equal(
      value,
      strings.en.say('slow'),
      'a press is answered with a card, or with a sentence when it takes long',
    );
  }
}
