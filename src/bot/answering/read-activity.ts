/** An activity from a channel, read tolerantly: only the fields that are used, and nothing of a shape that is not expected. */
import { z } from 'zod';
import { isTimeZone } from '../../cards/format-time.ts';
import { hasShape } from '../../storage/has-shape.ts';
import { questions } from '../../triage/answer.ts';
import { owners } from '../../triage/article.ts';
import { longestNote, severities, wordings } from '../../triage/case.ts';
import { type Locale, locales } from '../../triage/evidence.ts';
import { fates } from '../../triage/fate.ts';
import type { Press } from '../../triage/guiding/index.ts';
import { listVerbs, type PressVerb } from '../../triage/verbs.ts';
import type { Mention } from '../reply.ts';

const id = z.string().min(1).max(512);

const members = z
  .array(z.looseObject({ id: z.string() }))
  .optional()
  .catch(undefined);

export const IncomingActivity = z.looseObject({
  type: z.string().min(1).max(60),
  id: id.optional(),
  name: z.string().max(200).optional(),
  channelId: z.string().max(60).default('unknown'),
  serviceUrl: z.string().trim().max(2000).refine(URL.canParse),
  from: z.looseObject({ id, name: z.string().max(200).optional(), aadObjectId: z.string().max(100).optional() }),
  recipient: z.looseObject({ id, name: z.string().max(200).optional() }).optional(),
  conversation: z.looseObject({
    id,
    tenantId: z.string().max(100).optional(),
    conversationType: z.string().max(40).optional(),
    isGroup: z.boolean().optional(),
  }),
  /** `expectReplies`: the response holds the replies. */
  deliveryMode: z.string().max(60).optional().catch(undefined),
  /** Of an installationUpdate. */
  action: z.string().max(60).optional().catch(undefined),
  membersAdded: members,
  membersRemoved: members,
  text: z.string().optional(),
  value: z.unknown().optional(),
  locale: z.string().max(40).optional(),
  localTimezone: z.string().max(80).optional(),
  replyToId: id.optional(),
  channelData: z
    .looseObject({ tenant: z.looseObject({ id: z.string().max(100).optional() }).optional() })
    .nullish()
    .catch(undefined),
  attachments: z
    .array(z.looseObject({ contentType: z.string() }))
    .optional()
    .catch(undefined),
  entities: z.array(z.looseObject({ type: z.string().optional() })).optional(),
});
export type IncomingActivity = z.infer<typeof IncomingActivity>;

// Built when first needed: a start need not wait for it.
let isUsual: ((value: unknown) => boolean) | undefined;

/** Nearly all are taken as they come. */
export function readActivity(value: unknown): z.ZodSafeParseResult<IncomingActivity> {
  isUsual ??= hasShape(IncomingActivity);
  return isUsual(value) ? { success: true, data: value as IncomingActivity } : IncomingActivity.safeParse(value);
}

/** The tenant that owns everything this activity may see; `local` for the chat page and the emulator. */
export function tenantOf(activity: IncomingActivity): string {
  return activity.conversation.tenantId ?? activity.channelData?.tenant?.id ?? 'local';
}

/** Everybody else whom a message calls by name. */
export function mentionedIn({ entities = [], recipient }: IncomingActivity): Mention[] {
  return entities
    .flatMap(entity => MentionEntity.safeParse(entity).data ?? [])
    .filter(({ mentioned }) => mentioned.id !== recipient?.id)
    .map(({ mentioned: { id, name }, text }) => ({ id, name: name ?? text.replace(/<[^<>]{0,40}>/g, '') }));
}

const MentionEntity = z.looseObject({
  type: z.literal('mention'),
  mentioned: z.looseObject({ id: z.string().max(512), name: z.string().max(200).optional().catch(undefined) }),
  text: z.string().min(1),
});

/** What the person wrote, without the mentions that call the bot in a channel, wherever and however often they stand. */
export function textOf({ type, text = '', entities = [], recipient }: IncomingActivity): string {
  if (type !== 'message') return '';
  const calls = entities
    .flatMap(entity => MentionEntity.safeParse(entity).data ?? [])
    .filter(({ mentioned }) => mentioned.id === recipient?.id);
  if (calls.length === 0) return text;
  const bare = calls.reduce((rest, { text: call }) => rest.split(call).map(withoutBlanks).join(' '), text);
  return withoutBlanks(bare);
}

// <span class="inline-compose-card" itemid="0" …>: where a card stands that the sender inserted from a message extension
const composeCard = /class="inline-compose-card"/i;

/** A message that is nothing but an inserted card, such as an article of our own: not a question to the bot. */
export function isInsertedCard({ text = '', attachments = [] }: IncomingActivity): boolean {
  const hasCard = attachments.some(({ contentType }) => contentType.startsWith('application/vnd.microsoft.card.'));
  const bare = composeCard.test(text) ? text.replace(/<[^<>]{0,300}>/g, '') : text;
  return hasCard && bare.trim() === '';
}

function withoutBlanks(part: string): string {
  return part.replace(/^(?:[ \u00a0]|&nbsp;){1,20}/, '').replace(/(?:[ \u00a0]|&nbsp;){1,20}$/, '');
}

const ClientInfo = z.looseObject({ type: z.literal('clientInfo'), timezone: z.string().optional() });

/** The reader's zone as the client says it; UTC where it says nothing that this machine knows. */
export function timeZoneOf(activity: IncomingActivity): string | undefined {
  const info = activity.entities?.map(entity => ClientInfo.safeParse(entity).data).find(found => found !== undefined);
  return [info?.timezone, activity.localTimezone].find(zone => zone !== undefined && isTimeZone(zone));
}

/** The nearest of our languages: `sv-FI` is sv, every Chinese is zh-CN. */
export function localeOf(tag: string | undefined): Locale | undefined {
  const [language] = (tag ?? '').toLowerCase().split(/[-_]/);
  return language === 'zh' ? 'zh-CN' : locales.find(locale => locale === language);
}

const word = z.string().min(1).max(200);
const caseId = z.string().max(40).optional();
const Data = z.looseObject({
  caseId,
  step: word.optional().catch(undefined),
  item: word.optional().catch(undefined),
  option: word.optional().catch(undefined),
  draft: word.optional().catch(undefined),
  from: word.optional().catch(undefined),
});

/** What a button sends, whichever way: Action.Execute nests it in `action`, Action.Submit sends it flat. */
const Pressed = z.union([
  z
    .looseObject({ action: z.looseObject({ verb: word, data: Data.default({}) }) })
    .transform(({ action }) => ({ verb: action.verb, ...action.data })),
  Data.extend({ verb: word }),
]);

export interface PressedButton {
  readonly caseId: string | undefined;
  /** Not a step of the guide: a look at the card as it is, or the whole case in one's own chat. */
  readonly verb: string;
  /** What waits for this button. */
  readonly draft: string | undefined;
  /** After how many cases a page of the list begins. */
  readonly from?: string | undefined;
  /** Which list of cases; how much of a case is packed. */
  readonly which?: string | undefined;
  /** What was written before, and is looked at anew. */
  readonly text?: string | undefined;
  /** Undefined for a verb or data that no button of ours has. */
  readonly press: Press | undefined;
}

/** The button of an activity: of an invoke always, of a message where nothing was written (Action.Submit). */
export function pressedIn(activity: IncomingActivity, isInvoke: boolean): PressedButton | undefined {
  return isInvoke || textOf(activity).trim() === '' ? readPressed(activity.value) : undefined;
}

function isListVerb(verb: string | undefined): boolean {
  return listVerbs.some(one => one === verb);
}

function readPressed(value: unknown): PressedButton | undefined {
  const parsed = Pressed.safeParse(value);
  if (!parsed.success) return undefined;
  const { verb, caseId, step, item, option, draft, from } = parsed.data as Record<string, string | undefined>;
  const press = Button.safeParse({ verb, step, item, option, details: parsed.data });
  return {
    caseId,
    verb: verb ?? '',
    draft,
    ...(from !== undefined && { from }),
    ...((isListVerb(verb) || verb === 'pack') && option !== undefined && { which: option }),
    ...(verb === 'triage-new' && { text: option }),
    press: press.success ? press.data : undefined,
  };
}

/** What a button of a card presses; undefined for a verb or data that no button of a case has. */
export function readPress(button: object): Press | undefined {
  return Button.safeParse(button).data;
}

const field = z.string().max(200).optional().catch(undefined);

/** What a person typed and picked on a card. */
const Fields = z.object({ beganDay: field, beganTime: field, person: field, address: field, ticket: field });

/** An empty field says that there is nothing, or, where the card did not show what is known, nothing at all. */
function filledIn({
  verb,
  option,
  details,
}: {
  verb: 'contact-details';
  option: 'all' | 'filled';
  details: z.infer<typeof Fields>;
}) {
  const { beganDay, beganTime, ...words } = details;
  const began =
    beganDay === undefined ? undefined : beganDay === '' ? '' : [beganDay, beganTime].filter(Boolean).join('T');
  const said = Object.entries({ ...words, began }).filter(
    ([, value]) => value !== undefined && (option === 'all' || value !== ''),
  );
  return { verb, details: Object.fromEntries(said.map(([name, value]) => [name, value || null])) };
}

/** What is written to the other side, and whom a case is given to. */
const Words = z.object({ text: z.string().max(4_000).optional().catch(undefined), colleague: field });

const Button = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('answer'), step: word, option: word }),
  z.object({
    verb: z.literal('choose'),
    option: word,
    item: z
      .string()
      .regex(/^\d{1,6}$/)
      .optional()
      .catch(undefined),
  }),
  z.object({ verb: z.literal('narrow'), option: z.enum(fates) }),
  z.object({ verb: z.literal('move'), option: word }),
  z.object({ verb: z.enum(['tick', 'untick', 'confirm', 'cancel']), step: word, item: word }),
  z.object({ verb: z.enum(['go-on', 'failing']), step: word }),
  z.object({ verb: z.literal('solved'), step: word, option: z.literal('anyway').optional().catch(undefined) }),
  z.object({ verb: z.literal('ask'), option: z.enum(questions) }),
  z.object({ verb: z.literal('hand-over'), option: z.enum(owners) }),
  z.object({ verb: z.enum(['back', 'restart', 'recipients', 'undo', 'reopen', 'show', 'sent']) }),
  z.object({ verb: z.enum(['copy-commands', 'copy-contact', 'copy-reminder', 'copy-summary']) }),
  z.object({ verb: z.enum(['no-answer', 'they-answered']) }),
  z.object({ verb: z.enum(['remind-later', 'no-reminders']) }),
  z.object({ verb: z.literal('contact-language'), option: z.enum([...locales, 'ask']) }),
  z.object({ verb: z.literal('contact-addresses'), option: z.enum(['on', 'off']) }),
  z
    .object({ verb: z.literal('contact-details'), option: z.enum(['all', 'filled']), details: Fields })
    .transform(filledIn),
  z.object({ verb: z.literal('contact-wording'), option: z.enum(wordings) }),
  z
    .object({ verb: z.enum(['escalate', 'give-back']), details: Words })
    .transform(({ verb, details }) => ({ verb, text: details.text ?? null })),
  z
    .object({ verb: z.literal('tell'), details: Words })
    .transform(({ verb, details }) => ({ verb, text: details.text ?? '' })),
  z
    .object({ verb: z.literal('assign'), details: Words })
    .transform(({ verb, details }) => ({ verb, to: { id: details.colleague ?? '', name: '' } })),
  z.object({ verb: z.enum(['take', 'take-back', 'withdraw', 'leave-incident']) }),
  z.object({ verb: z.literal('severity'), option: z.enum(severities) }),
  z
    .object({
      verb: z.literal('note'),
      details: z.object({
        note: z
          .string()
          .max(2 * longestNote)
          .catch(''),
      }),
    })
    .transform(({ verb, details }) => ({ verb, text: details.note })),
  z.object({ verb: z.literal('contact-known'), option: word }),
]) satisfies z.ZodType<Press & { readonly verb: PressVerb }>;
