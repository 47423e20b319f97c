/** What stands behind `triage`: files, words, or nothing for standard input; and their text. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { headerOf } from '../mail/header-of.ts';
import { MailFileError } from '../mail/mail-file-error.ts';
import { openMessage, openPaste } from '../mail/open-message.ts';
import { maxPasteBytes } from '../triage/reading/index.ts';
import { UsageError } from './read-options.ts';
import { say, type Terminal } from './terminal.ts';

/** Why one input gives no result; the message names what is wrong and the remedy. */
export class InputError extends Error {}

/** Nothing was typed, piped or pasted at all. */
export class NoInputError extends UsageError {}

export type Input =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'standard-input' };

// bounce.eml | ../bounces/1 | C:\bounces\1
const looksLikeFile = /\.(?:eml|msg|html?|txt|log|csv|tsv|json|xml|conf|cfg|rules|zip)$|^\S*[\\/]\S*$/i;

/** Words are one input, however they are quoted; as soon as one of them is a file, all have to be. */
export function inputsOf(args: readonly string[]): Input[] {
  if (args.length === 0) return [{ kind: 'standard-input' }];
  const areFiles = args.every(arg => arg === '-' || existsSync(arg)) || args.some(arg => looksLikeFile.test(arg));
  if (!areFiles) return [{ kind: 'words', words: args.join(' ') }];
  return args.map(arg => (arg === '-' ? { kind: 'standard-input' } : { kind: 'file', path: arg }));
}

export function nameOf(input: Input): string {
  return input.kind === 'file' ? input.path : '-';
}

/** Throws an `InputError`, or a `NoInputError` where there is not a single word. */
export async function textOf(input: Input, terminal: Terminal): Promise<string> {
  if (input.kind === 'file') return textOfFile(input.path);
  if (input.kind === 'words') {
    if (input.words.trim() === '') throw new NoInputError('There is no text to look at.');
    return openPaste(input.words);
  }
  const bytes = await readAll(terminal);
  // A line break, as of an empty `echo`, is nothing either.
  if (bytes.length < 64 && bytes.toString('latin1').trim() === '')
    throw new NoInputError('There is no text to look at.');
  return opened(bytes);
}

export async function textOfFile(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new InputError(unreadable[code] ?? message);
  }
  return opened(bytes);
}

/** Of a message in a file, its own header; null for all else. */
export async function headerOfInput(input: Input): Promise<string | null> {
  return input.kind === 'file' ? headerOf(await readFile(input.path)) : null;
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'no such file. Correct the path, or give the words of the error alone.',
  EISDIR: 'a folder. Name its files, with * for all of them.',
  EACCES: 'you may not read this file. Ask its owner, or copy it.',
};

async function opened(bytes: Uint8Array): Promise<string> {
  try {
    return await openMessage(bytes);
  } catch (error) {
    if (error instanceof MailFileError) throw new InputError(refusals[error.code]);
    throw error;
  }
}

export const tooLong = `longer than the ${maxPasteBytes / 1024} kB of text that are read. Give the part with the error.`;

const refusals: Readonly<Record<MailFileError['code'], string>> = {
  empty: 'empty. Save the message again.',
  unreadable: 'neither a message nor a text. Give an .eml, .msg, .html or .txt file; unpack an archive before.',
  'too-large': 'larger than the 20 MB that are read. Save the message without its attachments.',
  'too-long': tooLong,
};

async function readAll({ stdin, stderr }: Terminal): Promise<Buffer> {
  if (stdin.isTTY) say(stderr, 'Paste the error, then press Ctrl+D (Ctrl+Z and Enter on Windows).');
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer | string));
  return Buffer.concat(chunks);
}
