/** What is to be done about cases by itself, and who does it: whichever process takes it first. */
import type { ExpressionBuilder } from 'kysely';
import { time } from './columns.ts';
import { type Engine, only, prepare, run, seldom, type Work } from './engine.ts';
import { isFree } from './lease.ts';
import type { Tables } from './schema.ts';
import type { DueStore, DueWork, HeldWork } from './store.ts';

const free = { claimed_until: null, gave_up_at: null, gave_up_why: null };

/** Work that nobody has taken up yet. */
export function dueRow(
  tenant: string,
  caseId: string,
  { what, dueAt }: Pick<DueWork, 'what' | 'dueAt'>,
): Tables['due_work'] {
  return { tenant, case_id: caseId, what, due_at: time(dueAt), attempts: 0, ...free };
}

export type DueWriter = (tenant: string, caseId: string, due: Pick<DueWork, 'what' | 'dueAt'> | null) => Work<void>;

/** Written with the change of the case that it follows from. */
export function dueWriter(engine: Engine): DueWriter {
  const put = prepare(engine, (db, { tenant, case_id, what, due_at }: Tables['due_work']) =>
    db
      .insertInto('due_work')
      .values({ tenant, case_id, what, due_at, attempts: 0, ...free })
      .onConflict(conflict =>
        conflict.columns(['case_id', 'tenant']).doUpdateSet({ what, due_at, attempts: 0, ...free }),
      ),
  );
  const remove = prepare(engine, (db, { tenant, caseId }: { tenant: string; caseId: string }) =>
    db.deleteFrom('due_work').where('tenant', '=', tenant).where('case_id', '=', caseId),
  );
  return function* (tenant, caseId, due) {
    yield* run<unknown>(due === null ? remove({ tenant, caseId }) : put(dueRow(tenant, caseId, due)));
  };
}

export function dueStore(engine: Engine): DueStore {
  const { db, dialect } = engine;

  function due(now: string) {
    return db
      .selectFrom('due_work')
      .select(['tenant', 'case_id', 'what', 'due_at', 'attempts'])
      .where('gave_up_at', 'is', null)
      .where('due_at', '<=', time(now))
      .where(isFree(now))
      .orderBy('due_at');
  }

  /** False when somebody else took it up meanwhile, or the case changed and with it what is due. */
  async function updateHeld(held: HeldWork, change: Partial<Tables['due_work']>): Promise<boolean> {
    const query = db.updateTable('due_work').set(change).where(isHeld(held));
    return (await engine.write(only<unknown>(seldom(query)))).changed === 1;
  }

  function isHeld({ tenant, caseId, attempts, dueAt }: HeldWork) {
    return ({ and }: ExpressionBuilder<Tables, 'due_work'>) =>
      and({ tenant, case_id: caseId, attempts, due_at: time(dueAt) });
  }

  return {
    async claimDue({ now, leaseUntil, limit }) {
      // Most of the time there is nothing, and nobody has to wait for a transaction.
      if ((await engine.read(seldom(due(now).limit(1)))).rows.length === 0) return [];
      return engine.write(function* () {
        const query = due(now)
          .limit(limit)
          // SQLite has one writer at a time and needs no row locks.
          .$if(dialect === 'postgres', locked => locked.forUpdate().skipLocked());
        const { rows } = yield* run(seldom(query));
        const claimed = rows.map(({ case_id, due_at, ...row }) => ({
          ...row,
          caseId: case_id,
          dueAt: due_at,
          attempts: row.attempts + 1,
        }));
        for (const { tenant, caseId, attempts } of claimed)
          yield* run<unknown>(
            seldom(
              db
                .updateTable('due_work')
                .set({ claimed_until: time(leaseUntil), attempts })
                .where('tenant', '=', tenant)
                .where('case_id', '=', caseId),
            ),
          );
        return claimed;
      });
    },

    postponeWork: (held, at) => updateHeld(held, { claimed_until: time(at) }),

    giveUpWork: (held, { at, why }) => updateHeld(held, { gave_up_at: time(at), gave_up_why: why }),

    async dropWork(held) {
      await engine.write(only<unknown>(seldom(db.deleteFrom('due_work').where(isHeld(held)))));
    },
  };
}
