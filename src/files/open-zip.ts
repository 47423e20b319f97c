/** An archive -> the files in it, one at a time, unpacked under limits that are counted and never believed. */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { createInflateRaw, inflateRaw } from 'node:zlib';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { maxBulkBytes } from '../bulk/open-bulk-reader.ts';
import { decodeText } from '../mail/decode-text.ts';
import { type FileKind, isBulk, kindOf } from './file-kind.ts';
import { type FileRefusal, Refused } from './file-refusal.ts';
import { shownName } from './shown-name.ts';

/** A morning's bounces; more would not fit a summary that somebody reads. */
export const maxZipEntries = 100;
/** A message with its attachments; the text in it is small. */
export const maxEntryBytes = 5 * 1024 * 1024;
export const maxUnpackedBytes = 20 * 1024 * 1024;
/** Logs shrink to a tenth, messages full of one attachment to a fiftieth; a bomb to a thousandth. */
const maxRatio = 200;
const sliceBytes = 64 * 1024;
const ratioCountsFrom = 1024 * 1024;
/** The list of an archive may name millions of entries of no size. */
const maxListed = 2000;
/** APPNOTE 4.3.12: what an entry takes in the list without its name. */
const leastListing = 46;

export interface ZipEntry {
  /** Only shown, never used as a path. */
  readonly name: string;
  readonly kind: FileKind;
  readonly content: Uint8Array | FileRefusal;
  /** Of bulk data: unpacked while it is read, and only once. */
  readonly pieces?: AsyncIterable<Uint8Array>;
}

export interface ZipRest {
  /** Files of kinds that are not read. */
  readonly skipped: number;
  /** Files beyond the limits of count and size, as far as the archive lists them. */
  readonly leftOut: number;
}

/**
 * Hands each file of a kind that is read to `take`, and waits for it to say whether it wants more; throws what makes
 * all of the archive unreadable.
 */
export async function openZip(bytes: Uint8Array, take: (entry: ZipEntry) => Promise<boolean>): Promise<ZipRest> {
  const archive = asBuffer(bytes);
  const zip = await listOf(archive);
  // As far as there is room for them: the number is only a claim.
  const listed = Math.min(zip.entryCount, Math.floor(archive.length / leastListing));
  let [seen, taken, skipped, unpacked] = [0, 0, 0, 0];
  const rest = (isCut: boolean): ZipRest => ({ skipped, leftOut: isCut ? Math.max(1, listed - seen) : 0 });
  const entries = zip.eachEntry();
  while (seen < zip.entryCount) {
    if (seen >= maxListed || taken >= maxZipEntries || unpacked >= maxUnpackedBytes) return rest(true);
    const entry = await nextEntry(entries, taken > 0);
    if (!entry) return rest(true);
    const path = pathOf(entry);
    const kind = kindOf(path);
    const isJunk = isFolderOrJunk(path);
    if (isJunk || kind === undefined) {
      skipped += isJunk ? 0 : 1;
      seen++;
      continue;
    }
    taken++;
    if (isBulk(kind) && !entry.isEncrypted()) {
      const pieces = await unpackedPieces(archive, zip, entry);
      seen++;
      if (!(await take({ name: shownName(path), kind, content: { code: 'broken' }, ...(pieces && { pieces }) })))
        return rest(seen < listed);
      continue;
    }
    const { content, cost } = await unpack(archive, zip, entry, kind, maxUnpackedBytes - unpacked);
    if (content === undefined) return rest(true);
    seen++;
    unpacked += cost;
    if (!(await take({ name: shownName(path), kind, content })) && seen < listed) return rest(true);
  }
  return rest(false);
}

async function listOf(archive: Buffer): Promise<ZipFile> {
  try {
    // Names stay bytes: decoded, one "../" would make the whole archive an error.
    return await yauzl.fromBufferPromise(archive, { decodeStrings: false, validateEntrySizes: false });
  } catch {
    throw new Refused({ code: 'broken' });
  }
}

/** Undefined when the list is damaged further down: what was read before stays read. */
async function nextEntry(entries: AsyncIterator<Entry>, isFurtherDown: boolean): Promise<Entry | undefined> {
  try {
    const { value, done } = await entries.next();
    return done ? undefined : value;
  } catch (error) {
    if (isFurtherDown) return undefined;
    const isEncrypted = error instanceof Error && error.message.includes('encryption');
    throw new Refused({ code: isEncrypted ? 'zip-encrypted' : 'broken' });
  }
}

const inflate = promisify(inflateRaw);

/** Bulk data is never in memory as a whole, so only its ratio and the longest file that is read bound it. */
async function unpackedPieces(
  archive: Buffer,
  zip: ZipFile,
  entry: Entry,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const packed = await packedBytes(archive, zip, entry);
  if (!packed) return undefined;
  return piecesWithin(packed, entry, Math.min(maxBulkBytes, Math.max(ratioCountsFrom, packed.length * maxRatio)));
}

async function* piecesWithin(packed: Buffer, { compressionMethod }: Entry, most: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  const inflated =
    compressionMethod === 0 ? slicesOf(packed) : Readable.from(slicesOf(packed)).pipe(createInflateRaw());
  try {
    for await (const piece of inflated as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > most)
        throw new Refused(
          most === maxBulkBytes ? { code: 'too-large', size: null, limit: most } : { code: 'zip-bomb' },
        );
      yield piece;
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused({ code: 'broken' });
  }
}

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += sliceBytes) yield bytes.subarray(at, at + sliceBytes);
}

interface Unpacked {
  /** Undefined where all the files together are too large by now. */
  readonly content: Uint8Array | FileRefusal | undefined;
  /** How many bytes it cost to find out. */
  readonly cost: number;
}

async function unpack(archive: Buffer, zip: ZipFile, entry: Entry, kind: FileKind, left: number): Promise<Unpacked> {
  const { compressedSize, uncompressedSize } = entry;
  if (kind === 'zip') return refuse({ code: 'zip-nested' });
  if (entry.isEncrypted()) return refuse({ code: 'zip-encrypted' });
  // A size that is too large is believed, one that is small enough is not.
  if (uncompressedSize > maxEntryBytes) {
    if (uncompressedSize > compressedSize * maxRatio) throw new Refused({ code: 'zip-bomb' });
    return refuse({ code: 'too-large', size: uncompressedSize, limit: maxEntryBytes });
  }
  const packed = await packedBytes(archive, zip, entry);
  if (!packed) return refuse({ code: 'broken' });
  const byRatio = Math.max(ratioCountsFrom, compressedSize * maxRatio);
  const most = Math.min(maxEntryBytes, left, byRatio);
  try {
    const content = entry.compressionMethod === 0 ? packed : await inflate(packed, { maxOutputLength: most });
    if (content.length <= most) return { content, cost: content.length };
  } catch (error) {
    if (!isTooLong(error)) return refuse({ code: 'broken' }, most);
  }
  if (most === byRatio) throw new Refused({ code: 'zip-bomb' });
  if (most < maxEntryBytes) return { content: undefined, cost: most };
  return refuse({ code: 'too-large', size: null, limit: maxEntryBytes }, most);
}

function refuse(content: FileRefusal, cost = 0): Unpacked {
  return { content, cost };
}

function isTooLong(error: unknown): boolean {
  return error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

/** Neither copied nor unpacked; undefined where the archive has no such bytes or packs them in a way of its own. */
async function packedBytes(archive: Buffer, zip: ZipFile, entry: Entry): Promise<Buffer | undefined> {
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return undefined;
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return archive.subarray(fileDataStart, fileDataStart + entry.compressedSize);
  } catch {
    return undefined;
  }
}

function isFolderOrJunk(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    name === '' || path.startsWith('__MACOSX/') || name.startsWith('._') || name === '.DS_Store' || name === 'Thumbs.db'
  );
}

/** Names without a mark of UTF-8 are in the code page of whoever packed them. */
function pathOf(entry: Entry): string {
  const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry;
  const standard = yauzl.getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  // APPNOTE 6.3, 4.4.4: bit 11 says UTF-8, and the field 0x7075 repeats the name in it.
  if ((generalPurposeBitFlag & 0x800) !== 0 || extraFields.some(field => field.id === 0x7075)) return standard;
  const guessed = decodeText(fileNameRaw).replaceAll('\\', '/');
  // "ö" in the code page of DOS, read as Windows', is a quotation mark.
  return /[\u2000-\u22ff]/.test(guessed) ? standard : guessed;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
