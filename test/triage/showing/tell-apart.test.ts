import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Candidate, Reason } from '../../../src/triage/match.ts';
import { tellApart } from '../../../src/triage/showing/tell-apart.ts';

const candidates = (...reasons: Reason[][]): Candidate[] =>
  reasons.map((because, place) => ({ articleId: `a${place}`, statusCodes: [], score: 0.5, because }));
const words = (...said: string[]): Reason => ({ kind: 'words', words: said });
const ownWords = (...said: string[]) => ({ kind: 'own-words', words: said });
const code: Reason = { kind: 'code', code: '5.7.1' };
const reply = (text: string): Reason => ({ kind: 'reply', text });

const rows: [name: string, of: Reason[][], shared: Reason[], own: unknown[][]][] = [
  ['one candidate keeps what it has', [[words('a', 'b')]], [], [[words('a', 'b')]]],
  ['the same words are said once', [[words('a', 'b')], [words('b', 'a')]], [words('a', 'b')], [[], []]],
  [
    'words that two of three have are no reason for either',
    [[words('dns')], [words('dns', 'smart host')], [words('queue')]],
    [words('dns')],
    [[], [ownWords('smart host')], [ownWords('queue')]],
  ],
  [
    'a word inside another one’s words is shared, the longer one is not',
    [[words('server')], [words('mail Server')]],
    [words('server')],
    [[], [ownWords('mail Server')]],
  ],
  [
    'codes are shared, wordings are not',
    [
      [code, reply('x')],
      [code, reply('y')],
    ],
    [code],
    [[reply('x')], [reply('y')]],
  ],
  [
    'the recipients of a group stay with each of its causes',
    [[{ kind: 'recipients', code: '5.1.1', count: 2 }], [{ kind: 'recipients', code: '5.1.1', count: 2 }]],
    [],
    [[{ kind: 'recipients', code: '5.1.1', count: 2 }], [{ kind: 'recipients', code: '5.1.1', count: 2 }]],
  ],
];

const anyReason: fc.Arbitrary<Reason> = fc.oneof(
  fc.constantFrom(code, reply('x'), reply('y'), { kind: 'catch-all' } as const),
  fc
    .array(fc.constantFrom('mail', 'mail server', 'Server', 'queue', '队列'), { minLength: 1 })
    .map(said => words(...said)),
);

describe('candidates told apart', () => {
  for (const [name, of, shared, own] of rows) {
    it(name, () => {
      assert.deepEqual(tellApart(candidates(...of)), { shared, own });
    });
  }

  it('have no reason in common, whatever led to them, and lose none', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyReason, { maxLength: 4 }), { minLength: 2, maxLength: 4 }), of => {
        const { shared, own } = tellApart(candidates(...of));

        const shown = own.flatMap(reasons => [...new Set(reasons.map(reason => JSON.stringify(reason)))]);
        assert.equal(new Set(shown).size, shown.length, 'two candidates say the same');
        const said = JSON.stringify([shared, own]).toLowerCase();
        for (const reason of of.flat()) {
          if (reason.kind !== 'words') assert.ok(said.includes(JSON.stringify(reason).toLowerCase()));
          else for (const word of reason.words) assert.ok(said.includes(word.toLowerCase()), word);
        }
      }),
    );
  });
});
