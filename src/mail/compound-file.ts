/**
 * Checks an Outlook file's container (MS-CFB) before it is read: msgreader follows the file's own chains of sectors,
 * and a chain that bites its tail would never end.
 */

const signature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const headerSize = 512;
const entrySize = 128;
const streamEntry = 2;

export function isCompoundFile(bytes: Uint8Array): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

export interface Container {
  /** The size of its longest property that is a text, in bytes. */
  readonly longestText: number;
}

/** Undefined where a chain or a folder leads back to itself, or something claims more bytes than there are. */
export function checkContainer(bytes: Uint8Array): Container | undefined {
  if (bytes.length < headerSize) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = view.getUint16(30, true);
  if (shift !== 9 && shift !== 12) return undefined;
  const file: Sectors = { view, size: 2 ** shift, count: Math.ceil(bytes.length / 2 ** shift) };
  const counts = [view.getInt32(44, true), view.getInt32(64, true), view.getInt32(72, true)];
  if (counts.some(count => count < 0 || count > file.count)) return undefined;
  const table = readTable(file, fatSectors(file));
  if (hasCycle(table)) return undefined;
  const small = readTable(file, chain(table, view.getInt32(60, true)));
  return hasCycle(small) ? undefined : checkTree(file, chain(table, view.getInt32(48, true)));
}

interface Sectors {
  readonly view: DataView;
  readonly size: number;
  readonly count: number;
}

function int(file: Sectors, sector: number, index: number): number {
  const offset = (sector + 1) * file.size + index * 4;
  return sector >= 0 && offset + 4 <= file.view.byteLength ? file.view.getInt32(offset, true) : -1;
}

/** The sectors of the allocation table: 109 in the header, more in a chain of their own. */
function fatSectors(file: Sectors): number[] {
  const sectors: number[] = [];
  for (let index = 0; index < 109; index++) sectors.push(file.view.getInt32(76 + index * 4, true));
  let next = file.view.getInt32(68, true);
  for (let seen = file.view.getInt32(72, true); seen > 0 && next >= 0; seen--) {
    const last = file.size / 4 - 1;
    for (let index = 0; index < last; index++) sectors.push(int(file, next, index));
    next = int(file, next, last);
  }
  return sectors.filter(sector => sector >= 0 && sector < file.count);
}

function readTable(file: Sectors, sectors: readonly number[]): Int32Array {
  const perSector = file.size / 4;
  // A sector named twice gives a longer table, never a longer walk than the file has sectors.
  const used = sectors.slice(0, file.count);
  const table = new Int32Array(used.length * perSector);
  used.forEach((sector, place) => {
    for (let index = 0; index < perSector; index++) table[place * perSector + index] = int(file, sector, index);
  });
  return table;
}

function chain(table: Int32Array, start: number): number[] {
  const sectors: number[] = [];
  for (let at = start; at >= 0 && at < table.length && sectors.length <= table.length; at = table[at]!)
    sectors.push(at);
  return sectors;
}

/** Every sector has one follower, so one walk from each unseen sector finds every cycle in linear time. */
function hasCycle(table: Int32Array): boolean {
  const walkOf = new Uint32Array(table.length);
  for (let start = 0; start < table.length; start++) {
    for (let at = start; at >= 0 && at < table.length; at = table[at]!) {
      if (walkOf[at] === start + 1) return true;
      if (walkOf[at] !== 0) break;
      walkOf[at] = start + 1;
    }
  }
  return false;
}

/**
 * Each entry of the directory is reached once, by its left, right or first child, and all streams together fit into
 * the file: a thousand of them in the same place would be read a thousand times.
 */
function checkTree(file: Sectors, sectors: readonly number[]): Container | undefined {
  const offsets = sectors.flatMap(sector =>
    Array.from({ length: file.size / entrySize }, (_, index) => (sector + 1) * file.size + index * entrySize),
  );
  const seen = new Set<number>();
  const open = [0];
  let [streamBytes, longestText] = [0, 0];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const offset = offsets[index];
    if (index === -1) continue;
    if (offset === undefined || offset + entrySize > file.view.byteLength || seen.has(index)) return undefined;
    seen.add(index);
    const size = file.view.getInt32(offset + 120, true);
    if (file.view.getUint8(offset + 66) === streamEntry) streamBytes += Math.max(0, size);
    if (size > file.view.byteLength || streamBytes > file.view.byteLength) return undefined;
    if (size > longestText && textProperty.test(nameOf(file, offset))) longestText = size;
    open.push(...[68, 72, 76].map(link => file.view.getInt32(offset + link, true)));
  }
  return { longestText };
}

// MS-OXMSG, 2.2: __substg1.0_1000001F is the property 1000 of the type 001F, a text in UTF-16; 001E is one in bytes.
const textProperty = /^__substg1\.0_[0-9A-F]{4}001[EF]$/i;

function nameOf(file: Sectors, offset: number): string {
  const units = Array.from({ length: 31 }, (_, index) => file.view.getUint16(offset + index * 2, true));
  return String.fromCharCode(...units.slice(0, units.indexOf(0) === -1 ? 31 : units.indexOf(0)));
}
