/** `npm run articles -- --new ID`: makes a folder with everything to fill in. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isArticleId, toArticleId } from '../articles/check-folder.ts';
import { notArticles } from '../articles/load-articles.ts';
import { newArticleFiles } from '../articles/new-article.ts';
import { UsageError } from './read-options.ts';
import { say, type Terminal } from './terminal.ts';

export function makeArticle(dialogs: string, id: string, { stdout }: Terminal): void {
  if (!isArticleId(id)) {
    const name = toArticleId(id);
    throw new UsageError(
      `--new: "${id}" is no name for a folder: lower-case words joined by hyphens, named by what is wrong.${name === '' ? ' Write --new file-type-blocked.' : ` Write --new ${name}.`}`,
    );
  }
  if (notArticles.has(id)) throw new UsageError(`--new: dialogs/${id} holds something else. Choose another name.`);
  const folder = join(dialogs, id);
  if (existsSync(folder))
    throw new UsageError(
      `--new: dialogs/${id} is there already. Choose another name, or go on with it: npm run articles -- --check ${id}`,
    );
  const files = newArticleFiles(dialogs, new Date().toISOString().slice(0, 10));
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, { flag: 'wx' });
    say(stdout, `dialogs/${id}/${name}`);
  }
  say(
    stdout,
    `
Fill in what begins with ___ in these files, then:
  npm run articles -- --check ${id}      what is left, and what is wrong
  npm run articles -- --preview ${id}    its cards, new whenever you save
The bot does not start anew while something is blank.`,
  );
}
