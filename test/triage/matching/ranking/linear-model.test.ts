import assert from 'node:assert/strict';
import { readModel, softmax } from '../../../../src/triage/matching/ranking/linear-model.ts';
import { type Sentence, sentenceFeatures } from '../../../../src/triage/matching/ranking/sentence-features.ts';
import { tokenize } from '../../../../src/triage/tokens.ts';
import { learn } from '../../../train/learn.ts';
import { pack } from '../../../train/pack.ts';

const sentence = (text: string): Sentence =>
  sentenceFeatures({
    words: tokenize(text),
    terms: tokenize(text).map(word => ({ feature: word, kind: 'word', text: word, sure: 1, partOf: null })),
  });
const texts = [
  ['the mailbox is full', 0],
  ['full mailbox of a colleague', 0],
  ['the certificate is old', 1],
  ['old certificate on the server', 1],
  ['nothing works', 2],
  ['all of it is broken', 2],
  ['the printer is out of paper', 3],
  ['paper for the printer', 3],
] as const;
const tasks = texts.map(([text, one]) => ({ sentence: sentence(text), classes: [one], weight: 1 }));
const trained = () => pack(learn(tasks, 4, 1), { trainedOn: 'these', ids: ['full', 'old'], sureness: 1 });
const model = readModel(trained());

describe('the linear model', () => {
  for (const [text, right] of texts) {
    it(`has learned "${text}"`, () => {
      const shares = model.probabilities(sentence(text));

      assert.equal(shares.indexOf(Math.max(...shares)), right);
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    });
  }

  it('learns the same bytes from the same texts', () => {
    assert.deepEqual(trained(), trained());
  });

  it('says which meaning spoke for an article', () => {
    const [mailbox, certificate] = model.spokenFor('full', ['mailbox', 'certificate']);

    assert.ok(mailbox! > 0 && certificate! <= 0);
  });

  it('gives every class its share where nothing of a sentence is known', () => {
    assert.ok(model.probabilities(sentence('qqqq')).every(share => share > 0.1));
    assert.deepEqual([...softmax(Float64Array.of(0, 0))], [0.5, 0.5]);
  });

  it('does not read what is cut off', () => {
    assert.throws(() => readModel(trained().subarray(0, -2)));
  });
});

describe('the features of a sentence', () => {
  it('are the same whichever of two meanings comes first', () => {
    const [, , one] = sentence('full mailbox');
    const [, , other] = sentence('mailbox full');

    assert.deepEqual(new Set(one.keys()), new Set(other.keys()));
  });

  it('share most fragments where a word is misspelt', () => {
    const [, one] = sentence('certificate');
    const [, other] = sentence('certifcate');

    assert.ok([...other.keys()].filter(hash => one.has(hash)).length > other.size / 2);
  });

  it('are pairs and triples of Chinese characters', () => {
    const [words, fragments] = sentence('邮箱满');

    assert.equal(words.size, 6);
    assert.equal(fragments.size, 0);
  });

  it('are at most so many, however long a text is', () => {
    const [words, , meanings] = sentence(Array.from({ length: 2000 }, (_, number) => `word${number}`).join(' '));

    assert.ok(words.size <= 300);
    assert.ok(meanings.size < 2000 + 500);
  });
});
