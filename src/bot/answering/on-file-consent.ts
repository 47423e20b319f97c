/** Somebody lets Teams take the evidence pack, or does not: it is made anew, written where Teams says, and shown as a file. */
import { z } from 'zod';
import type { Desk } from '../desk.ts';
import { type FileCard, nothing, type Reply } from '../reply.ts';
import { packOf } from './on-pack.ts';
import { findCase } from './on-press.ts';
import type { Turn } from './open-turn.ts';
import type { IncomingActivity } from './read-activity.ts';

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, read 2026-11-30 */
const Consent = z.looseObject({
  action: z.enum(['accept', 'decline']),
  context: z.looseObject({
    caseId: z.string().max(40),
    isWhole: z.boolean().catch(false),
    notedAt: z.string().max(40).optional().catch(undefined),
  }),
  uploadInfo: z
    .looseObject({
      name: z.string().max(300).optional(),
      uploadUrl: z.string().max(8_000),
      contentUrl: z.string().max(8_000),
      uniqueId: z.string().max(300),
      fileType: z.string().max(40).optional(),
    })
    .optional()
    .catch(undefined),
});

const answered = { ...nothing, answer: { body: {} } } satisfies Reply;

/** The context comes back from the client, where it may have been changed: the case is asked for as by its number. */
export async function onFileConsent(desk: Desk, { reader }: Turn, { value }: IncomingActivity): Promise<Reply> {
  const consent = Consent.safeParse(value).data;
  // In a channel there are no files of a bot.
  if (!consent || reader.isShared) return answered;
  const { action, context, uploadInfo } = consent;
  if (action === 'decline' || !uploadInfo) return answered;
  const found = await findCase(desk, reader, context.caseId);
  const { say } = desk.strings[reader.locale];
  const sentence = (text: string): Reply => ({ ...answered, messages: [{ kind: 'text', text, isSentence: true }] });
  if (!found || found.value.isDraft) return sentence(say('notice.unknown-case.title', { id: context.caseId }));
  const { text, name, bytes } = await packOf(desk, reader, found, context.isWhole, context.notedAt);
  const { uploadUrl, contentUrl, uniqueId, fileType = 'zip' } = uploadInfo;
  if (await desk.sendFile(uploadUrl, bytes)) {
    const attachment: FileCard = {
      contentType: 'application/vnd.microsoft.teams.card.file.info',
      name: uploadInfo.name ?? name,
      contentUrl,
      content: { uniqueId, fileType },
    };
    return { ...answered, messages: [{ kind: 'text', text: name, isSentence: true, attachment }] };
  }
  // Nobody waits for what cannot be written there: the text says the same.
  const failed = sentence(say('pack.notWritten'));
  return { ...failed, messages: [...failed.messages, { kind: 'text', text }] };
}
