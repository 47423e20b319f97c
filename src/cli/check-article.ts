/** `npm run articles -- --check ID`: all that is wrong with one article, in sentences with file, line and remedy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isArticleId } from '../articles/check-folder.ts';
import { checkReady } from '../articles/check-ready.ts';
import { problemsOfSample } from '../articles/check-sample.ts';
import { articleIds, readArticles } from '../articles/load-articles.ts';
import { loadWords } from '../articles/load-words.ts';
import { nearestName } from '../articles/nearest-name.ts';
import { createProblems } from '../articles/read-yaml.ts';
import { openPaste } from '../mail/open-message.ts';
import type { Article } from '../triage/article.ts';
import {
  agrees,
  createKnowledgeBase,
  type KnowledgeBase,
  matchEvidence,
  trainedIds,
} from '../triage/matching/index.ts';
import { readEvidence } from '../triage/reading/index.ts';
import { UsageError } from './read-options.ts';
import { say, type Terminal } from './terminal.ts';

/** @returns the exit code: 1 where something is wrong */
export async function checkArticle(dialogs: string, id: string, { stdout, stderr }: Terminal): Promise<number> {
  const ids = articleIds(dialogs);
  if (!ids.includes(id)) throw new UsageError(noFolder(id, ids));
  const content = readArticles(dialogs);
  const isOwn = (problem: string) => /^[^/]+\/(?<folder>[^/:,]+)/.exec(problem)?.groups?.folder === id;
  const problems = createProblems(join(dialogs, '..'));
  const article = content.articles.find(one => one.id === id);
  const words = loadWords(dialogs);
  const samples = samplesOf(dialogs, id);
  if (samples.length === 0)
    problems.add(
      join(dialogs, id, 'samples'),
      '',
      'no file. Save an error in it as people paste it, such as error.txt.',
    );
  for (const { file, text } of samples) for (const problem of problemsOfSample(text)) problems.add(file, '', problem);
  if (article) {
    // A copy of a folder, as Windows names one, is no rival: it has to go in any case.
    const rivals = content.articles.filter(one => one === article || isArticleId(one.id));
    const others = rivals.filter(one => one !== article);
    checkReady(article, others, (file, place, message) => problems.add(join(dialogs, id, file), place, message));
    const knowledge = createKnowledgeBase(rivals, words);
    for (const { file, text } of samples.filter(sample => problemsOfSample(sample.text).length === 0))
      for (const problem of await leadsElsewhere(text, article, knowledge)) problems.add(file, '', problem);
    for (const other of others)
      for (const { file, text } of samplesOf(dialogs, other.id))
        if (await isTaken(text, other, article, knowledge)) problems.add(file, '', taken(id));
  }
  const own = [...content.problems.filter(isOwn), ...problems.list];
  for (const problem of own) say(stdout, problem);
  const elsewhere = content.problems.filter(problem => !isOwn(problem)).length;
  if (elsewhere > 0)
    say(
      stderr,
      `\nOther articles have problems too (${elsewhere}): "npm run articles" names them. The bot does not start until they are mended.`,
    );
  if (own.length > 0) {
    say(stdout, `\n${own.length === 1 ? 'One thing is' : `${own.length} things are`} left to do in dialogs/${id}.`);
    return 1;
  }
  say(stdout, `dialogs/${id} is complete in four languages, and its samples lead to it.`);
  if (words.weights && !trainedIds(words.weights).includes(id))
    say(
      stdout,
      'The bot finds it by its codes, wordings and nearest lines from its next start on. It has not learned its sentences yet: "npm run train" (two minutes) makes it surer of them.',
    );
  return 0;
}

export function noFolder(id: string, ids: readonly string[]): string {
  const near = nearestName(id, ids);
  const meant = near === undefined ? '' : ` (did you mean "${near}"?)`;
  return `There is no folder dialogs/${id}${meant}. "npm run articles" lists them all, "npm run articles -- --new NAME" makes one.`;
}

interface Sample {
  readonly file: string;
  readonly text: string;
}

function samplesOf(dialogs: string, id: string): Sample[] {
  const folder = join(dialogs, id, 'samples');
  const names = existsSync(folder) ? readdirSync(folder).filter(name => !name.startsWith('.')) : [];
  return names.map(name => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

/** Whether a paste of another problem is not surely its own any more, because of this article. */
async function isTaken(text: string, other: Article, article: Article, knowledge: KnowledgeBase): Promise<boolean> {
  const { verdict, candidates } = matchEvidence(readEvidence(await openPaste(text)), knowledge);
  const isItsOwn = verdict === 'match' && candidates[0].articleId === other.id;
  return !isItsOwn && other.catchAll === null && candidates.some(({ articleId }) => articleId === article.id);
}

function taken(id: string): string {
  return `could be ${id} too, and led to its own problem alone before. Make the \`signatures\` and \`symptoms\` of ${id} more particular; sentences are told apart better after "npm run train".`;
}

/** A sentence where the sample does not lead to its own article. */
async function leadsElsewhere(text: string, article: Article, knowledge: KnowledgeBase): Promise<string[]> {
  const evidence = readEvidence(await openPaste(text));
  const match = matchEvidence(evidence, knowledge);
  const ids = match.candidates.map(({ articleId }) => articleId);
  const isCatchAll = article.catchAll === 'exchange' && ids.includes(article.id);
  if (isCatchAll || (match.verdict === 'match' && ids[0] === article.id)) return [];
  if (!agrees(article, evidence))
    return [`its words mean “${evidence.reason}”, which is not under \`reasons\` of article.yaml. Add it there.`];
  // A sentence is told by what people say, an error by what a server writes.
  const remedy =
    evidence.cause === null
      ? 'Add sentences like it to `symptoms`, and run "npm run train".'
      : 'Add words of this error that only your problem has to `signatures`.';
  switch (match.verdict) {
    case 'match':
      return [`leads to ${ids[0]}. ${remedy}`];
    case 'choose':
      return [ids.length === 1 ? `leads here, but not surely. ${remedy}` : `could be ${ids.join(', ')}. ${remedy}`];
    case 'unknown-code':
      return [`has the code ${match.code}, which no article has. Add it to \`statusCodes\`.`];
    case 'no-match':
      return [
        evidence.cause === null
          ? `leads nowhere. ${remedy}`
          : 'leads nowhere. Add its code to `statusCodes`, or its words to `signatures`.',
      ];
    default:
      return match satisfies never;
  }
}
