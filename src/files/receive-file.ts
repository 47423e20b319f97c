/** A file that somebody sent to the bot: downloaded, read and forgotten, a few at a time. */
import { BulkError } from '../bulk/open-bulk-reader.ts';
import { type DownloadPolicy, downloadFile, downloadPieces, refusalOfBulk } from './download-file.ts';
import { type FileKind, isBulk, kindOf } from './file-kind.ts';
import { Refused } from './file-refusal.ts';
import { giveBack } from './give-back.ts';
import { type FileReading, noBulk, readFile, readPieces, type TakeBulk, type TakeText } from './read-file.ts';
import { shownName } from './shown-name.ts';

/** What a `application/vnd.microsoft.teams.file.download.info` attachment says of a file. */
export interface SentFile {
  readonly name: string;
  readonly fileType?: string | undefined;
  readonly downloadUrl: string;
}

/** Two files in memory at once, so that memory does not follow the number of users. */
const maxAtOnce = 2;
const maxWaiting = 20;
const maxBulkWaiting = 4;

export type ReceiveFile = <Found>(
  file: SentFile,
  take: TakeText<Found>,
  takeBulk?: TakeBulk,
) => Promise<FileReading<Found>>;

/** What need not be downloaded, by its address: what the page of this very process sends, whole or as it comes. */
export type OwnFiles = (url: string) => Uint8Array | AsyncIterable<Uint8Array> | undefined;

export function createReceiver(policy: DownloadPolicy, ownFiles: OwnFiles = () => undefined): ReceiveFile {
  const small = createQueue(maxAtOnce, maxWaiting);
  // A minute of reading keeps nobody waiting whose file takes a second.
  const bulk = createQueue(maxAtOnce, maxBulkWaiting);
  return async (file, take, takeBulk = noBulk) => {
    const queue = isBulk(kindOf(file.name, file.fileType)) ? bulk : small;
    return (
      (await queue(() => receive(file, policy, ownFiles, take, takeBulk))) ?? {
        kind: 'refused',
        name: shownName(file.name),
        refusal: { code: 'busy' },
      }
    );
  };
}

/** @returns does some work when it is its turn; undefined where too many wait already */
function createQueue(atOnce: number, mostWaiting: number) {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    if (running >= atOnce && waiting.length >= mostWaiting) return undefined;
    if (running >= atOnce) await new Promise<void>(resolve => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // The place goes to the next one that waits, so `running` stays.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

async function receive<Found>(
  { name, fileType, downloadUrl }: SentFile,
  policy: DownloadPolicy,
  ownFiles: OwnFiles,
  take: TakeText<Found>,
  takeBulk: TakeBulk,
): Promise<FileReading<Found>> {
  const kind = kindOf(name, fileType);
  if (kind === undefined) return { kind: 'refused', name: shownName(name), refusal: { code: 'unknown-type' } };
  const own = ownFiles(downloadUrl);
  if (isBulk(kind)) return receivePieces(name, kind, own ?? downloadUrl, policy, take, takeBulk);
  const bytes = own instanceof Uint8Array ? own : undefined;
  const download = bytes ? { kind: 'downloaded' as const, bytes } : await downloadFile(downloadUrl, kind, policy);
  if (download.kind === 'refused') return { kind: 'refused', name: shownName(name), refusal: download.refusal };
  try {
    return await readFile({ name, fileType, bytes: download.bytes }, take, takeBulk);
  } finally {
    giveBack(download.bytes);
  }
}

/** What comes in pieces is read while it comes. */
async function receivePieces<Found>(
  givenName: string,
  kind: FileKind,
  from: string | Uint8Array | AsyncIterable<Uint8Array>,
  policy: DownloadPolicy,
  take: TakeText<Found>,
  takeBulk: TakeBulk,
): Promise<FileReading<Found>> {
  const name = shownName(givenName);
  let reading: FileReading<Found> | undefined;
  const read = async (pieces: AsyncIterable<Uint8Array>) => {
    reading = await readPieces(name, pieces, take, takeBulk);
  };
  try {
    if (typeof from === 'string') {
      const download = await downloadPieces(from, kind, policy, read);
      if (download.kind === 'refused') return { kind: 'refused', name, refusal: download.refusal };
    } else if (from instanceof Uint8Array) return await readFile({ name: givenName, bytes: from }, take, takeBulk);
    else await read(from);
    return reading!;
  } catch (error) {
    if (error instanceof Refused) return { kind: 'refused', name, refusal: error.refusal };
    if (error instanceof BulkError) return { kind: 'refused', name, refusal: refusalOfBulk(error) };
    throw error;
  }
}
