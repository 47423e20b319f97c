import { strict as assert } from 'node:assert';
import { ConfigError, readConfig } from '../src/config.ts';

const app = {
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '66666666-7777-4888-9999-000000000000',
  MicrosoftAppPassword: 'secret-value',
};

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

  const bad: [environment: Record<string, string>, names: string[]][] = [
    [{ PORT: 'abc', DEFAULT_LANGUAGE: 'fr', RETRY_HOURS: '0' }, ['PORT', 'DEFAULT_LANGUAGE', 'RETRY_HOURS']],
    [{ DATABASE_URL: 'mysql://x' }, ['DATABASE_URL']],
    [{ PORT: 'abc', HOST: '0.0.0.0', MicrosoftAppPassword: 'x' }, ['PORT', 'HOST', 'MicrosoftAppId']],
    [{ HOST: '0.0.0.0' }, ['HOST']],
    [{ NODE_ENV: 'production' }, ['MicrosoftAppId']],
    [{ MicrosoftAppPassword: 'x' }, ['MicrosoftAppId']],
    [{ ...app, MicrosoftAppType: 'singletenant' }, ['MicrosoftAppType']],
    [{ MicrosoftAppId: app.MicrosoftAppId }, ['MicrosoftAppType', 'MicrosoftAppTenantId', 'MicrosoftAppPassword']],
    [{ ...app, MicrosoftAppType: 'MultiTenant', MicrosoftAppTenantId: '' }, ['ALLOWED_TENANTS']],
    [{ ...app, ALLOWED_TENANTS: 'contoso.com' }, ['ALLOWED_TENANTS']],
  ];
  for (const [environment, names] of bad) {
    it(`name every problem at once: ${JSON.stringify(Object.keys(environment))}`, () => {
      const problems = problemsOf(environment);

      for (const name of names)
        assert.ok(
          problems.some(problem => problem.startsWith(`${name}:`)),
          `${name} in ${problems.join(' ')}`,
        );
      assert.ok(!problems.join(' ').includes('secret-value'), 'no secret in a message');
    });
  }

  it('take no misspelt app type for MultiTenant', () => {
    assert.notDeepEqual(problemsOf({ ...app, MicrosoftAppType: 'Multitenant' }), []);
  });
});
