/** Deletes what is no longer needed: old cases, and deliveries that cannot be repeated any more. */
import type { Logger } from 'pino';
import type { Store } from '../../storage/store.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** A sentence that nobody has made a line of an article in a quarter is not waited for. */
const daysForAuthors = 90;

export interface KeepDays {
  readonly keepDays: number;
  readonly keepMemoryDays: number;
}

/** Once now, then every hour. Stop it with clearInterval. */
export function keepHouse(store: Store, keep: KeepDays, log: Logger): NodeJS.Timeout {
  const tidy = async () => {
    try {
      // Teams repeats a delivery within minutes; a day leaves room for a queue that was down.
      await store.forgetActivities(new Date(Date.now() - day).toISOString());
      // A dialog is open for minutes, a choice is made and the rows of a batch are worked through in a day.
      await store.forgetDrafts(new Date(Date.now() - day).toISOString());
      await store.forgetGaps(new Date(Date.now() - daysForAuthors * day).toISOString());
      await store.forgetMemory(new Date(Date.now() - keep.keepMemoryDays * day).toISOString());
      const { cases } = await store.deleteOlderThan(new Date(Date.now() - keep.keepDays * day).toISOString());
      if (cases > 0) log.info({ cases }, 'Deleted old cases');
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'Housekeeping failed, it is tried again in an hour');
    }
  };
  void tidy();
  return setInterval(() => void tidy(), hour).unref();
}

/** What another process left is due thirty seconds after it. */
const often = 10_000;

/** Once now, then every ten seconds, one after the other. Stop it with clearInterval. */
export function catchUp(turns: { catchUp(): Promise<number>; doDue(): Promise<number> }, log: Logger): NodeJS.Timeout {
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    try {
      const taken = await turns.catchUp();
      if (taken > 0) log.info({ taken }, 'Took up replies that were not sent');
      const due = await turns.doDue();
      if (due > 0) log.info({ due }, 'Asked what was due about cases');
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'What is late or due was not sent, it is tried again in ten seconds');
    } finally {
      isLooking = false;
    }
  };
  void look();
  return setInterval(() => void look(), often).unref();
}
