/** The JSON of a card, written once: it is measured, stored, handed over and sent. */
import type { Locale } from '../triage/evidence.ts';

/** What is known of a card without reading its JSON. */
interface Said {
  readonly type: 'AdaptiveCard';
  readonly fallbackText: string;
}

/**
 * A card that is nothing but its JSON and what it says in one sentence. It waits for a commit and for a channel, so the
 * objects that it was made of, which take more memory than its JSON, are not to wait with it.
 */
class WrittenCard implements Said {
  readonly type = 'AdaptiveCard';
  readonly fallbackText: string;
  readonly #json: string;

  constructor({ fallbackText }: Said, json: string) {
    this.fallbackText = fallbackText;
    this.#json = json;
  }

  static jsonOf(card: WrittenCard): string {
    return card.#json;
  }

  toJSON(): unknown {
    return JSON.parse(this.#json);
  }
}

const written = new WeakMap<object, string>();

/**
 * @param card never changed afterwards
 * @param locale of the card, where it is known
 */
export function cardJson(card: object, locale?: Locale): string {
  if (card instanceof WrittenCard) return WrittenCard.jsonOf(card);
  const known = written.get(card);
  if (known !== undefined) return known;
  const json = JSON.stringify(card);
  const text = locale === undefined || locale === 'zh-CN' ? json : inLatin(json);
  written.set(card, text);
  return text;
}

/** The card as it is kept from now on: `JSON.stringify` gives the same of it, and no other field can be read. */
export function asWritten<Card extends Said>(card: Card, locale: Locale): Card {
  return new WrittenCard(card, cardJson(card, locale)) as Said as Card;
}

// … ☐ “
const beyondLatin = /[\u0100-\uffff]/g;

/**
 * A text with a single sign beyond Latin 1 takes two bytes for each of its signs, and many times as long wherever it goes: to
 * the database, to whoever pressed, to the channel. A card has some dozens of them, if it is not in Chinese.
 */
function inLatin(json: string): string {
  const escaped = json.replace(beyondLatin, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  // Written anew, as what was cut out of such a text still takes two bytes.
  return Buffer.from(escaped, 'latin1').toString('latin1');
}
