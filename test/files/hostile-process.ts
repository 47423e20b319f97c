/**
 * Receives every file that it is told to in a process with little memory, one after another and then all at once, and
 * writes what came of it. Started by receive-file.test.ts.
 */
import { defaultFileHosts } from '../../src/files/allowed-hosts.ts';
import { createReceiver } from '../../src/files/receive-file.ts';
import { readEvidence } from '../../src/triage/reading/read-evidence.ts';
import { dialledNetwork } from './loopback.ts';

export interface HostileTask {
  readonly port: number;
  readonly ca: string;
  readonly names: readonly string[];
}

export interface HostileResult {
  readonly outcomes: Readonly<Record<string, string>>;
  readonly together: Readonly<Record<string, string>>;
  /** How far the process's memory grew over what it needs for good files, in bytes. */
  readonly growth: number;
}

const task = JSON.parse(process.argv[2]!) as HostileTask;
const receive = createReceiver({
  allowedHosts: defaultFileHosts,
  network: dialledNetwork(task.port, task.ca),
  totalMs: 30_000,
  idleMs: 5_000,
});

async function outcomeOf(name: string): Promise<string> {
  const downloadUrl = `https://contoso-my.sharepoint.com/${name}`;
  const reading = await receive({ name, downloadUrl }, ({ text }) => readEvidence(text));
  return reading.kind === 'refused' ? reading.refusal.code : `read ${reading.found.length}`;
}

function inMb(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}

// A hundred ordinary bounces: what the engine sets aside for its daily work is not what a hostile file costs.
await outcomeOf('good.zip');
const start = process.memoryUsage.rss();
let most = start;
// Not the operating system's own maximum: on Linux that begins with what the parent needed.
const look = () => {
  most = Math.max(most, process.memoryUsage.rss());
};
const timer = setInterval(look, 2);
const outcomes: Record<string, string> = {};
for (const name of task.names) {
  const before = performance.now();
  outcomes[name] = await outcomeOf(name);
  look();
  if (process.env.SHOW_MEMORY) {
    const [now, at] = [process.memoryUsage.rss(), Math.round(performance.now() - before)];
    console.error(
      `${name}: ${outcomes[name]}, ${at} ms, ${inMb(now - start)} MB more now, ${inMb(most - start)} at most`,
    );
  }
}
clearInterval(timer);
const together = Object.fromEntries(
  await Promise.all(task.names.map(async name => [name, await outcomeOf(name)] as const)),
);
console.log(JSON.stringify({ outcomes, together, growth: most - start } satisfies HostileResult));
