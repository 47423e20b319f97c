/** What a command reads and writes: the process itself, or streams of a test. */
import type { Readable, Writable } from 'node:stream';
import { styleText } from 'node:util';

export interface Terminal {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly env: NodeJS.ProcessEnv;
}

export function say(stream: Writable, text: string): void {
  stream.write(`${text}\n`);
}

/** Bold where the stream is a terminal that shows it; NO_COLOR and FORCE_COLOR decide before that. */
export function boldOn(stream: Writable): (text: string) => string {
  return text => styleText('bold', text, { stream });
}
