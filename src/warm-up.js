/**
 * `npm ci` ends with this (`prepare` in package.json): a start that nobody sees, after which the first one finds code and
 * content kept. What is wrong is not said here but by the first start.
 */
import { keepCode } from './keep-code.js';

/** Milliseconds after which it is given up. */
const longest = 60_000;

// Whatever happens here, the packages are installed.
process.on('uncaughtException', () => process.exit(0));
setTimeout(() => process.exit(0), longest);

keepCode();
try {
  const [{ readConfig }, { start }] = await Promise.all([import('./config.ts'), import('./start.ts')]);
  const { stop } = await start(readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' }));
  await stop();
} catch {
  // As above.
}
process.exit(0);
