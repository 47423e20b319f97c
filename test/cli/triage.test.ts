import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/run-triage.ts';
import { locales } from '../../src/triage/evidence.ts';
import { findingKinds } from '../../src/triage/finding.ts';
import { emptyStory, traceCsv, traceRows } from '../bulk/make-trace.ts';
import { articles, root, strings } from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { everyToolOutput, headerOutput, portOutput, proofOutput, tlsOutput } from '../findings/tool-output.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { finished, type Given } from './streams.ts';

const triage = (args: readonly string[], given: Given = {}) => finished(terminal => main(args, terminal), given);

const trace =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';

const ranges = '-A INPUT -s 40.92.0.0/15 -p tcp --dport 25 -j ACCEPT';

describe('triage on a terminal', () => {
  it('says what was found, the article, the guide and the checklist', async () => {
    const { code, out } = await triage([], { input: trace });

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
    const { out } = await triage(['--locale', 'zh-CN'], { input: trace });

    assert.match(out, /连接被拒绝/);
  });

  it('says that nothing fits well, what the answers would lead to, and what comes closest', async () => {
    const { code, out } = await triage(['they tell us that our mail does not reach them']);

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
    assert.doesNotMatch(out, /\{\w+\}|\*\*|undefined|\bnull\b(?! MX)|Which of these/);
  });

  it('prints the public result object', async () => {
    const { out } = await triage(['--json'], { input: trace });

    const result = JSON.parse(out);
    assert.deepEqual(Object.keys(result), ['id', 'kind', 'locale', 'evidence', 'findings', 'verdict', 'matches']);
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

  it('says what a firewall’s list lacks, and is content with that', async () => {
    const told = await triage([], { input: ranges });
    const { out: json } = await triage(['--json'], { input: ranges });

    assert.equal(told.code, 0);
    assert.match(told.out, /^Firewall list · iptables[\s\S]*52\.100\.0\.0\/14[\s\S]*-A INPUT -s 104\.47\.0\.0\/17/);
    assert.doesNotMatch(told.out, /\{\w+\}|\*\*|undefined|null/);
    const { findings, verdict } = JSON.parse(json);
    assert.equal(verdict, 'no-match');
    assert.deepEqual(findings[0].shows, ['ranges-missing', 'ipv6-ranges-missing']);
  });

  it('says what a tool printed, and goes on with the article to which it leads', async () => {
    const handshake = tlsOutput['a certificate that has expired']!.text;

    const told = await triage([], { input: handshake });
    const { out: json } = await triage(['--json'], { input: handshake });

    assert.equal(told.code, 0);
    assert.match(told.out, /^TLS test · openssl[\s\S]*has expired[\s\S]*mail\.contoso\.example/);
    assert.doesNotMatch(told.out, /\{\w+\}|\*\*|undefined|null/);
    const { findings, verdict, matches } = JSON.parse(json);
    assert.deepEqual([verdict, matches[0].article], ['match', 'certificate-validation-failed']);
    assert.deepEqual(findings[0].shows, ['certificate-expired']);
  });

  it('says of every kind of data what it points to, and speaks of no case', async () => {
    const tools = [...everyToolOutput, ...Object.entries(proofOutput).filter(([name]) => /TLSA/.test(name))];
    const texts = [...tools.map(([, { text }]) => text), ...Object.values(adminOutput), ranges];
    const bears = ['agrees', 'contradicts', 'fits', 'refines', 'cannot-tell'];
    const kinds = new Set<string>();
    for (const [place, input] of texts.entries()) {
      const locale = locales[place % locales.length]!;
      const ofCase = bears.map(key => strings[locale].say(`findings.bears.${key}`).split(/[“”{]/)[0]!.trim());

      const told = await triage(['--locale', locale], { input });
      const { findings, verdict, matches } = JSON.parse((await triage(['--json'], { input })).out);

      assert.equal(told.code, 0, input);
      assert.ok(findings.length > 0, input);
      for (const { kind } of findings) kinds.add(kind);
      for (const sentence of [...ofCase, strings[locale].say('kinds.symptom')])
        assert.ok(!told.out.includes(sentence), `${sentence} in ${told.out}`);
      assert.doesNotMatch(told.out, /\{\w+\}|(?<!\*)\*\*(?!\*)|undefined/, input);
      if (verdict === 'match') assert.ok(told.out.includes(`(${matches[0].article})`), told.out);
    }
    const elsewhere = ['message-trace', 'smtp-log', 'probe-smtp', 'probe-dns', 'probe-lists'];
    assert.deepEqual(
      findingKinds.filter(kind => !kinds.has(kind)),
      elsewhere,
    );
  });

  it('takes an error beside data as the problem, and data beside it as what bears on it', async () => {
    const refused = `${trace}\n\nPS C:\\> Test-NetConnection mail.contoso.example -Port 25\n\nComputerName     : mail.contoso.example\nRemoteAddress    : 192.0.2.7\nRemotePort       : 25\nTcpTestSucceeded : False`;

    const { out } = await triage([], { input: refused });
    const { out: json } = await triage(['--json'], { input: refused });

    assert.match(out, /^Connection test[\s\S]*No connection to mail\.contoso\.example on port 25[\s\S]*450 4\.4\.316/);
    const { findings, matches } = JSON.parse(json);
    assert.deepEqual([findings[0].kind, matches[0].article], ['port-test', 'connection-refused']);
  });

  it('goes on with the error that a queue or a greeting has in it', async () => {
    const queue = adminOutput['a queue that waits, among others'];

    const { out } = await triage(['--short'], { input: queue });
    const greeting = await triage(['--short'], { input: portOutput['a greeting of 421']!.text });

    assert.match(out, /^Queues · [\s\S]*4\.4\./);
    assert.match(greeting.out, /Mail service is not active {2}4\.3\.2/);
  });

  it('looks into the header of a saved message', async () => {
    const path = join(temporaryFolder(), 'late.eml');
    writeFileSync(path, `${headerOutput['one that lay for hours']!.text}\n\nHere is our offer.\n`);

    const { out, code } = await triage([path, '--short']);

    assert.equal(code, 0);
    assert.match(out, /^Message headers[\s\S]*3 h 8 min/);
  });

  it('documents every field of the object in README.md', async () => {
    const { out } = await triage(['--json'], { input: trace });
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

    const { out } = await triage([], { input: paste });
    const { out: json } = await triage(['--json'], { input: paste });

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

    const { code, out } = await triage(['--jsonl'], { input: lines.join('\n') });

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

  it('ends well without a line', async () => {
    assert.deepEqual(await triage(['--jsonl']), { code: 0, out: '', errors: '' });
  });

  it('says in a few lines the cause, the next question and where each answer leads', async () => {
    const { code, out } = await triage([trace, '--short']);

    assert.equal(code, 0);
    const { title, headline, steps } = articles.get('connection-refused')!.strings.en;
    const [first, second, , none, question, ...leads] = out.trimEnd().split('\n');
    assert.deepEqual([first, second, none], [`${title}  4.4.316, 5.4.316`, headline, '']);
    assert.match(question!, /^\? .*mail\.contoso\.example/);
    const answers = leads.filter(line => line.startsWith('- ')).map(line => line.slice(2));
    assert.deepEqual(answers, Object.values(steps['whose-server']!.options!));
    assert.ok(leads.includes(`    ? ${steps['what-arrives']!.question!.replace('{server}', 'mail.contoso.example')}`));
    assert.equal(leads.at(-1)!.slice(0, 11), '    [ ] 3. ', 'no more than three');
    assert.doesNotMatch(out, /\{\w+\}|\*\*|undefined|null/);
    const choice = await triage(['mail comes back', '--short']);
    assert.match(choice.out, /^(Several fit|May be|Nothing fits well)/);
  });

  it('says once why several fit, and how each of them is told', async () => {
    const shared = (await triage(['550 5.7.1 Refused'])).out.split('\n');
    const own = (await triage(['550 Message rejected'])).out.split('\n');

    const from = shared.indexOf('Several fit');
    assert.equal(shared[from + 1], 'Your paste names 5.7.1.');
    assert.match(shared[from + 2]!, /^ {2}Delivery not authorized \(delivery-not-authorized\): The error would say /);
    assert.ok(own.includes('May be'), 'one alone is not called several');
    assert.doesNotMatch(own.join('\n'), /(?:fit|fits well|May be)\n\n/, 'no empty line where nothing is shared');
  });

  it('goes on after an input that cannot be used, and takes words however they are quoted', async () => {
    const fixture = join(root, 'test', 'fixtures', 'mail', 'postfix-delayed.eml');

    const { code, out, errors } = await triage(['nowhere.eml', fixture, '-', '--json'], { input: trace });

    assert.equal(code, 2);
    assert.match(errors, /^nowhere\.eml: no such file\. /);
    assert.deepEqual(
      JSON.parse(out).map(({ id }: { id: string }) => id),
      [fixture, '-'],
    );
    const quoted = await triage(['450 4.4.316 Connection refused', '--json']);
    assert.deepEqual(await triage(['450', '4.4.316', 'Connection', 'refused', '--json']), quoted);
    assert.equal(JSON.parse(quoted.out).id, '-');
  });

  it('asks on a terminal for a paste, and shows the help when none comes', async () => {
    const { code, out, errors } = await triage([], { isTTY: true, input: '\n' });

    assert.deepEqual([code, out], [2, '']);
    assert.match(errors, /^Paste the error, then press Ctrl\+D .*\nThere is no text to look at\.\n\nUsage: /);
  });

  it('is bold on a terminal only, as NO_COLOR and FORCE_COLOR allow', async () => {
    const bold = '\u001b[1mConnection refused';
    const tried: NodeJS.ProcessEnv[] = [{}, { NO_COLOR: '1' }, { FORCE_COLOR: '1' }, { FORCE_COLOR: '0' }];
    const seen: boolean[] = [];
    for (const isTTY of [true, false]) {
      for (const settings of tried) {
        const env = { TERM: 'xterm-256color', ...settings };
        seen.push((await triage(['4.4.316', '--short'], { isTTY, env })).out.startsWith(bold));
      }
    }

    assert.deepEqual(seen, [true, false, true, false, false, false, true, false]);
  });

  it('runs as a program of its own, with its exit code', () => {
    const program = join(root, 'src', 'cli', 'triage.ts');

    const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--shrot'], { encoding: 'utf8' });

    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /^--shrot: no such option/);
  });
});

describe('the table of the terminal in README.md', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  // | `triage 4.4.316` | `Match: Connection refused`, then the guide | 0 |
  const rows = [...readme.matchAll(/^\| `triage(?<command>[^`]*)` \| (?<seen>.+) \| (?<code>\d) \|$/gm)].map(
    ({ groups }) => groups as { command: string; seen: string; code: string },
  );

  it('shows each exit code, and every option', () => {
    assert.deepEqual([...new Set(rows.map(({ code }) => code))].sort(), ['0', '1', '2']);
    const [, known = ''] = /Known: (--[^`]+)\.`/.exec(readme) ?? [];
    assert.ok(known.split(', ').length > 5);
    for (const option of known.split(', '))
      assert.ok(
        rows.some(({ command }) => command.includes(option)),
        option,
      );
  });

  for (const { command, seen, code } of rows) {
    it(`is right about: triage${command}`, async () => {
      const [line = '', file] = command.split(' < ');
      // "450 4.4.316 Connection refused" --short
      const args = [...line.matchAll(/"(?<quoted>[^"]*)"|(?<bare>\S+)/g)].map(
        ({ groups }) => groups!.quoted ?? groups!.bare!,
      );
      const input = file === undefined ? '' : readFileSync(join(root, file), 'utf8');

      const result = await triage(args, { input, isTTY: command === '' });

      assert.equal(result.code, Number(code), result.errors);
      const said = result.out + result.errors;
      for (const [, quote] of seen.matchAll(/`([^`]+)`/g)) assert.ok(said.includes(quote!), `${quote} in ${said}`);
      if (code === '2') assert.equal(result.out.includes('Match'), false);
    });
  }
});

describe('bulk data on a terminal', () => {
  it('tells a trace and the logs of a server together, beside a bounce, from disk', async () => {
    const folder = temporaryFolder();
    const [csv, log, bounce] = ['trace.csv', 'RECV.LOG', 'bounce.txt'].map(name => join(folder, name));
    const story = emptyStory();
    writeFileSync(csv!, Buffer.from(`\ufeff${[...traceCsv(traceRows(2_000, story))].join('')}`, 'utf16le'));
    writeFileSync(
      log!,
      [
        '#Log-type: SMTP Receive Protocol Log',
        '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
        '2026-11-23T15:10:00.000Z,SRV\\Default Frontend SRV,08DE,0,10.0.0.5:25,198.51.100.9:50123,+,,',
        '2026-11-23T15:10:01.000Z,SRV\\Default Frontend SRV,08DE,1,10.0.0.5:25,198.51.100.9:50123,-,,Remote',
        '',
      ].join('\r\n'),
    );
    writeFileSync(bounce!, trace);

    const { code, out } = await triage([csv!, log!, bounce!]);

    assert.equal(code, 0);
    for (const part of [
      'Messages in trouble, by problem: ',
      'Connection refused',
      'Only 203.0.113.8 of 2 addresses fails',
      'Sender,Recipient,Subject',
      'Exchange Online never reached this server',
      'nslookup mail.contoso.example',
    ])
      assert.ok(out.includes(part), `${part} in ${out.slice(0, 2_000)}`);
    assert.doesNotMatch(out, /\{\w+\}|\*\*|undefined/);
    const { out: json } = await triage([csv!, '--json']);
    assert.equal((JSON.parse(json) as { found: { trace: { rows: number } } }).found.trace.rows, story.rows);
  });
});
