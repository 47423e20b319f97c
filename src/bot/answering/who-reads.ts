/** Who asks, from where, and in which language and zone the answer is read. */
import type { Place } from '../../storage/store.ts';
import type { Address } from '../channel.ts';
import type { Desk, Reader } from '../desk.ts';
import { isShared } from './place.ts';
import { type IncomingActivity, localeOf, tenantOf, timeZoneOf } from './read-activity.ts';

export async function readerOf(desk: Desk, activity: IncomingActivity, place: Place | undefined): Promise<Reader> {
  const stranger = strangerOf(desk, activity);
  const known = await desk.store.person(stranger.tenant, stranger.person.id);
  const zone = timeZoneOf(activity);
  if (zone !== undefined && zone !== known?.timeZone) {
    await desk.store.savePerson(stranger.tenant, stranger.person.id, { name: stranger.person.name, timeZone: zone });
  }
  // Where others read along, the place has one language; elsewhere it is the person's.
  const chosen = localeOf((stranger.isShared ? place?.locale : known?.locale) ?? undefined);
  return {
    ...stranger,
    locale: chosen ?? stranger.locale,
    hasChosenLocale: chosen !== undefined,
    timeZone: (stranger.isShared ? place?.timeZone : undefined) ?? zone ?? known?.timeZone ?? 'UTC',
    own: {
      locale: localeOf(known?.locale ?? undefined) ?? stranger.locale,
      timeZone: zone ?? known?.timeZone ?? 'UTC',
    },
  };
}

/** The reader as the activity alone tells. */
export function strangerOf(desk: Desk, activity: IncomingActivity): Reader {
  const { from, conversation } = activity;
  const locale = localeOf(activity.locale) ?? desk.defaultLanguage;
  const timeZone = timeZoneOf(activity) ?? 'UTC';
  return {
    tenant: tenantOf(activity),
    conversation: conversation.id,
    person: { id: from.aadObjectId ?? from.id, name: from.name ?? '' },
    memberId: from.id,
    address: addressOf(activity),
    isShared: isShared(activity),
    locale,
    hasChosenLocale: false,
    hasClientLocale: localeOf(activity.locale) !== undefined,
    timeZone,
    own: { locale, timeZone },
  };
}

export function addressOf({ conversation, serviceUrl, channelId, recipient }: IncomingActivity): Address {
  return { conversation: conversation.id, serviceUrl, channelId, botId: recipient?.id ?? '' };
}
