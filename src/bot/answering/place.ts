/** Where an activity comes from: a personal chat, or a place where others read along. */
import type { Place } from '../../storage/store.ts';
import type { Address } from '../channel.ts';
import type { Desk, Reader } from '../desk.ts';
import type { IncomingActivity } from './read-activity.ts';

/** Where the channel says nothing (the emulator, the chat page), nobody else is there. */
export function isShared({ conversation }: IncomingActivity): boolean {
  const { conversationType, isGroup } = conversation;
  return conversationType === undefined ? isGroup === true : conversationType !== 'personal';
}

/** A place as it is reached and read from now on. */
export function placeAt({ now }: Desk, reader: Reader, { conversation, serviceUrl, channelId, botId }: Address): Place {
  return {
    tenant: reader.tenant,
    conversation,
    kind: reader.isShared ? 'shared' : 'personal',
    channelId,
    serviceUrl,
    botId,
    personId: reader.isShared ? null : reader.person.id,
    locale: reader.locale,
    timeZone: reader.timeZone,
    seenAt: now(),
    goneAt: null,
  };
}

/** How long a place is known to be in use without being written down again. */
const freshFor = 3_600_000;

/** How to get back here, and what its cards are written in; undefined where all of that is known. */
export function changedPlace(desk: Desk, reader: Reader, known: Place | undefined): Place | undefined {
  const { address } = reader;
  const place = placeAt(desk, reader, { ...address, botId: address.botId || (known?.botId ?? '') });
  const isKnown =
    known !== undefined &&
    Date.parse(place.seenAt) - Date.parse(known.seenAt) < freshFor &&
    JSON.stringify({ ...place, seenAt: '' }) === JSON.stringify({ ...known, seenAt: '' });
  return isKnown ? undefined : place;
}
