/** Before there is an article: what happens to the message, where the words fit none well, and which article it is. */
import type { TriageCase } from '../case.ts';
import { articleOfFate, type Fate } from '../fate.ts';
import { evidenceFor } from '../recipient-groups.ts';
import { reopen, solve } from './closing.ts';
import { moveTo } from './move.ts';
import { addNote } from './note.ts';
import type { Change, InputContext, Press } from './press.ts';
import { fillIn } from './press-contact.ts';
import { isAboutPeople, pressAboutPeople } from './press-people.ts';
import { undo } from './undo.ts';

export function pressWithoutArticle(before: TriageCase, press: Press, context: InputContext): Change | null {
  if (press.verb === 'escalate') return askAboutUnknown(before, press, context);
  if (isAboutPeople(press)) return pressAboutPeople(before, press, context);
  switch (press.verb) {
    case 'choose':
      return press.option === 'none' ? chooseNone(before) : choose(before, press, context);
    case 'narrow':
      return narrow(before, press.option, context);
    case 'move':
      return moveTo(before, press.option, context);
    case 'back':
    case 'restart':
      // Both lead to the one question there was.
      return before.fate === null || before.candidates.length === 0
        ? null
        : { case: { fate: null }, events: [{ kind: 'went-back', data: { fate: before.fate } }] };
    // From the list of cases: other recipients wait for nobody any more.
    case 'solved':
      return before.isDraft || before.outcome ? null : solve(context);
    case 'reopen':
      return reopen(before);
    case 'contact-details':
      return fillIn(before, press.details);
    case 'note':
      return addNote(before, press.text, context);
    case 'undo':
      return undo(before);
    default:
      return null;
  }
}

function chooseNone(before: TriageCase): Change | null {
  if (before.candidates.length === 0) return null;
  return {
    case: { candidates: [], rejected: rejectedIn(before) },
    events: [{ kind: 'chosen', data: { articleId: null } }],
  };
}

function rejectedIn({ rejected, candidates }: TriageCase): readonly string[] {
  return [...new Set([...rejected, ...candidates.map(({ articleId }) => articleId)])];
}

/** With that it is a case for good. What was offered is theirs to judge. */
function askAboutUnknown(
  before: TriageCase,
  press: Press & { verb: 'escalate' },
  context: InputContext,
): Change | null {
  const asked = pressAboutPeople({ ...before, isDraft: false }, press, context);
  return asked && { ...asked, case: { ...asked.case, isDraft: false, candidates: [], rejected: rejectedIn(before) } };
}

function choose(
  before: TriageCase,
  { option: articleId, item }: Press & { verb: 'choose' },
  { articles }: InputContext,
): Change | null {
  const chosen = before.candidates.find(candidate => candidate.articleId === articleId);
  if (!chosen || !articles.has(articleId)) return null;
  const evidence = evidenceFor(before.evidence, chosen, item === undefined ? undefined : Number(item));
  const reopened = reopen(before);
  return {
    case: { articleId, evidence, isDraft: false, ...reopened?.case },
    events: [...(reopened?.events ?? []), { kind: 'chosen', data: { articleId } }],
  };
}

function narrow(before: TriageCase, fate: Fate, { articles }: InputContext): Change | null {
  if (!before.isGuess || before.candidates.length === 0 || before.fate === fate) return null;
  const articleId = articleOfFate(fate, articles);
  return {
    case: { fate, ...(articleId !== undefined && { articleId, isDraft: false }) },
    events: [{ kind: 'narrowed', data: { fate, ...(articleId !== undefined && { articleId }) } }],
  };
}
