/** Which part of the bot replies to an activity. */
import type { Desk, Reader } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import type { Kind } from './activity-kind.ts';
import { onCome, onLeave } from './on-come-and-leave.ts';
import { onExtension } from './on-extension.ts';
import { onFeedback } from './on-feedback.ts';
import { filesIn, onFiles, onOpenDraft } from './on-files.ts';
import { onMessage } from './on-message.ts';
import { onPress } from './on-press.ts';
import { type IncomingActivity, isInsertedCard, readPressed, textOf } from './read-activity.ts';

export async function replyTo(desk: Desk, kind: Kind, reader: Reader, activity: IncomingActivity): Promise<Reply> {
  switch (kind) {
    case 'extension':
      return onExtension(desk, reader, activity);
    case 'come':
      return onCome(desk, reader, activity);
    case 'leave':
      await onLeave(desk, reader);
      return nothing;
    case 'feedback':
      await onFeedback(desk, reader, activity);
      return { ...nothing, answer: { body: {} } };
    case 'press':
    case 'message': {
      const text = textOf(activity);
      const isPress = kind === 'press' || text.trim() === '';
      const button = isPress ? readPressed(activity.value) : undefined;
      if (button?.verb === 'open-draft') return onOpenDraft(desk, reader, activity.id, button.draft ?? '');
      const files = kind === 'message' && !reader.isShared ? filesIn(activity) : [];
      if (files.length > 0) return onFiles(desk, reader, activity.id, files);
      if (kind === 'message' && isInsertedCard(activity)) return nothing;
      if (kind === 'message' && !button) return onMessage(desk, reader, activity.id, text);
      const pressed = button ?? { caseId: undefined, verb: '', press: undefined };
      return onPress(desk, reader, { activityId: activity.id, ...pressed, inPlace: true });
    }
    default:
      return kind satisfies never;
  }
}
