/** A command of src/cli in this process, where the content is loaded once. */
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { WriteStream } from 'node:tty';
import type { Terminal } from '../../src/cli/terminal.ts';

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

export interface Given {
  /** What comes from standard input. */
  readonly input?: string;
  /** Standard input and output are a terminal. */
  readonly isTTY?: boolean;
  readonly env?: NodeJS.ProcessEnv;
}

export async function finished(
  run: (terminal: Terminal) => Promise<number>,
  { input = '', isTTY = false, env = {} }: Given = {},
): Promise<Finished> {
  const stdin = Object.assign(Readable.from(input === '' ? [] : [input]), { isTTY });
  const terminalOnly = isTTY && { isTTY, getColorDepth: WriteStream.prototype.getColorDepth };
  const stdout = Object.assign(new PassThrough(), terminalOnly);
  const stderr = new PassThrough();
  const said = Promise.all([text(stdout), text(stderr)]);
  const code = await withColours(env, () => run({ stdin, stdout, stderr, env }));
  stdout.end();
  stderr.end();
  const [out, errors] = await said;
  return { code, out, errors };
}

/** All that Node's getColorDepth looks at. */
const colours = [
  'NO_COLOR',
  'FORCE_COLOR',
  'NODE_DISABLE_COLORS',
  'TERM',
  'TERM_PROGRAM',
  'COLORTERM',
  'TMUX',
  'CI',
  'TEAMCITY_VERSION',
];

/** Node looks into the environment of this process, where a runner of tests may have set what it likes. */
async function withColours<Result>(env: NodeJS.ProcessEnv, run: () => Promise<Result>): Promise<Result> {
  const before = colours.map(name => process.env[name]);
  const set = (values: readonly (string | undefined)[]) => {
    for (const [index, name] of colours.entries()) {
      if (values[index] === undefined) delete process.env[name];
      else process.env[name] = values[index];
    }
  };
  set(colours.map(name => env[name]));
  try {
    return await run();
  } finally {
    set(before);
  }
}
