import { strict as assert } from 'node:assert';
import { mutationsOf } from './mutations.ts';

/** What the text could become. */
function changed(text: string): string[] {
  return mutationsOf('src/a.ts', text).map(({ start, end, after }) => text.slice(0, start) + after + text.slice(end));
}

describe('the changes to a text', () => {
  const rows: readonly [what: string, text: string, after: readonly string[]][] = [
    ['comparisons', 'a < b', ['a >= b']],
    ['and, or', 'a && b', ['a || b']],
    ['what stands in for nothing', 'a ?? b', ['a']],
    ['conditions, with what stands in them', 'if (a) b = c;', ['if (!(a)) b = c;', 'if (a) ;']],
    ['the two ways of an expression', 'a ? b : c', ['!(a) ? b : c']],
    ['numbers', 'a = 7;', [';', 'a = 8;', 'a = 0;']],
    ['truth', 'a = true;', [';', 'a = false;']],
    ['texts', "a = 'x';", [';', "a = '';"]],
    ['texts with places', 'let a = `x ${b}`', ['let a = ``']],
    ['statements', 'f(a);', [';']],
    [
      'what is returned',
      'function f() { return f(a); }',
      ['function f() { return undefined; }', 'function f() { return null; }'],
    ],
    ['lists that are returned', 'function f() { return [a]; }', ['function f() { return []; }']],
    ['what an arrow gives', 'let f = (a: A): B => ({ a })', ['let f = (a: A): B => ({})']],
    ['some for every', 'a = b.some(c);', [';', 'a = b.every(c);']],
    ['what is filtered', 'a = b.filter(c);', [';', 'a = b;']],
    ['what is there sometimes', 'let a = { ...(b && c) }', ['let a = { ...({}) }', 'let a = { ...(b || c) }']],
  ];
  for (const [what, text, after] of rows) it(`are those of ${what}`, () => assert.deepEqual(changed(text), after));

  const none: readonly [what: string, text: string][] = [
    ['names of files', "import a from './b.ts';"],
    ['names of properties', "let a = { 'b-c': d }"],
    ['types', "let a: 'x' | 7 = b as 'y';\ninterface C { readonly d: true }"],
    ['texts that are joined', "let a = 'x' + b"],
    ['comments', '// a < b'],
  ];
  for (const [what, text] of none)
    it(`are none of ${what}`, () =>
      assert.deepEqual(
        changed(text).filter(one => !one.includes("''")),
        [],
      ));

  it('say where they are', () => {
    const [mutation] = mutationsOf('src/a.ts', 'let a: A;\nf(a);');

    assert.deepEqual(mutation, { file: 'src/a.ts', line: 2, start: 10, end: 15, before: 'f(a);', after: ';' });
  });
});
