import { strict as assert } from 'node:assert';
import { hash } from 'node:crypto';
import fc from 'fast-check';
import { caseReader, storedForm } from '../../src/storage/stored-case.ts';
import type { TriageCase } from '../../src/triage/case.ts';
import { locales } from '../../src/triage/evidence.ts';
import { handlePress, type Press } from '../../src/triage/guiding/index.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import { priya, viewContextFor } from '../content.ts';
import { everyLook } from '../every-look.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';
import { fullCase, fullCases } from './full-cases.ts';

type Path = readonly (string | number)[];

const row = { id: 'K7Q2MF', openedAt: '2026-11-21T09:13:00.000Z' };
const context = { ...viewContextFor(), now: '2026-11-21T11:00:00.000Z', by: priya };

const copyOf = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value));

function read(value: unknown): TriageCase | undefined {
  return caseReader(() => {})(value, row);
}

/** What is written when a case was changed, as the database gives it back. */
const saved = (triageCase: TriageCase): unknown => copyOf(storedForm(triageCase));

/** Every place in a value, of lists the first two. */
function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (Array.isArray(value))
    for (const [index, one] of value.slice(0, 2).entries()) yield* pathsOf(one, [...path, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [name, one] of Object.entries(value)) yield* pathsOf(one, [...path, name]);
}

/** What stood in a case before has the same parts once more: their shapes are tried on one kind of view. */
function isKeptBeside([name, ...rest]: Path): boolean {
  return (name === 'earlier' && rest.length > 1) || ((name === 'heard' || name === 'startedOver') && rest.length > 1);
}

const gone = Symbol('gone');

/** A copy in which one place holds something else, or nothing. */
function withAt(value: unknown, [name, ...rest]: Path, put: unknown): unknown {
  if (name === undefined) return put;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, unknown>;
  if (rest.length > 0) copy[name] = withAt(copy[name], rest, put);
  else if (put !== gone) copy[name] = put;
  else if (Array.isArray(copy)) copy.splice(Number(name), 1);
  else delete copy[name];
  return copy;
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Record<string | number, unknown> | undefined)?.[name], value);

const wrong = [gone, null, true, -1.5, 'of-2027', [], {}, [null, {}], { id: null, kind: 'of-2027' }];

const presses: Press[] = [
  { verb: 'answer', step: 'whose-server', option: 'ours' },
  { verb: 'choose', option: 'connection-refused' },
  { verb: 'choose', option: 'none' },
  { verb: 'narrow', option: 'waiting' },
  { verb: 'narrow', option: 'junk' },
  { verb: 'tick', step: fullCase.confirming!.step, item: fullCase.confirming!.item },
  { verb: 'untick', step: fullCase.confirming!.step, item: fullCase.confirming!.item },
  { verb: 'failing', step: fullCase.confirming!.step },
  { verb: 'back' },
  { verb: 'restart' },
  { verb: 'reopen' },
  { verb: 'copy-commands' },
  { verb: 'contact-language', option: 'sv' },
  { verb: 'contact-addresses', option: 'on' },
];

/** How many were tried: each in the next language and with the next press, as all of both would take minutes. */
let tries = 0;
/** Pairs of what is stored and what it has to be when it is read, that were found to be the same. */
const same = new Set<string>();

/** Whatever the value: it is shown, can be pressed, and is the same case again after it was stored. */
function assertWorks(triageCase: TriageCase | undefined, name: string): void {
  assert.ok(triageCase, name);
  tries += 1;
  try {
    everyLook(triageCase, [locales[tries % locales.length]!]);
    const { case: after } = handlePress(triageCase, presses[tries % presses.length]!, context);
    const [stored, whole] = [JSON.stringify(storedForm(after)), JSON.stringify(after)];
    const pair = hash('sha256', `${stored}\n${whole}`);
    if (same.has(pair)) return;
    assert.deepEqual(copyOf(read(JSON.parse(stored))), JSON.parse(whole));
    same.add(pair);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

describe('a stored case', () => {
  it('is taken as it is when nothing is missing', () => {
    for (const [kind, triageCase] of Object.entries(fullCases)) {
      const value = copyOf(triageCase);

      assert.equal(read(value), value, kind);
    }
  });

  it('has a full case for every kind of view', () => {
    for (const [kind, triageCase] of Object.entries(fullCases))
      assert.equal(currentView(triageCase, viewContextFor()).kind, kind);
    for (const path of pathsOf(fullCase)) {
      const part = at(fullCase, path);
      assert.ok(
        part !== null && part !== '' && JSON.stringify(part) !== '[]' && JSON.stringify(part) !== '{}',
        `${path}`,
      );
    }
  });

  for (const [kind, triageCase] of Object.entries(fullCases)) {
    it(`is shown whichever field is missing or wrong: ${kind} (${wayOfRun})`, () => {
      const tried = new Set<string>();
      const whole = copyOf(triageCase);
      for (const [index, path] of [...pathsOf(whole)].entries()) {
        if (kind !== 'question' && isKeptBeside(path)) continue;
        if (!isOnTheWay(`${kind} ${path.join('.')}`, 3)) continue;
        // The shape is the same on every kind of view: all that can be wrong is tried on one, an eighth on each of the others.
        const some =
          kind === 'question' && !isKeptBeside(path) ? wrong : wrong.filter((_, which) => (which + index) % 8 === 0);
        for (const put of some) {
          const value = withAt(whole, path, put);
          if (path.join() === 'evidence' && (typeof put !== 'object' || put === null || Array.isArray(put))) {
            assert.equal(read(value), undefined);
            continue;
          }
          const spoilt = read(value);
          const known = JSON.stringify(spoilt);
          if (tried.has(known)) continue;
          tried.add(known);
          assertWorks(spoilt, `${path.join('.')} ${put === gone ? 'gone' : JSON.stringify(put)}`);
        }
      }
    });
  }

  it('is shown whatever stands in it', () => {
    const places = Object.values(fullCases).map(triageCase => [...pathsOf(copyOf(triageCase))]);
    const isEvidence = (path: Path) => path.join() === 'evidence';
    const spoilt = fc
      .tuple(fc.nat({ max: places.length - 1 }), fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { maxLength: 6 }))
      .map(([which, changes]) =>
        changes.reduce<unknown>(
          (value, [place, put]) => {
            const paths = [...pathsOf(value)].filter(path => !isEvidence(path));
            return withAt(value, paths[place % paths.length]!, put);
          },
          copyOf(Object.values(fullCases)[which]),
        ),
      );

    fc.assert(
      fc.property(spoilt, value => assertWorks(read(value), JSON.stringify(value))),
      { numRuns: 150 },
    );
  });

  it('lacks nothing that an older version did not know', () => {
    const { id, openedAt, openedBy } = fullCase;

    const triageCase = read({ id, openedAt, openedBy, evidence: {} });

    assert.deepEqual(copyOf(triageCase), {
      id,
      openedAt,
      openedBy,
      evidence: {
        kind: 'symptom',
        cause: null,
        statusCodes: [],
        action: null,
        recipients: [],
        perRecipient: [],
        sender: null,
        remoteHost: null,
        remoteIp: null,
        reportingHost: null,
        generatedBy: null,
        queuedAt: null,
        lastAttempt: null,
        expiresAt: null,
        expiredAt: null,
        system: null,
        systemText: null,
        reason: null,
        reasonBy: null,
        reasonText: null,
        blockList: null,
        chain: [],
        messageId: null,
        networkMessageId: null,
        sentAt: null,
        replyReference: null,
        retryAfter: null,
        subReason: null,
        subReasonText: null,
        words: '',
        line: '',
        damagedCodes: [],
      },
      verdict: 'no-match',
      unknownCode: null,
      candidates: [],
      rejected: [],
      articleId: null,
      moves: [],
      asked: [],
      ticks: {},
      confirming: null,
      contact: {
        language: null,
        isChoosing: false,
        includeAddresses: false,
        ticket: null,
        began: null,
        person: null,
        address: null,
      },
      outcome: null,
      followUps: [],
      isDraft: false,
      isGuess: false,
      fate: null,
      startedOver: null,
      heard: null,
      told: [],
      findings: [],
      earlier: [],
      ruledOut: [],
      doneAhead: null,
      wording: 'full',
      notes: [],
      incident: null,
      leftIncidents: [],
      seenAgain: null,
      reminders: { isOff: false, snoozedUntil: null, next: null, asked: [] },
      severity: 'normal',
      owner: null,
      escalations: [],
    });
  });

  it('lacks nothing any more once it was stored', () => {
    const older = withAt(
      withAt(copyOf(fullCase), ['evidence', 'damagedCodes'], gone),
      ['candidates', 0, 'score'],
      gone,
    );

    const value = saved(read(older)!);

    assert.equal(read(value), value);
    assert.deepEqual([at(value, ['evidence', 'damagedCodes']), at(value, ['candidates', 0, 'score'])], [[], 0]);
  });

  it('takes from its row what it does not say itself', () => {
    const { id: _, openedAt: __, ...rest } = fullCase;
    const [key] = Object.keys(fullCase.ticks);
    const value = withAt(copyOf(rest), ['ticks', key!, 'at'], 'yesterday');

    const triageCase = read(value)!;

    assert.deepEqual([triageCase.id, triageCase.openedAt], [row.id, row.openedAt]);
    assert.equal(triageCase.ticks[key!]!.at, row.openedAt);
  });

  it('keeps the fields of a newer version through a load and a save', () => {
    const isObject = (path: Path) => {
      const part = at(fullCases.checklist, path);
      return typeof part === 'object' && part !== null && !Array.isArray(part);
    };
    // Ticks are keyed by steps: any key is one.
    const objects = [[], ...pathsOf(fullCases.checklist)].filter(path => isObject(path) && path.at(-1) !== 'ticks');
    const newer = objects.reduce<unknown>(
      (value, path) => withAt(value, [...path, 'of2027'], { since: 'v2' }),
      copyOf(fullCases.checklist),
    );

    for (const value of [newer, withAt(newer, ['evidence', 'words'], gone)]) {
      const after = handlePress(read(value)!, { verb: 'back' }, context).case;
      assert.notDeepEqual(copyOf(after), copyOf(read(value)));
      for (const path of objects) {
        // Back takes the last move away, and with it what could be undone.
        if (
          path[0] === 'startedOver' ||
          path[0] === 'heard' ||
          (path[0] === 'moves' && Number(path[1]) >= after.moves.length)
        )
          continue;
        assert.deepEqual(at(saved(after), [...path, 'of2027']), { since: 'v2' }, path.join('.'));
      }
    }
  });

  it('keeps the kinds that only a newer version knows through a load and a save', () => {
    const kinds: Path[] = [
      ['verdict'],
      ['evidence', 'kind'],
      ['evidence', 'action'],
      ['evidence', 'subReason'],
      ['evidence', 'generatedBy'],
      ['evidence', 'statusCodes', 0, 'role'],
      ['evidence', 'perRecipient', 1, 'action'],
      ['candidates', 0, 'because', 0, 'kind'],
      ['contact', 'language'],
      ['outcome', 'kind'],
    ];
    const newer = kinds.reduce<unknown>((value, path) => withAt(value, path, 'of-2027'), copyOf(fullCase));

    const triageCase = read(newer)!;

    assert.equal(triageCase.evidence.kind, 'symptom');
    assert.equal(triageCase.evidence.subReason, null);
    assert.equal(triageCase.candidates[0]!.because.length, 3);
    assert.equal(triageCase.outcome?.kind, 'solved');
    const after = handlePress({ ...triageCase, outcome: null }, { verb: 'restart' }, context).case;
    const again = saved({ ...after, outcome: triageCase.outcome });
    for (const path of kinds) assert.equal(at(again, path), 'of-2027', path.join('.'));
    assert.deepEqual([at(again, ['moves']), at(again, ['asked'])], [[], []]);
  });

  it('writes what was changed, also where it could not be read before', () => {
    const value = withAt(withAt(copyOf(fullCases.contact), ['contact', 'language'], 'fi'), ['contact', 'of2027'], 1);

    const { case: after } = handlePress(read(value)!, { verb: 'contact-language', option: 'sv' }, context);

    assert.deepEqual(at(saved(after), ['contact']), { ...fullCase.contact, language: 'sv', of2027: 1 });
  });

  for (const [problem, value] of [
    ['not JSON', undefined],
    ['no object', null],
    ['no object', [fullCase]],
    ['no evidence', { ...fullCase, evidence: null }],
    ['no evidence', { ...fullCase, evidence: ['ann@contoso.example'] }],
  ] as const) {
    it(`is not there when there is ${problem}, and that is said without its content: ${JSON.stringify(value)?.slice(0, 20)}`, () => {
      const told: string[][] = [];

      const found = caseReader((...what) => told.push(what))(value, row);

      assert.equal(found, undefined);
      assert.deepEqual(told, [['K7Q2MF', problem]]);
    });
  }
});
