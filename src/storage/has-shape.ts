/**
 * Whether a value of JSON has a shape and is taken as it is, in a tenth of the time that zod takes to say so: it makes a copy
 * of all that it looks at, and every turn reads an activity and a case. What is not told apart here is asked of zod itself.
 */
import { z } from 'zod';

type Judge = (value: unknown) => boolean;

export function hasShape(shape: z.ZodType): Judge {
  switch (true) {
    case shape instanceof z.ZodObject:
      return objectCheck(shape);
    case shape instanceof z.ZodArray && hasNoChecks(shape): {
      const element = hasShape(shape.element as z.ZodType);
      return value => Array.isArray(value) && value.every(element);
    }
    case shape instanceof z.ZodRecord && shape.keyType instanceof z.ZodString && hasNoChecks(shape.keyType): {
      const element = hasShape(shape.valueType as z.ZodType);
      return value => isObject(value) && Object.values(value).every(element);
    }
    case shape instanceof z.ZodNullable: {
      const inner = hasShape(shape.unwrap() as z.ZodType);
      return value => value === null || inner(value);
    }
    // What has to be mended does not have the shape.
    case shape instanceof z.ZodCatch:
      return hasShape(shape.unwrap() as z.ZodType);
    case shape instanceof z.ZodDefault: {
      const inner = hasShape(shape.unwrap() as z.ZodType);
      return value => value !== undefined && inner(value);
    }
    case shape instanceof z.ZodUnknown:
      return () => true;
    case shape instanceof z.ZodOptional: {
      const inner = hasShape(shape.unwrap() as z.ZodType);
      return value => value === undefined || inner(value);
    }
    case shape instanceof z.ZodEnum: {
      const options = new Set<unknown>(shape.options);
      return value => options.has(value);
    }
    case shape instanceof z.ZodString && checksOf(shape).every(check => isLength(check) || isRefined(check)): {
      const [least, most] = [shape.minLength ?? 0, shape.maxLength ?? Number.POSITIVE_INFINITY];
      const refined = checksOf(shape).filter(isRefined);
      return value =>
        typeof value === 'string' &&
        value.length >= least &&
        value.length <= most &&
        refined.every(({ _zod }) => _zod.def.fn(value));
    }
    case shape instanceof z.ZodBoolean:
      return value => typeof value === 'boolean';
    default:
      return value => {
        const { success, data } = shape.safeParse(value);
        // A text may have been trimmed.
        return success && (typeof value !== 'string' || data === value);
      };
  }
}

function objectCheck(shape: z.ZodObject): Judge {
  const fields = Object.entries<z.ZodType>(shape.shape).map(
    ([name, field]) => [name, hasShape(field), mayBeAbsent(field)] as const,
  );
  return value =>
    isObject(value) &&
    fields.every(([name, check, isOptional]) => (Object.hasOwn(value, name) ? check(value[name]) : isOptional));
}

/** And nothing comes in its place. */
function mayBeAbsent(field: z.ZodType): boolean {
  const { success, data } = z.object({ field }).safeParse({});
  return success && data.field === undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

type Check = z.core.$ZodCheck<never>;

function checksOf({ def }: z.ZodString | z.ZodArray): readonly Check[] {
  return def.checks ?? [];
}

function isLength({ _zod }: Check): boolean {
  return _zod.def.check === 'min_length' || _zod.def.check === 'max_length';
}

/** By a function of ours, which says yes or no. */
function isRefined(check: object): check is z.core.$ZodCustom {
  return check instanceof z.core.$ZodCustom;
}

/** No length, no pattern, nothing refined. */
function hasNoChecks(shape: z.ZodString | z.ZodArray): boolean {
  return checksOf(shape).length === 0;
}
