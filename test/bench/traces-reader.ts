/** A process of its own for one trace, so that its memory can be told. */
import { join } from 'node:path';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { openBulkReader } from '../../src/bulk/open-bulk-reader.ts';
import { readMeanings } from '../../src/bulk/read-meanings.ts';
import { createKnowledgeBase, matchEvidence } from '../../src/triage/matching/index.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { end, retryHours } from '../bulk/make-trace.ts';

const started = performance.now();
const dialogs = join(import.meta.dirname, '../../dialogs');
const { articles } = loadArticles(dialogs);
const knowledge = createKnowledgeBase(articles, loadWords(dialogs));
const reader = openBulkReader(new Date(end).toISOString());
const outcome = await reader.readPath(process.argv[2]!);
const meanings = await readMeanings(await reader.replies(), reply => {
  const evidence = readEvidence(reply);
  return { evidence, match: matchEvidence(evidence, knowledge) };
});
const { trace } = await reader.finish({
  meanings,
  now: new Date(end).toISOString(),
  retryHours,
  mostResent: { rows: 20_000, characters: 10_000_000 },
  question: { sendingIps: [], ranges: [], times: [] },
});
await reader.close();
const [refused] = trace!.clusters;
console.log(
  JSON.stringify({
    outcome,
    rows: trace!.rows,
    expired: refused!.expired,
    recipients: refused!.recipients,
    problem: refused!.problem,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    // Of the kernel, in kilobytes: the most that was ever held at once.
    megabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
