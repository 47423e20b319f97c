/** The way to one person's own chat with the bot. */
import type { Place } from '../storage/store.ts';
import type { Desk, Reader } from './desk.ts';

/** The chat that is known, else a new one; undefined where the bot may not write to this person. */
export async function personalChat({ store, connector, now }: Desk, reader: Reader): Promise<Place | undefined> {
  const known = await store.personalPlace(reader.tenant, reader.person.id);
  if (known) return known;
  const conversation = await connector.openPersonalChat(reader.address, reader.tenant, reader.memberId);
  if (conversation === undefined) return undefined;
  const { serviceUrl, channelId, botId } = reader.address;
  const place: Place = {
    tenant: reader.tenant,
    conversation,
    kind: 'personal',
    channelId,
    serviceUrl,
    botId,
    personId: reader.person.id,
    ...reader.own,
    seenAt: now(),
    goneAt: null,
  };
  await store.savePlace(place);
  return place;
}
