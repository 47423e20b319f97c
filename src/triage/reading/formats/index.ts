/** Every format that is read, one file each, in the order in which they look at a text. */
import type { FormatReader } from '../reading.ts';
import { readDsn } from './dsn.ts';
import { readExchangeNdr } from './exchange-ndr.ts';
import { readMessageTrace } from './message-trace.ts';
import { readOtherSystem } from './other-systems.ts';
import { readQueue } from './queue.ts';

export { readSmtpReplies, toldRecipients } from './smtp-reply.ts';

/** The first that knows the text says what kind it is; each leaves the next what it did not read. */
export const formats: readonly FormatReader[] = [
  readDsn,
  readExchangeNdr,
  readQueue,
  readMessageTrace,
  readOtherSystem,
];
