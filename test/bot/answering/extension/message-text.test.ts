import { strict as assert } from 'node:assert';
import { MessagePayload, messageText } from '../../../../src/bot/answering/extension/message-text.ts';
import { matchArticle } from '../../../../src/triage/matching/match-article.ts';
import { readEvidence } from '../../../../src/triage/reading/read-evidence.ts';
import { knowledge } from './desk.ts';

/** A message as Teams hands it over, with everything that we do not use. */
function payload(content: string, more: object = {}): MessagePayload {
  return MessagePayload.parse({
    linkToMessage: 'https://teams.microsoft.com/l/message/19:6decf54d@thread.skype/1763716452833',
    id: '1763716452833',
    replyToId: null,
    createdDateTime: '2026-11-21T09:14:12.833Z',
    lastModifiedDateTime: null,
    deleted: false,
    subject: null,
    summary: null,
    importance: 'normal',
    locale: 'en-us',
    body: { contentType: 'html', content },
    from: {
      device: null,
      conversation: null,
      user: { userIdentityType: 'aadUser', id: 'b130c271-d2eb-45f9-83ab-9eb3fe3788bc', displayName: 'Priya Raman' },
      application: null,
    },
    reactions: [],
    mentions: [],
    attachments: [],
    ...more,
  });
}

const textOf = (message: MessagePayload) => {
  const read = messageText(message);
  return read.kind === 'text' ? read.text : read;
};

const refused = '550 5.4.316 Message expired, connection refused(Socket error code 10061)';

describe('the text of a message', () => {
  const messages: [what: string, message: MessagePayload, text: string][] = [
    ['a paragraph', payload(`<p>${refused}</p>`), refused],
    ['text that is called html', payload(refused), refused],
    ['text', payload(refused, { body: { contentType: 'text', content: refused } }), refused],
    [
      'lines and entities',
      payload('<div>Remote server returned &#39;550 5.1.1&nbsp;User &lt;ann@contoso.example&gt;<br>unknown&#39;</div>'),
      "Remote server returned '550 5.1.1\u00a0User <ann@contoso.example>\nunknown'",
    ],
    [
      'a mention before it and another in the middle',
      payload(`<div><at id="0">Mailbox Full</at>&nbsp;can you look? <at id="1">Ann</at> got ${refused}</div>`),
      `can you look? got ${refused}`,
    ],
    ['a mention that is not closed', payload(`<p><at id="0">Ann ${refused}</p>`), `Ann ${refused}`],
    [
      'emoji',
      payload(
        `<p><emoji id="sad" alt="🙁" title="Sad"></emoji> <img itemtype="http://schema.skype.com/Emoji" alt="🙁"> ${refused}</p>`,
      ),
      refused,
    ],
    [
      'a block of code',
      payload('<codeblock class="Plaintext"><code>450 4.4.316<br>Connection refused</code></codeblock>'),
      '450 4.4.316\nConnection refused',
    ],
    [
      'a quoted message, in the text and beside it',
      payload('<attachment id="1763"></attachment><p>same here</p>', {
        attachments: [
          {
            id: '1763',
            contentType: 'messageReference',
            contentUrl: null,
            content: JSON.stringify({ messageId: '1763', messagePreview: refused, messageSender: { user: null } }),
          },
        ],
      }),
      `same here\n\n${refused}`,
    ],
    [
      'a forwarded message',
      payload('<attachment id="f1"></attachment>', {
        attachments: [
          {
            id: 'f1',
            contentType: 'forwardedMessageReference',
            content: JSON.stringify({ originalMessageId: '1', originalMessageContent: `<p>${refused}</p>` }),
          },
        ],
      }),
      refused,
    ],
    [
      'a subject',
      payload('<p>Help?</p>', { subject: 'Undeliverable: Q3 figures' }),
      'Undeliverable: Q3 figures\n\nHelp?',
    ],
    [
      'a card beside it',
      payload(`<p>${refused}</p>`, {
        attachments: [
          { contentType: 'application/vnd.microsoft.card.adaptive', content: '{"type":"AdaptiveCard","body":[]}' },
          { contentType: 'application/vnd.microsoft.card.hero', content: { title: '5.1.1', text: 'User unknown' } },
        ],
      }),
      refused,
    ],
  ];
  for (const [what, message, text] of messages) {
    it(`is read with ${what}`, () => {
      assert.equal(textOf(message), text);
    });
  }

  it('leads to the article, whatever Teams put around it', () => {
    const html = `<div><div itemprop="copy-paste-block"><at id="0">Mailflow Triage</at>&nbsp;kan je <b>even</b> kijken? 👀</div>
      <blockquote><div>Diagnostic information for administrators:</div><div>Generating server: AM0PR01MB0001.eurprd01.prod.exchangelabs.example</div>
      <div>ann@contoso.example</div><div>Remote server returned &#39;${refused}&#39;</div></blockquote></div>`;

    const evidence = readEvidence(String(textOf(payload(html))));

    assert.deepEqual(evidence.cause, { replyCode: '550', enhancedStatusCode: '5.4.316' });
    assert.equal(matchArticle(evidence, knowledge).candidates[0]!.articleId, 'connection-refused');
  });

  const empty: [what: string, message: MessagePayload, why: string][] = [
    ['nothing', payload(''), 'empty'],
    ['white space', payload('<p>&nbsp;</p><div><br></div>'), 'empty'],
    ['no body', payload('', { body: null }), 'empty'],
    ['a body without content', payload('', { body: { contentType: 'html', content: null } }), 'empty'],
    ['a deleted message', payload(`<p>${refused}</p>`, { deleted: true }), 'empty'],
    [
      'a picture',
      payload('<p><img src="https://graph.microsoft.com/v1.0/chats/19/hostedContents/aWQ/$value" alt="image"></p>'),
      'attachment-only',
    ],
    [
      'a file',
      payload('<attachment id="9"></attachment>', {
        attachments: [
          { id: '9', contentType: 'reference', contentUrl: 'https://contoso.example/bounce.eml', name: 'bounce.eml' },
        ],
      }),
      'attachment-only',
    ],
    [
      'a card',
      payload('', { attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: '{}' }] }),
      'attachment-only',
    ],
    [
      'a reference without words',
      payload('', { attachments: [{ contentType: 'messageReference', content: 'no JSON' }] }),
      'attachment-only',
    ],
  ];
  for (const [what, message, why] of empty) {
    it(`is missing in ${what}`, () => {
      assert.deepEqual(messageText(message), { kind: 'empty', why });
    });
  }

  it('is read in linear time from tags without an end', () => {
    const html = '<at id="0">'.repeat(20_000);

    assert.equal(messageText(payload(html)).kind, 'empty');
  });
});
