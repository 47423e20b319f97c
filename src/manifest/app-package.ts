/** manifest/ and the environment -> the app package that a Teams admin uploads; every problem with file, path and remedy. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { zipSync } from 'fflate';

/** What the manifest leaves open, as the Microsoft 365 Agents Toolkit names it. */
export const manifestVariables = ['TEAMS_APP_ID', 'BOT_ID', 'BOT_DOMAIN'] as const;

export interface AppPackage {
  /** The zip archive; undefined while there are problems. */
  readonly archive: Uint8Array | undefined;
  readonly problems: readonly string[];
}

interface Manifest {
  readonly icons: { readonly color: string; readonly outline: string };
  readonly localizationInfo?: {
    defaultLanguageFile?: string;
    additionalLanguages?: { languageTag: string; file: string }[];
  };
}

/** @param environment where `${{NAME}}` of the manifest is looked up */
export function buildAppPackage(folder: string, environment: Readonly<Record<string, string | undefined>>): AppPackage {
  const problems: string[] = [];
  const text = fillVariables(readFileSync(join(folder, 'manifest.json'), 'utf8'), environment, problems);
  const manifest = parse<Manifest>(text, 'manifest.json', problems);
  if (!manifest) return { archive: undefined, problems };
  problems.push(...validate(manifest, 'MicrosoftTeams.schema.json', 'manifest.json'));
  const files: Record<string, Uint8Array> = { 'manifest.json': new TextEncoder().encode(text) };
  for (const [kind, size] of [
    ['color', 192],
    ['outline', 32],
  ] as const)
    addIcon(folder, manifest.icons?.[kind], kind, size, files, problems);
  for (const file of languageFiles(manifest)) addLanguage(folder, file, files, problems);
  return { archive: problems.length === 0 ? zipSync(files) : undefined, problems };
}

function fillVariables(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): string {
  // ${{BOT_ID}}
  return text.replace(/\$\{\{(?<name>[A-Z_]{1,40})\}\}/g, (whole, name: string) => {
    const value = environment[name]?.trim();
    if (value) return value;
    const problem = `manifest.json: ${whole} has no value. Set ${name} in the environment.`;
    if (!problems.includes(problem)) problems.push(problem);
    return whole;
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

function addLanguage(folder: string, file: string, files: Record<string, Uint8Array>, problems: string[]): void {
  const path = join(folder, file);
  if (!existsSync(path)) {
    problems.push(
      `${file}: the file is missing. manifest.json names it under localizationInfo; add it, or remove the language.`,
    );
    return;
  }
  const bytes = readFileSync(path);
  const strings = parse<object>(bytes.toString('utf8'), file, problems);
  if (strings) problems.push(...validate(strings, 'MicrosoftTeams.Localization.schema.json', file));
  files[file] = bytes;
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

/** Checks against the schemas that @microsoft/app-manifest brings; nothing is fetched. */
function validate(value: object, schemaFile: string, file: string): string[] {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@microsoft/app-manifest')),
    'json-schemas',
    'teams',
    'v1.25',
  );
  const schema = JSON.parse(readFileSync(join(folder, schemaFile), 'utf8'));
  const ajv = new Ajv.default({ allErrors: true, strict: false, unicodeRegExp: false });
  addFormats.default(ajv as never);
  if (ajv.validate(schema, value)) return [];
  return (ajv.errors ?? []).map(error => {
    const place = error.instancePath.slice(1).replaceAll('/', '.') || 'the file';
    const details = Object.values(error.params as Record<string, unknown>).join(', ');
    return `${file}: ${place}: ${error.message} (${details}). Correct it; the schema is version 1.25.`;
  });
}
