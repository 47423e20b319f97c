import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { templateOf } from '../../src/cards/load-templates.ts';
import type { AdaptiveCard } from '../../src/cards/render-card.ts';
import type { FileRefusalCode } from '../../src/files/file-refusal.ts';
import { type TriageCase, tickKey } from '../../src/triage/case.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import { itemsOf } from '../../src/triage/guiding/checklist.ts';
import type { Candidate } from '../../src/triage/match.ts';
import { currentView, deliveryOf } from '../../src/triage/showing/current-view.ts';
import { type NoticeView, type View, viewKinds } from '../../src/triage/showing/view.ts';
import {
  articles,
  bounced,
  cards,
  cardsFolder,
  caseOf,
  content,
  movesToSteps,
  now,
  priya,
  queued,
  strings,
  viewContextFor,
} from '../content.ts';

// The package's main file cannot be loaded in Node; its bundle for browsers can.
const { AdaptiveCard: Parser, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as {
  AdaptiveCard: new () => { parse(card: unknown, context: unknown): void };
  SerializationContext: new () => { eventCount: number; getEventAt(index: number): { message: string } };
};

/** Words alone, without any fact: the card must read well with what it does not know. */
const symptom: Evidence = { ...noEvidence, words: 'mail to our own server is stuck' };

/** Every code of `FileRefusal`, each with a sentence of its own. */
const refusalCodes = Object.keys({
  'unknown-type': 0,
  'wrong-type': 0,
  'too-large': 0,
  'text-too-long': 0,
  empty: 0,
  broken: 0,
  'bad-address': 0,
  'not-allowed-host': 0,
  'private-address': 0,
  'too-many-redirects': 0,
  'timed-out': 0,
  'not-found': 0,
  unavailable: 0,
  busy: 0,
  'zip-nested': 0,
  'zip-bomb': 0,
  'zip-encrypted': 0,
  'zip-nothing-to-read': 0,
} satisfies Record<FileRefusalCode, 0>);

const topics: NoticeView['topic'][] = [
  'welcome',
  'help',
  'no-match',
  'unknown-code',
  'empty',
  'too-long',
  'forgotten',
  'kept',
  'not-asked',
  'language',
  'no-case',
  'draft-gone',
  'welcome-shared',
  'new',
  'failed',
];

/** Every view that the product can show, each with a name for the error message. */
function* everyView(locale: Locale): Generator<[name: string, view: View]> {
  for (const article of content.articles) {
    for (const [stepId, moves] of movesToSteps(article)) {
      for (const [state, evidence] of Object.entries({ queued, bounced, symptom })) {
        const triageCase = caseOf(article.id, evidence, { moves });
        yield* viewsOfStep(`${article.id}/${stepId} ${state}`, triageCase, locale);
      }
      yield* startedOver(`${article.id}/${stepId}`, caseOf(article.id, queued, { moves }), locale);
    }
  }
  const ids = content.articles.map(article => article.id).slice(0, 3);
  const candidates = ids.map(articleId => ({
    articleId,
    statusCodes: ['4.4.316', '5.4.316'],
    score: 0.5,
    because: [{ kind: 'words' as const, words: ['firewall', 'stuck'] }],
  }));
  for (const why of ['words', 'code', 'damaged-code', 'unknown-code'] as const) {
    yield [
      `choose ${why}`,
      { kind: 'choose', caseId: 'K7Q2MF', evidence: queued, candidates, why, unknownCode: '4.4.313' },
    ];
  }
  const mixed: Evidence = {
    ...bounced,
    recipients: ['ann@contoso.example', 'bob@fabrikam.example'],
    perRecipient: [
      { recipient: 'ann@contoso.example', action: 'failed', cause: queued.cause, text: 'Connection refused' },
      {
        recipient: 'bob@fabrikam.example',
        action: 'failed',
        cause: { replyCode: '550', enhancedStatusCode: '5.1.10' },
        text: 'RESOLVER.ADR.RecipientNotFound',
      },
    ],
  };
  const groups = ['4.4.316', '5.1.10'].map((code, index) => ({
    ...candidates[index]!,
    statusCodes: [code],
    because: [{ kind: 'recipients' as const, code, count: 1 }],
  }));
  yield [
    'choose recipients',
    { kind: 'choose', caseId: 'K7Q2MF', evidence: mixed, candidates: groups, why: 'recipients', unknownCode: null },
  ];
  for (const topic of topics)
    yield [
      `notice ${topic}`,
      {
        kind: 'notice',
        topic,
        unknownCode: '4.4.313',
        reference: '1a2b3c4d',
        openCase: topic === 'no-match' ? 'K7Q2MF' : null,
      },
    ];
  const row = {
    caseId: 'K7Q2MF',
    articleId: ids[0]!,
    code: '4.4.316',
    domain: 'contoso.example',
    openedAt: now,
    isClosed: false,
  };
  yield [
    'cases',
    { kind: 'cases', rows: Array.from({ length: 6 }, (_, index) => ({ ...row, caseId: `K7Q2M${index}` })) },
  ];
  yield ['no cases', { kind: 'cases', rows: [] }];
  for (const name of [null, 'Priya Raman']) yield ['forget', { kind: 'forget', name }];
  yield* everyDialog(candidates);
  yield* everyFile();
}

/** Files that were sent: refused ones, and many by problem. */
function* everyFile(): Generator<[name: string, view: View]> {
  const problem = (code: string) => ({
    name: 'Undeliverable_ Quarterly report (2).eml',
    code,
    limit: 20 * 1024 * 1024,
    host: 'files.contoso.example',
  });
  for (const code of refusalCodes) yield [`refused ${code}`, { kind: 'file-refused', files: [problem(code)] }];
  const refused = Array.from({ length: 9 }, () => problem('broken'));
  yield ['many refused', { kind: 'file-refused', files: refused }];
  const group = { count: 12, bounced: 9, queued: 3, statusCodes: ['5.4.316', '4.4.316', '5.7.1'], places: [0] };
  const [one, two, three, four] = content.articles.map(article => article.id);
  const problems = [
    { kind: 'article', articleId: one! },
    { kind: 'unclear', articleIds: [one!, two!, three!] },
    { kind: 'unknown-code', code: '5.4.999' },
    { kind: 'not-recognised' },
    { kind: 'article', articleId: two! },
    { kind: 'unclear', articleIds: [two!, three!, four!] },
  ] as const;
  const rows = problems.map(what => ({
    group: { ...group, problem: what },
    draft: what.kind === 'not-recognised' ? null : 'd-7Q2MFK',
  }));
  yield ['a batch', { kind: 'batch', total: 48, rows, refused, otherKinds: 3, leftOut: 20 }];
  yield ['a small batch', { kind: 'batch', total: 1, rows: rows.slice(0, 1), refused: [], otherKinds: 0, leftOut: 0 }];
}

const chatUrl = 'https://teams.microsoft.com/l/chat/0/0?users=28:00000000-0000-4000-8000-000000000000&message=help';

/** What the message extension shows: articles to insert, and the dialogs of its action. */
function* everyDialog(candidates: readonly Candidate[]): Generator<[name: string, view: View]> {
  const draft = 'd-7Q2MFK';
  for (const article of content.articles) {
    yield [`article ${article.id}`, { kind: 'article', articleId: article.id, retryHours: 24, chatUrl }];
    const candidate: Candidate = { articleId: article.id, statusCodes: [], score: 1, because: [] };
    for (const [state, evidence] of Object.entries({ queued, bounced, symptom })) {
      const places = ['here', 'personal'] as const;
      const delivery = deliveryOf(evidence, article, 24);
      const finding = { kind: 'finding', draft, evidence, places, unknownCode: null, ...delivery } as const;
      yield [`finding ${article.id} ${state}`, { ...finding, candidates: [candidate], why: null }];
    }
  }
  for (const where of ['here', 'personal'] as const) yield [`posted ${where}`, { kind: 'posted', where, chatUrl }];
  const delivery = deliveryOf(queued, content.articles[0]!, 24);
  for (const why of ['words', 'code', 'damaged-code', 'unknown-code'] as const) {
    const finding = { kind: 'finding', draft, evidence: queued, unknownCode: '4.4.313', ...delivery } as const;
    const [first, ...others] = candidates;
    yield [`finding ${why}`, { ...finding, candidates: [first!, ...others], why, places: ['personal'] }];
  }
  for (const why of ['ask', 'no-match', 'unknown-code', 'empty', 'attachment-only', 'too-long'] as const) {
    yield [`paste ${why}`, { kind: 'paste', why, unknownCode: '4.4.313' }];
  }
  for (const why of ['not-member', 'no-personal-chat', 'expired', 'failed'] as const) {
    const reference = why === 'failed' ? '1a2b3c4d' : null;
    yield [`not posted ${why}`, { kind: 'not-posted', why, draft, option: 'cannot-connect', reference, chatUrl }];
  }
}

function* viewsOfStep(name: string, triageCase: TriageCase, locale: Locale): Generator<[string, View]> {
  const context = viewContextFor({ locale });
  const view = currentView(triageCase, context);
  yield [name, view];
  const outcome = { kind: 'solved' as const, by: priya, at: '2026-11-21T10:52:00.000Z' };
  yield [`${name} solved`, currentView({ ...triageCase, outcome }, context)];
  if (view.kind === 'checklist') {
    for (const row of view.items) {
      if (row.item.risky)
        yield [`${name} confirm ${row.item.id}`, { ...view, kind: 'confirm', itemId: row.item.id, number: row.number }];
    }
    const step = articles.get(triageCase.articleId!)!.guide.steps[view.stepId]!;
    const items = step.kind === 'checklist' ? itemsOf(step, triageCase) : [];
    const ticks = Object.fromEntries(items.map(item => [tickKey(view.stepId, item.id), { by: priya, at: now }]));
    const half = Object.fromEntries(Object.entries(ticks).slice(0, Math.ceil(items.length / 2)));
    yield [`${name} half done`, currentView({ ...triageCase, ticks: half }, context)];
    yield [`${name} done`, currentView({ ...triageCase, ticks }, context)];
  }
  if (view.kind === 'contact-language') {
    for (const language of locales) {
      for (const includeAddresses of [false, true]) {
        const contact = { language, isChoosing: false, includeAddresses, ticket: includeAddresses ? 'INC-1042' : null };
        yield [`${name} letter ${language}`, currentView({ ...triageCase, contact }, context)];
      }
    }
  }
}

/** The buttons are one more while starting over can be undone. */
function* startedOver(name: string, begun: TriageCase, locale: Locale): Generator<[string, View]> {
  const { moves, asked, ticks, confirming } = begun;
  const triageCase = { ...begun, startedOver: { moves, asked, ticks, confirming, by: priya, at: now } };
  const context = viewContextFor({ locale });
  yield [`${name} started over`, currentView(triageCase, context)];
  const contact = { ...begun.contact, language: locale };
  yield [`${name} started over, letter`, currentView({ ...triageCase, contact }, context)];
}

type Node = Record<string, unknown>;

/** Every object of a card, with the elements that hold it. */
function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one);
  else if (typeof value === 'object' && value !== null) {
    yield value as Node;
    for (const child of Object.values(value)) yield* nodes(child);
  }
}

/** What is wrong with a card; the limits of Teams and the rules of the design, each in one sentence. */
function problemsOf(card: AdaptiveCard): string[] {
  const problems: string[] = [];
  const json = JSON.stringify(card);
  const all = [...nodes(card)];
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
  claim(actions.length <= 6, `${actions.length} actions`);
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
  claim(!actions.some(node => node.style === 'destructive' || node.mode === 'secondary'), 'a red or a hidden button');
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
  }
  for (const action of actions) claim(String(action.title).length <= 28, `a long button: ${action.title}`);
  return problems;
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
  const [first = ''] = [...nodes(row)]
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
  return [...nodes(card)]
    .filter(node => node.type === 'TextBlock' && node.fontType !== 'monospace')
    .map(node => String(node.text));
}

describe('every card', () => {
  for (const locale of locales) {
    it(`keeps the limits of Teams and the rules of the design in ${locale}`, () => {
      const reader = { locale, timeZone: 'Europe/Amsterdam' };
      const problems: string[] = [];
      for (const [name, view] of everyView(locale)) {
        for (const problem of problemsOf(cards.render(view, reader))) problems.push(`${name}: ${problem}`);
      }

      assert.deepEqual([...new Set(problems)].slice(0, 20), []);
    });

    it(`is read by the renderer without a complaint in ${locale}`, () => {
      const seen = new Set<View['kind']>();
      const reader = { locale, timeZone: 'Europe/Amsterdam' };
      for (const [name, view] of everyView(locale)) {
        if (seen.has(view.kind)) continue;
        seen.add(view.kind);
        const context = new SerializationContext();
        new Parser().parse(cards.render(view, reader), context);
        const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
        assert.deepEqual(events, [], name);
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
