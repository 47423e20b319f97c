import { deepEqual } from 'node:assert/strict';
import { cardData } from '../../src/cards/render-card.ts';
import { locales } from '../../src/triage/evidence.ts';
import { cards } from '../content.ts';

const known = { kind: 'partner', domain: 'fabrikam.example', isKnown: true, isSaved: false } as const;
const bare = { notes: null, contacts: [], letters: [], changes: [] };

describe('which language a partner reads', () => {
  it('is said in the language of whoever asks', () => {
    const said = locales.map(locale =>
      locales.map(language => {
        const data = cardData({ ...known, ...bare, language }, cards.context({ locale, timeZone: 'UTC' }));
        return (data as { readonly summary: string }).summary;
      }),
    );

    deepEqual(said, [
      ['Reads English.', 'Reads Dutch.', 'Reads Swedish.', 'Reads Chinese.'],
      ['Leest Engels.', 'Leest Nederlands.', 'Leest Zweeds.', 'Leest Chinees.'],
      ['Läser engelska.', 'Läser nederländska.', 'Läser svenska.', 'Läser kinesiska.'],
      ['阅读语言：英语。', '阅读语言：荷兰语。', '阅读语言：瑞典语。', '阅读语言：中文。'],
    ]);
  });
});
