/** The options of a command; what is wrong with them is one sentence with the known ones and the nearest. */
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import Fuse from 'fuse.js';

/** Why a command cannot begin; the message names what is wrong and the remedy. */
export class UsageError extends Error {}

/** Throws a `UsageError` for an unknown option, and for a value that is missing or too much. */
export function readOptions<const Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  const config = { args: [...args], options, allowPositionals: true } as const;
  const { tokens } = parseArgs({ ...config, strict: false, tokens: true });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (!Object.hasOwn(options, name)) throw new UsageError(unknownOption(rawName, name, Object.keys(options)));
    const takesValue = options[name]!.type === 'string';
    if (takesValue && (value === undefined || (!inlineValue && value.startsWith('-'))))
      throw new UsageError(`${rawName}: the value is missing. Write it behind the option.`);
    if (!takesValue && value !== undefined) throw new UsageError(`${rawName}: takes no value. Write ${rawName} alone.`);
  }
  return parseArgs(config);
}

function unknownOption(rawName: string, name: string, known: readonly string[]): string {
  const [near] = new Fuse(known, { threshold: 0.5, ignoreLocation: true }).search(name);
  const nearest = near === undefined ? '' : ` (did you mean --${near.item}?)`;
  const all = known.map(one => `--${one}`).join(', ');
  const isText = rawName.startsWith('--') ? '' : ' A text that begins with a hyphen stands behind a lone --.';
  return `${rawName}: no such option${nearest}. Known: ${all}.${isText}`;
}
