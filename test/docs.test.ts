import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'js-yaml';
import { Marked } from 'marked';
import { readConfig } from '../src/config.ts';
import { fileKinds } from '../src/files/file-kind.ts';
import { manifestVariables } from '../src/manifest/package-values.ts';
import { locales } from '../src/triage/evidence.ts';
import type { CommandWord } from '../src/triage/hearing/read-typed.ts';
import { root, strings } from './content.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const pages = [
  'README.md',
  'DESIGN.md',
  'CONTRIBUTING.md',
  'STYLE.md',
  'dialogs/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
];

/** What the help card names, in this order. */
const helpWords: readonly CommandWord[] = [
  'new',
  'back',
  'undo',
  'restart',
  'cases',
  'findCases',
  'case',
  'note',
  'ticket',
  'moveTo',
  'timeline',
  'pack',
  'expertsHere',
  'incidents',
  'partners',
  'hosts',
  'language',
  'forget',
];

/** All addresses that a page links to or shows as a picture. */
function linksOf(file: string): string[] {
  const links: string[] = [];
  const markdown = new Marked({
    walkTokens: token => {
      if (token.type === 'link' || token.type === 'image') links.push(token.href);
    },
  });
  markdown.parse(read(file), { async: false });
  return links;
}

/** Headings as GitHub names their anchors: `## B. Azure` is `#b-azure`. */
function anchorsOf(file: string): string[] {
  return [...read(file).matchAll(/^#{1,6} (?<text>.{1,200})$/gm)].map(({ groups }) =>
    groups!
      .text!.toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Paths of the repository that a text names in code: `src/triage/evidence.ts`, but not `cards/<view>.json`. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/(?<![\w./<>-])(?<path>(?:src|test|cards|dialogs|infra)\/[\w./-]*)(?![\w<>*])/g)].map(
    ({ groups }) => groups!.path!.replace(/[./]+$/, ''),
  );
}

/** All texts in nested content. */
function* leaves(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* leaves(part);
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name));
}

describe('the documents', () => {
  for (const page of pages) {
    it(`${page} links only to files and headings that are there`, () => {
      for (const href of linksOf(page)) {
        if (/^(https:|mailto:)/.test(href)) continue;
        assert.doesNotMatch(href, /^[a-z]+:/, `${page}: ${href}`);
        const [path = '', anchor] = href.split('#');
        const file = path === '' ? page : join(dirname(page), decodeURIComponent(path));
        assert.ok(existsSync(join(root, file)), `${page}: ${href}`);
        if (anchor) assert.ok(anchorsOf(file).includes(anchor), `${page}: ${href}`);
      }
    });
  }

  it('name files and folders that are there, in the deployment guide', () => {
    for (const [, path] of read('docs/deploy.md').matchAll(/(?<![\w/])((?:infra|env|manifest|docs)\/[\w./-]*\w)/g)) {
      if (path!.startsWith('manifest/build') || path!.endsWith('.user') || path!.endsWith('.NAME')) continue;
      // Written by `npm run manifest`.
      if (path === 'env/.env.package') continue;
      assert.ok(existsSync(join(root, path!)), path);
    }
  });

  it('name files and folders that are there, in code', () => {
    // The article of dialogs/README.md is made up.
    for (const page of pages.filter(one => one !== 'dialogs/README.md')) {
      for (const path of pathsIn(read(page))) assert.ok(existsSync(join(root, path)), `${page}: ${path}`);
    }
  });

  it('say where what is often looked for is', () => {
    const list = /^## Where is …$(?<list>[^#]*)^## /m.exec(read('CONTRIBUTING.md'))!.groups!.list!;
    const answers = list.trim().split('\n');

    assert.ok(answers.length >= 11, `${answers.length} answers`);
    for (const answer of answers) {
      const paths = pathsIn(answer);
      assert.ok(paths.length > 0, answer);
      for (const path of paths) assert.ok(statSync(join(root, path)).isFile(), path);
    }
  });

  it('quote what the cards and the program really say', () => {
    const said = [...leaves(load(read('cards/strings/en.yaml')))];
    const quotes = ['docs/deploy.md', 'docs/support.md'].flatMap(page =>
      [...read(page).matchAll(/“(?<quote>[^”]{1,200})”/g)].map(({ groups }) => ({ page, quote: groups!.quote! })),
    );

    assert.ok(quotes.length > 20);
    for (const { page, quote } of quotes) {
      const start = quote.replace(/ ?…$/, '');
      assert.ok(
        said.some(text => text.includes(start)),
        `${page}: no card says “${quote}”`,
      );
    }
    const program = sources('src').map(read).join('\n');
    for (const message of [
      'A turn failed',
      'A request was refused',
      'The database closed a connection',
      'The cards of a case were not updated',
      'Housekeeping failed',
      'Stopped before everything was answered',
      'The settings cannot be used:',
      'The database was set up by a newer version',
      'The database does not answer.',
      'The database takes nothing.',
      'The database file was deleted or replaced.',
      'cannot be opened',
      'This tenant is not allowed.',
      'Not authorised.',
      'Not an activity: ',
      'the port is in use',
      'has no value',
      'is no host name',
      'allowed is a GUID',
      'which only your own network understands',
      'found the address',
      'with a port',
      'so Teams takes this package for another app',
      'is ready.',
      'Mailflow Triage listens on ',
      'Mailflow Triage is ready: open ',
    ]) {
      assert.ok(program.includes(message), `src/ does not say "${message}"`);
      assert.ok(read('docs/deploy.md').includes(message.trim()), `the guide does not explain "${message}"`);
    }
  });

  it('name the commands that the help card names, which are the same in every language', () => {
    const named = locales.map(locale =>
      strings[locale]
        .list('notice.help.lines')
        .slice(2)
        .flatMap(line => [...line.matchAll(/\*\*(?<command>[^*]+)\*\*/g)].map(({ groups }) => groups!.command!)),
    );
    const [english] = named;
    const [, list] = read('README.md').match(/`help` names what works[^:]*: (.*)/)!;
    const inReadme = [...list!.replace(/ \([^)]*\)/g, '').matchAll(/`(?<command>[^`]+)`/g)];

    assert.deepEqual(
      inReadme.map(({ groups }) => groups!.command),
      english,
    );
    for (const [at, locale] of locales.entries()) {
      assert.equal(named[at]!.length, helpWords.length, locale);
      for (const [index, word] of helpWords.entries()) {
        const command = named[at]![index]!;
        const isIt = (known: string) => command === known || command.startsWith(`${known} `);
        assert.ok(strings[locale].list(`commands.${word}`).some(isIt), `${locale}: "${command}" is no ${word}`);
      }
    }
  });

  it('name the commands of the app as its manifest does', () => {
    const { composeExtensions } = JSON.parse(read('manifest/manifest.json')) as {
      composeExtensions: { commands: { title: string }[] }[];
    };

    const guide = read('docs/deploy.md') + read('docs/support.md') + read('README.md');
    for (const { title } of composeExtensions[0]!.commands) assert.ok(guide.includes(`**${title}**`), title);
  });

  it('tell of every kind of file that is read', () => {
    for (const page of ['README.md', 'docs/deploy.md', 'docs/support.md'])
      for (const kind of fileKinds) assert.ok(read(page).includes(`\`.${kind}\``), `${page}: .${kind}`);
  });

  it('say of every table of the database how long it keeps what', () => {
    const tables = [
      .../interface Tables \{(?<body>[^}]*)\}/
        .exec(read('src/storage/schema.ts'))!
        .groups!.body!.matchAll(/^ +(?<name>\w+):/gm),
    ];

    assert.ok(tables.length > 8);
    for (const { groups } of tables)
      assert.match(read('docs/privacy.md'), new RegExp(`^\\|.*\`${groups!.name}\`.*\\|$`, 'm'), groups!.name);
    // The times that the page names in words.
    assert.match(read('src/bot/serving/keep-house.ts'), /forgetActivities\(new Date\(Date\.now\(\) - day\)/);
    assert.match(read('src/bot/serving/keep-house.ts'), /forgetDrafts\(new Date\(Date\.now\(\) - day\)/);
    assert.match(read('src/bot/serving/keep-house.ts'), /daysForAuthors = 90;/);
    assert.match(read('src/storage/gaps.ts'), /mostKept = 5_000;/);
    assert.match(read('src/bot/answering/gaps.ts'), /longestSentence = 300;/);
    assert.match(read('src/bot/answering/on-feedback.ts'), /longestComment = 1_000;/);
  });

  it('list every setting', () => {
    const settings = [...read('src/config.ts').matchAll(/^ {2}(?<name>[A-Z][A-Za-z]*[A-Z_][A-Za-z_]*): /gm)];

    assert.ok(settings.length >= 12);
    for (const { groups } of settings) {
      if (groups!.name !== 'NODE_ENV') assert.match(read('README.md'), new RegExp(`\\| \`${groups!.name}\` \\|`));
    }
  });
});

const variablesOf = (text: string) => [...text.matchAll(/\$\{\{(?<name>\w+)\}\}/g)].map(({ groups }) => groups!.name!);
const bicep = read('infra/azure.bicep');

describe('the deployment files', () => {
  const names = (file: string) => [...read(file).matchAll(/^(?<name>\w+)=/gm)].map(({ groups }) => groups!.name!);
  const outputs = [...bicep.matchAll(/^output (?<name>\w+) /gm)].map(({ groups }) => groups!.name!);

  it('give the Agents Toolkit known actions, and files that are there', () => {
    const { version, provision, deploy, publish } = load(read('m365agents.yml')) as Record<string, unknown>;

    assert.equal(version, 'v1.11');
    const actions = [provision, deploy, publish].flat() as { uses: string; with: Record<string, unknown> }[];
    for (const action of actions) {
      assert.match(
        action.uses,
        /^(teamsApp\/(create|validateManifest|zipAppPackage|validateAppPackage|update|publishAppPackage)|arm\/deploy|cli\/runNpmCommand|azureAppService\/zipDeploy)$/,
      );
    }
    for (const [, path] of JSON.stringify(actions).matchAll(/"\.\/([^"]*)"/g)) {
      if (!path!.startsWith('manifest/build')) assert.ok(existsSync(join(root, path!)), path);
    }
  });

  it('define every variable that the Agents Toolkit fills in', () => {
    const known = names('env/.env.dev');

    const used = ['m365agents.yml', 'infra/azure.parameters.json', 'manifest/manifest.json'].flatMap(file =>
      variablesOf(read(file)),
    );
    for (const name of [...used, ...outputs, ...manifestVariables]) {
      assert.ok(known.includes(name) || name.startsWith('SECRET_'), name);
    }
    assert.deepEqual(
      known.filter(name => name.startsWith('SECRET_')),
      [],
    );
  });

  it('give the Bicep file only parameters that it has, and all that it needs', () => {
    const parameters = Object.keys(JSON.parse(read('infra/azure.parameters.json')).parameters);
    const declared = [...bicep.matchAll(/^param (?<name>\w+) \w+(?<value> =)?/gm)].map(({ groups }) => groups!);

    for (const name of parameters)
      assert.ok(
        declared.some(parameter => parameter.name === name),
        name,
      );
    for (const { name, value } of declared) assert.ok(value || parameters.includes(name!), `${name} has no value`);
    for (const bracket of ['{}', '[]', '()']) {
      assert.equal(bicep.split(bracket[0]!).length, bicep.split(bracket[1]!).length, `balanced ${bracket}`);
    }
  });

  it('set only settings that the bot has, with values that it takes', () => {
    const inBicep = /name: 'appsettings'\s+properties: \{(?<body>[\s\S]*?)\n {4}\}/.exec(bicep)!.groups!.body!;
    const { services } = load(read('compose.yaml')) as { services: Record<string, { environment?: object }> };
    const used = [
      ...[...inBicep.matchAll(/^ +(?<name>\w+): /gm)].map(({ groups }) => groups!.name!),
      ...Object.keys(services.bot!.environment!),
      ...names('infra/mailflow-triage.env.example'),
    ];

    const known = read('src/config.ts');
    const azure = ['WEBSITES_CONTAINER_STOP_TIME_LIMIT', 'WEBSITE_RUN_FROM_PACKAGE', 'SCM_DO_BUILD_DURING_DEPLOYMENT'];
    for (const name of used) assert.ok(known.includes(`  ${name}: `) || azure.includes(name), name);
  });

  it('pass every setting of the README on to the container', () => {
    const { services } = load(read('compose.yaml')) as { services: { bot: { environment: Record<string, string> } } };
    const settings = [...read('README.md').matchAll(/^\| `(?<name>[A-Z][A-Za-z_]+)` \|/gm)].map(
      ({ groups }) => groups!.name!,
    );

    // These two belong to the container.
    for (const name of settings.filter(one => one !== 'PORT' && one !== 'HOST'))
      assert.ok(name in services.bot.environment, name);
    for (const [name, value] of Object.entries(services.bot.environment))
      assert.ok(!/\$\{\w+:-\}/.test(value) || value === `\${${name}:-}`, name);
  });

  it('has an example of settings that is right but for the secret', () => {
    const example = Object.fromEntries(
      [...read('infra/mailflow-triage.env.example').matchAll(/^(?<name>\w+)=(?<value>.*)$/gm)].map(({ groups }) => [
        groups!.name!,
        groups!.value!,
      ]),
    );

    assert.ok(readConfig({ ...example, MicrosoftAppPassword: 'secret-value' }).identity);
  });

  it('puts everything into the image and the zip that the program reads', () => {
    for (const folder of ['src', 'cards', 'dialogs', 'docs']) {
      assert.match(read('Dockerfile'), new RegExp(`^COPY ${folder} `, 'm'));
      assert.match(read('.dockerignore'), new RegExp(`^!${folder}$`, 'm'));
      assert.match(read('infra/pack.sh'), new RegExp(`git archive .* ${folder}\\b`));
    }
  });

  it('parses compose.yaml, with a health check for what the bot waits for', () => {
    const { services } = load(read('compose.yaml')) as {
      services: Record<string, { depends_on?: unknown; healthcheck?: object; ports?: string[] }>;
    };

    assert.deepEqual(Object.keys(services), ['bot', 'database', 'proxy']);
    assert.ok(services.database?.healthcheck);
    for (const port of services.bot!.ports!) assert.match(port, /^127\.0\.0\.1:/);
    assert.equal(services.database?.ports, undefined);
  });
});

describe('the production packages', () => {
  it('hold everything that the bot imports', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    // The commands for authors and the package need those for development.
    const developersOnly = ['cli', 'manifest'];

    for (const name of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts') || name.endsWith('.d.ts') || developersOnly.includes(name.split('/')[0]!)) continue;
      for (const [, packageName] of read(`src/${name}`).matchAll(
        /^(?:import|export) (?!type )[^;]*?from '([^.'][^']*)';/gms,
      )) {
        if (packageName!.startsWith('node:')) continue;
        const base = packageName!.split('/').slice(0, packageName!.startsWith('@') ? 2 : 1);
        assert.ok(dependencies[base.join('/')], `src/${name} imports ${packageName}`);
      }
    }
  });
});
