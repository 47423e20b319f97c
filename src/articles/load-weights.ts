/** dialogs/words/weights.bin -> what npm run train learned. It is kept packed behind its hash, and read at each start. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { ContentError } from './content-error.ts';

/** In dialogs/. */
export const weightsFile = 'words/weights.bin';
const hashLength = 32;

export function packWeights(weights: Uint8Array): Uint8Array {
  const packed = brotliCompressSync(weights);
  return Buffer.concat([hashOf(packed), packed]);
}

/** Throws a ContentError where the file is missing or damaged. */
export function loadWeights(dialogs: string): Uint8Array {
  try {
    const bytes = readFileSync(join(dialogs, weightsFile));
    const packed = bytes.subarray(hashLength);
    if (hashOf(packed).equals(bytes.subarray(0, hashLength))) return brotliDecompressSync(packed);
  } catch {
    // Said below, as for a file that can be read.
  }
  throw new ContentError([`dialogs/${weightsFile}: the file is missing or damaged. Write it with npm run train.`]);
}

function hashOf(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
