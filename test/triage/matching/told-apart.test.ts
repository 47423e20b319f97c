import { strict as assert } from 'node:assert';
import { type Evidence, noEvidence } from '../../../src/triage/evidence.ts';
import { createKnowledgeBase, matchArticle } from '../../../src/triage/matching/match-article.ts';
import { type ArticleSketch, makeArticle, noWords } from '../make-article.ts';

/** A reply of Gmail’s with a code that says little, in words that mean a rate. */
const reply: Evidence = {
  ...noEvidence,
  kind: 'smtp-reply',
  cause: { replyCode: '550', enhancedStatusCode: '5.7.1' },
  statusCodes: [
    { replyCode: '550', enhancedStatusCode: '5.7.1', role: 'cause', text: 'too much mail at once, ReceivingRate' },
  ],
  system: 'gmail',
  systemText: 'gsmtp',
  reason: 'ratelimited',
  reasonBy: 'words',
  reasonText: 'too much mail',
  line: '550 5.7.1 too much mail at once, ReceivingRate - gsmtp',
};

function first(evidence: Evidence, ...sketches: ArticleSketch[]): string {
  const { verdict, candidates } = matchArticle(evidence, createKnowledgeBase(sketches.map(makeArticle), noWords));
  return `${verdict}: ${candidates.map(({ articleId }) => articleId).join(' ')}`;
}

const byToken: ArticleSketch = { id: 'token', tokens: ['ReceivingRate'], reasons: ['policyviolation'] };
const byCode: ArticleSketch = { id: 'code', codes: ['5.7.1'], reasons: ['ratelimited'] };
const byWords: ArticleSketch = { id: 'words', meant: [{ reason: ['ratelimited'] }], reasons: ['ratelimited'] };

describe('what decides which article a reply means', () => {
  it('is a token before everything', () => {
    assert.equal(first(reply, byCode, byWords, byToken), 'match: token');
  });

  it('is the words before a code that says little', () => {
    assert.equal(first(reply, byCode, byWords), 'match: words');
  });

  it('is a code with a meaning before words that say no more than a reason', () => {
    const full: Evidence = { ...reply, cause: { replyCode: '550', enhancedStatusCode: '5.2.2' } };

    assert.equal(first(full, { ...byCode, codes: ['5.2.2'] }, byWords), 'match: code');
  });

  it('is the words where they name a reason that the article of the code does not have', () => {
    assert.equal(first(reply, { ...byCode, reasons: ['securityerror'], signatures: [] }, byWords), 'match: words');
    assert.equal(first(reply, { ...byCode, reasons: ['securityerror'] }), 'unknown-code: ');
  });

  it("is Exchange's own code where Exchange says it, whatever its words remind of", () => {
    const own: Evidence = {
      ...reply,
      system: 'exchange-online',
      cause: { replyCode: '550', enhancedStatusCode: '5.7.64' },
      reasonBy: 'code',
    };

    assert.equal(first(own, { ...byCode, codes: ['5.7.64'] }, byWords), 'match: code');
    assert.equal(first({ ...own, system: 'gmail' }, { ...byCode, codes: ['5.7.64'] }, byWords), 'match: words');
  });

  it("leaves a code of Exchange's that nobody has unknown", () => {
    const unknown: Evidence = {
      ...reply,
      system: 'exchange-online',
      cause: { replyCode: '450', enhancedStatusCode: '4.4.313' },
    };

    assert.equal(first(unknown, byWords), 'unknown-code: ');
  });

  it('is a code of one system only where that system says it', () => {
    const ofGmail = { ...byCode, id: 'gmails', saidBy: 'gmail' as const };
    const article = (system: Evidence['system']) =>
      matchArticle(
        { ...reply, system, reason: null, reasonBy: null },
        createKnowledgeBase(
          [
            { ...makeArticle(ofGmail), statusCodes: [{ from: '5.7.1', to: '5.7.1', state: null, saidBy: ['gmail'] }] },
            makeArticle({ ...byCode, id: 'anybodys' }),
          ],
          noWords,
        ),
      ).candidates[0]!.articleId;

    assert.equal(article('gmail'), 'gmails');
    assert.equal(article('yahoo'), 'anybodys');
  });

  it('is a block list that is named before the words', () => {
    const listed: ArticleSketch = { id: 'listed', meant: [{ blockList: true }], reasons: ['blocked'] };

    assert.equal(first({ ...reply, blockList: 'SpamCop' }, byWords, listed), 'match: listed');
    assert.equal(first(reply, byWords, listed), 'match: words');
  });

  it('is a choice where two are meant alike', () => {
    assert.equal(first(reply, byWords, { ...byWords, id: 'other' }), 'choose: words other');
  });

  it('is the article that says more of the reply', () => {
    const more: ArticleSketch = { ...byWords, id: 'more', meant: [{ reason: ['ratelimited'], system: ['gmail'] }] };
    const most: ArticleSketch = {
      ...byWords,
      id: 'most',
      meant: [{ reason: ['ratelimited'], text: ['too much mail'] }],
    };

    assert.equal(first(reply, byWords, more), 'match: more');
    assert.equal(first(reply, byWords, more, most), 'match: most');
  });

  it('is nothing of a reply code alone', () => {
    const bare: Evidence = {
      ...reply,
      system: null,
      cause: { replyCode: '553', enhancedStatusCode: null },
      reason: 'rejected',
      reasonBy: 'code',
      line: '553',
      statusCodes: [],
    };

    assert.equal(first(bare, { ...byWords, meant: [{ reason: ['rejected'] }] }), 'no-match: ');
  });

  it('offers who knows about other systems for their unknown codes', () => {
    const connector: ArticleSketch = { id: 'connector', catchAll: 'exchange' };
    const elsewhere: ArticleSketch = { id: 'elsewhere', catchAll: 'others' };
    const unknown: Evidence = { ...reply, reason: null, reasonBy: null };

    assert.equal(first(unknown, connector, elsewhere), 'unknown-code: elsewhere');
    assert.equal(first({ ...unknown, system: null }, connector, elsewhere), 'unknown-code: connector');
  });
});
