/** What all parts of bench:turns are given, and the three bots side by side. */
import type { BotProcess } from '../conversations/processes.ts';
import { type BotName, startBot } from './turn-bots.ts';
import type { TurnChannel } from './turn-channel.ts';
import { gatherPeople, type Kind, type People } from './turn-people.ts';

export interface Run {
  readonly channel: TurnChannel;
  /** For databases and copies; removed at the end. */
  readonly folder: string;
  /** Undefined where everything shares the processors. */
  readonly core: number | undefined;
  readonly loadCore: number | undefined;
  readonly connections: number;
  readonly rounds: number;
  readonly seconds: number;
  readonly isQuick: boolean;
  /** Of a profile. */
  readonly kind: Kind;
  /** Of a profile or a soak. */
  readonly database: 'sqlite' | 'postgres';
}

export const kinds: readonly Kind[] = ['paste', 'again', 'press'];
export const botNames: readonly BotName[] = ['echo', 'sqlite', 'postgres'];
export const products = ['sqlite', 'postgres'] as const;

export interface Talking {
  readonly bot: BotProcess;
  readonly people: People;
}

/** Runs the work with the three bots, which have answered once. */
export async function withBots<Result>(
  { channel, folder, core }: Run,
  work: (bots: Readonly<Record<BotName, Talking>>) => Promise<Result>,
): Promise<Result> {
  const started: BotProcess[] = [];
  try {
    const entries: (readonly [BotName, Talking])[] = [];
    for (const name of botNames) {
      const bot = await startBot(name, { core, folder });
      started.push(bot);
      const people = gatherPeople(bot, channel, name === 'echo');
      await people.turn('paste', 0);
      entries.push([name, { bot, people }]);
    }
    return await work(Object.fromEntries(entries) as Record<BotName, Talking>);
  } finally {
    await Promise.all(started.map(bot => bot.end('SIGKILL')));
  }
}
