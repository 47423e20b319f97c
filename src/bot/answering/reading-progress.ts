/** How far a large file is read: one card, brought up to date. It is no part of the reply, and its failures stop nothing. */
import type { ActivityKey } from '../../storage/store.ts';
import { plus } from '../../triage/durations.ts';
import type { ReadingView } from '../../triage/showing/index.ts';
import type { Desk, Reader } from '../desk.ts';
import { type CardMessage, cardMessage, type Reply } from '../reply.ts';
import { replyJson } from '../reply-json.ts';
import { cardActivity } from '../sending/index.ts';

/** A file that is read sooner needs no card about it. */
const firstAfter = 3_000;
const againAfter = 3_000;
const holdAgainAfter = 10_000;
/** Longer than a process is busy with anything else. */
const heldFor = 60_000;

export class ReadingProgress {
  readonly #desk: Desk;
  readonly #reader: Reader;
  readonly #name: string;
  readonly #started = Date.now();
  #told: number;
  #rows = 0;
  #bytes = 0;
  #card: Promise<string | undefined> | undefined;
  #will: Promise<Will | undefined> = Promise.resolve(undefined);
  #last: Promise<unknown> = Promise.resolve();
  #isOver: boolean;

  constructor(desk: Desk, reader: Reader, name: string, isSilent: boolean) {
    this.#desk = desk;
    this.#reader = reader;
    this.#name = name;
    this.#isOver = isSilent;
    this.#told = this.#started + firstAfter - againAfter;
  }

  tell(rows: number, bytes: number): void {
    this.#rows = rows;
    this.#bytes = bytes;
    if (this.#isOver || Date.now() - this.#told < againAfter) return;
    this.#told = Date.now();
    this.#show('reading');
  }

  async end(isRead: boolean): Promise<void> {
    this.#isOver = true;
    if (!this.#card) return;
    this.#show(isRead ? 'done' : 'stopped');
    await this.#last;
    const will = await this.#will;
    await will?.revoke().catch(() => undefined);
  }

  /** One after the other, or an old figure could come last. */
  #show(state: ReadingView['state']): void {
    const activity = cardActivity(this.#message(state));
    const { connector } = this.#desk;
    const { address } = this.#reader;
    if (!this.#card) {
      const card = connector
        .send(address, activity, { tries: 1 })
        .then(sent => (sent.kind === 'sent' ? sent.id : undefined))
        .catch(() => undefined);
      this.#card = card;
      this.#will = card.then(id => this.#leaveWill(id)).catch(() => undefined);
      this.#last = card;
      return;
    }
    const card = this.#card;
    this.#last = this.#last
      .then(() => card)
      .then(id => id && connector.update(address, id, activity))
      .catch(() => undefined);
  }

  #message(state: ReadingView['state']): CardMessage {
    const view: ReadingView = { kind: 'reading', name: this.#name, rows: this.#rows, bytes: this.#bytes, state };
    return cardMessage(this.#desk, this.#reader, view);
  }

  /**
   * What is to be said should this process end in the middle: a reply that it holds back as long as it lives. Whoever
   * finds it let go sends it, in the place of the card.
   */
  async #leaveWill(card: string | undefined): Promise<Will | undefined> {
    if (card === undefined) return undefined;
    const { store, now } = this.#desk;
    const { tenant, conversation, person } = this.#reader;
    const id = `reading/${card}`;
    const reply: Reply = { messages: [{ ...this.#message('interrupted'), instead: card }], replacement: null };
    await store.commit({
      tenant,
      conversation,
      at: now(),
      by: person,
      activity: { id, reply, json: replyJson(reply) },
    });
    return holdBack(this.#desk, { tenant, conversation, activity: id }, card);
  }
}

interface Will {
  revoke(): Promise<void>;
}

function holdBack({ store, now }: Desk, key: ActivityKey, card: string): Will {
  const hold = () => store.holdReply({ ...key, attempts: 0 }, plus(now(), heldFor)).catch(() => undefined);
  const timer = setInterval(hold, holdAgainAfter).unref();
  void hold();
  return {
    async revoke() {
      clearInterval(timer);
      await store.noteSent({ ...key, at: now(), sentIds: [card], isDone: true, cards: [], mayWait: true });
    },
  };
}
