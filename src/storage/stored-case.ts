/** A case as it comes back from the database, whichever version of the program wrote it. */
import { z } from 'zod';
import {
  type ContactSettings,
  type DoneAhead,
  type EarlierFinding,
  type Escalation,
  type Exchange,
  escalationEnds,
  type FollowUp,
  followUpKinds,
  type Heard,
  type Move,
  type Note,
  nobody,
  type Outcome,
  outcomeKinds,
  type Person,
  type Reminder,
  type Reminders,
  reminderKinds,
  type StartedOver,
  severities,
  type Tick,
  type ToldAnswer,
  type TriageCase,
  untouchedCase,
  wordings,
} from '../triage/case.ts';
import { fates } from '../triage/fate.ts';
import type { IncidentFacts } from '../triage/incident.ts';
import { hasShape } from './has-shape.ts';
import { candidateShape, evidenceShape, locale, verdict } from './stored-evidence.ts';
import { findingShape } from './stored-finding.ts';
import { exactly, type Reading, type Shape, text, textOrNull, time, timeOrDay, tolerantly } from './stored-shape.ts';

/** What the case's row says besides. */
interface Row {
  readonly id: string;
  readonly openedAt: string;
}

export type ReadCase<Value> = (value: unknown, row: Row) => Value | undefined;

/** @param onUnreadable told of a value that is no case at all: which one and what was wrong, nothing of its content */
export function caseReader(onUnreadable: (caseId: string, problem: string) => void): ReadCase<TriageCase> {
  return (value, row) => {
    const problem = problemOf(value);
    if (problem === undefined) return readStoredCase(value as object, row);
    onUnreadable(row.id, problem);
    return undefined;
  };
}

/** Without evidence there is nothing that a card could show. */
function problemOf(value: unknown): string | undefined {
  if (value === undefined) return 'not JSON';
  if (!isObject(value)) return 'no object';
  return isObject(value.evidence) ? undefined : 'no evidence';
}

/** What a time is that cannot be read, until the row says when the case was opened. */
const unknownTime = '';

// Built when first needed: a start need not wait for them.
let isComplete: ((value: unknown) => boolean) | undefined;
const mended = z.lazy(() => caseShape(tolerantly));

/** What is complete is taken as it is, which takes as long as parsing its JSON; the rest is mended. */
function readStoredCase(raw: object, row: Row): TriageCase {
  isComplete ??= hasShape(caseShape(exactly));
  if (isComplete(raw)) return raw as TriageCase;
  const read = withRow(mended.parse(raw), row);
  return Object.assign(read, { [origin]: { read: { ...read }, raw } satisfies Origin });
}

function caseShape({ object, list, record }: Reading): Shape<TriageCase> {
  const person = object<Person>({ id: text, name: text }, nobody);
  const done = { by: person, at: time };
  const unknown = { by: nobody, at: unknownTime };
  const progress = {
    moves: list(object<Move, 'step' | 'option'>({ step: text, option: text, ...done }, unknown)),
    asked: list(text),
    ticks: record(object<Tick>(done, unknown)),
    confirming: object<NonNullable<TriageCase['confirming']>, 'step' | 'item'>(
      { step: text, item: text },
      {},
    ).nullable(),
  };
  const ahead = {
    ruledOut: list(object<TriageCase['ruledOut'][number], 'step' | 'option'>({ step: text, option: text }, {})),
    doneAhead: object<DoneAhead>({ numbers: list(z.number()), ...done }, { numbers: [], ...unknown }).nullable(),
    wording: z.enum(wordings),
  };
  const contact = object<ContactSettings>(
    {
      language: locale.nullable(),
      isChoosing: z.boolean(),
      includeAddresses: z.boolean(),
      ticket: textOrNull,
      began: timeOrDay.nullable(),
      person: textOrNull,
      address: textOrNull,
    },
    untouchedCase.contact,
  );
  const notes = list(object<Note, 'text'>({ text, ...done }, unknown));
  const followUps = list(object<FollowUp, 'kind'>({ kind: z.enum(followUpKinds), ...done }, unknown));
  const outcome = object<Outcome>({ kind: z.enum(outcomeKinds), ...done }, { kind: 'solved', ...unknown }).nullable();
  const named = object<NonNullable<Heard['answered']>, 'step' | 'option'>({ step: text, option: text }, {});
  const chosen = object<NonNullable<Heard['chosen']>, 'articleId'>({ articleId: text, words: text }, { words: '' });
  const moved = object<NonNullable<Heard['moved']>>({ from: textOrNull }, { from: null });
  const reminder = object<Reminder, keyof Reminder>({ kind: z.enum(reminderKinds), at: time }, {});
  const escalation = object<Escalation, 'place'>(
    {
      place: text,
      taken: object<NonNullable<Escalation['taken']>>(done, unknown).nullable(),
      exchanges: list(
        object<Exchange, 'text'>(
          { from: z.enum(['reporter', 'experts']), text, ...done },
          { from: 'reporter', ...unknown },
        ),
      ),
      ended: object<NonNullable<Escalation['ended']>>(
        { kind: z.enum(escalationEnds), text: textOrNull, ...done },
        { kind: 'taken-back', text: null, ...unknown },
      ).nullable(),
      ...done,
    },
    { taken: null, exchanges: [], ended: null, ...unknown },
  );
  const evidence = evidenceShape({ object, list, record });
  const candidates = list(candidateShape({ object, list, record }));
  return object<TriageCase, 'evidence'>(
    {
      id: text,
      openedAt: time,
      openedBy: object<TriageCase['openedBy']>(
        { id: text, name: text, memberId: text.optional() },
        {
          ...nobody,
          memberId: undefined,
        },
      ),
      evidence,
      verdict,
      unknownCode: textOrNull,
      candidates,
      rejected: list(text),
      leftIncidents: list(text),
      articleId: textOrNull,
      ...progress,
      contact,
      // Closed in a way that is not known here is closed all the same.
      outcome,
      // One of a kind that is not known here is left out by the list.
      followUps,
      isDraft: z.boolean(),
      isGuess: z.boolean(),
      fate: z.enum(fates).nullable(),
      startedOver: object<StartedOver>(
        { ...progress, ...done },
        { moves: [], asked: [], ticks: {}, confirming: null, ...unknown },
      ).nullable(),
      heard: object<Heard>(
        {
          ...progress,
          ...ahead,
          contact,
          articleId: textOrNull,
          outcome,
          followUps,
          notes,
          ticked: list(text),
          unticked: list(text),
          answered: named.nullable(),
          answeredToo: list(named),
          chosen: chosen.nullable(),
          moved: moved.nullable(),
          isStillFailing: z.boolean(),
          noted: list(text),
          began: timeOrDay.nullable(),
          untaken: list(text),
          ...done,
        },
        {
          moves: [],
          asked: [],
          ticks: {},
          confirming: null,
          ruledOut: [],
          doneAhead: null,
          wording: 'full',
          contact: untouchedCase.contact,
          articleId: null,
          outcome: null,
          followUps: [],
          notes: [],
          ticked: [],
          unticked: [],
          answered: null,
          answeredToo: [],
          chosen: null,
          moved: null,
          isStillFailing: false,
          noted: [],
          began: null,
          untaken: [],
          ...unknown,
        },
      ).nullable(),
      told: list(object<ToldAnswer, keyof ToldAnswer>({ step: text, option: text, text }, {})),
      findings: list(findingShape({ object, list, record }, person, unknownTime)),
      earlier: list(
        object<EarlierFinding, 'evidence'>(
          {
            evidence,
            articleId: textOrNull,
            verdict,
            candidates,
            moves: progress.moves,
            asked: progress.asked,
            ticks: progress.ticks,
            ...done,
          },
          { articleId: null, verdict: 'no-match', candidates: [], moves: [], asked: [], ticks: {}, ...unknown },
        ),
      ),
      ...ahead,
      seenAgain: object<NonNullable<TriageCase['seenAgain']>>(
        { at: time, count: z.number() },
        { at: unknownTime, count: 1 },
      ).nullable(),
      reminders: object<Reminders>(
        { isOff: z.boolean(), snoozedUntil: time.nullable(), next: reminder.nullable(), asked: list(reminder) },
        untouchedCase.reminders,
      ),
      severity: z.enum(severities),
      owner: person.nullable(),
      escalations: list(escalation),
      incident: object<IncidentFacts>(
        {
          since: time,
          lastAt: time,
          count: z.number(),
          isWide: z.boolean(),
          hops: list(text),
          hopCount: z.number(),
          domains: list(text),
          domainCount: z.number(),
          countedAt: time,
          quiet: z.number(),
          isPosted: z.boolean(),
          told: z.number(),
        },
        {
          since: unknownTime,
          lastAt: unknownTime,
          count: 0,
          isWide: false,
          hops: [],
          hopCount: 0,
          domains: [],
          domainCount: 0,
          countedAt: unknownTime,
          quiet: 0,
          isPosted: true,
          told: 0,
        },
      ).nullable(),
      notes,
    },
    { ...untouchedCase, id: '', openedAt: unknownTime, openedBy: nobody },
  );
}

/** What happened at an unknown time happened after the opening, and the row knows when that was. */
function withRow(read: TriageCase, row: Row): TriageCase {
  const openedAt = read.openedAt === unknownTime ? row.openedAt : read.openedAt;
  const timed = <Part extends { readonly at: string }>(part: Part): Part =>
    part.at === unknownTime ? { ...part, at: openedAt } : part;
  return {
    ...read,
    id: read.id === '' ? row.id : read.id,
    openedAt,
    moves: read.moves.map(timed),
    ticks: Object.fromEntries(Object.entries(read.ticks).map(([key, tick]) => [key, timed(tick)])),
    outcome: read.outcome && timed(read.outcome),
    followUps: read.followUps.map(timed),
    startedOver: read.startedOver && timed(read.startedOver),
    heard: read.heard && timed(read.heard),
    doneAhead: read.doneAhead && timed(read.doneAhead),
    notes: read.notes.map(timed),
    earlier: read.earlier.map(timed),
    findings: read.findings.map(timed),
    seenAgain: read.seenAgain && timed(read.seenAgain),
    incident: read.incident && {
      ...read.incident,
      ...Object.fromEntries(
        (['since', 'lastAt', 'countedAt'] as const).map(name => [name, read.incident![name] || openedAt]),
      ),
    },
    escalations: read.escalations.map(({ taken, exchanges, ended, ...one }) => ({
      ...timed(one),
      taken: taken && timed(taken),
      exchanges: exchanges.map(timed),
      ended: ended && timed(ended),
    })),
  };
}

/** Where a mended case came from. A symbol goes along when a case is copied with a change, and never into JSON. */
const origin = Symbol('origin');

interface Origin {
  readonly read: object;
  readonly raw: object;
}

/** The case as it is to be stored: what could not be read and was not changed either is kept for the version that can. */
export function storedForm(triageCase: TriageCase): TriageCase {
  const { [origin]: from } = triageCase as TriageCase & { [origin]?: Origin };
  return from === undefined ? triageCase : (putBack(triageCase, from.read, from.raw) as TriageCase);
}

/** What was absent is written as it was read, so that the next time nothing has to be mended. */
function putBack(after: unknown, read: unknown, raw: unknown): unknown {
  if (raw === undefined) return after;
  if (isObject(after) && isObject(read) && isObject(raw)) {
    const kept = Object.entries(raw).filter(([name]) => !Object.hasOwn(read, name));
    const written = Object.entries(after).map(([name, value]) => [name, putBack(value, read[name], raw[name])]);
    return Object.fromEntries([...kept, ...written]);
  }
  // After an element was left out, nobody can tell which is which.
  if (Array.isArray(after) && Array.isArray(read) && Array.isArray(raw) && read.length === raw.length) {
    const places = new Map(read.map((one, index) => [one, index]));
    return after.map(one => (places.has(one) ? putBack(one, one, raw[places.get(one)!]) : one));
  }
  return after === read ? raw : after;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
