/** The parts of bench:turns: each measures the bots in turns, prints what it found, and returns it beside the targets. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FirstAnswers, measureFirstAnswers } from './first-answer.ts';
import { megabytes } from './process-figures.ts';
import { type BotName, titles } from './turn-bots.ts';
import type { Kind } from './turn-people.ts';
import { inParallel, measureRound, median, percentile, type Round } from './turn-rounds.ts';
import { botNames, kinds, products, type Run, withBots } from './turn-run.ts';
import type { Target } from './turn-targets.ts';

/** Before the memory at rest is looked at: the product builds its index of words after it listens. */
const rest = 3_000;

export function measureLoad(run: Run): Promise<Target[]> {
  const { rounds, seconds, connections, loadCore, isQuick } = run;
  return withBots(run, async bots => {
    await sleep(rest);
    const atRest = recordOf(botNames, name => megabytes(bots[name].bot.pid));
    const measured = recordOf(kinds, () => recordOf(botNames, () => [] as Round[]));
    const measure = (name: BotName, kind: Kind, length: number) =>
      measureRound({ ...bots[name], kind, connections, loadCore, seconds: length });
    for (const kind of kinds) for (const name of botNames) await measure(name, kind, isQuick ? seconds : seconds + 1);
    for (let round = 0; round < rounds; round += 1)
      for (const kind of kinds)
        for (const name of botNames) measured[kind][name].push(await measure(name, kind, seconds));

    const peak = recordOf(botNames, name =>
      Math.max(...kinds.flatMap(kind => measured[kind][name].map(one => one.peakMegabytes))),
    );
    for (const kind of kinds) {
      console.log(`\nUnder load, ${kind}: ${connections} connections, medians of ${rounds} rounds`);
      console.table(recordOf(botNames, name => loadRow(measured[kind][name]), titles));
    }
    console.log('\nMemory');
    console.table(
      recordOf(
        botNames,
        name => ({ 'at rest MB': whole(atRest[name]), 'peak under load MB': whole(peak[name]) }),
        titles,
      ),
    );
    const busiest = Math.max(
      ...kinds.flatMap(kind => botNames.map(name => medianOf(measured[kind][name], 'loadIsBusy'))),
    );
    console.log(
      `The processor of load, channel and PostgreSQL was busy for at most ${whole(busiest * 100)} % of a round.`,
    );

    return products.flatMap(name => [
      ...kinds.flatMap(kind => {
        const ratio = (figure: 'turnsPerSecond' | 'cpu' | 'p99') =>
          median(measured[kind][name].map((one, number) => one[figure] / measured[kind].echo[number]![figure]));
        const about = { bot: titles[name], unit: '× echo' } as const;
        const targets = loadTargets[kind];
        return [
          { ...about, what: `${kind}: turns a second`, value: ratio('turnsPerSecond'), ...targets.turns },
          { ...about, what: `${kind}: processor time a turn`, value: ratio('cpu'), ...targets.cpu },
          { ...about, what: `${kind}: p99 under load`, value: ratio('p99'), ...targets.p99 },
        ];
      }),
      { bot: titles[name], what: 'memory at rest', unit: '× echo', value: atRest[name] / atRest.echo, most: 1.5 },
      { bot: titles[name], what: 'memory under load', unit: '× echo', value: peak[name] / peak.echo, most: 1.3 },
    ]);
  });
}

/** A paste that goes on in its case sends a card and updates another, so the echo bot's single one is only told beside it. */
const loadTargets: Readonly<Record<Kind, Readonly<Record<'turns' | 'cpu' | 'p99', Pick<Target, 'least' | 'most'>>>>> = {
  paste: { turns: { least: 0.5 }, cpu: { most: 2 }, p99: { most: 1.5 } },
  again: { turns: {}, cpu: {}, p99: {} },
  press: { turns: { least: 0.4 }, cpu: {}, p99: { most: 1.5 } },
};

function loadRow(rounds: readonly Round[]) {
  const updates = medianOf(rounds, 'updatesPerTurn');
  return {
    'turns/s': whole(medianOf(rounds, 'turnsPerSecond')),
    'processor ms/turn': short(medianOf(rounds, 'cpu')),
    'p50 ms': short(medianOf(rounds, 'p50')),
    'p99 ms': short(medianOf(rounds, 'p99')),
    ...(updates > 0 && {
      'updates/turn': updates.toFixed(2),
      'last update after ms': short(medianOf(rounds, 'updatedAfter')),
    }),
  };
}

const turnsOfBlock = 60;

export function measureAlone(run: Run): Promise<Target[]> {
  return withBots(run, async bots => {
    const times = recordOf(kinds, () => recordOf(botNames, () => [] as number[]));
    const updates = recordOf(botNames, () => [] as number[]);
    const alone = async (name: BotName, kind: Kind, turns: number) => {
      const { people } = bots[name];
      const taken: number[] = [];
      for (let turn = 0; turn < turns; turn += 1) {
        taken.push(await people.turn(kind, 0));
        await people.settled();
      }
      return taken;
    };
    // As warm as a bot that has been used for a while.
    for (const name of botNames)
      for (const kind of kinds)
        await inParallel(4, async number => {
          for (let turn = 0; turn < 75; turn += 1) await bots[name].people.turn(kind, number);
        });
    for (const name of botNames) await bots[name].people.settled();
    for (const name of botNames) bots[name].people.takeUpdates();
    for (let block = 0; block < (run.isQuick ? 2 : 5); block += 1)
      for (const kind of kinds)
        for (const name of botNames) {
          times[kind][name].push(...(await alone(name, kind, turnsOfBlock)));
          updates[name].push(...bots[name].people.takeUpdates().times);
        }

    console.log('\nOne at a time');
    for (const kind of kinds) {
      const row = (name: BotName) => ({
        [`${kind} p50 ms`]: short(percentile(times[kind][name], 0.5)),
        [`${kind} p99 ms`]: short(percentile(times[kind][name], 0.99)),
        ...(kind === 'press' && name !== 'echo' && { 'card updated p50 ms': short(median(updates[name])) }),
      });
      console.table(recordOf(botNames, row, titles));
    }
    return products.flatMap(name =>
      kinds.flatMap(kind => [
        {
          bot: titles[name],
          what: `${kind}, one at a time: p50`,
          unit: '× echo' as const,
          value: median(times[kind][name]) / median(times[kind].echo),
          most: 3,
        },
        {
          bot: titles[name],
          what: `${kind}, one at a time: p99`,
          unit: 'ms' as const,
          value: percentile(times[kind][name], 0.99),
          most: 30,
        },
      ]),
    );
  });
}

export async function measureStarts({ channel, folder, core, isQuick }: Run): Promise<Target[]> {
  const times: FirstAnswers[] = [];
  for (let start = 0; start < (isQuick ? 2 : 5); start += 1)
    times.push(await measureFirstAnswers(channel, folder, core));
  const row = (which: keyof FirstAnswers) => ({ 'p50 ms': whole(median(times.map(one => one[which]))) });
  console.log('\nFrom the start to the first answer');
  console.table({
    [titles.echo]: row('echo'),
    'product, first start after npm ci': row('first'),
    'product, with nothing kept': row('bare'),
    'product, started again': row('again'),
  });
  const ratio = (which: 'first' | 'bare' | 'again') => median(times.map(one => one[which] / one.echo));
  const bot = titles.sqlite;
  return [
    { bot, what: 'first start to first answer', unit: '× echo', value: ratio('first'), most: 1.8 },
    { bot, what: 'with nothing kept to first answer', unit: '× echo', value: ratio('bare') },
    { bot, what: 'started again to first answer', unit: '× echo', value: ratio('again'), most: 1.8 },
  ];
}

function medianOf(rounds: readonly Round[], figure: keyof Round): number {
  return median(rounds.map(one => one[figure]));
}

/** @param names what stands for a key in the result */
function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  value: (key: Key) => Value,
  names?: Readonly<Record<Key, string>>,
): Record<Key, Value> {
  return Object.fromEntries(keys.map(key => [names?.[key] ?? key, value(key)])) as Record<Key, Value>;
}

function whole(value: number): number {
  return Math.round(value);
}

function short(value: number): string {
  return value < 10 ? value.toFixed(2) : value.toFixed(0);
}
