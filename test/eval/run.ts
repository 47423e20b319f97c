/**
 * npm run eval: how good reading and matching are on the labelled texts, beside a plain linear model, fuse.js and minisearch.
 * The held-out texts have rows of their own, as the matcher is set on the others only.
 * Fails when a figure falls below test/eval/recorded.json, as npm test does; `-- --record` writes ours there,
 * `-- --misses` lists what went wrong, without the held-out texts: those that one looks at would soon be tuned for as well.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { locales } from '../../src/triage/evidence.ts';
import { createKnowledgeBase } from '../../src/triage/matching/match-article.ts';
import { fuseEngine, miniSearchEngine, plainLinearEngine, triageEngine } from './engines.ts';
import { aimOf, type Figures, fallen } from './figures.ts';
import { loadTexts } from './load-texts.ts';
import { answerAll, measureGroups, readRecorded, recordedFile } from './measure-groups.ts';
import {
  fallenReplies,
  loadReplies,
  measureReplies,
  type RepliesBySet,
  type ReplyFigures,
  readByCodes,
  readReply,
  recordedReplies,
  replySets,
} from './replies.ts';

const dialogs = join(import.meta.dirname, '../../dialogs');
const { articles } = loadArticles(dialogs);
const texts = loadTexts(articles);
const heldOut = texts.filter(({ isHeldOut }) => isHeldOut);

/** All held-out texts, and the newest of them by language. */
const groupsOfSituations = [
  'held out',
  ...['heldout-situations', 'heldout-situations-typos'].flatMap(kind => locales.map(locale => `${kind} ${locale}`)),
];

console.log(`${texts.length} texts, ${heldOut.length} of them held out, ${articles.length} articles\n`);
const words = loadWords(dialogs);
const knowledge = createKnowledgeBase(articles, words);
const answers = answerAll(triageEngine(knowledge), texts);
const ours = measureGroups(answers, articles);
const rows = Object.entries(ours);
for (const engine of [plainLinearEngine(articles, words), fuseEngine(articles), miniSearchEngine(articles)]) {
  // On the texts that one of them was trained on a comparison says nothing.
  const theirs = measureGroups(answerAll(engine, heldOut), articles);
  for (const group of groupsOfSituations) if (theirs[group]) rows.push([`(${engine.name}) ${group}`, theirs[group]]);
}
console.table(Object.fromEntries(rows.map(([name, row]) => [name, readable(row)])));

const repliesOfSet = (set: (typeof replySets)[number]) =>
  measureReplies(loadReplies(set), reply => readReply(reply, knowledge));
const replies: RepliesBySet = { seen: repliesOfSet('seen'), 'held-out': repliesOfSet('held-out') };
console.log('\nReplies of other systems');
console.table(
  Object.fromEntries(
    replySets.flatMap(set => [
      [set, readableReplies(replies[set])],
      [`(table of codes) ${set}`, readableReplies(measureReplies(loadReplies(set), one => readByCodes(one, articles)))],
    ]),
  ),
);

if (process.argv.includes('--misses')) listMisses();
if (process.argv.includes('--record')) record();
else compare();

function readable({ texts, wrongMatches, offered, wrongCodes, ...shares }: Figures) {
  const percent = (share: number | null) => (share === null ? '' : `${(share * 100).toFixed(1)} %`);
  return {
    texts,
    'top-1': percent(shares.top1),
    'top-3': percent(shares.top3),
    clear: percent(shares.clear),
    'wrong matches': wrongMatches,
    offered: offered === null ? '' : offered.toFixed(2),
    silence: percent(shares.silence),
    modest: percent(shares.modest),
    'wrong codes': wrongCodes,
    cause: percent(shares.cause),
  };
}

function readableReplies({ replies, systems, ...shares }: ReplyFigures) {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const row = Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, percent(share)]));
  return { replies, systems, ...row };
}

function listMisses(): void {
  for (const reply of loadReplies('seen')) {
    const got = readReply(reply, knowledge);
    const isRight = reply.article.split('|').includes(got.articles[0] ?? 'none') && got.reason === reply.reason;
    if (isRight) continue;
    console.log(`reply of ${reply.system}: ${reply.text.slice(0, 110).replaceAll('\n', ' ')}`);
    console.log(`    wanted ${reply.article} (${reply.reason}), got ${got.articles.join(', ')} (${got.reason})`);
  }
  const known = new Set(articles.map(({ id }) => id));
  const catchAlls = new Set(articles.filter(({ catchAll }) => catchAll).map(({ id }) => id));
  for (const text of texts) {
    if (text.isHeldOut) continue;
    const { articles: got, verdict, cause } = answers.get(text)!;
    const aim = aimOf(text, known);
    const isRight =
      aim === 'article'
        ? text.articles.includes(got[0] ?? '')
        : aim === 'beyond'
          ? verdict !== 'match'
          : got.every(id => aim === 'unknown-code' && catchAlls.has(id));
    const isCauseRight = text.cause === undefined || text.cause === cause;
    if (isRight && isCauseRight) continue;
    const wanted = text.articles.join(' or ') || (text.isUnknownCode ? 'unknown code' : 'nothing');
    console.log(`${text.kind} ${text.locale}: ${text.text.slice(0, 110).replaceAll('\n', ' ')}`);
    console.log(
      `    wanted ${wanted} (${text.cause ?? 'no code'}), got ${verdict} ${got.join(', ')} (${cause ?? 'no code'})`,
    );
  }
}

function record(): void {
  writeFileSync(recordedFile, `${JSON.stringify(ours, null, 2)}\n`);
  writeFileSync(recordedReplies, `${JSON.stringify(replies, null, 2)}\n`);
  console.log('Recorded in test/eval/recorded.json');
}

function compare(): void {
  const recorded = JSON.parse(readFileSync(recordedReplies, 'utf8')) as RepliesBySet;
  const worse = [
    ...Object.entries(readRecorded()).flatMap(([name, before]) => fallen(name, before, ours[name])),
    ...replySets.flatMap(set => fallenReplies(set, recorded[set], replies[set])),
  ];
  if (worse.length === 0) {
    console.log('No figure below the recorded ones.');
    return;
  }
  console.error(worse.join('\n'));
  process.exitCode = 1;
}
