/** Deletes what is no longer needed: old cases, and deliveries that cannot be repeated any more. */
import type { Logger } from 'pino';
import type { Store } from '../../storage/store.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Once now, then every hour. Stop it with clearInterval. */
export function keepHouse(store: Store, keepDays: number, log: Logger): NodeJS.Timeout {
  const tidy = async () => {
    try {
      // Teams repeats a delivery within minutes; a day leaves room for a queue that was down.
      await store.forgetActivities(new Date(Date.now() - day).toISOString());
      // A dialog is open for minutes, a choice is made and the rows of a batch are worked through in a day.
      await store.forgetDrafts(new Date(Date.now() - day).toISOString());
      const { cases } = await store.deleteOlderThan(new Date(Date.now() - keepDays * day).toISOString());
      if (cases > 0) log.info({ cases }, 'Deleted old cases');
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'Housekeeping failed, it is tried again in an hour');
    }
  };
  void tidy();
  return setInterval(() => void tidy(), hour).unref();
}

const minute = 60_000;

/** Once now, then every minute. Stop it with clearInterval. */
export function catchUp(turns: { catchUp(): Promise<number> }, log: Logger): NodeJS.Timeout {
  const look = async () => {
    try {
      const sent = await turns.catchUp();
      if (sent > 0) log.info({ sent }, 'Sent what an earlier process had left');
    } catch (error) {
      log.warn({ name: (error as Error).name }, 'Late replies were not sent, it is tried again in a minute');
    }
  };
  void look();
  return setInterval(() => void look(), minute).unref();
}
