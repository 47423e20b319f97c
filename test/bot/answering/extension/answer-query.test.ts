import { strict as assert } from 'node:assert';
import { answerQuery } from '../../../../src/bot/answering/extension/answer-query.ts';
import { locales } from '../../../../src/triage/evidence.ts';
import { content, strings } from '../../../content.ts';
import { appId, cards, search } from './desk.ts';

type Node = Record<string, unknown>;

function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object' && value !== null) {
    yield value as Node;
    for (const child of Object.values(value)) yield* nodes(child);
  }
}

const desk = { cards, retryHours: 24, appId };
const reader = { locale: 'en', timeZone: 'Europe/Amsterdam' } as const;
const all = { kind: 'articles', articles: content.articles } as const;

function attachments(answer: ReturnType<typeof answerQuery>) {
  assert.equal(answer.composeExtension.type, 'result');
  return answer.composeExtension.type === 'result' ? answer.composeExtension.attachments : [];
}

describe('the answer to a search', () => {
  it('is a list of Adaptive Cards, each with a thumbnail as its preview', () => {
    const answer = answerQuery(search.find('4.4.316', 'en'), { skip: 0, count: 25 }, desk, reader, null);

    const [first, ...others] = attachments(answer);
    assert.equal(others.length, 0);
    assert.equal(first!.contentType, 'application/vnd.microsoft.card.adaptive');
    assert.equal(first!.content.type, 'AdaptiveCard');
    assert.deepEqual(first!.preview, {
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: { title: 'Connection refused', text: '4.4.316, 5.4.316 · The server says no on port 25' },
    });
  });

  it('holds ten articles a page at most, and goes on where the last page ended', () => {
    const page = (skip: number, count: number) =>
      attachments(answerQuery(all, { skip, count }, desk, reader, null)).map(({ preview }) => preview.content.title);

    assert.equal(page(0, 25).length, 10);
    assert.equal(page(0, 3).length, 3);
    assert.deepEqual([...page(0, 10), ...page(10, 10)], page(0, 10).concat(page(10, 25)));
    assert.notDeepEqual(page(0, 10), page(10, 10));
    assert.deepEqual(page(10_000, 25), []);
  });

  for (const locale of locales) {
    it(`holds in ${locale} only cards that Teams sends and that need no bot`, () => {
      for (let skip = 0; skip < content.articles.length; skip += 10) {
        const found = attachments(answerQuery(all, { skip, count: 10 }, desk, { ...reader, locale }, null));
        for (const { content: card, preview } of found) {
          const { title, text } = preview.content;
          assert.ok(Buffer.byteLength(JSON.stringify(card), 'utf16le') < 28_000, title);
          assert.ok(card.fallbackText.trim() !== '', title);
          assert.ok(title !== '' && text !== '' && !/\*\*|\$\{|\{[a-z]/i.test(title + text), `${title}: ${text}`);
          const actions = [...nodes(card)].filter(node => String(node.type).startsWith('Action.'));
          assert.deepEqual(
            actions.map(({ type }) => type),
            ['Action.OpenUrl'],
          );
          assert.match(
            String(actions[0]!.url),
            /^https:\/\/teams\.microsoft\.com\/l\/chat\/0\/0\?users=28:[\w-]+&message=./,
          );
          for (const node of nodes(card)) if (node.type === 'TextBlock') assert.equal(node.wrap, true, title);
        }
      }
    });
  }

  it('shows title, cause, owners, the first question and dated sources', () => {
    const [first] = attachments(answerQuery(search.find('4.4.316', 'en'), { skip: 0, count: 1 }, desk, reader, null));

    const json = JSON.stringify(first!.content);
    for (const part of ['Connection refused', '4.4.316', 'a firewall blocks it', 'Firewall team', 'Whose is'])
      assert.ok(json.includes(part), part);
    assert.match(json, /read on 21 November 2026/);
  });

  it('links to no chat where the bot has no address', () => {
    const [first] = attachments(answerQuery(all, { skip: 0, count: 1 }, { ...desk, appId: undefined }, reader, null));

    assert.deepEqual(first!.content.actions, []);
  });

  for (const locale of locales) {
    it(`says in ${locale} why there is no result`, () => {
      const say = (text: string) =>
        answerQuery(search.find(text, locale), { skip: 0, count: 25 }, desk, { ...reader, locale }, null)
          .composeExtension;

      assert.deepEqual(say('4.4.313'), {
        type: 'message',
        text: strings[locale].say('extension.unknownCode', { code: '4.4.313' }),
      });
      assert.deepEqual(say('459'), {
        type: 'message',
        text: strings[locale].say('extension.replyCode', { code: '459' }),
      });
      assert.deepEqual(say('xyzzy'), {
        type: 'message',
        text: strings[locale].say('extension.nothing', { text: 'xyzzy' }),
      });
    });
  }

  it('repeats only the beginning of a long text, without characters that turn it round', () => {
    const found = { kind: 'nothing', text: `\u202Exyzzy${'q'.repeat(500)}` } as const;

    const { composeExtension } = answerQuery(found, { skip: 0, count: 25 }, desk, reader, null);

    assert.ok(composeExtension.type === 'message' && composeExtension.text.length < 160);
    assert.ok(!JSON.stringify(composeExtension).includes('\u202E'));
  });
});
