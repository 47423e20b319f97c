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
    ['', /it is empty/],
    ['data/triage.db', /found "data\/triage\.db"\. Allowed: sqlite:/],
    ['mysql://bot:s3cret@db.example/triage', /found "mysql:\/\/bot:\*\*\*@db\.example\/triage"/],
    ['sqlite:', /without a file name/],
    ['sqlite://data/triage.db', /write "sqlite:data\/triage\.db" for a relative or "sqlite:\/data\/triage\.db"/],
    ['file:triage.db', /found "file:triage\.db"/],
    ['postgres://db.example', /names no database/],
    ['postgres://bot:s3/cr@et@db.example:x/triage', /special characters of the password/],
  ] as const) {
    it(`${JSON.stringify(url)} is refused with what is allowed`, () => {
      const location = readDatabaseUrl(url);

      ok(location.kind === 'invalid');
      match(location.problem, problem);
      match(location.problem, /^DATABASE_URL: .* Allowed: .*postgres:/);
      equal(location.problem.includes('s3cret'), false);
    });
  }

  it('shows no password', () => {
    equal(withoutPassword('postgres://bot:s3cret@db.example/x'), 'postgres://bot:***@db.example/x');
    equal(withoutPassword('postgres://db.example/x?password=s3cret'), 'postgres://db.example/x?password=***');
    equal(withoutPassword('postgres://bot:12/cr@et@db.example:x/triage'), 'postgres://bot:***@db.example:x/triage');
    equal(withoutPassword('postgres://[::1]:5432/triage'), 'postgres://[::1]:5432/triage');
  });
});
