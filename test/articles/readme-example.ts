/** The article that dialogs/README.md shows. */
import { strict as assert } from 'node:assert';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cardsFolder, dialogs } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';

export const exampleId = 'file-type-blocked';
const translations = join(import.meta.dirname, '..', 'fixtures', 'article-translations');

/** Path inside the folder of the article -> text. */
export function exampleFiles(): Map<string, string> {
  const readme = readFileSync(join(dialogs, 'README.md'), 'utf8');
  // ```yaml
  // # dialogs/file-type-blocked/article.yaml
  const blocks = readme.matchAll(
    /^```(?:yaml)?\n# dialogs\/file-type-blocked\/(?<name>\S+)[^\n]*\n(?<text>[^`]+)```/gm,
  );
  return new Map([...blocks].map(({ groups }) => [groups!.name!, groups!.text!]));
}

/** A place of one file in the article's folder, changed. */
export function change(file: string, from: string | RegExp, to: string) {
  return (folder: string): void => {
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    assert.notEqual(after, before, `nothing changed in ${file}`);
    writeFileSync(path, after);
  };
}

/** A repository with the article of dialogs/README.md, complete, and one neighbour. */
export function repository(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, 'dialogs'));
  for (const part of ['shared', 'words']) symlinkSync(join(dialogs, part), join(root, 'dialogs', part));
  const neighbour = join(root, 'dialogs', 'connection-refused');
  cpSync(join(dialogs, 'connection-refused'), neighbour, { recursive: true });
  change('article.yaml', /^related: .*$/m, 'related: []')(neighbour);
  symlinkSync(cardsFolder, join(root, 'cards'));
  cpSync(translations, join(root, 'dialogs', exampleId, 'strings'), { recursive: true });
  mkdirSync(join(root, 'dialogs', exampleId, 'samples'));
  for (const [name, content] of exampleFiles()) writeFileSync(join(root, 'dialogs', exampleId, name), content);
  return root;
}
