/** The values of the last package: a later version needs the same app id. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import { manifestVariables, type PackageValues } from './package-values.ts';

export function readKept(file: string): PackageValues {
  try {
    return parseEnv(readFileSync(file, 'utf8')) as PackageValues;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

export function keepValues(file: string, values: PackageValues): void {
  mkdirSync(dirname(file), { recursive: true });
  const lines = manifestVariables.map(name => `${name}=${values[name] ?? ''}`);
  writeFileSync(
    file,
    `# Written by npm run manifest. Every later version of the app needs the same TEAMS_APP_ID.\n${lines.join('\n')}\n`,
  );
}
