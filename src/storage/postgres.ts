/** The shared database, for several instances of the bot. */
import { PostgresDialect } from 'kysely';
import pg from 'pg';

export function openPostgres(url: string, onConnectionLost: (error: Error) => void): PostgresDialect {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // A turn must end with a sentence, not wait for ever: neither for a free connection nor for a lock.
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    application_name: 'mailflow-triage',
  });
  // Without a listener a lost idle connection ends the process. The pool drops it and opens another when needed.
  pool.on('error', onConnectionLost);
  return new PostgresDialect({ pool });
}
