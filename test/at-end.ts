/**
 * What is started once for a whole run and ends with it: the browser, PostgreSQL, folders. A hook of mocha at the top of a file would
 * end them after the first test file where several follow in one process (`npm run unit`).
 */
const ends: (() => unknown)[] = [];

export function atEnd(end: () => unknown): void {
  ends.push(end);
}

/** Mocha calls it after the last test (`.mocharc.json`), as does a process of `npm run unit`. */
export async function mochaGlobalTeardown(): Promise<void> {
  for (const end of ends.splice(0)) await end();
}
