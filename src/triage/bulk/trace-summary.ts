/** The totals of a trace -> what it says: each problem with its people, servers, times and sizes. Plain JSON. */
import type { SubReason } from '../evidence.ts';
import type { BatchProblem } from '../matching/index.ts';
import { Sizes, Tally } from './tables.ts';
import { domainIn, type TraceTotals, type Trouble } from './trace-totals.ts';

/** What the replies of one kind are. */
export interface ReplyMeaning {
  readonly problem: BatchProblem;
  readonly subReason: SubReason | null;
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

export interface TraceCluster {
  /** `no-reply`: these rows say that it failed, and not why. */
  readonly problem: BatchProblem | { readonly kind: 'no-reply' };
  /** One reply of it, as the file has it; empty for `no-reply`. */
  readonly sample: string;
  /** Messages for one recipient each. */
  readonly messages: number;
  readonly recipients: number;
  readonly senders: number;
  readonly waiting: number;
  /** Given up for their age, or waiting for longer than they are tried. */
  readonly expired: number;
  /** Refused for good. */
  readonly refused: number;
  readonly deliveredLater: number;
  readonly subReasons: readonly Counted[];
  readonly hosts: readonly Counted[];
  readonly failingIps: readonly Counted[];
  /** Addresses that took mail for the same domains after it began, and have none of this trouble. */
  readonly workingIps: readonly Counted[];
  /** Whether the failing addresses take nothing any more: they, and not the messages, are what fails. */
  readonly isByAddress: boolean;
  /** ISO 8601, as all times here; null where the file has no dates. */
  readonly began: string | null;
  readonly last: string | null;
  /** Whole days before it began in which the file shows mail and none of this. */
  readonly quietDays: number;
  /** The hour with most of it. */
  readonly busiest: { readonly at: string; readonly count: number } | null;
  readonly topSender: Counted | null;
  /** The recipients' domains, the most frequent first. */
  readonly domains: readonly Counted[];
  readonly senderDomains: readonly Counted[];
  /** Bytes; null where sizes do not tell the messages that fail from those that arrive. */
  readonly onlyLarge: { readonly smallestFailing: number; readonly largestArriving: number } | null;
  /** Of those that wait. */
  readonly firstToExpire: { readonly at: string; readonly sender: string; readonly recipient: string } | null;
}

export interface TraceSummary {
  readonly rows: number;
  /** Messages for one recipient each. */
  readonly messages: number;
  readonly delivered: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly undated: number;
  /** In which times without a zone were read; null where all have one. */
  readonly localZone: string | null;
  /** False: too many messages to put their rows together, so rows are counted. */
  readonly isJoined: boolean;
  /** More people than could be counted. */
  readonly hasMorePeople: boolean;
  /** The largest first. */
  readonly clusters: readonly TraceCluster[];
}

export interface SummaryOptions {
  /** What each of `replies()` is, in their order. */
  readonly meanings: readonly ReplyMeaning[];
  /** ISO 8601: what waits for longer than `retryHours` by then has expired. */
  readonly now: string;
  readonly retryHours: number;
}

const mostNames = 5;
const mostClusters = 10;
const hour = 3_600_000;
const day = 24 * hour;

export function summariseTrace(totals: TraceTotals, options: SummaryOptions): TraceSummary {
  const keys = new Tally<string>();
  const keyOf = Array.from({ length: totals.replies().length + 2 }, (_, reply) => clusterKey(reply, options));
  for (let place = 0; place < totals.troubles; place++) keys.add(keyOf[totals.replyAt(place)]!);
  // One after the other: the people of all clusters at once would not fit.
  const clusters = keys.top(mostClusters).map(({ key }) => {
    let gathered: Gathered | undefined;
    for (let place = 0; place < totals.troubles; place++) {
      if (keyOf[totals.replyAt(place)] !== key) continue;
      const trouble = totals.troubleAt(place);
      gathered ??= new Gathered(trouble, totals, options);
      gathered.add(trouble);
    }
    return gathered!.summary();
  });
  return {
    rows: totals.rows,
    messages: totals.messages,
    delivered: totals.delivered,
    from: isoOrNull(totals.first),
    to: isoOrNull(totals.last),
    undated: totals.undated,
    localZone: totals.localZone,
    isJoined: totals.isJoined,
    hasMorePeople: totals.hasMorePeople,
    clusters,
  };
}

function clusterKey(reply: number, { meanings }: SummaryOptions): string {
  return reply === 0 ? '' : JSON.stringify(meanings[reply - 1]?.problem ?? null);
}

function isoOrNull(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

/** Whether it was given up for its age, or must have been by now. */
export function hasExpired(trouble: Trouble, { now, retryHours }: Pick<SummaryOptions, 'now' | 'retryHours'>): boolean {
  if (trouble.isDelivered) return false;
  if (trouble.isFailed) return trouble.isExpired;
  return trouble.since !== null && trouble.since + retryHours * hour <= Date.parse(now);
}

class Gathered {
  messages = 0;
  readonly #totals: TraceTotals;
  readonly #options: SummaryOptions;
  readonly #reply: number;
  readonly #people = { senders: new Tally<string>(), recipients: new Set<string>() };
  readonly #domains = new Tally<string>();
  readonly #senderDomains = new Tally<string>();
  readonly #subReasons = new Tally<string>();
  readonly #hosts = new Tally<string>();
  readonly #ips = new Tally<string>();
  readonly #hours = new Map<number, { count: number; first: number }>();
  readonly #sizes = new Sizes();
  #last = Number.NEGATIVE_INFINITY;
  #waiting = 0;
  #expired = 0;
  #refused = 0;
  #deliveredLater = 0;
  #firstToExpire: { readonly since: number; readonly sender: string; readonly recipient: string } | null = null;

  constructor({ reply }: Trouble, totals: TraceTotals, options: SummaryOptions) {
    this.#reply = reply;
    this.#totals = totals;
    this.#options = options;
  }

  add(trouble: Trouble): void {
    const { sender, recipient, at } = trouble;
    this.messages++;
    if (sender !== '') this.#people.senders.add(sender);
    if (recipient !== '') this.#people.recipients.add(recipient);
    const [domain, senderDomain] = [domainIn(recipient), domainIn(sender)];
    if (domain !== '') this.#domains.add(domain);
    if (senderDomain !== '') this.#senderDomains.add(senderDomain);
    const subReason = this.#options.meanings[trouble.reply - 1]?.subReason;
    if (subReason) this.#subReasons.add(subReason);
    if (trouble.host !== '') this.#hosts.add(trouble.host);
    if (trouble.ip !== '') this.#ips.add(trouble.ip);
    this.#sizes.add(trouble.size);
    if (at !== null) this.#addTime(at);
    this.#addEnd(trouble);
  }

  #addTime(at: number): void {
    const slot = this.#hours.get(Math.floor(at / hour));
    if (slot === undefined) this.#hours.set(Math.floor(at / hour), { count: 1, first: at });
    else {
      slot.count++;
      slot.first = Math.min(slot.first, at);
    }
    this.#last = Math.max(this.#last, at);
  }

  #addEnd(trouble: Trouble): void {
    if (trouble.isDelivered) this.#deliveredLater++;
    else if (hasExpired(trouble, this.#options)) this.#expired++;
    else if (trouble.isFailed) this.#refused++;
    else {
      this.#waiting++;
      const { since, sender, recipient } = trouble;
      if (since !== null && (this.#firstToExpire === null || since < this.#firstToExpire.since))
        this.#firstToExpire = { since, sender, recipient };
    }
  }

  summary(): TraceCluster {
    const { began, quietDays } = this.#beginning();
    const [topSender] = this.#people.senders.top(1);
    const busiest = [...this.#hours].sort((one, other) => other[1].count - one[1].count)[0];
    const expiring = this.#firstToExpire;
    return {
      problem: this.#reply === 0 ? { kind: 'no-reply' } : this.#problem(),
      sample: this.#totals.replies()[this.#reply - 1] ?? '',
      messages: this.messages,
      recipients: this.#people.recipients.size,
      senders: this.#people.senders.counts.size,
      waiting: this.#waiting,
      expired: this.#expired,
      refused: this.#refused,
      deliveredLater: this.#deliveredLater,
      subReasons: named(this.#subReasons),
      hosts: named(this.#hosts),
      failingIps: named(this.#ips),
      ...this.#byAddress(began),
      began,
      last: isoOrNull(this.#last),
      quietDays,
      busiest: busiest === undefined ? null : { at: isoOrNull(busiest[0] * hour)!, count: busiest[1].count },
      topSender: topSender ? { name: topSender.key, count: topSender.count } : null,
      domains: named(this.#domains),
      senderDomains: named(this.#senderDomains),
      onlyLarge: this.#onlyLarge(),
      firstToExpire: expiring && {
        at: isoOrNull(expiring.since + this.#options.retryHours * hour)!,
        sender: expiring.sender,
        recipient: expiring.recipient,
      },
    };
  }

  #problem(): BatchProblem {
    return this.#options.meanings[this.#reply - 1]?.problem ?? { kind: 'not-recognised' };
  }

  #byAddress(began: string | null): Pick<TraceCluster, 'workingIps' | 'isByAddress'> {
    // What was on its way when it began still arrives.
    const from = began === null ? 0 : Date.parse(began);
    const working = new Tally<string>();
    let stillTaken = 0;
    for (const { key: domain } of this.#domains.top(mostNames))
      for (const [ip, { count, last }] of this.#totals.routes.get(domain)?.ips ?? []) {
        if (last < from) continue;
        if (!this.#ips.counts.has(ip)) working.add(ip, count);
        else if (last > from + hour) stillTaken++;
      }
    const isByAddress = this.#ips.counts.size > 0 && working.counts.size > 0 && stillTaken === 0;
    return { workingIps: named(working), isByAddress };
  }

  /** A stray one long before is not the beginning: what counts is where nineteen of twenty follow. */
  #beginning(): Pick<TraceCluster, 'began' | 'quietDays'> {
    const hours = [...this.#hours].sort(([one], [other]) => one - other);
    const all = hours.reduce((sum, [, { count }]) => sum + count, 0);
    let [before, start] = [0, 0];
    for (const [index, [at]] of hours.entries()) {
      if (before > all / 20) break;
      if (index > 0 && at - hours[index - 1]![0] >= 24) start = index;
      before += hours[index]![1].count;
    }
    const began = hours[start]?.[1].first;
    if (began === undefined) return { began: null, quietDays: 0 };
    const quietFrom = start === 0 ? this.#totals.first : (hours[start - 1]![0] + 1) * hour;
    const hadMail = [...this.#totals.hours.keys()].some(at => (at + 1) * hour > quietFrom && at * hour < began);
    return { began: isoOrNull(began), quietDays: hadMail ? Math.floor((began - quietFrom) / day) : 0 };
  }

  /** Those that arrive in the same domain, where there are enough of them; else all that arrive. */
  #onlyLarge(): TraceCluster['onlyLarge'] {
    const [top] = this.#domains.top(1);
    const route = top && this.#totals.routes.get(top.key);
    const arriving = route && route.sizes.total >= 20 ? route.sizes : this.#totals.sizes;
    if (this.#sizes.total < 3 || arriving.total < 20) return null;
    const smallestFailing = this.#sizes.quantile(0.02);
    const largestArriving = arriving.quantile(0.98);
    return smallestFailing >= 1_000_000 && smallestFailing > largestArriving
      ? { smallestFailing, largestArriving }
      : null;
  }
}

function named(tally: Tally<string>): Counted[] {
  return tally.top(mostNames).map(({ key, count }) => ({ name: key, count }));
}
