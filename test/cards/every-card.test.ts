import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readDirectoryPress } from '../../src/bot/answering/directory/read-button.ts';
import { readExtensionInvoke } from '../../src/bot/answering/extension/read-invoke.ts';
import { type IncomingActivity, pressedIn } from '../../src/bot/answering/read-activity.ts';
import { templateOf } from '../../src/cards/load-templates.ts';
import type { AdaptiveCard } from '../../src/cards/render-card.ts';
import { locales } from '../../src/triage/evidence.ts';
import { type View, viewKinds } from '../../src/triage/showing/view.ts';
import {
  directoryVerbs,
  draftVerbs,
  forgetVerbs,
  listVerbs,
  lookVerbs,
  packVerbs,
  recordVerbs,
  splitVerbs,
} from '../../src/triage/verbs.ts';
import { cards, cardsFolder, strings } from '../content.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';
import { everyView } from './every-view.ts';

// The package's main file cannot be loaded in Node; its bundle for browsers can.
const { AdaptiveCard: Parser, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as {
  AdaptiveCard: new () => { parse(card: unknown, context: unknown): void };
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } };
};

type Node = Record<string, unknown>;

/** Every object of a card, with the elements that hold it. */
function nodes(value: unknown, found: Node[] = []): Node[] {
  if (Array.isArray(value)) for (const one of value) nodes(one, found);
  else if (typeof value === 'object' && value !== null) {
    found.push(value as Node);
    for (const child of Object.values(value)) nodes(child, found);
  }
  return found;
}

/** "1 files": a count of one with the word for many, in English, Dutch and Swedish. */
const severalOfOne =
  /(?<![\d.,:-])1 (?:minutes|hours|days|files|messages|steps|lines|rows|sessions|times|partners|minuten|uren|dagen|bestanden|berichten|stappen|regels|sessies|minuter|timmar|dagar|filer|rader|sessioner|gånger)(?!\p{L})/u;

/** "MTA-STS · MTA-STS · policy.txt": what stands between two dots is said once. */
const saidTwice = /(?:^|· )(?<part>[^·]+?)[ \u00a0]· \k<part>(?:[ \u00a0]·|$)/u;

/** They lead away from the work: always behind the "…", or only where the work goes on. */
const awayVerbs = ['back', 'restart', 'remind-later', 'no-reminders', 'severity', 'withdraw'];
const maybeAwayVerbs = ['leave-incident', 'recipients', 'copy-summary', 'reopen', 'escalate', 'probe'];

/** What is wrong with a card; the limits of Teams and the rules of the design, each in one sentence. */
function problemsOf(card: AdaptiveCard): string[] {
  const problems: string[] = [];
  const json = JSON.stringify(card);
  const all = nodes(card);
  const ids = new Set(all.map(node => node.id));
  const bytes = Buffer.byteLength(json, 'utf16le');
  const claim = (holds: boolean, problem: string) => holds || problems.push(problem);
  claim(card.version === '1.5', 'version 1.5');
  claim(bytes < 28_000, `${bytes} bytes as UTF-16`);
  claim(card.fallbackText.trim() !== '', 'a fallbackText');
  claim(!json.includes('${'), 'a template expression is left');
  claim(!/\{[a-zA-Z]{2,40}\}/.test(json), `a placeholder is left: ${/\{[a-zA-Z]{2,40}\}/.exec(json)?.[0]}`);
  claim(!all.some(node => Object.values(node).includes(null)), 'null');
  claim(!json.includes('undefined'), 'undefined');
  const actions = all.filter(node => Array.isArray(node.actions)).flatMap(node => node.actions as Node[]);
  // A client without a menu leaves out what comes after six: those stand at the end, and are typed as well.
  const isRecord = ({ verb, data }: Node) => verb === 'timeline' && !('from' in (data as Node));
  const counted = actions.filter(node => !isRecord(node));
  claim(counted.length <= 6, `${counted.length} actions`);
  for (const node of all) {
    if (node.type === 'TextBlock') {
      claim(node.wrap === true, `no wrap: ${node.text}`);
      claim(String(node.text).trim() !== '', 'an empty TextBlock');
      claim(
        !['good', 'warning'].includes(String(node.color)) || String(node.text).length <= 2,
        `coloured words: ${node.text}`,
      );
      claim(!/(^|\s)_[^_]+_(\s|$)/.test(String(node.text)), `italics: ${node.text}`);
    }
    if (node.type === 'ColumnSet') {
      const auto = (node.columns as Node[]).filter(column => column.width === 'auto');
      claim(auto.length <= 1, 'two auto columns');
    }
    if (String(node.type).startsWith('Input.')) {
      claim(String(node.label ?? '').trim() !== '', `an input without a label: ${node.id}`);
      claim(String(node.errorMessage ?? '').trim() !== '', `an input without an error message: ${node.id}`);
    }
    if (node.type === 'CodeBlock') {
      const { type, fontType } = (node.fallback ?? {}) as Node;
      claim(type === 'TextBlock' && fontType === 'monospace', `no text in place of a block of code`);
      claim(String(node.codeSnippet).trim() !== '', 'an empty block of code');
    }
    if (node.type === 'Image') claim(false, 'an image');
    if (node.type === 'Table') claim(false, 'a table');
    if (node.type === 'FactSet') claim((node.facts as Node[]).length <= 4, 'more than four facts');
    if (node.type === 'Action.ToggleVisibility') {
      const targets = node.targetElements as string[];
      claim(targets.length > 0 && targets.every(id => ids.has(id)), `no element ${targets}`);
    }
    if (node.type === 'Action.Execute' && node.style !== undefined) {
      claim((node.fallback as Node | undefined)?.type === 'Action.Submit', `no fallback: ${node.title}`);
    }
    if (node.type === 'Action.Execute' || node.type === 'Action.Submit')
      claim(isUnderstoodOnce(node), `the bot does not know this button: ${node.title}`);
    if (node.type === 'Action.OpenUrl') claim(/^(mailto|https):/.test(String(node.url)), `opens ${node.url}`);
    if (typeof node.type === 'string' && node.type.startsWith('Action.')) {
      claim(String(node.title).trim() !== '', 'a button without a title');
    }
    if (typeof node.selectAction === 'object')
      claim('title' in (node.selectAction as Node), 'a row without a title for screen readers');
  }
  const isTinted = (node: Node) => ['accent', 'good', 'warning', 'attention'].includes(String(node.style));
  claim(all.filter(node => node.type === 'Container' && isTinted(node)).length <= 1, 'more than one coloured surface');
  claim(all.filter(node => node.style === 'heading').length === 1, 'one heading');
  claim(actions.filter(node => node.style === 'positive').length <= 1, 'more than one filled button');
  claim(!actions.some(node => node.style === 'destructive'), 'a red button');
  const sets = all.flatMap(node => (Array.isArray(node.actions) ? [node.actions as Node[]] : []));
  const isAtEnd = (set: Node[]) => set.slice(set.findIndex(isRecord)).every(isRecord);
  claim(
    sets.every(set => !set.some(isRecord) || isAtEnd(set)),
    'a record of the case before what counts more',
  );
  const isHidden = ({ mode }: Node) => mode === 'secondary';
  claim(!sets.some(set => set.length > 0 && set.every(isHidden)), 'a menu with no button beside it');
  claim(
    actions.every(node => {
      const verb = String(node.verb);
      if (awayVerbs.includes(verb) || isRecord(node)) return isHidden(node);
      return !isHidden(node) || maybeAwayVerbs.includes(verb);
    }),
    'a hidden button',
  );
  claim(new Set(actions.map(nameOf)).size === actions.length, `two buttons of one name: ${actions.map(nameOf)}`);
  for (const node of all) {
    const press = node.selectAction as Node | undefined;
    if (press?.type === 'Action.ToggleVisibility')
      claim(repeats(press, node), `a row that is heard without its words: ${press.title}`);
  }
  for (const text of textsOf(card)) {
    // "(CR, LF)" and "-not" of commands are not shouting; a mark at the end of a sentence is.
    claim(!/[!！](\s|$)/.test(text) || greetings.has(text), `an exclamation mark: ${text}`);
    claim(!/\b\d+ (?:minutes?|hours?) ago\b/.test(text), `a relative time: ${text}`);
    claim(!severalOfOne.test(text), `several of one: ${text}`);
    claim(!saidTwice.test(text), `said twice: ${text}`);
  }
  for (const action of actions) claim(String(action.title).length <= 28, `a long button: ${action.title}`);
  return problems;
}

/** Whether the bot reads what a button sends: a case's as it is pressed, a dialog's with what was typed and chosen in it. */
function isUnderstood({ type, verb, data }: Node): boolean {
  const sent = data as Node;
  const heard = pressed(type === 'Action.Execute' ? { action: { verb, data } } : data);
  if (
    heard?.press !== undefined ||
    [...lookVerbs, ...splitVerbs, ...recordVerbs, ...packVerbs].some(one => one === heard?.verb)
  )
    return heard?.caseId !== undefined;
  if (heard?.verb === 'probe') return heard.caseId !== undefined;
  if ([...draftVerbs, 'stop-probe'].some(one => one === heard?.verb)) return heard?.draft !== undefined;
  if (listVerbs.some(one => one === heard?.verb)) return heard?.from !== undefined;
  if (directoryVerbs.some(one => one === heard?.verb))
    return readDirectoryPress(type === 'Action.Execute' ? { action: { verb, data } } : data) !== undefined;
  if (forgetVerbs.some(one => one === heard?.verb)) return true;
  const typed = { text: '4.4.316', option: 'connection-refused', ...sent };
  return readExtensionInvoke('composeExtension/submitAction', { data: typed }).kind === 'submit';
}

function pressed(value: unknown) {
  return pressedIn({ type: 'invoke', value } as IncomingActivity, true);
}

/** Most buttons differ in ids alone. */
const understood = new Map<string, boolean>();

function isUnderstoodOnce(action: Node): boolean {
  const data = action.data as Node;
  const filled = Object.keys(data).filter(key => data[key] !== '');
  const key = [action.type, action.verb ?? data.verb, data.option, ...filled].join();
  if (!understood.has(key)) understood.set(key, isUnderstood(action));
  return understood.get(key)!;
}

/** What a screen reader says of a button: a tooltip tells equal ones apart. */
function nameOf(action: Node): string {
  return String(action.tooltip ?? action.title);
}

/** A row is announced by its title alone, so the title has the words of the row, without marks and numbers. */
function repeats(press: Node, row: Node): boolean {
  const words = (text: unknown) =>
    String(text)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const [first = ''] = nodes(row)
    .filter(node => node.type === 'TextBlock')
    .map(node => words(node.text))
    .filter(text => text !== '');
  const said = words(press.title);
  return said.includes(first.replace(/^\d+ /, '')) || first.includes(said);
}

/** A Swedish letter begins with “Hej!”. */
const greetings = new Set(locales.map(locale => strings[locale].say('letter.greeting')));

/** Words of ours; what is set in a fixed width is somebody else's. */
function textsOf(card: AdaptiveCard): string[] {
  return nodes(card)
    .filter(node => node.type === 'TextBlock' && node.fontType !== 'monospace')
    .map(node => String(node.text));
}

describe('every card', () => {
  for (const locale of locales) {
    it(`keeps the limits of Teams and the rules of the design in ${locale} (${wayOfRun})`, () => {
      const reader = { locale, timeZone: 'Europe/Amsterdam' };
      const problems: string[] = [];
      for (const [name, view] of everyView(locale)) {
        if (!isOnTheWay(`${locale} ${name}`, 2)) continue;
        for (const problem of problemsOf(cards.render(view, reader))) problems.push(`${name}: ${problem}`);
      }

      assert.deepEqual([...new Set(problems)].slice(0, 20), []);
    });

    it(`is read by the renderer without a complaint in ${locale}`, () => {
      const seen = new Set<View['kind']>();
      const reader = { locale, timeZone: 'Europe/Amsterdam' };
      for (const [name, view] of everyView(locale)) {
        if (seen.size === viewKinds.length) break;
        if (seen.has(view.kind)) continue;
        seen.add(view.kind);
        const context = new SerializationContext();
        new Parser().parse(cards.render(view, reader), context);
        const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
        // Teams' own, and what stands in its place elsewhere.
        const others = events.filter(
          event => !event.startsWith('Unknown element type "CodeBlock". Fallback will be used'),
        );
        assert.deepEqual(others, [], name);
      }

      assert.deepEqual([...seen].sort(), [...viewKinds].sort());
    });
  }

  it('has a template for every view, and none besides', () => {
    const used = [...new Set(viewKinds.map(templateOf))];
    for (const file of used) {
      const template = JSON.parse(readFileSync(`${cardsFolder}/${file}`, 'utf8')) as Node;
      assert.equal(template.type, 'AdaptiveCard', file);
    }
    assert.deepEqual(
      readdirSync(cardsFolder).filter(file => file.endsWith('.json')),
      used.sort(),
    );
  });
});
