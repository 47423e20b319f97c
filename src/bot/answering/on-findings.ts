/** Data that somebody sent, such as a firewall's list: it becomes a part of the open case, or stands alone. */
import { cutCopies } from '../../cards/views/findings.ts';
import type { StoredCase } from '../../storage/store.ts';
import { noMemory, type TriageCase } from '../../triage/case.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import { handleFindings, type InputContext, openCase } from '../../triage/guiding/index.ts';
import { type Led, leadFrom } from '../../triage/lead.ts';
import { problemOf, summariseBatch } from '../../triage/matching/index.ts';
import {
  type FindingsView,
  findingsView,
  redactView,
  type ViewContext,
  viewAfter,
} from '../../triage/showing/index.ts';
import { cardContext, type Desk, type Reader, recall, recallFor, viewContext } from '../desk.ts';
import { cardMessage, type OutgoingMessage, type Reply } from '../reply.ts';
import { commitCase, commitCurrent } from './commit-case.ts';
import { saveRows } from './drafts.ts';
import type { Turn } from './open-turn.ts';
import { matchedText } from './read-paste.ts';

/** The card that says what was found, and below it the case with what it answers. */
export async function onFindings(desk: Desk, turn: Turn, findings: readonly ReadFinding[]): Promise<Reply> {
  const { reader, current } = turn;
  if (!current || !isAtWork(current.value)) {
    const led = leadFrom(findings, desk.articles.values(), reply => matchedText(desk, reply));
    if (led) return openFromData(desk, turn, led);
    const rows = await errorRows(desk, reader, findings);
    return { messages: [...aloneMessages(desk, reader, findings), ...rows], replacement: null };
  }
  const read = findings.map(finding => ({ ...finding, ...problemOfErrors(desk, finding) }));
  return commitCurrent(desk, turn, current, async stored => {
    const context = await contextOf(desk, reader, stored);
    const handled = handleFindings(stored.value, read, context);
    const after = { ...context, memory: handled.memory };
    return {
      handled,
      reply: {
        messages: [
          ...foundMessages(desk, reader, findingsView(read, handled.case, after)),
          cardMessage(desk, reader, viewAfter(handled, context), handled.case),
        ],
        replacement: null,
        showsCase: stored.id,
      },
    };
  });
}

/** The case that data opens, below the card of what was recognised. */
async function openFromData(desk: Desk, turn: Turn, { evidence, match, findings }: Led): Promise<Reply> {
  const { reader } = turn;
  const [first] = match.verdict === 'match' ? match.candidates : [];
  const memory = await recall(desk, reader.tenant, evidence, { caseId: null, articleId: first?.articleId ?? null });
  return commitCase(desk, turn, async () => {
    const by = { ...reader.person, memberId: reader.memberId };
    const context = { ...viewContext(desk, reader, memory), now: desk.now(), by };
    const handled = openCase(desk.newCaseId(), evidence, match, context, [], findings);
    const found = foundMessages(desk, reader, findingsView(findings, handled.case, context));
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    return { handled, version: 0, reply: { messages: [...found, card], replacement: null } };
  });
}

/** Without a case, or beside many messages of which none is open. */
export function aloneMessages(desk: Desk, reader: Reader, findings: readonly ReadFinding[]): OutgoingMessage[] {
  const context = viewContext(desk, reader, noMemory);
  return foundMessages(desk, reader, findingsView(findings, null, context));
}

/** What the server of the case said last is a problem of its own, and agrees with the case's or contradicts it. */
function problemOfErrors(desk: Desk, { errors = [] }: ReadFinding): Pick<ReadFinding, 'articleId'> {
  const [error] = errors.filter(({ isOfCase }) => isOfCase);
  const problem = error && problemOf(matchedText(desk, error.text).match);
  return problem?.kind === 'article' ? { articleId: problem.articleId } : {};
}

/** Errors in data that belongs to no case, by problem: each row can become a case. */
async function errorRows(desk: Desk, reader: Reader, findings: readonly ReadFinding[]): Promise<OutgoingMessage[]> {
  const errors = findings.flatMap(one => one.errors ?? []);
  const items = errors.map(({ text }) => ({ name: '', ...matchedText(desk, text) }));
  if (items.length === 0) return [];
  const messagesIn = (places: readonly number[]) => places.reduce((sum, place) => sum + errors[place]!.messages, 0);
  const groups = summariseBatch(items).map(group => {
    const count = messagesIn(group.places);
    return { ...group, count, queued: count, bounced: 0 };
  });
  const rows = await saveRows(desk, reader, items, groups);
  const total = errors.reduce((sum, { messages }) => sum + messages, 0);
  return [cardMessage(desk, reader, { kind: 'batch', total, rows, refused: [], otherKinds: 0, leftOut: 0 })];
}

/** The card, and below it what can be copied and does not fit it. */
export function foundMessages(desk: Desk, reader: Reader, view: FindingsView): OutgoingMessage[] {
  const shown = reader.isShared ? redactView(view) : view;
  const cut = shown.kind === 'findings' ? cutCopies(shown, cardContext(desk, reader)) : [];
  const texts = cut.map(text => ({ kind: 'text' as const, text }));
  return [cardMessage(desk, reader, view), ...texts];
}

/** What is solved needs no evidence any more; what was sent to somebody may. */
function isAtWork({ outcome }: TriageCase): boolean {
  return outcome?.kind !== 'solved';
}

async function contextOf(
  desk: Desk,
  reader: Reader,
  { value }: StoredCase<TriageCase>,
): Promise<InputContext & ViewContext> {
  const memory = await recallFor(desk, reader.tenant, value);
  return { ...viewContext(desk, reader, memory), now: desk.now(), by: reader.person };
}
