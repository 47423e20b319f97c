/** The real content, loaded once for all tests, and the cases that a test needs. */
import { join } from 'node:path';
import { loadContent } from '../src/bot/content.ts';
import { createCardRenderer } from '../src/cards/render-card.ts';
import type { Article, StepId } from '../src/triage/article.ts';
import { type Move, noMemory, type Person, type TriageCase, untouchedCase } from '../src/triage/case.ts';
import { type Evidence, noEvidence } from '../src/triage/evidence.ts';
import { createKnowledgeBase, type KnowledgeBase } from '../src/triage/matching/index.ts';
import type { ViewContext } from '../src/triage/showing/view.ts';

export const root = join(import.meta.dirname, '..');
export const dialogs = join(root, 'dialogs');
export const cardsFolder = join(root, 'cards');
/** As the bot has it: read, or as it was kept by the last that read it. */
export const content = await loadContent(root, join(root, 'node_modules', '.cache', 'mailflow-triage'));
export const { strings } = content;
export const { terms } = content.talk;
export const articles: ReadonlyMap<string, Article> = new Map(content.articles.map(article => [article.id, article]));

let known: KnowledgeBase | undefined;

/** What the real content says, built once for all tests that have no question about the building. */
export function knowledgeBase(): KnowledgeBase {
  known ??= createKnowledgeBase(content.articles, content.words);
  return known;
}

/** The cards over the real content, as the bot renders them. */
export const cards = createCardRenderer({ ...content, terms });

export const priya: Person = { id: 'priya', name: 'Priya Raman' };
export const now = '2026-11-21T09:14:00.000Z';

export function viewContextFor(more: Partial<ViewContext> = {}): ViewContext {
  return { articles, memory: noMemory, retryHours: 24, locale: 'en', ...more };
}

/** A message that waits: everything is known. */
export const queued: Evidence = {
  ...noEvidence,
  kind: 'message-trace',
  cause: { replyCode: '450', enhancedStatusCode: '4.4.316' },
  statusCodes: [{ replyCode: '450', enhancedStatusCode: '4.4.316', role: 'cause', text: 'Connection refused' }],
  action: 'delayed',
  recipients: ['ann@contoso.example'],
  remoteHost: 'mail.contoso.example',
  remoteIp: '192.0.2.7',
  queuedAt: '2026-11-20T17:42:00.000Z',
  lastAttempt: '2026-11-21T08:12:00.000Z',
  line: '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example]',
};

/** The same, given up after a day, with everything by which it can be looked up. */
export const bounced: Evidence = {
  ...queued,
  kind: 'ndr',
  action: 'failed',
  expiredAt: '2026-11-21T17:45:00.000Z',
  messageId: 'AM0PR05MB12340F3B7E2A9C51D3D8AA01B1@AM0PR05MB1234.eurprd05.prod.outlook.com',
  networkMessageId: '2bbad36a-a467-4c7b-a82f-4b307fff549f',
  sentAt: '2026-11-20T17:41:58.000Z',
  replyReference: 'DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-21T17:45:00.123Z 08DE2741C0FFEE01',
};

export function caseOf(articleId: string | null, evidence: Evidence, more: Partial<TriageCase> = {}): TriageCase {
  return {
    ...untouchedCase,
    id: 'K7Q2MF',
    openedAt: now,
    openedBy: priya,
    evidence,
    verdict: 'match',
    articleId,
    ...more,
  };
}

/** The moves that lead to each step of an article, the shortest way. */
export function movesToSteps({ guide }: Article): Map<StepId, Move[]> {
  const ways = new Map<StepId, Move[]>([[guide.start, []]]);
  for (const [stepId, moves] of ways) {
    const step = guide.steps[stepId]!;
    const go = (to: StepId, option: string) => {
      if (!ways.has(to)) ways.set(to, [...moves, { step: stepId, option, by: priya, at: now }]);
    };
    if (step.kind === 'question') for (const { id, to } of step.options) go(to, id);
    if (step.kind === 'checklist') {
      if (step.next !== null) go(step.next, 'next');
      go(step.stillFailing, 'still-failing');
    }
  }
  return ways;
}
