/** A case as a row of its table. */
import { json, time } from './columns.ts';
import type { Tables } from './schema.ts';
import type { CaseChange, Commit } from './store.ts';

/** What a change writes; the rest is as it was opened. */
export const changedColumns = ['version', 'value', 'article', 'state', 'updated_at'] as const;
export const caseColumns = ['tenant', 'id', 'conversation', 'person_id', 'opened_at', ...changedColumns] as const;

export function caseRow<Value>(
  { tenant, conversation, at, by }: Commit<Value>,
  { id, expectedVersion, value, article, state }: CaseChange<Value>,
): Tables['cases'] {
  const now = time(at);
  return {
    tenant,
    id,
    conversation,
    person_id: by?.id ?? null,
    opened_at: now,
    version: expectedVersion + 1,
    value: json(value),
    article,
    state,
    updated_at: now,
  };
}

/** Placeholders are named like the columns. */
export function columnsOf<Row, Name extends keyof Row>(row: Row, names: readonly Name[]): Pick<Row, Name> {
  return Object.fromEntries(names.map(name => [name, row[name]])) as unknown as Pick<Row, Name>;
}
