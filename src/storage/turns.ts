/** What a turn needs to know before it begins, in one query. */
import { toCase } from './cases.ts';
import { asked, type Engine, prepare } from './engine.ts';
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
  const find = prepare(engine, (db, values: Asked) =>
    db
      .selectFrom(asked(db, values, ['tenant', 'conversation', 'activity', 'personId', 'caseId']))
      .leftJoin('activities', join =>
        join
          .onRef('activities.tenant', '=', 'asked.tenant')
          .onRef('activities.conversation', '=', 'asked.conversation')
          .onRef('activities.activity', '=', 'asked.activity'),
      )
      .leftJoin('replies', join =>
        join
          .onRef('replies.tenant', '=', 'asked.tenant')
          .onRef('replies.conversation', '=', 'asked.conversation')
          .onRef('replies.activity', '=', 'asked.activity'),
      )
      .leftJoin('places', join =>
        join.onRef('places.tenant', '=', 'asked.tenant').onRef('places.conversation', '=', 'asked.conversation'),
      )
      .leftJoin('people', join =>
        join.onRef('people.tenant', '=', 'asked.tenant').onRef('people.id', '=', 'asked.personId'),
      )
      .leftJoin('cases', join =>
        join
          .onRef('cases.tenant', '=', 'asked.tenant')
          .on(({ eb, fn, ref, selectFrom }) =>
            eb(
              'cases.id',
              '=',
              fn.coalesce(
                ref('asked.caseId'),
                selectFrom('conversations')
                  .select('case_id')
                  .whereRef('conversations.tenant', '=', 'asked.tenant')
                  .whereRef('conversations.conversation', '=', 'asked.conversation'),
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
    const values = { tenant, conversation, activity: activity ?? null, personId, caseId: caseId ?? null };
    const { rows } = await engine.read(find(values));
    const row = rows[0] as Row;
    let current: TurnStart<Value>['current'] | null = null;
    const start: TurnStart<Value> = {
      reply: row.activity === null ? undefined : toReply(row as unknown as ReplyRow),
      place: row.place_kind === null ? undefined : toPlace(placeIn(row, { tenant, conversation })),
      person: row.people_id === null ? undefined : toPerson(personIn(row, { tenant, id: personId })),
      // Read where it is needed: most pastes need none.
      get current() {
        if (current === null) current = row.case_id === null ? undefined : toCase(caseIn(row, { tenant }), readCase);
        return current;
      },
    };
    return start;
  };
}

type Row = Readonly<Record<string, string | number | null>>;

/** Takes the columns of one table out of a row that holds them under names with a prefix. */
function columnsWith<Table extends object>(prefix: string, names: readonly (keyof Table & string)[]) {
  const columns = names.map(name => [name, `${prefix}_${name}`] as const);
  return (row: Row, known: Partial<Table>): Table => {
    const taken: Record<string, unknown> = { ...known };
    for (const [name, column] of columns) taken[name] = row[column];
    return taken as Table;
  };
}

const placeIn = columnsWith<Tables['places']>('place', placeColumns);
const personIn = columnsWith<Tables['people']>('people', personColumns);
const caseIn = columnsWith<Tables['cases']>('case', caseColumns);
