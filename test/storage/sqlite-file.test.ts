import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../src/storage/open-store.ts';
import type { StorageError } from '../../src/storage/storage-error.ts';
import { runMain } from '../main-process.ts';
import { type TestCase, temporaryFolder } from './databases.ts';
import { tick } from './tick.ts';

const talk = { tenant: 'tenant', conversation: 'talk' };
const isRoot = process.getuid?.() === 0;

describe('a place where no database can be', () => {
  const folder = temporaryFolder();
  const inFolder = (name: string) => join(folder, name);
  before(() => {
    mkdirSync(inFolder('folder'));
    mkdirSync(inFolder('closed'));
    chmodSync(inFolder('closed'), 0o500);
    writeFileSync(inFolder('notes'), 'these are notes, not a database\n'.repeat(100));
    spawnSync('mkfifo', [inFolder('pipe')]);
  });
  after(() => chmodSync(inFolder('closed'), 0o700));

  for (const [file, reason, isHere = true] of [
    [inFolder('folder'), /it is a folder; name a file in it, such as sqlite:.*\/folder\/mailflow-triage\.db\.$/],
    [inFolder('notes'), /the file is no database, or damaged; name another file, or restore a backup\.$/],
    [
      inFolder('notes/data/triage.db'),
      /the folder .*\/notes\/data cannot be made \(ENOTDIR\); name a file in a folder/,
    ],
    [inFolder('pipe'), /it is a device or a pipe; name a file in a folder/, process.platform !== 'win32'],
    [inFolder('closed/triage.db'), /this user may not read and write there \(SQLITE_CANTOPEN\); name a file/, !isRoot],
    [
      inFolder('closed/data/triage.db'),
      /the folder .*\/data cannot be made \(EACCES\); name a file in a folder/,
      !isRoot,
    ],
    ['/dev/null', /it is a device or a pipe; name a file in a folder/, existsSync('/dev/null')],
    ['/dev/null/x', /the folder \/dev\/null cannot be made|this user may not read and write/, existsSync('/dev/null')],
    [
      '/proc/x/y.db',
      /the folder \/proc\/x cannot be made \(ENOENT\); name a file in a folder/,
      existsSync('/proc/self'),
    ],
    ['/proc/y.db', /this user may not read and write there \(SQLITE_CANTOPEN\)/, existsSync('/proc/self')],
    ['/sys/x/y.db', /the folder \/sys\/x cannot be made \((?:EPERM|EROFS|EACCES)\)/, existsSync('/sys/kernel')],
  ] as [string, RegExp, boolean?][]) {
    (isHere ? it : it.skip)(`is refused with the reason, instead of waiting: ${file.replace(folder, '')}`, async () => {
      await rejects(openStore(`sqlite:${file}`), (error: StorageError) => {
        equal(error.code, 'database-unreachable');
        equal(error.message.startsWith(`DATABASE_URL: the database ${file} cannot be opened: `), true, error.message);
        match(error.message, reason);
        return true;
      });
    });
  }

  it('ends the program with that sentence', async () => {
    const { code, stdout, stderr } = await runMain({ PORT: '0', DATABASE_URL: `sqlite:${inFolder('folder')}` });

    deepEqual([code, stdout], [1, '']);
    match(stderr, /^DATABASE_URL: the database .* cannot be opened: it is a folder; name .*\.\n$/);
  });
});

describe('a database file under a running process', () => {
  for (const [what, take, isThereAgain] of [
    ['deleted', (file: string) => rmSync(file), false],
    ['moved away', (file: string) => renameSync(file, `${file}.old`), false],
    [
      'replaced by a copy',
      (file: string) => {
        copyFileSync(file, `${file}.copy`);
        renameSync(`${file}.copy`, file);
      },
      true,
    ],
  ] as const) {
    it(`that is ${what} is noticed, and nothing is acknowledged any more`, async () => {
      const file = join(temporaryFolder(), 'triage.db');
      const store = await openStore<TestCase>(`sqlite:${file}`);
      await tick(store, talk, 'case-1', 'before');
      equal(await store.trouble(), undefined);

      take(file);

      await rejects(tick(store, talk, 'case-1', 'after'), { code: 'database-gone' });
      equal(await store.trouble(), 'file-gone');
      equal(existsSync(file), isThereAgain);
      deepEqual((await store.loadCase('tenant', 'case-1'))?.value.ticks, ['before']);
      await store.close();
    });
  }

  it('that is put back serves again', async () => {
    const file = join(temporaryFolder(), 'triage.db');
    const store = await openStore<TestCase>(`sqlite:${file}`);
    await tick(store, talk, 'case-1', 'before');
    renameSync(file, `${file}.old`);
    equal(await store.trouble(), 'file-gone');

    renameSync(`${file}.old`, file);

    equal(await store.trouble(), undefined);
    await tick(store, talk, 'case-1', 'after');
    await store.close();
  });

  (process.platform === 'win32' ? it.skip : it)(
    'on a full disk is noticed, and loses nothing that was acknowledged',
    async () => {
      const file = join(temporaryFolder(), 'triage.db');
      const program = fileURLToPath(new URL('full-disk-process.ts', import.meta.url));
      // No file may grow beyond 1500 blocks of 512 or 1024 bytes; the signal that says so is ignored, so that the write fails.
      const limited = 'trap "" XFSZ; ulimit -f 1500; exec "$@"';

      const { stdout } = spawnSync('/bin/sh', ['-c', limited, 'sh', process.execPath, program, `sqlite:${file}`], {
        encoding: 'utf8',
      });

      const [trouble, ...ticks] = stdout.trim().split('\n').reverse();
      equal(trouble, 'not-writable');
      const store = await openStore<TestCase>(`sqlite:${file}`);
      deepEqual((await store.loadCase('tenant', 'case-1'))?.value.ticks, ticks.reverse());
      equal(ticks.length > 3, true);
      await store.close();
    },
  );

  it('is not there for a database in memory, which has no trouble', async () => {
    const store = await openStore('sqlite::memory:');

    equal(await store.trouble(), undefined);
    await store.close();
  });
});
