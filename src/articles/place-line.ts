/** A place in a YAML text, such as `guide.steps.whose-rule.options` -> the line on which it stands. */
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';

interface Spot {
  /** Where it begins in the text. */
  readonly at: number;
  readonly scalar: string | undefined;
  readonly parts: readonly { readonly name: string; readonly at: number; readonly spot: Spot }[];
}

/** @returns the line of the place, or of what it lies in; undefined where not even its first part is there */
export function lineOfPlace(text: string, place: string): number | undefined {
  let spot: Spot | undefined;
  try {
    spot = spotsOf(text, parseEvents(text, {}));
  } catch {
    return undefined;
  }
  let at: number | undefined;
  for (const name of place.split('.')) {
    const part = spot?.parts.find(one => one.name === name) ?? spot?.parts.find(one => hasName(one.spot, name));
    if (!part) break;
    at = part.at;
    spot = part.spot;
  }
  return at === undefined ? undefined : lineAt(text, at);
}

/** The lines on which a text ends at a sign that begins a note: `title: Ticket #5`. A note has a space behind it. */
export function lostLines(text: string): number[] {
  return parseEvents(text, {}).flatMap(event => {
    if (event.type !== EVENT_ID.SCALAR || event.style !== SCALAR_STYLE.PLAIN) return [];
    return /^[ \t]+#[^\s#]/.test(text.slice(event.valueEnd, event.valueEnd + 40)) ? [lineAt(text, event.valueEnd)] : [];
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** An item of a list is named by its id. */
function hasName({ parts }: Spot, name: string): boolean {
  return parts.some(({ name: key, spot }) => (key === 'id' || key === 'use') && spot.scalar === name);
}

function spotsOf(text: string, events: readonly Event[]): Spot | undefined {
  let next = 0;
  const isEnd = () => next >= events.length || events[next]!.type === EVENT_ID.POP;
  const readSpot = (): Spot => {
    const event = events[next++]!;
    if (event.type === EVENT_ID.SCALAR) return { at: event.valueStart, scalar: getScalarValue(text, event), parts: [] };
    const parts: { name: string; at: number; spot: Spot }[] = [];
    if (event.type === EVENT_ID.MAPPING) {
      while (!isEnd()) {
        const key = readSpot();
        parts.push({ name: key.scalar ?? '', at: key.at, spot: readSpot() });
      }
      next++;
    } else if (event.type === EVENT_ID.SEQUENCE) {
      while (!isEnd()) {
        const spot = readSpot();
        parts.push({ name: String(parts.length), at: spot.at, spot });
      }
      next++;
    }
    return { at: 'start' in event ? event.start : 0, scalar: undefined, parts };
  };
  // The first event opens the document.
  next = 1;
  return isEnd() ? undefined : readSpot();
}
