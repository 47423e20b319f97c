import { deepEqual, equal, ok } from 'node:assert/strict';
import { noEvidence } from '../../../src/triage/evidence.ts';
import type { Candidate } from '../../../src/triage/match.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { currentView } from '../../../src/triage/showing/current-view.ts';
import { redactView } from '../../../src/triage/showing/redact-view.ts';
import { type CaseFrame, type View, viewKinds } from '../../../src/triage/showing/view.ts';
import { bounced, cards, caseOf, now, priya, viewContextFor } from '../../content.ts';
import { otherForms } from './other-forms.ts';

const planted = 'zora.zebra@fabrikam.example';

/** What comes from ourselves, from Teams or out of a closed list: ids, times, names of what somebody chose. */
const ours = new Set([
  ...['kind', 'caseId', 'articleId', 'articleIds', 'stepId', 'itemId', 'id', 'step', 'option', 'options', 'item'],
  ...['draft', 'reference', 'openCase', 'chatUrl', 'topic', 'why', 'what', 'where', 'to', 'from', 'language', 'places'],
  ...['state', 'action', 'generatedBy', 'subReason', 'role', 'owner', 'outcome', 'people', 'checks', 'done', 'items'],
  ...['finding', 'format', 'shows', 'bearing', 'fits', 'version', 'day', 'key', 'published'],
  ...['began', 'stepKind', 'ticked', 'unticked', 'answer', 'answered', 'fixedBy', 'wording', 'ruledOut'],
  ...['which', 'severity', 'side', 'place', 'reporter', 'colleagues', 'fate', 'rejected'],
  ...['ofCase', 'part', 'stage'],
  ...['queuedAt', 'lastAttempt', 'expiresAt', 'expiredAt', 'sentAt', 'openedAt', 'solvedAt', 'checkAt', 'at', 'by'],
  ...['since', 'lastAt', 'countedAt', 'belonging', 'alsoHere'],
  // The number of a case, the name of a colleague
  ...['of', 'who'],
  // Three digits, and three numbers with dots
  ...['replyCode', 'enhancedStatusCode'],
]);

const evidence: CaseFrame['evidence'] = {
  ...bounced,
  kind: 'ndr',
  sender: 'x',
  reportingHost: 'x',
  perRecipient: [{ recipient: 'x', action: 'failed', cause: bounced.cause, text: 'x' }],
  subReason: 'socket-10061',
  subReasonText: 'x',
  messageId: 'x',
  networkMessageId: 'x',
  replyReference: 'x',
  words: 'x',
  damagedCodes: [{ found: 'x', couldBe: 'x' }],
};
const incident = {
  id: 'R3T5WX',
  articleId: 'connection-refused',
  since: now,
  others: 4,
  isWide: false,
  belonging: 'voice',
  taken: null,
  news: { by: { id: 'joris', name: 'Joris' }, at: now, text: 'x' },
  over: { kind: 'solved', by: { id: 'joris', name: 'Joris' }, at: now },
  alsoHere: ['K7Q2MG'],
} as const;
const frame: CaseFrame = {
  incident,
  caseId: 'K7Q2MF',
  ticket: 'x',
  severity: 'high',
  owner: { id: 'joris', name: 'Joris' },
  advice: { kind: 'returned', by: { id: 'joris', name: 'Joris' }, at: now, text: 'x' },
  canEscalate: true,
  articleId: 'connection-refused',
  evidence,
  state: 'bounced',
  holder: null,
  expiresAt: null,
  givesUpBy: null,
  triedFor: null,
  retryHours: 24,
  canStepBack: true,
  isFirst: true,
  retryAt: null,
  startedOver: null,
  heard: {
    ticked: ['a/b'],
    unticked: [],
    answered: { step: 'a', option: 'b' },
    answeredToo: [],
    chosen: { articleId: 'connection-refused', words: 'x' },
    moved: { from: null },
    isStillFailing: false,
    noted: ['x'],
    began: now,
    untaken: ['x'],
    by: priya,
  },
  doneAhead: null,
  earlier: { evidence, articleId: 'connection-refused', at: now },
  seenAgain: { at: now, count: 1 },
  note: { by: priya, at: now, text: 'x', count: 1 },
  hasOtherRecipients: false,
  reminded: null,
  canProbe: true,
  canSplit: true,
  lastTime: { openedAt: now, solvedAt: now, by: priya.name, answers: [], steps: [], wasAnswered: true },
  found: { sendingIp: { text: 'x', isPublic: false } },
  skipped: [
    { step: 'a', option: 'b', because: { kind: 'text', text: 'x' } },
    { step: 'a', option: 'b', because: { kind: 'code', code: '4.4.316' } },
    { step: 'a', option: 'next', because: { kind: 'found', finding: 'firewall-list' } },
    { step: 'a', option: 'b', because: { kind: 'generated-by', host: 'x' } },
  ],
};
const candidate: Candidate = {
  articleId: 'connection-refused',
  statusCodes: ['x'],
  score: 1,
  because: [
    { kind: 'code', code: 'x' },
    { kind: 'reply', text: 'x' },
    { kind: 'wording', text: 'x' },
    { kind: 'words', words: ['x', 'x'] },
    { kind: 'damaged-code', found: 'x', couldBe: 'x' },
    { kind: 'recipients', code: 'x', count: 2 },
    { kind: 'catch-all' },
    { kind: 'catch-all-others' },
  ],
};
const file = { name: 'x', code: 'x', limit: 1, host: 'x' };
const group = { count: 1, bounced: 1, queued: 0, statusCodes: ['x'], places: [0] };
const contact = {
  language: 'en',
  isChoosing: false,
  includeAddresses: true,
  ticket: 'x',
  began: now,
  person: 'x',
  address: 'x',
} as const;

const views: { readonly [Kind in View['kind']]: View & { kind: Kind } } = {
  over: { kind: 'over', ...frame, incident, stepId: 'a' },
  experts: {
    kind: 'experts',
    ...frame,
    side: 'experts',
    stepId: 'a',
    reporter: { id: 'priya', name: 'Priya' },
    escalation: {
      by: { id: 'priya', name: 'Priya' },
      at: now,
      place: 'experts',
      taken: { by: { id: 'joris', name: 'Joris' }, at: now },
      exchanges: [{ from: 'reporter', by: { id: 'priya', name: 'Priya' }, at: now, text: 'x' }],
      ended: { kind: 'returned', by: { id: 'joris', name: 'Joris' }, at: now, text: 'x' },
    },
    answers: [],
    done: [],
    failed: [],
    colleagues: [{ id: 'joris', name: 'Joris' }],
    outcome: null,
    reports: {
      since: now,
      lastAt: now,
      count: 5,
      isWide: true,
      hops: ['x'],
      hopCount: 1,
      domains: ['x'],
      domainCount: 1,
      countedAt: now,
      quiet: 0,
      isPosted: true,
      told: 0,
      isMicrosofts: true,
    },
  },
  move: { kind: 'move', of: 'K7Q2MF', evidence, sought: 'x', articleIds: ['connection-refused'] },
  unknown: {
    kind: 'unknown',
    caseId: 'K7Q2MF',
    ticket: 'x',
    evidence,
    unknownCode: 'x',
    fate: 'returned',
    rejected: ['connection-refused'],
    side: 'experts',
    reporter: { id: 'priya', name: 'Priya' },
    escalation: {
      by: { id: 'priya', name: 'Priya' },
      at: now,
      place: 'experts',
      taken: null,
      exchanges: [{ from: 'reporter', by: { id: 'priya', name: 'Priya' }, at: now, text: 'x' }],
      ended: { kind: 'returned', by: { id: 'joris', name: 'Joris' }, at: now, text: 'x' },
    },
    canEscalate: true,
    severity: 'normal',
    owner: null,
    note: { by: priya, at: now, text: 'x', count: 1 },
    colleagues: [],
    outcome: null,
  },
  question: {
    kind: 'question',
    ...frame,
    stepId: 'a',
    options: ['b'],
    ruledOut: [],
    known: { option: 'b', subject: 'x', by: priya.name, at: now },
  },
  checklist: { kind: 'checklist', ...frame, stepId: 'a', items: [], leadsOn: false },
  confirm: { kind: 'confirm', ...frame, stepId: 'a', itemId: 'b', number: 1, opensAt: null },
  'contact-language': { kind: 'contact-language', ...frame, stepId: 'a' },
  contact: {
    kind: 'contact',
    ...frame,
    stepId: 'a',
    to: 'partner',
    settings: contact,
    areFieldsFilled: true,
    contacts: [{ id: 1, name: 'x', address: 'x', phone: 'x' }],
    wording: 'full',
    notes: [{ text: 'x', by: priya, at: now }],
    checks: [],
    done: [],
  },
  verify: { kind: 'verify', ...frame, stepId: 'a', checkAt: null },
  outcome: {
    kind: 'outcome',
    ...frame,
    outcome: { kind: 'solved', by: priya, at: now },
    stepId: 'a',
    to: 'partner',
    address: 'x',
    followUps: [{ kind: 'answered', by: priya, at: now }],
    people: [priya.name],
    steps: 1,
    openedAt: now,
  },
  choose: {
    kind: 'choose',
    caseId: 'K7Q2MF',
    evidence,
    candidates: [candidate, candidate],
    why: 'unknown-code',
    unknownCode: 'x',
    canStepBack: true,
  },
  answer: {
    kind: 'answer',
    answer: { about: 'why', items: [], lookAt: null },
    told: { noted: ['x'], began: null, untaken: ['x'], isAll: true },
    about: {
      ...frame,
      stepId: 'a',
      stepKind: 'checklist',
      to: null,
      fixedBy: [],
      related: [],
      rows: [],
      named: [],
      risky: [],
      answers: [],
      done: [],
      outcome: null,
      openedAt: now,
      notes: [{ by: priya, at: now, text: 'x' }],
      options: [],
      branches: [],
      otherwise: null,
      wording: 'full',
      began: now,
    },
  },
  partners: {
    kind: 'partners',
    ...{ sought: 'x', from: 0, after: 'x', before: 'x' },
    rows: [{ domain: 'x', language: 'en', contact: { name: 'x', address: 'x' }, contacts: 1 }],
    done: { kind: 'deleted', domain: 'x' },
  },
  partner: {
    kind: 'partner',
    ...{ domain: 'x', isKnown: true, isSaved: true, language: 'en', notes: 'x' },
    contacts: [{ id: 1, name: 'x', address: 'x', phone: 'x' }],
    letters: [{ caseId: 'K7Q2MF', articleId: 'connection-refused', events: [{ kind: 'sent', at: now }] }],
    changes: [{ what: ['notes'], by: priya.name, at: now }],
  },
  'partner-delete': { kind: 'partner-delete', domain: 'x' },
  hosts: {
    kind: 'hosts',
    ...{ sought: 'x', from: 0, after: 'x', before: 'x' },
    rows: [{ host: 'x', owner: 'ours', by: priya.name, at: now }],
  },
  host: { kind: 'host', host: 'x', owner: 'ours', changes: [{ what: ['ours'], by: priya.name, at: now }] },
  import: {
    kind: 'import',
    ...{ draft: 'd', fresh: 1, changed: 1, same: 1 },
    problems: [{ line: 2, why: 'address', found: 'x' }],
    unknownColumns: ['x'],
  },
  narrow: { kind: 'narrow', caseId: 'K7Q2MF', options: ['returned', 'none'] },
  wanted: { kind: 'wanted', caseId: 'K7Q2MF', evidence, what: 'trace', candidates: [candidate, candidate] },
  notice: { kind: 'notice', topic: 'unknown-code', unknownCode: 'x', reference: null, openCase: null },
  cases: {
    kind: 'cases',
    sought: { which: null, isTeam: false, words: 'x' },
    ...{ isShared: true, from: 0, newer: null, older: null },
    rows: [
      {
        ...{ caseId: 'K7Q2MF', articleId: null, code: 'x', domain: 'x', openedAt: now },
        ...{ state: 'open', owner: priya.name, worker: null, ticket: 'x' },
      },
    ],
  },
  timeline: {
    kind: 'timeline',
    of: 'K7Q2MF',
    about: frame,
    evidence,
    retryHours: 24,
    rows: [
      {
        ...{ kind: 'noted', at: now, who: priya.name, articleId: 'a', step: null, item: null, option: null },
        ...{ fate: null, code: 'x', text: 'x' },
        isTakenBack: false,
      },
    ],
    ...{ from: 0, total: 1, earlier: null, later: null },
  },
  forget: { kind: 'forget', name: priya.name },
  'file-refused': { kind: 'file-refused', files: [file] },
  batch: {
    kind: 'batch',
    total: 2,
    rows: [
      { group: { ...group, problem: { kind: 'unknown-code', code: 'x' } }, draft: 'd' },
      { group: { ...group, problem: { kind: 'unclear', articleIds: ['a'] } }, draft: null },
    ],
    refused: [file],
    otherKinds: 0,
    leftOut: 0,
  },
  probe: {
    kind: 'probe',
    id: 'p',
    ofCase: 'K7Q2MF',
    name: 'mail.fabrikam.example',
    state: 'running',
    passed: [{ part: 'smtp', host: 'mail.fabrikam.example' }],
    now: { part: 'smtp', host: 'mail.fabrikam.example', stage: 'tls' },
  },
  reading: { kind: 'reading', name: 'x', rows: 1, bytes: 1, state: 'reading' },
  bulk: {
    kind: 'bulk',
    inTrouble: 1,
    rows: [
      {
        problem: { kind: 'unknown-code', code: 'x' },
        messages: 1,
        says: [{ key: 'oneSender', values: { sender: 'x', share: { share: 1 } } }],
        draft: 'd',
      },
      { problem: { kind: 'no-reply' }, messages: 1, says: [], draft: null },
    ],
    says: [{ key: 'covers', values: { rows: 1, messages: 1, delivered: 0 } }],
    files: [{ name: 'x', unread: 1, isCut: true }],
    resend: { draft: 'd', rows: 1, leftOut: 0 },
    refused: [file],
  },
  triaged: {
    kind: 'triaged',
    draft: 'd',
    evidence,
    state: null,
    holder: null,
    expiresAt: null,
    givesUpBy: null,
    triedFor: null,
    retryHours: 24,
    candidates: [candidate, candidate],
    why: 'words',
    unknownCode: 'x',
    places: ['here'],
  },
  findings: {
    kind: 'findings',
    isAlone: false,
    findings: [
      {
        kind: 'firewall-list',
        source: {
          name: 'x',
          format: 'FortiGate',
          rows: 2,
          unread: 1,
          firstUnread: 'x',
          comparedWith: { version: '2026081400', day: '2026-11-21' },
        },
        headline: { key: 'headline.some', values: { names: 'x', at: { at: now } } },
        says: [{ key: 'tooWide', values: { entries: { list: ['x', 'x'] }, ranges: { published: ['40.92.0.0/15'] } } }],
        shows: ['ranges-missing'],
        values: { sendingIp: { text: 'x', isPublic: false } },
        copies: [{ key: 'copy', format: 'csv', text: 'x', publicText: null }],
        bearing: 'contradicts',
        fits: ['connection-timed-out'],
      },
    ],
    about: { caseId: 'K7Q2MF', articleId: 'connection-refused', evidence },
  },
  paste: { kind: 'paste', why: 'unknown-code', unknownCode: 'x' },
  'not-posted': { kind: 'not-posted', why: 'failed', draft: 'd', option: null, reference: 'r', chatUrl: null },
  posted: { kind: 'posted', where: 'here', chatUrl: null },
  article: { kind: 'article', articleId: 'a', retryHours: 24, chatUrl: null },
};

/** The same with the address in every text that can come from a paste. */
function withPlanted(value: unknown): unknown {
  if (typeof value === 'string') return planted;
  if (Array.isArray(value)) return value.map(withPlanted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isOurs(key, value) ? inner : withPlanted(inner)]),
  );
}

/** A file's refusal has a code of ours, everything else one of the paste's. */
function isOurs(key: string, holder: object): boolean {
  return key === 'code' ? 'limit' in holder : ours.has(key);
}

describe('a view where others read along', () => {
  for (const kind of viewKinds) {
    it(`shows no address in ${kind}`, () => {
      const view = withPlanted(views[kind]) as View;
      if (!['narrow', 'posted', 'not-posted', 'article'].includes(kind)) ok(JSON.stringify(view).includes(planted));

      const redacted = JSON.stringify(redactView(view));

      ok(!/zora|zebra|fabrikam/.test(redacted), redacted);
    });

    it(`leaves the rest of ${kind} as it is`, () => {
      const view = { ...views[kind] } as View;

      const redacted = redactView(view);

      deepEqual(Object.keys(redacted).sort(), Object.keys(view).sort());
      equal(redacted.kind, kind);
    });
  }

  it('shows no form of an address on the card of a bounce', () => {
    for (const form of otherForms) {
      const paste = `450 4.4.316 Connection refused [Message=Socket error code 10061] to ${form}`;
      const view = currentView(caseOf('connection-refused', readEvidence(paste)), viewContextFor());

      const card = cards.render(redactView(view), { locale: 'en', timeZone: 'UTC', isShared: true });

      ok(!/zora|zebra|fabrikam|fabsrv|113[^\d]{0,9}77/i.test(JSON.stringify(card)), `${form}: ${JSON.stringify(card)}`);
    }
  });

  it('names no people in a letter', () => {
    const redacted = redactView(views.contact);

    equal('settings' in redacted && redacted.settings.includeAddresses, false);
  });

  it('shortens why a question was not asked', () => {
    const generated = { ...noEvidence, reportingHost: 'mx1.fabrikam.corpnet' };
    const because = { kind: 'text', text: 'mx1.fabrikam.corpnet' } as const;
    const view = { ...views.question, evidence: generated, skipped: [{ step: 'a', option: 'b', because }] };

    const redacted = JSON.stringify(redactView(view));

    ok(!redacted.includes('fabrikam'), redacted);
  });
});
