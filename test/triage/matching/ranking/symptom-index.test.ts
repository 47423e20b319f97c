import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noEvidence } from '../../../../src/triage/evidence.ts';
import { createKnowledgeBase, matchArticle } from '../../../../src/triage/matching/match-article.ts';
import { createSymptomIndex } from '../../../../src/triage/matching/ranking/symptom-index.ts';
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
const index = createSymptomIndex(articles, someWords);
const knowledge = createKnowledgeBase(articles, someWords);

describe('the symptom index', () => {
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
    it(`finds ${id} for "${text}"`, () => {
      const { isMailFlow, hits } = index.search(text);

      assert.ok(isMailFlow);
      assert.equal(hits[0]?.article.id, id);
    });
  }

  const otherTalk = [
    'the password is expired',
    'my printer is full of paper',
    'print queue is stuck',
    'the certificate of the website is expired, and so is my password',
    'vpn connection refused',
    '打印机卡住了',
    'lösenord',
    '',
    '🙂',
    '12345',
  ];
  for (const text of otherTalk) {
    it(`is silent on "${text}"`, () => {
      assert.equal(matchArticle({ ...noEvidence, words: text }, knowledge).verdict, 'no-match');
    });
  }

  it('does not claim a problem that no article has', () => {
    const withoutMailbox = createKnowledgeBase(articles.slice(0, 1), someWords);

    const match = matchArticle({ ...noEvidence, words: 'my mailbox is full and mail bounces' }, withoutMailbox);

    assert.notEqual(match.verdict, 'match');
  });

  it('says which words spoke for an article', () => {
    const match = matchArticle({ ...noEvidence, words: 'de mailbox is vol, mail onbestelbaar' }, knowledge);

    assert.equal(match.locale, 'nl');
    const [because] = match.candidates[0]?.because ?? [];
    assert.ok(because?.kind === 'words' && because.words.includes('vol'));
  });

  it('takes a sentence that is only an error as its wording', () => {
    const match = matchArticle({ ...noEvidence, words: 'Actively refused it' }, knowledge);

    assert.deepEqual(match.candidates[0]?.because, [{ kind: 'wording', text: 'actively refused it' }]);
  });

  const errors: readonly [text: string, wording: string][] = [
    ['STOREDRV.Deliver.Exception:QuotaExceededException; Failed to process message', 'QuotaExceededException'],
    ["get 'connection actively refused by server' in the log", 'connection actively refused by server'],
  ];
  for (const [text, wording] of errors) {
    it(`trusts the wording in "${text}"`, () => {
      const match = matchArticle({ ...noEvidence, words: text }, knowledge);

      assert.deepEqual(match.candidates[0]?.because, [{ kind: 'wording', text: wording }]);
    });
  }

  it('takes a sentence for a wording with two words around it, not with three', () => {
    const because = (words: string) =>
      matchArticle({ ...noEvidence, words }, knowledge).candidates[0]?.because[0]?.kind;

    assert.equal(because('we get certificate expired'), 'wording');
    assert.equal(because('today we get certificate expired'), 'words');
  });

  it('trusts the wording of a server where it is most of what is said', () => {
    const because = (words: string) =>
      matchArticle({ ...noEvidence, words }, knowledge).candidates[0]?.because[0]?.kind;
    const wording = 'connection actively refused by server';

    assert.equal(because(`get the error ${wording} again`), 'wording');
    assert.equal(because(`get the error ${wording} again today`), 'words');
  });

  it('answers the first question also where nothing was prepared, and prepares only once', () => {
    const unprepared = createSymptomIndex(articles, someWords);
    const prepared = createSymptomIndex(articles, someWords);
    let steps = 0;
    while (!prepared.prepare()) steps += 1;

    assert.deepEqual(unprepared.search('the mailbox is full').hits, prepared.search('the mailbox is full').hits);
    assert.ok(steps >= articles.length);
    assert.ok(prepared.prepare());
  });

  it('gives scores between 0 and 1, the best first, and the same for the same text', () => {
    const word = fc.constantFrom(
      'mail',
      'certificate',
      'expired',
      'full',
      'mailbox',
      'refused',
      'connection',
      'vol',
      '邮箱',
      'x',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), words => {
        const text = words.join(' ');
        const scores = index.search(text).hits.map(({ score }) => score);

        assert.ok(scores.every(score => score > 0 && score <= 1));
        assert.deepEqual(
          scores,
          [...scores].sort((one, other) => other - one),
        );
        assert.deepEqual(index.search(text), index.search(text));
      }),
    );
  });
});

describe('many articles', () => {
  const symptom = (id: string, ...symptoms: string[]) => makeArticle({ id, strings: { en: { symptoms } } });
  const named = <Named>(count: number, make: (number: number) => Named) =>
    Array.from({ length: count }, (_, number) => make(number));
  const words = (from: number, to: number) => named(to - from, place => word(from + place)).join(' ');

  it('give five hits at most, each with four words at most', () => {
    const six = 'relay spool quota alias vault route';
    const { hits } = createSymptomIndex(
      named(7, number => symptom(`article-${number}`, six)),
      noWords,
    ).search(six);

    assert.equal(hits.length, 5);
    for (const { words } of hits) assert.equal(words.length, 4);
  });

  it('are asked for the forty most telling words of a text', () => {
    const rare = symptom('rare', words(0, 30));
    const [known, common] = [symptom('known', words(30, 40)), symptom('common', words(40, 50))];
    const index = createSymptomIndex(
      [
        rare,
        known,
        symptom('known-too', words(30, 40)),
        common,
        ...named(4, number => symptom(`common-${number}`, words(40, 50))),
      ],
      noWords,
    );

    const [ofKnown, ofCommon] = index.closeness(words(0, 50), [known, common]);

    assert.ok(ofKnown! > 0);
    assert.equal(ofCommon, 0);
  });

  it('are read line by line where they are among the fifty that have most of it', () => {
    const target = symptom('target', 'relay');
    const other = (number: number) =>
      symptom(`article-${number}`, `relay ${word(number)} spool`, `relay ${word(number + 100)} vault`);
    const first = (others: number) =>
      createSymptomIndex([...named(others, other), target], noWords).search('relay').hits[0]?.article.id;

    assert.equal(first(49), 'target');
    assert.notEqual(first(55), 'target');
  });
});

/** A word of its own for each number. */
function word(number: number): string {
  return `${String.fromCharCode(97 + Math.floor(number / 26))}${String.fromCharCode(97 + (number % 26))}xyz`;
}
