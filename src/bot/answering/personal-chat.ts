/** The way to one person's own chat with the bot. */
import type { Place } from '../../storage/store.ts';
import type { Desk, Reader } from '../desk.ts';
import { placeAt } from './place.ts';

/** The chat that is known, else a new one; undefined where the bot may not write to this person. */
export async function personalChat(desk: Desk, reader: Reader): Promise<Place | undefined> {
  const { store, connector } = desk;
  const known = await store.personalPlace(reader.tenant, reader.person.id);
  if (known) return known;
  const conversation = await connector.openPersonalChat(reader.address, reader.tenant, reader.memberId);
  if (conversation === undefined) return undefined;
  const place = placeAt(desk, { ...reader, ...reader.own, isShared: false }, { ...reader.address, conversation });
  await store.savePlace(place);
  return place;
}
