import { ok } from 'node:assert/strict';
import { loadWords } from '../../../src/articles/load-words.ts';
import { createKnowledgeBase } from '../../../src/triage/matching/match-article.ts';
import { matchEvidence } from '../../../src/triage/matching/match-recipients.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { content, dialogs } from '../../content.ts';
import { cpuTime } from '../../cpu-time.ts';
import { hostileTexts } from '../../hostile-texts.ts';

describe('the time that matching takes', () => {
  it('does not depend on how long a paste is', () => {
    const knowledge = createKnowledgeBase(content.articles, loadWords(dialogs));
    matchEvidence(readEvidence('mail waits in the queue, servr not reachable, 邮件收不到'), knowledge);
    const long = hostileTexts(256 * 1024);
    for (const [name, short] of Object.entries(hostileTexts(32 * 1024))) {
      const [before, after] = [short, long[name]!].map(text => {
        const evidence = readEvidence(text);
        return cpuTime(() => matchEvidence(evidence, knowledge), 1);
      });

      // Eight times the text; the words that decide are two thousand characters of both.
      ok(after! < before! * 3 + 20, `${name}: ${before!.toFixed(1)} ms, then ${after!.toFixed(1)} ms`);
    }
  });

  it('does not depend on how long a word is', () => {
    const knowledge = createKnowledgeBase(content.articles, loadWords(dialogs));
    const matched = (word: string) =>
      cpuTime(() => matchEvidence(readEvidence(`mail to the ${word} waits`), knowledge), 1);
    matched('servr');

    const before = matched('serverr');
    const after = matched('Server'.repeat(300));

    ok(after < before * 3 + 20, `${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
  });
});
