/** `npm start`: what has to happen before the first TypeScript file is loaded. Plain JavaScript, so that any Node can say it. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} is too old. Mailflow Triage needs 22.18 or newer; "npm start" brings its own.`,
  );
  process.exit(1);
}
// The code as the engine has compiled it, types taken away: the next start takes half the time. Where the folder cannot
// be written, every start is like the first.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'mailflow-triage', 'code'));
await import('./main.ts');
