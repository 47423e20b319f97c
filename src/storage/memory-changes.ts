/** Who changed what of a partner or a host, and when: kept beside what holds now. */
import { sql } from 'kysely';
import { json, parseJson } from './columns.ts';
import type { MemoryChange } from './directory-store.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import { type Said, source, who } from './said.ts';

export type ChangeWriter = (
  kind: 'partner' | 'host',
  subject: string,
  what: readonly string[],
  said: Said,
) => Work<void>;

/** The row of the subject is written by the same transaction first, so nobody else counts at the same moment. */
export function changeWriter({ db }: Engine): ChangeWriter {
  return function* (kind, subject, what, { tenant, at, by }) {
    const last = db
      .selectFrom('memory_changes')
      .select(({ fn }) => sql<number>`coalesce(${fn.max('seq')}, 0) + 1`.as('next'))
      .where('subject', '=', subject)
      .where('tenant', '=', tenant)
      .where('kind', '=', kind);
    yield* run<unknown>(
      seldom(
        db.insertInto('memory_changes').values({
          tenant,
          kind,
          subject,
          seq: last,
          what: json(what),
          at,
          ...source(by),
        }),
      ),
    );
  };
}

/** So many changes of a partner or a host are shown. */
const mostShown = 5;

export function changeReader(
  engine: Engine,
): (tenant: string, kind: 'partner' | 'host', subject: string) => Promise<MemoryChange[]> {
  const find = prepare(engine, (db, { tenant, kind, subject }: { tenant: string; kind: string; subject: string }) =>
    db
      .selectFrom('memory_changes')
      .select(['what', 'at', 'by_id', 'by_name'])
      .where('subject', '=', subject)
      .where('tenant', '=', tenant)
      .where('kind', '=', kind)
      .orderBy('seq', 'desc')
      .limit(mostShown),
  );
  return async (tenant, kind, subject) => {
    const { rows } = await engine.read(find({ tenant, kind, subject }));
    return rows.map(({ what, at, by_id, by_name }) => {
      const names = parseJson(what);
      return {
        what: Array.isArray(names) ? names.filter(name => typeof name === 'string') : [],
        at,
        by: who(by_id, by_name),
      };
    });
  };
}
