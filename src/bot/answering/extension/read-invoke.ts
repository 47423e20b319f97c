/**
 * Invokes of the message extension, read tolerantly: only the fields that are used.
 * Microsoft: https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search
 * and https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/action-commands/respond-to-task-module-submit
 */
import { z } from 'zod';
import { maxPasteBytes } from '../../../triage/reading/index.ts';
import type { PostPlace } from '../../../triage/showing/index.ts';
import { MessagePayload, type MessageText, messageText } from './message-text.ts';

/** The commands' ids in manifest/manifest.json. */
export const searchCommand = 'searchArticles';
export const triageCommand = 'triageMessage';

export interface Page {
  readonly skip: number;
  readonly count: number;
}

export type Submitted =
  | {
      readonly kind: 'post';
      readonly where: PostPlace;
      readonly draft: string;
      /** The article, where there was one or one was chosen. */
      readonly option: string | null;
    }
  | { readonly kind: 'triage-text'; readonly text: string }
  /** The bot was added to the conversation, and Teams kept nothing of the button that asked for it. */
  | { readonly kind: 'installed' };

export type ExtensionInvoke =
  /** An empty text: the first look, before anything is typed. */
  | { readonly kind: 'query'; readonly text: string; readonly page: Page }
  /**
   * The action: on a message, or on none (from the compose box). `threadId` is the message that begins the thread, for
   * `;messageid=` behind a channel's conversation id, which the activity has only for replies.
   */
  | { readonly kind: 'triage'; readonly message: MessageText | null; readonly threadId: string | null }
  | ({ readonly kind: 'submit' } & { readonly submitted: Submitted })
  /** To be answered with 501. */
  | { readonly kind: 'unsupported' }
  /** To be answered with 400. */
  | { readonly kind: 'invalid' };

export function isExtensionInvoke(name: string | undefined): name is string {
  return name?.startsWith('composeExtension/') ?? false;
}

export function readExtensionInvoke(name: string, value: unknown): ExtensionInvoke {
  switch (name) {
    case 'composeExtension/query':
      return readQuery(value);
    case 'composeExtension/fetchTask':
      return readFetchTask(value);
    case 'composeExtension/submitAction':
      return readSubmit(value);
    default:
      // selectItem, querySettingUrl, setting, onCardButtonClicked, queryLink, anonymousQueryLink
      return { kind: 'unsupported' };
  }
}

const whole = z.number().int().min(0).max(10_000);
// Clients that do not know the manifest send none: there is one search and one action.
const commandId = z.string().max(100).nullish();

const Query = z.looseObject({
  commandId,
  parameters: z
    .array(
      z.looseObject({ name: z.string().default(''), value: z.union([z.string(), z.number(), z.boolean()]).catch('') }),
    )
    .nullish(),
  queryOptions: z
    .looseObject({ skip: whole.catch(0).default(0), count: whole.catch(25).default(25) })
    .nullish()
    .catch(null),
});

function readQuery(value: unknown): ExtensionInvoke {
  const query = Query.safeParse(value).data;
  if (!query) return { kind: 'invalid' };
  if ((query.commandId || searchCommand) !== searchCommand) return { kind: 'unsupported' };
  const text = (query.parameters ?? []).find(({ name }) => name === 'text' || name === '')?.value ?? '';
  const { skip, count } = query.queryOptions ?? { skip: 0, count: 25 };
  return { kind: 'query', text: String(text).trim(), page: { skip, count } };
}

const FetchTask = z.looseObject({
  commandId,
  commandContext: z.string().nullish(),
  messagePayload: MessagePayload.nullish(),
});

function readFetchTask(value: unknown): ExtensionInvoke {
  const task = FetchTask.safeParse(value).data;
  if (!task) return { kind: 'invalid' };
  if ((task.commandId || triageCommand) !== triageCommand) return { kind: 'unsupported' };
  const { messagePayload, commandContext } = task;
  if (messagePayload) {
    const threadId = messagePayload.replyToId ?? messagePayload.id ?? null;
    return { kind: 'triage', message: messageText(messagePayload), threadId };
  }
  const isOnMessage = commandContext === 'message';
  return { kind: 'triage', message: isOnMessage ? { kind: 'empty', why: 'empty' } : null, threadId: null };
}

const id = z.string().min(1).max(200);
const installed = z.looseObject({ justInTimeInstall: z.literal(true) });

/** What the buttons of our dialogs send; the inputs of the dialog stand beside it. */
const Data = z.union([
  z
    .looseObject({ verb: z.literal('post-case'), where: z.enum(['here', 'personal']), draft: id, option: id.nullish() })
    .transform(({ where, draft, option }): Submitted => ({ kind: 'post', where, draft, option: option ?? null })),
  z
    .looseObject({ verb: z.literal('triage-text'), text: z.string().max(maxPasteBytes * 2) })
    .transform(({ text }): Submitted => ({ kind: 'triage-text', text })),
  z
    .looseObject({ verb: z.undefined().optional(), msteams: installed })
    .transform((): Submitted => ({ kind: 'installed' })),
]);

function readSubmit(value: unknown): ExtensionInvoke {
  const submit = z
    .looseObject({ botMessagePreviewAction: z.string().nullish(), data: z.unknown() })
    .safeParse(value).data;
  // A preview is never shown, so nobody can send or edit one.
  if (!submit || submit.botMessagePreviewAction) return { kind: 'invalid' };
  const data = Data.safeParse(submit.data);
  return data.success ? { kind: 'submit', submitted: data.data } : { kind: 'invalid' };
}
