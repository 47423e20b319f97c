/** The logs of a server as a finding for the case that is open. */
import type { FindingFact, FindingSource, ReadFinding } from '../finding.ts';
import type { ProtocolSummary } from './protocol-summary.ts';
import { said } from './said.ts';
import { sayLog } from './say-log.ts';

const mostSentences = 6;

/** @param now ISO 8601 */
export function findLog(
  log: ProtocolSummary,
  { name, unread, comparedWith }: Pick<FindingSource, 'name' | 'unread' | 'comparedWith'>,
  now: string,
): ReadFinding {
  return {
    kind: 'smtp-log',
    source: { name, format: makers[log.software], rows: log.lines, unread, firstUnread: null, comparedWith },
    headline: said(`headline.${log.direction === 'send' ? 'sent' : log.arrival}`),
    says: sayLog(log, now).slice(0, mostSentences),
    shows: factsOf(log, now),
    values: {},
    copies: [],
  };
}

const makers = { exchange: 'Exchange', postfix: 'Postfix', iis: 'IIS' } as const;

function factsOf(log: ProtocolSummary, now: string): FindingFact[] {
  const { arrival, theirs, seenRanges, absentRanges, certificates, direction } = log;
  if (direction === 'send') return [];
  const facts: FindingFact[] = [];
  if (arrival === 'none') facts.push('log-absent');
  if (arrival === 'only-others') facts.push('log-address-absent');
  if (arrival === 'arrived') facts.push('log-arrives');
  if (seenRanges.length > 0 && absentRanges.length > 0) facts.push('log-some-ranges');
  if (theirs.notOffered > theirs.offered) facts.push('log-without-starttls');
  const [shown] = certificates;
  if (shown && shown.validTo !== null && shown.validTo <= now) facts.push('log-certificate-expired');
  const [end] = theirs.ends;
  if (end?.stage === 'connected') facts.push('log-ends-at-greeting');
  if (end?.stage === 'starttls') facts.push('log-ends-in-tls');
  return facts;
}
