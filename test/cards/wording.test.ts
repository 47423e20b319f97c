/** The contact text in fewer and in kinder words. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { contactTexts } from '../../src/cards/views/contact.ts';
import { noMemory, untouchedCase, type Wording } from '../../src/triage/case.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { handlePress } from '../../src/triage/guiding/index.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import { articles, cards, caseOf, movesToSteps, now, priya, queued, strings, viewContextFor } from '../content.ts';

const article = articles.get('certificate-validation-failed')!;
const moves = movesToSteps(article).get('contact-partner')!;
const context = { articles, memory: noMemory, now, by: priya };

function textIn(language: Locale, wording: Wording): string {
  const contact = { ...untouchedCase.contact, language, ticket: 'INC-1042' };
  const opened = caseOf(article.id, queued, { moves, contact });
  const { case: worded } = handlePress(opened, { verb: 'contact-wording', option: wording }, context);
  const view = currentView(worded, viewContextFor({ locale: language }));
  if (view.kind !== 'contact') throw new Error('no contact text');
  return contactTexts(view, cards.context({ locale: language, timeZone: 'UTC' })).join('\n\n');
}

describe('the wording of a contact text', () => {
  for (const language of locales) {
    it(`is half as long in a short one in ${language}, and names the server and the error`, () => {
      const [full, short] = [textIn(language, 'full'), textIn(language, 'short')];

      ok(short.length < full.length / 2 + 150, `${short.length} of ${full.length}`);
      for (const fact of [
        queued.remoteHost!,
        queued.cause!.enhancedStatusCode!,
        strings[language].say('letter.forward'),
      ])
        ok(short.includes(fact), fact);
    });

    it(`says all of it and thanks in a friendly one in ${language}`, () => {
      const friendly = textIn(language, 'friendly').split('\n');
      const left = textIn(language, 'full')
        .split('\n')
        .filter(line => !friendly.includes(line));

      deepEqual(left, []);
      ok(friendly.includes(strings[language].say('letter.friendlyThanks')));
    });
  }

  it('changes nothing where it is asked for again', () => {
    const opened = caseOf(article.id, queued, { moves, wording: 'short' });

    const { isChanged } = handlePress(opened, { verb: 'contact-wording', option: 'short' }, context);

    equal(isChanged, false);
  });
});
