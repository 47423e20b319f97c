/** Everything that a stored case is turned into: its view, its card and texts in every language, alone and where others read along. */
import { commandsText } from '../src/cards/commands-text.ts';
import { contactTexts } from '../src/cards/views/contact.ts';
import type { TriageCase } from '../src/triage/case.ts';
import { type Locale, locales } from '../src/triage/evidence.ts';
import { currentView, redactView, type View } from '../src/triage/showing/index.ts';
import { cards, viewContextFor } from './content.ts';

export interface Look {
  readonly name: string;
  readonly view: View;
  readonly json: string;
}

/** Throws where the product would. */
export function everyLook(triageCase: TriageCase, languages: readonly Locale[] = locales): Look[] {
  return languages.flatMap(locale => {
    const view = currentView(triageCase, viewContextFor({ locale }));
    const reader = { locale, timeZone: 'Europe/Amsterdam' };
    const texts =
      view.kind === 'checklist'
        ? [commandsText(view, cards.context(reader))]
        : view.kind === 'contact'
          ? contactTexts(view, cards.context(reader))
          : [];
    return [false, true].map(isShared => {
      const card = cards.render(isShared ? redactView(view) : view, { ...reader, isShared });
      return { name: `${locale} ${isShared ? 'shared' : 'personal'}`, view, json: JSON.stringify({ card, texts }) };
    });
  });
}
