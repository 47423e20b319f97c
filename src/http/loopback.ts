/** Whether a name or address is this computer. */
import { isIP } from 'node:net';

/** 127.0.0.0/8 (also as `::ffff:127.0.0.1`), ::1 and localhost; brackets of a URL do not count. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').replace(/^::ffff:/i, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}
