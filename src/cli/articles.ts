/** `npm run articles`. */
import { join } from 'node:path';
import { main } from './run-articles.ts';

process.exitCode = await main(process.argv.slice(2), process, join(import.meta.dirname, '..', '..'));
