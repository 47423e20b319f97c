/** `npm run manifest [-- <folder>]`. */
import { join } from 'node:path';
import { main } from './run-manifest.ts';

process.exitCode = await main(process.argv.slice(2), process, join(import.meta.dirname, '..', '..'));
