/** The message extension: searching the knowledge base, and "Triage this message" on any message. */
import { randomUUID } from 'node:crypto';
import { handlePress, openCase } from '../../triage/guiding/index.ts';
import {
  type NotPostedView,
  type PasteView,
  type PostedView,
  type TriagedView,
  viewAfter,
} from '../../triage/showing/index.ts';
import { channelOf, threadOf } from '../../triage/side.ts';
import type { Address } from '../channel.ts';
import { type Desk, type Reader, recall, viewContext } from '../desk.ts';
import { cardMessage, nothing, type Reply } from '../reply.ts';
import { cardActivity } from '../sending/index.ts';
import { commitCase } from './commit-case.ts';
import { readDraft, saveDraft } from './drafts.ts';
import { answerQuery } from './extension/answer-query.ts';
import { openCaseLink, openChatLink } from './extension/chat-link.ts';
import { dialogFor, notPostedDialog, pasteDialog, postedDialog, showDialog } from './extension/dialogs.ts';
import { type ExtensionInvoke, readExtensionInvoke, type Submitted } from './extension/read-invoke.ts';
import type { Turn } from './open-turn.ts';
import { personalChat } from './personal-chat.ts';
import { placeAt } from './place.ts';
import type { IncomingActivity } from './read-activity.ts';
import { readPaste } from './read-paste.ts';

/** As far back as "most common" looks. */
const recentDays = 30;
const recentArticles = 50;

export async function onExtension(desk: Desk, reader: Reader, activity: IncomingActivity): Promise<Reply> {
  const invoke = readExtensionInvoke(activity.name ?? '', activity.value);
  switch (invoke.kind) {
    case 'unsupported':
      return refused(501);
    case 'invalid':
      return refused(400);
    case 'query':
      return { ...answered(await search(desk, reader, invoke)), isFleeting: true };
    case 'triage':
      return {
        ...answered(showDialog(await findingIn(desk, reader, invoke), desk.cards, reader.own)),
        isFleeting: true,
      };
    case 'submit':
      return answered(await submit(desk, reader, activity, invoke.submitted));
    default:
      return invoke satisfies never;
  }
}

function refused(status: number): Reply {
  return { ...nothing, answer: { status }, isFleeting: true };
}

function answered(body: object): Reply {
  return { ...nothing, answer: { body } };
}

async function search(
  desk: Desk,
  reader: Reader,
  { text, page }: ExtensionInvoke & { kind: 'query' },
): Promise<object> {
  const articles = desk.search();
  const found =
    text === '' ? articles.first(await recent(desk, reader.tenant)) : articles.find(text, reader.own.locale);
  return answerQuery(found, page, desk, reader.own, desk.ear.hear(text, null).term);
}

async function recent(desk: Desk, tenant: string) {
  const since = new Date(Date.parse(desk.now()) - recentDays * 24 * 3_600_000).toISOString();
  const counts = await desk.store.articleCounts(tenant, since, recentArticles);
  return counts
    .toSorted((one, other) => (one.lastAt < other.lastAt ? 1 : -1))
    .map(({ article, count }) => ({ articleId: article, count }));
}

async function findingIn(
  desk: Desk,
  reader: Reader,
  { message, threadId }: ExtensionInvoke & { kind: 'triage' },
): Promise<TriagedView | PasteView> {
  if (message === null) return pasteDialog('ask');
  return message.kind === 'empty' ? pasteDialog(message.why) : findingFor(desk, reader, message.text, threadId);
}

async function findingFor(
  desk: Desk,
  reader: Reader,
  text: string,
  threadId: string | null,
): Promise<TriagedView | PasteView> {
  const read = await readPaste(desk, text);
  if (typeof read === 'string') return pasteDialog(read);
  const { evidence, match } = read;
  const draft = randomUUID();
  const dialog = dialogFor(evidence, match, {
    articles: desk.articles,
    retryHours: desk.retryHours,
    draft,
    places: (await isOwnChat(desk, reader)) ? ['personal'] : ['here', 'personal'],
  });
  if (dialog.kind === 'triaged') {
    await saveDraft(desk, reader, draft, { evidence, match, threadId });
  }
  return dialog;
}

/** A chat of two people is `personal` as well, so only a chat that the bot was written to in counts. */
async function isOwnChat({ store }: Desk, reader: Reader): Promise<boolean> {
  return (await store.place(reader))?.kind === 'personal';
}

async function submit(desk: Desk, reader: Reader, activity: IncomingActivity, submitted: Submitted): Promise<object> {
  const show = (view: TriagedView | PasteView | NotPostedView | PostedView) => showDialog(view, desk.cards, reader.own);
  switch (submitted.kind) {
    case 'installed':
      return show(notPostedDialog('expired'));
    case 'triage-text':
      return show(await findingFor(desk, reader, submitted.text, null));
    case 'post': {
      const end = await postCase(desk, reader, activity, submitted);
      return show(end);
    }
    default:
      return submitted satisfies never;
  }
}

/** Posts the finding as a message of the bot's own. */
async function postCase(
  desk: Desk,
  reader: Reader,
  activity: IncomingActivity,
  { where, draft: draftId, option }: Submitted & { kind: 'post' },
): Promise<NotPostedView | PostedView> {
  const draft = await readDraft(desk, reader, draftId);
  if (!draft) return notPostedDialog('expired');
  const { evidence, match, threadId } = draft;
  const isHere = where === 'here' && !(await isOwnChat(desk, reader));
  const target = isHere ? threadAddress(activity, reader.address, threadId) : await personalChat(desk, reader);
  const chatUrl = desk.appId === undefined ? null : openChatLink(desk.appId, 'help');
  if (!target) return notPostedDialog('no-personal-chat', { draft: draftId, option, chatUrl });

  const there = await readerThere(desk, reader, target, isHere);
  const articleId = match.verdict === 'match' ? match.candidates[0].articleId : option;
  const memory = await recall(desk, reader.tenant, evidence, { caseId: null, articleId });
  const by = { ...reader.person, memberId: reader.memberId };
  const context = { ...viewContext(desk, there, memory), now: desk.now(), by };
  let handled = openCase(desk.newCaseId(), evidence, match, context);
  if (option !== null && handled.case.articleId === null) {
    const chosen = handlePress(handled.case, { verb: 'choose', option }, context);
    handled = { ...chosen, events: [...handled.events, ...chosen.events], isChanged: true };
  }
  // Sent first: where the bot is no member there is to be no case either.
  const card = cardMessage(desk, there, viewAfter(handled, context), handled.case);
  const sent = await desk.connector.send(target, cardActivity(card));
  if (sent.kind === 'not-there') {
    return isHere
      ? notPostedDialog('not-member', { draft: draftId, option, chatUrl })
      : notPostedDialog('no-personal-chat', { draft: draftId, option, chatUrl });
  }
  // What is answered here is the dialog: the posted card is nobody's reply.
  const commit: Turn['commit'] = async (_, change) => {
    const place = placeAt(desk, there, target);
    const { kind } = await desk.store.commit({ ...there, at: desk.now(), by: there.person, place, ...change });
    return { kind: kind === 'conflict' ? 'conflict' : 'committed' };
  };
  await commitCase(desk, { commit, reader: there }, async () => ({ handled, version: 0, reply: nothing }));
  if (sent.id !== undefined) await desk.store.rememberCard(there, handled.case.id, sent.id);
  const caseUrl = desk.appId === undefined || handled.case.isDraft ? null : openCaseLink(desk.appId, handled.case.id);
  return postedDialog(isHere ? 'here' : 'personal', caseUrl);
}

/** Teams adds the message that begins the thread only for replies. */
function threadAddress({ conversation }: IncomingActivity, address: Address, threadId: string | null): Address {
  const isThread = conversation.conversationType === 'channel' && channelOf(conversation.id) === conversation.id;
  return isThread && threadId !== null ? { ...address, conversation: threadOf(conversation.id, threadId) } : address;
}

/** Who reads the posted card: in a shared place everybody, in the language of the place. */
async function readerThere(desk: Desk, reader: Reader, target: Address, isShared: boolean): Promise<Reader> {
  const { conversation } = target;
  if (!isShared) return { ...reader, ...reader.own, conversation, address: target, isShared };
  const known = await desk.store.place({ tenant: reader.tenant, conversation });
  const looks = known ? { locale: known.locale as Reader['locale'], timeZone: known.timeZone } : reader.own;
  return { ...reader, ...looks, conversation, address: target, isShared };
}
