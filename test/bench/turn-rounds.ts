/** A round of turns under load, and what it costs the bot's process. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { BotProcess } from '../conversations/processes.ts';
import { busySeconds, cpuSeconds, megabytes } from './process-figures.ts';
import type { Kind, People } from './turn-people.ts';

export interface Round {
  readonly turnsPerSecond: number;
  /** Milliseconds of processor time a turn. */
  readonly cpu: number;
  readonly p50: number;
  readonly p99: number;
  readonly peakMegabytes: number;
  /** Ten presses of one case may be one update of its card in the chat. */
  readonly updatesPerTurn: number;
  /** Milliseconds from the last answer until all those cards were right. */
  readonly updatedAfter: number;
  /** How busy the load's own processor was: when it is always busy, the bot is faster than measured. */
  readonly loadIsBusy: number;
}

export interface RoundOptions {
  readonly bot: BotProcess;
  readonly people: People;
  readonly kind: Kind;
  readonly connections: number;
  readonly seconds: number;
  readonly loadCore: number | undefined;
}

const sampleEvery = 100;
/** What a bot does after its last answer belongs to the turns. */
const afterwards = 250;

export async function measureRound({ bot, people, kind, ...options }: RoundOptions): Promise<Round> {
  const { connections, seconds, loadCore } = options;
  const busy = () => (loadCore === undefined ? 0 : busySeconds(loadCore));
  const before = { cpu: cpuSeconds(bot.pid), busy: busy(), at: performance.now() };
  let peakMegabytes = 0;
  const sample = () => {
    peakMegabytes = Math.max(peakMegabytes, megabytes(bot.pid));
  };
  const sampling = setInterval(sample, sampleEvery);
  people.takeUpdates();
  try {
    const end = before.at + seconds * 1000;
    const times: number[] = [];
    await inParallel(connections, async connection => {
      while (performance.now() < end) times.push(await people.turn(kind, connection));
    });
    const answeredAt = performance.now();
    await people.settled();
    const updatedAfter = performance.now() - answeredAt;
    const took = (performance.now() - before.at) / 1000;
    const loadIsBusy = (busy() - before.busy) / took;
    await sleep(afterwards);
    sample();
    return {
      turnsPerSecond: times.length / took,
      cpu: ((cpuSeconds(bot.pid) - before.cpu) * 1000) / times.length,
      p50: percentile(times, 0.5),
      p99: percentile(times, 0.99),
      peakMegabytes,
      updatesPerTurn: people.takeUpdates().count / times.length,
      updatedAfter,
      loadIsBusy,
    };
  } finally {
    clearInterval(sampling);
  }
}

/** The first that fails ends all. */
export async function inParallel(count: number, work: (number: number) => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, number) => work(number)));
}

export function percentile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((one, other) => one - other);
  return ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}
