/** A firewall's list beside the published ranges: what is missing, what is there in part, what goes beyond them. */
import { merged, networksOf, overlap, type Span, spanOf, without } from './address-set.ts';
import type { Entry } from './read-list.ts';

export interface Comparison {
  /** Published ranges of which nothing is let in. */
  readonly missing: readonly string[];
  /** Published ranges that are let in but for these gaps. */
  readonly partly: readonly { readonly range: string; readonly gaps: readonly string[] }[];
  readonly covered: readonly string[];
  /** Entries that let in more than what is published beside what is; those that let in everything are among them. */
  readonly tooWide: readonly Entry[];
  /** Entries that have nothing to do with the published ranges. */
  readonly others: number;
  /** All that is to be added, as networks, the missing ranges whole. */
  readonly toAdd: readonly { readonly address: string; readonly prefix: number }[];
}

/** So many gaps are a list of single addresses, which nobody adds by hand. */
const mostGaps = 200;

/** @param ranges CIDR, none within another */
export function compareWith(ranges: readonly string[], entries: readonly Entry[]): Comparison {
  const published = ranges.map(range => ({ range, span: spanOf(range) }));
  const allowed = merged(entries.map(({ span }) => span));
  const looked = published.map(({ range, span }) => ({ range, span, gaps: without(span, allowed) }));
  const isWhole = ({ span, gaps }: (typeof looked)[number]) =>
    gaps.length === 1 && gaps[0]!.from === span.from && gaps[0]!.to === span.to;
  const partly = looked.filter(one => one.gaps.length > 0 && !isWhole(one));
  const all = merged(published.map(({ span }) => span));
  const inPublished = entries.map(one => all.some(span => overlap(span, one.span)));
  return {
    missing: looked.filter(isWhole).map(({ range }) => range),
    partly: partly.map(({ range, gaps }) => ({ range, gaps: cidrs(gaps) })),
    covered: looked.filter(({ gaps }) => gaps.length === 0).map(({ range }) => range),
    tooWide: entries.filter((one, index) => inPublished[index] && without(one.span, all).length > 0),
    others: inPublished.filter(isIn => !isIn).length,
    toAdd: looked.flatMap(({ gaps }) => gaps.slice(0, mostGaps).flatMap(networksOf)).slice(0, mostGaps),
  };
}

function cidrs(spans: readonly Span[]): string[] {
  return spans
    .slice(0, mostGaps)
    .flatMap(networksOf)
    .slice(0, mostGaps)
    .map(({ address, prefix }) => `${address}/${prefix}`);
}
