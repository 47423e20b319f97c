import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** Thrown inside `inTransaction` to undo everything and end with `outcome` all the same. */
export class Rollback<Outcome> extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('rolled back on purpose');
    this.outcome = outcome;
  }
}

const attempts = 5;

/** Every write goes through here. `work` may run more than once and must touch nothing but the database. */
export async function inTransaction<Outcome>(
  db: Kysely<Tables>,
  work: (transaction: Transaction<Tables>) => Promise<Outcome>,
): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (error instanceof Rollback) return error.outcome;
      if (!isWorthAnotherTry(error) || attempt === attempts) throw error;
    }
  }
}

/** PostgreSQL chose this transaction as the one to give way (serialization_failure, deadlock_detected). */
function isWorthAnotherTry(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === '40001' || code === '40P01';
}
