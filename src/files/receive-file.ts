/** A file that somebody sent to the bot: downloaded, read and forgotten, a few at a time. */
import { type DownloadPolicy, downloadFile } from './download-file.ts';
import { kindOf } from './file-kind.ts';
import { giveBack } from './give-back.ts';
import { type FileReading, readFile, type TakeText } from './read-file.ts';
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

export type ReceiveFile = <Found>(file: SentFile, take: TakeText<Found>) => Promise<FileReading<Found>>;

/** Bytes that need not be downloaded, by their address: what the page of this very process sends. */
export type OwnFiles = (url: string) => Uint8Array | undefined;

export function createReceiver(policy: DownloadPolicy, ownFiles: OwnFiles = () => undefined): ReceiveFile {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (file, take) => {
    if (running >= maxAtOnce && waiting.length >= maxWaiting)
      return { kind: 'refused', name: shownName(file.name), refusal: { code: 'busy' } };
    if (running >= maxAtOnce) await new Promise<void>(resolve => waiting.push(resolve));
    else running++;
    try {
      return await receive(file, policy, ownFiles, take);
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
): Promise<FileReading<Found>> {
  const kind = kindOf(name, fileType);
  if (kind === undefined) return { kind: 'refused', name: shownName(name), refusal: { code: 'unknown-type' } };
  const bytes = ownFiles(downloadUrl);
  const download = bytes ? { kind: 'downloaded' as const, bytes } : await downloadFile(downloadUrl, kind, policy);
  if (download.kind === 'refused') return { kind: 'refused', name: shownName(name), refusal: download.refusal };
  try {
    return await readFile({ name, fileType, bytes: download.bytes }, take);
  } finally {
    giveBack(download.bytes);
  }
}
