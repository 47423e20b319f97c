import assert from 'node:assert/strict';
import { noEvidence } from '../../../src/triage/evidence.ts';
import type { Candidate, Match } from '../../../src/triage/match.ts';
import { type BatchItem, summariseBatch } from '../../../src/triage/matching/batch.ts';

const candidate = (articleId: string): Candidate => ({ articleId, statusCodes: [], score: 1, because: [] });

function item(match: Match, code: string | null = null, action: 'failed' | 'delayed' | null = null): BatchItem {
  const cause = code === null ? null : { replyCode: null, enhancedStatusCode: code };
  return { name: 'a.eml', evidence: { ...noEvidence, cause, action }, match };
}

const article = (id: string, code: string | null = null, action: 'failed' | 'delayed' | null = null) =>
  item({ verdict: 'match', candidates: [candidate(id)], locale: null }, code, action);
const unclear = (...ids: string[]) =>
  item({ verdict: 'choose', candidates: ids.map(candidate), isGuess: false, locale: null }, '5.7.1');
const unknown = (code: string) => item({ verdict: 'unknown-code', code, candidates: [], locale: null }, code);
const nothing = item({ verdict: 'no-match', candidates: [], locale: null });

describe('a batch', () => {
  it('is grouped by article, the most frequent first', () => {
    const groups = summariseBatch([
      article('mailbox-full', '5.2.2'),
      article('connection-refused', '4.4.316'),
      article('connection-refused', '5.4.316'),
    ]);

    assert.deepEqual(
      groups.map(({ problem, count, places }) => ({ problem, count, places })),
      [
        { problem: { kind: 'article', articleId: 'connection-refused' }, count: 2, places: [1, 2] },
        { problem: { kind: 'article', articleId: 'mailbox-full' }, count: 1, places: [0] },
      ],
    );
  });

  it('counts what came back and what still waits', () => {
    const [group] = summariseBatch([
      article('connection-refused', '4.4.316', 'delayed'),
      article('connection-refused', '5.4.316', 'failed'),
      article('connection-refused', '4.4.316', 'delayed'),
      article('connection-refused'),
    ]);

    assert.deepEqual(group && { bounced: group.bounced, queued: group.queued, codes: group.statusCodes }, {
      bounced: 1,
      queued: 2,
      codes: ['4.4.316', '5.4.316'],
    });
  });

  it('keeps unknown codes apart and names what is unclear', () => {
    const groups = summariseBatch([
      unknown('5.9.9'),
      unclear('relay', 'policy'),
      unknown('5.8.8'),
      unclear('policy', 'relay'),
    ]);

    assert.deepEqual(
      groups.map(({ problem, count }) => [problem, count]),
      [
        [{ kind: 'unclear', articleIds: ['policy', 'relay'] }, 2],
        [{ kind: 'unknown-code', code: '5.9.9' }, 1],
        [{ kind: 'unknown-code', code: '5.8.8' }, 1],
      ],
    );
  });

  it('puts what nobody recognised last, however much it is', () => {
    const groups = summariseBatch([nothing, nothing, article('mailbox-full'), nothing]);

    assert.deepEqual(
      groups.map(({ problem, count }) => [problem.kind, count]),
      [
        ['article', 1],
        ['not-recognised', 3],
      ],
    );
  });

  it('of nothing is nothing', () => {
    assert.deepEqual(summariseBatch([]), []);
  });
});
