/** Where a tenant's experts are. A few rows a tenant, read and written as a whole. */
import { z } from 'zod';
import { json, parseJson, time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import type { Tables } from './schema.ts';
import type { ConversationKey, ExpertStore, ExpertsPlace } from './store.ts';

const OnCall = z.object({
  person: z.object({ id: z.string(), name: z.string(), memberId: z.string() }),
  days: z.array(z.number().int().min(1).max(7)),
  from: z.string(),
  to: z.string(),
});

// What a newer version may have written besides is left alone until somebody changes it.
const listOf = <Element>(element: z.ZodType<Element>) =>
  z.array(element.optional().catch(undefined)).transform(all => all.filter(one => one !== undefined));

export function expertStore(engine: Engine): ExpertStore {
  const findAll = prepare(engine, (db, { tenant }: { tenant: string }) =>
    db.selectFrom('experts').selectAll().where('tenant', '=', tenant).orderBy('at').orderBy('conversation'),
  );

  return {
    async experts(tenant) {
      const { rows } = await engine.read(findAll({ tenant }));
      return rows.map(toPlace);
    },

    changeExperts: (key, change) => engine.write(() => changeRow(engine, key, change)),
  };
}

function* changeRow(
  { db, dialect }: Engine,
  { tenant, conversation }: ConversationKey,
  change: Parameters<ExpertStore['changeExperts']>[1],
): Work<ExpertsPlace | undefined> {
  const { rows } = yield* run(
    seldom(
      db
        .selectFrom('experts')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('conversation', '=', conversation)
        // SQLite has one writer at a time and needs no row locks.
        .$if(dialect === 'postgres', locked => locked.forUpdate()),
    ),
  );
  const after = change(rows[0] && toPlace(rows[0]));
  if (after === undefined) {
    yield* run<unknown>(
      seldom(db.deleteFrom('experts').where('tenant', '=', tenant).where('conversation', '=', conversation)),
    );
    return undefined;
  }
  const values = {
    problems: json(after.problems),
    on_call: json(after.onCall),
    by_id: after.by?.id ?? null,
    by_name: after.by?.name ?? null,
    at: time(after.at),
  };
  yield* run<unknown>(
    seldom(
      db
        .insertInto('experts')
        .values({ tenant, conversation, ...values })
        .onConflict(conflict => conflict.columns(['tenant', 'conversation']).doUpdateSet(values)),
    ),
  );
  return after;
}

function toPlace(row: Tables['experts']): ExpertsPlace {
  return {
    tenant: row.tenant,
    conversation: row.conversation,
    problems: listOf(z.string()).catch([]).parse(parseJson(row.problems)),
    onCall: listOf(OnCall).catch([]).parse(parseJson(row.on_call)),
    by: row.by_id === null ? null : { id: row.by_id, name: row.by_name ?? '' },
    at: row.at,
  };
}

/** Whoever asked to be forgotten is on no list any more. */
export function* forgetExpert({ db }: Engine, tenant: string, personId: string): Work<void> {
  const { rows } = yield* run(seldom(db.selectFrom('experts').selectAll().where('tenant', '=', tenant)));
  for (const row of rows) {
    const { onCall } = toPlace(row);
    if (!onCall.some(({ person }) => person.id === personId)) continue;
    const left = json(onCall.filter(({ person }) => person.id !== personId));
    yield* run<unknown>(
      seldom(
        db
          .updateTable('experts')
          .set({ on_call: left })
          .where('tenant', '=', tenant)
          .where('conversation', '=', row.conversation),
      ),
    );
  }
}
