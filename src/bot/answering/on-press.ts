/** A button, or a typed word that means one. */
import type { StoredCase } from '../../storage/store.ts';
import type { Memory, TriageCase } from '../../triage/case.ts';
import { type Handled, handlePress, type InputContext, type Press } from '../../triage/guiding/index.ts';
import { viewAfter } from '../../triage/showing/index.ts';
import { sideOf } from '../../triage/side.ts';
import { type Desk, type Reader, recallFor, viewContext, withMemoryOf } from '../desk.ts';
import { cardMessage, notice, type Reply, replyWith } from '../reply.ts';
import { commitCase } from './commit-case.ts';
import { otherChosen } from './gaps.ts';
import { onSplit } from './on-split.ts';
import type { Turn } from './open-turn.ts';
import { inOwnChat, plainText } from './plain-text.ts';
import type { PressedButton } from './read-activity.ts';
import { momentAt } from './read-moment.ts';
import { isLead, leftTo } from './roles.ts';
import { said } from './say.ts';
import { withOthersTold } from './tell-others.ts';

export interface PressInput extends Partial<PressedButton> {
  /** Undefined: the conversation's current case. */
  readonly caseId: string | undefined;
  /** Undefined for a button that is no step of the guide. */
  readonly press: Press | undefined;
  /** A pressed card is replaced in place; a typed word gets a new card below it. */
  readonly inPlace: boolean;
}

export async function onPress(desk: Desk, turn: Turn, pressed: PressInput): Promise<Reply> {
  const { reader } = turn;
  const input = { ...pressed, press: pressed.press && onTheirClock(pressed.press, reader.own.timeZone) };
  const found = await findCase(desk, reader, input.caseId, turn.current);
  // What is chosen from is a draft, and drafts live a day.
  const verb = input.press?.verb;
  const gone = verb === 'choose' || verb === 'narrow' ? 'draft-gone' : 'no-case';
  if (!found) {
    const isNamed = input.caseId !== undefined && verb === 'show' && !input.inPlace;
    const topic = isNamed ? notice('unknown-case', { openCase: input.caseId ?? null }) : notice(gone);
    return replaced(replyWith(desk, reader, topic), input);
  }
  const others = verb && leftTo(desk, reader, found.value, verb);
  if (others) return said(desk, reader, `people.leftTo.${others}`, { isPress: input.inPlace });
  if (saysNothing(input.press)) return said(desk, reader, 'experts.writeFirst', { isPress: input.inPlace });
  if (input.verb === 'details') return inOwnChat(desk, reader, found);
  if (input.verb === 'split') return onSplit(desk, turn, found);
  return commitCase(desk, turn, async tries => {
    const stored = tries === 1 ? found : await findCase(desk, reader, input.caseId);
    if (!stored) throw new Error('A case went away between two reads');
    const memory = await recallFor(desk, reader.tenant, stored.value);
    // What is posted below is read by everybody; only what replaces the pressed card is for the one who pressed.
    const looks = { ...reader, ...(input.inPlace && looksOf(reader, stored.value)) };
    const context = { ...viewContext(desk, looks, memory), now: desk.now(), by: reader.person };
    const press = input.press && (await withNames(desk, reader, input.press, memory));
    const pressed = press ? handlePress(stored.value, press, context) : shown(stored.value, context);
    const handled = await withMemoryOf(desk, reader.tenant, stored.value, pressed);
    if (verb === 'choose') turn.noteGap(otherChosen(stored.value, handled));
    const isChanged = handled.isChanged || input.press?.verb === 'show';
    const copy = await plainText(desk, reader, stored, handled, context);
    // No card has a button for a locked step but an old one, which is brought up to date and says why itself.
    if (handled.answer !== null && !(input.inPlace && handled.answer.about === 'locked')) {
      // Said below: the pressed card stays what it is, and where others read along they read it too.
      const messages =
        handled.plainText === null ? [cardMessage(desk, reader, viewAfter(handled, context))] : copy.messages;
      const reply: Reply = {
        messages,
        replacement: null,
        ...(copy.answer && { answer: copy.answer }),
        ...(handled.isChanged && { showsCase: stored.id }),
      };
      return {
        handled,
        version: stored.version,
        before: stored.value,
        reply: await withOthersTold(desk, reader, stored, handled, reply),
      };
    }
    const view = viewAfter({ ...handled, answer: null }, context);
    const card = cardMessage(desk, looks, view, handled.case);
    const reply: Reply = {
      ...replaced({ messages: [card, ...copy.messages], replacement: null }, input),
      ...(copy.answer && { answer: copy.answer }),
      ...(input.verb === 'refresh' && { isFleeting: true }),
      // A client that looks again on its own changes nothing; answering it with an update would make it look again.
      ...(input.inPlace &&
        input.verb !== 'refresh' && { showsCase: stored.id, ...versionShown(reader, stored, isChanged) }),
      ...(!input.inPlace && handled.isChanged && { showsCase: stored.id }),
    };
    return {
      handled: { ...handled, isChanged },
      version: stored.version,
      before: stored.value,
      reply: await withOthersTold(desk, reader, stored, handled, reply),
    };
  });
}

/** A button that sends words, and none were written. */
function saysNothing(press: Press | undefined): boolean {
  return (press?.verb === 'tell' || press?.verb === 'give-back') && (press.text ?? '').trim() === '';
}

/** A card names people by their ids. */
async function withNames({ store }: Desk, { tenant }: Reader, press: Press, { experts }: Memory): Promise<Press> {
  if (press.verb !== 'assign' || press.to.name !== '') return press;
  const { id } = press.to;
  const known = experts.flatMap(({ people }) => people).find(person => person.id === id);
  const name = known?.name ?? (await store.person(tenant, id))?.name ?? '…';
  return { ...press, to: { id, name } };
}

/** A day and an hour that were picked on a card, as a moment. */
function onTheirClock(press: Press, timeZone: string): Press {
  if (press.verb !== 'contact-details' || !press.details.began) return press;
  return { ...press, details: { ...press.details, began: momentAt(press.details.began, timeZone) } };
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
export async function findCase(
  desk: Desk,
  reader: Reader,
  caseId: string | undefined,
  known?: StoredCase<TriageCase>,
): Promise<StoredCase<TriageCase> | undefined> {
  if (caseId === undefined) return known ?? desk.store.currentCase(reader);
  const stored = known?.id === caseId ? known : await desk.store.loadCase(reader.tenant, caseId);
  if (!stored) return undefined;
  if (stored.conversation === reader.conversation || stored.personId === reader.person.id) return stored;
  if (isLead(desk, reader)) return stored;
  // The experts may see their card before its sending is noted. A case of an incident has no card of its own there.
  if (!stored.value.incident && sideOf(stored.value, reader.conversation) === 'experts') return stored;
  const isShownHere = (await desk.store.cardOf(reader, caseId)) !== undefined;
  // Whoever told the experts of an incident something is still one of those who reported it, and no expert.
  const but = stored.value.incident ? 'told-experts' : '';
  return isShownHere || (await desk.store.tookPart(reader.tenant, caseId, reader.person.id, but)) ? stored : undefined;
}

function shown(triageCase: TriageCase, context: InputContext): Handled {
  return {
    case: triageCase,
    events: [],
    memory: context.memory,
    plainText: null,
    answer: null,
    more: [],
    told: null,
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
