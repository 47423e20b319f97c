/**
 * `npm ci` ends with this (`prepare` in package.json): a start and an answer that nobody sees, after which the first ones
 * find code and content kept. What is wrong is not said here but by the first start.
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
  const bot = await start(readConfig({ PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent' }));
  await paste(bot.url, '550 5.4.316 Message expired, connection refused(Socket error code 10061)');
  await bot.settled();
  await bot.stop();
} catch {
  // As above.
}
process.exit(0);

/**
 * Node keeps of the code what has run, and only from the first process that ran it. Said on the chat page, as there is
 * nobody else to ask.
 *
 * @param {string} url
 * @param {string} text
 */
async function paste(url, text) {
  const { conversationId } = await post(`${url}/chat/conversations`, {});
  const message = { clientId: crypto.randomUUID(), locale: 'en', timeZone: 'UTC', text };
  await post(`${url}/chat/conversations/${conversationId}/messages`, message);
}

/**
 * @param {string} url
 * @param {object} body
 */
async function post(url, body) {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}
