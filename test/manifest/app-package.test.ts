import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { main } from '../../src/cli/run-manifest.ts';
import { buildAppPackage } from '../../src/manifest/app-package.ts';
import { manifestVariables } from '../../src/manifest/package-values.ts';
import { finished } from '../cli/streams.ts';
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

  const setHost = 'Set the name at which the internet reaches the bot, such as triage.contoso.example.';
  const setId = "Set the client id of the bot's identity.";
  const onlyInside = (host: string) => `found "${host}", which only your own network understands. ${setHost}`;
  const anAddress = (host: string) =>
    `found the address "${host}", but Teams wants a name that a certificate is made out to. ${setHost}`;
  const wrongValues: [name: string, value: string, says: string][] = [
    ['BOT_DOMAIN', 'localhost', onlyInside('localhost')],
    ['BOT_DOMAIN', 'localhost:3978', onlyInside('localhost:3978')],
    ['BOT_DOMAIN', 'mailserver', onlyInside('mailserver')],
    ['BOT_DOMAIN', 'triage.contoso.local', onlyInside('triage.contoso.local')],
    ['BOT_DOMAIN', '192.0.2.7', anAddress('192.0.2.7')],
    ['BOT_DOMAIN', '192.0.2.7:443', anAddress('192.0.2.7:443')],
    ['BOT_DOMAIN', '[2001:db8::1]:443', anAddress('[2001:db8::1]:443')],
    [
      'BOT_DOMAIN',
      'triage.contoso.example:8443',
      'found "triage.contoso.example:8443" with a port, but a host in the package has none. Take ":8443" away.',
    ],
    [
      'BOT_DOMAIN',
      'https://triage.contoso.example/',
      '"https://triage.contoso.example/" is no host name. Set the host alone, without https:// and path.',
    ],
    ['BOT_DOMAIN', '*.contoso.example', `found "*.contoso.example", but the bot has one address. ${setHost}`],
    ['BOT_DOMAIN', 'triage..example', `"triage..example" is no host name. ${setHost}`],
    [
      'BOT_ID',
      'mailflow',
      `found "mailflow", allowed is a GUID such as 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed. ${setId}`,
    ],
    [
      'BOT_ID',
      '00000000-0000-0000-0000-000000000000',
      `found "00000000-0000-0000-0000-000000000000", which is only an example. ${setId}`,
    ],
    [
      'TEAMS_APP_ID',
      `{${environment.TEAMS_APP_ID}}`,
      `found "{${environment.TEAMS_APP_ID}}", allowed is a GUID such as 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed. Set the one of the package before, or leave it out: then it is made and kept.`,
    ],
  ];
  for (const [name, value, says] of wrongValues) {
    it(`is refused in one sentence with ${name}=${value}`, () => {
      const { archive, problems } = buildAppPackage(original, { ...environment, [name]: value });

      assert.deepEqual([archive, problems], [undefined, [`${name}: ${says}`]]);
    });
  }

  it('has not the same id for the app and the bot, unless the last one had', () => {
    const same = { ...environment, TEAMS_APP_ID: environment.BOT_ID.toUpperCase() };

    const { archive, problems } = buildAppPackage(original, same);

    assert.deepEqual(
      [archive, problems],
      [
        undefined,
        [
          'TEAMS_APP_ID: found the id of the bot, but the app has one of its own. Set the one of the package before, or leave it out: then it is made and kept.',
        ],
      ],
    );
    assert.deepEqual(buildAppPackage(original, same, same.TEAMS_APP_ID).problems, []);
  });

  it('names several wrong values at once', () => {
    const wrong = buildAppPackage(original, { TEAMS_APP_ID: 'x', BOT_ID: 'y', BOT_DOMAIN: 'z' });

    assert.deepEqual(
      wrong.problems.map(problem => problem.split(':')[0]),
      ['TEAMS_APP_ID', 'BOT_DOMAIN', 'BOT_ID'],
    );
  });

  it('is refused with a host in the manifest that only this computer understands', () => {
    const problems = broken(folder =>
      change(folder, 'manifest.json', value =>
        Object.assign(value, { validDomains: ['localhost:3978', '*.contoso.example'] }),
      ),
    );

    assert.deepEqual(problems, [`manifest.json: validDomains[0]: ${onlyInside('localhost:3978')}`]);
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
  /** @returns also the lines that were said */
  async function run(folder: string, env: NodeJS.ProcessEnv = environment) {
    const result = await finished(terminal => main([folder], terminal, root), { env });
    return { ...result, lines: result.errors.trim().split('\n') };
  }

  function copied(): string {
    const folder = join(temporaryFolder(), 'manifest');
    cpSync(original, folder, { recursive: true, filter: path => !path.endsWith('build') });
    return folder;
  }

  const packed = (folder: string) => {
    const files = unzipSync(readFileSync(join(folder, 'build', 'mailflow-triage.zip')));
    return JSON.parse(Buffer.from(files['manifest.json']!).toString()) as { id: string; bots: { botId: string }[] };
  };

  for (const [name, expected] of Object.entries(refusals)) {
    it(`refuses test/fixtures/manifest/${name} and says all that is wrong`, async () => {
      const { code, lines } = await run(join(root, 'test', 'fixtures', 'manifest', name));

      assert.equal(code, 1);
      assert.equal(lines.pop(), 'Nothing was packed.');
      const said = lines.filter(line => line !== '');
      assert.deepEqual(
        said.map((line, index) => line.slice(0, expected[index]?.length)),
        expected,
      );
    });
  }

  it('makes the id of the app when there is none, and uses it again for the next version', async () => {
    const folder = copied();
    const { BOT_ID, BOT_DOMAIN } = environment;

    const first = await run(folder, { BOT_ID, BOT_DOMAIN });
    const { id } = packed(folder);
    const second = await run(folder, {});

    assert.deepEqual([first.code, first.errors, second.code, second.errors], [0, '', 0, '']);
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.ok(first.out.startsWith(`TEAMS_APP_ID=${id} is new: every later version needs the same one.\n`), first.out);
    assert.match(first.out, /are kept in \S*env\/\.env\.package\. Keep that file/);
    assert.match(first.out, /mailflow-triage\.zip is ready/);
    assert.equal(packed(folder).id, id);
    assert.equal(packed(folder).bots[0]!.botId, BOT_ID);
    assert.doesNotMatch(second.out, /is new/);
  });

  it('says that another id makes another app of it, and keeps the first', async () => {
    const folder = copied();
    await run(folder);
    const other = '99999999-2222-4333-8444-555555555555';

    const { code, out } = await run(folder, { ...environment, TEAMS_APP_ID: other });
    const id = packed(folder).id;
    await run(folder, {});

    assert.equal(code, 0);
    assert.match(
      out,
      /^TEAMS_APP_ID: another one than in \S*\.env\.package, so Teams takes this package for another app/,
    );
    assert.deepEqual([id, packed(folder).id], [other, environment.TEAMS_APP_ID]);
  });

  it('says where a wrong value stands that was kept', async () => {
    const folder = copied();
    await run(folder);
    const file = join(folder, '..', 'env', '.env.package');
    writeFileSync(file, readFileSync(file, 'utf8').replace(environment.BOT_DOMAIN, 'localhost'));

    const { code, errors } = await run(folder, {});

    assert.equal(code, 1);
    assert.match(errors, /^BOT_DOMAIN: found "localhost"/);
    assert.match(errors, /\nBOT_DOMAIN of the last package: correct it in \S*\.env\.package, or give it anew\.\n/);
  });

  it('keeps no id where nothing was packed, and names what is missing', async () => {
    const folder = copied();

    const { code, lines } = await run(folder, {});

    assert.equal(code, 1);
    assert.ok(lines.includes('The package needs BOT_ID, BOT_DOMAIN from the environment.'), lines.join('\n'));
    assert.equal(existsSync(join(folder, '..', 'env', '.env.package')), false);
  });

  it('says that packages are missing where only those that run are installed', () => {
    const folder = temporaryFolder();
    for (const part of ['cli', 'manifest'])
      cpSync(join(root, 'src', part), join(folder, 'src', part), { recursive: true });

    const { status, stderr } = spawnSync(process.execPath, [join(folder, 'src', 'cli', 'manifest.ts')], {
      encoding: 'utf8',
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    });

    assert.deepEqual(
      [status, stderr],
      [2, 'The packages for development are missing: run "npm ci", without --omit=dev, and try again.\n'],
    );
  });

  it('says what is wrong with an option, and how it is used', async () => {
    const wrong = await finished(terminal => main(['--domain', 'x'], terminal, root));
    const help = await finished(terminal => main(['--help'], terminal, root));

    assert.equal(wrong.code, 2);
    assert.match(wrong.errors, /^--domain: no such option\. Known: --help\.\n$/);
    for (const name of manifestVariables) assert.ok(help.out.includes(`  ${name} `), name);
  });
});
