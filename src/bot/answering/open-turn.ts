/** One turn as its parts see it: who asks, what was known before it began, and the one commit that it ends in. */
import type { RecordedReply, Commit as StoreCommit, StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import type { Desk, Reader } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';
import { replyJson } from '../reply-json.ts';
import type { Sender } from '../sending/index.ts';
import { readStoredReply } from '../stored-reply.ts';
import type { Kind } from './activity-kind.ts';
import { forResponse } from './expected-replies.ts';
import { type Gap, keepGap } from './gaps.ts';
import { changedPlace } from './place.ts';
import { type IncomingActivity, type PressedButton, pressedIn } from './read-activity.ts';
import { changedPerson, readerOf, strangerOf } from './who-reads.ts';

export interface Turn {
  readonly reader: Reader;
  /** What this very activity was answered with before. */
  readonly answered: Reply | undefined;
  readonly button: PressedButton | undefined;
  /** The case of the pressed button, else the conversation's current one, as it was when the turn began. */
  readonly current: StoredCase<TriageCase> | undefined;
  /** Stores the reply with what it rests on, and what is new of the place and the person: all of it or nothing. */
  commit(reply: Reply, change?: Change): Promise<Committed>;
  /** What is to be kept for the articles once this turn is stored. What was said last counts. */
  noteGap(gap: Gap | undefined): void;
  /** When the reply was stored; undefined where it was not. */
  decidedAt(): string | undefined;
  /** Work that goes on after the answer, and sends by itself. */
  goOn(work: (sender: Sender) => Promise<unknown>): void;
  /** Whether somebody else has answered this very activity since the turn began. */
  isOvertaken(): boolean;
  /** Stores the reply if nothing was committed yet: help and refusals must be found by a repetition all the same. */
  end(reply: Reply): Promise<Reply>;
}

/** `repeated`: this activity was answered before, and so. */
type Committed = { readonly kind: 'committed' | 'conflict' } | { readonly kind: 'repeated'; readonly reply: Reply };

type Change = Partial<Pick<StoreCommit<TriageCase>, 'case' | 'currentCase' | 'remember' | 'place' | 'person'>>;

/** @param later work that goes on after the answer */
export async function openTurn(
  desk: Desk,
  kind: Kind,
  activity: IncomingActivity,
  later: (work: Promise<unknown>) => void,
  sender: Sender,
): Promise<Turn> {
  const stranger = strangerOf(desk, activity);
  const button = pressedIn(activity, kind === 'press');
  const { tenant, conversation, person } = stranger;
  const known = await desk.store.openTurn({
    tenant,
    conversation,
    activity: activity.id,
    personId: person.id,
    caseId: button?.caseId,
  });
  const reader = readerOf(stranger, activity, known);
  // An extension is used in chats that the bot is no member of.
  const isMember = kind !== 'leave' && kind !== 'extension';
  const news = {
    place: isMember ? changedPlace(desk, reader, known.place) : undefined,
    person: changedPerson(activity, known.person),
  };
  const stored = (reply: unknown) => readStoredReply(desk, activity.id, reply);
  const first = known.reply && answeredBefore(known.reply, stored);
  let isCommitted = false;
  let isOvertaken = false;
  let decidedAt: string | undefined;
  let gap: Gap | undefined;

  const commit: Turn['commit'] = async (decided, change = {}) => {
    const reply = forResponse(activity, decided);
    const { id } = activity;
    const at = desk.now();
    const isRecorded = id !== undefined && !reply.isFleeting;
    const result = await desk.store.commit({
      tenant,
      conversation,
      at,
      by: person,
      ...(isRecorded && { activity: { id, reply, json: replyJson(reply) } }),
      ...news,
      ...change,
    });
    if (result.kind !== 'conflict') isCommitted = true;
    if (result.kind === 'repeated') isOvertaken = true;
    if (result.kind === 'committed') decidedAt = at;
    if (result.kind === 'committed' && gap) {
      later(keepGap(desk, tenant, gap));
      gap = undefined;
    }
    return result.kind === 'repeated' ? { kind: 'repeated', reply: stored(result.reply) ?? nothing } : result;
  };

  return {
    reader,
    answered: first,
    button,
    get current() {
      return known.current;
    },
    commit,
    noteGap: noted => {
      gap = noted;
    },
    decidedAt: () => decidedAt,
    goOn: work => later(work(sender)),
    isOvertaken: () => isOvertaken,
    async end(reply) {
      const isWorthNothing = (activity.id === undefined || reply.isFleeting) && !news.place && !news.person;
      if (isCommitted || isWorthNothing) return reply;
      const result = await commit(reply);
      return result.kind === 'repeated' ? result.reply : reply;
    },
  };
}

/** One that was never sent is sent now, so it has to be readable. */
function answeredBefore({ reply, sent }: RecordedReply, read: (reply: unknown) => Reply | undefined): Reply {
  const stored = sent && reply === null ? nothing : read(reply);
  if (!sent && !stored) throw new Error('A stored reply cannot be read');
  return stored ?? nothing;
}
