import type { Desk } from '../desk.ts';

/** Messages of errors can quote what was pasted: only the kind of error and its place are logged. */
export function logFailure(desk: Desk, reference: string, error: unknown): void {
  const { name, code, stack } =
    error instanceof Error ? (error as Error & { code?: string }) : { name: typeof error, code: undefined, stack: '' };
  const place = (stack ?? '')
    .split('\n')
    .filter(line => line.trimStart().startsWith('at '))
    .slice(0, 8);
  desk.log.error({ reference, name, code, place }, 'A turn failed');
}
