import { strict as assert } from 'node:assert';
import type { StatusCodeRange } from '../../../src/triage/article.ts';
import { type Evidence, noEvidence } from '../../../src/triage/evidence.ts';
import { createCodeIndex, withBest } from '../../../src/triage/matching/code-index.ts';
import { type ArticleSketch, makeArticle } from '../make-article.ts';

const code = '4.7.550';
const evidence: Evidence = {
  ...noEvidence,
  kind: 'queue',
  cause: { replyCode: '451', enhancedStatusCode: code },
  action: 'delayed',
  generatedBy: 'other',
  line: '451 4.7.550 Server busy, try again later',
};
const range = { codes: ['4.7.500-4.7.599'] };
const own = { codes: [code] };

/** The ids that the code leads to, in their order; those of equal weight in brackets. */
function order(...sketches: ArticleSketch[]): string {
  const holders = createCodeIndex(sketches.map(makeArticle)).holders(code, evidence);
  const best = withBest(holders).map(({ article }) => article.id);
  const others = holders.slice(best.length).map(({ article }) => article.id);
  return [best.length > 1 ? `[${best.join(' ')}]` : best.join(), ...others].join(' ');
}

describe('the articles of a code', () => {
  const stronger: readonly [what: string, strong: Partial<ArticleSketch>, weak: Partial<ArticleSketch>][] = [
    [
      'what was said speaks more than a code of its own under two circumstances',
      { ...range, speaksFor: [{ text: ['server busy'] }] },
      { ...own, speaksFor: [{ state: ['queued'], kind: ['queue'] }] },
    ],
    [
      'what was said twice speaks more',
      { ...own, speaksFor: [{ text: ['busy'] }], signatures: ['server busy'] },
      { ...own, signatures: ['try again later'] },
    ],
    [
      'a code of its own speaks more than a range under three circumstances',
      own,
      { ...range, speaksFor: [{ state: ['queued'], kind: ['queue'], generatedBy: ['other'] }] },
    ],
    [
      'two circumstances speak more than one',
      { ...own, speaksFor: [{ state: ['queued'], kind: ['queue'] }] },
      { ...own, speaksFor: [{ state: ['queued'] }] },
    ],
    [
      'a circumstance speaks more than a longer signature',
      { ...own, speaksFor: [{ kind: ['queue'] }], signatures: ['busy'] },
      { ...own, signatures: ['try again later'] },
    ],
    [
      'a longer signature speaks more',
      { ...own, signatures: ['busy', 'try again later'] },
      { ...own, signatures: ['server busy'] },
    ],
    [
      'the condition that weighs most counts',
      { ...own, speaksFor: [{ kind: ['queue'] }, { text: ['busy'] }, { kind: ['queue'] }] },
      { ...own, speaksFor: [{ state: ['queued'], kind: ['queue'] }] },
    ],
  ];
  for (const [what, strong, weak] of stronger) {
    it(what, () => {
      assert.equal(order({ id: 'weak', ...weak }, { id: 'strong', ...strong }), 'strong weak');
    });
  }

  it('cannot be told apart by what speaks for neither', () => {
    const sketches = [
      { id: 'one', ...own, speaksFor: [{ kind: ['dsn'] }] },
      { id: 'other', ...own, signatures: ['quota'] },
    ];

    assert.equal(order(...sketches), '[one other]');
  });

  it('come by their place where nothing tells them apart, those without one last', () => {
    const placed = (id: string, place?: number) => {
      const ranges: StatusCodeRange[] = [{ from: code, to: code, state: null, ...(place !== undefined && { place }) }];
      return { ...makeArticle({ id }), statusCodes: ranges };
    };
    const holders = createCodeIndex([placed('none'), placed('tenth', 10), placed('first', 1)]).holders(code, evidence);

    assert.deepEqual(
      holders.map(({ article }) => article.id),
      ['first', 'tenth', 'none'],
    );
  });

  it('stand once each, by the code of their own', () => {
    assert.equal(order({ id: 'both', codes: ['4.7.500-4.7.599', code] }, { id: 'own', ...own }), '[both own]');
  });

  it('name the signature that the replies have', () => {
    const signatures = ['server busy'];
    const holders = (...ids: string[]) =>
      createCodeIndex(ids.map(id => makeArticle({ id, ...own, signatures }))).holders(code, evidence);

    assert.deepEqual(
      holders('one', 'other').map(({ signature }) => signature),
      signatures.concat(signatures),
    );
  });
});
