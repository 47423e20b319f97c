import { strict as assert } from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { z } from 'zod';
import { hasShape } from '../../src/storage/has-shape.ts';
import { time } from '../../src/storage/stored-shape.ts';

const shape = z.object({
  id: z.string(),
  at: time.nullable(),
  short: z.string().max(3),
  kind: z.enum(['one', 'two']),
  isDone: z.boolean(),
  count: z.number().min(0),
  name: z.string().optional(),
  free: z.unknown(),
  list: z.array(z.object({ id: z.string(), inner: z.object({ id: z.string() }).nullable() })),
  few: z.array(z.string()).max(1),
  record: z.record(z.string(), z.object({ at: time })),
  tagged: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('a'), id: z.string() }),
    z.object({ kind: z.literal('b') }),
  ]),
});

const value = {
  id: 'K7Q2MF',
  at: '2026-11-21T09:14:00.000Z',
  short: 'abc',
  kind: 'one',
  isDone: false,
  count: 1,
  name: 'Priya',
  free: null,
  list: [{ id: 'a', inner: { id: 'b' } }],
  few: ['a'],
  record: { a: { at: '2026-11-21T09:14:00.000Z' } },
  tagged: { kind: 'a', id: 'b' },
};

const gone = Symbol('gone');

/** Values of JSON, and nothing at all. */
const others = fc.oneof(
  fc.constantFrom<unknown>(gone, undefined, null, true, -1, 1, '', 'one', 'three', 'abcd', [], {}),
  fc.constantFrom<unknown>(['a'], ['a', 'b'], [1], [null], [{ id: 'a', inner: null }], [{ id: 'a' }], [[]]),
  fc.constantFrom<unknown>({ a: 1 }, { a: { at: 'today' } }, { kind: 'b' }, { kind: 'a' }, '2026-11-21'),
);

describe('a check of a shape', () => {
  const check = hasShape(shape);

  it('takes what has it, whatever else is there', () => {
    assert.ok(check(value));
    assert.ok(check({ ...value, more: 1, at: null, name: undefined }));
  });

  it('says of any value what zod says', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(value)), others, { maxKeys: 2 }), changes => {
        const changed = Object.fromEntries(
          Object.entries<unknown>({ ...value, ...changes }).filter(([, field]) => field !== gone),
        );
        assert.equal(check(changed), shape.safeParse(changed).success);
      }),
      { numRuns: 3_000 },
    );
    for (const whole of [null, undefined, [], [value], 'text', 1, {}])
      assert.equal(check(whole), shape.safeParse(whole).success);
  });

  it('takes nothing that zod would mend', () => {
    const mended = z.looseObject({
      url: z.string().trim().min(2).max(6).refine(URL.canParse),
      name: z.string().min(1).max(4),
      kind: z.string().max(4).default('a'),
      action: z.string().max(4).optional().catch(undefined),
      members: z
        .array(z.looseObject({ id: z.string() }))
        .optional()
        .catch(undefined),
      data: z.looseObject({ id: z.string().optional() }).nullish().catch(undefined),
    });
    const whole = {
      url: 'x:y',
      name: 'b',
      kind: 'a',
      action: 'add',
      members: [{ id: 'c' }],
      data: { id: 'd' },
      more: 1,
    };
    const odd = fc.oneof(others, fc.constantFrom<unknown>(' x:y', 'x:y', 'x', [{ id: 'a' }], { id: 1 }, { id: 'a' }));
    const usual = hasShape(mended);

    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(whole)), odd, { maxKeys: 2 }), changes => {
        const changed = Object.fromEntries(
          Object.entries<unknown>({ ...whole, ...changes }).filter(([, field]) => field !== gone),
        );
        const { success, data } = mended.safeParse(changed);
        assert.equal(usual(changed), success && isDeepStrictEqual(data, changed));
      }),
      { numRuns: 3_000 },
    );
  });
});
