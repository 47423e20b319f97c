/** `npm run manifest [-- <folder>]`. */
import { join } from 'node:path';

try {
  const { main } = await import('./run-manifest.ts');
  process.exitCode = await main(process.argv.slice(2), process, join(import.meta.dirname, '..', '..'));
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  console.error('The packages for development are missing: run "npm ci", without --omit=dev, and try again.');
  process.exitCode = 2;
}
