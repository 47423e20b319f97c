/** A test in the background: from its first card to what it shows, as a part of the case. */
import { type ProbeQuestion, probeFindings, runProbe } from '../../../probes/index.ts';
import type { ProbeKey } from '../../../storage/store.ts';
import type { TriageCase } from '../../../triage/case.ts';
import { plus } from '../../../triage/durations.ts';
import type { ReadFinding } from '../../../triage/finding.ts';
import { handleFindings } from '../../../triage/guiding/index.ts';
import { findingsView, viewAfter } from '../../../triage/showing/index.ts';
import { type Desk, type Reader, recallFor, viewContext } from '../../desk.ts';
import { type Planned, type Probing, planFor } from '../../probing.ts';
import { cardMessage, type Reply } from '../../reply.ts';
import { replyJson } from '../../reply-json.ts';
import type { Sender } from '../../sending/index.ts';
import { commitCase } from '../commit-case.ts';
import { foundMessages } from '../on-findings.ts';
import { ProgressCard } from './progress-card.ts';

/** A process that dies leaves its tests to the next look of another one. */
export const heldFor = 15_000;
/** How soon a stop that another process was told of is known here. */
const holdEvery = 2_000;

export interface Test extends ProbeKey {
  readonly caseId: string;
  readonly planned: Planned;
  /** Ends it; `probing.running` has it until it has ended. */
  readonly stop: AbortController;
}

export async function runTest(desk: Desk, probing: Probing, sender: Sender, reader: Reader, test: Test): Promise<void> {
  const { tenant, id, caseId, planned, stop } = test;
  if (probing.isStopping) stop.abort();
  const held = hold(desk, test, stop);
  const card = new ProgressCard(desk, reader, { id, ofCase: caseId, name: planned.name });
  let state: 'done' | 'cancelled' | 'interrupted' | 'failed' = 'failed';
  let addresses: readonly string[] = [];
  try {
    const shown = await card.begin();
    if (shown !== undefined) await desk.store.noteProbeCard(test, shown);
    const result = await runProbe(planned.plan, probing.policy, stop.signal, now => card.tell(now));
    addresses = result.addresses;
    await card.end();
    if (stop.signal.aborted) state = probing.isStopping ? 'interrupted' : 'cancelled';
    else if (await isRunning(desk, test)) {
      const { value } = (await desk.store.loadCase(tenant, caseId)) ?? {};
      const findings = value === undefined ? [] : probeFindings(result, questionOf(desk, probing, value));
      await join(desk, sender, reader, test, findings, shown);
      state = 'done';
    } else state = 'cancelled';
  } catch (error) {
    desk.log.warn({ case: caseId, name: (error as Error).name }, 'A test of a server failed');
  } finally {
    probing.running.delete(id);
    clearInterval(held);
    if (state !== 'done') await card.end(state);
    await desk.store.endProbe(test, { at: desk.now(), state, addresses });
  }
}

/** Says again and again that somebody is at it, and hears of a stop that another process was told of. */
function hold(desk: Desk, key: ProbeKey, stop: AbortController): NodeJS.Timeout {
  const again = async () => {
    const isHeld = await desk.store.holdProbe(key, plus(desk.now(), heldFor)).catch(() => true);
    if (!isHeld) stop.abort();
  };
  return setInterval(() => void again(), holdEvery);
}

async function isRunning(desk: Desk, key: ProbeKey): Promise<boolean> {
  return (await desk.store.probe(key))?.state === 'running';
}

function questionOf(desk: Desk, { policy }: Probing, { evidence, findings }: TriageCase): ProbeQuestion {
  const connector = findings.findLast(({ kind }) => kind === 'outbound-connectors');
  const own = planFor(evidence, policy)?.plan;
  const named = connector?.says.find(({ key }) => key === 'tlsDomain')?.values.domain;
  return {
    now: desk.now(),
    tlsDomain: typeof named === 'string' ? named : null,
    blockList: evidence.blockList,
    about: [own?.host, own?.domain].filter(name => typeof name === 'string'),
  };
}

/**
 * What was found becomes a part of the case, and its card stands in the place of the progress. Written down before it is
 * sent, under a name that follows from the test, like any reply.
 */
async function join(
  desk: Desk,
  sender: Sender,
  reader: Reader,
  { id, caseId, tenant }: Test,
  findings: readonly ReadFinding[],
  shown: string | undefined,
): Promise<void> {
  const { conversation, address } = reader;
  const activity = { id: activityOf(id) };
  let decidedAt = desk.now();
  const turn = {
    reader,
    commit: async (reply: Reply, change: object = {}) => {
      const recorded = { ...activity, reply, json: replyJson(reply) };
      decidedAt = desk.now();
      const result = await desk.store.commit({
        tenant,
        conversation,
        at: decidedAt,
        by: reader.person,
        activity: recorded,
        ...change,
      });
      return result.kind === 'repeated' ? { kind: 'repeated' as const, reply } : result;
    },
  };
  const reply = await commitCase(desk, turn, async () => {
    const stored = await desk.store.loadCase(tenant, caseId);
    if (!stored) throw new Error('A case went away while its server was tested');
    const memory = await recallFor(desk, tenant, stored.value);
    const context = { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
    const handled = handleFindings(stored.value, findings, context);
    const after = { ...context, memory: handled.memory };
    const [first, ...texts] = foundMessages(desk, reader, findingsView(findings, handled.case, after));
    const below = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    const replacement = first?.kind === 'card' ? first : null;
    return {
      handled,
      version: stored.version,
      // Whoever has turned to another case meanwhile stays there.
      isAside: true,
      reply: { messages: [...texts, below], replacement, showsCase: stored.id },
    };
  });
  const answered = { ...activity, ...(shown !== undefined && { replyToId: shown }) };
  await sender.send({ tenant, conversation, address }, answered, reply, decidedAt);
}

/** Under which the result of a test is written down. */
export function activityOf(id: string): string {
  return `probe/${id}`;
}
