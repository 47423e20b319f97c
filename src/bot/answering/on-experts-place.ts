/** Where the experts are, for whose problems, and who is on call there. */
import type { ExpertsPlace, OnCall } from '../../storage/store.ts';
import { type Owner, owners } from '../../triage/article.ts';
import { locales } from '../../triage/evidence.ts';
import { dayName, plain, readOnCallHours, type TypedForPeople } from '../../triage/hearing/index.ts';
import { channelOf } from '../../triage/side.ts';
import type { Desk, Reader } from '../desk.ts';
import type { Mention, Reply } from '../reply.ts';
import type { Turn } from './open-turn.ts';
import { personOf } from './person-of.ts';
import { placeAt } from './place.ts';
import { isAdmin, isLead } from './roles.ts';
import { said } from './say.ts';

type AboutPlace = Extract<TypedForPeople, { kind: 'experts-here' | 'experts-gone' | 'on-call' | 'off-call' }>;

export async function onExpertsPlace(
  desk: Desk,
  { reader }: Turn,
  typed: AboutPlace,
  mentioned: readonly Mention[],
): Promise<Reply> {
  if (!reader.isShared) return said(desk, reader, 'people.onlyShared');
  switch (typed.kind) {
    case 'experts-here':
      return isAdmin(desk, reader) ? settle(desk, reader, typed.problems) : said(desk, reader, 'people.leftTo.admins');
    case 'experts-gone':
      if (!isAdmin(desk, reader)) return said(desk, reader, 'people.leftTo.admins');
      await change(desk, reader, () => undefined);
      return said(desk, reader, 'people.gone');
    case 'on-call':
    case 'off-call':
      return onCall(desk, reader, typed, mentioned);
    default:
      return typed satisfies never;
  }
}

async function settle(desk: Desk, reader: Reader, text: string): Promise<Reply> {
  const problems = problemsIn(desk, text);
  const ownerNames = (which: readonly Owner[]) =>
    which.map(owner => desk.strings[reader.locale].say(`owners.${owner}`)).join(', ');
  if (!problems) return said(desk, reader, 'people.unknownProblems', { values: { text, known: ownerNames(owners) } });
  const conversation = channelOf(reader.conversation);
  // The channel itself is written to, not the thread in which somebody said so.
  await desk.store.savePlace(placeAt(desk, reader, { ...reader.address, conversation }));
  const { id, name } = reader.person;
  await change(desk, reader, before => ({
    tenant: reader.tenant,
    conversation,
    problems,
    onCall: before?.onCall ?? [],
    by: { id, name },
    at: desk.now(),
  }));
  const all = desk.strings[reader.locale].say('people.all');
  return said(desk, reader, 'people.here', {
    values: { problems: problems.length === 0 ? all : ownerNames(problems) },
  });
}

/** "for the firewall team, DNS host": by the names that stand on cards; undefined where one is not known. */
function problemsIn({ strings }: Desk, text: string): Owner[] | undefined {
  const said = ` ${plain(text)} `;
  if (said.trim() === '') return [];
  const found = owners.filter(owner =>
    [owner, ...locales.map(locale => strings[locale].say(`owners.${owner}`))].some(name => said.includes(plain(name))),
  );
  return found.length === 0 ? undefined : found;
}

/** Oneself, or whoever is mentioned; without hours the list is said. */
async function onCall(
  desk: Desk,
  reader: Reader,
  typed: AboutPlace & { kind: 'on-call' | 'off-call' },
  mentioned: readonly Mention[],
): Promise<Reply> {
  const places = await desk.store.experts(reader.tenant);
  const place = places.find(({ conversation }) => conversation === channelOf(reader.conversation));
  if (!place) return said(desk, reader, 'people.notHere');
  const [mention] = mentioned;
  if (mention && !isAdmin(desk, reader) && !isLead(desk, reader)) return said(desk, reader, 'people.leftTo.admins');
  const { id, name } = reader.person;
  const person = (await personOf(desk, reader, mention)) ?? { id, name, memberId: reader.memberId };
  if (typed.kind === 'off-call') {
    await change(desk, reader, before => before && { ...before, onCall: without(before.onCall, person.id) });
    return said(desk, reader, 'people.offCall', { values: { name: person.name } });
  }
  const words = mention
    ? typed.hours
        .replace(/<at>[^<>]{0,200}<\/at>/g, ' ')
        .replace(mention.name, ' ')
        .trim()
    : typed.hours;
  if (words === '' && !mention) return listed(desk, reader, place);
  const hours = readOnCallHours(words);
  if (!hours) return said(desk, reader, 'people.hoursUnclear');
  const entry: OnCall = { person, ...hours };
  const after = await change(
    desk,
    reader,
    before => before && { ...before, onCall: [...before.onCall.filter(one => !isSameTime(one, entry)), entry] },
  );
  return listed(desk, reader, after ?? place);
}

function without(onCall: readonly OnCall[], personId: string): OnCall[] {
  return onCall.filter(({ person }) => person.id !== personId);
}

function isSameTime(one: OnCall, other: OnCall): boolean {
  return (
    one.person.id === other.person.id &&
    one.from === other.from &&
    one.to === other.to &&
    one.days.join() === other.days.join()
  );
}

function listed(desk: Desk, reader: Reader, { onCall }: ExpertsPlace): Reply {
  if (onCall.length === 0) return said(desk, reader, 'people.nobody');
  const { say } = desk.strings[reader.locale];
  const people = onCall.map(({ person, days, from, to }) =>
    say('people.onCallEntry', {
      name: person.name || '…',
      days: days.map(day => dayName(day, reader.locale)).join(' '),
      from,
      to: to === '00:00' ? '24:00' : to,
    }),
  );
  return said(desk, reader, 'people.onCall', { values: { people: people.join(', ') } });
}

async function change(
  { store, experts }: Desk,
  { tenant, conversation }: Reader,
  apply: (before: ExpertsPlace | undefined) => ExpertsPlace | undefined,
): Promise<ExpertsPlace | undefined> {
  const after = await store.changeExperts({ tenant, conversation: channelOf(conversation) }, apply);
  experts.changed(tenant);
  return after;
}
