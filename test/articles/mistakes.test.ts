/** What an author who never programmed reads, one mistake at a time. */
import { strict as assert } from 'node:assert';
import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../src/cli/run-articles.ts';
import { locales } from '../../src/triage/evidence.ts';
import { finished } from '../cli/streams.ts';
import { root } from '../content.ts';
import { change, exampleId, repository } from './readme-example.ts';

const id = exampleId;

const articles = (root: string, ...args: readonly string[]) => finished(terminal => main(args, terminal, root));

/** All that was said, for the table in dialogs/README.md. */
const everything: string[] = [];

/** @returns what `--check` says after the folder was changed, but for its last line */
async function afterwards(change: (folder: string) => void, checked = id): Promise<string[]> {
  const root = repository();
  change(join(root, 'dialogs', id));
  const { code, out } = await articles(root, '--check', checked);
  everything.push(out);
  assert.equal(code, 1, out);
  const lines = out.trimEnd().split('\n');
  assert.match(lines.pop()!, /left to do in dialogs\//);
  assert.equal(lines.pop(), '');
  return lines;
}

/** Sentences that name the file, the line where there is one, and what to do. */
const mistakes: [what: string, mistake: (folder: string) => void, says: (string | RegExp)[]][] = [
  [
    'a tab as indentation',
    change('strings/nl.yaml', /^ {4}question:/m, '\t\tquestion:'),
    ['strings/nl.yaml, line 13: a tab stands before the text. Use spaces, two for each level.'],
  ],
  [
    'a line that is not indented as its neighbours',
    change('strings/nl.yaml', /^ {4}why:/m, '   why:'),
    [
      'strings/nl.yaml, line 14: not indented as its neighbours. Let what stands side by side begin in the same column, two spaces further in than what it belongs to.',
    ],
  ],
  [
    'a colon inside a text',
    change('strings/en.yaml', /^headline: .*$/m, "headline: Stop: The server's rule refuses it"),
    ["strings/en.yaml, line 2: a colon inside the text. Put it in quotes: 'Stop: The server''s rule refuses it'"],
  ],
  [
    'a text that begins with a sign of YAML',
    change('strings/en.yaml', /^cause: /m, 'cause: **Careful** '),
    [
      /strings\/en\.yaml, line 3: the text begins with "\*", which means something else in YAML\. Put it in quotes: '\*\*Careful\*\* The attachment.*recipient''s\.'$/,
    ],
  ],
  [
    'an apostrophe in quotes',
    change('strings/en.yaml', /^cause: .*$/m, "cause: 'The server doesn't take it'"),
    [
      'strings/en.yaml, line 3: the quotes around the text do not end where it ends. An apostrophe inside is written twice.',
    ],
  ],
  [
    'no space after a colon',
    change('strings/en.yaml', /^cause: /m, 'cause:'),
    [/strings\/en\.yaml, line 3: no space after the colon\. Write "cause: The attachment/],
  ],
  [
    'a misspelt key',
    change('strings/sv.yaml', /^headline:/m, 'headlien:'),
    ['strings/sv.yaml: unknown key "headlien". Did you mean "headline"? Correct the spelling, or remove it.'],
  ],
  [
    'a misspelt word of a list',
    change('article.yaml', 'who: exchange-admin', 'who: exchange-admn'),
    [
      /article\.yaml, line \d+: guide\.steps\.change-rule\.items\.0\.who: found "exchange-admn", allowed is .* \(did you mean "exchange-admin"\?\)\.$/,
    ],
  ],
  [
    'a missing language',
    folder => rmSync(join(folder, 'strings/sv.yaml')),
    ['strings/sv.yaml: the file is missing. Create it; dialogs/README.md shows its parts.'],
  ],
  [
    'a language under another name',
    folder => renameSync(join(folder, 'strings/zh-CN.yaml'), join(folder, 'strings/zh.yaml')),
    [
      'strings/zh.yaml: no file of this name is read. Rename it to "zh-CN.yaml", or remove it.',
      'strings/zh-CN.yaml: the file is missing. Create it; dialogs/README.md shows its parts.',
    ],
  ],
  [
    'a file to which Notepad added an ending',
    folder => renameSync(join(folder, 'strings/en.yaml'), join(folder, 'strings/en.yaml.txt')),
    [
      'strings/en.yaml.txt: no file of this name is read. Rename it to "en.yaml", or remove it.',
      'strings/en.yaml: the file is missing. Create it; dialogs/README.md shows its parts.',
    ],
  ],
  [
    'the colon of a Chinese keyboard',
    change('strings/zh-CN.yaml', 'headline: ', 'headline：'),
    [
      'strings/zh-CN.yaml, line 2: a full-width colon stands behind "headline". Type an ordinary one, with a space behind it.',
    ],
  ],
  [
    'spaces of a web page',
    change('strings/sv.yaml', /^ {4}why/m, '\u00a0\u00a0\u00a0\u00a0why'),
    [
      'strings/sv.yaml, line 14: a sign that only looks like a space stands before the text, as pasting from a web page or Word leaves it. Type the spaces anew.',
    ],
  ],
  [
    'English left in another language',
    folder => cpSync(join(folder, 'strings/en.yaml'), join(folder, 'strings/nl.yaml')),
    [
      /^dialogs\/file-type-blocked\/strings\/nl\.yaml, line 2: headline: \d\d texts of this file are still English, this is the first\. Write them in Dutch\.$/,
    ],
  ],
  [
    'a file that is not UTF-8',
    folder => {
      const path = join(folder, 'strings/sv.yaml');
      writeFileSync(path, Buffer.from(readFileSync(path, 'utf8'), 'latin1'));
    },
    [
      'strings/sv.yaml, line 1: not saved as UTF-8, so its letters would be read wrongly. Save it again as UTF-8: in Notepad under Save as > Encoding, in Visual Studio Code at the bottom right.',
    ],
  ],
  [
    'a step that leads nowhere',
    change('article.yaml', 'ours: change-rule', 'ours: change-rul'),
    [
      'article.yaml, line 18: guide.steps.whose-rule.options.ours: no step "change-rul" (did you mean "change-rule"?).',
      'article.yaml, line 21: guide.steps.change-rule: no path leads here. Link to it, or remove it.',
    ],
  ],
  [
    'a label that is too long for a button',
    change('strings/en.yaml', 'ours: Ours', 'ours: It is a rule of our own Exchange'),
    [
      'strings/en.yaml, line 16: steps.whose-rule.options.ours: 32 characters, and the button has room for 28. Use two or three words.',
    ],
  ],
  [
    'two buttons with the same words',
    change('strings/en.yaml', 'theirs: Theirs', 'theirs: Ours'),
    [
      'strings/en.yaml, line 17: steps.whose-rule.options.theirs: another button says "Ours" too. Give each its own words.',
    ],
  ],
  [
    'a question that is too long to be read aloud',
    change(
      'strings/en.yaml',
      'Whose rule is it?',
      'Whose rule is it that does not let this kind of file pass on its way?',
    ),
    ['strings/en.yaml, line 13: steps.whose-rule.question: 69 characters, at most 60. Shorten it.'],
  ],
  [
    'a sign that begins a note inside a text',
    change('strings/en.yaml', /^title: .*$/m, 'title: Attachment of rule #5'),
    ['strings/en.yaml, line 1: what stands behind the # is not read. Put the whole text in quotes.'],
  ],
  [
    'a number where a text belongs',
    change('strings/en.yaml', /^title: .*$/m, 'title: 552'),
    ['strings/en.yaml, line 1: title: found "552" where a text belongs. Put it in quotes.'],
  ],
  [
    'a placeholder without quotes',
    change('strings/en.yaml', /^title: .*$/m, 'title: {server}'),
    ['strings/en.yaml, line 1: title.server: nothing stands behind it. Write it, or remove the line.'],
  ],
  [
    'one text where a list belongs',
    change('article.yaml', 'reasons: [policyviolation]', 'fixedBy: sender'),
    [/line \d+: "fixedBy" stands twice\. Keep one of them\.$/],
  ],
  [
    'a text that was forgotten in one language',
    change('strings/nl.yaml', /^ {4}why: .*\n/m, ''),
    ['strings/nl.yaml, line 12: steps.whose-rule.why: no text. Write it.'],
  ],
  [
    'a code of another article, and nothing that tells them apart',
    folder => {
      change('article.yaml', '{ code: 5.6.99, state: bounced }', '{ code: 5.4.316, state: bounced }')(folder);
      change('article.yaml', /^signatures:\n.*\n/m, '')(folder);
    },
    [
      'article.yaml, line 2: statusCodes.0: 5.4.316 is a code of connection-refused too, and nothing tells them apart. Write `signatures`: the words of the error that only this problem has.',
      'samples/bare-reply.txt: has the code 5.6.99, which no article has. Add it to `statusCodes`.',
    ],
  ],
  [
    'a sample that leads elsewhere',
    folder => writeFileSync(join(folder, 'samples/bare-reply.txt'), '550 5.4.316 Message expired, connection refused'),
    [
      'samples/bare-reply.txt: leads to connection-refused. Add words of this error that only your problem has to `signatures`.',
    ],
  ],
  [
    'a sample of words that nothing says yet',
    folder => writeFileSync(join(folder, 'samples/bare-reply.txt'), 'the printer is jammed'),
    ['samples/bare-reply.txt: leads nowhere. Add sentences like it to `symptoms`, and run "npm run train".'],
  ],
  [
    'a sample whose words mean another reason',
    folder => {
      change('article.yaml', '- file type not accepted', '- type refused')(folder);
      writeFileSync(join(folder, 'samples/bare-reply.txt'), '552 5.6.99 no such user, type refused');
    },
    [
      'samples/bare-reply.txt: its words mean “userunknown”, which is not under `reasons` of article.yaml. Add it there.',
    ],
  ],
  [
    'a sample with a real address',
    folder => writeFileSync(join(folder, 'samples/bare-reply.txt'), '552 5.6.99 file type not accepted from 8.8.8.8'),
    ["samples/bare-reply.txt: 8.8.8.8 may be somebody's. Write an address from 192.0.2.0/24 instead."],
  ],
  [
    'a text that goes on in the next line',
    change('strings/en.yaml', /^cause: .*$/m, 'cause: The attachment has a file type\nthat a rule on the way refuses.'),
    [
      'strings/en.yaml, line 4: the text of the line above goes on here. Write it in one line, or begin this one two spaces further in than its key.',
    ],
  ],
  [
    'no space behind a hyphen',
    change('article.yaml', '  - file type', '  -file type'),
    ['article.yaml, line 3: signatures: no space behind the hyphen. Write "- file type not accepted".'],
  ],
  [
    'a placeholder that was translated',
    change('strings/nl.yaml', /^headline: .*$/m, "headline: '{server naam} wil dit niet'"),
    [/strings\/nl\.yaml, line 2: headline: no placeholder \{server naam\}\. Known: code, .*server/],
  ],
  [
    'the braces of a Chinese keyboard',
    change('strings/zh-CN.yaml', /^headline: .*$/m, 'headline: ｛server｝ 不接收这种附件'),
    ['strings/zh-CN.yaml, line 2: headline: full-width braces stand around "server". Type ordinary ones: {server}.'],
  ],
  [
    'an answer that only one language has',
    change('strings/nl.yaml', '      theirs: ', '      extra: Weet ik niet\n      theirs: '),
    [
      'strings/nl.yaml, line 17: steps.whose-rule.options.extra: no option "extra". Known: ours, theirs. Correct the name, or remove the text.',
    ],
  ],
  [
    'a misspelt shared item, and nothing else with it',
    change('article.yaml', 'use: send-test', 'use: send-tset'),
    [
      'article.yaml, line 26: guide.steps.change-rule.items.2.use: no shared item "send-tset" (did you mean "send-test"?).',
    ],
  ],
  [
    'a misspelt shared step, and nothing else with it',
    change('article.yaml', 'use: contact-recipient-admin', 'use: contact-recipient-admn'),
    [
      /article\.yaml, line 28: guide\.steps\.ask-them\.use: no shared step .* \(did you mean "contact-recipient-admin"\?\)\.$/,
    ],
  ],
  [
    'texts beside their folder',
    folder => renameSync(join(folder, 'strings/en.yaml'), join(folder, 'en.yaml')),
    [
      'en.yaml: no file of this name is read. Move it into the folder "strings", or remove it.',
      'strings/en.yaml: the file is missing. Create it; dialogs/README.md shows its parts.',
    ],
  ],
  [
    'a folder in capitals, which Windows does not tell apart',
    folder => {
      cpSync(join(folder, 'samples'), join(folder, 'Samples'), { recursive: true });
    },
    ['Samples: no folder of this name is read. Rename it to "samples".'],
  ],
  [
    'a language that the bot does not speak',
    folder => cpSync(join(folder, 'strings/nl.yaml'), join(folder, 'strings/de.yaml')),
    [
      'strings/de.yaml: no file of this name is read. There are en.yaml, nl.yaml, sv.yaml, zh-CN.yaml alone. Take its texts into one of them, or remove it.',
    ],
  ],
  [
    'an address of a page as one says it',
    change('article.yaml', 'url: https://', 'url: www.'),
    [
      /article\.yaml, line 10: sources\.0\.url: found "www\..*", expected an address that begins with https:\/\/\. Correct it\.$/,
    ],
  ],
  [
    'no time at all for a step',
    change('article.yaml', 'minutes: 3', 'minutes: 0'),
    [
      'article.yaml, line 24: guide.steps.change-rule.items.0.minutes: found "0", expected a whole number of minutes, 1 to 240. Correct it.',
    ],
  ],
  [
    'an exclamation mark',
    change('strings/en.yaml', /^headline: .*$/m, 'headline: The server refuses it!'),
    ['strings/en.yaml, line 2: headline: an exclamation mark. End the sentence with a full stop.'],
  ],
  [
    'a sample that is no text',
    folder => writeFileSync(join(folder, 'samples/mail.docx'), 'PK\x03\x04\x14\0'),
    ['samples/mail.docx: no plain text. Copy the error out of it, and save it as a text, such as error.txt.'],
  ],
  [
    "a sample with somebody's mail address",
    folder =>
      writeFileSync(join(folder, 'samples/bare-reply.txt'), '552 5.6.99 file type not accepted, jan@contoso.com'),
    ["samples/bare-reply.txt: jan@contoso.com may be somebody's. Write a made-up name under .example instead."],
  ],
  [
    'marks of a merge conflict',
    change(
      'strings/en.yaml',
      /^headline: .*$/m,
      '<<<<<<< HEAD\nheadline: Their server refuses it\n=======\nheadline: The server refuses it\n>>>>>>> main',
    ),
    [
      'strings/en.yaml, line 2: a mark of a merge conflict (more in lines 4, 6): two people changed this place. Keep one of the two wordings, and take the lines with the marks away.',
    ],
  ],
  [
    'a source that was read in the future',
    change('article.yaml', /read: 20\d\d/, 'read: 2966'),
    [
      /article\.yaml, line 11: sources\.0\.read: 2966-\d\d-\d\d is still to come\. Write the day on which you read it\.$/,
    ],
  ],
  ...[
    ['5,2,2', '5,2,2'],
    ['5.2', '5.2'],
    ['522', '522'],
    ["'552 5.6.99'", '552 5.6.99'],
  ].map(([code, shown]): (typeof mistakes)[number] => [
    `${code} where a status code belongs`,
    change('article.yaml', '{ code: 5.6.99, state: bounced }', code!),
    [
      `article.yaml, line 2: statusCodes.0: found "${shown}", expected an enhanced status code such as 4.4.316, three numbers with dots between them. Correct it.`,
    ],
  ]),
  [
    'half a status code behind its key',
    change('article.yaml', '5.6.99', '5.6'),
    [
      'article.yaml, line 2: statusCodes.0.code: found "5.6", expected an enhanced status code such as 4.4.316, three numbers with dots between them. Correct it.',
    ],
  ],
  [
    'no sample',
    folder => rmSync(join(folder, 'samples'), { recursive: true }),
    ['samples: no file. Save an error in it as people paste it, such as error.txt.'],
  ],
];

describe('a mistake of an author', () => {
  for (const [what, mistake, says] of mistakes) {
    it(`is named with its file, its line and the remedy: ${what}`, async () => {
      const said = await afterwards(mistake);

      assert.equal(said.length, says.length, said.join('\n'));
      for (const [index, expected] of says.entries()) {
        if (typeof expected === 'string') assert.equal(said[index], `dialogs/${id}/${expected}`);
        else assert.match(said[index]!, expected);
      }
    });
  }

  it('that makes pastes of another problem uncertain is told, with each of them', async () => {
    const said = await afterwards(
      change('article.yaml', 'signatures:', 'tokens:\n  - Socket error code 10061\nsignatures:'),
    );

    assert.ok(said.length > 0);
    for (const line of said)
      assert.match(
        line,
        /^dialogs\/connection-refused\/samples\/\S+: could be file-type-blocked too, and led to its own problem alone before\. Make the `signatures`/,
      );
  });

  it('in the name of a copy is told of the copy alone', async () => {
    const root = repository();
    cpSync(join(root, 'dialogs', id), join(root, 'dialogs', `${id} - Copy`), { recursive: true });

    const { code, out, errors } = await articles(root, '--check', id);

    assert.equal(code, 0, out);
    assert.match(errors, /Other articles have problems too \(1\)/);
  });

  it('in the name of the folder is told, with the name that would do', async () => {
    const wrong = 'File type blocked';
    const said = await afterwards(folder => renameSync(folder, join(folder, '..', wrong)), wrong);

    assert.ok(
      said.includes(
        `dialogs/${wrong}: the name of a folder is lower-case words joined by hyphens. Rename it to "file-type-blocked".`,
      ),
      said.join('\n'),
    );
  });
});

describe('an article without a mistake', () => {
  it('is said to be complete, and that its sentences are not learned yet', async () => {
    const { code, out, errors } = await articles(repository(), '--check', `dialogs/${id}/`);

    assert.deepEqual([code, errors], [0, '']);
    assert.match(out, /^dialogs\/file-type-blocked is complete in four languages, and its samples lead to it\.\n/);
    assert.match(out, /It has not learned its sentences yet: "npm run train" \(two minutes\)/);
    const learned = await articles(repository(), '--check', 'connection-refused');
    assert.doesNotMatch(learned.out, /not learned/);
  });
});

describe('a new article', () => {
  it('has everything to fill in, and the check names each blank with its line', async () => {
    const root = repository();

    const made = await articles(root, '--new', 'new-problem');
    const { code, out } = await articles(root, '--check', 'new-problem');
    everything.push(out);

    assert.equal(made.code, 0);
    const files = ['article.yaml', ...locales.map(locale => `strings/${locale}.yaml`), 'samples/error.txt'];
    assert.equal(code, 1);
    for (const name of files) {
      assert.ok(made.out.includes(`dialogs/new-problem/${name}\n`), name);
      const lines = readFileSync(join(root, 'dialogs/new-problem', name), 'utf8').split('\n');
      for (const [index, line] of lines.entries()) {
        if (!line.includes('___') || line.startsWith('#')) continue;
        const named = name.endsWith('.txt') ? name : `${name}, line ${index + 1}`;
        assert.ok(out.includes(`dialogs/new-problem/${named}: `), `${named}: ${line}`);
      }
    }
    assert.doesNotMatch(out, /expected|found/);
    assert.match(readFileSync(join(root, 'dialogs/new-problem/strings/sv.yaml'), 'utf8'), /^# All texts in Swedish\./m);
  });

  for (const [name, says] of [
    ['My Problem', /^--new: "My Problem" is no name for a folder: .* Write --new my-problem\.\n/],
    [id, /^--new: dialogs\/file-type-blocked is there already\. Choose another name, or go on with it: /],
    ['words', /^--new: dialogs\/words holds something else\. Choose another name\.\n/],
  ] as const) {
    it(`is not made as ${name}`, async () => {
      const { code, errors } = await articles(repository(), '--new', name);

      assert.equal(code, 2);
      assert.match(errors, says);
    });
  }
});

describe('npm run articles', () => {
  it('does not count copies of English as complete', async () => {
    const root = repository();
    cpSync(join(root, 'dialogs', id, 'strings/en.yaml'), join(root, 'dialogs', id, 'strings/sv.yaml'));

    const { code, out, errors } = await articles(root);

    assert.equal(code, 1);
    assert.match(out, /^connection-refused .*4\.4\.316, 5\.4\.316$/m);
    assert.match(out, /^file-type-blocked .*not ready, see below$/m);
    assert.match(out, /1 of 2 articles complete in 4 languages\./);
    assert.match(errors, /strings\/sv\.yaml, line 2: headline: .*still English/);
  });

  it('shows one article as text, and names the nearest where there is none', async () => {
    const root = repository();

    const shown = await articles(root, '5.6.99');
    const missing = await articles(root, 'file-tpe-blocked');

    assert.equal(shown.code, 0);
    assert.match(shown.out, /^File type blocked {2}5\.6\.99\n/);
    assert.equal(missing.code, 1);
    assert.match(
      missing.errors,
      /^There is no folder dialogs\/file-tpe-blocked \(did you mean "file-type-blocked"\?\)\. /,
    );
  });
});

describe('the table of mistakes in dialogs/README.md', () => {
  it('quotes what the check says', () => {
    const readme = readFileSync(join(root, 'dialogs', 'README.md'), 'utf8');
    const [, table = ''] = /^### What the check says most often\n(.*?)^### /ms.exec(readme) ?? [];
    const quotes = [...table.matchAll(/^\| `(?<quote>[^`]+)` \|/gm)].map(({ groups }) => groups!.quote!);

    assert.ok(quotes.length > 10);
    const said = everything.join('\n');
    for (const quote of quotes) assert.ok(said.includes(quote.replace(/ …$/, '')), quote);
  });
});
