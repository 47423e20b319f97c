import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { ConfigError, readConfig } from '../src/config.ts';
import { root } from './content.ts';
import { runMain } from './main-process.ts';

const app = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '66666666-7777-4888-9999-000000000000',
  MicrosoftAppPassword: 'secret-value',
};

const settings = [
  ...readFileSync(join(root, 'src/config.ts'), 'utf8').matchAll(/^ {2}(?<name>[A-Z][A-Za-z]*[A-Z_][A-Za-z_]*): /gm),
].map(({ groups }) => groups!.name!);

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
}

describe('the settings', () => {
  it('need none: local mode on loopback with an embedded database', () => {
    const { host, port, databaseUrl, identity, retryHours, defaultLanguage } = readConfig({});

    assert.deepEqual(
      { host, port, databaseUrl, identity, retryHours, defaultLanguage },
      {
        host: '127.0.0.1',
        port: 3978,
        databaseUrl: 'sqlite:data/mailflow-triage.db',
        identity: undefined,
        retryHours: 24,
        defaultLanguage: 'en',
      },
    );
  });

  it('allow only the own tenant of a bot that belongs to one', () => {
    const config = readConfig(app);

    assert.equal(config.host, '0.0.0.0');
    assert.deepEqual(config.allowedTenants, [app.MicrosoftAppTenantId]);
  });

  it('are taken with blanks around them', () => {
    const { port, identity } = readConfig({ ...app, PORT: ' 3978 ', MicrosoftAppPassword: 'secret-value\n' });

    assert.equal(port, 3978);
    assert.equal(identity?.appPassword, 'secret-value');
  });

  it('count as not set when they are empty or blank', () => {
    const blank = Object.fromEntries(settings.flatMap(name => [[name, name.length % 2 ? '' : ' \t ']]));

    assert.deepEqual(readConfig(blank), readConfig({}));
  });

  it('take a GUID of any version, in capitals too, and lists with any separators', () => {
    const odd = 'ABCDEF01-2345-F678-09AB-CDEF01234567';

    const config = readConfig({
      ...app,
      MicrosoftAppId: odd,
      ALLOWED_TENANTS: `${odd}; ${app.MicrosoftAppTenantId} ,`,
    });

    assert.equal(config.identity?.appId, odd.toLowerCase());
    assert.deepEqual(config.allowedTenants, [odd.toLowerCase(), app.MicrosoftAppTenantId]);
  });

  const numbers = ['abc', '-1', '1.5', 'NaN', 'Infinity', '0x10', '1e3', '+5', '3 978', '9'.repeat(30)];
  const aGuid = 'a GUID such as 00000000-0000-0000-0000-000000000000';
  /** Wrong values of each setting, and what the message says is allowed. */
  const wrong: Record<string, [values: string[], allowed: string]> = {
    PORT: [[...numbers, '65536', '99999'], 'a whole number from 0 to 65535'],
    HOST: [['a b', 'http://127.0.0.1', '127.0.0.1:3978/', '[::1]'], 'an address of this computer'],
    DATABASE_URL: [
      ['mysql://bot:secret-value@db.example/x', 'data/triage.db', 'sqlite:', 'postgres://db.example', 'true', '-1'],
      'sqlite:<file> (a path, relative to where the program was started, or absolute), sqlite::memory: (nothing is kept) or postgres://',
    ],
    MicrosoftAppId: [['contoso', '-1', `{${app.MicrosoftAppId}}`, app.MicrosoftAppId.slice(1)], aGuid],
    MicrosoftAppType: [['singletenant', 'Multitenant', '1'], 'SingleTenant, UserAssignedMSI or MultiTenant'],
    MicrosoftAppTenantId: [['contoso.example', '0'], aGuid],
    ALLOWED_TENANTS: [['contoso.example', `${app.MicrosoftAppId},contoso`], aGuid],
    DEFAULT_LANGUAGE: [['fr', 'EN', 'english', '1'], 'en, nl, sv or zh-CN'],
    RETRY_HOURS: [[...numbers, '0', '169'], 'a whole number from 1 to 168'],
    KEEP_DAYS: [[...numbers, '0', '3651'], 'a whole number from 1 to 3650'],
    KEEP_MEMORY_DAYS: [[...numbers, '0', '3651'], 'a whole number from 1 to 3650'],
    KEEP_GAPS: [['yes', 'ON', 'true', '1'], 'on or off'],
    REMINDERS: [['yes', 'ON', 'true', '1'], 'on or off'],
    ALERT_MINUTES: [[...numbers, '0', '1441'], 'a whole number from 1 to 1440'],
    INCIDENT_CASES: [[...numbers, '-1', '1001'], 'a whole number from 0 to 1000'],
    INCIDENT_MINUTES: [[...numbers, '0', '1441'], 'a whole number from 1 to 1440'],
    ADMINS: [['priya@contoso.example', `${app.MicrosoftAppId},priya`], aGuid],
    LEADS: [['Karin'], aGuid],
    FILE_HOSTS: [['*', '*.com', 'https://files.example', '*.sharepoint.com,a_b.example'], 'a host such as'],
    PROBES: [['yes', 'ON', 'true', '1'], 'on or off'],
    PROBE_TARGETS: [
      ['*', 'com', '*.com', '203.0.113.0/24', 'contoso.com:25', 'contoso.com,a_b.example'],
      'a domain or host such as',
    ],
    PROBES_PER_PERSON: [[...numbers, '0', '1001'], 'a whole number from 1 to 1000'],
    PROBES_PER_HOST: [[...numbers, '0', '1001'], 'a whole number from 1 to 1000'],
    OPERATOR_NAME: [['x'.repeat(201)], 'a text of at most 200 characters'],
    OPERATOR_CONTACT: [['x'.repeat(201)], 'a text of at most 200 characters'],
    STOP_SECONDS: [[...numbers, '0', '301'], 'a whole number from 1 to 300'],
    LOG_LEVEL: [['loud', 'INFO', '1'], 'silent, fatal, error, warn, info, debug or trace'],
  };

  it('have a row in this table', () => {
    assert.deepEqual(
      settings.filter(name => !(name in wrong)),
      ['MicrosoftAppPassword', 'NODE_ENV'],
    );
  });

  for (const [name, [values, allowed]] of Object.entries(wrong)) {
    it(`say in one sentence what is wrong with ${name}`, () => {
      for (const value of values) {
        const [problem = 'nothing', ...more] = problemsOf({ ...app, [name]: value });

        assert.deepEqual(more, [], value);
        // PORT: found "abc", allowed is a whole number from 0 to 65535; correct it, or remove it for the default 3978.
        assert.match(
          problem,
          /^\w+: found ".*".*, allowed is .+; correct it(, or remove it( for the default .+)?)?\.$/,
        );
        assert.ok(problem.startsWith(`${name}: found "`) && problem.includes(`allowed is ${allowed}`), problem);
        assert.doesNotMatch(problem, /secret-value|Invalid|expected|undefined|\n/);
        assert.ok(problem.length < 400, problem);
      }
    });
  }

  it('name the part of a list that is wrong', () => {
    assert.deepEqual(problemsOf({ ALLOWED_TENANTS: `${app.MicrosoftAppId},contoso` }), [
      `ALLOWED_TENANTS: found "contoso" in the list, allowed is ${aGuid}; correct it, or remove it.`,
    ]);
    assert.deepEqual(problemsOf({ ALLOWED_TENANTS: ' , ' }), [
      'ALLOWED_TENANTS: found ",", allowed is tenant ids, separated by commas; correct it, or remove it.',
    ]);
  });

  for (const name of settings) {
    it(`say that ${name} stands in quotes`, () => {
      for (const value of ['"secret-value"', "'secret-value'"]) {
        const problems = problemsOf({ ...app, [name]: value });

        assert.deepEqual(problems, [`${name}: the value stands in quotes; write it without them.`]);
      }
    });
  }

  for (const [name, right] of [
    ['MICROSOFT_APP_ID', 'MicrosoftAppId'],
    ['MicrosoftAppID', 'MicrosoftAppId'],
    ['MICROSOFTAPPTYPE', 'MicrosoftAppType'],
    ['MicrosoftAppTenantID', 'MicrosoftAppTenantId'],
    ['MICROSOFT_APP_PASSWORD', 'MicrosoftAppPassword'],
  ] as const) {
    it(`say that ${name} is called ${right}, once`, () => {
      const { [right]: value, ...others } = app;

      assert.deepEqual(problemsOf({ ...others, [name]: value }), [
        `${name}: no setting has this name; call it ${right}.`,
      ]);
      assert.deepEqual(problemsOf({ ...app, [name]: value }), [], 'both, as some hosts hand them over');
      assert.deepEqual(problemsOf({ ...others, [name]: '' }), problemsOf(others));
    });
  }

  it('say that the proxy is none, without its password', () => {
    for (const value of ['proxy', 'http://', 'socks5://u:secret-value@proxy.example:1', 'http://proxy.example:99999'])
      assert.deepEqual(problemsOf({ HTTPS_PROXY: value }), [
        'HTTPS_PROXY: found no address of a proxy; write one such as http://proxy.contoso.example:8080, or remove it.',
      ]);
    assert.deepEqual(problemsOf({ https_proxy: 'http://u:secret-value@proxy.example:8080' }), []);
  });

  const bad: [what: string, environment: Record<string, string>, problems: RegExp[]][] = [
    [
      'several wrong values',
      { PORT: 'abc', DEFAULT_LANGUAGE: 'fr', RETRY_HOURS: '0' },
      [/^PORT: /, /^DEFAULT_LANGUAGE: /, /^RETRY_HOURS: /],
    ],
    [
      'wrong values beside missing ones',
      { PORT: 'abc', HOST: '0.0.0.0', MicrosoftAppPassword: 'secret-value' },
      [
        /^PORT: /,
        /^MicrosoftAppId: missing, but found MicrosoftAppPassword; set it as well, or remove every MicrosoftApp setting/,
        /^HOST: found "0\.0\.0\.0", allowed without MicrosoftAppId is 127\.0\.0\.1, localhost or ::1; remove it, or set/,
      ],
    ],
    [
      'tests of nothing',
      { ...app, PROBES: 'on' },
      [/^PROBE_TARGETS: missing, but PROBES=on needs it; set the domains/],
    ],
    ['no app id in production', { NODE_ENV: 'production' }, [/^MicrosoftAppId: missing, but needed with NODE_ENV=/]],
    [
      'an app id alone',
      { MicrosoftAppId: app.MicrosoftAppId },
      [
        /^MicrosoftAppType: missing, .* set SingleTenant, UserAssignedMSI or MultiTenant\.$/,
        /^MicrosoftAppTenantId: missing, but every type except MultiTenant needs it; set /,
        /^MicrosoftAppPassword: missing, but every type except UserAssignedMSI needs it; set /,
      ],
    ],
    ['a misspelt app id, which is not missing', { ...app, MicrosoftAppId: 'x' }, [/^MicrosoftAppId: found "x"/]],
    [
      'a wrong name, a wrong value and a missing one',
      {
        MICROSOFT_APP_ID: 'x',
        MicrosoftAppType: 'SingleTenant',
        PORT: '0x10',
        KEEP_GAPS: 'no',
        NODE_ENV: 'production',
      },
      [
        /^MICROSOFT_APP_ID: no setting has this name; call it MicrosoftAppId\.$/,
        /^PORT: /,
        /^MicrosoftAppId: found "x", allowed is a GUID/,
        /^KEEP_GAPS: found "no", allowed is on or off; correct it, or remove it for the default "on"\.$/,
        /^MicrosoftAppTenantId: missing/,
        /^MicrosoftAppPassword: missing/,
      ],
    ],
    ['a misspelt type, which is not missing', { ...app, MicrosoftAppType: 'x' }, [/^MicrosoftAppType: found "x"/]],
    [
      'no list of tenants for MultiTenant',
      { ...app, MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: '' },
      [/^ALLOWED_TENANTS: missing, but MultiTenant needs it; set /],
    ],
    [
      'a wrong list of tenants for MultiTenant',
      { ...app, MicrosoftAppType: 'MultiTenant', ALLOWED_TENANTS: 'contoso.com' },
      [/^ALLOWED_TENANTS: found "contoso\.com" in the list/],
    ],
  ];
  for (const [what, environment, expected] of bad) {
    it(`name every problem at once: ${what}`, () => {
      const problems = problemsOf(environment);

      assert.equal(problems.length, expected.length, problems.join(' '));
      for (const [index, problem] of problems.entries()) assert.match(problem, expected[index]!);
      assert.doesNotMatch(problems.join(' '), /secret-value/);
    });
  }
});

describe('a program with wrong settings', () => {
  it('ends at once with the list of them on standard error', async () => {
    const { code, stdout, stderr } = await runMain({
      PORT: '99999',
      LOG_LEVEL: 'loud',
      DATABASE_URL: 'mysql://bot:secret-value@db.example/x',
      MicrosoftAppPassword: 'secret-value',
    });

    assert.deepEqual([code, stdout], [1, '']);
    const lines = stderr.trim().split('\n');
    assert.equal(lines[0], 'The settings cannot be used:');
    assert.deepEqual(
      lines.slice(1, -1).map(line => /^ {2}(?<name>\w+): /.exec(line)?.groups?.name),
      ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'MicrosoftAppId'],
    );
    assert.equal(lines.at(-1), 'README.md lists all settings.');
    assert.doesNotMatch(stderr, /secret-value|^ +at |Error/m);
  });

  const id = { ...app, DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' };

  it('says that the port is in use', async () => {
    const other = createServer();
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;

    const { code, stderr } = await runMain({ ...id, HOST: '127.0.0.1', PORT: String(port) });
    other.close();

    assert.equal(code, 1);
    assert.equal(
      stderr,
      `PORT: found ${port}, but the port is in use; set another, or stop the program that uses it.\n`,
    );
  });

  it('says that the host is no address of this computer', async () => {
    const { code, stderr } = await runMain({ ...id, HOST: '198.51.100.1', PORT: '0' });

    assert.equal(code, 1);
    assert.equal(
      stderr,
      'HOST: found "198.51.100.1", but this computer has no such address; set one of its own, or remove HOST.\n',
    );
  });
});
