/** What a firewall's list says beside the published ranges of Exchange Online. */
import type { FindingCopy, FindingFact, FindingSentence } from '../../triage/finding.ts';
import { isStale } from '../../triage/published-ranges.ts';
import type { FindingReader } from '../finding-reader.ts';
import { overlap, spanOf } from './address-set.ts';
import { type Comparison, compareWith } from './compare.ts';
import { readFirewallList } from './read-list.ts';
import { writeList, writePublicly } from './write-list.ts';

export const firewallListReader: FindingReader = (text, name, { ranges, now }) => {
  const list = readFirewallList(text);
  if (!list) return undefined;
  const whole = compareWith(ranges.ranges, list.entries);
  // Whoever has no IPv6 address needs no IPv6 range: a list without any lacks nothing by that alone.
  const v6 = ranges.ranges.filter(isV6).map(spanOf);
  const hasV6 = list.entries.some(({ span }) => v6.some(one => overlap(one, span)));
  const comparison = hasV6
    ? whole
    : compareWith(
        ranges.ranges.filter(range => !isV6(range)),
        list.entries,
      );
  const isOld = isStale(ranges, now);
  const { toAdd } = comparison;
  const onlyV6 = hasV6 ? [] : whole.toAdd.filter(({ address }) => isV6(address));
  const copy = (key: string, networks: typeof toAdd): FindingCopy[] =>
    networks.length === 0
      ? []
      : [{ key, format: 'txt', text: writeList(networks, list), publicText: writePublicly(networks, list) }];
  return {
    kind: 'firewall-list',
    source: {
      name,
      format: list.dialect.name,
      rows: list.rows,
      unread: list.unread.length,
      firstUnread: list.unread[0] ?? null,
      comparedWith: { version: ranges.version, day: ranges.read },
    },
    headline: headlineOf(comparison, hasV6, isOld),
    says: sentencesOf(comparison, list.denied, isOld ? ranges.read : null),
    shows: factsOf(comparison, hasV6, isOld),
    values:
      toAdd.length === 0
        ? {}
        : {
            rangesToAllow: {
              text: toAdd.map(({ address, prefix }) => `${address}/${prefix}`).join(', '),
              isPublic: true,
            },
          },
    copies: [...copy('copy', toAdd), ...copy('copyV6', onlyV6)],
  };
};

function isV6(range: string): boolean {
  return range.includes(':');
}

/** How many of the ranges that were looked for. */
function countsOf({ missing, partly, covered }: Comparison) {
  const lacking = missing.length + partly.length;
  return { lacking, total: lacking + covered.length, isNone: covered.length + partly.length === 0 };
}

function headlineOf(comparison: Comparison, hasV6: boolean, isOld: boolean): FindingSentence {
  const { lacking, total, isNone } = countsOf(comparison);
  const ending = hasV6 ? '' : 'V4';
  if (lacking === 0) return { key: `headline.${isOld ? 'known' : 'complete'}${ending}`, values: { total } };
  if (isNone) return { key: 'headline.none', values: { total } };
  return { key: `headline.${lacking === 1 ? 'one' : 'some'}${ending}`, values: { count: lacking, total } };
}

function factsOf(comparison: Comparison, hasV6: boolean, isOld: boolean): FindingFact[] {
  const { lacking, isNone } = countsOf(comparison);
  const facts: FindingFact[] = [];
  if (lacking > 0) facts.push('ranges-missing');
  if (isNone) facts.push('ranges-absent');
  if (!hasV6) facts.push('ipv6-ranges-missing');
  // With an old list nobody knows.
  if (lacking === 0 && !isOld) facts.push('ranges-complete');
  if (comparison.tooWide.length > 0) facts.push('ranges-too-wide');
  return facts;
}

/** Names of a sentence; more are read by nobody. */
const mostNamed = 6;

function sentencesOf(comparison: Comparison, denied: number, oldSince: string | null): FindingSentence[] {
  const { missing, partly, tooWide, others } = comparison;
  const sentences: FindingSentence[] = [];
  const tell = (key: string, values: FindingSentence['values']) => sentences.push({ key, values });
  if (missing.length > 0) tell('missing', { ranges: { published: missing } });
  for (const { range, gaps } of partly.slice(0, 2))
    tell(gaps.length > mostNamed ? 'partlyMany' : 'partly', {
      range: { published: [range] },
      gaps: { published: gaps.slice(0, mostNamed) },
      count: gaps.length,
    });
  if (partly.length > 2) tell('partlyMore', { ranges: { published: partly.slice(2).map(({ range }) => range) } });
  const everything = tooWide.filter(({ form, span }) => form === 'any' || span.from === 0n);
  if (everything.length > 0) tell('anybody', { entries: { list: textsOf(everything) } });
  else if (tooWide.length > 0) tell('tooWide', { entries: { list: textsOf(tooWide) } });
  if (denied > 0) tell('denied', { count: denied });
  if (oldSince !== null) tell('old', { day: { day: oldSince } });
  if (others > 0 && sentences.length < 5) tell('others', { count: others });
  return sentences;
}

function textsOf(entries: Comparison['tooWide']): string[] {
  return [...new Set(entries.map(({ text }) => text.replace(/\s+/g, ' ')))].slice(0, mostNamed);
}
