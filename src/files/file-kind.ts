/** What kind a file is by its name, what a server may call it, and what its first bytes say. */
import { isCompoundFile } from '../mail/compound-file.ts';
import type { FoundType } from './file-refusal.ts';

export const fileKinds = ['eml', 'msg', 'txt', 'html', 'zip', 'csv', 'log'] as const;
export type FileKind = (typeof fileKinds)[number];

const kindOfEnding: Readonly<Record<string, FileKind>> = {
  eml: 'eml',
  msg: 'msg',
  txt: 'txt',
  // Data is text as well: exports, the rules of a firewall.
  json: 'txt',
  xml: 'txt',
  conf: 'txt',
  cfg: 'txt',
  rules: 'txt',
  html: 'html',
  htm: 'html',
  zip: 'zip',
  csv: 'csv',
  tsv: 'csv',
  log: 'log',
};

/** May have a million rows: read in pieces, and as a text only where it is neither a trace nor a log of a server. */
export function isBulk(kind: FileKind | undefined): kind is 'csv' | 'log' {
  return kind === 'csv' || kind === 'log';
}

/** By the ending of its name, or by the type that Teams names beside it, which is an ending too: `eml`. */
export function kindOf(name: string, fileType?: string): FileKind | undefined {
  const dot = name.lastIndexOf('.');
  const ending = dot === -1 ? (fileType ?? '') : name.slice(dot + 1);
  const key = ending.trim().toLowerCase();
  return Object.hasOwn(kindOfEnding, key) ? kindOfEnding[key] : undefined;
}

/** Servers that know nothing of a file call it one of these. */
const anyKind = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/download']);
const typesOfKind: Readonly<Record<FileKind, ReadonlySet<string>>> = {
  eml: new Set(['message/rfc822', 'message/global', 'application/eml', 'application/x-eml']),
  msg: new Set([
    'application/vnd.ms-outlook',
    'application/msoutlook',
    'application/x-msg',
    'application/x-ole-storage',
  ]),
  txt: new Set(['application/json', 'application/xml']),
  html: new Set(['text/html', 'application/xhtml+xml']),
  csv: new Set(['application/csv', 'application/vnd.ms-excel']),
  log: new Set(),
  zip: new Set(['application/zip', 'application/x-zip', 'application/x-zip-compressed', 'multipart/x-zip']),
};

/** A sign-in page that comes in place of a message is `text/html`, so no other kind may be that. */
export function fitsKind(contentType: string | undefined, kind: FileKind): boolean {
  const type = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (anyKind.has(type) || typesOfKind[kind].has(type)) return true;
  const isText = type.startsWith('text/') && type !== 'text/html';
  return isText && kind !== 'msg' && kind !== 'zip';
}

/** The type that a server announced, in the words of a refusal. */
export function announcedType(contentType: string | undefined): FoundType {
  const type = (contentType ?? '').toLowerCase();
  if (type.includes('html')) return 'html';
  return type.includes('zip') ? 'zip' : 'other';
}

const signatures: readonly (readonly [FoundType, string])[] = [
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['program', '\x7fELF'],
  ['program', '#!/'],
  ['binary', '%PDF-'],
  ['binary', '{\\rtf'],
  ['binary', '\x1f\x8b'],
  ['binary', '7z\xbc\xaf'],
  ['binary', 'Rar!'],
  ['binary', '\x89PNG'],
  ['binary', 'GIF8'],
  ['binary', '\xff\xd8\xff'],
];

/** What the bytes are, as far as they say so; undefined for texts. */
export function sniffType(bytes: Uint8Array): FoundType | 'outlook' | undefined {
  if (isCompoundFile(bytes)) return 'outlook';
  const start = String.fromCharCode(...bytes.subarray(0, 64));
  const known = signatures.find(([, signature]) => start.startsWith(signature));
  if (known) return known[0];
  // A text may begin with these two letters as well, but not with zeros after them.
  return start.startsWith('MZ') && start.includes('\0') ? 'program' : undefined;
}
