/** Which database a `DATABASE_URL` names. Said apart from opening it, so that settings can be checked all at once. */
import { resolve } from 'node:path';

export type DatabaseLocation =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'sqlite-in-memory' }
  | { readonly kind: 'postgres'; readonly url: string }
  | { readonly kind: 'invalid'; readonly problem: string };

/** The embedded database, where no other is named. */
export const usualDatabase = 'sqlite:data/mailflow-triage.db';

const allowed =
  'allowed is sqlite:<file> (a path, relative to where the program was started, or absolute), ' +
  'sqlite::memory: (nothing is kept) or postgres://user:password@host:5432/database; ' +
  `correct it, or remove it for the default "${usualDatabase}".`;

/** Never shows a password, so that the answer may be logged. */
export function readDatabaseUrl(databaseUrl: string): DatabaseLocation {
  const text = databaseUrl.trim();
  if (text === '') return invalid('found nothing');
  if (/^postgres(?:ql)?:\/\//i.test(text)) return readPostgresUrl(text);
  if (!/^sqlite:/i.test(text)) return invalid(`found ${JSON.stringify(withoutPassword(text))}`);

  const file = text.slice('sqlite:'.length);
  if (file === '') return invalid('found "sqlite:" without a file name');
  if (file === ':memory:') return { kind: 'sqlite-in-memory' };
  // `sqlite://data/x.db` would quietly become /data/x.db.
  if (/^\/\/[^/]/.test(file)) {
    return invalid(
      `found ${JSON.stringify(text)} (write "sqlite:${file.slice(2)}" for a relative or "sqlite:${file.slice(1)}" for an absolute path)`,
    );
  }
  return { kind: 'sqlite', file: resolve(file) };
}

/** The address as it may be shown. Looks at the text alone, as an address with a mistake in it is shown the most. */
export function withoutPassword(databaseUrl: string): string {
  // postgres://bot:s3cret@db.example/triage, also "postgres//bot:s3/cr@t@db.example/triage
  const inLogin = /^(?<user>\W?(?:[a-z]*:?\/{1,2})?[^:@/]*:(?!\/\/)).*@/is;
  // postgres://bot:s3cret, where the host was forgotten
  const withoutHost = /^(?<user>[a-z]+:\/\/[^:@/[]*:)(?!\d+(?:[/?]|$))[^@]*$/is;
  // postgres://db.example/triage?user=bot&password=s3cret
  const inQuery = /(?<name>[?&]password=)[^&]*/gi;
  return databaseUrl.replace(inLogin, '$<user>***@').replace(withoutHost, '$<user>***').replace(inQuery, '$<name>***');
}

function readPostgresUrl(text: string): DatabaseLocation {
  if (!URL.canParse(text)) {
    return invalid(
      `found ${JSON.stringify(withoutPassword(text))}, no address (write special characters of the password as %40, %2F …)`,
    );
  }
  const { pathname } = new URL(text);
  if (pathname === '' || pathname === '/') {
    return invalid(`found ${JSON.stringify(withoutPassword(text))}, no database named after the host`);
  }
  return { kind: 'postgres', url: text };
}

function invalid(what: string): DatabaseLocation {
  return { kind: 'invalid', problem: `DATABASE_URL: ${what}, ${allowed}` };
}
