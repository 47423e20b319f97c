/** Where an activity comes from: a personal chat, or a place where others read along. */
import type { Place } from '../storage/store.ts';
import type { Desk, Reader } from './desk.ts';
import { type IncomingActivity, tenantOf } from './read-activity.ts';

/** Where the channel says nothing (the emulator, the chat page), nobody else is there. */
export function isShared({ conversation }: IncomingActivity): boolean {
  const { conversationType, isGroup } = conversation;
  return conversationType === undefined ? isGroup === true : conversationType !== 'personal';
}

/** How long a place is known to be in use without being written down again. */
const freshFor = 3_600_000;

/** Keeps how to get back here, and what its cards are written in; writes only what changed. */
export async function keepPlace(
  { store, now }: Desk,
  reader: Reader,
  activity: IncomingActivity,
  known: Place | undefined,
): Promise<void> {
  const place: Place = {
    tenant: tenantOf(activity),
    conversation: activity.conversation.id,
    kind: reader.isShared ? 'shared' : 'personal',
    channelId: activity.channelId,
    serviceUrl: activity.serviceUrl,
    botId: activity.recipient?.id ?? known?.botId ?? '',
    personId: reader.isShared ? null : reader.person.id,
    // In a shared place the first one who spoke decides, and `language` changes it.
    locale: reader.isShared ? (known?.locale ?? reader.locale) : reader.locale,
    timeZone: reader.isShared ? (known?.timeZone ?? reader.timeZone) : reader.timeZone,
    seenAt: now(),
    goneAt: null,
  };
  const isKnown =
    known !== undefined &&
    Date.parse(place.seenAt) - Date.parse(known.seenAt) < freshFor &&
    JSON.stringify({ ...place, seenAt: '' }) === JSON.stringify({ ...known, seenAt: '' });
  if (!isKnown) await store.savePlace(place);
}
