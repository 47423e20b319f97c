/** `npm start`: what has to happen before the first TypeScript file is loaded. Plain JavaScript, so that any Node can say it. */
import { keepCode } from './keep-code.js';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Node ${process.versions.node} is too old. Mailflow Triage needs 22.18 or newer; "npm start" brings its own.`,
  );
  process.exit(1);
}
keepCode();
await import('./main.ts');
