import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Reply } from '../../src/bot/reply.ts';
import { readStoredReply } from '../../src/bot/stored-reply.ts';

function read(value: unknown): { reply: Reply | undefined; logged: object[] } {
  const logged: object[] = [];
  const log = { warn: (fields: object) => logged.push(fields) };
  return { reply: readStoredReply({ log } as never, 'a-1', value), logged };
}

const text = { kind: 'text', text: 'Hello' };
const card = { kind: 'card', card: { type: 'AdaptiveCard', fallbackText: 'A case', body: [] }, caseId: 'K7Q2MF' };

describe('a stored reply', () => {
  for (const [name, message] of [
    ['for a chat that cannot be read, where it might be read by others', { ...text, to: 5 }],
    ['with a card for such a chat', { ...card, to: null }],
    ['of a kind that only a newer version knows', { kind: 'voice', url: 'https://contoso.example' }],
    ['without a card', { ...card, card: null }],
  ] as const) {
    it(`is sent without a message ${name}`, () => {
      const { reply, logged } = read({ messages: [message, text], replacement: null });

      assert.deepEqual([reply?.messages, logged], [[text], []]);
    });

    it(`is left alone when all it has is a message ${name}`, () => {
      const { reply, logged } = read({ messages: [message], replacement: card });

      assert.deepEqual([reply, logged], [undefined, [{ activity: 'a-1' }]]);
    });
  }

  it('keeps what is meant for somebody’s own chat there', () => {
    const own = { ...card, to: 'own chat' };

    assert.deepEqual(read({ messages: [own], replacement: null }).reply?.messages, [own]);
  });

  it('has a card without sources where they cannot be read', () => {
    const about = { sources: [{ title: 'Mail flow', url: 5 }] };

    const { reply } = read({ messages: [{ ...card, about }], replacement: null });

    assert.deepEqual(reply?.messages, [{ ...card, about: { sources: [] } }]);
  });

  it('is a reply or nothing, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, part) => {
        for (const stored of [value, { messages: [text], replacement: value, answer: part, showsCase: value }]) {
          const { reply, logged } = read(stored);
          assert.equal(reply === undefined, logged.length > 0);
          if (reply) assert.ok(Array.isArray(reply.messages));
        }
      }),
    );
  });
});
