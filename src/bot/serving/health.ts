/** Whether the database keeps what it is given, asked seldom enough for an address that the whole internet may call. */
import type { Logger } from 'pino';
import type { Store, StoreTrouble } from '../../storage/store.ts';
import { inTime } from '../answering/index.ts';

/** What whoever watches is told. */
export const healthSentences: Readonly<Record<StoreTrouble, string>> = {
  unreachable: 'The database does not answer. Check that it runs, and DATABASE_URL.',
  'not-writable': 'The database takes nothing. Check that its disk is neither full nor read-only.',
  'file-gone': 'The database file was deleted or replaced. Restore it and restart the bot.',
};

export interface HealthTimes {
  /** For so long an answer is given again: each look is a write. */
  readonly keptFor: number;
  /** Who watches does not wait longer. */
  readonly answerWithin: number;
}

const usualTimes: HealthTimes = { keptFor: 2_000, answerWithin: 3_000 };

/** Changes are logged, once each. */
export function createHealthCheck(
  store: Pick<Store, 'trouble'>,
  log: Logger,
  { keptFor, answerWithin }: HealthTimes = usualTimes,
): () => Promise<StoreTrouble | undefined> {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let known: StoreTrouble | undefined;
  let looking: Promise<StoreTrouble | undefined> | undefined;

  function learn(trouble: StoreTrouble | undefined): StoreTrouble | undefined {
    lookedAt = performance.now();
    if (trouble === known) return trouble;
    known = trouble;
    if (trouble === undefined) log.info('The database takes what is written again');
    else log.error({ trouble }, healthSentences[trouble]);
    return trouble;
  }

  return async () => {
    if (performance.now() - lookedAt < keptFor) return known;
    looking ??= store
      .trouble()
      .then(learn, () => learn('unreachable'))
      .finally(() => {
        looking = undefined;
      });
    const trouble = await inTime(looking, answerWithin);
    return trouble === 'late' ? learn('unreachable') : trouble;
  };
}
