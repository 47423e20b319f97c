/** The bytes of a file that somebody sent -> the texts in it, handed over one at a time. */
import { BulkError } from '../bulk/open-bulk-reader.ts';
import { headerOf } from '../mail/header-of.ts';
import { MailFileError } from '../mail/mail-file-error.ts';
import { openMessage } from '../mail/open-message.ts';
import { looksLikeHtml, maxPasteBytes } from '../triage/reading/index.ts';
import { refusalOfBulk } from './download-file.ts';
import { type FileKind, isBulk, kindOf, sniffType } from './file-kind.ts';
import { type FileRefusal, Refused } from './file-refusal.ts';
import { KeptStart } from './kept-start.ts';
import { openZip, type ZipEntry } from './open-zip.ts';
import { shownName } from './shown-name.ts';

/** Of all texts of an archive together: a hundred bounces of an ordinary size, in two seconds of work at most. */
export const maxArchiveText = 16 * maxPasteBytes;
const sliceBytes = 64 * 1024;

export interface FoundText {
  readonly name: string;
  readonly text: string;
  /** Of a message that servers passed on: its own header, which is no part of the text. */
  readonly header?: string | null;
}

export interface RefusedFile {
  readonly name: string;
  readonly refusal: FileRefusal;
}

/** `found` is what was made of each text, in the order of the archive; a single file gives one, and bulk data none. */
export type FileReading<Found> =
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly found: readonly Found[];
      /** Files of an archive that could not be read. */
      readonly refused: readonly RefusedFile[];
      /** Files of an archive that are of another kind. */
      readonly skipped: number;
      /** Files of an archive beyond its limits. */
      readonly leftOut: number;
    }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: FileRefusal };

/** Makes of a text what is kept of it: the texts of an archive are never all in memory. */
export type TakeText<Found> = (text: FoundText) => Found | Promise<Found>;

/** A file that may be a trace or a log; false: it is neither, so that it is read as a text. */
export type TakeBulk = (file: {
  readonly name: string;
  readonly pieces: AsyncIterable<Uint8Array>;
}) => Promise<boolean>;

/** Where nobody wants bulk data, all is text. */
export const noBulk: TakeBulk = () => Promise.resolve(false);

export interface GivenFile {
  readonly name: string;
  /** The ending that Teams names beside the name, for names without one. */
  readonly fileType?: string | undefined;
  readonly bytes: Uint8Array;
}

export async function readFile<Found>(
  file: GivenFile,
  take: TakeText<Found>,
  takeBulk = noBulk,
): Promise<FileReading<Found>> {
  const name = shownName(file.name);
  const kind = kindOf(file.name, file.fileType);
  try {
    if (kind === undefined) throw new Refused({ code: 'unknown-type' });
    if (file.bytes.length === 0) throw new Refused({ code: 'empty' });
    if (kind === 'zip') return await readZip(name, file.bytes, take, takeBulk);
    if (isBulk(kind)) return await readPieces(name, onePiece(file.bytes), take, takeBulk);
    const isTaken = await isTakenAsBulk(name, kind, file.bytes, takeBulk);
    const found = isTaken
      ? []
      : [await take({ name, text: await readText(file.bytes, kind), header: headerOf(file.bytes) })];
    return { kind: 'read', name, found, refused: [], skipped: 0, leftOut: 0 };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { kind: 'refused', name, refusal: error.refusal };
  }
}

/** A log may be called `.txt`. What is no longer than a paste is read as one, as it was typed or copied. */
async function isTakenAsBulk(name: string, kind: FileKind, bytes: Uint8Array, takeBulk: TakeBulk): Promise<boolean> {
  if (kind !== 'txt' || bytes.length <= maxPasteBytes || sniffType(bytes) !== undefined) return false;
  try {
    return await takeBulk({ name, pieces: slicesOf(bytes) });
  } catch (error) {
    // It says why not once it is read as a text.
    if (error instanceof BulkError) return false;
    throw error;
  }
}

async function* slicesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes;
}

/** Throws a `Refused` where it is neither bulk data nor a text. */
export async function readPieces<Found>(
  name: string,
  pieces: AsyncIterable<Uint8Array>,
  take: TakeText<Found>,
  takeBulk: TakeBulk,
): Promise<FileReading<Found> & { readonly kind: 'read' }> {
  const start = new KeptStart(pieces);
  const nothingLeft = { refused: [], skipped: 0, leftOut: 0 };
  try {
    if (await takeBulk({ name, pieces: start })) return { kind: 'read', name, found: [], ...nothingLeft };
    const text = await readText(await start.whole(maxPasteBytes * 2), 'txt');
    return { kind: 'read', name, found: [await take({ name, text })], ...nothingLeft };
  } finally {
    await start.close();
  }
}

async function readZip<Found>(
  name: string,
  bytes: Uint8Array,
  take: TakeText<Found>,
  takeBulk: TakeBulk,
): Promise<FileReading<Found>> {
  const type = sniffType(bytes);
  if (type !== 'zip')
    throw new Refused({ code: 'wrong-type', found: type === undefined || type === 'outlook' ? 'other' : type });
  const found: Found[] = [];
  const refused: RefusedFile[] = [];
  let [textBytes, inBulk] = [0, 0];
  const rest = await openZip(bytes, async entry => {
    if (entry.pieces) {
      const read = await readPieces(entry.name, entry.pieces, take, takeBulk).catch(refusalOfEntry);
      if ('code' in read) refused.push({ name: entry.name, refusal: read });
      else {
        found.push(...read.found);
        inBulk += read.found.length === 0 ? 1 : 0;
      }
      return true;
    }
    const { content, kind } = entry;
    if (content instanceof Uint8Array && (await isTakenAsBulk(entry.name, kind, content, takeBulk))) {
      inBulk++;
      return true;
    }
    const text = await readEntry(entry);
    if (typeof text === 'string') {
      const header = content instanceof Uint8Array ? headerOf(content) : null;
      found.push(await take({ name: entry.name, text, header }));
    } else refused.push({ name: entry.name, refusal: text });
    textBytes += typeof text === 'string' ? Buffer.byteLength(text) : 0;
    return textBytes < maxArchiveText;
  });
  if (found.length + inBulk > 0) return { kind: 'read', name, found, refused, ...rest };
  throw new Refused(
    refused[0]?.refusal ?? { code: rest.skipped + rest.leftOut === 0 ? 'empty' : 'zip-nothing-to-read' },
  );
}

function refusalOfEntry(error: unknown): FileRefusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof BulkError) return refusalOfBulk(error);
  throw error;
}

async function readEntry({ content, kind }: ZipEntry): Promise<string | FileRefusal> {
  try {
    return content instanceof Uint8Array ? await readText(content, kind) : content;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

async function readText(bytes: Uint8Array, kind: FileKind): Promise<string> {
  if (bytes.length === 0) throw new Refused({ code: 'empty' });
  const type = sniffType(bytes);
  if (type === 'zip') throw new Refused({ code: 'zip-nested' });
  // A saved message may have the wrong name, a text has no reason to be an Outlook file.
  const mayBeOutlook = kind === 'msg' || kind === 'eml';
  if (type === 'outlook' && !mayBeOutlook) throw new Refused({ code: 'wrong-type', found: 'binary' });
  if (type !== undefined && type !== 'outlook') throw new Refused({ code: 'wrong-type', found: type });
  if (kind === 'eml' && isPage(bytes)) throw new Refused({ code: 'wrong-type', found: 'html' });
  try {
    return await openMessage(bytes);
  } catch (error) {
    if (error instanceof MailFileError) throw new Refused(refusalOf(error));
    throw error;
  }
}

/** A sign-in page, or an error of a server, saved under the name of a message. */
function isPage(bytes: Uint8Array): boolean {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2000)).trimStart();
  return start.startsWith('<') && looksLikeHtml(start);
}

function refusalOf(error: MailFileError): FileRefusal {
  if (error.code === 'too-long') return { code: 'text-too-long', limit: maxPasteBytes };
  return { code: error.code === 'empty' ? 'empty' : 'broken' };
}
