/** manifest/ and the environment -> the app package that a Teams admin uploads; every problem with file, path and remedy. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { zipSync } from 'fflate';
import { checkManifest, type Manifest } from './check-manifest.ts';
import { checkTexts, type Texts } from './check-texts.ts';
import { type PackageValues, problemOfSameIds, problemOfValue, standIns } from './package-values.ts';

export interface AppPackage {
  /** The zip archive; undefined while there are problems. */
  readonly archive: Uint8Array | undefined;
  readonly problems: readonly string[];
}

/**
 * @param environment where `${{NAME}}` of the manifest is looked up
 * @param earlier the app's id in the last package
 */
export function buildAppPackage(folder: string, environment: PackageValues, earlier?: string): AppPackage {
  const sameIds = problemOfSameIds(environment, earlier);
  const problems: string[] = sameIds === undefined ? [] : [sameIds];
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) {
    const problem = `manifest.json: the file is missing in ${folder}. Name the folder that holds it.`;
    return { archive: undefined, problems: [problem] };
  }
  const text = fillVariables(readFileSync(path, 'utf8'), environment, problems);
  const manifest = parse<Manifest>(text, 'manifest.json', problems);
  if (!manifest) return { archive: undefined, problems };
  const invalid = validate(manifest, 'MicrosoftTeams.schema.json', 'manifest.json');
  // Of parts that have the wrong shape there is nothing more to say.
  problems.push(...(invalid.length > 0 ? invalid : checkManifest(manifest)));
  const files: Record<string, Uint8Array> = { 'manifest.json': new TextEncoder().encode(text) };
  for (const [kind, size] of [
    ['color', 192],
    ['outline', 32],
  ] as const)
    addIcon(folder, manifest.icons?.[kind], kind, size, files, problems);
  for (const file of languageFiles(manifest)) {
    const texts = addLanguage(folder, file, files, problems);
    if (texts && invalid.length === 0)
      problems.push(...checkTexts(manifest, file, texts, file === manifest.localizationInfo?.defaultLanguageFile));
  }
  problems.push(...forgottenFiles(folder, files));
  return { archive: problems.length === 0 ? zipSync(files) : undefined, problems };
}

function fillVariables(text: string, environment: PackageValues, problems: string[]): string {
  // ${{BOT_ID}}
  return text.replace(/\$\{\{(?<name>[A-Z_]{1,40})\}\}/g, (whole, name: string) => {
    const value = environment[name]?.trim();
    const problem = value
      ? problemOfValue(name, value)
      : `manifest.json: ${whole} has no value. Set ${name} in the environment.`;
    if (value && problem === undefined) return value;
    if (problem !== undefined && !problems.includes(problem)) problems.push(problem);
    return standIns[name] ?? whole;
  });
}

function parse<T>(text: string, file: string, problems: string[]): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    problems.push(`${file}: not valid JSON (${(error as Error).message}). Mend it.`);
    return undefined;
  }
}

function languageFiles({ localizationInfo: info }: Manifest): string[] {
  return [info?.defaultLanguageFile, ...(info?.additionalLanguages ?? []).map(language => language.file)].filter(
    file => file !== undefined,
  );
}

/** @returns the texts, where they can be read */
function addLanguage(
  folder: string,
  file: string,
  files: Record<string, Uint8Array>,
  problems: string[],
): Texts | undefined {
  const path = join(folder, file);
  if (!existsSync(path)) {
    problems.push(
      `${file}: the file is missing. manifest.json names it under localizationInfo; add it, or remove the language.`,
    );
    return undefined;
  }
  const bytes = readFileSync(path);
  files[file] = bytes;
  const texts = parse<Texts>(bytes.toString('utf8'), file, problems);
  if (!texts) return undefined;
  const invalid = validate(texts, 'MicrosoftTeams.Localization.schema.json', file);
  problems.push(...invalid);
  return invalid.length === 0 ? texts : undefined;
}

/** A translation that is not packed is one that nobody reads. */
function forgottenFiles(folder: string, files: Readonly<Record<string, Uint8Array>>): string[] {
  return readdirSync(folder)
    .filter(name => name.endsWith('.json') && !(name in files))
    .map(
      name =>
        `${name}: manifest.json does not name it. Add it to localizationInfo.additionalLanguages, or remove the file.`,
    );
}

function addIcon(
  folder: string,
  file: string | undefined,
  kind: string,
  size: number,
  files: Record<string, Uint8Array>,
  problems: string[],
): void {
  const path = file === undefined ? undefined : join(folder, file);
  if (file === undefined || path === undefined || !existsSync(path)) {
    problems.push(
      `manifest.json: icons.${kind}: no file "${file ?? ''}". Name a PNG of ${size} by ${size} pixels beside manifest.json.`,
    );
    return;
  }
  const bytes = readFileSync(path);
  // PNG: eight bytes of signature, then the IHDR chunk with width and height.
  const isPng = bytes.length > 24 && bytes.subarray(1, 4).toString('latin1') === 'PNG';
  const [width, height] = isPng ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : [0, 0];
  if (width !== size || height !== size) {
    problems.push(
      `${file}: ${isPng ? `${width} by ${height} pixels` : 'no PNG'}, but the ${kind} icon is a PNG of ${size} by ${size}. Draw it anew from manifest/icons/.`,
    );
  }
  files[file] = bytes;
}

const checks = new Map<string, ReturnType<typeof compile>>();

/** The schemas that @microsoft/app-manifest brings; nothing is fetched. */
function compile(schemaFile: string) {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest')),
    'json-schemas',
    'teams',
    'v1.25',
  );
  const schema = JSON.parse(readFileSync(join(folder, schemaFile), 'utf8'));
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv as never);
  return ajv.compile(schema);
}

function validate(value: object, schemaFile: string, file: string): string[] {
  const check = checks.get(schemaFile) ?? compile(schemaFile);
  checks.set(schemaFile, check);
  if (check(value)) return [];
  return (check.errors ?? []).map(error => {
    const place = error.instancePath.slice(1).replaceAll('/', '.') || 'the file';
    const details = Object.values(error.params as Record<string, unknown>).join(', ');
    return `${file}: ${place}: ${error.message} (${details}). Correct it; the schema is version 1.25.`;
  });
}
