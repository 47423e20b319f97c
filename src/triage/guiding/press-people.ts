/** Who looks after a case, and what is said between whoever reported it and the experts. */
import type { Article } from '../article.ts';
import {
  type Escalation,
  type ExpertGroup,
  type Memory,
  openEscalation,
  type Person,
  type TriageCase,
} from '../case.ts';
import { isInRunning } from '../incident.ts';
import { sideOf } from '../side.ts';
import type { Change, InputContext, Press } from './press.ts';

export const peopleVerbs = [
  'escalate',
  'take',
  'assign',
  'tell',
  'give-back',
  'take-back',
  'withdraw',
  'severity',
] as const;

type PeoplePress = Press & { readonly verb: (typeof peopleVerbs)[number] };

export function isAboutPeople(press: Press): press is PeoplePress {
  return (peopleVerbs as readonly string[]).includes(press.verb);
}

/** Those who take this kind of problem, else those who take all. What no article knows is anybody's. */
export function expertsFor(
  article: Article | undefined,
  { experts }: Pick<Memory, 'experts'>,
): ExpertGroup | undefined {
  const forAll = experts.find(({ problems }) => problems.length === 0);
  if (!article) return forAll ?? experts[0];
  const byOwner = article.fixedBy.flatMap(owner => experts.filter(({ problems }) => problems.includes(owner)));
  return byOwner[0] ?? forAll;
}

/** Longer texts are no sentence to a colleague; a paste has its own way. */
const longestText = 2_000;

export function pressAboutPeople(before: TriageCase, press: PeoplePress, context: InputContext): Change | null {
  if (before.isDraft) return null;
  switch (press.verb) {
    case 'escalate':
      return escalate(before, press.text, context);
    case 'take':
      return take(before, context);
    case 'assign':
      return assign(before, press.to, context);
    case 'tell':
      return tell(before, press.text, context);
    case 'give-back':
      return end(before, 'returned', press.text, context);
    case 'take-back':
      return end(before, 'taken-back', null, context);
    case 'withdraw':
      return before.outcome
        ? null
        : {
            case: { outcome: { kind: 'withdrawn', by: context.by, at: context.now } },
            events: [{ kind: 'withdrawn', data: {} }],
          };
    case 'severity':
      return press.option === before.severity
        ? null
        : { case: { severity: press.option }, events: [{ kind: 'severity-changed', data: { to: press.option } }] };
    default:
      return press satisfies never;
  }
}

/** Asked once at a time; what is with a partner comes back to us by it. */
function escalate(before: TriageCase, text: string | null, { by, now, memory, articles }: InputContext): Change | null {
  // They have it already, with all that others report.
  if (isInRunning(memory.incident)) return null;
  const place = expertsFor(articles.get(before.articleId ?? ''), memory)?.place;
  if (place === undefined || openEscalation(before) || before.outcome?.kind === 'solved') return null;
  const said = sentence(text);
  const exchanges = said === null ? [] : [{ from: 'reporter' as const, by, at: now, text: said }];
  const escalation: Escalation = { by, at: now, place, taken: null, exchanges, ended: null };
  return {
    case: { escalations: [...before.escalations, escalation], outcome: null, owner: null },
    events: [{ kind: 'escalated', data: {} }],
  };
}

function take(before: TriageCase, context: InputContext): Change | null {
  const { by, now } = context;
  const open = openEscalation(before);
  if (before.outcome || (before.owner?.id === by.id && (!open || open.taken?.by.id === by.id))) return null;
  return ownedBy(before, by, open, now, [{ kind: 'taken', data: {} }]);
}

function assign(before: TriageCase, to: Person, { now }: InputContext): Change | null {
  if (before.outcome || before.owner?.id === to.id) return null;
  return ownedBy(before, to, openEscalation(before), now, [{ kind: 'assigned', data: {} }]);
}

/** Whoever looks after it among the experts has taken it. */
function ownedBy(
  before: TriageCase,
  by: Person,
  open: Escalation | undefined,
  at: string,
  events: Change['events'] & {},
): Change {
  const owner = { id: by.id, name: by.name };
  return { case: { owner, ...(open && withLast(before, { taken: { by: owner, at } })) }, events };
}

function tell(before: TriageCase, text: string, { by, now, conversation }: InputContext): Change | null {
  const open = openEscalation(before);
  const said = sentence(text);
  if (!open || said === null) return null;
  const from = before.incident ? 'experts' : sideOf(before, conversation);
  const exchanges = [...open.exchanges, { from, by, at: now, text: said }];
  return {
    case: withLast(before, { exchanges }),
    events: [{ kind: from === 'experts' ? 'asked-reporter' : 'told-experts', data: {} }],
  };
}

/** From then on the case is with whoever reported it. */
function end(
  before: TriageCase,
  kind: NonNullable<Escalation['ended']>['kind'],
  text: string | null,
  { by, now }: InputContext,
): Change | null {
  // An incident has no single side to go back to.
  if (!openEscalation(before) || before.incident) return null;
  return {
    case: { ...withLast(before, { ended: { kind, by, at: now, text: sentence(text) } }), owner: null },
    events: [{ kind, data: {} }],
  };
}

function withLast({ escalations }: TriageCase, change: Partial<Escalation>): Pick<TriageCase, 'escalations'> {
  const last = escalations.at(-1)!;
  return { escalations: [...escalations.slice(0, -1), { ...last, ...change }] };
}

function sentence(text: string | null): string | null {
  return text?.trim().slice(0, longestText) || null;
}
