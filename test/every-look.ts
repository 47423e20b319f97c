/** Everything that a stored case is turned into: its view, its card and texts in every language, alone and where others read along. */
import { commandsText } from '../src/cards/commands-text.ts';
import { contactText } from '../src/cards/views/contact.ts';
import type { TriageCase } from '../src/triage/case.ts';
import { locales } from '../src/triage/evidence.ts';
import { currentView, redactView, type View } from '../src/triage/showing/index.ts';
import { cards, viewContextFor } from './content.ts';

export interface Look {
  readonly name: string;
  readonly view: View;
  readonly json: string;
}

/**
 * Throws where the product would.
 * @param seen views that were looked at before, which are left out
 */
export function everyLook(triageCase: TriageCase, seen = new Set<string>()): Look[] {
  return locales.flatMap(locale => {
    const view = currentView(triageCase, viewContextFor({ locale }));
    const key = `${locale} ${JSON.stringify(view)}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const reader = { locale, timeZone: 'Europe/Amsterdam' };
    const texts =
      view.kind === 'checklist'
        ? [commandsText(view, cards.context(reader))]
        : view.kind === 'contact'
          ? [contactText(view, cards.context(reader))]
          : [];
    return [false, true].map(isShared => {
      const card = cards.render(isShared ? redactView(view) : view, { ...reader, isShared });
      return { name: `${locale} ${isShared ? 'shared' : 'personal'}`, view, json: JSON.stringify({ card, texts }) };
    });
  });
}
