/** `npm run articles -- --preview ID`: the cards of an article in the browser, until it is stopped. */
import { once } from 'node:events';
import { join } from 'node:path';
import { articleIds } from '../../articles/load-articles.ts';
import { noFolder } from '../check-article.ts';
import { UsageError } from '../read-options.ts';
import { say, type Terminal } from '../terminal.ts';
import { openBrowser } from './open-browser.ts';
import { servePreview } from './serve-preview.ts';

/** @param stopped when to end; absent: with Ctrl+C */
export async function previewArticle(
  root: string,
  id: string,
  { stdout, env }: Terminal,
  stopped: AbortSignal = interrupted(),
): Promise<number> {
  const ids = articleIds(join(root, 'dialogs'));
  if (!ids.includes(id)) throw new UsageError(noFolder(id, ids));
  const { url, close } = await servePreview(root, id);
  say(stdout, `${url} shows the cards of dialogs/${id}, new whenever you save a file. Ctrl+C ends it.`);
  if (!(await openBrowser(url, env))) say(stdout, 'No browser could be opened from here: open the address yourself.');
  if (!stopped.aborted) await once(stopped, 'abort');
  await close();
  return 0;
}

function interrupted(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
