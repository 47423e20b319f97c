/**
 * Takes in the rows of a trace one after the other, in any order, and keeps of them what a summary needs: numbers for all,
 * words for those in trouble. Rows of one message belong together, so a message that was deferred five times counts once.
 */
import { HashTable, hashOf } from './hash.ts';
import { ownText } from './own-text.ts';
import { attemptedHost, attemptedIp, isExpiry, replyKey } from './reply-key.ts';
import { Column, Names, Sizes } from './tables.ts';
import type { TraceRow } from './trace-row.ts';

const mostMessages = 2 ** 21;
const mostTroubles = 2 ** 21;
const mostReplies = 1_000;
const longestReply = 1_000;
const mostPeople = 200_000;
const mostHosts = 60_000;
/** Characters of all people, hosts, and of what is listed. */
const mostWritten = { people: 10_000_000, hosts: 3_000_000, listed: 10_000_000 };
/** So many can be listed to be sent again, with their subjects. */
export const mostListed = 50_000;
const mostDomains = 5_000;
const mostAddresses = 50;
const longestDomain = 255;
const longestIp = 64;
/** RFC 5322: a line, in which a Message-ID stands, has 998 characters. */
const longestMessageId = 998;
/** Hours that are told apart, almost two years: no report reaches back so far. */
const mostHours = 2 ** 14;

const flags = { delivered: 1, failed: 2, expired: 4 } as const;

/** Where mail to one domain arrives. */
interface Route {
  delivered: number;
  readonly sizes: Sizes;
  readonly ips: Map<string, Arrivals>;
}

interface Arrivals {
  count: number;
  /** Milliseconds since 1970. */
  last: number;
}

/** A message for one recipient that was deferred or failed. */
export interface Trouble {
  readonly reply: number;
  readonly sender: string;
  readonly recipient: string;
  /** Milliseconds since 1970, when it first went wrong; null: the file does not say. */
  readonly at: number | null;
  /** When it was first seen: from then on it is tried for a day. */
  readonly since: number | null;
  readonly size: number;
  readonly host: string;
  readonly ip: string;
  readonly isDelivered: boolean;
  readonly isFailed: boolean;
  readonly isExpired: boolean;
  readonly messageId: string;
  readonly subject: string;
}

export class TraceTotals {
  rows = 0;
  /** Rows whose date is missing, no date, or of yet another hour when too many are told apart. */
  undated = 0;
  delivered = 0;
  /** In which the times of a file were read that have none; null: no file needed one. */
  localZone: string | null = null;
  troubles = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  readonly routes = new Map<string, Route>();
  readonly sizes = new Sizes();
  /** How much arrived, by hour since 1970. */
  readonly hours = new Map<number, number>();

  readonly #messages = new HashTable(mostMessages);
  readonly #since = new Column(new Uint32Array());
  readonly #flags = new Column(new Uint8Array());
  readonly #troubleOf = new Column(new Int32Array());

  readonly #replies = new Map<string, number>();
  readonly #samples: string[] = [];
  readonly #people = new Names(mostPeople, mostWritten.people);
  readonly #hosts = new Names(mostHosts, mostWritten.hosts, 255);
  readonly #texts: { messageId: string; subject: string }[] = [];
  #listedLeft = mostWritten.listed;
  /** Since 1970, in which there are rows. */
  readonly #seenHours = new Set<number>();
  readonly #trouble = {
    message: new Column(new Int32Array()),
    reply: new Column(new Uint16Array()),
    at: new Column(new Uint32Array()),
    size: new Column(new Uint32Array()),
    sender: new Column(new Uint32Array()),
    recipient: new Column(new Uint32Array()),
    host: new Column(new Uint16Array()),
    ip: new Column(new Uint16Array()),
    flags: new Column(new Uint8Array()),
  };

  /** Messages for one recipient each; a row counts as one where there are more than two million. */
  get messages(): number {
    return this.#messages.size;
  }

  /** Whether the rows of each message were told apart. */
  get isJoined(): boolean {
    return !this.#messages.isFull && this.troubles < mostTroubles;
  }

  /** There were more people than are counted. */
  get hasMorePeople(): boolean {
    return this.#people.isFull;
  }

  /** One of each kind, by its number in `Trouble`; the last number stands for all others. */
  replies(): readonly string[] {
    return this.#samples;
  }

  add(found: TraceRow): void {
    this.rows++;
    const row = found.at === null || this.#isSeenHour(found.at) ? found : { ...found, at: null };
    const seconds = row.at === null ? 0 : Math.floor(row.at / 1000);
    if (row.at === null) this.undated++;
    else {
      if (row.at < this.first) this.first = row.at;
      if (row.at > this.last) this.last = row.at;
    }
    const message = this.#messages.place(hashOf(`${row.messageId.slice(0, longestMessageId)}\n${row.recipient}`));
    if (message !== -1 && seconds > 0) {
      const since = this.#since.get(message);
      if (since === 0 || seconds < since) this.#since.set(message, seconds);
    }
    if (row.event === 'delivered') this.#addDelivered(row, message);
    else if (row.event !== 'passed') this.#addTrouble(row, message, seconds);
  }

  #isSeenHour(at: number): boolean {
    const hour = Math.floor(at / 3_600_000);
    if (this.#seenHours.has(hour)) return true;
    if (this.#seenHours.size >= mostHours) return false;
    this.#seenHours.add(hour);
    return true;
  }

  #addDelivered(row: TraceRow, message: number): void {
    const known = message === -1 ? 0 : this.#flags.get(message);
    if (message !== -1) this.#flags.set(message, known | flags.delivered);
    if ((known & flags.delivered) !== 0) return;
    this.delivered++;
    if (row.size !== null) this.sizes.add(row.size);
    if (row.at !== null) {
      const hour = Math.floor(row.at / 3_600_000);
      this.hours.set(hour, (this.hours.get(hour) ?? 0) + 1);
    }
    const route = this.#routeTo(row.recipient);
    if (!route) return;
    route.delivered++;
    if (row.size !== null) route.sizes.add(row.size);
    if (row.ip !== '') addArrival(route.ips, row);
  }

  #routeTo(recipient: string): Route | undefined {
    const domain = domainIn(recipient).slice(0, longestDomain);
    const known = this.routes.get(domain);
    if (known || this.routes.size >= mostDomains) return known;
    const route = { delivered: 0, sizes: new Sizes(), ips: new Map() };
    this.routes.set(ownText(domain, longestDomain), route);
    return route;
  }

  #addTrouble(row: TraceRow, message: number, seconds: number): void {
    const known = message === -1 ? 0 : this.#troubleOf.get(message);
    if (known === 0 && this.troubles >= mostTroubles) return;
    const trouble = known === 0 ? this.troubles++ : known - 1;
    const columns = this.#trouble;
    if (known === 0) {
      if (message !== -1) this.#troubleOf.set(message, trouble + 1);
      columns.message.set(trouble, message + 1);
      columns.sender.set(trouble, this.#people.id(row.sender));
      columns.recipient.set(trouble, this.#people.id(row.recipient));
      columns.size.set(trouble, Math.min(row.size ?? 0, 0xffffffff));
      if (this.#texts.length < mostListed && this.#listedLeft > 0) {
        const text = { messageId: ownText(row.messageId, 300), subject: ownText(row.subject, 200) };
        this.#listedLeft -= text.messageId.length + text.subject.length;
        this.#texts.push(text);
      }
    }
    const at = columns.at.get(trouble);
    if (seconds > 0 && (at === 0 || seconds < at)) columns.at.set(trouble, seconds);
    const failure = row.event === 'failed' ? flags.failed | (isExpiry(row.reply) ? flags.expired : 0) : 0;
    columns.flags.set(trouble, columns.flags.get(trouble) | failure);
    if (row.reply !== '' && columns.reply.get(trouble) === 0) columns.reply.set(trouble, this.#replyId(row.reply));
    if (columns.ip.get(trouble) === 0) columns.ip.set(trouble, this.#hosts.id(attemptedIp(row.reply) || row.ip));
    if (columns.host.get(trouble) === 0)
      columns.host.set(trouble, this.#hosts.id(attemptedHost(row.reply) || row.host.toLowerCase()));
  }

  /** 0: no reply was given; from 1 on the places of `replies()`. */
  #replyId(reply: string): number {
    const key = replyKey(reply);
    const known = this.#replies.get(key);
    if (known !== undefined) return known;
    if (this.#samples.length >= mostReplies) return mostReplies;
    this.#samples.push(ownText(reply, longestReply));
    this.#replies.set(ownText(key, longestReply), this.#samples.length);
    return this.#samples.length;
  }

  /** The number of its reply alone. */
  replyAt(trouble: number): number {
    return this.#trouble.reply.get(trouble);
  }

  /** @param trouble from 0 to `troubles` - 1 */
  troubleAt(trouble: number): Trouble {
    const columns = this.#trouble;
    const message = columns.message.get(trouble) - 1;
    const known = columns.flags.get(trouble);
    const at = columns.at.get(trouble);
    const since = message === -1 ? at : this.#since.get(message);
    return {
      reply: columns.reply.get(trouble),
      sender: this.#people.text(columns.sender.get(trouble)),
      recipient: this.#people.text(columns.recipient.get(trouble)),
      at: at === 0 ? null : at * 1000,
      since: since === 0 ? null : since * 1000,
      size: columns.size.get(trouble),
      host: this.#hosts.text(columns.host.get(trouble)),
      ip: this.#hosts.text(columns.ip.get(trouble)),
      isDelivered: message !== -1 && (this.#flags.get(message) & flags.delivered) !== 0,
      isFailed: (known & flags.failed) !== 0,
      isExpired: (known & flags.expired) !== 0,
      messageId: this.#texts[trouble]?.messageId ?? '',
      subject: this.#texts[trouble]?.subject ?? '',
    };
  }
}

function addArrival(ips: Map<string, Arrivals>, { ip: whole, at }: TraceRow): void {
  const ip = whole.slice(0, longestIp);
  const known = ips.get(ip);
  if (known) {
    known.count++;
    known.last = Math.max(known.last, at ?? 0);
  } else if (ips.size < mostAddresses) ips.set(ownText(ip, longestIp), { count: 1, last: at ?? 0 });
}

/** Empty where the text is no address. */
export function domainIn(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1 || address.length);
}
