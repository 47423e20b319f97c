/** Every view of every article, for tests that walk over all cards. */

import type { FileRefusalCode } from '../../src/files/file-refusal.ts';
import { readFindings } from '../../src/findings/index.ts';
import { type Answer, questions } from '../../src/triage/answer.ts';
import {
  findLog,
  findTrace,
  type ProtocolSummary,
  type Stage,
  sayCluster,
  sayTrace,
  stages,
  type TraceCluster,
  type TraceSummary,
} from '../../src/triage/bulk/index.ts';
import {
  caseEventKinds,
  followUpKinds,
  noMemory,
  outcomeKinds,
  type TriageCase,
  tickKey,
  undoable,
} from '../../src/triage/case.ts';
import { allCases, caseLists } from '../../src/triage/case-list.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import { answerableFates } from '../../src/triage/fate.ts';
import { itemsOf } from '../../src/triage/guiding/checklist.ts';
import { addNote } from '../../src/triage/guiding/note.ts';
import type { KnownIncident } from '../../src/triage/incident.ts';
import type { Candidate } from '../../src/triage/match.ts';
import { hostOwners, letterEventKinds, mostContacts } from '../../src/triage/memory.ts';
import { answerView } from '../../src/triage/showing/answer-view.ts';
import { currentView } from '../../src/triage/showing/current-view.ts';
import { deliveryOf } from '../../src/triage/showing/delivery.ts';
import { lineProblems } from '../../src/triage/showing/directory-views.ts';
import { findingsView } from '../../src/triage/showing/findings-view.ts';
import { timelineView } from '../../src/triage/showing/timeline.ts';
import type {
  BulkView,
  ChooseView,
  NoticeView,
  NotPostedView,
  PasteView,
  PostPlace,
  View,
  WantedView,
} from '../../src/triage/showing/view.ts';
import {
  articles,
  bounced,
  caseOf,
  content,
  movesToSteps,
  now,
  priya,
  queued,
  terms,
  viewContextFor,
} from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { everyToolOutput } from '../findings/tool-output.ts';
import { everyOutcome } from '../probes/every-outcome.ts';
import { oneOnTheWay } from '../walk.ts';

const allRanges = content.ranges.ranges;
const v4Ranges = allRanges.filter(range => !range.includes(':'));

/** Data of each kind with what it can show, and the day on which it is read. */
const everyData: readonly (readonly [name: string, text: string, day: string])[] = [
  ['all ranges', allRanges.join('\n'), now],
  ['all ranges of an old list', allRanges.join('\n'), '2027-11-21T10:00:00.000Z'],
  ['no range for IPv6', v4Ranges.join('\n'), now],
  ['no range', '192.0.2.0/24\n198.51.100.0/24\n', now],
  ['a few ranges', `${v4Ranges[0]}\n52.100.0.0/15\n40.107.0.0/17\n104.47.0.0/18\n192.0.2.0/33\n`, now],
  ['an open door', `10 permit ip any any\n20 deny ip any any\n30 permit tcp 40.0.0.0 0.255.255.255 any eq smtp`, now],
  ...Object.entries(adminOutput).map(([name, text]) => [name, text, now] as const),
  ...everyToolOutput.map(([name, { text }]) => [name, text, now] as const),
  ['a net with holes', Array.from({ length: 40 }, (_, index) => `40.92.${index * 3}.0/24`).join('\n'), now],
];

/** Words alone, without any fact: the card must read well with what it does not know. */
const symptom: Evidence = { ...noEvidence, words: 'mail to our own server is stuck' };

/** All of a union; the compiler names one that is missing. */
const every = <Name extends string>(names: Readonly<Record<Name, 0>>) => Object.keys(names) as Name[];

/** Each has a sentence of its own. */
const refusalCodes = every<FileRefusalCode>({
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
});
const topics = every<NoticeView['topic']>({
  welcome: 0,
  help: 0,
  'no-match': 0,
  'unknown-code': 0,
  empty: 0,
  'too-long': 0,
  forgotten: 0,
  kept: 0,
  'not-asked': 0,
  language: 0,
  'no-case': 0,
  'unknown-case': 0,
  'draft-gone': 0,
  'welcome-shared': 0,
  new: 0,
  failed: 0,
});
const choices = every<Exclude<ChooseView['why'], 'recipients'>>({
  words: 0,
  data: 0,
  code: 0,
  'damaged-code': 0,
  'unknown-code': 0,
});
const asks = every<PasteView['why']>({
  ask: 0,
  'no-match': 0,
  'unknown-code': 0,
  empty: 0,
  'attachment-only': 0,
  'too-long': 0,
});
const hindrances = every<NotPostedView['why']>({
  'not-member': 0,
  'no-personal-chat': 0,
  expired: 0,
  failed: 0,
});
const wantedTexts = every<WantedView['what']>({
  bounce: 0,
  trace: 0,
});
const places = every<PostPlace>({
  here: 0,
  personal: 0,
});

/** Every view that the product can show, each with a name for the error message. */
export function* everyView(locale: Locale): Generator<[name: string, view: View]> {
  for (const article of content.articles) {
    for (const [stepId, moves] of movesToSteps(article)) {
      // What differs between them is the frame around the article's words, which a few articles show whole.
      const all = Object.entries({ queued, bounced, symptom });
      const states = asked.has(article.id) ? all : oneOnTheWay(`${locale} ${article.id}/${stepId}`, all);
      for (const [state, evidence] of states) {
        const triageCase = caseOf(article.id, evidence, { moves });
        yield* viewsOfStep(`${article.id}/${stepId} ${state}`, triageCase, locale);
      }
      yield* solved(`${article.id}/${stepId}`, caseOf(article.id, queued, { moves }), locale);
      if (asked.has(article.id))
        yield* startedOver(`${article.id}/${stepId}`, caseOf(article.id, queued, { moves }), locale);
      if (asked.has(article.id))
        yield* toldInWords(`${article.id}/${stepId}`, caseOf(article.id, queued, { moves }), locale);
    }
  }
  yield* timelines(locale);
  yield* withExperts(locale);
  yield* withIncidents(locale);
  const ids = content.articles.map(article => article.id).slice(0, 3);
  const candidates = ids.map(articleId => ({
    articleId,
    statusCodes: ['4.4.316', '5.4.316'],
    score: 0.5,
    because: [{ kind: 'words' as const, words: ['firewall', 'stuck'] }],
  }));
  for (const why of choices) {
    yield [
      `choose ${why}`,
      {
        kind: 'choose',
        caseId: 'K7Q2MF',
        evidence: queued,
        candidates,
        why,
        unknownCode: '4.4.313',
        canStepBack: false,
      },
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
    {
      kind: 'choose',
      caseId: 'K7Q2MF',
      evidence: mixed,
      candidates: groups,
      why: 'recipients',
      unknownCode: null,
      canStepBack: false,
    },
  ];
  yield* everyGuess(candidates);
  for (const articleIds of [ids.slice(0, 1), ids.slice(0, 6)])
    yield ['move', { kind: 'move', of: 'K7Q2MF', evidence: queued, sought: 'that *one*', articleIds }];
  yield* everyUnknown(locale);
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
    owner: 'Priya Raman',
  };
  const states = ['open', 'waiting', 'sent', 'experts', 'answered', 'withdrawn'] as const;
  const rows = states.map((state, index) => ({
    ...row,
    caseId: `K7Q2M${index}`,
    state,
    worker: index % 2 === 0 ? null : 'Bo Lindqvist',
    ticket: index % 2 === 0 ? null : 'INC-1042',
  }));
  for (const isShared of [false, true]) {
    for (const which of [null, ...caseLists]) {
      const sought = { ...allCases, which, isTeam: which === 'teamCases' };
      yield [`cases ${which}`, { kind: 'cases', sought, isShared, from: 6, newer: 0, older: 12, rows }];
      yield [`no cases ${which}`, { kind: 'cases', sought, isShared, from: 0, newer: null, older: null, rows: [] }];
    }
    const sought = { which: 'openCases', isTeam: true, words: 'fabrikam 4.4.316' } as const;
    yield ['cases by words', { kind: 'cases', sought, isShared, from: 6, newer: 0, older: 12, rows }];
  }
  for (const name of [null, 'Priya Raman']) yield ['forget', { kind: 'forget', name }];
  yield* everyFinding(locale);
  yield* everyProbe(locale);
  yield* everyDialog(candidates);
  yield* everyFile();
  yield* everyMemory();
}

/** What data shows: alone, in a case that it fits, and in one that it does not. */
function* everyFinding(locale: Locale): Generator<[name: string, view: View]> {
  const context = viewContextFor({ locale });
  const seen = new Set<string>();
  for (const [name, text, day] of everyData) {
    const findings = readFindings(text, 'what our firewall lets in.txt', {
      now: day,
      ranges: content.ranges,
      evidence: queued,
    });
    yield [`found ${name}`, findingsView(findings, null, context)];
    // In a case, and many at once, all of a kind look the same.
    const kind = findings[0]!.kind;
    if (seen.has(kind) && kind !== 'firewall-list') continue;
    seen.add(kind);
    for (const articleId of ['connection-refused', 'certificate-validation-failed']) {
      const added = findings.map(finding => ({ articleId: null, ...finding, at: now, by: priya }));
      yield [
        `found ${name} in ${articleId}`,
        findingsView(added, caseOf(articleId, queued, { findings: added }), context),
      ];
      yield [`${articleId} with ${name}`, currentView(caseOf(articleId, queued, { findings: added }), context)];
    }
    yield [
      `many of ${name}`,
      findingsView(
        Array.from({ length: 6 }, () => findings[0]!),
        null,
        context,
      ),
    ];
  }
}

/** A test from here: each of its states, each outcome alone, and what some of them do to a case. */
function* everyProbe(locale: Locale): Generator<[name: string, view: View]> {
  const context = viewContextFor({ locale });
  const of = { kind: 'probe', id: 'd-7Q2MFK', ofCase: 'K7Q2MF', name: 'mail.contoso.example' } as const;
  const host = of.name;
  const passed = [{ part: 'dns', host: 'contoso.example' }] as const;
  for (const state of ['done', 'cancelled', 'interrupted', 'failed'] as const)
    yield [`a test that is ${state}`, { ...of, state, passed, now: null }];
  for (const stage of ['connect', 'greeting', 'ehlo', 'starttls', 'tls'] as const)
    yield [`a test at ${stage}`, { ...of, state: 'running', passed, now: { part: 'smtp', host, stage } }];
  for (const part of ['dns', 'smtp', 'lists'] as const) {
    const done = [...passed, { part: 'smtp', host }, { part: 'lists', host: null }] as const;
    yield [`a test at ${part}`, { ...of, state: 'running', passed: done, now: { part, host, stage: null } }];
  }
  for (const [index, findings] of everyOutcome().entries()) {
    const added = findings.map(finding => ({ articleId: null, ...finding, at: now, by: priya }));
    const inCase = caseOf('certificate-validation-failed', queued, { findings: added });
    yield [`tested ${index}`, findingsView(added, inCase, context)];
  }
  const mayBeTested = { ...context, canProbe: () => true };
  for (const articleId of ['certificate-validation-failed', 'connection-refused'])
    for (const moves of movesToSteps(articles.get(articleId)!).values())
      yield [`${articleId}, to be tested`, currentView(caseOf(articleId, queued, { moves }), mayBeTested)];
}

/** What is asked where the words fit no article well. */
function* everyGuess(candidates: readonly Candidate[]): Generator<[name: string, view: View]> {
  const caseId = 'K7Q2MF';
  yield ['narrow', { kind: 'narrow', caseId, options: answerableFates(articles) }];
  yield* everyTerm();
  yield ['narrow without articles', { kind: 'narrow', caseId, options: answerableFates(new Map()) }];
  for (const what of wantedTexts) {
    for (const offered of [[], candidates.slice(0, 1), candidates])
      yield [
        `wanted ${what}, ${offered.length} offered`,
        { kind: 'wanted', caseId, evidence: symptom, what, candidates: offered },
      ];
  }
  const choose = { kind: 'choose', caseId, evidence: symptom, candidates, why: 'words', unknownCode: null } as const;
  yield ['choose a guess', { ...choose, canStepBack: true }];
}

/** What the organisation remembers: lists, one of them, and what is imported. */
function* everyMemory(): Generator<[name: string, view: View]> {
  const whole = { name: 'Anna Berg-Lindström', address: 'anna.berg@mail.fabrikam.example', phone: '+46 8 123 45 67' };
  const contacts = Array.from({ length: mostContacts }, (_, index) => ({ id: index + 1, ...whole }));
  const pages = { sought: null, from: 6, after: 'm.example', before: 'a.example' };
  const rows = [
    { domain: 'fabrikam.example', language: 'sv', contact: whole, contacts: 3 },
    { domain: 'a-rather-long-name-of-a-company.example', language: null, contact: null, contacts: 0 },
  ] as const;
  yield ['partners', { kind: 'partners', ...pages, rows, done: null }];
  yield ['partners imported', { kind: 'partners', ...pages, rows, done: { kind: 'imported', fresh: 20, changed: 3 } }];
  const nothing = { from: 0, after: null, before: null, rows: [] };
  const done = { kind: 'deleted', domain: 'fabrikam.example' } as const;
  yield ['no partners', { kind: 'partners', sought: null, ...nothing, done }];
  yield ['no partners found', { kind: 'partners', sought: 'fabr_ikam*', ...nothing, done: null }];
  const events = letterEventKinds.map(kind => ({ kind, at: now }));
  const letters = Array.from({ length: 6 }, () => ({ caseId: 'K7Q2MF', articleId: 'mailbox-full', events }));
  const changes = ['Priya Raman', ''].map(by => ({ what: ['imported', 'language', 'contacts', 'notes'], by, at: now }));
  const partner = { kind: 'partner', domain: 'fabrikam.example', isKnown: true, isSaved: true } as const;
  yield ['partner', { ...partner, language: 'sv', notes: 'Call first. *Not* on Fridays.', contacts, letters, changes }];
  const bare = { language: null, notes: null, contacts: [], letters: [], changes: [] };
  yield ['partner without contacts', { ...partner, isSaved: false, ...bare }];
  yield ['partner that nobody knows', { ...partner, isKnown: false, isSaved: false, ...bare }];
  yield ['partner to delete', { kind: 'partner-delete', domain: 'fabrikam.example' }];
  const hosts = hostOwners.map((owner, index) => ({
    host: `server-${index}.contoso.example`,
    owner,
    by: index === 0 ? '' : 'Priya Raman',
    at: now,
  }));
  yield ['hosts', { kind: 'hosts', ...pages, rows: hosts }];
  yield ['no hosts', { kind: 'hosts', sought: null, ...nothing }];
  for (const owner of [null, ...hostOwners])
    yield [`host ${owner}`, { kind: 'host', host: 'contoso.example', owner, changes: changesOfHost }];
  const problems = lineProblems.flatMap((why, index) =>
    [1, 2].map(line => ({ line: 2 * index + line, why, found: 'anna at fabrikam' })),
  );
  const counts = { fresh: 20, changed: 3, same: 7 };
  yield ['import', { kind: 'import', draft: 'd-7Q2MFK', ...counts, problems, unknownColumns: ['Fax', 'Dept_'] }];
  yield ['nothing to import', { kind: 'import', draft: null, ...counts, problems: [], unknownColumns: [] }];
}

const changesOfHost = [...hostOwners, 'nobody'].map(owner => ({ what: [owner], by: 'Priya Raman', at: now }));

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
  for (const state of ['reading', 'done', 'stopped', 'interrupted'] as const)
    yield [
      `a file that is ${state}`,
      { kind: 'reading', name: 'MTSummary_last week.csv', rows: 430_000, bytes: 251e6, state },
    ];
  const says = sayCluster(wholeCluster);
  const bulk: BulkView = {
    kind: 'bulk',
    inTrouble: 61_214,
    rows: [
      { problem: problems[0], messages: 60_800, says, draft: 'd-7Q2MFK' },
      { problem: problems[1], messages: 400, says, draft: 'd-7Q2MFK' },
      { problem: problems[2], messages: 12, says: says.slice(0, 2), draft: 'd-7Q2MFK' },
      { problem: { kind: 'no-reply' }, messages: 2, says: says.slice(0, 1), draft: null },
    ],
    says: sayTrace(wholeTrace),
    files: [{ name: 'MTSummary_last week.csv', unread: 12, isCut: true }],
    resend: { draft: 'd-7Q2MFK', rows: 120, leftOut: 9_880 },
    refused: refused.slice(0, 1),
  };
  yield ['a trace', bulk];
  yield ['a trace without trouble', { ...bulk, inTrouble: 0, rows: [], files: [], resend: null, refused: [] }];
  const few = sayTrace({ ...wholeTrace, undated: 1 });
  const cut = [{ name: 'MTSummary_last week.csv', unread: 1, isCut: true }];
  yield ['a trace of one', { ...bulk, inTrouble: 1, rows: bulk.rows.slice(3), says: few, files: cut }];
  const source = { name: 'MTSummary_last week.csv', unread: 12 };
  const list = { csv: 'Sender,Recipient,Subject,Received (UTC),Message ID\r\n'.repeat(200), rows: 199, leftOut: 9 };
  yield ['a trace found', findingsView([findTrace(wholeTrace, list, source, null)], null, viewContextFor())];
  const compared = {
    name: 'RECV2026112314-1.LOG',
    unread: 0,
    comparedWith: { version: '2026081400', day: '2026-11-21' },
  };
  for (const [arrival, missing] of [
    ...logEnds,
    ...(['time', 'connector', 'direction'] as const).map(one => ['not-covered', one] as const),
  ])
    for (const stage of stages)
      yield [
        `a log, ${arrival} ${missing}, ${stage}`,
        findingsView([findLog(wholeLog(arrival, missing, stage), compared, now)], null, viewContextFor()),
      ];
  yield ['a small batch', { kind: 'batch', total: 1, rows: rows.slice(0, 1), refused: [], otherKinds: 1, leftOut: 1 }];
}

const chatUrl = 'https://teams.microsoft.com/l/chat/0/0?users=28:00000000-0000-4000-8000-000000000000&message=help';

/** What the message extension shows: articles to insert, and the dialogs of its action. */
function* everyDialog(candidates: readonly Candidate[]): Generator<[name: string, view: View]> {
  const draft = 'd-7Q2MFK';
  for (const article of content.articles) {
    yield [`article ${article.id}`, { kind: 'article', articleId: article.id, retryHours: 24, chatUrl }];
    const candidate: Candidate = { articleId: article.id, statusCodes: [], score: 1, because: [] };
    for (const [state, evidence] of oneOnTheWay(article.id, Object.entries({ queued, bounced, symptom }))) {
      const delivery = deliveryOf(evidence, article, 24);
      const finding = { kind: 'triaged', draft, evidence, places, unknownCode: null, ...delivery } as const;
      yield [`finding ${article.id} ${state}`, { ...finding, candidates: [candidate], why: null }];
    }
  }
  for (const where of places) yield [`posted ${where}`, { kind: 'posted', where, chatUrl }];
  const delivery = deliveryOf(queued, content.articles[0]!, 24);
  for (const why of choices) {
    const finding = { kind: 'triaged', draft, evidence: queued, unknownCode: '4.4.313', ...delivery } as const;
    const [first, ...others] = candidates;
    yield [`finding ${why}`, { ...finding, candidates: [first!, ...others], why, places: ['personal'] }];
  }
  const guess = { kind: 'triaged', draft, evidence: symptom, unknownCode: null, ...delivery } as const;
  const [likeliest, ...others] = candidates;
  yield ['finding guess', { ...guess, candidates: [likeliest!, ...others], why: 'guess', places }];
  for (const why of asks) {
    yield [`paste ${why}`, { kind: 'paste', why, unknownCode: '4.4.313' }];
  }
  for (const why of hindrances) {
    const reference = why === 'failed' ? '1a2b3c4d' : null;
    yield [`not posted ${why}`, { kind: 'not-posted', why, draft, option: 'cannot-connect', reference, chatUrl }];
  }
}

function* viewsOfStep(name: string, triageCase: TriageCase, locale: Locale): Generator<[string, View]> {
  const context = viewContextFor({ locale });
  const view = currentView(triageCase, context);
  yield [name, view];
  if (asked.has(triageCase.articleId!)) yield* knownBefore(name, triageCase, locale);
  if (view.kind === 'checklist') {
    for (const row of view.items) {
      const opensAt = row.item.wait === null ? null : now;
      if (row.item.risky || opensAt !== null)
        yield [
          `${name} confirm ${row.item.id}`,
          { ...view, kind: 'confirm', itemId: row.item.id, number: row.number, opensAt },
        ];
    }
    const step = articles.get(triageCase.articleId!)!.guide.steps[view.stepId]!;
    const items = step.kind === 'checklist' ? itemsOf(step, triageCase) : [];
    const ticks = Object.fromEntries(items.map(item => [tickKey(view.stepId, item.id), { by: priya, at: now }]));
    const half = Object.fromEntries(Object.entries(ticks).slice(0, Math.ceil(items.length / 2)));
    yield [`${name} half done`, currentView({ ...triageCase, ticks: half }, context)];
    yield [`${name} done`, currentView({ ...triageCase, ticks }, context)];
  }
  if (view.kind === 'contact-language') {
    if (asked.has(triageCase.articleId!)) yield* sent(name, triageCase, locale);
    // The letter's words are those of its language, whatever is spoken around it.
    for (const language of [locale, locales[(locales.indexOf(locale) + 1) % locales.length]!]) {
      for (const includeAddresses of [false, true]) {
        const contact = {
          ...triageCase.contact,
          language,
          includeAddresses,
          ticket: includeAddresses ? 'INC-1042' : null,
        };
        yield [`${name} letter ${language}`, currentView({ ...triageCase, contact }, context)];
      }
    }
  }
}

/** What the organisation knows of the same problem, of the domain and of the partner. */
function* knownBefore(name: string, triageCase: TriageCase, locale: Locale): Generator<[string, View]> {
  const { guide } = articles.get(triageCase.articleId!)!;
  const steps = Object.entries(guide.steps).flatMap(([stepId, step]) =>
    step.kind === 'checklist' ? step.items.map(({ id }) => tickKey(stepId, id)) : [],
  );
  const answers = Object.entries(guide.steps).flatMap(([step, { kind, ...rest }]) =>
    kind === 'question' && 'options' in rest ? [{ step, option: rest.options[0]!.id }] : [],
  );
  const last = { openedAt: '2026-11-03T09:00:00.000Z', solvedAt: '2026-11-03T09:40:00.000Z', wasAnswered: true };
  const contacts = [
    { id: 1, name: 'Anna Berg', address: 'anna@fabrikam.example', phone: null },
    { id: 2, name: null, address: 'post@fabrikam.example', phone: '+46 8 1' },
  ];
  for (const by of ['Priya Raman', '']) {
    const lastTime = { ...last, by, steps: by === '' ? steps.slice(0, 1) : steps, answers: answers.slice(0, 2) };
    const memory = { ...noMemory, contacts, lastTime };
    yield [`${name} known before by "${by}"`, currentView(triageCase, { ...viewContextFor({ locale }), memory })];
  }
}

function* solved(name: string, triageCase: TriageCase, locale: Locale): Generator<[string, View]> {
  const outcome = { kind: 'solved' as const, by: priya, at: '2026-11-21T10:52:00.000Z' };
  yield [`${name} solved`, currentView({ ...triageCase, outcome }, viewContextFor({ locale }))];
}

/** A text that was sent, and what came of it. */
function* sent(name: string, begun: TriageCase, locale: Locale): Generator<[string, View]> {
  const outcome = { kind: 'sent' as const, by: priya, at: now };
  const contact = { ...begun.contact, language: locale, address: 'anna@fabrikam.example', person: 'Anna Berg' };
  for (const kind of followUpKinds) {
    const followUps = [{ kind, by: priya, at: now }];
    for (const ticket of [null, 'INC-1042'])
      yield [
        `${name} ${kind} ${ticket}`,
        currentView({ ...begun, outcome, followUps, contact: { ...contact, ticket } }, viewContextFor({ locale })),
      ];
  }
}

/** Answers are made of the same texts as the steps: some articles of each kind are enough for their form. */
const asked = new Set(
  content.articles.map(({ id }) => id).filter((id, index) => index % 25 === 0 || id === 'connection-refused'),
);

/** What a sentence changed, another paste, and every question that can be asked about the case. */
function* toldInWords(name: string, begun: TriageCase, locale: Locale): Generator<[string, View]> {
  const context = viewContextFor({ locale });
  const { articleId, moves, asked, ticks } = begun;
  const lists = Object.entries(articles.get(articleId!)!.guide.steps).flatMap(([step, list]) =>
    list.kind === 'checklist' ? list.items.map(({ id }) => ({ step, item: id })) : [],
  );
  const items = lists.slice(0, 3);
  const keys = items.map(({ step, item }) => tickKey(step, item));
  const heard: TriageCase['heard'] = {
    ...undoable(begun),
    ...{ ticked: keys, unticked: keys.slice(0, 1), isStillFailing: true, by: priya, at: now },
    ...{ noted: ['the DNS is at Loopia'], began: now, untaken: ['and the other thing?'] },
    answered: moves[0] ? { step: moves[0].step, option: moves[0].option } : null,
    answeredToo: moves.slice(1, 2).map(({ step, option }) => ({ step, option })),
    moved: { from: 'connection-timed-out' },
    chosen: { articleId: articleId!, words: 'Socket error code 10061' },
  };
  const because = [{ kind: 'recipients' as const, code: '5.1.10', count: 1 }];
  const candidates = [{ articleId: articleId!, statusCodes: [], score: 1, because }];
  yield [`${name} of several recipients`, currentView({ ...begun, candidates, heard }, context)];
  yield [`${name} told in words`, currentView({ ...begun, heard }, context)];
  const question = articles.get(articleId!)!.guide.start;
  const [option] = optionsOf(question, articleId!);
  const noted = {
    doneAhead: { numbers: [1, 2], by: priya, at: now },
    ruledOut: option ? [{ step: question, option }] : [],
  };
  yield [`${name} noted ahead`, currentView({ ...begun, ...noted, moves: [] }, context)];
  const earlier: TriageCase['earlier'] = [
    {
      evidence: bounced,
      articleId,
      verdict: 'match',
      candidates: [],
      moves,
      asked,
      ticks,
      at: '2026-11-21T11:00:00.000Z',
      by: priya,
    },
  ];
  yield [`${name} another error`, currentView({ ...begun, earlier, seenAgain: { at: now, count: 2 } }, context)];
  for (const [state, evidence] of Object.entries({ queued, bounced, symptom })) {
    for (const about of questions)
      yield [
        `${name} ${state} asked ${about}`,
        answerView({ about, items: items.slice(0, 1), lookAt: now }, { ...begun, evidence }, context),
      ];
  }
  const to = 'firewall';
  const answers: readonly Answer[] = [
    { about: 'which', verb: 'tick', items },
    { about: 'unfinished', step: begun.id, items },
    { about: 'locked', items },
    { about: 'handed-over', to },
    { about: 'nothing-of-theirs', to },
    { about: 'delivered', step: begun.id },
    { about: 'notes', isNew: false },
    { about: 'unclear', newText: 'our scanner cannot send any more' },
    { about: 'question-first', because: 'done', numbers: [1, 2] },
    { about: 'stays-open', items },
    { about: 'did-you-mean', items, questions: ['who', 'where', 'tell-user'], newText: 'our scanner cannot send' },
    { about: 'aside' },
    { about: 'sigh' },
    { about: 'greeting' },
    { about: 'thanks' },
    { about: 'abilities' },
  ];
  for (const answer of answers) yield [`${name} answered ${answer.about}`, answerView(answer, begun, context)];
  const notes = Array.from({ length: 7 }, () => ({
    by: priya,
    at: now,
    text: 'Anna of **fabrikam** calls back at three',
  }));
  const withNotes = { ...begun, ...addNote({ ...begun, notes }, 'note '.repeat(200), { by: priya, now }).case };
  yield [`${name} noted`, answerView({ about: 'notes', isNew: true }, withNotes, context)];
  yield [`${name} with notes`, currentView(withNotes, context)];
}

function optionsOf(step: string, articleId: string): string[] {
  const asked = articles.get(articleId)!.guide.steps[step];
  return asked?.kind === 'question' && asked.options.length > 2 ? asked.options.map(({ id }) => id) : [];
}

/** The words of the trade. */
function* everyTerm(): Generator<[string, View]> {
  for (const { id } of terms)
    yield [`term ${id}`, { kind: 'answer', answer: { about: 'term', term: id }, told: null, about: null }];
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

/** Asked, taken, talked about, given back, taken back and ended, on both sides. */
function* withExperts(locale: Locale): Generator<[string, View]> {
  const list = movesToSteps(articles.get('connection-refused')!);
  const [stepId, moves] = [...list].findLast(([id]) => id !== articles.get('connection-refused')!.guide.start)!;
  const failed = { step: stepId, option: 'still-failing', by: priya, at: now };
  const joris = { id: 'joris', name: 'Joris de Wit' };
  const asked = { by: priya, at: now, place: 'experts', taken: null, exchanges: [], ended: null };
  const talk = [
    { from: 'reporter', by: priya, at: now, text: 'It began after the *firewall* change' },
    { from: 'experts', by: joris, at: now, text: 'Which firewall is it?' },
  ] as const;
  const ended = (kind: 'returned' | 'taken-back') => ({ kind, by: joris, at: now, text: 'Open TCP 25 for all ranges' });
  const memory = { ...noMemory, experts: [{ place: 'experts', problems: [], people: [joris, priya] }] };
  const states: Record<string, Partial<TriageCase>> = {
    asked: { escalations: [asked] },
    taken: { owner: joris, escalations: [{ ...asked, taken: { by: joris, at: now }, exchanges: talk }] },
    urgent: { severity: 'high', escalations: [asked] },
    critical: { severity: 'critical', escalations: [{ ...asked, exchanges: talk.slice(0, 1) }] },
    returned: { escalations: [{ ...asked, exchanges: talk, ended: ended('returned') }] },
    'taken back': { escalations: [{ ...asked, ended: ended('taken-back') }] },
    ...Object.fromEntries(
      outcomeKinds.map(kind => [kind, { escalations: [asked], outcome: { kind, by: joris, at: now } }]),
    ),
  };
  for (const [state, values] of Object.entries(states))
    for (const conversation of ['experts', 'elsewhere']) {
      const triageCase = caseOf('connection-refused', queued, { moves: [...moves, failed], ...values });
      const view = currentView(triageCase, viewContextFor({ locale, memory, conversation }));
      yield [`experts ${state}, seen from ${conversation}`, view];
    }
}

/** No article fits: before the experts are asked, while they are, and after. */
function* everyUnknown(locale: Locale): Generator<[string, View]> {
  const joris = { id: 'joris', name: 'Joris de Wit' };
  const memory = { ...noMemory, experts: [{ place: 'experts', problems: [], people: [joris, priya] }] };
  const asked = { by: priya, at: now, place: 'experts', taken: null, exchanges: [], ended: null };
  const talk = [{ from: 'experts', by: joris, at: now, text: 'Is that *all* of the bounce?' }] as const;
  const returned = { kind: 'returned', by: joris, at: now, text: 'Ask Contoso for their log' } as const;
  const states: Record<string, Partial<TriageCase>> = {
    draft: { isDraft: true },
    'code draft': { isDraft: true, unknownCode: '4.4.313' },
    asked: { escalations: [asked], rejected: ['greylisted-by-their-server', 'mailbox-full'], fate: 'returned' },
    taken: { unknownCode: '4.4.313', escalations: [{ ...asked, taken: { by: joris, at: now }, exchanges: talk }] },
    returned: { escalations: [{ ...asked, ended: returned }], notes: [{ by: priya, at: now, text: 'They called' }] },
    'not asked': { owner: joris },
    ...Object.fromEntries(
      outcomeKinds.map(kind => [kind, { escalations: [asked], outcome: { kind, by: joris, at: now } }]),
    ),
  };
  for (const evidence of [queued, symptom])
    for (const [state, values] of Object.entries(states))
      for (const conversation of ['experts', 'elsewhere']) {
        const base = caseOf('connection-refused', evidence, values);
        const triageCase = { ...base, articleId: null, moves: [], ticks: {} };
        const view = currentView(triageCase, viewContextFor({ locale, memory, conversation }));
        yield [`unknown ${state}, seen from ${conversation}`, view];
      }
}

/** What reports of an incident see on every step and when it is over, and what the experts see of it. */
function* withIncidents(locale: Locale): Generator<[string, View]> {
  const joris = { id: 'joris', name: 'Joris de Wit' };
  const incident: KnownIncident = {
    id: 'R3T5WX',
    articleId: 'connection-refused',
    since: now,
    others: 12,
    isWide: false,
    belonging: 'voice',
    taken: joris,
    news: { by: joris, at: now, text: 'We changed the *firewall* back' },
    over: null,
    alsoHere: [],
  };
  const memory = (more: Partial<KnownIncident>) => ({ ...noMemory, incident: { ...incident, ...more } });
  const view = (more: Partial<KnownIncident>, values: Partial<TriageCase> = {}) =>
    currentView(caseOf('connection-refused', queued, values), viewContextFor({ locale, memory: memory(more) }));
  for (const [step, moves] of movesToSteps(articles.get('connection-refused')!))
    yield [`one of an incident at ${step}`, view({}, { moves })];
  yield ['one of two', view({ others: 1, taken: null, news: null, belonging: 'in' })];
  for (const kind of ['solved', 'withdrawn'] as const) {
    const over = { kind, by: joris, at: now };
    yield [`just after an incident, ${kind}`, view({ over, belonging: 'after' })];
    const asked = [{ kind: 'over' as const, at: now }];
    const reminders = { isOff: false, snoozedUntil: null, next: null, asked };
    for (const alsoHere of [[], ['K7Q2MG', 'K7Q2MH']])
      yield [`an incident is over, ${kind}, ${alsoHere.length} more`, view({ over, alsoHere }, { reminders })];
  }
  const facts: NonNullable<TriageCase['incident']> = {
    since: now,
    lastAt: now,
    count: 14,
    isWide: false,
    hops: ['contoso.example'],
    hopCount: 1,
    domains: ['contoso.example', 'tailspin.example'],
    domainCount: 2,
    countedAt: now,
    quiet: 0,
    isPosted: true,
    told: 0,
  };
  const wide = {
    ...facts,
    isWide: true,
    hops: ['a', 'b', 'c', 'd', 'e'].map(name => `${name}-company.example`),
    hopCount: 31,
  };
  const asked = { by: priya, at: now, place: 'experts', taken: null, exchanges: [], ended: null };
  const said = [{ from: 'reporter', by: priya, at: now, text: 'It *began* at ten' }] as const;
  const experts = { ...noMemory, experts: [{ place: 'experts', problems: [], people: [joris] }] };
  const states: Record<string, Partial<TriageCase>> = {
    waiting: { incident: facts, escalations: [asked] },
    taken: { incident: facts, escalations: [{ ...asked, taken: { by: joris, at: now }, exchanges: said }] },
    critical: { incident: facts, severity: 'critical', escalations: [asked] },
    wide: { incident: wide, escalations: [asked] },
    solved: { incident: facts, escalations: [asked], outcome: { kind: 'solved', by: joris, at: now } },
    withdrawn: { incident: wide, escalations: [asked], outcome: { kind: 'withdrawn', by: joris, at: now } },
  };
  for (const [state, values] of Object.entries(states))
    for (const articleId of ['connection-refused', 'proxy-session-failed'])
      for (const conversation of state === 'waiting' ? ['experts', 'elsewhere'] : ['experts'])
        yield [
          `an incident of ${articleId}, ${state}, seen from ${conversation}`,
          currentView(caseOf(articleId, queued, values), viewContextFor({ locale, memory: experts, conversation })),
        ];
}

/** Of every kind of event, and of a case that nobody has chosen an article for. */
function* timelines(locale: Locale): Generator<[string, View]> {
  const context = viewContextFor({ locale });
  const triageCase = caseOf('connection-refused', queued, {
    notes: [{ by: priya, at: now, text: 'Anna of **fabrikam** calls back at three' }],
  });
  const data = { step: 'whose-server', item: 'open-ranges', option: 'ours', fate: 'waiting', code: '4.4.316' };
  const events = [...caseEventKinds, 'of-2027'].map(kind => ({ kind, at: now, by: priya, data }));
  for (const from of [0, 15, 30]) yield [`timeline from ${from}`, timelineView(triageCase, events, context, { from })];
  const forgotten = [{ kind: 'opened', at: now, by: null, data: null }];
  yield ['timeline without article', timelineView(caseOf(null, queued), forgotten, context)];
}

const counted = (...names: string[]) => names.map((name, index) => ({ name, count: 60_000 - index }));

const wholeCluster: TraceCluster = {
  problem: { kind: 'not-recognised' },
  sample: '',
  messages: 60_800,
  recipients: 840,
  senders: 584,
  waiting: 35_000,
  expired: 10_000,
  refused: 15_000,
  deliveredLater: 800,
  subReasons: counted('socket-10061'),
  hosts: counted('mail.contoso.example'),
  failingIps: counted('203.0.113.8'),
  workingIps: counted('203.0.113.9', '2001:db8::9'),
  isByAddress: true,
  began: '2026-11-20T14:05:00.000Z',
  last: '2026-11-21T08:00:00.000Z',
  quietDays: 3,
  busiest: { at: '2026-11-20T15:00:00.000Z', count: 4_000 },
  topSender: { name: 'scans@northwind.example', count: 48_640 },
  domains: [{ name: 'contoso.example', count: 60_800 }],
  senderDomains: counted('northwind.example'),
  onlyLarge: { smallestFailing: 18_000_000, largestArriving: 9_400_000 },
  firstToExpire: { at: '2026-11-21T16:00:00.000Z', sender: 'ann@northwind.example', recipient: 'bo@contoso.example' },
};

const wholeTrace: TraceSummary = {
  rows: 1_000_000,
  messages: 460_000,
  delivered: 398_786,
  from: '2026-11-17T00:00:00.000Z',
  to: '2026-11-21T08:00:00.000Z',
  undated: 12,
  localZone: 'Europe/Amsterdam',
  isJoined: false,
  hasMorePeople: true,
  clusters: [wholeCluster],
};

const logEnds = [
  ['arrived', null],
  ['only-others', null],
  ['none', null],
] as const;

function wholeLog(
  arrival: ProtocolSummary['arrival'],
  missing: ProtocolSummary['missing'],
  stage: Stage,
): ProtocolSummary {
  const certificate = {
    subject: 'CN=mail.contoso.example',
    thumbprint: '46E5C0FFEE',
    names: ['mail.contoso.example'],
    validFrom: null,
    count: 1,
  };
  return {
    software: 'exchange',
    direction: missing === 'direction' ? 'send' : 'receive',
    lines: 120_000,
    sessions: 4_000,
    from: '2026-11-20T14:00:00.000Z',
    to: '2026-11-20T15:00:00.000Z',
    connectors: counted('SRV\\Default Frontend SRV'),
    arrival,
    missing,
    absentIps: ['40.107.9.9'],
    seenRanges: ['40.92.0.0/15'],
    absentRanges: ['52.100.0.0/14'],
    theirs: {
      sessions: 12,
      accepted: 1,
      ips: counted('40.92.1.1'),
      first: null,
      last: null,
      offered: 3,
      notOffered: 9,
      replies: counted('452 4.3.1 Insufficient system resources'),
      ends: [{ stage, how: 'Remote', count: 1 }],
    },
    certificates: [{ ...certificate, validTo: '2026-11-20T00:00:00.000Z' }],
  };
}
