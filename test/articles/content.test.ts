import { strict as assert } from 'node:assert';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { checkReady } from '../../src/articles/check-ready.ts';
import { problemsOfSample } from '../../src/articles/check-sample.ts';
import { ContentError } from '../../src/articles/content-error.ts';
import { editorSchemas } from '../../src/articles/editor-schema.ts';
import { loadArticles } from '../../src/articles/load-articles.ts';
import { loadWords } from '../../src/articles/load-words.ts';
import { openPaste } from '../../src/mail/open-message.ts';
import { locales } from '../../src/triage/evidence.ts';
import { createKnowledgeBase, matchArticle } from '../../src/triage/matching/match-article.ts';
import { readEvidence } from '../../src/triage/reading/read-evidence.ts';
import { articles, content, dialogs, knowledgeBase } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { exampleFiles } from './readme-example.ts';

const knowledge = knowledgeBase();

function samplesOf(id: string): string[] {
  const folder = join(dialogs, id, 'samples');
  return existsSync(folder) ? readdirSync(folder).map(name => join(folder, name)) : [];
}

describe('every article', () => {
  for (const { id, catchAll, sources } of content.articles) {
    it(`${id} has samples that land in it`, async () => {
      const samples = samplesOf(id);
      assert.notEqual(samples.length, 0, 'no samples');
      for (const sample of samples) {
        const match = matchArticle(readEvidence(await openPaste(readFileSync(sample, 'utf8'))), knowledge);
        const found = match.candidates.map(candidate => candidate.articleId);
        if (catchAll === 'exchange') assert.ok(found.includes(id), `${sample}: ${match.verdict} ${found}`);
        else assert.deepEqual([match.verdict, found[0]], ['match', id], sample);
      }
    });

    it(`${id} is ready: made-up addresses, labels that fit, its own words in every language`, () => {
      const unready: string[] = [];
      const others = content.articles.filter(other => other.id !== id);
      checkReady(articles.get(id)!, others, (...problem) => unready.push(problem.join(': ')));
      for (const sample of samplesOf(id)) unready.push(...problemsOfSample(readFileSync(sample, 'utf8')));

      assert.deepEqual(unready, []);
      for (const source of sources) assert.ok(!Number.isNaN(Date.parse(source.read)), source.title);
    });
  }
});

describe('the seven connector errors', () => {
  const codes: Record<string, string[]> = {
    'dns-query-failed': ['4.4.312', '5.4.312'],
    'connection-timed-out': ['4.4.2', '4.4.315', '5.4.315'],
    'connection-refused': ['4.4.316', '5.4.316'],
    'cannot-connect': ['4.4.317', '5.4.317'],
    'connection-closed': ['4.4.2', '4.4.318', '5.4.318'],
    'certificate-validation-failed': ['4.7.320'],
    'other-connector-error': [],
  };
  for (const [id, expected] of Object.entries(codes)) {
    it(`${id} has its codes`, () => {
      assert.deepEqual(
        articles.get(id)?.statusCodes.map(range => range.from),
        expected,
      );
    });
  }
});

describe('broken content', () => {
  /** What loading says after something was broken in a copy of dialogs/. */
  function complaints(breakIt: (folder: string) => void): string {
    const folder = join(temporaryFolder(), 'dialogs');
    mkdirSync(folder);
    for (const part of ['shared', 'words', 'connection-refused'])
      cpSync(join(dialogs, part), join(folder, part), { recursive: true });
    change(join(folder, 'connection-refused', 'article.yaml'), text => text.replace(/^related: .*$/m, 'related: []'));
    breakIt(folder);
    try {
      loadArticles(folder);
      return '';
    } catch (error) {
      assert.ok(error instanceof ContentError);
      return error.message;
    }
  }

  function change(file: string, how: (text: string) => string): void {
    const before = readFileSync(file, 'utf8');
    const after = how(before);
    assert.notEqual(after, before, `nothing changed in ${file}`);
    writeFileSync(file, after);
  }

  const article = (folder: string) => join(folder, 'connection-refused', 'article.yaml');
  const english = (folder: string) => join(folder, 'connection-refused', 'strings', 'en.yaml');

  it('is not what the copy starts with', () => {
    assert.equal(
      complaints(() => {}),
      '',
    );
  });

  const cases: [what: string, breakIt: (folder: string) => void, says: RegExp][] = [
    [
      'a link to nowhere',
      folder => change(article(folder), text => text.replace('none: open-firewall', 'none: open-firewal')),
      /article\.yaml, line \d+: guide\.steps\.what-arrives\.options\.none: no step "open-firewal" \(did you mean "open-firewall"\?\)/,
    ],
    [
      'a step that nothing leads to',
      folder => change(article(folder), text => text.replace('retired: retire-connector', 'retired: open-firewall')),
      /retire-connector: no path leads here/,
    ],
    [
      'an unknown key',
      folder => change(article(folder), text => text.replace('fixedBy:', 'fixBy:')),
      /unknown key "fixBy"/,
    ],
    [
      'a missing language',
      folder => rmSync(join(folder, 'connection-refused', 'strings', 'sv.yaml')),
      /strings\/sv\.yaml: the file is missing/,
    ],
    [
      'a text that is missing in one language',
      folder => change(english(folder), text => text.replace(/^ {4}why: .*\n/m, '')),
      /strings\/en\.yaml, line \d+: steps\..*why: no text/,
    ],
    [
      'a misspelt placeholder',
      folder => change(english(folder), text => text.replace('{server}', '{sever}')),
      /no placeholder \{sever\}/,
    ],
    [
      'a title that does not fit',
      folder => change(english(folder), text => text.replace(/^title: .*$/m, `title: ${'x'.repeat(61)}`)),
      /at most 60 characters/,
    ],
    [
      'YAML that is none',
      folder => change(article(folder), text => `${text}\n  : [`),
      /article\.yaml, line \d+: not valid YAML/,
    ],
    [
      'a code that is none',
      folder => change(article(folder), text => text.replace('- 4.4.316', '- 44.316')),
      /article\.yaml, line 2: statusCodes\.0: found "44\.316", expected an enhanced status code such as 4\.4\.316/,
    ],
    [
      'an unknown shared piece',
      folder => change(article(folder), text => text.replace('use: send-test', 'use: send-tset')),
      /no shared item "send-tset" \(did you mean "send-test"\?\)/,
    ],
  ];
  for (const [what, breakIt, says] of cases) {
    it(`is refused with file, place and remedy: ${what}`, () => {
      assert.match(complaints(breakIt), says);
    });
  }

  it('is told without the places in the code, wherever it comes to light', () => {
    const error = new ContentError(['dialogs/a/article.yaml, line 1: one.', 'dialogs/b: two.']);

    assert.equal(
      inspect(error),
      '[The content has 2 problems:\ndialogs/a/article.yaml, line 1: one.\ndialogs/b: two.]',
    );
  });

  it('is reported all at once', () => {
    const message = complaints(folder => {
      rmSync(join(folder, 'connection-refused', 'strings', 'sv.yaml'));
      change(article(folder), text => text.replace('fixedBy:', 'fixBy:'));
    });

    assert.match(message, /sv\.yaml/);
    assert.match(message, /fixBy/);
  });
});

describe('the schemas for editors', () => {
  it('are those of the loader; "npm run articles -- --schema" writes them anew', () => {
    for (const [name, schema] of Object.entries(editorSchemas())) {
      const written = JSON.parse(readFileSync(join(dialogs, 'schema', name), 'utf8'));
      assert.deepEqual(written, JSON.parse(JSON.stringify(schema)), name);
    }
  });
});

describe('the example in dialogs/README.md', () => {
  it('is a complete article that its own sample leads to', () => {
    const folder = join(temporaryFolder(), 'dialogs');
    cpSync(join(dialogs, 'shared'), join(folder, 'shared'), { recursive: true });
    for (const [name, text] of exampleFiles()) {
      const targets = name === 'strings/en.yaml' ? locales.map(locale => `strings/${locale}.yaml`) : [name];
      for (const target of targets) {
        const path = join(folder, 'file-type-blocked', target);
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, text);
      }
    }

    const { articles: found } = loadArticles(folder);

    assert.deepEqual(
      found.map(article => article.id),
      ['file-type-blocked'],
    );
    const sample = exampleFiles().get('samples/bare-reply.txt')!;
    const match = matchArticle(readEvidence(sample), createKnowledgeBase(found, loadWords(dialogs)));
    assert.deepEqual([match.verdict, match.candidates[0]?.articleId], ['match', 'file-type-blocked']);
  });
});
