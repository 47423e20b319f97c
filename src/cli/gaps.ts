/** Sentences that found nothing or the wrong article, as lines to paste under `symptoms:`. */
import { dump } from 'js-yaml';
import { readGaps } from '../storage/read-gaps.ts';
import { type GapReason, gapReasons, type KeptGap } from '../storage/store.ts';
import { say, type Terminal } from './terminal.ts';

const titles: Readonly<Record<GapReason, string>> = {
  'nothing-found': 'Nothing was found',
  'other-chosen': 'Another article was chosen than the first',
  'none-fits': 'None of the articles was it',
  'thumb-down': 'A thumb down',
};

/** One sentence, however often it was said. */
interface Line extends KeptGap {
  readonly count: number;
}

export async function listGaps(databaseUrl: string, since: string, { stdout }: Terminal): Promise<number> {
  const gaps = await readGaps(databaseUrl, since);
  if (gaps.length === 0) say(stdout, `No sentences since ${since}.`);
  for (const why of gapReasons) {
    const lines = countedIn(gaps.filter(gap => gap.why === why));
    if (lines.length > 0) say(stdout, `${titles[why]} (${lines.length}):\n\n${lines.map(textOf).join('\n')}\n`);
  }
  return 0;
}

/** Each once, in the order of its newest. */
function countedIn(gaps: readonly KeptGap[]): Line[] {
  const lines = new Map<string, Line>();
  for (const gap of gaps) {
    const key = JSON.stringify([gap.text, gap.locale, gap.found, gap.chosen]);
    const { count, ...first } = lines.get(key) ?? { ...gap, count: 0 };
    lines.set(key, { ...first, count: count + 1 });
  }
  return [...lines.values()];
}

/** What is known of it stands above as a comment, so that both may be pasted. */
function textOf({ text, locale, at, count, found, chosen }: Line): string {
  const about = [
    locale,
    count === 1 ? 'once' : `${count} times`,
    at.slice(0, 10),
    ...(chosen === null ? [] : [`chosen: ${chosen}`]),
    ...(found === null ? [] : [`found: ${found}`]),
  ];
  return `  # ${about.join(', ')}\n  ${dump([text], { lineWidth: -1 }).trimEnd()}`;
}
