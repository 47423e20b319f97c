/** "A new case": the last paste was taken for one of the open case and was not. */
import type { StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import { changedWords } from '../../triage/case-words.ts';
import { split } from '../../triage/guiding/index.ts';
import { viewAfter } from '../../triage/showing/index.ts';
import { type Desk, recallFor, viewContext } from '../desk.ts';
import { cardMessage, notice, type Reply, replyWith } from '../reply.ts';
import { changeOf } from './case-change.ts';
import { commitCase, followed } from './commit-case.ts';
import { openingIn } from './note-opening.ts';
import type { Turn } from './open-turn.ts';

/**
 * The new case is stored first, with the reply: should the process die in between, the paste is in both cases and lost
 * in none. Then the old one is put back, and its cards are brought up to date.
 */
export async function onSplit(desk: Desk, turn: Turn, found: StoredCase<TriageCase>): Promise<Reply> {
  const { reader } = turn;
  const now = desk.now();
  const by = { ...reader.person, memberId: reader.memberId };
  const parts = split(found.value, desk.newCaseId(), { now, by });
  if (!parts) return replyWith(desk, reader, notice('draft-gone'));
  const memory = await recallFor(desk, reader.tenant, parts.apart, true);
  const context = { ...viewContext(desk, reader, memory), now, by };
  const reply = await commitCase(desk, turn, async () => {
    const handled = {
      case: parts.apart,
      events: [
        {
          kind: 'opened' as const,
          data: { kind: parts.apart.evidence.kind, articleId: parts.apart.articleId, from: found.id },
          at: now,
          by,
        },
      ],
      memory,
      ...untold,
    };
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    return { handled, version: 0, reply: { messages: [card], replacement: null, showsCase: found.id } };
  });
  await putBack(desk, turn, found);
  return reply;
}

/** A change of which nothing else is said. */
const untold = { plainText: null, answer: null, more: [], told: null, remember: [], isChanged: true };

/** Somebody may have gone on in the old case meanwhile: then there is nothing to put back any more. */
async function putBack(desk: Desk, { reader }: Turn, found: StoredCase<TriageCase>): Promise<void> {
  const { tenant, conversation, person } = reader;
  for (let stored: StoredCase<TriageCase> | undefined = found; stored; ) {
    const parts = split(stored.value, '', { now: desk.now(), by: person });
    if (!parts) return;
    const value: TriageCase = { ...stored.value, ...parts.left };
    const at = desk.now();
    const events = [{ kind: 'split' as const, data: {}, at, by: person }];
    const memory = await recallFor(desk, tenant, value, true);
    const handled = { ...untold, case: value, events, memory };
    const opening = openingIn(desk, handled);
    const result = await desk.store.commit({
      tenant,
      conversation,
      at,
      by: person,
      case: {
        ...changeOf(value, stored.version, events, undefined),
        words: changedWords(stored.value, value),
      },
      ...(opening && { remember: [opening] }),
    });
    if (result.kind === 'committed' && opening) await followed(desk, tenant, opening, handled);
    if (result.kind !== 'conflict') return;
    stored = await desk.store.loadCase(tenant, stored.id);
  }
}
