/** Activities as Teams sends them from a personal chat or a channel. */
import { randomUUID } from 'node:crypto';
import type { Button } from './bot-under-test.ts';

export interface Chat {
  readonly tenant: string;
  readonly conversation: string;
  readonly person: { readonly id: string; readonly name: string };
  readonly serviceUrl: string;
  /** A channel, or the thread of a post there. */
  readonly isChannel?: boolean;
}

export interface TeamsActivity extends Record<string, unknown> {
  readonly id: string;
  readonly type: 'message' | 'invoke';
}

/** A chat of its own with the bot. */
export function newChat(serviceUrl: string, tenant: string, name = 'Priya Raman'): Chat {
  return { tenant, conversation: `a:1${randomUUID()}`, person: { id: randomUUID(), name }, serviceUrl };
}

export function messageIn(chat: Chat, text: string): TeamsActivity {
  return { ...envelope(chat), type: 'message', text, textFormat: 'plain', attachments: [] };
}

/** @param replyToId the activity with the card that was pressed */
export function pressIn(chat: Chat, { title, verb, data }: Button, replyToId?: string): TeamsActivity {
  return {
    ...envelope(chat),
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', title, verb, data }, trigger: 'manual' },
    ...(replyToId !== undefined && { replyToId }),
  };
}

function envelope({ tenant, conversation, person, serviceUrl, isChannel = false }: Chat) {
  const now = new Date().toISOString();
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl,
    timestamp: now,
    localTimestamp: now,
    localTimezone: 'Europe/Amsterdam',
    from: { id: `29:${person.id}`, name: person.name, aadObjectId: person.id },
    recipient: { id: '28:00000000-0000-4000-8000-0000000000b0', name: 'Mailflow Triage' },
    conversation: { conversationType: isChannel ? 'channel' : 'personal', tenantId: tenant, id: conversation },
    locale: 'en-GB',
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Amsterdam' }],
    channelData: { tenant: { id: tenant } },
  };
}
