/** Data that somebody sent, such as a firewall's list: it becomes a part of the open case, or stands alone. */
import { cutCopies } from '../../cards/views/findings.ts';
import type { StoredCase } from '../../storage/store.ts';
import { noMemory, type TriageCase } from '../../triage/case.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import { handleFindings, type InputContext } from '../../triage/guiding/index.ts';
import {
  type FindingsView,
  findingsView,
  redactView,
  type ViewContext,
  viewAfter,
} from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader, recallFor, viewContext } from '../desk.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';
import { commitCurrent } from './commit-case.ts';
import type { Turn } from './open-turn.ts';

/** The card that says what was found, and below it the case with what it answers. */
export async function onFindings(desk: Desk, turn: Turn, findings: readonly ReadFinding[]): Promise<Reply> {
  const { reader, current } = turn;
  if (!current || !isAtWork(current.value))
    return { messages: aloneMessages(desk, reader, findings), replacement: null };
  return commitCurrent(desk, turn, current, async stored => {
    const context = await contextOf(desk, reader, stored);
    const handled = handleFindings(stored.value, findings, context);
    const after = { ...context, memory: handled.memory };
    return {
      handled,
      reply: {
        messages: [
          ...foundMessages(desk, reader, findingsView(findings, handled.case, after)),
          cardMessage(desk, reader, viewAfter(handled, context), handled.case),
        ],
        replacement: null,
        showsCase: stored.id,
      },
    };
  });
}

/** Without a case, or beside many messages of which none is open. */
export function aloneMessages(desk: Desk, reader: Reader, findings: readonly ReadFinding[]): OutgoingMessage[] {
  const context = viewContext(desk, reader, noMemory);
  return foundMessages(desk, reader, findingsView(findings, null, context));
}

/** The card, and below it what can be copied and does not fit it. */
export function foundMessages(desk: Desk, reader: Reader, view: FindingsView): OutgoingMessage[] {
  const shown = reader.isShared ? redactView(view) : view;
  const cut = shown.kind === 'findings' ? cutCopies(shown, cardContext(desk, reader)) : [];
  const texts = cut.map(text => ({ kind: 'text' as const, text }));
  return [cardMessage(desk, reader, view), ...texts];
}

/** What is solved needs no evidence any more; what was sent to somebody may. */
function isAtWork({ outcome }: TriageCase): boolean {
  return outcome?.kind !== 'solved';
}

async function contextOf(
  desk: Desk,
  reader: Reader,
  { value }: StoredCase<TriageCase>,
): Promise<InputContext & ViewContext> {
  const memory = await recallFor(desk, reader.tenant, value);
  return { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
}
