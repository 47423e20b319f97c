import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWeights, weightsFile } from '../../src/articles/load-weights.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { readModel } from '../../src/triage/matching/ranking/linear-model.ts';
import { content, dialogs } from '../content.ts';
import { hashOf, loadExamples } from './examples.ts';
import { foldsOf } from './folds.ts';

const words = loadWords(dialogs);
const examples = loadExamples(content.articles, words);

describe('the weights of the ranker', () => {
  it('were learned from the texts and words as they are', () => {
    const { trainedOn } = readModel(loadWeights(dialogs));

    assert.ok(
      trainedOn === hashOf(examples, words),
      `dialogs/${weightsFile} is older than the texts, the words or the code that it is made of. Write it with npm run train, then look at npm run eval.`,
    );
  });

  it('take less than three megabytes', () => {
    assert.ok(statSync(join(dialogs, weightsFile)).size < 3_000_000);
  });

  it('never saw a held-out text', () => {
    assert.deepEqual(
      examples.filter(({ kind }) => kind.startsWith('heldout')),
      [],
    );
  });

  it('name themselves where they are damaged or missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'weights-'));
    mkdirSync(join(folder, 'words'));
    const wanted = /dialogs\/words\/weights\.bin: the file is missing or damaged\. Write it with npm run train\./;

    assert.throws(() => loadWeights(folder), wanted);
    const bytes = readFileSync(join(dialogs, weightsFile));
    bytes[500_000]! ^= 1;
    for (const damaged of ['no weights', bytes, bytes.subarray(0, 1000)]) {
      writeFileSync(join(folder, weightsFile), damaged);
      assert.throws(() => loadWeights(folder), wanted);
    }

    rmSync(folder, { recursive: true });
  });
});

describe('the parts of the labelled texts', () => {
  it('keep a text and its misspelt copy together', () => {
    const example = (text: string) => ({ kind: '', text, labels: [], weight: 1, isLabelled: true });
    const texts = ['the mailbox of our director is full', 'somebody refuses our connection', 'something else entirely'];
    const all = texts.flatMap(text => [example(text), example(text.replace('e', 'ee'))]);

    const parts = foldsOf(all, 100);

    for (let place = 0; place < all.length; place += 2) assert.equal(parts[place], parts[place + 1]);
    assert.equal(foldsOf([{ ...all[0]!, isLabelled: false }], 4)[0], undefined);
  });
});
