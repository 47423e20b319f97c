/** What the store promises of tests that people start: a record of each, and bounds on how many. */
import type { Person } from '../triage/case.ts';

export interface ProbeKey {
  readonly tenant: string;
  readonly id: string;
}

/** Why one was not begun. The first three are bounds on what is begun within an hour. */
export type ProbeBound = 'person' | 'host' | 'all' | 'running';

export interface ProbeLimits {
  /** Of one person, of one name, and of everybody within an hour. */
  readonly person: number;
  readonly host: number;
  readonly all: number;
}

export interface NewProbe extends ProbeKey {
  readonly conversation: string;
  readonly caseId: string | null;
  readonly by: Person;
  readonly at: string;
  /** What is tested, as it was read; at most 253 characters. */
  readonly name: string;
}

/** A newer version may know more states. */
export type ProbeState = 'running' | 'done' | 'cancelled' | 'interrupted' | 'failed' | 'refused';

export interface StoredProbe extends ProbeKey {
  readonly conversation: string;
  readonly caseId: string | null;
  readonly by: Person | null;
  readonly at: string;
  readonly name: string;
  readonly state: string;
  readonly why: string | null;
  /** Those that were connected to or refused. */
  readonly addresses: readonly string[];
  /** The message that shows how far it is. */
  readonly card: string | null;
  readonly endedAt: string | null;
}

export interface ProbeStore {
  /** Writes it down as running, unless a bound is reached; then as refused. */
  beginProbe(
    probe: NewProbe,
    limits: ProbeLimits,
    times: { readonly since: string; readonly heldUntil: string },
  ): Promise<'begun' | ProbeBound>;
  /** One that is not begun at all; of a flood of them since then, the first five hundred. */
  refuseProbe(probe: NewProbe, why: string, since: string): Promise<void>;
  probe(key: ProbeKey): Promise<StoredProbe | undefined>;
  /** The newest first. */
  probesOf(tenant: string, limit: number): Promise<StoredProbe[]>;
  noteProbeCard(key: ProbeKey, activity: string): Promise<void>;
  /** False when it is not running any more: somebody stopped it. */
  holdProbe(key: ProbeKey, heldUntil: string): Promise<boolean>;
  /** False when it had ended. */
  endProbe(
    key: ProbeKey,
    end: { readonly at: string; readonly state: ProbeState; readonly addresses?: readonly string[] },
  ): Promise<boolean>;
  /** Running ones that nobody holds: their process died. They end as interrupted. */
  takeLostProbes(now: string): Promise<StoredProbe[]>;
}
