/** "Ask the experts" wherever a case may be at its end: in the menu of a list, openly where nothing else is left. */
import type { View } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { type Button, button } from './views/frame.ts';

/** Teams shows six buttons, those of the menu among them. */
const mostButtons = 6;

/** @param data of a card with buttons */
export function withAskExperts(view: View, data: object, { strings }: CardContext): object {
  const mode = modeOn(view);
  if (mode === undefined || !('buttons' in data)) return data;
  const buttons = data.buttons as readonly Button[];
  const ask = button(strings.say('buttons.askExperts'), 'escalate', { mode });
  const first = buttons.findIndex(one => one.mode === 'secondary');
  // Beside a text to send stand two ways to send it.
  const room = mostButtons - (view.kind === 'contact' ? 2 : 0);
  const place = Math.min(first < 0 ? buttons.length : first, room - 1);
  return { ...data, buttons: buttons.toSpliced(place, 0, ask).slice(0, room) };
}

function modeOn(view: View): Button['mode'] | undefined {
  if (!('canEscalate' in view) || !view.canEscalate) return undefined;
  switch (view.kind) {
    case 'checklist':
      return 'secondary';
    case 'verify':
      return 'primary';
    case 'contact':
      return view.to === 'colleague' || view.to === 'microsoft' ? 'primary' : 'secondary';
    case 'outcome':
      return view.outcome.kind === 'sent' ? 'secondary' : undefined;
    default:
      return undefined;
  }
}
