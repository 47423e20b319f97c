/** The file of the embedded database: where it may be, what keeps it from being opened, and whether it is still there. */
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StorageError } from './storage-error.ts';

/** Makes the folder, closed to other users, and refuses what is no file: a pipe or a device would be read for ever. */
export function makePlaceFor(file: string): void {
  const folder = dirname(file);
  try {
    makeFolder(folder);
  } catch (error) {
    throw unusable(file, `the folder ${folder} cannot be made (${codeOf(error)})`, elsewhere, error);
  }
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) {
    throw unusable(file, 'it is a folder', `name a file in it, such as sqlite:${file}/mailflow-triage.db`);
  }
  if (found && !found.isFile()) throw unusable(file, 'it is a device or a pipe', elsewhere);
}

/** One after the other: asked to make the missing ones at once, Node never returns where none can be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process that starts at this moment was faster.
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

const elsewhere =
  'name a file in a folder that this user may write to, or remove the setting for the default "sqlite:data/mailflow-triage.db"';

/** What SQLite says about a file, in words. */
export function refusedBySqlite(file: string, error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  const code = codeOf(error);
  switch (code.replace(/^SQLITE_(?<kind>[A-Z]+).*$/, '$<kind>')) {
    case 'NOTADB':
    case 'CORRUPT':
      return unusable(file, 'the file is no database, or damaged', 'name another file, or restore a backup', error);
    case 'CANTOPEN':
    case 'PERM':
    case 'READONLY':
      return unusable(file, `this user may not read and write there (${code})`, elsewhere, error);
    case 'FULL':
    case 'IOERR':
      return unusable(file, `the disk does not take it (${code})`, 'make room, or name a file on another disk', error);
    case 'BUSY':
    case 'LOCKED':
      return unusable(file, 'another program keeps it locked', 'end that program, or name another file', error);
    default:
      return unusable(file, error instanceof Error ? error.message : String(error), 'name another file', error);
  }
}

function unusable(file: string, reason: string, remedy: string, cause?: unknown): StorageError {
  return new StorageError(
    'database-unreachable',
    `DATABASE_URL: the database ${file} cannot be opened: ${reason}; ${remedy}.`,
    { cause },
  );
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? error);
}

/**
 * Whether the path still leads to the file as it is now. A deleted file can be written to until it is closed, and takes
 * everything with it then.
 */
export function identityOf(file: string): () => boolean {
  const opened = statSync(file, { bigint: true });
  return () => {
    const found = statSync(file, { bigint: true, throwIfNoEntry: false });
    return found !== undefined && found.ino === opened.ino && found.dev === opened.dev;
  };
}
