/** Which part of the bot replies to an activity. */
import { directoryVerbs, listVerbs } from '../../triage/verbs.ts';
import type { Desk } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import type { Kind } from './activity-kind.ts';
import { onDirectoryPress } from './directory/on-directory.ts';
import { expectsReplies } from './expected-replies.ts';
import { onCopyResend } from './on-bulk.ts';
import { onCasesPress } from './on-cases.ts';
import { onCome, onLeave } from './on-come-and-leave.ts';
import { onExtension } from './on-extension.ts';
import { onFeedback } from './on-feedback.ts';
import { onFileConsent } from './on-file-consent.ts';
import { filesIn, onFiles, onOpenDraft } from './on-files.ts';
import { onForgetPress } from './on-forget.ts';
import { onMessage, onPaste } from './on-message.ts';
import { onPack } from './on-pack.ts';
import { onPress } from './on-press.ts';
import { onTimelinePress } from './on-timeline.ts';
import type { Turn } from './open-turn.ts';
import { onProbe, onStopProbe } from './probing/on-probe.ts';
import { type IncomingActivity, isInsertedCard, mentionedIn, textOf } from './read-activity.ts';

export async function replyTo(desk: Desk, kind: Kind, turn: Turn, activity: IncomingActivity): Promise<Reply> {
  const { reader, button } = turn;
  switch (kind) {
    case 'extension':
      return onExtension(desk, reader, activity);
    case 'come':
      return onCome(desk, reader, activity);
    case 'leave':
      await onLeave(desk, reader);
      return nothing;
    case 'feedback':
      await onFeedback(desk, turn, activity);
      return { ...nothing, answer: { body: {} } };
    case 'file-consent':
      return onFileConsent(desk, turn, activity);
    case 'press':
    case 'message': {
      if (button?.verb === 'open-draft') return onOpenDraft(desk, turn, button.draft ?? '');
      if (button?.verb === 'copy-resend') return onCopyResend(desk, reader, button.draft ?? '');
      if (button?.verb === 'triage-new') return onPaste(desk, turn, button.text ?? '', true);
      if (button?.verb === 'forget' || button?.verb === 'keep') return onForgetPress(desk, turn, button.verb, activity);
      if (button?.verb === 'stop-probe') return onStopProbe(desk, turn, button.draft ?? '', activity);
      if (button?.verb === 'probe' && desk.probing)
        return onProbe(desk, desk.probing, turn, {
          caseId: button.caseId,
          name: '',
          isPress: true,
          again: button.draft,
        });
      if (button?.verb === 'timeline') return onTimelinePress(desk, turn, button, activity);
      if (button?.verb === 'pack')
        return onPack(desk, turn, { caseId: button.caseId, isWhole: button.which === 'whole', isPress: true });
      const listVerb = listVerbs.find(verb => verb === button?.verb);
      if (button && listVerb) return onCasesPress(desk, turn, listVerb, button, activity);
      if (button && directoryVerbs.some(verb => verb === button.verb)) return onDirectoryPress(desk, turn, activity);
      const files = kind === 'message' && !reader.isShared ? filesIn(activity) : [];
      if (files.length > 0) return onFiles(desk, turn, files, expectsReplies(activity));
      if (kind === 'message' && isInsertedCard(activity)) return nothing;
      if (kind === 'message' && !button) return onMessage(desk, turn, textOf(activity), mentionedIn(activity));
      const pressed = button ?? { caseId: undefined, verb: '', press: undefined };
      return onPress(desk, turn, { ...pressed, inPlace: true });
    }
    default:
      return kind satisfies never;
  }
}
