/** The card of a test: sent once when it begins, and painted anew as it goes on. Its failures stop nothing. */
import type { ProbeProgress } from '../../../probes/index.ts';
import type { ProbeView } from '../../../triage/showing/index.ts';
import type { Address } from '../../channel.ts';
import type { Desk, Reader } from '../../desk.ts';
import { cardMessage } from '../../reply.ts';
import { cardActivity } from '../../sending/index.ts';

/** Teams counts what is sent to a conversation; a stage may take a tenth of a second. */
const usualPause = 1_000;

export type Look = Pick<Reader, 'isShared' | 'locale' | 'timeZone'> & { readonly address: Address };

export class ProgressCard {
  readonly #desk: Desk;
  readonly #look: Look;
  readonly #pause: number;
  #view: ProbeView;
  #id: Promise<string | undefined> = Promise.resolve(undefined);
  #last: Promise<unknown> = Promise.resolve();
  #shownAt = 0;
  #later: NodeJS.Timeout | undefined;

  constructor(desk: Desk, look: Look, of: Pick<ProbeView, 'id' | 'ofCase' | 'name'>, pause = usualPause) {
    this.#desk = desk;
    this.#look = look;
    this.#pause = pause;
    this.#view = { kind: 'probe', ...of, state: 'running', passed: [], now: null };
  }

  /** @returns its id in the channel; undefined where the channel took it not */
  begin(): Promise<string | undefined> {
    this.#shownAt = Date.now();
    this.#id = this.#desk.connector
      .send(this.#look.address, this.#activity(), { tries: 2 })
      .then(sent => (sent.kind === 'sent' ? sent.id : undefined))
      .catch(() => undefined);
    this.#last = this.#id;
    return this.#id;
  }

  tell(now: ProbeProgress): void {
    const { now: before, passed } = this.#view;
    const isNext = before !== null && (before.part !== now.part || before.host !== now.host);
    const done = isNext ? [...passed, { part: before.part, host: before.host }] : passed;
    this.#view = { ...this.#view, now, passed: done };
    // What comes within the pause is shown at its end: the stage that takes long is the last one.
    const left = this.#shownAt + this.#pause - Date.now();
    if (left <= 0) this.#paint();
    else this.#later ??= setTimeout(() => this.#paint(), left);
  }

  /** Resolves when nothing is on its way any more. */
  async end(state?: ProbeView['state']): Promise<void> {
    clearTimeout(this.#later);
    if (state !== undefined) {
      this.#view = { ...this.#view, state, now: null };
      this.#paint();
    }
    await this.#last;
  }

  #activity() {
    return cardActivity(cardMessage(this.#desk, this.#look, this.#view));
  }

  /** One after the other, or an old stage could come last. */
  #paint(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#shownAt = Date.now();
    const activity = this.#activity();
    this.#last = this.#last
      .then(() => this.#id)
      .then(id => id && this.#desk.connector.update(this.#look.address, id, activity))
      .catch(() => undefined);
  }
}
