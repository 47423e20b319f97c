/** The language files against the manifest: every text translated, and no translation of a text that is not there. */
import type { Command, ExtensionCommand, Manifest } from './check-manifest.ts';

export type Texts = Readonly<Record<string, unknown>>;

/** @param isDefault the file of the manifest's own language, which repeats its texts */
export function checkTexts(manifest: Manifest, file: string, texts: Texts, isDefault: boolean): string[] {
  const problems: string[] = [];
  const wanted = new Map(translatable(manifest));
  for (const [key, text] of Object.entries(texts)) {
    if (key === '$schema') continue;
    const original = wanted.get(key);
    if (original === undefined) {
      problems.push(
        `${file}: ${key}: points nowhere, manifest.json has no such text. Correct the numbers in brackets, or remove it.`,
      );
    } else if (isDefault && text !== original) {
      problems.push(
        `${file}: ${key}: says "${text}", but manifest.json says "${original}". Make them the same; it is the default language.`,
      );
    }
  }
  for (const [key, original] of wanted) {
    if (!(key in texts)) problems.push(`${file}: ${key}: no translation of "${original}". Add it.`);
  }
  return problems;
}

/** The keys of the localisation schema with the texts of the manifest, as far as this app uses them. */
function* translatable(manifest: Manifest): Generator<[key: string, text: string]> {
  const { name, description } = manifest as { name?: Texts; description?: Texts };
  for (const part of ['short', 'full']) yield* textAt(`name.${part}`, name?.[part]);
  for (const part of ['short', 'full']) yield* textAt(`description.${part}`, description?.[part]);
  for (const [number, list] of (manifest.bots?.[0]?.commandLists ?? []).entries())
    yield* commandTexts(`bots[0].commandLists[${number}].commands`, list.commands ?? []);
  yield* extensionTexts(manifest.composeExtensions?.[0]?.commands ?? []);
}

function* extensionTexts(commands: readonly ExtensionCommand[]): Generator<[string, string]> {
  const place = 'composeExtensions[0].commands';
  yield* commandTexts(place, commands);
  for (const [number, { parameters = [], taskInfo }] of commands.entries()) {
    yield* commandTexts(`${place}[${number}].parameters`, parameters);
    yield* textAt(`${place}[${number}].taskInfo.title`, (taskInfo as { title?: unknown } | undefined)?.title);
  }
}

function* commandTexts(place: string, commands: readonly Command[]): Generator<[string, string]> {
  for (const [number, { title, description }] of commands.entries()) {
    yield* textAt(`${place}[${number}].title`, title);
    yield* textAt(`${place}[${number}].description`, description);
  }
}

function* textAt(key: string, text: unknown): Generator<[string, string]> {
  if (typeof text === 'string') yield [key, text];
}
