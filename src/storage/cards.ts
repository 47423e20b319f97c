/** Which activity shows a case in a conversation. */
import { asked, type Engine, prepare } from './engine.ts';
import type { ActivityKey, ConversationKey } from './store.ts';

export interface CaseKey {
  readonly tenant: string;
  readonly caseId: string;
}

export function cardQueries(engine: Engine) {
  return {
    put: cardWriter(engine),
    find: prepare(engine, (db, { tenant, caseId, conversation }: CaseKey & ConversationKey) =>
      db
        .selectFrom('cards')
        .select('activity')
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .where('conversation', '=', conversation),
    ),
    findAll: prepare(engine, (db, values: CaseKey) =>
      db
        .selectFrom(asked(db, values, ['tenant', 'caseId']))
        .innerJoin('cards', join =>
          join.onRef('cards.tenant', '=', 'asked.tenant').onRef('cards.case_id', '=', 'asked.caseId'),
        )
        .select(['cards.conversation', 'cards.activity'])
        .orderBy('cards.conversation'),
    ),
    findCase: prepare(engine, (db, { tenant, conversation, activity }: ActivityKey) =>
      db
        .selectFrom('cards')
        .select('case_id')
        .where('tenant', '=', tenant)
        .where('conversation', '=', conversation)
        .where('activity', '=', activity),
    ),
  };
}

/** The card of a case in a conversation is this activity from now on. A case deleted meanwhile gets none. */
export function cardWriter(engine: Engine) {
  return prepare(engine, (db, { tenant, caseId, conversation, activity }: CaseKey & ActivityKey) =>
    db
      .insertInto('cards')
      .columns(['tenant', 'case_id', 'conversation', 'activity'])
      .expression(
        db
          .selectFrom('cases')
          .select(({ val }) => ['tenant', 'id', val(conversation).as('conversation'), val(activity).as('activity')])
          .where('tenant', '=', tenant)
          .where('id', '=', caseId),
      )
      .onConflict(conflict => conflict.columns(['tenant', 'case_id', 'conversation']).doUpdateSet({ activity })),
  );
}
