/**
 * Keeps every card of a case equal to the case: in the chat where somebody pressed, in a channel, in a personal chat.
 * A card is painted from what is stored at that moment and painted again when the case changed meanwhile, so that the
 * last one wins whichever way turns overtake each other, in this process or in another one.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConversationKey, Place, ShownCard, StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import type { Locale } from '../../triage/evidence.ts';
import type { Address } from '../channel.ts';
import { type Desk, viewOf } from '../desk.ts';
import { type CardMessage, cardMessage } from '../reply.ts';
import { cardActivity } from './outgoing.ts';

export interface CaseCards {
  /**
   * Brings all cards of a case up to date. To be called in the very moment of a change, so that a painting that is under
   * way knows of it; nothing is sent in that moment, because whoever pressed gets the answer first.
   * @returns whether every card shows the case as it is now, or a newer one, or whoever asked later waits for that
   */
  show(tenant: string, caseId: string, more?: ShowMore): Promise<boolean>;
  /** Resolves when nothing is left to do. */
  settled(): Promise<void>;
}

export interface ShowMore {
  /** Another activity that shows the case, such as an old card somebody pressed. */
  readonly pressed?: ShownCard | undefined;
  /** The card of one place as it is at this version; spares loading the case and rendering it again. */
  readonly rendered?: RenderedCard | undefined;
}

export interface RenderedCard {
  readonly version: number;
  readonly address: Address;
  readonly card: CardMessage;
}

type Look = Pick<RenderedCard, 'address' | 'card'>;

/** What is to be painted the next time round. */
interface Round {
  readonly pressed: Map<string, ShownCard>;
  readonly waiting: ((isPainted: boolean) => void)[];
  rendered: RenderedCard | undefined;
}

interface Painting {
  next: Round | undefined;
  done: Promise<void>;
}

export function createCaseCards(desk: Desk): CaseCards {
  const { connector, store } = desk;
  const paintings = new Map<string, Painting>();

  return {
    show(tenant, caseId, { pressed, rendered } = {}) {
      const key = JSON.stringify([tenant, caseId]);
      const running = paintings.get(key);
      const painting = running ?? { next: undefined, done: Promise.resolve() };
      painting.next ??= emptyRound();
      const { next } = painting;
      if (pressed) next.pressed.set(JSON.stringify(pressed), pressed);
      if (rendered && rendered.version > (next.rendered?.version ?? 0)) next.rendered = rendered;
      const isPainted = new Promise<boolean>(resolve => next.waiting.push(resolve));
      if (!running) {
        paintings.set(key, painting);
        painting.done = paint(tenant, caseId, painting, () => paintings.delete(key));
      }
      return isPainted;
    },

    async settled() {
      while (paintings.size > 0) await Promise.all([...paintings.values()].map(one => one.done));
    },
  };

  /** @param end called in the very moment that nothing is left to paint, so that no change falls between */
  async function paint(tenant: string, caseId: string, painting: Painting, end: () => void): Promise<void> {
    await nextTurn();
    while (painting.next) {
      const round = painting.next;
      painting.next = undefined;
      let isPainted = false;
      try {
        const { version, arePainted } = await paintAll(tenant, caseId, round);
        // Where a next round is asked for, whoever asked answers for the last version. Else nobody here knows of a change.
        const latest = painting.next ? version : await store.caseVersion(tenant, caseId);
        if (latest !== undefined && latest !== version && !painting.next) {
          painting.next = { ...emptyRound(), waiting: round.waiting };
          continue;
        }
        isPainted = arePainted;
      } catch (error) {
        logFailure(caseId, error);
      }
      for (const answer of round.waiting) answer(isPainted);
    }
    end();
  }

  async function paintAll(
    tenant: string,
    caseId: string,
    { pressed, rendered }: Round,
  ): Promise<{ readonly version: number | undefined; readonly arePainted: boolean }> {
    let loading: Promise<StoredCase<TriageCase> | undefined> | undefined;
    const load = () => {
      loading ??= store.loadCase(tenant, caseId);
      return loading;
    };
    const version = rendered?.version ?? (await load())?.version;
    if (version === undefined) return { version, arePainted: true };
    const lookOf = async (conversation: string) =>
      rendered?.address.conversation === conversation ? rendered : renderedFor({ tenant, conversation }, load);
    const shown = await store.cardsOf(tenant, caseId);
    const others = [...pressed.values()].filter(
      one => !shown.some(card => card.conversation === one.conversation && card.activity === one.activity),
    );
    const painted = await Promise.all(
      [...shown, ...others].map(card => {
        const isKnown = shown.some(one => one.conversation === card.conversation);
        const role = shown.includes(card) ? 'current' : isKnown ? 'older' : 'unknown';
        // A channel in trouble keeps no other card from being painted.
        return paintOne({ tenant, caseId, ...card }, role, lookOf).catch(error => logFailure(caseId, error));
      }),
    );
    return { version, arePainted: painted.every(isPainted => isPainted !== false) };
  }

  function logFailure(caseId: string, error: unknown): false {
    desk.log.warn({ caseId, name: (error as Error).name }, 'The cards of a case were not updated');
    return false;
  }

  /**
   * @param role `current`: posted anew when the activity is gone. `older`: a newer one shows the case there.
   * `unknown`: nobody noted that it was sent; from now on it is the current one of its place.
   */
  async function paintOne(
    { tenant, caseId, conversation, activity: activityId }: ShownCard & { tenant: string; caseId: string },
    role: 'current' | 'older' | 'unknown',
    lookOf: (conversation: string) => Promise<Look | undefined>,
  ): Promise<void> {
    const look = await lookOf(conversation);
    if (!look) return;
    const key = { tenant, conversation };
    const activity = cardActivity(look.card);
    const updated = await connector.update(look.address, activityId, activity);
    if (updated === 'not-there') return store.leavePlace(key, desk.now());
    if (updated === 'updated') return role === 'unknown' ? store.rememberCard(key, caseId, activityId) : undefined;
    if (role !== 'current') return;
    const sent = await connector.send(look.address, activity);
    if (sent.kind === 'not-there') return store.leavePlace(key, desk.now());
    if (sent.id !== undefined) await store.rememberCard(key, caseId, sent.id);
  }

  /** Undefined where nothing is to be sent any more. */
  async function renderedFor(
    key: ConversationKey,
    load: () => Promise<StoredCase<TriageCase> | undefined>,
  ): Promise<Look | undefined> {
    const place = await store.place(key);
    if (!place || place.goneAt !== null) return undefined;
    const stored = await load();
    return stored && { address: place, card: await baseCard(desk, place, stored) };
  }
}

function emptyRound(): Round {
  return { pressed: new Map(), waiting: [], rendered: undefined };
}

/** The card as everybody in a place sees it. */
async function baseCard(desk: Desk, place: Place, stored: StoredCase<TriageCase>): Promise<CardMessage> {
  const { conversation, locale, timeZone, kind } = place;
  const reader = { conversation, locale: locale as Locale, timeZone, isShared: kind === 'shared' };
  return cardMessage(desk, reader, await viewOf(desk, reader, stored), stored.value);
}
