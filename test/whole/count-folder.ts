/** Where c8 looks for what was counted. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const settings = JSON.parse(readFileSync(join(root, '.c8rc.json'), 'utf8')) as { readonly 'temp-directory': string };

export const countFolder = join(root, settings['temp-directory']);
