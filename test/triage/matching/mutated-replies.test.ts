import { strict as assert } from 'node:assert';
import { matchEvidence } from '../../../src/triage/matching/match-recipients.ts';
import { cleanText } from '../../../src/triage/reading/clean-text.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { knowledgeBase } from '../../content.ts';
import { loadReplies, replySets } from '../../eval/replies.ts';
import { createRandom, pickFrom, seedOfRun } from '../../random.ts';

/** As many as somebody wants: `MUTATED=200000 SEED=1 npx mocha test/triage/matching/mutated-replies.test.ts`. */
const count = Number(process.env.MUTATED ?? 2_000);
const seed = seedOfRun();

type Mutate = (text: string, random: () => number, other: string) => string;

const junk = [
  '\u0000',
  '\ufffd',
  '\u202e',
  '=',
  '%',
  '<',
  '&#64;',
  '&nbsp;',
  '\\',
  '"',
  '->',
  '\t',
  '  ',
  '\n',
  '邮',
  'ﬀ',
  '5',
  '.',
  '-',
];

const mutations: readonly Mutate[] = [
  // A letter lost, doubled or turned into another
  (text, random) => edited(text, random, 1, () => ''),
  (text, random) => edited(text, random, 1, cut => cut + cut),
  (text, random) => edited(text, random, 1, () => pickFrom(junk, random)),
  // A stretch lost, said twice or put elsewhere
  (text, random) => edited(text, random, 40, () => ''),
  (text, random) => edited(text, random, 40, cut => cut + cut),
  (text, random) => {
    const at = Math.floor(random() * text.length);
    return text.slice(at) + text.slice(0, at);
  },
  // Cut off, as a trace does, and one reply in the other
  (text, random) => text.slice(0, Math.floor(random() * text.length)),
  (text, random, other) => edited(text, random, 0, () => other),
  (text, _, other) => `${other}\n\n${text}`,
  // Folded, quoted, in capitals, with other line ends
  (text, random) => text.replace(/ /g, blank => (random() < 0.2 ? '\n    ' : blank)),
  text => text.replace(/^/gm, '> '),
  text => text.toUpperCase(),
  text => text.replace(/\n/g, '\r\n'),
  text => text.replace(/\n/g, ' '),
  // A figure of a code that became another
  (text, random) => text.replace(/\d/g, figure => (random() < 0.05 ? String(Math.floor(random() * 10)) : figure)),
];

describe('replies that came through damaged', () => {
  const knowledge = knowledgeBase();
  const texts = replySets.flatMap(loadReplies).map(({ text }) => text.slice(0, 2_000));

  it(`never give a code or a writer that nobody named, and end (${count}, SEED=${seed})`, function () {
    this.timeout(300_000 + count * 20);
    const random = createRandom(seed);
    for (let at = 0; at < count; at += 1) {
      let text = pickFrom(texts, random);
      for (let times = 1 + Math.floor(random() * 3); times > 0; times -= 1) {
        text = pickFrom(mutations, random)(text, random, pickFrom(texts, random)).slice(0, 6_000);
      }
      const evidence = readEvidence(text);
      matchEvidence(evidence, knowledge);
      const said = cleanText(text).toLowerCase();
      const oneLine = said.replace(/\s+/g, ' ');
      const codes = evidence.statusCodes.flatMap(one => [one.enhancedStatusCode, one.replyCode]);

      for (const code of codes) assert.ok(code === null || said.includes(code), `${code} of ${JSON.stringify(text)}`);
      const { systemText } = evidence;
      const isShown = systemText === null || oneLine.includes(systemText.toLowerCase().replace(/\s+/g, ' '));
      assert.ok(isShown, `${evidence.system} by ${systemText} of ${JSON.stringify(text)}`);
    }
  });
});

/** With a stretch of at most so many letters, somewhere, made into something else. */
function edited(text: string, random: () => number, most: number, change: (cut: string) => string): string {
  const at = Math.floor(random() * text.length);
  const end = at + Math.ceil(random() * most);
  return text.slice(0, at) + change(text.slice(at, end)) + text.slice(end);
}
