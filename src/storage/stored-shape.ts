/**
 * How the shape of a stored value is read. A value may have been written by an older version, which lacks a field, or by
 * a newer one over the same database, which has more fields and knows more kinds.
 */
import { z } from 'zod';

/** What a field is, or that an optional one is not there. */
type FieldOf<Value, Name extends keyof Value> =
  object extends Pick<Value, Name> ? Value[Name] | undefined : Value[Name];

/** A shape for every field of a type, so that a new field cannot be forgotten. */
export type Fields<Value> = { readonly [Name in keyof Value]-?: z.ZodType<FieldOf<Value, Name>, unknown> };

/** What the other fields are without a word about them. */
type Defaults<Value, Needed extends keyof Value> = {
  readonly [Name in Exclude<keyof Value, Needed>]-?: FieldOf<Value, Name>;
};

export type Shape<Value> = z.ZodType<Value, unknown>;

export interface Reading {
  /** @param defaults what a field is that is absent or cannot be read; without the needed ones nothing can be done */
  object<Value extends object, Needed extends keyof Value = never>(
    fields: Fields<Value>,
    defaults: Defaults<Value, Needed>,
  ): Shape<Value>;
  list<Value>(element: Shape<Value>): Shape<Value[]>;
  record<Value>(element: Shape<Value>): Shape<Readonly<Record<string, Value>>>;
}

/** Accepts what is complete and of this version, and says nothing of the rest. Fast: nothing is mended or kept. */
export const exactly: Reading = {
  object: fields => z.object(fields) as never,
  list: element => z.array(element),
  record: element => z.record(z.string(), element),
};

/** Takes what it can: unknown fields stay, what cannot be read is its default, an element that cannot be read is left out. */
export const tolerantly: Reading = {
  object: (fields, defaults) => {
    const mended = Object.entries<z.ZodType>(fields).map(([name, field]) => [
      name,
      Object.hasOwn(defaults, name) ? field.catch(defaults[name as keyof typeof defaults]) : field,
    ]);
    return z.looseObject(Object.fromEntries(mended)) as never;
  },
  list: element => z.array(element.optional().catch(undefined)).transform(all => all.filter(one => one !== undefined)),
  record: element =>
    z
      .record(z.string(), element.optional().catch(undefined))
      .transform(all => Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as never),
};

export const text = z.string();
export const textOrNull = z.string().nullable();

// 2026-11-20T17:42:00.000Z
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

// 2026-11-20
const isoDay = /^\d{4}-\d\d-\d\d$/;

/** When something began: a time, or a day where nobody knows the hour. */
export const timeOrDay = z
  .string()
  .refine(value => (isoTime.test(value) || isoDay.test(value)) && !Number.isNaN(Date.parse(value)));

/** A time that can be reckoned with and shown. */
export const time = z.string().refine(value => isoTime.test(value) && !Number.isNaN(Date.parse(value)));
