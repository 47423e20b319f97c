/** `npm start`: settings from the environment, then start. */
import { readConfig } from './config.ts';

try {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    throw new Error(
      `Node ${process.versions.node} is too old. Mailflow Triage needs 22.18 or newer; "npm start" brings its own.`,
    );
  }
  const config = readConfig(process.env);
  // Loaded only now: an older Node would fail in a package, with words that help nobody.
  const { start } = await import('./start.ts');
  const { url, stop } = await start(config);
  console.log(
    config.identity ? `Mailflow Triage listens on ${url}/api/messages` : `Mailflow Triage is ready: open ${url}`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(
    code === 'EADDRINUSE' ? 'PORT: the port is in use. Set another PORT, or stop the program that uses it.' : message,
  );
  process.exit(1);
}
