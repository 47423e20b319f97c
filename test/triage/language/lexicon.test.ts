import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLexicon } from '../../../src/triage/language/lexicon.ts';
import { someWords } from '../make-article.ts';

const lexicon = createLexicon(someWords);

describe('the lexicon', () => {
  const readings: readonly [what: string, text: string, features: readonly string[]][] = [
    ['an inflected word', 'Messages are queueing', ['#mail', '#queue']],
    ['a phrase with words between', 'the connection to our server was refused', ['#refused']],
    ['Dutch', 'De verbindingen worden geweigerd', ['#refused']],
    ['Dutch written together', 'servercertificaat verlopen', ['#server', '#certificate', '#expired']],
    ['Dutch half of which is known', 'de certificaatboer', ['#certificate']],
    ['Swedish', 'anslutningen nekas av servern', ['#refused', '#server']],
    ['Swedish without å, ä and ö', 'mejlen ligger kvar i kon', ['#mail', '#queue']],
    ['Chinese', '邮件一直在排队', ['#mail', '#queue']],
    ['English words in a Chinese sentence', '我们的 server 证书 expired 了', ['#server', '#certificate', '#expired']],
    ['English words in a Dutch sentence', 'de server geeft connection refused', ['#server', '#refused']],
    ['full width and capitals', 'ＱＵＥＵＥ', ['#queue']],
    ['letters swapped', 'the certifciate', ['#certificate']],
    ['a letter left out', 'mail in the queu', ['#mail', '#queue']],
    ['two letters wrong in a long word', 'the certfikate', ['#certificate']],
  ];
  for (const [what, text, features] of readings) {
    it(`understands ${what}`, () => {
      const found = concepts(text);

      for (const feature of features) assert.ok(found.includes(feature), `${feature} in ${found.join(' ')}`);
    });
  }

  const notTaken: readonly [what: string, text: string, feature: string][] = [
    ['a phrase of other talk for the word in it', 'the print queue', '#queue'],
    ['one wrong letter of four for a typing error', 'the main thing', '#mail'],
    ['a small word for the plural of another', 'mails worden geweigerd', '#chatter word'],
    ['what lies further apart for a phrase', 'the connection is good and yet everybody said they refused', '#refused'],
  ];
  for (const [what, text, feature] of notTaken) {
    it(`does not take ${what}`, () => {
      assert.ok(!concepts(text).includes(feature));
    });
  }

  const languages = [
    ['the mail is in the queue', 'en'],
    ['de mail staat in de wachtrij', 'nl'],
    ['mejlen ligger i kön', 'sv'],
    ['邮件在 queue 里', 'zh-CN'],
    // A small word tells more than a known one, and less than two.
    ['de certificate', 'nl'],
    ['de certificate queue', 'en'],
  ] as const;
  for (const [text, locale] of languages) {
    it(`knows the language of "${text}"`, () => {
      assert.equal(lexicon.read(text).locale, locale);
    });
  }

  it('says which words it understood, as they were typed', () => {
    const term = lexicon.read('Certifciate is expired').terms.find(({ feature }) => feature === '#certificate');

    assert.equal(term?.text, 'certifciate');
    assert.ok(term && term.sure < 1);
  });

  it('reads the same whatever the case, the marks and the spaces', () => {
    const texts = ['Mejlen fastnar i kön', 'MEJLEN   FASTNAR I KÖN', 'mejlen fastnar i kon'];

    const readings = texts.map(text => concepts(text).sort());

    assert.deepEqual(readings[1], readings[0]);
    assert.deepEqual(readings[2], readings[0]);
  });

  const spans: readonly [what: string, before: string, isRead: boolean][] = [
    ['after 399 words', 'x '.repeat(399), true],
    ['after 400 words', 'x '.repeat(400), false],
  ];
  for (const [what, before, isRead] of spans) {
    it(`${isRead ? 'reads' : 'does not read'} what stands ${what}`, () => {
      assert.equal(concepts(`${before}certificate`).includes('#certificate'), isRead);
    });
  }

  const misspelt: readonly [what: string, before: string, isCorrected: boolean][] = [
    ['eleven unknown words', 'xyzzy '.repeat(11), true],
    ['twelve unknown words', 'xyzzy '.repeat(12), false],
    ['many unknown words of three letters', 'xyz '.repeat(50), true],
    ['many unknown words with digits', 'xyzzy1 '.repeat(50), true],
  ];
  for (const [what, before, isCorrected] of misspelt) {
    it(`${isCorrected ? 'corrects' : 'corrects nothing'} after ${what}`, () => {
      assert.equal(concepts(`${before}certifciate`).includes('#certificate'), isCorrected);
    });
  }

  it('reads any text without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), text => lexicon.read(text).terms.length >= 0),
    );
  });
});

function concepts(text: string): string[] {
  return lexicon
    .read(text)
    .terms.map(({ feature }) => feature)
    .filter(feature => feature.startsWith('#'));
}
