/** A page on this computer with the cards of one article; it changes whenever a file is saved. */
import { once } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readArticles } from '../../articles/load-articles.ts';
import { type Asset, loadAssets, readAssets, sendAsset } from '../../chat/assets.ts';
import { sendJson, sendRefusal } from '../../http/answer.ts';
import { Refusal } from '../../http/refusal.ts';
import { refuseStrangers } from '../../http/strangers.ts';
import { previewOf } from './article-cards.ts';

export interface PreviewServer {
  /** `http://127.0.0.1:<port>/`, on a port that was free. */
  readonly url: string;
  close(): Promise<void>;
}

/** Editors save in several writes. */
const quietMilliseconds = 150;

export async function servePreview(root: string, id: string): Promise<PreviewServer> {
  const dialogs = join(root, 'dialogs');
  const others = readArticles(dialogs).articles.filter(article => article.id !== id);
  const own = readAssets(join(import.meta.dirname, 'page'));
  // Under the paths that they have in src/, so that the scripts find each other here as there.
  const assets = new Map<string, Asset>([
    ...[...loadAssets()].map(([name, asset]) => [`/chat/page/${name}`, asset] as const),
    ...[...own].map(([name, asset]) => [`/cli/preview/page/${name}`, asset] as const),
    ['/', own.get('index.html')!] as const,
  ]);
  const listeners = new Set<ServerResponse>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    refuseStrangers(request);
    const path = request.url ?? '/';
    const asset = assets.get(path);
    if (asset) return sendAsset(request, response, asset);
    if (path === '/cards.json') return sendJson(response, 200, await previewOf(root, id, others));
    if (path !== '/events') throw new Refusal(404, 'There is nothing here.');
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.flushHeaders();
    listeners.add(response);
    response.once('close', () => listeners.delete(response));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      if (response.headersSent) response.end();
      else sendRefusal(response, error instanceof Refusal ? error : new Refusal(500, (error as Error).message));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let quiet: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      for (const listener of listeners) listener.write('data: changed\n\n');
    }, quietMilliseconds);
  };
  const watchers = [join(dialogs, id), join(dialogs, 'shared'), join(root, 'cards')].map(
    (folder): FSWatcher => watch(folder, { recursive: true }, changed).on('error', changed),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      clearTimeout(quiet);
      for (const watcher of watchers) watcher.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
