/** What the bot asks by itself stands first on the card of the case, and alone in the line that a client shows of it. */
import type { View } from '../triage/showing/index.ts';
import type { CardContext } from './card-context.ts';
import { formatTimeWithZone } from './format-time.ts';

/** @param data of a card with a coloured band, which says how the case stands */
export function withReminder(view: View, data: object, { strings, locale, timeZone }: CardContext): object {
  if (!('reminded' in view) || view.reminded === null || !('state' in data)) return data;
  const { reminded, expiresAt } = view;
  if (reminded === 'expiry' && expiresAt === null) return data;
  const time = expiresAt === null ? '' : formatTimeWithZone(expiresAt, locale, timeZone);
  const text = strings.say(`reminder.${reminded}`, { time });
  return { ...data, fallbackText: text, state: { style: reminded === 'expiry' ? 'warning' : 'accent', text } };
}
