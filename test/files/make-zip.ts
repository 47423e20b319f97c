/** Archives for the tests, honest ones and others. */
import { deflateRawSync } from 'node:zlib';
import { type Zippable, zipSync } from 'fflate';

export function makeZip(files: Zippable): Uint8Array {
  return zipSync(files);
}

export const zeros = (size: number) => new Uint8Array(size);

/** 10 MB of zeros, packed, and packed again: 150 bytes for a start. */
export function nestedBomb(depth = 2, size = 10 * 1024 * 1024): Uint8Array {
  let bytes: Uint8Array = forgeZip([{ name: 'bomb.txt', data: zeros(size) }]);
  for (let level = 1; level < depth; level++) bytes = makeZip({ 'inner.zip': bytes });
  return bytes;
}

export interface Packed {
  readonly name: string | Uint8Array;
  /** Offset of a local header that another entry wrote, for entries that lie over one another. */
  readonly at?: number;
  readonly data?: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  /** What the lists say, whatever is true. */
  readonly size?: number;
  readonly packedSize?: number;
}

/** An archive written field by field (APPNOTE 4.3), for what no packer would write. */
export function forgeZip(entries: readonly Packed[], listed = entries.length): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, at, data = Buffer.alloc(0), method = 8, flags = 0, size, packedSize } of entries) {
    const nameBytes = Buffer.from(name as string);
    const packed = method === 8 && at === undefined ? deflateRawSync(data) : Buffer.from(data);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(packedSize ?? packed.length, 14);
    fields.writeUInt32LE(size ?? data.length, 18);
    fields.writeUInt16LE(nameBytes.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at ?? offset, 10);
    list.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), fields, tail, nameBytes);
    if (at !== undefined) continue;
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, nameBytes, packed]);
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(listed, 8);
  end.writeUInt16LE(listed, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directory, end]);
}
