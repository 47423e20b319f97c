/** Who did what in a case, and when: typed, or a button behind the card's menu. */
import { timelineView } from '../../triage/showing/index.ts';
import { type Desk, recallFor, viewContext } from '../desk.ts';
import { notice, type Reply, replyWith } from '../reply.ts';
import { inPlace, keepInPlace } from './keep-in-place.ts';
import { findCase } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity, PressedButton } from './read-activity.ts';

/** @param asked without a number the open case; without a page the last one */
export async function onTimeline(
  desk: Desk,
  { reader, current }: Turn,
  { caseId, from }: { readonly caseId: string | undefined; readonly from?: number | undefined },
): Promise<Reply> {
  const found = await findCase(desk, reader, caseId, current);
  if (!found) {
    const topic = caseId === undefined ? notice('no-case') : notice('unknown-case', { openCase: caseId });
    return replyWith(desk, reader, topic);
  }
  const [events, memory] = await Promise.all([
    desk.store.caseEvents(reader.tenant, found.id),
    recallFor(desk, reader.tenant, found.value),
  ]);
  return replyWith(desk, reader, timelineView(found.value, events, viewContext(desk, reader, memory), { from }));
}

/** Another page stands where it was pressed; from the card of the case it comes below. */
export async function onTimelinePress(
  desk: Desk,
  turn: Turn,
  { caseId, from }: PressedButton,
  activity: IncomingActivity,
): Promise<Reply> {
  const reply = await onTimeline(desk, turn, { caseId, from: from === undefined ? undefined : Number(from) || 0 });
  if (from === undefined) return reply;
  const shown = inPlace(reply);
  await keepInPlace(desk, turn.reader, shown, activity);
  return shown;
}
