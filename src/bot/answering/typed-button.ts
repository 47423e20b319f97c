/** Typing what stands on a button of the card is pressing it, in whichever language the card was. */
import { cardData } from '../../cards/render-card.ts';
import { locales } from '../../triage/evidence.ts';
import type { Press } from '../../triage/guiding/index.ts';
import { plain } from '../../triage/hearing/index.ts';
import type { View } from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader } from '../desk.ts';
import { readPress } from './read-activity.ts';

/** The one button of that name; two of one name are none. */
export function typedButton(desk: Desk, reader: Reader, view: View, text: string): Press | undefined {
  const wanted = plain(text);
  for (const locale of [reader.locale, ...locales.filter(one => one !== reader.locale)]) {
    const found = [...buttonsIn(cardData(view, cardContext(desk, { ...reader.own, locale })))].filter(
      ({ title }) => plain(title) === wanted,
    );
    const presses = found.flatMap(button => readPress(button) ?? []);
    const [first] = presses;
    if (first && new Set(presses.map(press => JSON.stringify(press))).size === 1) return first;
  }
  return undefined;
}

interface Titled {
  readonly title: string;
  readonly verb: string;
}

/** Wherever in the data of a card they stand. */
function* buttonsIn(data: unknown): Generator<Titled> {
  if (Array.isArray(data)) for (const one of data) yield* buttonsIn(one);
  else if (typeof data === 'object' && data !== null) {
    if (isTitled(data)) yield data;
    for (const one of Object.values(data)) yield* buttonsIn(one);
  }
}

function isTitled(data: object): data is Titled {
  return 'verb' in data && 'title' in data && typeof data.title === 'string';
}
