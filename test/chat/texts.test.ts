import assert from 'node:assert/strict';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';

describe('texts of the chat page', () => {
  for (const locale of locales) {
    it(`name what is typed and pressed as the bot does, in ${locale}`, async () => {
      const { texts } = await import(`../../src/chat/page/texts/${locale}.js`);
      const { list, say } = strings[locale];

      assert.equal(texts.expertsHere, list('commands.expertsHere')[0]);
      for (const words of [texts.expertsHere, say('buttons.askExperts')])
        assert.ok(texts.channel.emptyText.includes(words), words);
    });
  }
});
