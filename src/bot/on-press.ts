/** A button, or a typed word that means one. */
import { commandsText } from '../cards/commands-text.ts';
import { contactText } from '../cards/views/contact.ts';
import type { StoredCase } from '../storage/store.ts';
import type { TriageCase } from '../triage/case.ts';
import { currentView } from '../triage/current-view.ts';
import { type Handled, handlePress, type Press } from '../triage/handle-input.ts';
import { commitCase } from './commit-case.ts';
import { cardContext, type Desk, type Reader, recall, viewContext } from './desk.ts';
import { cardMessage, notice, type OutgoingMessage, type Reply, replyWith } from './reply.ts';

export interface PressInput {
  readonly activityId: string | undefined;
  /** Undefined: the conversation's current case. */
  readonly caseId: string | undefined;
  /** Undefined for a button that no card of ours has: the current card is shown. */
  readonly press: Press | undefined;
  /** A pressed card is replaced in place; a typed word gets a new card below it. */
  readonly inPlace: boolean;
}

export async function onPress(desk: Desk, reader: Reader, input: PressInput): Promise<Reply> {
  if (!(await findCase(desk, reader, input.caseId))) return replaced(replyWith(desk, reader, notice('no-case')), input);
  return commitCase(desk, reader, input.activityId, async () => {
    const stored = await findCase(desk, reader, input.caseId);
    if (!stored) throw new Error('A case went away between two reads');
    const memory = await recall(desk, reader.tenant, stored.value.evidence);
    const context = { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
    const handled = input.press ? handlePress(stored.value, input.press, context) : shown(stored.value, context);
    const opensOther = input.press?.verb === 'show';
    const messages = [cardMessage(desk, reader, handled.view), ...plainText(desk, reader, handled, context)];
    return {
      handled: opensOther ? { ...handled, isChanged: true } : handled,
      version: stored.version,
      reply: replaced({ messages, replacement: null }, input),
    };
  });
}

/** A case is seen by its conversation and by the person who opened it; anybody else gets "no case". */
async function findCase(
  desk: Desk,
  reader: Reader,
  caseId: string | undefined,
): Promise<StoredCase<TriageCase> | undefined> {
  if (caseId === undefined) return desk.store.currentCase(reader);
  const stored = await desk.store.loadCase(reader.tenant, caseId);
  const mayLook = stored && (stored.conversation === reader.conversation || stored.personId === reader.person.id);
  return mayLook ? stored : undefined;
}

function shown(triageCase: TriageCase, context: Parameters<typeof currentView>[1]): Handled {
  return {
    case: triageCase,
    events: [],
    view: currentView(triageCase, context),
    plainText: null,
    remember: [],
    isChanged: false,
  };
}

/** In place: the first card becomes the replacement, what is left is sent below. */
function replaced(reply: Reply, { inPlace }: PressInput): Reply {
  const [first, ...others] = reply.messages;
  if (!inPlace || first?.kind !== 'card') return reply;
  return { messages: others, replacement: { card: first.card, caseId: first.caseId } };
}

function plainText(
  desk: Desk,
  reader: Reader,
  handled: Handled,
  context: Parameters<typeof currentView>[1],
): OutgoingMessage[] {
  const { plainText } = handled;
  if (plainText === null) return [];
  const view = handled.case.outcome ? currentView({ ...handled.case, outcome: null }, context) : handled.view;
  const look = cardContext(desk, reader);
  if (view.kind === 'checklist') return [{ kind: 'text', text: commandsText(view, look) }];
  return view.kind === 'contact' ? [{ kind: 'text', text: contactText(view, look) }] : [];
}
