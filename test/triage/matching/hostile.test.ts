import { ok } from 'node:assert/strict';
import { matchEvidence } from '../../../src/triage/matching/match-recipients.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { knowledgeBase } from '../../content.ts';
import { cpuTime } from '../../cpu-time.ts';
import { hostileTexts } from '../../hostile-texts.ts';

describe('the time that matching takes', () => {
  const knowledge = knowledgeBase();

  it('does not depend on how long a paste is', () => {
    matchEvidence(readEvidence('mail waits in the queue, servr not reachable, 邮件收不到'), knowledge);
    const long = hostileTexts(128 * 1024);
    for (const [name, short] of Object.entries(hostileTexts(32 * 1024))) {
      const [little, much] = [readEvidence(short), readEvidence(long[name]!)];
      const before = cpuTime(() => matchEvidence(little, knowledge), 1);
      // Four times the text; the words that decide are two thousand characters of both.
      const most = before * 2 + 20;
      const after = cpuTime(() => matchEvidence(much, knowledge), 3, most);

      ok(after <= most, `${name}: ${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
    }
  });

  it('does not depend on how long a word is', () => {
    const matched = (word: string) =>
      cpuTime(() => matchEvidence(readEvidence(`mail to the ${word} waits`), knowledge), 1);
    matched('servr');

    const before = matched('serverr');
    const after = matched('Server'.repeat(300));

    ok(after < before * 3 + 20, `${before.toFixed(1)} ms, then ${after.toFixed(1)} ms`);
  });
});
