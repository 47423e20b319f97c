/** Which activity shows a case in a conversation. */
import type { Db } from './schema.ts';
import type { ShownCard } from './store.ts';

/** The last one shown counts. `insert … select`: a case deleted meanwhile leaves no card instead of an error. */
export async function writeCard(
  db: Db,
  tenant: string,
  caseId: string,
  { conversation, activity }: ShownCard,
): Promise<void> {
  await db
    .insertInto('cards')
    .columns(['tenant', 'case_id', 'conversation', 'activity'])
    .expression(
      db
        .selectFrom('cases')
        .select(({ val }) => ['tenant', 'id', val(conversation).as('conversation'), val(activity).as('activity')])
        .where('tenant', '=', tenant)
        .where('id', '=', caseId),
    )
    .onConflict(conflict => conflict.columns(['tenant', 'case_id', 'conversation']).doUpdateSet({ activity }))
    .execute();
}
