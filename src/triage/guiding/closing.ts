/** A case that is solved, and opened again. */
import type { TriageCase } from '../case.ts';
import type { Change, InputContext } from './press.ts';

export function solve({ by, now }: InputContext): Change {
  return { case: { outcome: { kind: 'solved', by, at: now } }, events: [{ kind: 'solved', data: {} }] };
}

export function reopen({ outcome }: TriageCase): Change | null {
  return outcome === null ? null : { case: { outcome: null }, events: [{ kind: 'reopened', data: {} }] };
}
