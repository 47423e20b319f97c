import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
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
      const titles = Object.entries(texts).flatMap(([key, value]) => (/^bots.*\.title$/.test(key) ? [value] : []));
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

    assert.deepEqual(
      problems,
      ['TEAMS_APP_ID', 'BOT_DOMAIN', 'BOT_ID'].map(
        name => `manifest.json: \${{${name}}} has no value. Set ${name} in the environment.`,
      ),
    );
  });

  it('is refused with a web address where a host name belongs', () => {
    const { problems } = buildAppPackage(original, { ...environment, BOT_DOMAIN: 'https://triage.contoso.example/' });

    assert.match(
      problems.join('\n'),
      /validDomains\[0\]: "https:.*" is no host name\. Set BOT_DOMAIN to the host alone/,
    );
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
    [
      'a translation that nobody reads',
      folder => cpSync(join(folder, 'nl.json'), join(folder, 'de.json')),
      /de\.json: manifest\.json does not name it\. Add it to localizationInfo/,
    ],
    [
      'two lists of commands for one scope',
      folder =>
        change(folder, 'manifest.json', value => {
          const [bot] = value.bots as { commandLists: { scopes: string[] }[] }[];
          bot!.commandLists[1]!.scopes.push('personal');
        }),
      /bots\[0\]\.commandLists\[1\]\.scopes: "personal" has a list already/,
    ],
    [
      'an extension of another bot',
      folder =>
        change(folder, 'manifest.json', value => {
          const [extension] = value.composeExtensions as { botId: string }[];
          extension!.botId = '11111111-7777-4888-9999-000000000000';
        }),
      /composeExtensions\[0\]\.botId: another bot than bots\[0\]\.botId/,
    ],
    [
      'a search on a message',
      folder =>
        change(folder, 'manifest.json', value => {
          const [extension] = value.composeExtensions as { commands: { context: string[] }[] }[];
          extension!.commands[0]!.context = ['message'];
        }),
      /composeExtensions\[0\]\.commands\[0\]\.context: Teams offers only actions on a message/,
    ],
    ['no manifest', folder => rmSync(join(folder, 'manifest.json')), /manifest\.json: the file is missing in/],
    ['JSON that is none', folder => writeFileSync(join(folder, 'nl.json'), '{'), /nl\.json: not valid JSON/],
  ];
  for (const [what, breakIt, says] of cases) {
    it(`is refused with file, path and remedy: ${what}`, () => {
      assert.match(broken(breakIt).join('\n'), says);
    });
  }
});

/** Folders that were broken on purpose, and everything that `npm run manifest -- <folder>` says of them. */
const refusals: Record<string, readonly string[]> = {
  'extension-without-bot': [
    'manifest.json: composeExtensions[0].botId: missing, so nothing would answer. Set it to "${{BOT_ID}}".',
    'manifest.json: composeExtensions[0].commands[1].id: "search" is there twice. Give each command its own.',
    'manifest.json: composeExtensions[0].commands[1]: an action without a dialog. Set fetchTask to true, or add parameters.',
  ],
  'menus-that-do-not-fit': [
    'manifest.json: bots[0].commandLists[0].commands: 11 commands, but Teams shows 10. Keep the ones that people need first.',
    'manifest.json: bots[0].commandLists[0].commands[10].title: 41 characters, but the menu shows 32. Shorten "a command with a title that no menu shows".',
    'manifest.json: bots[0].scopes: "groupChat" has no commands. Add it to the scopes of a list in bots[0].commandLists, so that people see what they can type.',
    'manifest.json: bots[0].supportsFiles: Teams hands files over in personal chat only. Add the scope "personal", or set it to false.',
  ],
  'texts-that-point-nowhere': [
    'en.json: composeExtensions[0].commands[0].parameters[0].description: says "5.1.1", but manifest.json says "4.4.316". Make them the same; it is the default language.',
    'nl.json: composeExtensions[0].commands[1].title: points nowhere, manifest.json has no such text. Correct the numbers in brackets, or remove it.',
    'nl.json: composeExtensions[0].commands[0].title: no translation of "Find an article". Add it.',
    'sv.json: manifest.json does not name it. Add it to localizationInfo.additionalLanguages, or remove the file.',
  ],
  'wrong-shapes': [
    'manifest.json: name.short: must NOT have more than 30 characters (30). Correct it; the schema is version 1.25.',
    'manifest.json: bots.0.botId: must match pattern',
    'manifest.json: bots.0.scopes.0: must be equal to one of the allowed values',
    'outline.png: 32 by 32 pixels, but the color icon is a PNG of 192 by 192. Draw it anew from manifest/icons/.',
    'manifest.json: icons.outline: no file "missing.png". Name a PNG of 32 by 32 pixels beside manifest.json.',
  ],
};

describe('npm run manifest', () => {
  const run = (folder: string) =>
    spawnSync(process.execPath, [join(root, 'src', 'cli', 'manifest.ts'), folder], {
      encoding: 'utf8',
      env: { ...process.env, ...environment },
    });

  for (const [name, expected] of Object.entries(refusals)) {
    it(`refuses test/fixtures/manifest/${name} and says all that is wrong`, function () {
      this.timeout(20_000);
      const { status, stderr } = run(join(root, 'test', 'fixtures', 'manifest', name));

      assert.equal(status, 1);
      const lines = stderr.trim().split('\n');
      assert.equal(lines.pop(), 'Nothing was packed.');
      const said = lines.filter(line => line !== '');
      assert.deepEqual(
        said.map((line, index) => line.slice(0, expected[index]?.length)),
        expected,
      );
    });
  }

  it('packs a folder without problems', function () {
    this.timeout(20_000);
    const folder = join(temporaryFolder(), 'manifest');
    cpSync(original, folder, { recursive: true });

    const { status, stdout, stderr } = run(folder);

    assert.equal(status, 0, stderr);
    assert.match(stdout, /mailflow-triage\.zip is ready/);
    assert.ok('manifest.json' in unzipSync(readFileSync(join(folder, 'build', 'mailflow-triage.zip'))));
  });
});
