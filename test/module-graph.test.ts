import { strict as assert } from 'node:assert';
import { circlesOf, importsOf, packageOf, targetOf } from './module-graph.ts';

const namesIn = (text: string, file = 'src/a.ts') =>
  importsOf(new Map([[file, text]])).map(({ line, name }) => `${line} ${name}`);

describe('the imports of a file', () => {
  const rows: readonly [what: string, text: string, found: readonly string[]][] = [
    [
      'values',
      "import a, { b } from './b.ts';\nimport './c.ts';\nimport * as d from 'd';",
      ['1 ./b.ts', '2 ./c.ts', '3 d'],
    ],
    ['types', "import type { B } from './b.ts';\nimport { type C } from './c.ts';", ['1 ./b.ts', '2 ./c.ts']],
    ['types over several lines', "import type {\n  B,\n  C,\n} from './b.ts';", ['1 ./b.ts']],
    ['a namespace of types', "import type * as B from 'b';", ['1 b']],
    ['types inside of types', 'type A = import(\'./b.ts\').B | typeof import("./c.ts");', ['1 ./b.ts', '1 ./c.ts']],
    [
      'what is passed on',
      "export { b } from './b.ts';\nexport * from './c.ts';\nexport type { D } from './d.ts';",
      ['1 ./b.ts', '2 ./c.ts', '3 ./d.ts'],
    ],
    [
      'what is loaded while it runs',
      "if (a) await import('./b.ts');\nawait Promise.all([import(name)]);",
      ['1 ./b.ts', '2 null'],
    ],
    [
      'what is required',
      "require('b');\ncreateRequire(import.meta.url)('c');\nrequire(name);",
      ['1 b', '2 c', '3 null'],
    ],
    [
      'what is only looked for',
      "require.resolve('b');\nimport.meta.resolve('c');\ncreateRequire(here).resolve('d/package.json');",
      ['1 b', '2 c', '3 d/package.json'],
    ],
    [
      'no comments, texts and other calls',
      "// import './b.ts'\n/* import('./c.ts') */\nconst a = `import './d.ts'`;\nresolve('e'); import.meta.dirname;",
      [],
    ],
    ['nothing that looks like one in a type', "interface A { readonly from: 'import'; type: 'export' }", []],
    ['letters of any script before it', "const a: '“é😀' = '“é😀';\nimport('./b.ts');", ['2 ./b.ts']],
  ];
  for (const [what, text, found] of rows) it(`are ${what}`, () => assert.deepEqual(namesIn(text), found));

  it('are found in plain JavaScript as well', () => {
    assert.deepEqual(namesIn("await import('./main.ts');", 'src/main.js'), ['1 ./main.ts']);
  });

  it('mean a file or a package', () => {
    const meant = (name: string) => {
      const one = { file: 'src/bot/a.ts', line: 1, name };
      return targetOf(one) ?? packageOf(one);
    };

    assert.deepEqual(
      [
        '../cards/b.ts',
        './b.ts',
        'pg',
        'pg/lib/x.js',
        '@scope/name',
        '@scope/name/x.js',
        'node:fs/promises',
        '/tmp/x.js',
      ].map(meant),
      ['src/cards/b.ts', 'src/bot/b.ts', 'pg', 'pg', '@scope/name', '@scope/name', 'node:fs/promises', undefined],
    );
  });
});

describe('the circles of imports', () => {
  const circles = (files: Readonly<Record<string, string>>) => circlesOf(importsOf(new Map(Object.entries(files))));

  it('are none where all goes one way', () => {
    assert.deepEqual(
      circles({ 'a.ts': "import './b.ts'; import './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': "import 'a';" }),
      [],
    );
  });

  it('are named once each, with the files in them alone', () => {
    const files = {
      'a.ts': "import './b.ts';",
      'b.ts': "import type { C } from './c.ts';",
      'c.ts': "import './b.ts'; import './d.ts';",
      'd.ts': "import('./e.ts');",
      'e.ts': "export * from './d.ts';",
      'f.ts': "import './f.ts';",
    };

    assert.deepEqual(circles(files), [['b.ts', 'c.ts'], ['d.ts', 'e.ts'], ['f.ts']]);
  });
});
