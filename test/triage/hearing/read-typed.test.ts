import { strict as assert } from 'node:assert';
import { commandsOf } from '../../../src/bot/create-desk.ts';
import type { Move } from '../../../src/triage/case.ts';
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
  ['', question, 'paste'],
];

function meaning(typed: string, view: View | null): string {
  const read = readTyped(typed, view, articles, words);
  if (read.kind === 'command') return `command ${read.command}`;
  if (read.kind === 'language') return `language ${read.argument}`;
  if (read.kind === 'case') return `case ${read.caseId}`;
  if (read.kind === 'paste') return 'paste';
  const { press } = read;
  const more = 'option' in press ? press.option : 'item' in press ? press.item : '';
  return `${press.verb} ${more}`.trim();
}

describe('a typed word', () => {
  for (const [typed, view, means] of rows) {
    it(`means "${means}" for "${typed}" on ${view?.kind ?? 'nothing'}`, () => {
      assert.equal(meaning(typed, view), means);
    });
  }
});
