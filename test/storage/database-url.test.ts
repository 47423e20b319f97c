import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { resolve } from 'node:path';
import { readDatabaseUrl, withoutPassword } from '../../src/storage/database-url.ts';

describe('a database url', () => {
  for (const [url, location] of [
    ['sqlite:data/triage.db', { kind: 'sqlite', file: resolve('data/triage.db') }],
    ['sqlite:./triage.db', { kind: 'sqlite', file: resolve('triage.db') }],
    ['SQLite:/var/lib/triage/triage.db', { kind: 'sqlite', file: resolve('/var/lib/triage/triage.db') }],
    ['sqlite:///var/lib/triage.db', { kind: 'sqlite', file: resolve('/var/lib/triage.db') }],
    [' sqlite:with space.db\n', { kind: 'sqlite', file: resolve('with space.db') }],
    ['sqlite::memory:', { kind: 'sqlite-in-memory' }],
    [
      'postgres://bot:s3cret@db.example:5432/triage',
      { kind: 'postgres', url: 'postgres://bot:s3cret@db.example:5432/triage' },
    ],
    [
      'postgresql://db.example/triage?sslmode=require',
      { kind: 'postgres', url: 'postgresql://db.example/triage?sslmode=require' },
    ],
  ] as const) {
    it(`${JSON.stringify(url)} names a database`, () => {
      deepEqual(readDatabaseUrl(url), location);
    });
  }

  for (const [url, problem] of [
    ['', /found nothing/],
    ['data/triage.db', /found "data\/triage\.db", allowed is sqlite:/],
    ['mysql://bot:s3cret@db.example/triage', /found "mysql:\/\/bot:\*\*\*@db\.example\/triage"/],
    ['sqlite:', /without a file name/],
    ['sqlite://data/triage.db', /write "sqlite:data\/triage\.db" for a relative or "sqlite:\/data\/triage\.db"/],
    ['file:triage.db', /found "file:triage\.db"/],
    ['postgres://db.example', /no database named after the host/],
    ['postgres://bot:s3/cr@et@db.example:x/triage', /special characters of the password/],
  ] as const) {
    it(`${JSON.stringify(url)} is refused with what is allowed`, () => {
      const location = readDatabaseUrl(url);

      ok(location.kind === 'invalid');
      match(location.problem, problem);
      match(location.problem, /^DATABASE_URL: found .*, allowed is .*postgres:.*; correct it, or remove it .*\.$/);
      equal(location.problem.includes('s3cret'), false);
    });
  }

  for (const [url, shown] of [
    ['postgres://bot:s3cret@db.example/x', 'postgres://bot:***@db.example/x'],
    ['postgres://db.example/x?password=s3cret', 'postgres://db.example/x?password=***'],
    ['postgres://bot:12/s3cret@et@db.example:x/triage', 'postgres://bot:***@db.example:x/triage'],
    ['"postgres://bot:s3cret@db.example/x"', '"postgres://bot:***@db.example/x"'],
    ['postgres//bot:s3cret@db.example/x', 'postgres//bot:***@db.example/x'],
    ['postgres:/bot:s3cret@db.example/x', 'postgres:/bot:***@db.example/x'],
    ['bot:s3cret@db.example/x', 'bot:***@db.example/x'],
    ['postgres://bot:s3cret', 'postgres://bot:***'],
    ['postgres://bot:s3cret/x', 'postgres://bot:***'],
    ['postgres://bot@db.example/x', 'postgres://bot@db.example/x'],
    ['postgres://db.example:5432/x', 'postgres://db.example:5432/x'],
    ['postgres://[::1]:5432/triage', 'postgres://[::1]:5432/triage'],
    ['sqlite:C:\\data\\x.db', 'sqlite:C:\\data\\x.db'],
  ]) {
    it(`${JSON.stringify(url)} is shown as ${JSON.stringify(shown)}`, () => {
      equal(withoutPassword(url!), shown);
    });
  }
});
