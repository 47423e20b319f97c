/**
 * Keeps every card of a case equal to the case: in the chat where somebody pressed, in a channel, in a personal chat.
 * A card is painted from what is stored at that moment and painted again when the case changed meanwhile, so that the
 * last one wins whichever way turns overtake each other, in this process or in another one.
 */

import type { Place, ShownCard, StoredCase } from '../../storage/store.ts';
import type { TriageCase } from '../../triage/case.ts';
import type { Locale } from '../../triage/evidence.ts';
import { type Desk, viewOf } from '../desk.ts';
import { type CardMessage, cardMessage } from '../reply.ts';
import { cardActivity } from './outgoing.ts';

export interface CaseCards {
  /**
   * Brings all cards of a case up to date, soon. Returns at once.
   * @param pressed another activity that shows the case, such as an old card somebody pressed
   */
  show(tenant: string, caseId: string, pressed?: ShownCard): void;
  /** Resolves when nothing is left to do. */
  settled(): Promise<void>;
}

interface Painting {
  again: boolean;
  pressed: Map<string, ShownCard>;
  done: Promise<void>;
}

export function createCaseCards(desk: Desk): CaseCards {
  const { connector } = desk;
  const paintings = new Map<string, Painting>();

  return {
    show(tenant, caseId, pressed) {
      const key = JSON.stringify([tenant, caseId]);
      const running = paintings.get(key);
      const painting = running ?? { again: true, pressed: new Map(), done: Promise.resolve() };
      painting.again = true;
      if (pressed) painting.pressed.set(JSON.stringify(pressed), pressed);
      if (running) return;
      paintings.set(key, painting);
      painting.done = paint(tenant, caseId, painting, () => paintings.delete(key));
    },

    async settled() {
      while (paintings.size > 0) await Promise.all([...paintings.values()].map(one => one.done));
    },
  };

  /** @param end called in the very moment that nothing is left to paint, so that no change falls between */
  async function paint(tenant: string, caseId: string, painting: Painting, end: () => void): Promise<void> {
    try {
      while (painting.again) {
        painting.again = false;
        const pressed = [...painting.pressed.values()];
        painting.pressed.clear();
        const stored = await desk.store.loadCase(tenant, caseId);
        if (!stored) return;
        const shown = await desk.store.cardsOf(tenant, caseId);
        const others = pressed.filter(
          one => !shown.some(card => card.conversation === one.conversation && card.activity === one.activity),
        );
        await Promise.all([
          ...shown.map(card => paintOrLog(stored, card, true)),
          ...others.map(card => paintOrLog(stored, card, false)),
        ]);
        const latest = await desk.store.loadCase(tenant, caseId);
        if (latest && latest.version !== stored.version) painting.again = true;
      }
    } catch (error) {
      logFailure(caseId, error);
    } finally {
      end();
    }
  }

  /** A channel in trouble keeps no other card from being painted. */
  async function paintOrLog(stored: StoredCase<TriageCase>, card: ShownCard, isKept: boolean): Promise<void> {
    await paintOne(stored, card, isKept).catch(error => logFailure(stored.id, error));
  }

  function logFailure(caseId: string, error: unknown): void {
    desk.log.warn({ caseId, name: (error as Error).name }, 'The cards of a case were not updated');
  }

  /** @param isKept whether it is posted anew when the activity is gone */
  async function paintOne(stored: StoredCase<TriageCase>, card: ShownCard, isKept: boolean): Promise<void> {
    const key = { tenant: stored.tenant, conversation: card.conversation };
    const place = await desk.store.place(key);
    if (!place || place.goneAt !== null) return;
    const activity = cardActivity(await baseCard(desk, place, stored));
    const updated = await connector.update(place, card.activity, activity);
    if (updated === 'not-there') return desk.store.leavePlace(key, desk.now());
    if (updated === 'updated' || !isKept) return;
    const sent = await connector.send(place, activity);
    if (sent.kind === 'not-there') return desk.store.leavePlace(key, desk.now());
    if (sent.id !== undefined) await desk.store.rememberCard(key, stored.id, sent.id);
  }
}

/** The card as everybody in a place sees it. */
async function baseCard(desk: Desk, place: Place, stored: StoredCase<TriageCase>): Promise<CardMessage> {
  const reader = { locale: place.locale as Locale, timeZone: place.timeZone, isShared: place.kind === 'shared' };
  return cardMessage(desk, reader, await viewOf(desk, reader, stored), stored.value);
}
