import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';

interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly errors: string;
}

function triage(options: readonly string[], input = ''): Promise<Finished> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(root, 'src', 'cli', 'triage.ts'), ...options], { cwd: root });
    let out = '';
    let errors = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    child.stderr.on('data', chunk => {
      errors += chunk;
    });
    child.on('close', code => resolve({ code, out, errors }));
    child.stdin.end(input);
  });
}

const trace =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';

describe('triage on a terminal', () => {
  it('says what was found, the article, the guide and the checklist', async () => {
    const { code, out } = await triage([], trace);

    assert.equal(code, 0);
    for (const part of [
      '450 4.4.316',
      'mail.contoso.example, 192.0.2.7',
      'Connection refused (connection-refused)',
      '? Whose server',
      '[ ] 1.',
      'nslookup mail.contoso.example',
    ]) {
      assert.ok(out.includes(part), `${part} in ${out.slice(0, 400)}`);
    }
    assert.doesNotMatch(out, /\{\w+\}|\*\*|undefined|null/);
    // What belongs to a step stands below its words.
    assert.match(out, /^(?<indent> *)\[ \] 1\. .*\n\k<indent> {6}\S/m);
    assert.match(out, /^ +\[ \] \d\. .*\n(?: {6,}\S.*\n)*? {6,}> \S/m);
  });

  it('says it in another language', async () => {
    const { out } = await triage(['--locale', 'zh-CN'], trace);

    assert.match(out, /连接被拒绝/);
  });

  it('says that nothing fits well, what the answers would lead to, and what comes closest', async () => {
    const { code, out } = await triage([], 'they tell us that our mail does not reach them');

    assert.equal(code, 0);
    for (const part of [
      'Nothing fits well',
      'What happens to the message?',
      'Diagnostic information for administrators',
      'Get-Queue',
      '(missing-without-bounce)',
      '(our-mail-in-their-junk)',
      'Closest to your words',
    ])
      assert.ok(out.includes(part), `${part} in ${out}`);
    assert.equal(out.slice(out.indexOf('Closest to your words')).match(/\([a-z-]+\): /g)?.length, 3);
    assert.doesNotMatch(out, /\{\w+\}|\*\*|undefined|null|Which of these/);
  });

  it('prints the public result object', async () => {
    const { out } = await triage(['--json'], trace);

    const result = JSON.parse(out);
    assert.deepEqual(Object.keys(result), ['id', 'kind', 'locale', 'evidence', 'verdict', 'matches']);
    assert.deepEqual(Object.keys(result.evidence), [
      'cause',
      'statusCodes',
      'action',
      'recipients',
      'remoteHost',
      'remoteIp',
      'reportingHost',
      'lastAttempt',
      'reason',
      'system',
      'blockList',
      'chain',
      'subReason',
      'messageId',
      'networkMessageId',
      'sentAt',
      'replyReference',
    ]);
    assert.deepEqual(result.evidence.cause, { replyCode: '450', enhancedStatusCode: '4.4.316' });
    assert.equal(result.evidence.subReason, 'socket-10061');
    assert.equal(result.evidence.lastAttempt, null, 'nothing invented');
    assert.deepEqual(result.evidence.recipients, []);
    assert.deepEqual([result.verdict, result.matches[0].article], ['match', 'connection-refused']);
    assert.deepEqual(result.matches[0].statusCodes, ['4.4.316', '5.4.316']);
    assert.equal(typeof result.matches[0].because[0], 'string');
  });

  it('documents every field of the object in README.md', async () => {
    const { out } = await triage(['--json'], trace);
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const [, documented = ''] = /"evidence": \{\n(.*?)\n {2}\},/s.exec(readme) ?? [];

    const names = [...documented.matchAll(/(?:^ {4}|, )"(\w+)": /gm)].map(([, name]) => name);
    const keys = Object.keys(JSON.parse(out).evidence);

    assert.deepEqual(
      keys.filter(key => !names.includes(key)),
      [],
    );
  });

  it('says by what the message is found, and how it is traced', async () => {
    const paste = `${trace}\nMessageId : <C0FFEE01@adatum.example>\nMessageTraceId : 2bbad36a-a467-4c7b-a82f-4b307fff549f\nRecipientAddress : ann@contoso.example`;

    const { out } = await triage([], paste);
    const { out: json } = await triage(['--json'], paste);

    assert.match(out, /^Message-ID +<C0FFEE01@adatum\.example>$/m);
    assert.match(out, /^Network message ID +2bbad36a-a467-4c7b-a82f-4b307fff549f$/m);
    assert.match(out, /^> Get-MessageTraceV2 -MessageId '<C0FFEE01@adatum\.example>' -StartDate/m);
    assert.match(out, /^> Get-MessageTraceDetailV2 .* -RecipientAddress ann@contoso\.example /m);
    const { messageId, networkMessageId, sentAt, replyReference } = JSON.parse(json).evidence;
    assert.deepEqual(
      [messageId, networkMessageId, sentAt, replyReference],
      ['C0FFEE01@adatum.example', '2bbad36a-a467-4c7b-a82f-4b307fff549f', null, null],
    );
  });

  it('answers every line of a folder of mixed files in the same order, and goes on after a bad one', async () => {
    const fixtures = join(root, 'test', 'fixtures');
    const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter(name =>
      /\.(eml|msg|html|txt)$/.test(name),
    );
    const broken = join(temporaryFolder(), 'empty.eml');
    writeFileSync(broken, '');
    const lines = [
      ...files.map(name => JSON.stringify({ id: name, path: join(fixtures, name) })),
      '{ no json',
      JSON.stringify({ id: 'gone', path: join(fixtures, 'gone.eml') }),
      JSON.stringify({ id: 'both', path: 'a', text: 'b' }),
      JSON.stringify({ id: 'empty file', path: broken }),
      JSON.stringify({ id: 'too long', text: 'x'.repeat(300_000) }),
      JSON.stringify({ id: 'Dutch', text: trace, locale: 'nl' }),
      JSON.stringify({ id: 7, text: 'my printer is jammed' }),
    ];

    const { code, out } = await triage(['--jsonl'], lines.join('\n'));

    const results = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.equal(code, 2, 'a line failed');
    assert.deepEqual(
      results.map(result => result.id),
      [...files, null, 'gone', 'both', 'empty file', 'too long', 'Dutch', '7'],
    );
    assert.ok(files.length > 5);
    for (const result of results.slice(0, files.length))
      assert.equal(result.error, undefined, `${result.id}: ${result.error}`);
    for (const result of results.slice(files.length, -2)) assert.ok(result.error.length > 10);
    assert.equal(results.at(-2).locale, 'nl');
    assert.match(results.at(-2).matches[0].because[0], /tekst|fout/);
    assert.deepEqual([results.at(-1).verdict, results.at(-1).matches], ['no-match', []]);
  });

  it('ends well without a line, and badly with a wrong option', async () => {
    assert.deepEqual(await triage(['--jsonl'], ''), { code: 0, out: '', errors: '' });
    assert.equal((await triage(['--locale', 'fr'], trace)).code, 2);
    assert.equal((await triage(['/nowhere/bounce.eml'])).code, 2);
  });
});
