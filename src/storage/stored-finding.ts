/** The shape of what data showed, in a case. */
import { z } from 'zod';
import { nobody, type Person } from '../triage/case.ts';
import {
  type Finding,
  type FindingCopy,
  type FindingFact,
  type FindingSentence,
  type FindingSource,
  type FindingValue,
  type FoundValues,
  findingFacts,
  findingKinds,
} from '../triage/finding.ts';
import { type Reading, type Shape, text, textOrNull, time } from './stored-shape.ts';

/** @param unknownTime what a time is that cannot be read */
export function findingShape(
  { object, list, record }: Reading,
  person: Shape<Person>,
  unknownTime: string,
): Shape<Finding> {
  const value: Shape<FindingValue> = z.union([
    text,
    z.number(),
    z.object({ at: time }),
    z.object({ day: text }),
    z.object({ bytes: z.number() }),
    z.object({ share: z.number() }),
    z.object({ list: z.array(text) }),
    z.object({ published: z.array(text) }),
  ]);
  const sentence = object<FindingSentence, 'key'>({ key: text, values: record(value) }, { values: {} });
  const count = z.number();
  const comparedWith = object<NonNullable<FindingSource['comparedWith']>>(
    { version: text, day: text },
    { version: '', day: '' },
  ).nullable();
  const source = object<FindingSource>(
    { name: textOrNull, format: textOrNull, rows: count, unread: count, firstUnread: textOrNull, comparedWith },
    { name: null, format: null, rows: 0, unread: 0, firstUnread: null, comparedWith: null },
  );
  const copy = object<FindingCopy, 'key' | 'text'>(
    { key: text, format: z.enum(['txt', 'csv']), text, publicText: textOrNull },
    { format: 'txt', publicText: null },
  );
  const fact: Shape<FindingFact> = z.enum(findingFacts);
  // One of a kind that is not known here is left out by the list.
  return object<Finding, 'kind' | 'headline' | 'source'>(
    {
      kind: z.enum(findingKinds),
      at: time,
      by: person,
      source,
      headline: sentence,
      says: list(sentence),
      shows: list(fact),
      articleId: textOrNull,
      values: record(object<FoundValues[string], 'text'>({ text, isPublic: z.boolean() }, { isPublic: false })),
      copies: list(copy),
    },
    { at: unknownTime, by: nobody, says: [], shows: [], articleId: null, values: {}, copies: [] },
  );
}
