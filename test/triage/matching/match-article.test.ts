import assert from 'node:assert/strict';
import { type Evidence, noEvidence, type StatusCodeFinding } from '../../../src/triage/evidence.ts';
import { createKnowledgeBase, matchArticle } from '../../../src/triage/matching/match-article.ts';
import { makeArticle, noWords } from '../make-article.ts';

const articles = [
  makeArticle({
    id: 'refused',
    codes: ['4.4.316', '5.4.316'],
    signatures: ['connection refused', 'socket error code 10061'],
  }),
  makeArticle({
    id: 'timed-out',
    codes: ['4.4.315', '5.4.315'],
    signatures: ['connection timed out', 'socket error code 10060'],
  }),
  makeArticle({
    id: 'relay-denied',
    codes: ['5.7.1', '5.4.1'],
    signatures: ['unable to relay', 'relay access denied'],
  }),
  makeArticle({ id: 'not-authorized', codes: ['5.7.1'], signatures: ['delivery not authorized'] }),
  makeArticle({ id: 'blocklist', codes: ['5.7.1'], speaksFor: [{ text: ['blocked using'], generatedBy: ['other'] }] }),
  makeArticle({ id: 'mta-sts', codes: ['5.4.8'] }),
  makeArticle({ id: 'cloud-loop', codes: ['5.4.6-5.4.20'], signatures: ['possible mail loop ATTR34'] }),
  makeArticle({ id: 'own-loop', codes: ['5.4.6'] }),
  makeArticle({ id: 'busy', codes: ['4.7.500-4.7.699'] }),
  makeArticle({ id: 'consumer-limit', codes: ['4.7.650'] }),
  makeArticle({ id: 'unknown-recipient', codes: ['5.1.1'] }),
  makeArticle({ id: 'other-connector-error', catchAll: 'exchange' }),
];
const knowledge = createKnowledgeBase(articles, noWords);

describe('matchArticle', () => {
  const single: readonly [string, Evidence, string][] = [
    ['an exact code', reply('450 4.4.316 Connection refused'), 'refused'],
    ['a code even where the words are those of another article', reply('450 4.4.316 Connection timed out'), 'refused'],
    ['a range', reply('451 4.7.512 Server busy'), 'busy'],
    ['the first code of a range', reply('451 4.7.500 Server busy'), 'busy'],
    ['the last code of a range', reply('451 4.7.699 Server busy'), 'busy'],
    ['a code of its own inside a range', reply('451 4.7.650 rate limited'), 'consumer-limit'],
    ['a code of its own inside a range of another subject', reply('550 5.4.8 MX hosts failed'), 'mta-sts'],
    [
      'the wording where a range and a code overlap',
      reply('554 5.4.6 Hop count exceeded - possible mail loop ATTR34'),
      'cloud-loop',
    ],
    ['the code of its own where nothing else speaks', reply('554 5.4.6 Hop count exceeded'), 'own-loop'],
    [
      'the signature among articles with one code',
      reply('550 5.7.1 Unable  to RELAY for x@contoso.example'),
      'relay-denied',
    ],
    [
      'the condition among articles with one code',
      { ...reply('550 5.7.1 Client host blocked using Spamhaus'), generatedBy: 'other' },
      'blocklist',
    ],
    [
      'the nested reply of a generic wrapper',
      nested('451 4.4.0 Primary target IP address responded with', '550 5.1.1 User unknown'),
      'unknown-recipient',
    ],
  ];
  for (const [what, evidence, expected] of single) {
    it(`matches ${what}`, () => {
      const match = matchArticle(evidence, knowledge);

      assert.equal(match.verdict, 'match');
      assert.deepEqual(
        match.candidates.map(candidate => candidate.articleId),
        [expected],
      );
    });
  }

  it('offers a choice where nothing tells the articles of a code apart', () => {
    const match = matchArticle(reply('550 5.7.1 Message refused'), knowledge);

    assert.equal(match.verdict, 'choose');
    assert.deepEqual(ids(match), ['relay-denied', 'not-authorized', 'blocklist']);
  });

  it('does not count a condition of which one part does not hold', () => {
    const match = matchArticle({ ...reply('550 5.7.1 blocked using x'), generatedBy: 'microsoft' }, knowledge);

    assert.equal(match.verdict, 'choose');
  });

  it('names an unknown code and offers only the catch-all', () => {
    const match = matchArticle(reply('450 4.4.313 Connection refused'), knowledge);

    assert.equal(match.verdict, 'unknown-code');
    assert.equal(match.verdict === 'unknown-code' && match.code, '4.4.313');
    assert.deepEqual(ids(match), ['other-connector-error']);
  });

  it('does not look into a wrapper that says something itself', () => {
    const match = matchArticle(nested('450 4.4.313 Something new', '550 5.1.1 User unknown'), knowledge);

    assert.equal(match.verdict, 'unknown-code');
  });

  it('offers a damaged code, never matches it', () => {
    const evidence = {
      ...noEvidence,
      words: 'Connection refused',
      damagedCodes: [{ found: '4.4.3l6', couldBe: '4.4.316' }],
    };

    const match = matchArticle(evidence, knowledge);

    assert.equal(match.verdict, 'choose');
    assert.deepEqual(match.candidates[0]?.because, [
      { kind: 'damaged-code', found: '4.4.3l6', couldBe: '4.4.316' },
      { kind: 'wording', text: 'connection refused' },
    ]);
  });

  it('offers the catch-all for the subjects that RFC 3463 has', () => {
    assert.deepEqual(ids(matchArticle(reply('450 4.7.999 Something new'), knowledge)), ['other-connector-error']);
    assert.deepEqual(ids(matchArticle(reply('450 4.8.1 Something new'), knowledge)), []);
  });

  it('offers three articles at most', () => {
    const many = ['one', 'two', 'three', 'four'].map(id => makeArticle({ id, codes: ['5.6.1'] }));

    const match = matchArticle(reply('550 5.6.1 Something'), createKnowledgeBase(many, noWords));

    assert.deepEqual(ids(match), ['one', 'two', 'three']);
  });

  it('scores what is sure above what is likely, and that above a guess', () => {
    const damaged = [{ found: '4.4.3l6', couldBe: '4.4.316' }];
    const scores = (evidence: Evidence) => matchArticle(evidence, knowledge).candidates.map(({ score }) => score);

    assert.deepEqual(scores(reply('450 4.4.316 Connection refused')), [1]);
    assert.deepEqual(scores({ ...noEvidence, kind: 'smtp-reply', words: 'Socket error code 10061' }), [0.9]);
    assert.deepEqual(scores(reply('550 5.7.1 Message refused')), [0.6, 0.6, 0.6]);
    assert.deepEqual(
      scores({ ...noEvidence, words: 'relay access denied', kind: 'smtp-reply', damagedCodes: damaged }),
      [0.6, 0.5],
    );
    assert.deepEqual(scores(reply('450 4.4.313 Connection refused')), [0.2]);
  });

  it('knows a bare reply by its wording', () => {
    const match = matchArticle({ ...noEvidence, kind: 'smtp-reply', words: 'Socket  error code 10061' }, knowledge);

    assert.equal(match.verdict, 'match');
    assert.deepEqual(ids(match), ['refused']);
  });

  it('never answers a code that no article has with a neighbour', () => {
    const wrong: string[] = [];
    for (const kind of [4, 5]) {
      for (let subject = 0; subject <= 9; subject += 1) {
        for (let detail = 0; detail <= 999; detail += 1) {
          const code = `${kind}.${subject}.${detail}`;
          const match = matchArticle(reply(`${kind}50 ${code} Connection refused`), knowledge);
          const holders = articles.filter(article => article.statusCodes.some(range => holds(range, code)));
          const fine =
            holders.length === 0
              ? match.verdict === 'unknown-code' &&
                match.candidates.every(({ articleId }) => articleId === 'other-connector-error')
              : ids(match).every(id => holders.some(article => article.id === id));
          if (!fine) wrong.push(code);
        }
      }
    }

    assert.deepEqual(wrong, []);
  });
});

function ids(match: { candidates: readonly { articleId: string }[] }): string[] {
  return match.candidates.map(candidate => candidate.articleId);
}

function holds(range: { from: string; to: string }, code: string): boolean {
  const group = (text: string) => text.slice(0, text.lastIndexOf('.'));
  const detail = (text: string) => Number(text.slice(text.lastIndexOf('.') + 1));
  return group(range.from) === group(code) && detail(range.from) <= detail(code) && detail(code) <= detail(range.to);
}

/** '450 4.4.316 Connection refused' */
function finding(text: string, role: StatusCodeFinding['role']): StatusCodeFinding {
  const [replyCode, enhancedStatusCode, ...words] = text.split(' ');
  return { replyCode: replyCode!, enhancedStatusCode: enhancedStatusCode!, role, text: words.join(' ') };
}

function reply(text: string): Evidence {
  const cause = finding(text, 'cause');
  return { ...noEvidence, kind: 'smtp-reply', cause, statusCodes: [cause], words: cause.text, line: text };
}

function nested(outer: string, inner: string): Evidence {
  const evidence = reply(outer);
  return { ...evidence, statusCodes: [...evidence.statusCodes, finding(inner, 'nested')] };
}
