/** The article that dialogs/README.md shows. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dialogs } from '../content.ts';

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
