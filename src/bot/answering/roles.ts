/** Who may do what. The table in docs/roles.md says the same in words, and a test holds both together cell by cell. */
import { openEscalation, type TriageCase } from '../../triage/case.ts';
import { sideOf } from '../../triage/side.ts';
import type { Verb } from '../../triage/verbs.ts';
import type { Desk, Reader } from '../desk.ts';

/** Where no administrators are named, whoever is asked about it is one. */
export function isAdmin({ admins }: Desk, { person }: Pick<Reader, 'person'>): boolean {
  return admins.size === 0 || admins.has(person.id.toLowerCase());
}

/** Leads are named, and administrators who are named are leads as well. */
export function isLead({ leads, admins }: Desk, { person }: Pick<Reader, 'person'>): boolean {
  const id = person.id.toLowerCase();
  return leads.has(id) || admins.has(id);
}

/** What only one side may do. */
const ofExperts: readonly Verb[] = ['give-back'];
const ofReporters: readonly Verb[] = ['escalate', 'take-back', 'leave-incident'];

/** @returns whom it is left to; undefined where it may be done */
export function leftTo(
  desk: Desk,
  reader: Reader,
  triageCase: TriageCase,
  verb: string,
): 'experts' | 'reporter' | undefined {
  if (isLead(desk, reader)) return undefined;
  const side = sideOf(triageCase, reader.conversation);
  const is = (verbs: readonly Verb[]) => verbs.some(one => one === verb);
  if (side === 'reporter' && is(ofExperts)) return 'experts';
  // While it is with the experts, it is given to somebody by them.
  if (side === 'reporter' && openEscalation(triageCase) && (verb === 'take' || verb === 'assign')) return 'experts';
  return side === 'experts' && is(ofReporters) ? 'reporter' : undefined;
}
