/** What the logs of a server say of the mail that is looked for. */

import type { FindingSentence } from '../finding.ts';
import type { ProtocolSummary, SessionsSummary } from './protocol-summary.ts';
import { said } from './said.ts';

export function sayLog(log: ProtocolSummary, now: string): FindingSentence[] {
  const { theirs, direction } = log;
  return [
    arrival(log),
    ...(direction === 'send' ? [said('sent', { sessions: theirs.sessions, accepted: theirs.accepted })] : []),
    ...ranges(log),
    ...sessions(theirs),
    ...certificates(log, now),
    ...span(log),
  ];
}

function arrival({ arrival, missing, absentIps, theirs, from, to }: ProtocolSummary): FindingSentence {
  switch (arrival) {
    case 'arrived':
      return said('arrived', { sessions: theirs.sessions, list: { list: theirs.ips.map(({ name }) => name) } });
    case 'only-others':
      return said('onlyOthers', {
        list: { list: absentIps },
        others: { list: theirs.ips.map(({ name }) => name) },
      });
    case 'none':
      return said('none', { from: { at: from ?? '' }, to: { at: to ?? '' } });
    case 'not-covered':
      return said(`missing.${missing ?? 'time'}`);
    default:
      return arrival satisfies never;
  }
}

/** Where some of them arrive, the others are what a firewall may lack. */
function ranges({ direction, seenRanges, absentRanges }: ProtocolSummary): FindingSentence[] {
  if (direction === 'send' || seenRanges.length === 0 || absentRanges.length === 0) return [];
  return [said('ranges', { list: { published: seenRanges }, absent: { published: absentRanges } })];
}

function sessions({ sessions: all, offered, notOffered, replies, ends }: SessionsSummary): FindingSentence[] {
  if (all === 0) return [];
  const found: FindingSentence[] = [];
  if (notOffered > 0) found.push(said('noStartTls', { count: notOffered, all: offered + notOffered }));
  else if (offered > 0) found.push(said('startTls'));
  const [reply] = replies;
  if (reply) found.push(said('reply', { reply: reply.name, count: reply.count }));
  const [end] = ends;
  if (end) found.push(said(`ends.${end.stage}`, { count: end.count }));
  return found;
}

function certificates({ certificates: shown }: ProtocolSummary, now: string): FindingSentence[] {
  return shown.slice(0, 2).map(({ subject, thumbprint, names, validTo }) => {
    const values = { subject, thumbprint, list: { list: names.slice(0, 4) } };
    if (validTo === null) return said('certificate', values);
    const time = { at: validTo };
    return validTo <= now
      ? said('certificateExpired', { ...values, time })
      : said('certificateUntil', { ...values, time });
  });
}

function span({ lines, from, to, connectors }: ProtocolSummary): FindingSentence[] {
  if (from === null || to === null) return [];
  const list = { list: connectors.map(({ name }) => name) };
  return [said('span', { lines, from: { at: from }, to: { at: to }, list })];
}
