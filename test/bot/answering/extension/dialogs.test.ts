import { strict as assert } from 'node:assert';
import { openCaseLink, openChatLink } from '../../../../src/bot/answering/extension/chat-link.ts';
import {
  dialogFor,
  notPostedDialog,
  pasteDialog,
  postedDialog,
  showDialog,
} from '../../../../src/bot/answering/extension/dialogs.ts';
import { readExtensionInvoke } from '../../../../src/bot/answering/extension/read-invoke.ts';
import { textsFor } from '../../../../src/triage/article-texts.ts';
import { locales } from '../../../../src/triage/evidence.ts';
import { matchArticle } from '../../../../src/triage/matching/match-article.ts';
import { readEvidence } from '../../../../src/triage/reading/read-evidence.ts';
import type { PostPlace } from '../../../../src/triage/showing/view.ts';
import { articles, strings } from '../../../content.ts';
import { appId, cards, knowledge } from './desk.ts';

const context = { articles, retryHours: 24, draft: 'd-7Q2MFK', places: ['here', 'personal'] as PostPlace[] };

function dialog(text: string, more: Partial<typeof context> = {}) {
  const evidence = readEvidence(text);
  return dialogFor(evidence, matchArticle(evidence, knowledge), { ...context, ...more });
}

type Card = { body: Record<string, unknown>[]; actions: { type: string; title: string; data: object }[] };
const cardOf = (view: Parameters<typeof cards.render>[0], locale: (typeof locales)[number] = 'en') =>
  cards.render(view, { locale, timeZone: 'Europe/Amsterdam' }) as unknown as Card;

const refused =
  'ann@contoso.example\nRemote Server at mail.contoso.example (192.0.2.7) returned ' +
  "'550 5.4.316 Message expired, connection refused(Socket error code 10061)'";

describe('the dialog of the action', () => {
  for (const locale of locales) {
    it(`shows one finding in ${locale}: state, code, cause, what was read, and where to post`, () => {
      const card = cardOf(dialog(refused), locale);
      const json = JSON.stringify(card);

      const texts = textsFor(articles.get('connection-refused')!, readEvidence(refused), locale);
      for (const part of ['550 5.4.316', texts.title, texts.headline, 'ann@contoso.example', 'mail.contoso.example'])
        assert.ok(json.includes(part), part);
      assert.deepEqual(
        card.actions.map(({ type, title, data }) => [type, title, data]),
        (['here', 'personal'] as const).map(where => [
          'Action.Submit',
          strings[locale].say(`triaged.post.${where}`),
          { verb: 'post-case', where, draft: 'd-7Q2MFK', option: 'connection-refused' },
        ]),
      );
    });

    it(`lets the agent choose in ${locale} where several articles fit`, () => {
      const card = cardOf(dialog('550 5.7.1'), locale);

      const input = card.body.find(({ type }) => type === 'Input.ChoiceSet')!;
      const choices = input.choices as { title: string; value: string }[];
      assert.equal(input.id, 'option');
      assert.equal(input.style, 'expanded');
      assert.ok(choices.length > 1 && choices.length <= 3);
      // Nothing is chosen beforehand: the text does not say which one it is.
      assert.ok(!('value' in input));
      for (const { title, value } of choices) {
        assert.ok(title.startsWith(articles.get(value)!.strings[locale].title), title);
        assert.doesNotMatch(title, /\*\*/);
      }
      for (const { data } of card.actions) assert.ok(!('option' in data));
    });
  }

  for (const locale of locales) {
    it(`offers no titles in ${locale} where they would be a guess: the question is posted`, () => {
      const card = cardOf(dialog('they tell us that our mail does not reach them'), locale);

      assert.deepEqual(
        card.body.filter(({ type }) => String(type).startsWith('Input.')),
        [],
      );
      assert.ok(JSON.stringify(card).includes(strings[locale].say('triaged.guess.title')));
      for (const { data } of card.actions) assert.ok(!('option' in data));
    });
  }

  it('offers the own chat alone where here is the same', () => {
    const card = cardOf(dialog(refused, { places: ['personal'] }));

    assert.equal(card.actions.length, 1);
  });

  it('asks for a better text where nothing was recognised, and guesses nothing', () => {
    assert.deepEqual(dialog('The coffee machine is broken'), { kind: 'paste', why: 'no-match', unknownCode: null });
  });

  it('names an unknown code, and offers at most the general path', () => {
    const view = dialog('550 5.4.999 Something new');

    if (view.kind === 'paste') assert.equal(view.why, 'unknown-code');
    else assert.ok(view.candidates.every(({ articleId }) => articles.get(articleId)!.catchAll));
    assert.equal(view.unknownCode, '5.4.999');
  });

  it('names an unknown code where not even the general path fits', () => {
    assert.deepEqual(dialog('550 5.99.1 Something new'), { kind: 'paste', why: 'unknown-code', unknownCode: '5.99.1' });
  });

  it('sends the pasted text with the button of the box', () => {
    for (const why of ['ask', 'empty', 'attachment-only'] as const) {
      const card = cardOf(pasteDialog(why));
      const input = card.body.find(({ type }) => type === 'Input.Text')!;

      assert.equal(input.id, 'text');
      assert.equal(input.isMultiline, true);
      assert.deepEqual(card.actions[0]!.data, { verb: 'triage-text' });
    }
  });

  it('escapes what a message wrote', () => {
    const json = JSON.stringify(cardOf(dialog(`${refused.replace('ann@', '[x](https://evil.example)@')}`)));

    assert.ok(!json.includes('[x](https'));
  });

  it('sends with every button what the bot reads', () => {
    const views = [
      dialog(refused),
      dialog('550 5.7.1 Message rejected'),
      notPostedDialog('not-member', { draft: 'd1', option: 'mailbox-full' }),
      notPostedDialog('no-personal-chat', { draft: 'd1' }),
    ];
    for (const { actions } of views.map(view => cardOf(view))) {
      for (const { data } of actions.filter(({ type }) => type === 'Action.Submit')) {
        const invoke = readExtensionInvoke('composeExtension/submitAction', { commandId: 'triageMessage', data });
        assert.equal(invoke.kind, 'submit');
      }
    }
  });
});

describe('a case that was not posted', () => {
  it('asks Teams to add the bot where it is no member, and keeps the choice', () => {
    const { actions } = cardOf(notPostedDialog('not-member', { draft: 'd1', option: 'mailbox-full' }));

    assert.deepEqual(
      actions.map(({ data }) => data),
      [
        {
          verb: 'post-case',
          where: 'here',
          draft: 'd1',
          option: 'mailbox-full',
          msteams: { justInTimeInstall: true },
        },
        { verb: 'post-case', where: 'personal', draft: 'd1', option: 'mailbox-full' },
      ],
    );
  });

  it('links to the personal chat where the bot may not write yet', () => {
    const chatUrl = openChatLink(appId, 'hi');
    const { actions } = cardOf(notPostedDialog('no-personal-chat', { draft: 'd1', chatUrl }));

    assert.deepEqual(
      actions.map(({ type }) => type),
      ['Action.OpenUrl', 'Action.Submit'],
    );
  });

  it('gives the reference of what went wrong', () => {
    assert.ok(JSON.stringify(cardOf(notPostedDialog('failed', { reference: '1a2b3c4d' }))).includes('1a2b3c4d'));
  });
});

describe('the body of a dialog', () => {
  it('holds the card as an attachment, as Teams asks for', () => {
    const reader = { locale: 'en', timeZone: 'UTC' } as const;

    assert.deepEqual(showDialog(pasteDialog('ask'), cards, reader), {
      task: {
        type: 'continue',
        value: {
          title: 'Triage this message',
          height: 'medium',
          width: 'medium',
          card: {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: cards.render(pasteDialog('ask'), reader),
          },
        },
      },
    });
  });

  it('ends with where the case is, and a link to it', () => {
    const body = showDialog(postedDialog('here', openCaseLink(appId, 'K7Q2MF')), cards, {
      locale: 'en',
      timeZone: 'UTC',
    });

    const json = JSON.stringify(body);
    assert.match(json, /Posted here\./);
    assert.match(json, /Action\.OpenUrl[^}]*case%20K7Q2MF/);
  });
});

describe('a link into the personal chat', () => {
  it('types the case', () => {
    assert.equal(
      openCaseLink(appId, 'K7Q2MF'),
      `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}&message=case%20K7Q2MF`,
    );
  });

  it('types one line, and not more than a line', () => {
    const url = new URL(openChatLink(appId, `邮箱已满 & <b>\n${'x'.repeat(500)}`));

    assert.equal(url.searchParams.get('users'), `28:${appId}`);
    assert.match(url.searchParams.get('message')!, /^邮箱已满 & <b> x+$/u);
    assert.equal([...url.searchParams.get('message')!].length, 200);
  });
});
