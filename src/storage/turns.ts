/** What a turn needs to know before it begins, in one query. */
import { toCase } from './cases.ts';
import { type Engine, prepare } from './engine.ts';
import { toPerson } from './memory.ts';
import { toPlace } from './places.ts';
import { type ReplyRow, toReply } from './replies.ts';
import type { Tables } from './schema.ts';
import type { TurnStart, TurnStore } from './store.ts';
import type { ReadCase } from './stored-case.ts';

interface Asked {
  readonly tenant: string;
  readonly conversation: string;
  readonly activity: string | null;
  readonly personId: string;
  readonly caseId: string | null;
}

const placeColumns = [
  'kind',
  'channel_id',
  'service_url',
  'bot_id',
  'person_id',
  'locale',
  'time_zone',
  'seen_at',
  'gone_at',
] as const satisfies (keyof Tables['places'])[];
const personColumns = ['name', 'locale', 'time_zone', 'welcomed_at'] as const satisfies (keyof Tables['people'])[];
const caseColumns = [
  'id',
  'version',
  'value',
  'conversation',
  'person_id',
  'article',
  'state',
  'opened_at',
  'updated_at',
] as const satisfies (keyof Tables['cases'])[];

export function turnOpener<Value>(engine: Engine, readCase: ReadCase<Value>): TurnStore<Value>['openTurn'] {
  const find = prepare(engine, (db, { tenant, conversation, activity, personId, caseId }: Asked) =>
    db
      .selectFrom(db.selectNoFrom(({ lit }) => lit(1).as('one')).as('once'))
      .leftJoin('activities', join =>
        join
          .on('activities.tenant', '=', tenant)
          .on('activities.conversation', '=', conversation)
          .on('activities.activity', '=', activity),
      )
      .leftJoin('replies', join =>
        join
          .on('replies.tenant', '=', tenant)
          .on('replies.conversation', '=', conversation)
          .on('replies.activity', '=', activity),
      )
      .leftJoin('places', join => join.on('places.tenant', '=', tenant).on('places.conversation', '=', conversation))
      .leftJoin('people', join => join.on('people.tenant', '=', tenant).on('people.id', '=', personId))
      .leftJoin('cases', join =>
        join
          .on('cases.tenant', '=', tenant)
          .on(({ eb, fn, val, selectFrom }) =>
            eb(
              'cases.id',
              '=',
              fn.coalesce(
                val(caseId),
                selectFrom('conversations')
                  .select('case_id')
                  .where('tenant', '=', tenant)
                  .where('conversation', '=', conversation),
              ) as never,
            ),
          ),
      )
      .select(['activities.activity', 'replies.reply', 'activities.sent_at', 'activities.sent_ids'])
      .select(placeColumns.map(name => `places.${name} as place_${name}` as const))
      .select(personColumns.map(name => `people.${name} as people_${name}` as const))
      .select('people.id as people_id')
      .select(caseColumns.map(name => `cases.${name} as case_${name}` as const)),
  );

  return async ({ tenant, conversation, activity, personId, caseId }) => {
    const asked = { tenant, conversation, activity: activity ?? null, personId, caseId: caseId ?? null };
    const { rows } = await engine.read(find(asked));
    const row = rows[0] as Record<string, string | number | null>;
    const part = <Table extends object>(prefix: string, names: readonly (keyof Table & string)[]) =>
      Object.fromEntries(names.map(name => [name, row[`${prefix}_${name}`]])) as unknown as Table;
    const start: TurnStart<Value> = {
      reply: row.activity === null ? undefined : toReply(row as unknown as ReplyRow),
      place:
        row.place_kind === null
          ? undefined
          : toPlace({ ...part<Tables['places']>('place', placeColumns), tenant, conversation }),
      person:
        row.people_id === null
          ? undefined
          : toPerson({ ...part<Tables['people']>('people', personColumns), tenant, id: personId }),
      current:
        row.case_id === null ? undefined : toCase({ ...part<Tables['cases']>('case', caseColumns), tenant }, readCase),
    };
    return start;
  };
}
