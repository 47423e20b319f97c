/** Times that are reckoned: how long a duration of an article is, and what comes after it. */

// PT1H
const duration = /^PT?(?<count>\d+)(?<unit>[DHM])$/;

/** Length of a duration as the articles write it (schema.ts): days, hours or minutes. */
export function milliseconds(iso: string): number {
  const { count, unit } = duration.exec(iso)?.groups ?? {};
  return Number(count ?? 0) * (unit === 'D' ? 86_400_000 : unit === 'H' ? 3_600_000 : 60_000);
}

/** A time so many milliseconds later. */
export function plus(iso: string, length: number): string {
  return new Date(Date.parse(iso) + length).toISOString();
}
