/** The files under dialogs/ as zod schemas. What an author may write, and nothing else. */
import { z } from 'zod';
import { owners } from '../triage/article.ts';
import { subReasons } from '../triage/evidence.ts';
import { fatesWithArticle } from '../triage/fate.ts';
import { findingFacts } from '../triage/finding.ts';
import { mailSystemIds } from '../triage/mail-system.ts';
import { publicReasons } from '../triage/public-reason.ts';

/** Ids are lower-case words with hyphens, so that they work as file names, in buttons and in links. */
const Id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words joined by hyphens');
const Text = z.string().trim().min(1, 'an empty text');
const aCode = 'an enhanced status code such as 4.4.316, three numbers with dots between them';
const Code = z.string(aCode).regex(/^[245]\.\d{1,3}\.\d{1,3}$/, aCode);
const oneOrMore = <T extends z.ZodType>(schema: T) =>
  z.union([schema, z.array(schema).min(1)]).transform(value => (Array.isArray(value) ? value : [value]));

/** Where several articles have a code and nothing tells them apart, the lowest place is offered first. */
const Place = z.int().min(1).max(9);

const State = z.enum(['queued', 'bounced']);

/** Who gives the code this meaning; absent: whoever may. */
const SaidBy = oneOrMore(z.enum(mailSystemIds));

const StatusCodeEntry = z.union([
  Code,
  z.strictObject({ code: Code, state: State.optional(), place: Place.optional(), saidBy: SaidBy.optional() }),
  z.strictObject({ from: Code, to: Code, state: State.optional(), saidBy: SaidBy.optional() }),
]);

export const Condition = z
  .strictObject({
    hostOwner: oneOrMore(z.enum(['ours', 'partner', 'hoster', 'microsoft'])).optional(),
    subReason: oneOrMore(z.enum(subReasons)).optional(),
    state: oneOrMore(State).optional(),
    generatedBy: oneOrMore(z.enum(['microsoft', 'other'])).optional(),
    kind: oneOrMore(z.enum(['dsn', 'ndr', 'message-trace', 'queue', 'smtp-reply', 'symptom'])).optional(),
    code: oneOrMore(Code).optional(),
    text: oneOrMore(Text).optional(),
    reason: oneOrMore(z.enum(publicReasons)).optional(),
    system: oneOrMore(z.enum(mailSystemIds)).optional(),
    blockList: z.literal(true).optional(),
    byOthers: z.literal(true).optional(),
    sameDomain: z.literal(true).optional(),
    found: oneOrMore(z.enum(findingFacts)).optional(),
  })
  .refine(value => Object.keys(value).length > 0, 'a condition that says nothing');

export const ItemEntry = z.strictObject({
  use: Id.optional(),
  id: Id.optional(),
  who: z.enum(owners).optional(),
  minutes: z
    .int()
    .min(1, 'a whole number of minutes, 1 to 240')
    .max(240, 'a whole number of minutes, 1 to 240')
    .optional(),
  command: Text.optional(),
  risky: z.boolean().optional(),
  always: z.literal(true).optional(),
  requires: z.record(Id, Id).optional(),
  unless: oneOrMore(z.enum(findingFacts)).optional(),
  after: z.array(z.union([Id, z.array(Id).min(2)])).optional(),
  wait: z
    .union([z.string().regex(/^PT?\d+[DHM]$/, 'an ISO 8601 duration such as PT1H, or `unknown`'), z.literal('unknown')])
    .optional(),
});

export const StepEntry = z.strictObject({
  use: Id.optional(),
  kind: z.enum(['question', 'checklist', 'escalation']).optional(),
  options: z.record(Id, Id).optional(),
  answeredBy: z.array(z.strictObject({ when: Condition, option: Id })).optional(),
  remembers: z.enum(['hostOwner', 'mailboxes']).optional(),
  command: Text.optional(),
  items: z.array(ItemEntry).min(1, 'at least one item').optional(),
  next: Id.optional(),
  skippedBy: z.array(Condition).optional(),
  stillFailing: Id.optional(),
  to: z.enum(['partner', 'recipient-admin', 'sender', 'colleague', 'microsoft']).optional(),
  checks: z.array(Id).optional(),
});

export const ArticleFile = z.strictObject({
  statusCodes: z.array(StatusCodeEntry).default([]),
  catchAll: z.enum(['exchange', 'others']).optional(),
  fate: z.enum(fatesWithArticle).optional(),
  signatures: z.array(Text).default([]),
  tokens: z.array(Text).default([]),
  reasons: z.array(z.enum(publicReasons)).min(1, 'at least one reason'),
  speaksFor: z.array(Condition).default([]),
  meant: z.array(Condition).default([]),
  findings: z
    .strictObject({
      agree: oneOrMore(z.enum(findingFacts)).default([]),
      contradict: oneOrMore(z.enum(findingFacts)).default([]),
      opens: oneOrMore(z.enum(findingFacts)).default([]),
    })
    .default({ agree: [], contradict: [], opens: [] }),
  variants: z.record(Id, Condition).default({}),
  changes: z.record(Id, z.strictObject({ on: z.iso.date('a date such as 2026-12-31'), source: Text })).default({}),
  fixedBy: z.array(z.enum(owners)).min(1, 'at least one who can fix it'),
  related: z.array(Id).default([]),
  sources: z
    .array(
      z.strictObject({
        title: Text,
        url: z.url({ protocol: /^https$/, error: 'an address that begins with https://' }).optional(),
        read: z.iso.date('a date such as 2026-11-21'),
      }),
    )
    .min(1, 'at least one source'),
  guide: z.strictObject({ start: Id, steps: z.record(Id, StepEntry) }),
});

export const PiecesFile = z.strictObject({
  values: z.record(z.string(), Text).default({}),
  steps: z.record(Id, StepEntry),
  items: z.record(Id, ItemEntry.omit({ use: true, id: true })),
});

const ItemTexts = z.strictObject({
  text: Text.optional(),
  place: Text.optional(),
  check: Text.optional(),
  risk: Text.optional(),
  locked: Text.optional(),
});

const StepTexts = z.strictObject({
  question: Text.optional(),
  why: Text.optional(),
  options: z.record(Id, Text).optional(),
  title: Text.optional(),
  summary: Text.optional(),
  items: z.record(Id, ItemTexts).optional(),
  subject: Text.optional(),
  problem: Text.optional(),
  known: z.array(Text).optional(),
  ask: z.array(Text).optional(),
  checks: z.record(Id, Text).optional(),
});

const Title = Text.max(60, 'a title of at most 60 characters');
const Headline = Text.max(80, 'a headline of at most 80 characters');

export const StringsFile = z.strictObject({
  title: Title,
  headline: Headline,
  cause: Text,
  tell: Text,
  effect: Text.optional(),
  symptoms: z.array(Text).min(3, 'at least three symptoms'),
  aliases: z.array(Text).default([]),
  steps: z.record(Id, StepTexts),
  variants: z
    .record(
      Id,
      z.strictObject({
        title: Title.optional(),
        headline: Headline.optional(),
        cause: Text.optional(),
        effect: Text.optional(),
        steps: z.record(Id, StepTexts).optional(),
      }),
    )
    .default({}),
  changes: z.record(Id, z.strictObject({ before: Text, after: Text })).default({}),
});

export const RangesFile = z.strictObject({
  version: z
    .string('a version such as 2026081400, in quotation marks')
    .regex(/^\d{10}$/, 'a version such as 2026081400, in quotation marks'),
  read: z.iso.date('a date such as 2026-11-21'),
  ranges: z.array(z.union([z.cidrv4(), z.cidrv6()], 'a range such as 40.92.0.0/15')).min(1),
});

export const PiecesStringsFile = z.strictObject({
  steps: z.record(Id, StepTexts),
  items: z.record(Id, ItemTexts),
});

export type ArticleFile = z.infer<typeof ArticleFile>;
export type PiecesFile = z.infer<typeof PiecesFile>;
export type StringsFile = z.infer<typeof StringsFile>;
export type PiecesStringsFile = z.infer<typeof PiecesStringsFile>;
export type StepEntry = z.infer<typeof StepEntry>;
export type ItemEntry = z.infer<typeof ItemEntry>;
