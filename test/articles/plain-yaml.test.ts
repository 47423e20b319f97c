import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { readPlainYaml } from '../../src/articles/plain-yaml.ts';
import { dialogs } from '../content.ts';

describe('reading plain YAML', () => {
  it('reads the texts of every article as js-yaml does', () => {
    const files = globSync(join(dialogs, '*/strings/*.yaml'));
    const texts = files.map(file => readFileSync(file, 'utf8'));

    const read = texts.map(readPlainYaml);

    read.forEach((value, place) => {
      if (value !== undefined) assert.deepEqual(value, load(texts[place]!), files[place]);
    });
    assert.ok(read.filter(value => value !== undefined).length > 0.9 * files.length);
  });

  const left: readonly [what: string, text: string][] = [
    ['a text over two lines', 'why: It decides\n  what is next'],
    ['a text in a block', 'why: |\n  It decides'],
    ['a map in a list', 'sources:\n  - title: Bounces\n    read: 2026-11-21'],
    ['a key twice', 'why: One\nwhy: Two'],
    ['a comment after a text', 'why: It decides # or not'],
    ['a colon in a text', 'why: It decides: yes'],
    ['an anchor', 'why: &why It decides'],
    ['a tag', 'why: !!str 5'],
    ['a word that may be a truth', 'risky: yes'],
    ['nothing after a key', 'why:'],
    ['a tab', 'why:\tIt decides'],
    ['a quote that does not end', "why: 'It decides"],
    ['an indentation that fits nowhere', 'steps:\n    why: One\n  what: Two'],
    ['a list where a map has begun', 'why: One\n- Two'],
  ];
  for (const [what, text] of left) {
    it(`leaves ${what} to js-yaml`, () => {
      assert.equal(readPlainYaml(text), undefined);
    });
  }

  it('never reads anything otherwise than js-yaml', () => {
    const scalar = fc.constantFrom(
      'It decides',
      "'It''s full'",
      '"a\\nb"',
      '5',
      '[5.2.2]',
      '~',
      '“Proxy”',
      'a: b',
      'c #d',
      '-',
      '- x',
      '收件人',
    );
    const line = fc
      .tuple(fc.nat(3), fc.constantFrom('', '- ', 'why: ', 'steps:', '# ', "'yes': "), scalar)
      .map(([indent, start, value]) => `${'  '.repeat(indent)}${start}${start.endsWith(':') ? '' : value}`);
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), lines => {
        const text = lines.join('\n');
        const read = readPlainYaml(text);
        if (read !== undefined) assert.deepEqual(read, load(text));
      }),
      { numRuns: 2_000 },
    );
  });
});
