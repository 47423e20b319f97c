/** `npm run --silent triage`. */
import { main } from './run-triage.ts';

// A reader such as head may close the pipe before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await main(process.argv.slice(2), process);
