/** The two thumbs under a card: kept with the case that the card shows. */
import { z } from 'zod';
import type { Desk } from '../desk.ts';
import { type Gap, thumbDown } from './gaps.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity } from './read-activity.ts';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-ai-bot-messages, read 2026-11-21 */
const Feedback = z.looseObject({
  actionName: z.literal('feedback'),
  actionValue: z.looseObject({
    reaction: z.enum(['like', 'dislike']),
    /** JSON in a string: `{"feedbackText":"…"}` */
    feedback: z.string().max(20_000).optional().catch(undefined),
  }),
});

const longestComment = 1_000;

/** What cannot be read or belongs to no case is let pass: a thumb is never answered with an error. */
export async function onFeedback(desk: Desk, turn: Turn, { value, replyToId }: IncomingActivity): Promise<void> {
  const parsed = Feedback.safeParse(value);
  if (!parsed.success) return;
  const { reader } = turn;
  const { tenant, person } = reader;
  const shown = replyToId === undefined ? undefined : await desk.store.caseOfCard({ ...reader, activity: replyToId });
  const caseId = shown ?? turn.current?.id;
  if (caseId === undefined) return;
  const { reaction, feedback } = parsed.data.actionValue;
  const data = { isHelpful: reaction === 'like', comment: commentIn(feedback) };
  await desk.store.addEvent(tenant, caseId, { kind: 'feedback', at: desk.now(), by: person, data });
  if (reaction === 'dislike') turn.noteGap(await gapOf(desk, turn, caseId));
}

async function gapOf(desk: Desk, { reader, current }: Turn, caseId: string): Promise<Gap | undefined> {
  const stored = current?.id === caseId ? current : await desk.store.loadCase(reader.tenant, caseId);
  return stored && thumbDown(stored.value);
}

function commentIn(feedback: string | undefined): string {
  try {
    const text = z.looseObject({ feedbackText: z.string() }).safeParse(JSON.parse(feedback ?? '')).data?.feedbackText;
    return (text ?? '').slice(0, longestComment);
  } catch {
    return '';
  }
}
