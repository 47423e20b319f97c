/** Stores what one input did to a case, and applies the input again when somebody else was faster. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredCase } from '../../storage/store.ts';
import type { Reminder, TriageCase } from '../../triage/case.ts';
import { changedWords } from '../../triage/case-words.ts';
import type { Handled } from '../../triage/guiding/index.ts';
import { nextReminder } from '../../triage/showing/index.ts';
import type { Desk } from '../desk.ts';
import type { Reply } from '../reply.ts';
import { changeOf } from './case-change.ts';
import { followOpening, type Opening, openingIn } from './note-opening.ts';
import type { Turn } from './open-turn.ts';
import { withOthersTold } from './tell-others.ts';

/** So many people do not click in the same moment. */
const maxTries = 40;

export interface Attempt {
  readonly handled: Handled;
  /** The version that was loaded; 0 for a new case. */
  readonly version: number;
  readonly reply: Reply;
  /** The case as it was loaded; absent: a new one. */
  readonly before?: TriageCase;
  /** The case does not become the current one of the conversation. */
  readonly isAside?: boolean;
}

/**
 * @param attempt loads the case and applies the input; called again after a conflict, with the number of the try
 * @returns the reply to send: the first one, if this activity was answered before
 */
export async function commitCase(
  desk: Desk,
  turn: Pick<Turn, 'commit'> & { readonly reader: Pick<Turn['reader'], 'tenant'> },
  attempt: (tries: number) => Promise<Attempt>,
): Promise<Reply> {
  for (let tries = 1; ; tries++) {
    const { handled, version, before, reply, isAside = false } = await attempt(tries);
    if (!handled.isChanged) return reply;
    const opening = openingIn(desk, handled);
    const result = await turn.commit(reply, {
      case: {
        ...changeOf(handled.case, version, handled.events, plannedFor(desk, handled)),
        words: changedWords(before, handled.case),
      },
      ...(!isAside && { currentCase: handled.case.id }),
      remember: opening ? [...handled.remember, opening] : handled.remember,
    });
    if (result.kind === 'committed' && opening) await followed(desk, turn.reader.tenant, opening, handled);
    if (result.kind === 'committed') return reply;
    if (result.kind === 'repeated') return result.reply;
    if (tries >= maxTries) throw new Error('A case could not be stored: too many changes at the same time');
    await sleep(Math.random() * 10 * Math.min(tries, 10));
  }
}

/** The case is stored by now, whatever becomes of this: the next one of its kind is counted with it. */
export async function followed(desk: Desk, tenant: string, opening: Opening, handled: Handled): Promise<void> {
  try {
    await followOpening(desk, tenant, opening, handled);
  } catch (error) {
    desk.log.warn(
      { case: handled.case.id, name: (error as Error).name },
      'A report was not counted, the next one will be',
    );
  }
}

/**
 * The same for the case that was loaded when the turn began, which is loaded again after a conflict.
 * @param apply what the input does to the case as it is then, and what is replied
 */
export function commitCurrent(
  desk: Desk,
  turn: Pick<Turn, 'commit' | 'reader'>,
  current: StoredCase<TriageCase>,
  apply: (stored: StoredCase<TriageCase>) => Promise<Omit<Attempt, 'version' | 'before'>>,
): Promise<Reply> {
  return commitCase(desk, turn, async tries => {
    const stored = tries === 1 ? current : await desk.store.loadCase(turn.reader.tenant, current.id);
    if (!stored) throw new Error('A case went away between two reads');
    const attempted = await apply(stored);
    const reply = await withOthersTold(desk, turn.reader, stored, attempted.handled, attempted.reply);
    return { ...attempted, reply, version: stored.version, before: stored.value };
  });
}

/** What is planned follows from the case; undefined where it is planned already. */
function plannedFor(
  { articles, reminds, ...times }: Desk,
  { case: after, memory }: Handled,
): Reminder | null | undefined {
  const { next: before } = after.reminders;
  const next = reminds ? nextReminder(after, articles.get(after.articleId ?? ''), memory, times) : null;
  return next?.kind === before?.kind && next?.at === before?.at ? undefined : next;
}
