/** "Test from here" on the cards of a case whose server or domain may be tested. */
import type { View } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { type Button, button } from './views/frame.ts';

/** Teams shows six buttons, those of the menu among them. */
const mostButtons = 6;

/** @param data of a card with buttons */
export function withProbe(view: View, data: object, { strings }: CardContext): object {
  if (!('canProbe' in view) || !view.canProbe || !('buttons' in data)) return data;
  if (view.kind !== 'question' && view.kind !== 'checklist' && view.kind !== 'verify') return data;
  const buttons = data.buttons as readonly Button[];
  if (buttons.length >= mostButtons) return data;
  // Beside the answers of a question it would look like one more of them.
  const mode = view.kind === 'question' ? 'secondary' : 'primary';
  const first = buttons.findIndex(one => one.mode === 'secondary');
  const place = first < 0 ? buttons.length : first;
  return { ...data, buttons: buttons.toSpliced(place, 0, button(strings.say('buttons.probe'), 'probe', { mode })) };
}
