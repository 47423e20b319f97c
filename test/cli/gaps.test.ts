import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { load } from 'js-yaml';
import { main } from '../../src/cli/run-articles.ts';
import { openStore } from '../../src/storage/open-store.ts';
import type { Gap } from '../../src/storage/store.ts';
import { root } from '../content.ts';
import { onEachDatabase, temporaryFolder } from '../storage/databases.ts';
import { finished } from './streams.ts';

const gapsIn = (databaseUrl: string, options: readonly string[] = []) =>
  finished(terminal => main(['--gaps', ...options], terminal, root), { env: { DATABASE_URL: databaseUrl } });

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();

onEachDatabase('the sentences for authors on a terminal', database => {
  before(async () => {
    const store = await database.open();
    const gap = (days: number, text: string, part: Partial<Gap>) =>
      store.noteGap({
        tenant: 'tenant',
        id: randomUUID(),
        at: daysAgo(days),
        personId: 'anna',
        locale: 'en',
        text,
        found: null,
        chosen: null,
        why: 'nothing-found',
        ...part,
      });
    await gap(40, 'mail is eaten', {});
    await gap(3, 'mail is eaten', { tenant: 'another' });
    await gap(2, 'post: kwijt # "weg"', { locale: 'nl' });
    await gap(4, '- [x', {});
    await gap(1, 'box is full', { found: 'connection-refused', chosen: 'mailbox-full', why: 'other-chosen' });
    await gap(1, 'fits nothing', { found: 'mailbox-full', why: 'none-fits' });
    await gap(1, 'was no help', { found: 'mailbox-full', why: 'thumb-down' });
  });

  it('are grouped, the newest first, each once with a count', async () => {
    const { code, out, errors } = await gapsIn(database.url);

    assert.deepEqual([code, errors], [0, '']);
    const day = (days: number) => daysAgo(days).slice(0, 10);
    assert.equal(
      out,
      `Nothing was found (3):

  # nl, once, ${day(2)}
  - 'post: kwijt # "weg"'
  # en, 2 times, ${day(3)}
  - mail is eaten
  # en, once, ${day(4)}
  - '- [x'

Another article was chosen than the first (1):

  # en, once, ${day(1)}, chosen: mailbox-full, found: connection-refused
  - box is full

None of the articles was it (1):

  # en, once, ${day(1)}, found: mailbox-full
  - fits nothing

A thumb down (1):

  # en, once, ${day(1)}, found: mailbox-full
  - was no help

`,
    );
  });

  it('can be pasted under symptoms', async () => {
    const { out } = await gapsIn(database.url);

    const pasted = out.split('\n').filter(line => line.startsWith('  '));
    const { symptoms } = load(`symptoms:\n${pasted.join('\n')}`) as { symptoms: string[] };
    assert.deepEqual(symptoms.slice(0, 3), ['post: kwijt # "weg"', 'mail is eaten', '- [x']);
  });

  it('are those of some days', async () => {
    const { out } = await gapsIn(database.url, ['--days', '30']);
    assert.match(out, /# en, once, .*\n {2}- mail is eaten\n/);

    const { code, errors } = await gapsIn(database.url, ['--days', 'all']);
    assert.equal(code, 2);
    assert.match(errors, /^--days: found "all", allowed is a whole number from 1 to 9999\.\n/);
  });
});

describe('the sentences for authors without a database', () => {
  it('say that the file of the settings is not there, and make none', () => {
    const folder = temporaryFolder();

    const program = join(root, 'src', 'cli', 'articles.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--gaps'], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, DATABASE_URL: '' },
    });

    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^DATABASE_URL: there is no database .*mailflow-triage\.db; set the address .*once\.\n$/);
    assert.ok(!existsSync(join(folder, 'data')));
  });

  it('say that nobody else can read what is in memory', async () => {
    const { code, errors } = await gapsIn('sqlite::memory:');

    assert.equal(code, 2);
    assert.match(errors, /which nobody but the bot can read; set the address/);
  });

  it('say that an older bot has kept none, and change nothing', async () => {
    const file = join(temporaryFolder(), 'old.db');
    new Sqlite(file).exec('create table cases (id text)').close();

    const { code, errors } = await gapsIn(`sqlite:${file}`);

    assert.equal(code, 2);
    assert.match(errors, /holds no sentences yet; set the address/);
    const old = new Sqlite(file);
    assert.deepEqual(old.prepare('select name from sqlite_master').all(), [{ name: 'cases' }]);
    old.close();
  });

  it('say that a server does not answer, without its password', async () => {
    const { code, errors } = await gapsIn('postgres://bot:s3cret@127.0.0.1:1/triage');

    assert.equal(code, 2);
    assert.match(
      errors,
      /^DATABASE_URL: the database postgres:\/\/bot:\*\*\*@127\.0\.0\.1:1\/triage cannot be opened: /,
    );
  });

  it('say so when there are none', async () => {
    const url = `sqlite:${join(temporaryFolder(), 'empty.db')}`;
    const store = await openStore(url);
    await store.close();

    const { code, out } = await gapsIn(url, ['--days', '7']);

    assert.equal(code, 0);
    assert.equal(out, `No sentences since ${daysAgo(7).slice(0, 10)}.\n`);
  });
});
