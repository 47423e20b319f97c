import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './content.ts';
import { breaches, impurities, type Packages } from './layer-rules.ts';
import { readSources } from './module-graph.ts';

const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<keyof Packages, object>;
const packages: Packages = {
  dependencies: Object.keys(packageJson.dependencies),
  devDependencies: Object.keys(packageJson.devDependencies),
};

describe('the layers', () => {
  it('are kept by every import, and no files import each other', () => {
    assert.deepEqual(breaches(readSources(root, 'src'), packages), []);
  });

  it('keep time, chance, files and networks out of the core', () => {
    for (const part of ['src/triage', 'src/findings']) assert.deepEqual(impurities(readSources(root, part)), []);
  });
});

describe('the rules of the layers', () => {
  const known: Packages = {
    dependencies: ['tldts', 'pg', 'botbuilder', 'restify', 'botframework-connector'],
    devDependencies: ['mocha'],
  };
  const check = (files: Readonly<Record<string, string>>) =>
    breaches(new Map(Object.entries({ 'src/triage/match.ts': '', ...files })), known);

  const refused: readonly [what: string, files: Readonly<Record<string, string>>, says: string][] = [
    [
      'a folder that is not below',
      { 'src/triage/a.ts': "import '../cards/b.ts';", 'src/cards/b.ts': '' },
      'src/triage/a.ts:1: triage may not import ../cards/b.ts',
    ],
    [
      'a type from a folder that is not below',
      { 'src/triage/a.ts': "\nimport type { B } from '../bot/b.ts';", 'src/bot/b.ts': '' },
      'src/triage/a.ts:2: triage may not import ../bot/b.ts',
    ],
    [
      'a type in the middle of code',
      { 'src/triage/a.ts': "let b: import('../bot/b.ts').B;", 'src/bot/b.ts': '' },
      'src/triage/a.ts:1: triage may not import ../bot/b.ts',
    ],
    [
      'what is passed on',
      { 'src/triage/a.ts': "export * from '../bot/b.ts';", 'src/bot/b.ts': '' },
      'src/triage/a.ts:1: triage may not import ../bot/b.ts',
    ],
    [
      'what is passed on as a type',
      { 'src/triage/a.ts': "export type { B } from '../bot/b.ts';", 'src/bot/b.ts': '' },
      'src/triage/a.ts:1: triage may not import ../bot/b.ts',
    ],
    [
      'the settings in the core',
      { 'src/triage/a.ts': "import '../config.ts';", 'src/config.ts': '' },
      'src/triage/a.ts:1: triage may not import ../config.ts',
    ],
    [
      'the start in a part',
      { 'src/bot/a.ts': "await import('../start.ts');", 'src/start.ts': '' },
      'src/bot/a.ts:1: bot may not import ../start.ts',
    ],
    [
      'the manifest in the bot',
      { 'src/bot/a.ts': "import '../manifest/b.ts';", 'src/manifest/b.ts': '' },
      'src/bot/a.ts:1: bot may not import ../manifest/b.ts',
    ],
    [
      'a room that comes later',
      { 'src/triage/guiding/a.ts': "import '../showing/b.ts';", 'src/triage/showing/b.ts': '' },
      'src/triage/guiding/a.ts:1: triage/guiding may not import ../showing/b.ts',
    ],
    [
      'a room from the values',
      { 'src/triage/a.ts': "import './reading/b.ts';", 'src/triage/reading/b.ts': '' },
      'src/triage/a.ts:1: triage may not import ./reading/b.ts',
    ],
    [
      'words in reading',
      { 'src/triage/reading/a.ts': "import '../language/b.ts';", 'src/triage/language/b.ts': '' },
      'src/triage/reading/a.ts:1: triage/reading may not import ../language/b.ts',
    ],
    [
      'answering in sending',
      { 'src/bot/sending/a.ts': "import '../answering/b.ts';", 'src/bot/answering/b.ts': '' },
      'src/bot/sending/a.ts:1: bot/sending may not import ../answering/b.ts',
    ],
    [
      'a way past the door of a room',
      {
        'src/cards/a.ts': "import '../triage/reading/b.ts';",
        'src/triage/reading/b.ts': '',
        'src/triage/reading/index.ts': '',
      },
      'src/cards/a.ts:1: ../triage/reading/b.ts goes past src/triage/reading/index.ts',
    ],
    [
      'a way past a door inside a room',
      {
        'src/triage/reading/a.ts': "import './formats/b.ts';",
        'src/triage/reading/formats/b.ts': '',
        'src/triage/reading/formats/index.ts': '',
      },
      'src/triage/reading/a.ts:1: ./formats/b.ts goes past src/triage/reading/formats/index.ts',
    ],
    [
      'a package of the framework outside of the bot',
      { 'src/storage/a.ts': "import 'restify';" },
      'src/storage/a.ts:1: storage may not import restify',
    ],
    [
      'one that is loaded while it runs',
      { 'src/chat/a.ts': "const b = await import('botbuilder');" },
      'src/chat/a.ts:1: chat may not import botbuilder',
    ],
    [
      'one of its parts',
      { 'src/start.ts': "import { X } from 'botframework-connector/lib/x.js';" },
      'src/start.ts:1: start.ts may not import botframework-connector',
    ],
    [
      'its types alone',
      { 'src/files/a.ts': "import type { Activity } from 'botbuilder';" },
      'src/files/a.ts:1: files may not import botbuilder',
    ],
    [
      'one that is required',
      { 'src/mail/a.ts': "createRequire(import.meta.url)('botbuilder');" },
      'src/mail/a.ts:1: mail may not import botbuilder',
    ],
    [
      'one that is only looked for',
      { 'src/mail/a.ts': "import.meta.resolve('botbuilder');" },
      'src/mail/a.ts:1: mail may not import botbuilder',
    ],
    [
      'a package of the developers',
      { 'src/storage/a.ts': "import 'mocha';" },
      'src/storage/a.ts:1: package.json does not list mocha',
    ],
    [
      'a package that nobody lists',
      { 'src/storage/a.ts': "import '@scope/name/file.js';" },
      'src/storage/a.ts:1: package.json does not list @scope/name',
    ],
    [
      'files in the core',
      { 'src/triage/a.ts': "import 'node:fs';" },
      'src/triage/a.ts:1: triage may not import node:fs',
    ],
    [
      'a package in the core that it need not have',
      { 'src/triage/a.ts': "import 'pg';" },
      'src/triage/a.ts:1: triage may not import pg',
    ],
    [
      'a name that only running it tells',
      { 'src/bot/a.ts': 'await import(name);' },
      'src/bot/a.ts:1: only running it tells what it imports',
    ],
    ['a file that is not there', { 'src/bot/a.ts': "import './b.ts';" }, 'src/bot/a.ts:1: ./b.ts is no file of src'],
    ['a part that has no rule', { 'src/helpers/a.ts': '' }, 'src/helpers/a.ts: in no part of test/layer-rules.ts'],
    [
      'two files that import each other',
      { 'src/cards/a.ts': "import './b.ts';", 'src/cards/b.ts': "import './a.ts';" },
      'circle: src/cards/a.ts src/cards/b.ts',
    ],
    [
      'three whose types go around',
      {
        'src/cards/a.ts': "import type { B } from './b.ts';",
        'src/cards/b.ts': "export * from './c.ts';",
        'src/cards/c.ts': "let a: typeof import('./a.ts');",
      },
      'circle: src/cards/a.ts src/cards/b.ts src/cards/c.ts',
    ],
  ];
  for (const [what, files, says] of refused) {
    it(`refuse ${what}`, () => assert.deepEqual(check(files), [says]));
  }

  it('let pass what goes down, through doors, and to packages that are listed', () => {
    const files = {
      'src/bot/a.ts':
        "import 'botbuilder'; import { b } from '../triage/reading/index.ts'; import type { C } from './c.ts';",
      'src/bot/c.ts': "// import 'nothing'; import('nothing')\nconst text = \"import 'nothing'\";",
      'src/triage/reading/index.ts': "export * from './b.ts';",
      'src/triage/reading/b.ts': "import '../match.ts';",
      'src/storage/d.ts': "import 'pg'; import 'node:fs';",
      'src/manifest/e.ts': "import 'mocha';",
    };

    assert.deepEqual(check(files), []);
  });

  const impure: readonly [code: string, what: string][] = [
    ['const now = Date.now();', 'Date.now'],
    ['const now = new Date();', 'new Date()'],
    ['const now = DateTime.now();', 'DateTime.now'],
    ['const chance = Math.random();', 'Math.random'],
    ['setTimeout(() => {}, 5);', 'setTimeout'],
    ['const home = process.env.HOME;', 'process'],
    ["await fetch('https://contoso.example');", 'fetch'],
  ];
  for (const [code, what] of impure) {
    it(`find ${what} in the core`, () => {
      assert.deepEqual(impurities(new Map([['src/triage/a.ts', `\n${code}`]])), [`src/triage/a.ts:2: ${what}`]);
    });
  }

  it('let the core make a date of a value, and speak of a process', () => {
    assert.deepEqual(
      impurities(new Map([['src/triage/a.ts', "new Date('2026-11-20'); one.process; ({ fetch: 1 });"]])),
      [],
    );
  });
});

describe('the repository', () => {
  it('names no download address in the lock file', () => {
    assert.doesNotMatch(readFileSync(join(root, 'package-lock.json'), 'utf8'), /"resolved": "http/);
  });
});
