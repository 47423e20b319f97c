/** Brings the tables up to date. Several processes may start at once: the first one in does the work, the others wait. */
import { type Migration, Migrator } from 'kysely/migration';
import type { Engine } from './engine.ts';
import { createTables } from './migrations/0001-initial.ts';
import { createPlaces } from './migrations/0002-places.ts';
import { createLeases } from './migrations/0003-leases.ts';
import { leanTurns } from './migrations/0004-lean-turns.ts';
import { draftCases } from './migrations/0005-draft-cases.ts';
import { createReplies } from './migrations/0006-replies.ts';
import { leanIndexes } from './migrations/0007-lean-indexes.ts';
import { choosyIndexes } from './migrations/0008-choosy-indexes.ts';
import { createGaps } from './migrations/0009-gaps.ts';
import { listedCases } from './migrations/0010-listed-cases.ts';
import { createDueWork } from './migrations/0011-due-work.ts';
import { createExperts } from './migrations/0012-experts.ts';
import { createDirectory } from './migrations/0014-directory.ts';
import { createSolutions } from './migrations/0015-solutions.ts';
import { createIncidents } from './migrations/0016-incidents.ts';
import { createCaseWords } from './migrations/0017-case-words.ts';
import { createProbes } from './migrations/0019-probes.ts';
import type { Dialect } from './schema.ts';
import { StorageError } from './storage-error.ts';

export async function migrate({ db, dialect }: Engine): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations(dialect) } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const reason = error instanceof Error ? error.message : String(error);
  if (/^corrupted migrations: .* is missing$/.test(reason)) {
    throw new StorageError(
      'database-newer',
      `The database was set up by a newer version of this program (${reason}). Start that version, or restore a copy from before the upgrade.`,
      { cause: error },
    );
  }
  throw new StorageError('migration-failed', `The database tables could not be brought up to date: ${reason}`, {
    cause: error,
  });
}

/** In order of their names. Listed in code: a new one is added here, an old one is never changed. */
function migrations(dialect: Dialect): Record<string, Migration> {
  return {
    '0001-initial': { up: db => createTables(db, dialect) },
    '0002-places': { up: db => createPlaces(db, dialect) },
    '0003-leases': { up: db => createLeases(db, dialect) },
    '0004-lean-turns': { up: leanTurns },
    '0005-draft-cases': { up: draftCases },
    '0006-replies': { up: db => createReplies(db, dialect) },
    '0007-lean-indexes': { up: leanIndexes },
    '0008-choosy-indexes': { up: choosyIndexes },
    '0009-gaps': { up: db => createGaps(db, dialect) },
    '0010-listed-cases': { up: listedCases },
    '0011-due-work': { up: db => createDueWork(db, dialect) },
    '0012-experts': { up: db => createExperts(db, dialect) },
    '0014-directory': { up: db => createDirectory(db, dialect) },
    '0015-solutions': { up: db => createSolutions(db, dialect) },
    '0016-incidents': { up: db => createIncidents(db, dialect) },
    '0017-case-words': { up: db => createCaseWords(db, dialect) },
    '0019-probes': { up: db => createProbes(db, dialect) },
  };
}
