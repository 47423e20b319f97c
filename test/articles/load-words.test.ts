import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContentError } from '../../src/articles/content-error.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { locales } from '../../src/triage/evidence.ts';
import { fold } from '../../src/triage/tokens.ts';
import { chineseSounds, soundsFile } from './chinese-sounds.ts';

const dialogs = join(import.meta.dirname, '../../dialogs');

describe('the words in dialogs/words', () => {
  const { concepts, locales: words } = loadWords(dialogs);

  for (const locale of locales) {
    it(`do not say in ${locale} of one word that it is mail flow and that it is not`, () => {
      const chatter = new Set(words[locale].chatter.map(fold));
      const speaksAgainst = new Set(concepts.elsewhere);
      const both = Object.entries(words[locale].concepts)
        .filter(([concept]) => !speaksAgainst.has(concept))
        .flatMap(([, entries]) => entries.filter(entry => chatter.has(fold(entry))));

      assert.deepEqual(
        both.filter(entry => !saidBothWays.has(fold(entry))),
        [],
      );
    });
  }
});

/** Of a device or program that sends mail, and of a login at both. */
const saidBothWays = new Set(['password', 'wachtwoord', 'losenord']);

describe('loadWords', () => {
  it('has the sounds that pinyin-pro knows', () => {
    assert.equal(readFileSync(soundsFile, 'utf8'), chineseSounds());
  });

  it('reads Chinese aloud, without tones', () => {
    const { readAloud } = loadWords(dialogs);

    assert.deepEqual(
      [...'收件人'].map(character => readAloud?.(character)),
      ['shou', 'jian', 'ren'],
    );
  });

  it('names every gap, with file, place and remedy', () => {
    const folder = mkdtempSync(join(tmpdir(), 'words-'));
    cpSync(join(dialogs, 'words'), join(folder, 'words'), { recursive: true });
    const file = join(folder, 'words', 'nl.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('\n  relay:', '\n  relais:'));

    const problems = problemsOf(() => loadWords(folder));
    rmSync(folder, { recursive: true });

    assert.equal(problems.length, 2);
    assert.match(problems[0]!, /words\/nl\.yaml, line \d+: concepts\.relay: no words\. Write/);
    assert.match(problems[1]!, /words\/nl\.yaml, line \d+: concepts\.relais: no group in concepts\.yaml\. Put/);
  });
});

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
  return [];
}
