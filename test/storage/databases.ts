/** The databases that the storage promises the same on. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../src/storage/open-store.ts';
import type { Store } from '../../src/storage/store.ts';
import { atEnd } from '../at-end.ts';
import { freshDatabase } from './postgres.ts';

/** What the tests keep as a case; the storage does not look into it. */
export interface TestCase {
  readonly ticks: readonly string[];
  readonly note?: string;
}

export interface TestDatabase {
  readonly name: 'SQLite' | 'PostgreSQL';
  readonly url: string;
  /** Another instance over the same database, closed after the suite. */
  open(): Promise<Store<TestCase>>;
}

/** Runs the suite on each database, fresh and empty. `database` is ready in hooks and tests, not while describing. */
export function onEachDatabase(title: string, suite: (database: TestDatabase) => void): void {
  for (const [name, fresh] of [
    ['SQLite', freshFile],
    ['PostgreSQL', freshDatabase],
  ] as const) {
    describe(`${title} on ${name}`, () => {
      const opened: Store<TestCase>[] = [];
      let url = '';

      before(`a fresh ${name} database`, async () => {
        url = await fresh();
      });

      after(async () => {
        await Promise.all(opened.map(store => store.close()));
      });

      suite({
        name,
        get url() {
          return url;
        },
        async open() {
          const store = await openStore<TestCase>(url);
          opened.push(store);
          return store;
        },
      });
    });
  }
}

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mailflow-triage-storage-'));
  folders.push(folder);
  return folder;
}

atEnd(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function freshFile(): Promise<string> {
  return `sqlite:${join(temporaryFolder(), 'store.db')}`;
}
