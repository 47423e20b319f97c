import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { openStore } from '../../src/storage/open-store.ts';
import { createRandom, pickFrom, seedOfRun } from '../random.ts';
import { onEachDatabase } from '../storage/databases.ts';
import {
  type BotUnderTest,
  bot as botAccount,
  buttonsOf,
  type Card,
  invokeOf,
  startBot,
  type Talk,
} from './bot-under-test.ts';

/** As long as somebody wants, with the presses of an earlier run: `LOAD_SECONDS=60 SEED=1 npx mocha test/conversations/load.test.ts`. */
const seconds = Number(process.env.LOAD_SECONDS ?? 0);
/** Of each of the two, at least; counted, as a busy machine does little in a second. */
const leastPresses = 50;
const seed = seedOfRun();

const anna = { id: 'anna', name: 'Anna de Vries' };
const bo = { id: 'bo', name: 'Bo Lindqvist' };
const text = '<at>Mailflow Triage</at> 450 4.4.316 Connection refused [LastAttemptedServerName=mx.wingtip.example]';
const entities = [{ type: 'mention', text: '<at>Mailflow Triage</at>', mentioned: botAccount }];

/** What two people in a hurry press. */
const verbs = ['tick', 'tick', 'tick', 'untick', 'answer', 'back', 'confirm', 'cancel', 'failing', 'go-on', 'restart'];

onEachDatabase('two people in one channel at the same time', database => {
  let bot: BotUnderTest;

  before(async () => {
    bot = await startBot(database.url);
  });

  after(() => bot.stop());

  it(`lose no tick, see no error, and end with the card that is the case (SEED=${seed})`, async function () {
    this.timeout((seconds + 300) * 1000);
    const tenant = randomUUID();
    const talk = bot.talk({ tenant, person: anna, isShared: true });
    const first = await talk.say('', { text, entities });
    const end = Date.now() + seconds * 1000;

    const ticked = (
      await Promise.all([
        hurry(talk, first, end, createRandom(seed)),
        hurry(talk.as(bo), first, end, createRandom(seed + 1)),
      ])
    ).flat();

    await talk.post({ type: 'messageReaction' });
    const { caseId } = buttonsOf(first)[0]!.data as { caseId: string };
    const store = await openStore(database.url);
    const stored = (await store.loadCase(tenant, caseId))!;
    const events = await store.caseEvents(tenant, caseId);
    await store.close();

    const card = await current(talk.as(bo), caseId);
    const shown = talk.delivered.findLast(one => one.card)!;
    assert.deepEqual(shown.card, card, 'the card in the channel is the case');
    assert.equal(shown.id, talk.delivered.find(one => one.card)!.id, 'it is the same card all along');
    assert.ok(ticked.length > 0, `${ticked.length} ticks`);
    const logged = events.filter(event => event.kind === 'ticked' || event.kind === 'confirmed');
    const itemsLogged = new Set(logged.map(event => (event.data as { item: string }).item));
    assert.deepEqual(
      ticked.filter(item => !itemsLogged.has(item)),
      [],
      'every tick that was answered is in the log',
    );
    assert.deepEqual(
      events.map(event => event.seq),
      events.map((_, index) => index + 1),
    );
    for (const key of Object.keys(stored.value.ticks)) {
      const [step, item] = key.split('/');
      const last = events.findLast(event => {
        const { step: at, item: which } = event.data as { step?: string; item?: string };
        return at === step && which === item;
      });
      assert.ok(last?.kind === 'ticked' || last?.kind === 'confirmed', `${key} is ticked, and the log says so`);
    }
  });
});

/** Presses whatever is there, often and until the time is up; returns the items this person ticked and saw ticked, by whomever. */
async function hurry(talk: Talk, first: Card, end: number, random: () => number): Promise<string[]> {
  const ticked: string[] = [];
  let card = first;
  let presses = 0;
  const { caseId } = buttonsOf(first)[0]!.data as { caseId: string };
  while (presses < leastPresses || Date.now() < end) {
    presses += 1;
    const buttons = buttonsOf(card).filter(one => verbs.includes(one.verb));
    const wanted = pickFrom(verbs, random);
    const button = buttons.find(one => one.verb === wanted) ?? buttons[Math.floor(random() * buttons.length)];
    if (!button) {
      card = await current(talk, caseId);
      continue;
    }
    const { status, body } = await talk.post(invokeOf(button), { isAwaited: false });
    const answer = body as { statusCode: number; type: string; value: Card };
    assert.deepEqual([status, answer.statusCode], [200, 200]);
    if (answer.type.endsWith('activity.message')) {
      // On a busy machine the card follows, and nobody was told of a tick.
      card = await current(talk, caseId);
      continue;
    }
    assert.match(answer.type, /card\.adaptive$/);
    card = answer.value;
    assert.doesNotMatch(card.fallbackText, /did not work/);
    const isTicked = buttonsOf(card).some(one => one.verb === 'untick' && one.data.item === button.data.item);
    const wasOpen = button.verb === 'tick';
    if (wasOpen && isTicked) ticked.push(String(button.data.item));
  }
  return ticked;
}

async function current(talk: Talk, caseId: string): Promise<Card> {
  const { body } = await talk.post(invokeOf({ verb: 'refresh', data: { caseId } }));
  return (body as { value: Card }).value;
}
