import { strict as assert } from 'node:assert';
import { commandsOf } from '../../../src/bot/create-desk.ts';
import { type Move, untouchedCase } from '../../../src/triage/case.ts';
import { locales, noEvidence } from '../../../src/triage/evidence.ts';
import { fates } from '../../../src/triage/fate.ts';
import { readTyped } from '../../../src/triage/hearing/read-typed.ts';
import { currentView } from '../../../src/triage/showing/current-view.ts';
import type { View } from '../../../src/triage/showing/view.ts';
import { articles, caseOf, now, priya, queued, strings, viewContextFor } from '../../content.ts';

const words = commandsOf(strings);
const moves = (...steps: [string, string][]): Move[] =>
  steps.map(([step, option]) => ({ step, option, by: priya, at: now }));
const elsewhere = { ...queued, remoteHost: null };

const question = currentView(caseOf('connection-refused', elsewhere), viewContextFor());
const again = currentView(
  caseOf('connection-refused', elsewhere, {
    startedOver: { moves: moves(['whose-server', 'ours']), asked: [], ticks: {}, confirming: null, by: priya, at: now },
  }),
  viewContextFor(),
);
const list = currentView(
  caseOf('connection-refused', elsewhere, { moves: moves(['whose-server', 'ours'], ['what-arrives', 'none']) }),
  viewContextFor(),
);
const inTheLog = currentView(
  caseOf('connection-refused', elsewhere, {
    moves: moves(['whose-server', 'ours'], ['what-arrives', 'some'], ['follow-the-path', 'next']),
  }),
  viewContextFor(),
);
const contactLanguage = currentView(
  caseOf('connection-refused', elsewhere, { moves: moves(['whose-server', 'partner']) }),
  viewContextFor(),
);

const letter = currentView(
  caseOf('connection-refused', elsewhere, {
    moves: moves(['whose-server', 'partner']),
    contact: { ...untouchedCase.contact, language: 'en' },
  }),
  viewContextFor(),
);

const sent = currentView(
  caseOf('connection-refused', elsewhere, {
    moves: moves(['whose-server', 'partner']),
    outcome: { kind: 'sent', by: priya, at: now },
  }),
  viewContextFor(),
);

const candidates = ['connection-refused', 'mailbox-full'].map(articleId => ({
  articleId,
  statusCodes: [],
  score: 0.3,
  because: [],
}));
const guess = { isGuess: true, isDraft: true, candidates };
const narrow = currentView(caseOf(null, noEvidence, guess), viewContextFor());
const wanted = currentView(caseOf(null, noEvidence, { ...guess, fate: 'waiting' }), viewContextFor());
const closest = currentView(caseOf(null, noEvidence, { ...guess, fate: 'none' }), viewContextFor());

const rows: [typed: string, view: View | null, means: string][] = [
  ['help', null, 'command help'],
  ['Hulp', question, 'command help'],
  ['帮助', list, 'command help'],
  ['NEW', list, 'command new'],
  ['language nl', null, 'language nl'],
  ['taal sv', question, 'language sv'],
  ['语言nl', null, 'language nl'],
  ['2', question, 'answer partner'],
  ['2.', question, 'answer partner'],
  ['Ours', question, 'answer ours'],
  ['ours!', question, 'answer ours'],
  ['van ons', question, 'answer ours'],
  ['我们的', question, 'answer ours'],
  ['a partner’s', question, 'answer partner'],
  ['not ours', question, 'paste'],
  ['不是我们的', question, 'paste'],
  ['9', question, 'paste'],
  ['back', question, 'back'],
  ['terug', list, 'back'],
  ['undo', list, 'back'],
  ['ångra', question, 'back'],
  ['undo', again, 'undo'],
  ['Undo.', again, 'undo'],
  ['ongedaan maken', again, 'undo'],
  ['herstel', again, 'undo'],
  ['ångra', again, 'undo'],
  ['撤销', again, 'undo'],
  ['back', again, 'back'],
  ['4 done', list, 'tick old-targets'],
  ['done', list, 'tick server-runs'],
  ['klaar', list, 'tick server-runs'],
  ['第2步完成', list, 'tick name-is-right'],
  ['2', list, 'tick name-is-right'],
  ['solved', list, 'solved'],
  ['nl', contactLanguage, 'contact-language nl'],
  ['4', contactLanguage, 'contact-language zh-CN'],
  ['450 4.4.316 Connection refused', question, 'paste'],
  ['mail to our own server is stuck since the firewall change', question, 'paste'],
  ['no', inTheLog, 'answer absent'],
  ['nej', inTheLog, 'answer absent'],
  ['ja', inTheLog, 'answer present'],
  ['是', inTheLog, 'answer present'],
  ['case k7q2mf', null, 'case K7Q2MF'],
  ['Case K7Q2MF.', question, 'case K7Q2MF'],
  ['ärende K7Q2MF', null, 'case K7Q2MF'],
  ['工单K7Q2MF', null, 'case K7Q2MF'],
  ['case closed', null, 'paste'],
  ['case K7Q2MF is stuck', null, 'paste'],
  ['2', null, 'paste'],
  ['2', narrow, 'narrow waiting'],
  ['it waits', narrow, 'narrow waiting'],
  ['It bounces.', narrow, 'narrow returned'],
  ['error', narrow, 'narrow returned'],
  ['no error', narrow, 'narrow missing'],
  ['gone', narrow, 'narrow missing'],
  ['spam', narrow, 'narrow junk'],
  ['none', narrow, 'narrow none'],
  ['nej', narrow, 'narrow none'],
  ['het komt terug', narrow, 'narrow returned'],
  ['geen foutmelding', narrow, 'narrow missing'],
  ['det studsar', narrow, 'narrow returned'],
  ['kö', narrow, 'narrow waiting'],
  ['退信', narrow, 'narrow returned'],
  ['没有退信', narrow, 'narrow missing'],
  ['一直排队', narrow, 'narrow waiting'],
  ['not junk', narrow, 'paste'],
  ['5.7.1 error', narrow, 'paste'],
  ['error 10061', narrow, 'paste'],
  ['550', narrow, 'paste'],
  ['back', wanted, 'back'],
  ['none', wanted, 'narrow none'],
  ['1', wanted, 'choose connection-refused'],
  ['5.7.1', wanted, 'paste'],
  ['back', closest, 'back'],
  ['2', closest, 'choose mailbox-full'],
  ['none', closest, 'choose none'],
  ['ticket INC123456', question, 'fill in {"ticket":"INC123456"}'],
  ['Ticketnummer: inc 42', list, 'fill in {"ticket":"INC 42"}'],
  ['工单号4711', inTheLog, 'fill in {"ticket":"4711"}'],
  // No number in it: somebody talks of a ticket
  ['ticket is closed', list, 'paste'],
  ['ticket INC1', null, 'paste'],
  ['it began yesterday at 14:05', letter, 'began yesterday at 14:05'],
  ['sinds gisteren', letter, 'began gisteren'],
  ['it began yesterday', list, 'paste'],
  ['contact is anna@fabrikam.example', letter, 'fill in {"address":"anna@fabrikam.example"}'],
  [
    'Contactpersoon is Anna van den Berg, Anna@fabrikam.example',
    letter,
    'fill in {"address":"Anna@fabrikam.example","person":"Anna van den Berg"}',
  ],
  ['anna@fabrikam.example', letter, 'fill in {"address":"anna@fabrikam.example"}'],
  ['They have answered!', sent, 'they-answered'],
  ['nog geen antwoord', sent, 'no-answer'],
  ['再催一次', sent, 'copy-reminder'],
  ['solved', sent, 'solved'],
  ['no answer yet', letter, 'paste'],
  ['联系人是张三', letter, 'fill in {"person":"张三"}'],
  ['Timeline', question, 'timeline'],
  ['tijdlijn k7q2mf', null, 'timeline K7Q2MF'],
  ['时间线K7Q2MF', null, 'timeline K7Q2MF'],
  ['timeline of the outage', question, 'paste'],
  ['', question, 'paste'],
  ['partners', question, 'list partners'],
  ['Partners fabr', null, 'list partners fabr'],
  ['partnerlista', null, 'list partners'],
  ['partner Fabrikam.com', letter, 'partner fabrikam.com'],
  ['合作伙伴 fabrikam.com', null, 'partner fabrikam.com'],
  ['partner has to fix it', null, 'paste'],
  ['partner', question, 'answer partner'],
  ['partners export', null, 'export'],
  ['合作伙伴列表 导出', null, 'export'],
  ['servers', null, 'list hosts'],
  ['host mail.contoso.com', question, 'host mail.contoso.com'],
  ['host', null, 'paste'],
  ['partners of ours cannot send', null, 'paste'],
  ['服务器连不上', null, 'paste'],
];

function meaning(typed: string, view: View | null): string {
  const read = readTyped(typed, view, articles, words);
  if (read.kind === 'command') return `command ${read.command}`;
  if (read.kind === 'language') return `language ${read.argument}`;
  if (read.kind === 'case') return `case ${read.caseId}`;
  if (read.kind === 'paste') return 'paste';
  if (read.kind === 'began') return `began ${read.when}`;
  if (read.kind === 'timeline') return `timeline ${read.caseId ?? ''}`.trim();
  if (read.kind === 'directory') return `list ${read.list} ${read.sought ?? ''}`.trim();
  if (read.kind === 'partner' || read.kind === 'host') return `${read.kind} ${read.name}`;
  if (read.kind === 'export') return 'export';
  if (read.kind !== 'press') return read.kind;
  const { press } = read;
  if (press.verb === 'contact-details') return `fill in ${JSON.stringify(press.details)}`;
  const more = 'option' in press ? press.option : 'item' in press ? press.item : '';
  return `${press.verb} ${more}`.trim();
}

describe('a typed word', () => {
  for (const locale of locales) {
    it(`is the label of an answer to what happens to the message, in ${locale}`, () => {
      for (const fate of fates)
        assert.equal(meaning(strings[locale].say(`narrow.options.${fate}`), narrow), `narrow ${fate}`);
    });
  }

  for (const [typed, view, means] of rows) {
    it(`means "${means}" for "${typed}" on ${view?.kind ?? 'nothing'}`, () => {
      assert.equal(meaning(typed, view), means);
    });
  }
});
