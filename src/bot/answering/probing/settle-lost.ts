/** Tests whose process died: no card goes on saying that something is under way. */
import type { StoredProbe } from '../../../storage/store.ts';
import type { Desk } from '../../desk.ts';
import { cardMessage } from '../../reply.ts';
import { cardActivity } from '../../sending/index.ts';
import { localeOf } from '../read-activity.ts';
import { lookAt } from '../tell-others.ts';
import { activityOf } from './run-test.ts';

/** @returns how many there were */
export async function settleLost(desk: Desk): Promise<number> {
  const lost = await desk.store.takeLostProbes(desk.now());
  await Promise.all(
    lost.map(one =>
      settle(desk, one).catch(error =>
        desk.log.warn({ case: one.caseId, name: (error as Error).name }, 'The card of a lost test was not updated'),
      ),
    ),
  );
  return lost.length;
}

async function settle(desk: Desk, { tenant, id, conversation, card, caseId, name }: StoredProbe): Promise<void> {
  const place = await desk.store.place({ tenant, conversation });
  if (card === null || !place || place.goneAt !== null) return;
  // What it showed was written down, and is sent like any reply that a dead process left.
  const isWritten = await desk.store.findReply({ tenant, conversation, activity: activityOf(id) });
  const state = isWritten ? 'done' : 'interrupted';
  const look = { ...lookAt(place), locale: localeOf(place.locale) ?? desk.defaultLanguage };
  const view = { kind: 'probe', id, ofCase: caseId ?? '', name, state, passed: [], now: null } as const;
  await desk.connector.update(place, card, cardActivity(cardMessage(desk, look, view)));
}
