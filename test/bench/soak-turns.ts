/** Many turns on one process: what it holds on to, if anything, shows in its memory at each tenth. */
import { megabytes } from './process-figures.ts';
import { startBot, titles } from './turn-bots.ts';
import { gatherPeople } from './turn-people.ts';
import { inParallel } from './turn-rounds.ts';
import type { Run } from './turn-run.ts';

export async function soakTurns({ channel, folder, core, database, connections }: Run, turns: number): Promise<void> {
  const bot = await startBot(database, { core, folder });
  try {
    const people = gatherPeople(bot, channel, false);
    console.log(`\n${turns} turns, a paste and a press by turns, on ${titles[database]}`);
    const rows: Record<string, { MB: number; 'turns/s': number }> = {};
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      const startedAt = performance.now();
      let left = Math.round((turns * tenth) / 10) - Math.round((turns * (tenth - 1)) / 10);
      const count = left;
      await inParallel(connections, async connection => {
        for (; left > 0; ) {
          left -= 1;
          await people.turn(left % 2 === 0 ? 'paste' : 'press', connection);
        }
      });
      await people.settled();
      people.takeUpdates();
      const took = (performance.now() - startedAt) / 1000;
      rows[`${tenth * 10} %`] = { MB: Math.round(megabytes(bot.pid)), 'turns/s': Math.round(count / took) };
    }
    console.table(rows);
  } finally {
    await bot.end('SIGKILL');
  }
}
