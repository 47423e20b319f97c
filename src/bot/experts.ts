/** Who can be asked in a tenant, as turns know it: looked up now and then, because it changes once in a while. */
import type { ExpertStore, ExpertsPlace, OnCall } from '../storage/store.ts';
import { type Owner, owners } from '../triage/article.ts';
import type { ExpertGroup, Person } from '../triage/case.ts';

/** What another process has changed is known here after so many milliseconds. */
const freshFor = 15_000;

export interface Experts {
  of(tenant: string): Promise<readonly ExpertsPlace[]>;
  /** It was changed just now. */
  changed(tenant: string): void;
}

export function createExperts(store: Pick<ExpertStore, 'experts'>): Experts {
  const known = new Map<string, { readonly until: number; readonly places: Promise<readonly ExpertsPlace[]> }>();
  return {
    of(tenant) {
      const found = known.get(tenant);
      if (found && found.until > performance.now()) return found.places;
      const places = store.experts(tenant);
      known.set(tenant, { until: performance.now() + freshFor, places });
      places.catch(() => known.delete(tenant));
      return places;
    },
    changed: tenant => void known.delete(tenant),
  };
}

export function groupOf({ conversation, problems, onCall }: ExpertsPlace): ExpertGroup {
  const people = new Map<string, Person>(onCall.map(({ person: { id, name } }) => [id, { id, name }]));
  return {
    place: conversation,
    // A newer version may know more owners.
    problems: problems.filter((one): one is Owner => owners.includes(one as Owner)),
    people: [...people.values()],
  };
}

/** Who is on call at a moment, each once. */
export function onCallAt(onCall: readonly OnCall[], now: string, timeZone: string): OnCall['person'][] {
  const { day, time } = wallClock(now, timeZone);
  const yesterday = day === 1 ? 7 : day - 1;
  const isNow = ({ days, from, to }: OnCall) => {
    if (from < to) return days.includes(day) && from <= time && time < to;
    // 22:00 to 06:00, and 00:00 to 00:00 for all of a day.
    return (days.includes(day) && time >= from) || (days.includes(yesterday) && time < to);
  };
  return [...new Map(onCall.filter(isNow).map(({ person }) => [person.id, person])).values()];
}

/** Day of the week (1 is Monday) and the time as `14:05`. */
function wallClock(now: string, timeZone: string): { readonly day: number; readonly time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(now));
  const of = (type: string) => parts.find(part => part.type === type)?.value ?? '';
  return { day: weekdays.indexOf(of('weekday')) + 1, time: `${of('hour')}:${of('minute')}` };
}

const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
