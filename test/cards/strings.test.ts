import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locales } from '../../src/triage/evidence.ts';
import { placeholdersIn } from '../../src/triage/placeholders.ts';
import { root, strings } from '../content.ts';

const english = strings.en;

function sources(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.startsWith('chat'))
    .map(name => readFileSync(join(root, 'src', name), 'utf8'));
}

/** Keys as the code writes them; `${…}` in a key stands for anything. */
function keysInCode(): RegExp[] {
  const found = sources().flatMap(text =>
    [...text.matchAll(/(?:(?:say|list)\(|said\(desk, reader,)\s*(?<quote>['`])(?<key>[^'`]+)\k<quote>/g)].map(
      match => match.groups!.key!,
    ),
  );
  // noticeData builds its keys from the topic.
  return [...found, 'notice.${topic}.title', 'notice.${topic}.lines', 'notice.${topic}.note'].map(
    key =>
      new RegExp(
        `^${key
          .split(/\$\{[^}]*\}/)
          .map(part => part.replaceAll('.', '\\.'))
          .join('.+')}$`,
      ),
  );
}

describe('the texts of the cards', () => {
  for (const locale of locales) {
    it(`have the same keys in ${locale} as in English`, () => {
      assert.deepEqual([...strings[locale].keys()].sort(), [...english.keys()].sort());
    });

    it(`fill in nothing in ${locale} that English does not`, () => {
      for (const key of english.keys()) {
        const texts = (one: typeof english) =>
          /commands\./.test(key) ? [] : isList(key) ? one.list(key) : [one.say(key)];
        const known = texts(english).flatMap(placeholdersIn);
        for (const name of texts(strings[locale]).flatMap(placeholdersIn))
          assert.ok(known.includes(name), `${locale} ${key}: {${name}}`);
      }
    });
  }

  it('are all there that the code asks for', () => {
    const known = [...english.keys()];
    for (const pattern of keysInCode())
      assert.ok(
        known.some(key => pattern.test(key)),
        String(pattern),
      );
  });

  it('are all asked for', () => {
    const patterns = keysInCode();
    const code = sources().join('\n');
    assert.deepEqual(
      english.keys().filter(key => !code.includes(`'${key}'`) && !patterns.some(pattern => pattern.test(key))),
      [],
    );
  });
});

function isList(key: string): boolean {
  try {
    english.list(key);
    return true;
  } catch {
    return false;
  }
}
