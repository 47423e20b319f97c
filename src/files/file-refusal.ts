/** Why a file that somebody sent is not read. Codes and values only: the sentences are in the strings of the cards. */

export type FileRefusal =
  /** No kind of file that is read, by its name: `.pdf`, or no ending at all. */
  | { readonly code: 'unknown-type' }
  /** Announced or found to be something else than its name says. */
  | { readonly code: 'wrong-type'; readonly found: FoundType }
  /** Bytes; `size` is null where the file was cut off while it still came. */
  | { readonly code: 'too-large'; readonly size: number | null; readonly limit: number }
  /** The file may be read, but the text in it is longer than a paste may be. Bytes. */
  | { readonly code: 'text-too-long'; readonly limit: number }
  | { readonly code: 'empty' }
  /** Damaged, or no text in it. */
  | { readonly code: 'broken' }
  | { readonly code: 'bad-address' }
  | { readonly code: 'not-allowed-host'; readonly host: string }
  | { readonly code: 'private-address'; readonly host: string }
  | { readonly code: 'too-many-redirects'; readonly limit: number }
  | { readonly code: 'timed-out'; readonly seconds: number }
  /** The link has run out or the file is gone. */
  | { readonly code: 'not-found' }
  /** No such name, no connection, no valid certificate, or a server in trouble. */
  | { readonly code: 'unavailable'; readonly status: number | null }
  /** Too many files are being read already. */
  | { readonly code: 'busy' }
  | { readonly code: 'zip-nested' }
  | { readonly code: 'zip-bomb' }
  | { readonly code: 'zip-encrypted' }
  /** An archive without a single file of a kind that is read. */
  | { readonly code: 'zip-nothing-to-read' };

export type FileRefusalCode = FileRefusal['code'];

export type FoundType = 'html' | 'zip' | 'program' | 'binary' | 'other';

/** Carries a refusal through the functions of this folder; never leaves it. */
export class Refused extends Error {
  readonly refusal: FileRefusal;

  constructor(refusal: FileRefusal) {
    super(refusal.code);
    this.name = 'Refused';
    this.refusal = refusal;
  }
}
