import { strict as assert } from 'node:assert';
import { createSpelling } from '../../../src/triage/language/spelling.ts';

const spelling = createSpelling();
for (const word of ['mail', 'queue', 'greylist', 'blocklist', 'certificate', 'sender', 'vol', '邮件'])
  spelling.add(word, 'en');
spelling.add('wachtrij', 'nl');

describe('the spelling', () => {
  const rows: readonly [typed: string, meant: string | undefined, why: string][] = [
    ['queu', 'queue', 'a letter is left out'],
    ['mial', 'mail', 'two letters of four are swapped'],
    ['main', undefined, 'one letter of four is another'],
    ['mails', 'mail', 'a letter is added'],
    ['vlo', undefined, 'three letters could be anything'],
    ['greylust', 'greylist', 'one letter of eight is wrong'],
    ['greuilst', undefined, 'two letters of eight are wrong'],
    ['blakclisd', undefined, 'three letters of nine are wrong'],
    ['blocilzt', undefined, 'eight letters are typed and two are wrong'],
    ['blokclsit', 'blocklist', 'two pairs of nine are swapped'],
    ['certificatte', 'certificate', 'a letter is doubled'],
    ['uqeue', 'queue', 'the first two of five letters are swapped'],
    ['dender', 'sender', 'the first letter is another'],
    ['ender', 'sender', 'the first letter is left out'],
    ['amil', undefined, 'the first two of four letters are swapped, which could be anything'],
    ['wachtrji', undefined, 'the word is of a language that is not wanted'],
    ['xyzzy', undefined, 'nothing is like it'],
  ];
  for (const [typed, meant, why] of rows) {
    it(`takes "${typed}" for ${meant ?? 'nothing'}: ${why}`, () => {
      assert.equal(spelling.correct(typed, ['en']), meant);
    });
  }

  it('corrects in every language that is wanted, the first one first', () => {
    assert.equal(spelling.correct('wachtrji', ['en', 'nl']), 'wachtrij');
  });

  it('knows the words that it can correct to, and no shorter ones', () => {
    assert.deepEqual(
      ['mail', 'wachtrij', 'vol', '邮件', 'mial'].map(word => spelling.has(word)),
      [true, true, false, false, false],
    );
  });

  it('corrects to a word that it learns later', () => {
    const growing = createSpelling();
    growing.add('certain', 'en');
    assert.equal(growing.correct('certificat', ['en']), undefined);

    growing.add('certificate', 'en');

    assert.equal(growing.correct('certifcate', ['en']), 'certificate');
  });
});
