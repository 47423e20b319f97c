/** “Please try again in 5 minutes”, “Greylisted for 300 seconds”: when a server wants to be asked again. */

const asked =
  /(?:try again|retry|come back|wait|greylisted|deferred)[^.\n]{0,40}?(?:in|for|after|at least)?\s(?<count>\d{1,4}) ?(?<unit>s|sec|second|m|min|minute|h|hour|day)s?\b/i;

const seconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** In seconds; null where no reply says so. */
export function findRetryAfter(texts: readonly string[]): number | null {
  for (const text of texts) {
    const groups = asked.exec(text.slice(0, 2_000))?.groups;
    if (groups) return Number(groups.count) * seconds[groups.unit![0]!.toLowerCase()]!;
  }
  return null;
}
