/** Nothing fits: help, and the experts, if any can be asked. */
import { noMemory } from '../../triage/case.ts';
import type { Evidence } from '../../triage/evidence.ts';
import { expertsFor, openCase } from '../../triage/guiding/index.ts';
import type { Match } from '../../triage/match.ts';
import { viewAfter } from '../../triage/showing/index.ts';
import { channelOf } from '../../triage/side.ts';
import { type Desk, type Reader, viewContext } from '../desk.ts';
import { groupOf } from '../experts.ts';
import { cardMessage, notice, type Reply, replyWith } from '../reply.ts';
import { commitCase } from './commit-case.ts';
import type { Turn } from './open-turn.ts';

/**
 * What nobody understands is kept only where somebody can be asked about it: as a draft, which is gone after a day.
 * @param openCaseId a case that still waits for an answer
 */
export async function onDeadEnd(
  desk: Desk,
  turn: Turn,
  answered: Reader,
  evidence: Evidence,
  match: Match,
  openCaseId: string | null,
): Promise<Reply> {
  const memory = { ...noMemory, experts: (await desk.experts.of(answered.tenant)).map(groupOf) };
  const experts = expertsFor(undefined, memory);
  // Those who write in their own channel need not ask themselves.
  if (!experts || channelOf(answered.conversation) === experts.place) {
    const topic = match.verdict === 'unknown-code' ? 'unknown-code' : 'no-match';
    const unknownCode = match.verdict === 'unknown-code' ? match.code : null;
    return replyWith(desk, answered, notice(topic, { unknownCode, openCase: openCaseId }));
  }
  return commitCase(desk, turn, async () => {
    const by = { ...answered.person, memberId: answered.memberId };
    const context = { ...viewContext(desk, answered, memory), now: desk.now(), by };
    const handled = openCase(desk.newCaseId(), evidence, match, context);
    const view = viewAfter(handled, context);
    const shown = view.kind === 'notice' ? { ...view, openCase: openCaseId } : view;
    const card = cardMessage(desk, answered, shown, handled.case);
    // Beside a case that somebody works on or looks back at, it is in nobody's way.
    const isAside = turn.current !== undefined && !turn.current.value.isDraft;
    return { handled, version: 0, reply: { messages: [card], replacement: null }, isAside };
  });
}
