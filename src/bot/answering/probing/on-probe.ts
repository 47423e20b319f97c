/** Somebody wants a server tested, or a test stopped: what may not be is refused with a reason, and either is recorded. */
import { randomUUID } from 'node:crypto';
import { isHostName, type NameRefusal, planForName, readTargetName } from '../../../probes/index.ts';
import type { NewProbe, ProbeBound, StoredCase } from '../../../storage/store.ts';
import type { TriageCase } from '../../../triage/case.ts';
import { plus } from '../../../triage/durations.ts';
import type { Desk } from '../../desk.ts';
import { mostAtOnce, type Planned, type Probing, planFor } from '../../probing.ts';
import { cardMessage, nothing, type Reply } from '../../reply.ts';
import { keepInPlace } from '../keep-in-place.ts';
import { findCase } from '../on-press.ts';
import type { Turn } from '../open-turn.ts';
import type { IncomingActivity } from '../read-activity.ts';
import { said } from '../say.ts';
import { heldFor, runTest } from './run-test.ts';

const hour = 3_600_000;

/** `stopping`: the process is about to end. `elsewhere`: the case was opened in another conversation. */
type Refusal = NameRefusal | ProbeBound | 'no-target' | 'no-case' | 'elsewhere' | 'stopping';

export interface Wanted {
  /** Undefined: the conversation's current case. */
  readonly caseId: string | undefined;
  /** As it was typed; empty: what the case names. */
  readonly name: string;
  readonly isPress: boolean;
  /** The test that is done once more, whatever was tested then. */
  readonly again?: string | undefined;
}

export async function onProbe(desk: Desk, probing: Probing, turn: Turn, asked: Wanted): Promise<Reply> {
  const { reader } = turn;
  const before = asked.again === undefined ? undefined : await desk.store.probe({ ...reader, id: asked.again });
  const wanted = before && before.conversation === reader.conversation ? { ...asked, name: before.name } : asked;
  const at = desk.now();
  const refuse = async (why: Refusal, caseId: string | null, isRecorded = false): Promise<Reply> => {
    desk.log.info({ case: caseId, why }, 'A test of a server was refused');
    // What is no name may be anything, an address of somebody too.
    const name = isHostName(wanted.name.toLowerCase()) ? wanted.name : '';
    if (!isRecorded) await desk.store.refuseProbe(newProbe(caseId, name), why, plus(at, -hour));
    return said(desk, reader, `probe.refused.${why}`, { isPress: wanted.isPress });
  };
  const newProbe = (caseId: string | null, name: string): NewProbe => ({
    id: randomUUID(),
    tenant: reader.tenant,
    conversation: reader.conversation,
    caseId,
    by: { id: reader.person.id, name: reader.person.name },
    at,
    name,
  });
  const found = await findCase(desk, reader, wanted.caseId, turn.current);
  if (!found) return refuse(wanted.caseId === undefined ? 'no-case' : 'elsewhere', wanted.caseId ?? null);
  if (found.conversation !== reader.conversation) return refuse('elsewhere', found.id);
  const planned = planOf(found, wanted.name, probing);
  if (typeof planned === 'string') return refuse(planned, found.id);
  if (probing.isStopping) return refuse('stopping', found.id);
  if (probing.running.size >= mostAtOnce) return refuse('all', found.id);
  const probe = newProbe(found.id, planned.name);
  // Taken before anything is waited for, or presses of the same moment would all find room.
  const stop = new AbortController();
  probing.running.set(probe.id, stop);
  let isUnderWay = false;
  try {
    const times = { since: plus(at, -hour), heldUntil: plus(at, heldFor) };
    const begun = await desk.store.beginProbe(probe, probing.limits, times);
    if (begun !== 'begun') return await refuse(begun, found.id, true);
    const reply: Reply = wanted.isPress
      ? said(desk, reader, 'probe.started', { isPress: true, values: { name: planned.name } })
      : nothing;
    const committed = await turn.commit(reply);
    if (committed.kind === 'repeated') {
      await desk.store.endProbe(probe, { at, state: 'cancelled' });
      return committed.reply;
    }
    turn.goOn(sender => runTest(desk, probing, sender, reader, { ...probe, caseId: found.id, planned, stop }));
    isUnderWay = true;
    return reply;
  } finally {
    if (!isUnderWay) probing.running.delete(probe.id);
  }
}

function planOf(
  { value }: StoredCase<TriageCase>,
  name: string,
  { policy }: Probing,
): Planned | NameRefusal | 'no-target' {
  const own = planFor(value.evidence, policy);
  // The case's own name says more than the name alone: its domain, and the address that sends.
  if (name === '' || name === own?.name) return own ?? 'no-target';
  const read = readTargetName(name, policy.targets);
  return read.kind === 'name' ? { name: read.name, plan: planForName(read.name) } : read.why;
}

/** Whoever reads along where it was started may stop it. */
export async function onStopProbe(desk: Desk, turn: Turn, id: string, activity: IncomingActivity): Promise<Reply> {
  const { reader } = turn;
  const probe = await desk.store.probe({ tenant: reader.tenant, id });
  if (!probe || probe.conversation !== reader.conversation)
    return said(desk, reader, 'probe.refused.elsewhere', { isPress: true });
  const isStopped = await desk.store.endProbe(probe, { at: desk.now(), state: 'cancelled' });
  desk.probing?.running.get(id)?.abort();
  // It had ended: its card is on its way.
  if (!isStopped && probe.state !== 'cancelled') return { ...nothing, answer: { status: 200 } };
  const view = {
    kind: 'probe',
    id,
    ofCase: probe.caseId ?? '',
    name: probe.name,
    state: 'cancelled',
    passed: [],
    now: null,
  } as const;
  const reply: Reply = { ...nothing, replacement: cardMessage(desk, reader, view) };
  await keepInPlace(desk, reader, reply, activity);
  return reply;
}
