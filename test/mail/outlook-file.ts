/** Writes small Outlook files for the tests: a compound file with the properties of MS-OXMSG. */
import { createRequire } from 'node:module';
import type { Entry } from '@kenjiuno/msgreader/lib/Burner.js';

const { burn } = createRequire(import.meta.url)('@kenjiuno/msgreader/lib/Burner.js') as {
  burn: (entries: Entry[]) => Uint8Array;
};

interface OutlookMessage {
  readonly body: string;
  readonly messageClass?: string;
  readonly recipients?: readonly { readonly address: string; readonly reply: string; readonly remote: string }[];
}

const kinds = { directory: 1, document: 2, root: 5 } as const;

export function outlookFile({ body, messageClass = 'IPM.Note', recipients = [] }: OutlookMessage): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: kinds.root, length: 0, children: [] }];
  const add = (parent: number, entry: Entry): number => {
    entries.push(entry);
    entries[parent]!.children!.push(entries.length - 1);
    return entries.length - 1;
  };
  const addBytes = (parent: number, name: string, bytes: Uint8Array) =>
    add(parent, { name, type: kinds.document, length: bytes.length, binaryProvider: () => bytes });
  const addText = (parent: number, id: string, text: string) =>
    addBytes(parent, `__substg1.0_${id}001F`, Uint8Array.from(Buffer.from(text, 'utf16le')));

  addBytes(0, '__properties_version1.0', new Uint8Array(32));
  addText(0, '001A', messageClass);
  addText(0, '1000', body);
  for (const [index, { address, reply, remote }] of recipients.entries()) {
    const name = `__recip_version1.0_#${index.toString(16).padStart(8, '0').toUpperCase()}`;
    const recipient = add(0, { name, type: kinds.directory, length: 0, children: [] });
    addBytes(recipient, '__properties_version1.0', new Uint8Array(8));
    addText(recipient, '39FE', address);
    addText(recipient, '0C1B', reply);
    addText(recipient, '0C21', remote);
  }
  return burn(entries);
}
