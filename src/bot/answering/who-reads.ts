/** Who asks, from where, and in which language and zone the answer is read. */
import type { KnownPerson, PersonChange, TurnStart } from '../../storage/store.ts';
import type { Address } from '../channel.ts';
import type { Desk, Reader } from '../desk.ts';
import { isShared } from './place.ts';
import { type IncomingActivity, localeOf, tenantOf, timeZoneOf } from './read-activity.ts';

export function readerOf(
  stranger: Reader,
  activity: IncomingActivity,
  { place, person }: Pick<TurnStart<unknown>, 'place' | 'person'>,
): Reader {
  const zone = timeZoneOf(activity);
  // Where others read along, the place has one language; elsewhere it is the person's.
  const chosen = localeOf((stranger.isShared ? place?.locale : person?.locale) ?? undefined);
  return {
    ...stranger,
    locale: chosen ?? stranger.locale,
    hasChosenLocale: chosen !== undefined,
    timeZone: (stranger.isShared ? place?.timeZone : undefined) ?? zone ?? person?.timeZone ?? 'UTC',
    own: {
      locale: localeOf(person?.locale ?? undefined) ?? stranger.locale,
      timeZone: zone ?? person?.timeZone ?? 'UTC',
    },
  };
}

/** What the client says of the person and is not known yet. */
export function changedPerson(activity: IncomingActivity, known: KnownPerson | undefined): PersonChange | undefined {
  const timeZone = timeZoneOf(activity);
  if (timeZone === undefined || timeZone === known?.timeZone) return undefined;
  return { name: activity.from.name ?? '', timeZone };
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
