import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { replyJson } from '../../src/bot/reply-json.ts';
import { asWritten, cardJson } from '../../src/cards/card-json.ts';
import { locales } from '../../src/triage/evidence.ts';

const card = {
  type: 'AdaptiveCard',
  fallbackText: 'A case',
  body: [{ type: 'TextBlock', text: '☐ "quoted"', isSubtle: undefined }],
};
const cards = fc.constantFrom(card, { ...card, body: [] });
const names = fc.constantFrom('card', 'messages', 'attachments', 'content', 'value', 'to', 'a "name"', '__proto__');
const holders = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    cards,
    fc.jsonValue(),
    fc.constant(undefined),
    tie('object'),
    fc.array(tie('any')),
  ),
  object: fc.dictionary(names, tie('any')),
})).object;

describe('the JSON of a reply', () => {
  it('is what JSON.stringify writes, wherever its cards are', () => {
    fc.assert(
      fc.property(holders, holder => {
        assert.equal(replyJson(holder as object), JSON.stringify(holder));
      }),
    );
  });

  it('has a card that was never changed, only copied, as it is', () => {
    const reply = { replacement: { kind: 'card', card } };
    replyJson(reply);

    const changed = { replacement: { kind: 'card', card: { ...card, refresh: { userIds: ['29:1'] } } } };

    assert.equal(replyJson(changed), JSON.stringify(changed));
  });

  describe('of which only the text is kept', () => {
    const signs = {
      type: 'AdaptiveCard',
      fallbackText: 'Fråga · “1”',
      body: [{ text: '☐ 检查 🔒 \\u2610 "å"\n' }],
    } as const;

    for (const locale of locales) {
      it(`says the same: ${locale}`, () => {
        const kept = asWritten({ ...signs }, locale);

        assert.equal(kept.type, 'AdaptiveCard');
        assert.equal(kept.fallbackText, signs.fallbackText);
        assert.deepEqual(JSON.parse(replyJson({ card: kept })), { card: signs });
        assert.equal(JSON.stringify({ card: kept }), JSON.stringify({ card: signs }));
        assert.equal(cardJson(asWritten(kept, locale)), cardJson(kept));
      });
    }

    it('takes a byte for each sign, but in Chinese', () => {
      assert.match(cardJson(asWritten({ ...signs }, 'sv')), /^[\0-\xff]*$/);
      assert.equal(cardJson(asWritten({ ...signs }, 'zh-CN')), JSON.stringify(signs));
    });
  });
});
