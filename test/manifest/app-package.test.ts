import { strict as assert } from 'node:assert';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { buildAppPackage } from '../../src/manifest/app-package.ts';
import { root, strings } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';

const environment = {
  TEAMS_APP_ID: '11111111-2222-4333-8444-555555555555',
  BOT_ID: '66666666-7777-4888-9999-000000000000',
  BOT_DOMAIN: 'triage.contoso.example',
};
const original = join(root, 'manifest');

/** A copy of manifest/ in which something was broken. */
function broken(breakIt: (folder: string) => void): readonly string[] {
  const folder = join(temporaryFolder(), 'manifest');
  cpSync(original, folder, { recursive: true });
  breakIt(folder);
  const { archive, problems } = buildAppPackage(folder, environment);
  assert.equal(archive, undefined);
  return problems;
}

function change(folder: string, file: string, how: (value: Record<string, unknown>) => void): void {
  const value = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  how(value);
  writeFileSync(join(folder, file), JSON.stringify(value));
}

describe('the app package', () => {
  it('is valid, with all languages and icons at its root', () => {
    const { archive, problems } = buildAppPackage(original, environment);

    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(unzipSync(archive!)).sort(), [
      'color.png',
      'en.json',
      'manifest.json',
      'nl.json',
      'outline.png',
      'sv.json',
      'zh-cn.json',
    ]);
    const manifest = JSON.parse(Buffer.from(unzipSync(archive!)['manifest.json']!).toString());
    assert.equal(manifest.bots[0].botId, environment.BOT_ID);
  });

  it('offers commands that the bot understands, in every language', () => {
    for (const [file, locale] of [
      ['en', 'en'],
      ['nl', 'nl'],
      ['sv', 'sv'],
      ['zh-cn', 'zh-CN'],
    ] as const) {
      const texts = JSON.parse(readFileSync(join(original, `${file}.json`), 'utf8')) as Record<string, string>;
      const titles = Object.entries(texts).flatMap(([key, value]) => (key.endsWith('.title') ? [value] : []));
      const known = ['help', 'new', 'cases', 'restart', 'language', 'forget'].flatMap(word =>
        strings[locale].list(`commands.${word}`),
      );
      for (const title of titles)
        assert.ok(
          known.some(word => title === word || title.startsWith(`${word} `)),
          `${file}: ${title}`,
        );
    }
  });

  it('names what the environment does not give', () => {
    const { problems } = buildAppPackage(original, {});

    assert.ok(problems.some(problem => problem.includes('Set BOT_ID in the environment')));
  });

  const cases: [what: string, breakIt: (folder: string) => void, says: RegExp][] = [
    [
      'a name that is too long',
      folder => change(folder, 'manifest.json', value => Object.assign(value, { name: { short: 'x'.repeat(40) } })),
      /manifest\.json: name\.short: must NOT have more than 30 characters/,
    ],
    [
      'a scope that does not exist',
      folder =>
        change(folder, 'manifest.json', value =>
          Object.assign((value.bots as object[])[0]!, { scopes: ['everywhere'] }),
        ),
      /manifest\.json: bots\.0\.scopes\.0: must be equal to one of the allowed values/,
    ],
    ['a missing language file', folder => rmSync(join(folder, 'sv.json')), /sv\.json: the file is missing/],
    [
      'an icon of the wrong size',
      folder => cpSync(join(folder, 'color.png'), join(folder, 'outline.png')),
      /outline\.png: 192 by 192 pixels, but the outline icon is a PNG of 32 by 32/,
    ],
    ['JSON that is none', folder => writeFileSync(join(folder, 'nl.json'), '{'), /nl\.json: not valid JSON/],
  ];
  for (const [what, breakIt, says] of cases) {
    it(`is refused with file, path and remedy: ${what}`, () => {
      assert.match(broken(breakIt).join('\n'), says);
    });
  }
});
