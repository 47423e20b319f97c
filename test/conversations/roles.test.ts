import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { noMemory, type TriageCase } from '../../src/triage/case.ts';
import { findPosition } from '../../src/triage/guiding/index.ts';
import { articles, root } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { type BotUnderTest, buttonsOf, startBot, type Talk, textOf } from './bot-under-test.ts';

const roles = ['reporter', 'expert', 'lead', 'administrator', 'somebody else'] as const;
type Role = (typeof roles)[number];

const person = (name: string) => ({ id: randomUUID(), name });
const people = {
  reporter: person('Priya Raman'),
  expert: person('Karin Lind'),
  lead: person('Lena Moor'),
  administrator: person('Ada Quist'),
  'somebody else': person('Max Ode'),
} as const satisfies Record<Role, object>;

const paste = '550 5.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]';

interface Place {
  readonly id: string;
  readonly talk: Talk;
  /** Where the case stands. */
  readonly step: string;
  /** A channel that is no place of the experts yet. */
  readonly channel: Talk;
}

/**
 * `incident`: the case and another one are one, and the incident's own case is meant, whose experts the reporter told
 * something; `in one`: that of the reporter is.
 */
type State = 'asked' | 'given back' | 'incident' | 'in one';

/** Each row of docs/roles.md as something that is done; whether it worked is seen in what is stored. */
const actions: Record<string, { state?: State; act(place: Place): Promise<void>; worked(at: Seen): boolean }> = {
  'open a case by its number (`case K7Q2MF`)': {
    act: ({ talk, id }) => typed(talk, `case ${id}`),
    worked: ({ talk, id }) => talk.delivered.some(({ card }) => card && card.fallbackText !== '' && shows(card, id)),
  },
  'list the cases of everybody (`cases team`)': {
    act: ({ talk }) => typed(talk, 'cases team'),
    worked: ({ talk, id }) =>
      talk.delivered.some(
        ({ card }) => card?.fallbackText === 'Cases of the team' && JSON.stringify(card).includes(id),
      ),
  },
  'ask the experts': {
    state: 'given back',
    act: press('escalate'),
    worked: ({ after }) => after.escalations.length === 2,
  },
  'take a case that is with the experts': { act: press('take'), worked: ({ after }) => after.owner !== null },
  'give it to somebody': {
    act: press('assign', { colleague: people.expert.id }),
    worked: ({ after }) => after.owner?.id === people.expert.id,
  },
  'write to the other side': {
    act: press('tell', { text: 'hello' }),
    worked: ({ after }) => after.escalations[0]!.exchanges.length === 1,
  },
  'move it to another problem': {
    act: press('move', { option: 'connection-timed-out' }),
    worked: ({ after }) => after.articleId === 'connection-timed-out',
  },
  'give it back': {
    act: press('give-back', { text: 'open port 25' }),
    worked: ({ after }) => after.escalations[0]!.ended?.kind === 'returned',
  },
  'take it back': {
    act: press('take-back'),
    worked: ({ after }) => after.escalations[0]!.ended?.kind === 'taken-back',
  },
  'say how urgent it is': {
    act: press('severity', { option: 'high' }),
    worked: ({ after }) => after.severity === 'high',
  },
  'close it as solved': {
    act: place => press('solved', { step: place.step, option: 'anyway' })(place),
    worked: ({ after }) => after.outcome?.kind === 'solved',
  },
  'withdraw it': { act: press('withdraw'), worked: ({ after }) => after.outcome?.kind === 'withdrawn' },
  'say where the experts are': {
    act: ({ channel }) => typed(channel, 'experts here'),
    worked: ({ places }) => places === 2,
  },
  'put oneself on call': {
    act: ({ talk }) => typed(talk, 'on call mon-fri 8-17'),
    worked: ({ onCall }) => onCall === 1,
  },
  'list the incidents (`incidents`)': {
    state: 'incident',
    act: ({ talk }) => typed(talk, 'incidents'),
    worked: ({ talk, id }) => talk.delivered.some(({ text }) => text?.includes(id)),
  },
  'write to everybody who reported an incident': {
    state: 'incident',
    act: press('tell', { text: 'hello' }),
    // Besides what the reporter told.
    worked: ({ after }) => after.escalations[0]!.exchanges.length === 2,
  },
  'say that an incident is over': {
    state: 'incident',
    act: place => press('solved', { step: place.step })(place),
    worked: ({ after }) => after.outcome?.kind === 'solved',
  },
  "say that one's case is another problem": {
    state: 'in one',
    act: press('leave-incident'),
    worked: ({ isIn }) => !isIn,
  },
};

interface Seen extends Place {
  readonly after: TriageCase;
  readonly places: number;
  readonly onCall: number;
  readonly isIn: boolean;
}

function shows(card: NonNullable<Talk['delivered'][number]['card']>, id: string): boolean {
  return buttonsOf(card).some(({ data }) => data.caseId === id) && textOf(card).includes(id);
}

async function typed(talk: Talk, text: string): Promise<void> {
  await talk.post({ type: 'message', text });
}

function press(verb: string, fields: Record<string, string> = {}) {
  return async ({ talk, id }: Pick<Place, 'talk' | 'id'>): Promise<void> => {
    const data = { caseId: id, ...fields };
    await talk.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb, data } },
    });
  };
}

const table = readFileSync(join(root, 'docs', 'roles.md'), 'utf8')
  .split('\n')
  .filter(line => line.startsWith('|'))
  .slice(2)
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, what = '', ...cells]) => ({ what, cells: cells.slice(0, roles.length) }));

describe('who may do what', () => {
  let bot: BotUnderTest;
  let store: Store;

  before(async () => {
    const url = `sqlite:${join(temporaryFolder(), 'triage.db')}`;
    bot = await startBot(url, {
      ADMINS: people.administrator.id,
      LEADS: people.lead.id,
      INCIDENT_CASES: '2',
    });
    store = await openStore(url);
  });

  after(async () => {
    await bot.stop();
    await store.close();
  });

  it('stands in a table of docs/roles.md, each row of which is tried', () => {
    assert.deepEqual(
      table.map(({ what }) => what),
      Object.keys(actions),
    );
  });

  for (const { what, cells } of table) {
    for (const [index, role] of roles.entries()) {
      it(`${what}: ${role}, ${cells[index]}`, async () => {
        const { state = 'asked', act, worked } = actions[what]!;
        const seen = await tried(role, state, act);

        assert.match(cells[index]!, /^(?:yes|no)$/);
        assert.equal(worked(seen), cells[index] === 'yes');
      });
    }
  }

  async function tried(role: Role, state: State, act: (place: Place) => Promise<void>): Promise<Seen> {
    const tenant = randomUUID();
    const experts = `19:${randomUUID()}@thread.tacv2`;
    const shared = { tenant, isShared: true };
    const admin = bot.talk({ ...shared, person: people.administrator, conversation: experts });
    await typed(admin, 'experts here');
    const reporter = bot.talk({ tenant, person: people.reporter });
    let card = await reporter.say(paste);
    card = await reporter.press(card, 'answer', { option: 'ours' });
    card = await reporter.press(card, 'answer');
    await reporter.press(card, 'escalate');
    const own = String(buttonsOf(admin.delivered.findLast(one => one.card)!.card!)[0]!.data.caseId);
    const other = bot.talk({ tenant, person: person('Ana Lima') });
    if (state === 'incident' || state === 'in one') {
      await other.say(paste);
      await bot.doDue();
    }
    if (state === 'incident') await typed(other, 'tell it is slow for us too');
    const post = admin.delivered.findLast(one => one.card && one.method === 'POST')!;
    const id = state === 'in one' ? own : String(buttonsOf(post.card!)[0]!.data.caseId);
    const thread = bot.talk({ ...shared, person: people.expert, conversation: `${experts};messageid=${post.id}` });
    if (state === 'given back') await press('give-back', { text: 'try again' })({ talk: thread, id });
    const before = (await store.loadCase(tenant, id))!.value;
    assert.equal(before.escalations.length, 1);
    const step = findPosition(before, articles.get(before.articleId!)!, noMemory).stepId;
    const reports = state === 'incident' ? other : reporter;
    const talk =
      role === 'reporter' ? reports : role === 'expert' ? thread : bot.talk({ tenant, person: people[role] });
    const channel = bot.talk({ ...shared, person: people[role], conversation: `19:${randomUUID()}@thread.tacv2` });

    await act({ id, step, talk, channel });

    const places = await store.experts(tenant);
    const { value } = (await store.loadCase(tenant, id))!;
    return {
      id,
      step,
      talk,
      channel,
      after: value,
      places: places.length,
      onCall: places.flatMap(one => one.onCall).length,
      isIn: (await store.incidentOf(tenant, id)) !== undefined,
    };
  }
});
