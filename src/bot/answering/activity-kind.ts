/** What kind of activity this is, of those that the bot answers. */
import { isExtensionInvoke } from './extension/read-invoke.ts';
import type { IncomingActivity } from './read-activity.ts';

export type Kind = 'message' | 'press' | 'feedback' | 'file-consent' | 'extension' | 'come' | 'leave';

/** What this bot answers; undefined for what it lets pass: edits, deletions, reactions, events of others. */
export function kindOf(activity: IncomingActivity): Kind | 'unknown-invoke' | undefined {
  const { type, name, action } = activity;
  switch (type) {
    case 'message':
      return 'message';
    case 'invoke':
      if (name === 'adaptiveCard/action') return 'press';
      if (name === 'fileConsent/invoke') return 'file-consent';
      if (isExtensionInvoke(name)) return 'extension';
      return name === 'message/submitAction' ? 'feedback' : 'unknown-invoke';
    case 'conversationUpdate':
      if (isBotAmong(activity, 'membersAdded')) return 'come';
      return isBotAmong(activity, 'membersRemoved') ? 'leave' : undefined;
    case 'installationUpdate':
      return action === 'add' ? 'come' : action === 'remove' ? 'leave' : undefined;
    default:
      return undefined;
  }
}

function isBotAmong(activity: IncomingActivity, list: 'membersAdded' | 'membersRemoved'): boolean {
  return (activity[list] ?? []).some(member => member.id === activity.recipient?.id);
}
