import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTalk } from '../../src/articles/load-talk.ts';
import { locales } from '../../src/triage/evidence.ts';
import { createEar } from '../../src/triage/hearing/index.ts';
import { intents } from '../../src/triage/talk.ts';
import { tokenize } from '../../src/triage/tokens.ts';
import { dialogs, terms } from '../content.ts';

const talk = loadTalk(dialogs);
const ear = createEar({ ...talk, stopWords: [], negations: [], none: [] });

describe('the words of the trade', () => {
  it('are at least eighty', () => assert.ok(terms.length >= 80, String(terms.length)));

  it('have names of their own', () => {
    const owners = new Map<string, string>();
    const shared: string[] = [];
    for (const { id, texts } of terms) {
      for (const locale of locales) {
        for (const name of [texts[locale].term, ...texts[locale].also]) {
          const said = tokenize(name).join(' ');
          const owner = owners.get(said);
          if (owner !== undefined && owner !== id) shared.push(`${name}: ${owner} and ${id}`);
          owners.set(said, id);
        }
      }
    }

    assert.deepEqual(shared, []);
  });

  it('are found by each of their names, and asked for with it', () => {
    for (const { id, texts } of terms) {
      for (const locale of locales) {
        const name = texts[locale].term;
        assert.equal(ear.hear(name, null).term, id, name);
      }
    }
  });

  for (const [locale, ask] of [
    ['en', (name: string) => `what is ${name}?`],
    ['nl', (name: string) => `wat is ${name}?`],
    ['sv', (name: string) => `vad är ${name}?`],
    ['zh-CN', (name: string) => `${name}是什么？`],
  ] as const) {
    it(`are asked for in a sentence of ${locale}`, () => {
      const missed = terms.filter(({ id, texts }) => ear.hear(ask(texts[locale].term), null).term !== id);

      assert.deepEqual(
        missed.map(({ id }) => id),
        [],
      );
    });
  }

  it('can be read aloud: each ends like a sentence', () => {
    const odd = terms.flatMap(({ id, texts }) =>
      locales.filter(locale => !/[.。?？]$/.test(texts[locale].says)).map(locale => `${id} ${locale}`),
    );

    assert.deepEqual(odd, []);
  });
});

describe('what people say', () => {
  for (const locale of locales) {
    it(`has sentences for everything that can be wanted in ${locale}, each once`, () => {
      for (const intent of [...intents, 'other' as const]) {
        const sentences = talk.locales[locale].intents[intent];
        assert.ok(sentences.length >= 10, `${intent}: ${sentences.length}`);
        const folded = sentences.map(sentence => sentence.toLowerCase());
        const twice = folded.filter((sentence, index) => folded.indexOf(sentence) !== index);
        assert.deepEqual(twice, [], intent);
      }
    });

    it(`names the same answers in ${locale} as in English`, () => {
      assert.deepEqual(Object.keys(talk.locales[locale].answers).sort(), Object.keys(talk.locales.en.answers).sort());
    });
  }

  it('is learnt the same every time', () => {
    assert.deepEqual(loadTalk(dialogs).model, talk.model);
  });

  it('is mostly understood as it was meant, and other talk is not', () => {
    const heard = locales.flatMap(locale =>
      intents.flatMap(intent =>
        talk.locales[locale].intents[intent].map(
          sentence => ear.hear(sentence, null).likeness >= 0 && { intent, sentence },
        ),
      ),
    );

    assert.ok(heard.length > 4000);
  });
});

describe('a file of talk or of the glossary with a fault', () => {
  const spoilt = (change: (folder: string) => void) => {
    const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-talk-'));
    for (const part of ['talk', 'glossary'])
      cpSync(join(dialogs, part), join(folder, 'dialogs', part), { recursive: true });
    change(join(folder, 'dialogs'));
    return () => loadTalk(join(folder, 'dialogs'));
  };
  const edit = (folder: string, file: string, from: RegExp, to: string) => {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  };

  it('names the file, the place and what is missing', () => {
    assert.throws(
      spoilt(folder => edit(folder, 'talk/nl.yaml', /^ {2}resend:\n/m, '  resent:\n')),
      /dialogs\/talk\/nl\.yaml, line \d+: intents/,
    );
  });

  it('names the term that a word points to and that is not there', () => {
    assert.throws(
      spoilt(folder => edit(folder, 'glossary/dane.yaml', /related: \[/, 'related: [nobody, ')),
      /dialogs\/glossary\/dane\.yaml, line \d+: related: no term "nobody"/,
    );
  });

  it('names the language in which a word has too long a text', () => {
    assert.throws(
      spoilt(folder => edit(folder, 'glossary/dane.yaml', /says: '/, `says: '${'long '.repeat(80)}`)),
      /dialogs\/glossary\/dane\.yaml, line \d+: en\.says/,
    );
  });
});
