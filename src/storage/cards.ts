/** Which activity shows a case in a conversation. */
import { type Engine, prepare } from './engine.ts';
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
    findAll: prepare(engine, (db, { tenant, caseId }: CaseKey) =>
      db
        .selectFrom('cards')
        .select(['conversation', 'activity'])
        .where('tenant', '=', tenant)
        .where('case_id', '=', caseId)
        .orderBy('conversation'),
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
