/** Cases in which no field is empty, one for every kind of view that a case can have. */
import { type TriageCase, tickKey } from '../../src/triage/case.ts';
import type { Evidence } from '../../src/triage/evidence.ts';
import type { Candidate } from '../../src/triage/match.ts';
import { articles, movesToSteps, now, priya } from '../content.ts';

const joris = { id: 'joris', name: 'Joris de Wit' };
const cause = { replyCode: '450', enhancedStatusCode: '4.4.316' };

const evidence: Evidence = {
  kind: 'ndr',
  cause,
  statusCodes: [
    { ...cause, role: 'cause', text: 'Connection refused' },
    { replyCode: '550', enhancedStatusCode: '5.4.316', role: 'wrapper', text: 'Message expired, connection refused' },
  ],
  action: 'failed',
  recipients: ['ann@contoso.example', 'bo@fabrikam.example'],
  perRecipient: [
    { recipient: 'ann@contoso.example', action: 'failed', cause, text: 'Connection refused' },
    {
      recipient: 'bo@fabrikam.example',
      action: 'failed',
      cause: { replyCode: '550', enhancedStatusCode: '5.1.10' },
      text: 'RESOLVER.ADR.RecipientNotFound',
    },
  ],
  sender: 'priya@adatum.example',
  remoteHost: 'mail.contoso.example',
  remoteIp: '192.0.2.7',
  reportingHost: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
  generatedBy: 'microsoft',
  queuedAt: '2026-11-20T17:42:00.000Z',
  lastAttempt: '2026-11-21T08:12:00.000Z',
  expiresAt: '2026-11-21T17:42:00.000Z',
  expiredAt: '2026-11-21T17:45:00.000Z',
  system: 'exchange-online',
  systemText: 'AM0PR01MB1234.eurprd01.prod.exchangelabs.com',
  reason: 'networkerror',
  reasonBy: 'words',
  reasonText: 'Connection refused',
  blockList: 'Spamhaus',
  chain: ['Microsoft 365', 'mail.contoso.example'],
  messageId: 'AM0PR05MB1234C0FFEE01@AM0PR05MB1234.eurprd05.prod.outlook.com',
  networkMessageId: '2bbad36a-a467-4c7b-a82f-4b307fff549f',
  sentAt: '2026-11-20T17:41:58.000Z',
  replyReference: 'ffacd0b85a97d-38c5f6a1si9021437f8f.55',
  retryAfter: 300,
  subReason: 'socket-10061',
  subReasonText: 'Socket error code 10061',
  words: 'Connection refused',
  line: '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]',
  damagedCodes: [{ found: '4.4.3l6', couldBe: '4.4.316' }],
};

const candidates: Candidate[] = [
  {
    articleId: 'connection-refused',
    statusCodes: ['4.4.316', '5.4.316'],
    score: 0.9,
    because: [
      { kind: 'recipients', code: '4.4.316', count: 1 },
      { kind: 'code', code: '4.4.316' },
      { kind: 'reply', text: 'Connection refused' },
      { kind: 'wording', text: 'connection refused' },
    ],
  },
  {
    articleId: 'connection-timed-out',
    statusCodes: ['4.4.315'],
    score: 0.4,
    because: [
      { kind: 'words', words: ['firewall', 'stuck'] },
      { kind: 'damaged-code', found: '4.4.3l6', couldBe: '4.4.316' },
      { kind: 'catch-all' },
      { kind: 'catch-all-others' },
    ],
  },
];

const article = articles.get('connection-refused')!;
const ways = movesToSteps(article);
const stepIds = Object.keys(article.guide.steps);
const stepWhere = (fits: (id: string) => boolean) => stepIds.find(fits)!;
const kindOf = (id: string) => article.guide.steps[id]!;
const list = stepWhere(id => {
  const step = kindOf(id);
  return step.kind === 'checklist' && step.next === null && step.items.some(item => item.risky);
});
const escalation = stepWhere(id => {
  const step = kindOf(id);
  return step.kind === 'escalation' && step.to === 'partner';
});
const itemsOfList = kindOf(list);
const items = itemsOfList.kind === 'checklist' ? itemsOfList.items : [];
const risky = items.find(item => item.risky)!;
const tick = { by: joris, at: '2026-11-21T09:40:00.000Z' };
const allTicks = Object.fromEntries([...items, { id: 'resend' }].map(({ id }) => [tickKey(list, id), tick]));

/** With an outcome, and with everything else besides. */
export const fullCase: TriageCase = {
  id: 'K7Q2MF',
  openedAt: now,
  openedBy: { ...priya, memberId: '29:priya' },
  evidence,
  verdict: 'choose',
  unknownCode: '4.4.313',
  candidates,
  rejected: ['mailbox-full'],
  articleId: article.id,
  incident: {
    since: now,
    lastAt: '2026-11-21T10:50:00.000Z',
    count: 7,
    isWide: true,
    hops: ['fabrikam.example'],
    hopCount: 6,
    domains: ['contoso.example'],
    domainCount: 5,
    countedAt: '2026-11-21T10:51:00.000Z',
    quiet: 2,
    isPosted: true,
    told: 1,
  },
  moves: ways.get(list)!,
  asked: [article.guide.start],
  ticks: Object.fromEntries(Object.entries(allTicks).slice(0, 2)),
  confirming: { step: list, item: risky.id },
  contact: {
    language: 'nl',
    isChoosing: false,
    includeAddresses: true,
    ticket: 'INC-1042',
    began: '2026-11-20T14:05:00.000Z',
    person: 'Anna Berg',
    address: 'anna@fabrikam.example',
  },
  outcome: { kind: 'sent', by: joris, at: '2026-11-21T10:52:00.000Z' },
  followUps: [{ kind: 'reminded', by: joris, at: '2026-11-21T10:53:00.000Z' }],
  reminders: {
    isOff: false,
    snoozedUntil: '2026-11-21T12:00:00.000Z',
    next: { kind: 'look', at: '2026-11-21T12:00:00.000Z' },
    asked: [{ kind: 'look', at: '2026-11-21T11:00:00.000Z' }],
  },
  findings: [
    {
      kind: 'firewall-list',
      articleId: 'connection-refused',
      at: now,
      by: joris,
      source: {
        name: 'rules.txt',
        format: 'FortiGate',
        rows: 42,
        unread: 1,
        firstUnread: 'set subnet 40.92.0.0',
        comparedWith: { version: '2026081400', day: '2026-11-21' },
      },
      headline: { key: 'headline.some', values: { count: 2, total: 6 } },
      says: [
        { key: 'missing', values: { ranges: { published: ['52.100.0.0/14'] } } },
        { key: 'tooWide', values: { entries: { list: ['40.0.0.0/8'] } } },
        { key: 'old', values: { day: { day: '2026-08-14' } } },
        { key: 'others', values: { count: '3', since: { at: now } } },
      ],
      shows: ['ranges-missing', 'ranges-too-wide'],
      values: { rangesToAllow: { text: '52.100.0.0/14', isPublic: true } },
      copies: [{ key: 'copy', format: 'txt', text: 'set subnet 52.100.0.0 255.252.0.0', publicText: '52.100.0.0/14' }],
    },
  ],
  isDraft: false,
  isGuess: true,
  leftIncidents: ['connection-refused'],
  fate: 'none',
  startedOver: {
    moves: ways.get(list)!,
    asked: [article.guide.start],
    ticks: allTicks,
    confirming: { step: list, item: risky.id },
    ...tick,
  },
  heard: {
    articleId: article.id,
    moves: ways.get(list)!,
    asked: [article.guide.start],
    ticks: allTicks,
    confirming: { step: list, item: risky.id },
    outcome: { kind: 'solved', by: joris, at: '2026-11-21T10:50:00.000Z' },
    ticked: [tickKey(list, risky.id)],
    unticked: [tickKey(list, 'resend')],
    ruledOut: [{ step: article.guide.start, option: 'partner' }],
    doneAhead: { numbers: [1, 2], ...tick },
    wording: 'short',
    followUps: [{ kind: 'sent', by: joris, at: '2026-11-21T10:49:00.000Z' }],
    notes: [{ text: 'Anna calls back', ...tick }],
    contact: {
      language: 'sv',
      isChoosing: true,
      includeAddresses: false,
      ticket: 'INC-1041',
      began: '2026-11-20',
      person: 'Anna',
      address: 'anna@fabrikam.example',
    },
    answered: { step: article.guide.start, option: 'ours' },
    answeredToo: [{ step: article.guide.start, option: 'unsure' }],
    noted: ['the firewall is a Fortigate'],
    began: '2026-11-20',
    untaken: ['and the other thing'],
    chosen: { articleId: article.id, words: '10061' },
    moved: { from: 'mailbox-full' },
    isStillFailing: true,
    ...tick,
  },
  told: [{ step: article.guide.start, option: 'ours', text: 'our own server' }],
  earlier: [
    {
      evidence,
      articleId: 'connection-timed-out',
      verdict: 'match',
      candidates,
      moves: ways.get(list)!,
      asked: [article.guide.start],
      ticks: allTicks,
      ...tick,
    },
  ],
  ruledOut: [{ step: article.guide.start, option: 'partner' }],
  doneAhead: { numbers: [1, 2], ...tick },
  wording: 'short',
  seenAgain: { at: '2026-11-21T10:55:00.000Z', count: 2 },
  severity: 'high',
  owner: joris,
  escalations: [
    {
      by: priya,
      at: '2026-11-21T10:00:00.000Z',
      place: '19:experts@thread.tacv2',
      taken: { by: joris, at: '2026-11-21T10:05:00.000Z' },
      exchanges: [{ from: 'experts', by: joris, at: '2026-11-21T10:06:00.000Z', text: 'Which firewall is it?' }],
      ended: { kind: 'returned', by: joris, at: '2026-11-21T10:20:00.000Z', text: 'Open TCP 25 for all ranges.' },
    },
  ],
  notes: [
    { text: 'Anna calls back at three', ...tick },
    { text: 'their firewall is new', ...tick },
  ],
};

const open: TriageCase = { ...fullCase, outcome: null };
const atContact: TriageCase = { ...open, moves: ways.get(escalation)! };

/** By the kind of view that each is shown as. */
export const fullCases: Readonly<Record<string, TriageCase>> = {
  outcome: fullCase,
  question: { ...open, moves: [] },
  checklist: { ...open, confirming: null },
  experts: { ...open, escalations: fullCase.escalations.map(one => ({ ...one, ended: null })) },
  confirm: open,
  verify: { ...open, ticks: allTicks, confirming: null },
  'contact-language': { ...atContact, contact: { ...open.contact, language: null } },
  contact: atContact,
  choose: { ...open, articleId: null, evidence: { ...evidence, subReason: null } },
  narrow: { ...open, articleId: null, fate: null },
  wanted: { ...open, articleId: null, fate: 'waiting' },
  notice: { ...open, articleId: null, candidates: [], isDraft: true, escalations: [] },
  unknown: { ...open, articleId: null, candidates: [] },
};
