/** Opens an address in the browser of whoever sits here. */
import { spawn } from 'node:child_process';

/** A browser that is still starting then was found. */
const longestWait = 3_000;

/** @returns whether one was opened, as far as one can tell */
export async function openBrowser(address: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const opener = openerOf(process.platform, env, address);
  if (!opener) return false;
  const [program, args] = opener;
  return new Promise(resolve => {
    const child = spawn(program, args, { stdio: 'ignore', detached: true, env });
    const timer = setTimeout(() => resolve(true), longestWait);
    const done = (isOpen: boolean) => {
      clearTimeout(timer);
      resolve(isOpen);
    };
    child.once('error', () => done(false));
    child.once('exit', code => done(code === 0));
    child.unref();
  });
}

export function openerOf(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  address: string,
): [program: string, args: string[]] | undefined {
  if (platform === 'win32') return ['cmd', ['/c', 'start', '""', address]];
  if (platform === 'darwin') return ['open', [address]];
  // Without a screen xdg-open would begin a browser in this very terminal, if anything.
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', [address]] : undefined;
}
