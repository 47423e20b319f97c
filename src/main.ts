/** Settings from the environment, then start. */
import { readConfig } from './config.ts';

/** Ctrl+C arrives twice within milliseconds: from the terminal, and from npm, which hands it on. */
const oneSignal = 300;

interface ListenError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
}

try {
  const config = readConfig(process.env);
  // Loaded only now: what is wrong with the settings is said at once.
  const { start } = await import('./start.ts');
  const { url, stop } = await start(config);
  console.log(
    config.identity ? `Mailflow Triage listens on ${url}/api/messages` : `Mailflow Triage is ready: open ${url}`,
  );
  let isStopping = false;
  let isAnother = false;
  const onSignal = () => {
    if (isAnother) process.exit(1);
    if (isStopping) return;
    isStopping = true;
    void stop().then(() => process.exit(0));
    // Behind signals that came in the meantime: on a busy machine they are seen late, and timers before them.
    setTimeout(() => setImmediate(() => (isAnother = true)), oneSignal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
} catch (error) {
  console.error(sentenceFor(error as ListenError));
  process.exit(1);
}

/** What cannot be listened on is a matter of the settings; all other messages are sentences already. */
function sentenceFor({ code, syscall, address, hostname, port, message }: ListenError): string {
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return message;
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: found ${port}, but the port is in use; set another, or stop the program that uses it.`;
    case 'EACCES':
      return `PORT: found ${port}, but this user may not listen there; set one above 1023.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST: found "${address ?? hostname}", but this computer has no such address; set one of its own, or remove HOST.`;
    default:
      return message;
  }
}
