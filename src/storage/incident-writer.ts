/** What a turn writes of incidents: which problem its case was opened with, that many became one, and who is told. */
import { sql } from 'kysely';
import type { Remember } from '../triage/guiding/index.ts';
import { time } from './columns.ts';
import { type Engine, Rollback, run, seldom, type Work } from './engine.ts';
import type { Said } from './said.ts';
import { type CommitResult, closedState } from './store.ts';

type About<Kind extends Remember['kind']> = Remember & { readonly kind: Kind };

export interface IncidentWriter {
  opening(fact: About<'opening'>, said: Said): Work<void>;
  begin(fact: About<'incident'>, said: Said): Work<void>;
  tell(fact: About<'incident-news' | 'incident-over'>, said: Said): Work<void>;
  leave(fact: About<'incident-left'>, said: Said): Work<void>;
}

export function incidentWriter({ db, dialect }: Engine): IncidentWriter {
  return {
    /**
     * A case that is about another problem by now is opened anew; the same one stays where it was. Its conversation is that of
     * whoever reported it, also where the experts said which problem it is.
     */
    *opening({ caseId, articleId, nextHop, code, domain, incident, isAfter, hasLeft }, { tenant, at }) {
      const state = hasLeft ? 'left' : incident === null ? 'free' : isAfter ? 'after' : 'in';
      const conversation = db
        .selectFrom('cases')
        .select('conversation')
        .where('tenant', '=', tenant)
        .where('id', '=', caseId)
        .$asScalar();
      const row = { article: articleId, next_hop: nextHop, code, domain, at, incident, state };
      yield* run<unknown>(
        seldom(
          db
            .insertInto('openings')
            .values({ tenant, case_id: caseId, conversation, ...row })
            .onConflict(conflict =>
              conflict
                .columns(['case_id', 'tenant'])
                .doUpdateSet(row)
                .where(({ or, eb }) =>
                  or([
                    eb('openings.article', '<>', articleId),
                    eb('openings.next_hop', '<>', nextHop),
                    eb('openings.code', '<>', code),
                  ]),
                ),
            ),
        ),
      );
    },

    *begin({ caseId, articleId, nextHop, code, from }, { tenant, at }) {
      const problem = { article: articleId, next_hop: nextHop, code };
      const begun = yield* run<unknown>(
        seldom(
          db
            .insertInto('incidents')
            .values({ tenant, case_id: caseId, ...problem, since: at, ended_at: null })
            .onConflict(conflict => conflict.doNothing()),
        ),
      );
      // Somebody else has just seen it too.
      if (begun.changed !== 1) throw new Rollback<CommitResult>({ kind: 'conflict' });
      yield* run<unknown>(
        seldom(
          db
            .updateTable('openings')
            .set({ incident: caseId, state: 'unseen' })
            .where('article', '=', articleId)
            .where('tenant', '=', tenant)
            .where('at', '>=', time(from))
            .where('state', 'in', ['free', 'after'])
            .$if(nextHop !== '', towards => towards.where('next_hop', '=', nextHop))
            .$if(nextHop === '', coded => coded.where('code', '=', code)),
        ),
      );
    },

    /** Of each conversation the case that was opened last and is still open: one message, however many were reported there. */
    *tell({ kind, caseId, at }, { tenant }) {
      // First of all: whoever reports in this moment waits here, and finds it ended.
      if (kind === 'incident-over') {
        const ended = yield* run<unknown>(
          seldom(
            db
              .updateTable('incidents')
              .set({ ended_at: time(at) })
              .where('case_id', '=', caseId)
              .where('tenant', '=', tenant)
              .where('ended_at', 'is', null),
          ),
        );
        if (ended.changed !== 1) return;
      }
      const isTheirs = sql`incident = ${caseId} and tenant = ${tenant}`;
      const newest = sql`select case_id from (
          select openings.case_id, row_number() over (
            partition by openings.conversation order by openings.at desc, openings.case_id
          ) as place
          from openings join cases on cases.tenant = openings.tenant and cases.id = openings.case_id
          where openings.incident = ${caseId} and openings.tenant = ${tenant}
            and openings.state in ('unseen', 'in', 'voice') and cases.state <> ${closedState}
            and cases.article = openings.article
        ) as open_cases where place = 1`;
      const what = kind === 'incident-over' ? 'over' : 'news';
      for (const statement of [
        sql`update openings set state = 'in' where ${isTheirs} and state = 'voice'`,
        sql`update openings set state = 'voice' where ${isTheirs} and case_id in (${newest})`,
        sql`insert into due_work (tenant, case_id, what, due_at, attempts)
          select tenant, case_id, ${cast(what)}, ${cast(time(at))}, 0 from openings where ${isTheirs} and state = 'voice'
          on conflict (case_id, tenant) do update set what = excluded.what, due_at = excluded.due_at, attempts = 0,
            claimed_until = null, gave_up_at = null, gave_up_why = null`,
      ])
        yield* run<unknown>(seldom({ compile: () => statement.compile(db) }));
    },

    *leave({ caseId }, { tenant }) {
      yield* run<unknown>(
        seldom(
          db
            .updateTable('openings')
            .set({ incident: null, state: 'left' })
            .where('case_id', '=', caseId)
            .where('tenant', '=', tenant),
        ),
      );
    },
  };

  /** PostgreSQL does not infer the type of a value that is only selected. */
  function cast(value: string) {
    return dialect === 'postgres' ? sql`${value}::text` : sql`${value}`;
  }
}
