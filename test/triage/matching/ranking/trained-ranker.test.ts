import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadWords } from '../../../../src/articles/load-words.ts';
import { noEvidence } from '../../../../src/triage/evidence.ts';
import { createKnowledgeBase, matchArticle } from '../../../../src/triage/matching/match-article.ts';
import { createTrainedRanker } from '../../../../src/triage/matching/ranking/trained-ranker.ts';
import { content, dialogs, knowledgeBase } from '../../../content.ts';
import { makeArticle, noWords, someWords } from '../../make-article.ts';

const articles = [
  makeArticle({
    id: 'certificate-expired',
    strings: {
      en: { title: 'Certificate expired', symptoms: ['The certificate of our server has expired'] },
      nl: { title: 'Certificaat verlopen', symptoms: ['Het certificaat van onze server is verlopen'] },
    },
  }),
  makeArticle({
    id: 'mailbox-full',
    signatures: ['QuotaExceededException'],
    strings: {
      en: { title: 'Mailbox full', symptoms: ['Mail bounces because the mailbox is full'] },
      nl: { title: 'Postvak vol', symptoms: ['Het postvak is vol en mail komt terug'] },
    },
  }),
  makeArticle({
    id: 'refused',
    signatures: ['actively refused it', 'connection actively refused by server'],
    strings: {
      en: { title: 'Connection refused', symptoms: ['Our server refuses connections, mail is stuck in the queue'] },
      nl: { title: 'Verbinding geweigerd', symptoms: ['Onze server weigert verbindingen'] },
    },
  }),
];
const untrained = createTrainedRanker(articles, someWords);
const knowledge = createKnowledgeBase(articles, someWords);
const words = loadWords(dialogs);
const trained = knowledgeBase().symptoms;

describe('articles that the weights do not know', () => {
  const found: readonly [text: string, id: string][] = [
    ['the certificate is expired', 'certificate-expired'],
    ['my mailbox is full and mail bounces', 'mailbox-full'],
    ['connection to the server is refused', 'refused'],
    ['certificaat verlopen', 'certificate-expired'],
    ['mailbox vol, mail onbestelbaar', 'mailbox-full'],
    // The articles have no Swedish and no Chinese: the meaning finds them.
    ['postlådan är full och mejlen studsar', 'mailbox-full'],
    ['邮箱满了，退信', 'mailbox-full'],
    ['证书过期了', 'certificate-expired'],
    ['the certifciate is exipred', 'certificate-expired'],
  ];
  for (const [text, id] of found) {
    it(`are found by their nearest line: ${id} for "${text}"`, () => {
      const { isMailFlow, hits } = untrained.search(text);

      assert.ok(isMailFlow);
      assert.equal(hits[0]?.article.id, id);
    });
  }

  for (const text of ['the password is expired', 'print queue is stuck', 'vpn connection refused', '', '🙂', '12345']) {
    it(`are silent on "${text}"`, () => {
      assert.equal(matchArticle({ ...noEvidence, words: text }, knowledge).verdict, 'no-match');
    });
  }

  it('are found by each of their own lines beside all trained articles, before anybody trains again', () => {
    const symptoms = [
      'The carrier pigeon relay drops its letters over the sea',
      'Pigeons come home without the letters that we gave them',
      'Letters by pigeon post reach the wrong dovecote',
    ];
    const pigeons = makeArticle({ id: 'pigeon-post', strings: { en: { title: 'Pigeon post fails', symptoms } } });
    const ranker = createTrainedRanker([...content.articles, pigeons], words);

    for (const line of symptoms) {
      const { isMailFlow, hits } = ranker.search(line);

      assert.ok(isMailFlow, line);
      assert.equal(hits[0]?.article.id, 'pigeon-post', line);
    }
  });

  it('change little for the others', () => {
    const pigeons = makeArticle({
      id: 'pigeon-post',
      strings: { en: { symptoms: ['The pigeon has lost its letter'] } },
    });
    const ranker = createTrainedRanker([...content.articles, pigeons], words);

    assert.equal(ranker.search('port 25 of our server is closed').hits[0]?.article.id, 'connection-refused');
  });
});

describe('the trained ranker', () => {
  const found: readonly [text: string, id: string][] = [
    ['our firewall turns Microsoft away on port 25', 'connection-refused'],
    ['het postvak van de directeur zit vol', 'mailbox-full'],
    ['certifikatet på vår mejlserver har gått ut', 'certificate-validation-failed'],
    ['对方邮箱满了，信被退回来', 'mailbox-full'],
  ];
  for (const [text, id] of found) {
    it(`finds ${id} for "${text}"`, () => {
      const { isMailFlow, hits } = trained.search(text);

      assert.ok(isMailFlow);
      assert.equal(hits[0]?.article.id, id);
    });
  }

  const otherTalk = [
    'How do I release a message from quarantine',
    'version 15.20.5.7',
    'Microsoft Exchange Server 15.02.1118.007',
    'Microsoft Exchange Server 2016',
    'the password is expired',
    'my printer is full of paper',
    'print queue is stuck',
    'vpn connection refused',
    'Outlook will not start',
    'someone shared a calendar with me and it stays empty',
    'the MFA prompt keeps coming back',
    'Teams calls drop all the time',
    '打印机卡住了',
    'lösenord',
    '',
    '🙂',
    '12345',
  ];
  for (const text of otherTalk) {
    it(`is silent on "${text}"`, () => {
      assert.equal(matchArticle({ ...noEvidence, words: text }, knowledgeBase()).verdict, 'no-match');
    });
  }

  it('does not claim a problem that no article has', () => {
    const withoutMailbox = createKnowledgeBase(articles.slice(0, 1), someWords);

    const match = matchArticle({ ...noEvidence, words: 'my mailbox is full and mail bounces' }, withoutMailbox);

    assert.notEqual(match.verdict, 'match');
  });

  it('says which words spoke for an article, as they were typed', () => {
    const match = matchArticle({ ...noEvidence, words: 'the mailbx of our director is full' }, knowledgeBase());

    const [because] = match.candidates[0]?.because ?? [];
    assert.ok(because?.kind === 'words');
    assert.ok(because.words.includes('full') && because.words.includes('mailbx'), because.words.join());
  });

  it('answers the first question also where nothing was prepared, and prepares only once', () => {
    const unprepared = createTrainedRanker(articles, someWords);
    const prepared = createTrainedRanker(articles, someWords);
    let steps = 0;
    while (!prepared.prepare()) steps += 1;

    assert.deepEqual(unprepared.search('the mailbox is full').hits, prepared.search('the mailbox is full').hits);
    assert.ok(steps >= articles.length);
    assert.ok(prepared.prepare());
  });

  it('gives likelihoods, the best first, four words at most, and the same for the same text', () => {
    const word = fc.constantFrom(
      'mail',
      'certificate',
      'expired',
      'full',
      'mailbox',
      'refused',
      'vol',
      '邮箱',
      'x',
      'dane',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), said => {
        const text = said.join(' ');
        const { hits } = trained.search(text);
        const scores = hits.map(({ score }) => score);

        assert.ok(scores.every(score => score > 0 && score <= 1));
        assert.ok(scores.reduce((sum, score) => sum + score, 0) <= 1 + 1e-9);
        assert.ok(hits.length <= 5 && hits.every(({ words }) => words.length <= 4));
        assert.deepEqual(
          scores,
          [...scores].sort((one, other) => other - one),
        );
        assert.deepEqual(trained.search(text), trained.search(text));
      }),
      { numRuns: 50 },
    );
  });

  it('says of some articles how likely each is, if one of them is', () => {
    const some = content.articles.filter(({ id }) => id === 'mailbox-full' || id === 'mailbox-disabled');

    const closeness = trained.closeness('the mailbox is full', some);

    assert.ok(Math.abs(closeness[0]! + closeness[1]! - 1) < 1e-9);
    assert.ok(closeness[some.findIndex(({ id }) => id === 'mailbox-full')]! > 0.9);
    assert.deepEqual(createTrainedRanker(articles, noWords).closeness('', articles), [0, 0, 0]);
  });
});

describe('a sentence that is an error’s wording', () => {
  const because = (words: string) => matchArticle({ ...noEvidence, words }, knowledge).candidates[0]?.because;

  const errors: readonly [text: string, wording: string][] = [
    ['Actively refused it', 'actively refused it'],
    ['STOREDRV.Deliver.Exception:QuotaExceededException; Failed to process message', 'QuotaExceededException'],
    ["get 'connection actively refused by server' in the log", 'connection actively refused by server'],
    // Two words around it, and a server's own words where they are most of what is said
    ['we get certificate expired', 'Certificate expired'],
    ['get the error connection actively refused by server again', 'connection actively refused by server'],
  ];
  for (const [text, wording] of errors) {
    it(`is trusted: "${text}"`, () => assert.deepEqual(because(text), [{ kind: 'wording', text: wording }]));
  }

  for (const text of [
    'today we get certificate expired',
    'get the error connection actively refused by server again today',
  ]) {
    it(`is read as words where more is said: "${text}"`, () => assert.equal(because(text)?.[0]?.kind, 'words'));
  }
});
