/** A button, or a typed word that means one. */
import { commandsText } from '../../cards/commands-text.ts';
import { contactText } from '../../cards/views/contact.ts';
import type { StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import { type Handled, handlePress, type InputContext, type Press } from '../../triage/guiding/index.ts';
import { type ViewContext, viewAfter } from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader, recall, viewContext, viewOf } from '../desk.ts';
import { cardMessage, nothing, notice, type Reply, replyWith } from '../reply.ts';
import { commitCase } from './commit-case.ts';
import type { Turn } from './open-turn.ts';
import { personalChat } from './personal-chat.ts';
import type { PressedButton } from './read-activity.ts';

export interface PressInput extends Partial<PressedButton> {
  /** Undefined: the conversation's current case. */
  readonly caseId: string | undefined;
  /** Undefined for a button that is no step of the guide. */
  readonly press: Press | undefined;
  /** A pressed card is replaced in place; a typed word gets a new card below it. */
  readonly inPlace: boolean;
}

export async function onPress(desk: Desk, turn: Turn, input: PressInput): Promise<Reply> {
  const { reader } = turn;
  const found = await findCase(desk, reader, input.caseId, turn.current);
  // What is chosen from is a draft, and drafts live a day.
  const verb = input.press?.verb;
  const gone = verb === 'choose' || verb === 'narrow' ? 'draft-gone' : 'no-case';
  if (!found) return replaced(replyWith(desk, reader, notice(gone)), input);
  if (input.verb === 'details') return inOwnChat(desk, reader, found);
  return commitCase(turn, async tries => {
    const stored = tries === 1 ? found : await findCase(desk, reader, input.caseId);
    if (!stored) throw new Error('A case went away between two reads');
    const memory = await recall(desk, reader.tenant, stored.value.evidence);
    // What is posted below is read by everybody; only what replaces the pressed card is for the one who pressed.
    const looks = input.inPlace ? looksOf(reader, stored.value) : reader;
    const context = { ...viewContext(desk, looks, memory), now: desk.now(), by: reader.person };
    const handled = input.press ? handlePress(stored.value, input.press, context) : shown(stored.value, context);
    const isChanged = handled.isChanged || input.press?.verb === 'show';
    const view = viewAfter(handled, context);
    const card = cardMessage(desk, looks, view, handled.case);
    const copy = await plainText(desk, reader, stored, handled, context);
    const reply: Reply = {
      ...replaced({ messages: [card, ...copy.messages], replacement: null }, input),
      ...(copy.answer && { answer: copy.answer }),
      ...(input.verb === 'refresh' && { isFleeting: true }),
      // A client that looks again on its own changes nothing; answering it with an update would make it look again.
      ...(input.inPlace &&
        input.verb !== 'refresh' && { showsCase: stored.id, ...versionShown(reader, stored, isChanged) }),
      ...(!input.inPlace && handled.isChanged && { showsCase: stored.id }),
    };
    return { handled: { ...handled, isChanged }, version: stored.version, reply };
  });
}

/** Where nobody else reads along, the card that answers a press is the card of the place. */
function versionShown({ isShared }: Reader, { version }: StoredCase<TriageCase>, isChanged: boolean) {
  return isShared ? {} : { showsVersion: isChanged ? version + 1 : version };
}

/** Where others read along, whoever opened the case still sees the whole, in their own language. */
function looksOf(reader: Reader, { openedBy }: TriageCase): Pick<Reader, 'isShared' | 'locale' | 'timeZone'> {
  return reader.isShared && openedBy.id === reader.person.id ? { ...reader.own, isShared: false } : reader;
}

/** A case is seen where a card of it is, and by who opened it or did something in it; anybody else gets "no case". */
async function findCase(
  desk: Desk,
  reader: Reader,
  caseId: string | undefined,
  known?: StoredCase<TriageCase>,
): Promise<StoredCase<TriageCase> | undefined> {
  if (caseId === undefined) return known ?? desk.store.currentCase(reader);
  const stored = known?.id === caseId ? known : await desk.store.loadCase(reader.tenant, caseId);
  if (!stored) return undefined;
  if (stored.conversation === reader.conversation || stored.personId === reader.person.id) return stored;
  const isShownHere = (await desk.store.cardOf(reader, caseId)) !== undefined;
  return isShownHere || (await desk.store.tookPart(reader.tenant, caseId, reader.person.id)) ? stored : undefined;
}

/** The whole case in the personal chat of the one who asks; both cards stay equal from then on. */
async function inOwnChat(desk: Desk, reader: Reader, stored: StoredCase<TriageCase>): Promise<Reply> {
  const { say } = desk.strings[reader.locale];
  const chat = await personalChat(desk, reader);
  if (!chat) return { ...nothing, answer: { toast: say('personal.cannot') } };
  const view = await viewOf(desk, reader.own, stored);
  const card = cardMessage(desk, { ...reader.own, isShared: false }, view, stored.value);
  await desk.store.commit({
    tenant: reader.tenant,
    conversation: chat.conversation,
    at: desk.now(),
    by: reader.person,
    currentCase: stored.id,
  });
  return { messages: [{ ...card, to: chat.conversation }], replacement: null, answer: { toast: say('personal.sent') } };
}

function shown(triageCase: TriageCase, context: InputContext): Handled {
  return {
    case: triageCase,
    events: [],
    memory: context.memory,
    plainText: null,
    remember: [],
    isChanged: false,
  };
}

/** In place: the first card becomes the replacement, what is left is sent below. */
function replaced(reply: Reply, { inPlace }: PressInput): Reply {
  const [first, ...others] = reply.messages;
  if (!inPlace || first?.kind !== 'card') return reply;
  return { messages: others, replacement: first };
}

/** A text to copy holds whole addresses: where others read along, it goes to the own chat of the one who asks. */
async function plainText(
  desk: Desk,
  reader: Reader,
  stored: StoredCase<TriageCase>,
  handled: Handled,
  context: ViewContext,
): Promise<Pick<Reply, 'answer' | 'messages'>> {
  const { plainText } = handled;
  if (plainText === null) return { messages: [] };
  const view = viewAfter({ ...handled, case: { ...handled.case, outcome: null } }, context);
  const look = cardContext(desk, reader.own);
  const text =
    view.kind === 'checklist'
      ? commandsText(view, look)
      : view.kind === 'contact'
        ? contactText(view, look)
        : undefined;
  if (text === undefined) return { messages: [] };
  if (!reader.isShared) return { messages: [{ kind: 'text', text }] };
  const there = await inOwnChat(desk, reader, stored);
  const [card] = there.messages;
  return card?.to === undefined
    ? there
    : { ...there, messages: [...there.messages, { kind: 'text', text, to: card.to }] };
}
