import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import {
  type ExtensionInvoke,
  isExtensionInvoke,
  readExtensionInvoke,
  searchCommand,
  triageCommand,
} from '../../../../src/bot/answering/extension/read-invoke.ts';
import { root } from '../../../content.ts';

const theme = { context: { theme: 'default' }, requestId: 'fe50f49e5c74440bb2ebf07f49e9553c' };
const query = (parameters: object[] | undefined, queryOptions: object | undefined = { skip: 0, count: 25 }) => ({
  commandId: 'searchArticles',
  parameters,
  queryOptions,
});
const action = (data: unknown) => ({ commandId: 'triageMessage', commandContext: 'message', data, ...theme });
const post = { verb: 'post-case', where: 'here', draft: 'd1' };
const page = { skip: 0, count: 25 };
const body = { contentType: 'html', content: '<p>550 5.1.1</p>' };

describe('an invoke of the message extension', () => {
  const table: [what: string, name: string, value: unknown, expected: ExtensionInvoke][] = [
    ['a search', 'query', query([{ name: 'text', value: ' 4.4.316 ' }]), { kind: 'query', text: '4.4.316', page }],
    ['the first look', 'query', query([{ name: 'initialRun', value: 'true' }]), { kind: 'query', text: '', page }],
    ['the first look without parameters', 'query', query(undefined), { kind: 'query', text: '', page }],
    [
      'a later page',
      'query',
      query([{ name: 'text', value: 'mailbox' }], { skip: 25, count: 25 }),
      { kind: 'query', text: 'mailbox', page: { skip: 25, count: 25 } },
    ],
    [
      'a page that makes no sense',
      'query',
      query([{ name: 'text', value: 550 }], { skip: -5, count: 'all' }),
      { kind: 'query', text: '550', page },
    ],
    ['a search of another app', 'query', { ...query([]), commandId: 'searchCmd' }, { kind: 'unsupported' }],
    [
      'a search without a command, from a client that does not know the manifest',
      'query',
      { parameters: [] },
      { kind: 'query', text: '', page: { skip: 0, count: 25 } },
    ],
    [
      'the action on a message',
      'fetchTask',
      { commandId: 'triageMessage', commandContext: 'message', messagePayload: { id: '1763', body }, ...theme },
      { kind: 'triage', message: { kind: 'text', text: '550 5.1.1' }, threadId: '1763' },
    ],
    [
      'the action on a reply',
      'fetchTask',
      {
        commandId: 'triageMessage',
        commandContext: 'message',
        messagePayload: { id: '1764', replyToId: '1763', body },
      },
      { kind: 'triage', message: { kind: 'text', text: '550 5.1.1' }, threadId: '1763' },
    ],
    [
      'the action on a message with an id that is none',
      'fetchTask',
      { commandId: 'triageMessage', commandContext: 'message', messagePayload: { id: '1;messageid=2', body } },
      { kind: 'triage', message: { kind: 'text', text: '550 5.1.1' }, threadId: null },
    ],
    [
      'the action on a message that is not handed over',
      'fetchTask',
      { commandId: 'triageMessage', commandContext: 'message', ...theme },
      { kind: 'triage', message: { kind: 'empty', why: 'empty' }, threadId: null },
    ],
    [
      'the action from the compose box',
      'fetchTask',
      { commandId: 'triageMessage', commandContext: 'compose', ...theme },
      { kind: 'triage', message: null, threadId: null },
    ],
    [
      'the action from the command box',
      'fetchTask',
      { commandId: 'triageMessage', commandContext: 'commandBox', ...theme },
      { kind: 'triage', message: null, threadId: null },
    ],
    ['an action of another app', 'fetchTask', { commandId: 'giveKudos' }, { kind: 'unsupported' }],
    ['an action that is a string', 'fetchTask', 'triageMessage', { kind: 'invalid' }],
    [
      'the button “here”',
      'submitAction',
      action({ ...post, option: 'mailbox-full' }),
      { kind: 'submit', submitted: { kind: 'post', where: 'here', draft: 'd1', option: 'mailbox-full' } },
    ],
    [
      'the button “to my chat” without a choice',
      'submitAction',
      action({ ...post, where: 'personal' }),
      { kind: 'submit', submitted: { kind: 'post', where: 'personal', draft: 'd1', option: null } },
    ],
    [
      'a button with the installation that it asked for',
      'submitAction',
      action({ ...post, msteams: { justInTimeInstall: true } }),
      { kind: 'submit', submitted: { kind: 'post', where: 'here', draft: 'd1', option: null } },
    ],
    [
      'the installation alone',
      'submitAction',
      action({ msteams: { justInTimeInstall: true } }),
      { kind: 'submit', submitted: { kind: 'installed' } },
    ],
    [
      'a pasted text',
      'submitAction',
      action({ verb: 'triage-text', text: '550 5.1.1' }),
      { kind: 'submit', submitted: { kind: 'triage-text', text: '550 5.1.1' } },
    ],
    ['a place that does not exist', 'submitAction', action({ ...post, where: 'everywhere' }), { kind: 'invalid' }],
    ['a case without a draft', 'submitAction', action({ verb: 'post-case', where: 'here' }), { kind: 'invalid' }],
    ['a verb of a case', 'submitAction', action({ verb: 'tick', item: 'x' }), { kind: 'invalid' }],
    ['no data', 'submitAction', action(undefined), { kind: 'invalid' }],
    ['a preview', 'submitAction', { ...action(post), botMessagePreviewAction: 'send' }, { kind: 'invalid' }],
    ['nothing', 'submitAction', null, { kind: 'invalid' }],
    ['an item', 'selectItem', { id: 1 }, { kind: 'unsupported' }],
    ['settings', 'querySettingUrl', {}, { kind: 'unsupported' }],
    ['a link', 'queryLink', { url: 'https://contoso.example' }, { kind: 'unsupported' }],
    ['an anonymous link', 'anonymousQueryLink', { url: 'https://contoso.example' }, { kind: 'unsupported' }],
    ['a button of a card', 'onCardButtonClicked', {}, { kind: 'unsupported' }],
  ];
  for (const [what, name, value, expected] of table) {
    it(`is read: ${what}`, () => {
      assert.deepEqual(readExtensionInvoke(`composeExtension/${name}`, value), expected);
    });
  }

  it('is told from other invokes by its name', () => {
    assert.equal(isExtensionInvoke('composeExtension/query'), true);
    assert.equal(isExtensionInvoke('adaptiveCard/action'), false);
    assert.equal(isExtensionInvoke(undefined), false);
  });

  it('never throws, whatever it holds', () => {
    const name = fc.constantFrom('query', 'fetchTask', 'submitAction', 'selectItem', '');
    fc.assert(
      fc.property(name, fc.jsonValue(), (end, value) => {
        readExtensionInvoke(`composeExtension/${end}`, value);
      }),
    );
  });

  it('names the commands and the parameter of the manifest', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'manifest', 'manifest.json'), 'utf8'));
    const commands = manifest.composeExtensions[0].commands as { id: string; parameters?: { name: string }[] }[];

    assert.deepEqual(
      commands.map(({ id }) => id),
      [searchCommand, triageCommand],
    );
    assert.deepEqual(
      commands[0]!.parameters!.map(({ name }) => name),
      ['text'],
    );
  });
});
