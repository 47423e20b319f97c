/** The record of tests, kept from beside the bot: its rows alone are written, and no table is made or changed. */
import { existsSync } from 'node:fs';
import { connect } from './connect.ts';
import { readDatabaseUrl } from './database-url.ts';
import type { ProbeStore } from './probe-store.ts';
import { probeStore } from './probes.ts';

export interface ProbeRecord extends Pick<ProbeStore, 'beginProbe' | 'refuseProbe' | 'endProbe'> {
  close(): Promise<void>;
}

/** @returns undefined where no bot has a database at that address yet */
export async function openProbeRecord(databaseUrl: string): Promise<ProbeRecord | undefined> {
  const location = readDatabaseUrl(databaseUrl);
  // SQLite would make one.
  if (location.kind === 'sqlite-in-memory' || (location.kind === 'sqlite' && !existsSync(location.file)))
    return undefined;
  const engine = await connect(databaseUrl, () => {});
  const tables = await engine.db.introspection.getTables();
  if (tables.some(({ name }) => name === 'probes')) return { ...probeStore(engine), close: () => engine.close() };
  await engine.close();
  return undefined;
}
