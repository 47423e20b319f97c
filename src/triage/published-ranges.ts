/** The address ranges from which Exchange Online delivers mail on TCP 25, as Microsoft publishes them. */
export interface PublishedRanges {
  /** Of the web service: YYYYMMDDNN. */
  readonly version: string;
  /** The day on which they were read, YYYY-MM-DD. */
  readonly read: string;
  /** CIDR, IPv4 before IPv6, none within another. */
  readonly ranges: readonly string[];
}

/** Microsoft changes the list at the beginning of a month, thirty days ahead: what is older may lack a range. */
const staleAfterDays = 60;

/** Whether nobody may say any more that a list which has all of them is complete. */
export function isStale({ read }: PublishedRanges, now: string): boolean {
  return Date.parse(now) - Date.parse(read) > staleAfterDays * 86_400_000;
}
