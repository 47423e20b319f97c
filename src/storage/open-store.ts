/** The store over whichever database the settings name, with its tables up to date. */
import type { TriageCase } from '../triage/case.ts';
import { caseStore } from './cases.ts';
import { chatTranscript } from './chat-transcript.ts';
import { connect, unreachable } from './connect.ts';
import { directoryStore } from './directory.ts';
import { dueStore } from './due-work.ts';
import { expertStore } from './experts.ts';
import { gapStore } from './gaps.ts';
import { incidentStore } from './incidents.ts';
import { memoryStore } from './memory.ts';
import { migrate } from './migrate.ts';
import { placeStore } from './places.ts';
import { privacyStore } from './privacy.ts';
import { probeStore } from './probes.ts';
import { replyStore } from './replies.ts';
import { StorageError } from './storage-error.ts';
import type { Store } from './store.ts';
import type { ReadCase } from './stored-case.ts';
import { turnOpener } from './turns.ts';

export interface StoreOptions<Value> {
  /** Told when PostgreSQL closed an idle connection; the next query opens a new one. */
  readonly onConnectionLost?: (error: Error) => void;
  /** Checks the value of a case that comes back; without it the value is believed. */
  readonly readCase?: ReadCase<Value>;
}

export async function openStore<Value = TriageCase>(
  databaseUrl: string,
  { onConnectionLost = () => {}, readCase = value => value as Value }: StoreOptions<Value> = {},
): Promise<Store<Value>> {
  const engine = await connect(databaseUrl, onConnectionLost);
  try {
    await migrate(engine);
  } catch (error) {
    await engine.close();
    throw error instanceof StorageError ? error : unreachable(databaseUrl, error);
  }
  return {
    ...caseStore(engine, readCase),
    ...replyStore(engine),
    ...dueStore(engine),
    ...expertStore(engine),
    ...incidentStore(engine, readCase),
    ...memoryStore(engine),
    ...directoryStore(engine),
    ...placeStore(engine),
    ...gapStore(engine),
    ...probeStore(engine),
    ...privacyStore(engine),
    openTurn: turnOpener(engine, readCase),
    chat: chatTranscript(engine),
    trouble: () => engine.trouble(),
    close: () => engine.close(),
  };
}
