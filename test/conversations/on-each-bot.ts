/** A bot over each database, and a look into what it stores. */
import type { Store } from '../../src/storage/store.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { onEachDatabase, type TestDatabase } from '../storage/databases.ts';
import { type BotUnderTest, startBot } from './bot-under-test.ts';

/** Ready in hooks and tests, not while describing; but for the name. */
export interface StartedBot {
  readonly name: TestDatabase['name'];
  readonly bot: BotUnderTest;
  readonly store: Store<TriageCase>;
}

export function onEachBot(title: string, suite: (at: StartedBot) => void): void {
  onEachDatabase(title, database => {
    let bot: BotUnderTest;
    let store: Store<TriageCase>;

    before(async () => {
      bot = await startBot(database.url);
      store = (await database.open()) as Store<unknown> as Store<TriageCase>;
    });

    after(() => bot.stop());

    suite({
      name: database.name,
      get bot() {
        return bot;
      },
      get store() {
        return store;
      },
    });
  });
}
