/** What a senior would say of one problem in a trace, the most telling first. */
import type { FindingSentence } from '../finding.ts';
import { said } from './said.ts';
import type { Counted, TraceCluster, TraceSummary } from './trace-summary.ts';

/** From this share on something is called the one that makes most of it. */
const mostOfIt = 0.5;
/** From so many messages on a share says something. */
const enough = 5;

export function sayCluster(cluster: TraceCluster): FindingSentence[] {
  return [
    people(cluster),
    ...addresses(cluster),
    ...beginning(cluster),
    ...oneReason(cluster),
    ...whoseMail(cluster),
    ...size(cluster),
    ...ends(cluster),
  ];
}

function people({ messages, senders, recipients }: TraceCluster): FindingSentence {
  return said('people', { messages, senders, recipients });
}

function addresses({ failingIps, workingIps, hosts, isByAddress }: TraceCluster): FindingSentence[] {
  const failing = names(failingIps);
  if (failing.length === 0) return hosts.length === 0 ? [] : [said('hosts', { list: { list: names(hosts) } })];
  const all = failing.length + workingIps.length;
  if (!isByAddress) return [said('addresses', { list: { list: failing } })];
  return [said('onlyAddress', { list: { list: failing }, all, working: { list: names(workingIps) } })];
}

function beginning({ began, quietDays }: TraceCluster): FindingSentence[] {
  if (began === null) return [];
  const time = { at: began };
  if (quietDays === 0) return [said('began', { time })];
  return [quietDays === 1 ? said('beganAfterDay', { time }) : said('beganAfterDays', { time, days: quietDays })];
}

function oneReason({ subReasons, messages }: TraceCluster): FindingSentence[] {
  const [only, second] = subReasons;
  if (!only || messages < enough) return [];
  return second ? [said('reasons', { count: subReasons.length })] : [said('oneReason', {})];
}

function whoseMail({ messages, topSender, domains, senderDomains }: TraceCluster): FindingSentence[] {
  if (messages < enough) return [];
  const found: FindingSentence[] = [];
  if (topSender && topSender.count >= messages * mostOfIt)
    found.push(said('oneSender', { sender: topSender.name, share: { share: topSender.count / messages } }));
  const [to] = domains;
  if (to && to.count === messages) found.push(said('oneDomain', { domain: to.name }));
  const [from] = senderDomains;
  if (from && senderDomains.length === 1 && from.count === messages && to?.count !== messages)
    found.push(said('oneSenderDomain', { domain: from.name }));
  return found;
}

function size({ onlyLarge }: TraceCluster): FindingSentence[] {
  if (!onlyLarge) return [];
  const { smallestFailing, largestArriving } = onlyLarge;
  return [said('onlyLarge', { from: { bytes: smallestFailing }, to: { bytes: largestArriving } })];
}

function ends({ waiting, expired, refused, deliveredLater, firstToExpire }: TraceCluster): FindingSentence[] {
  const found: FindingSentence[] = [];
  if (waiting > 0 && firstToExpire)
    found.push(
      said('waiting', {
        count: waiting,
        time: { at: firstToExpire.at },
        sender: firstToExpire.sender || '?',
        recipient: firstToExpire.recipient || '?',
      }),
    );
  else if (waiting > 0) found.push(said('waitingUndated', { count: waiting }));
  if (expired > 0) found.push(said('expired', { count: expired }));
  if (refused > 0) found.push(said('refused', { count: refused }));
  if (deliveredLater > 0) found.push(said('deliveredLater', { count: deliveredLater }));
  return found;
}

/** What the file covers, and what could not be told. */
export function sayTrace({
  rows,
  messages,
  delivered,
  from,
  to,
  undated,
  localZone,
  isJoined,
  hasMorePeople,
}: TraceSummary): FindingSentence[] {
  const found = [said('covers', { rows, messages, delivered })];
  if (from !== null && to !== null) found.push(said('span', { from: { at: from }, to: { at: to } }));
  if (localZone !== null) found.push(saidZone(localZone));
  if (undated > 0) found.push(said('undated', { count: undated }));
  if (!isJoined) found.push(said('notJoined'));
  if (hasMorePeople) found.push(said('morePeople'));
  return found;
}

/** Whoever exported it may sit in another zone. */
export function saidZone(zone: string): FindingSentence {
  return said('localTimes', { zone });
}

function names(counted: readonly Counted[]): string[] {
  return counted.map(({ name }) => name);
}
