/** A message as an activity of the Bot Framework, with what only Teams shows: sources and the two thumbs. */
import type { Activity } from 'botbuilder';
import type { Citation, Mention, OutgoingMessage, TextMessage } from '../reply.ts';

/** Teams shows twenty citations at most, a name of 80 and an abstract of 160 characters. */
const mostCitations = 20;
const longestName = 80;
const longestAbstract = 160;

const message = { type: 'message', inputHint: 'acceptingInput' };

export function toActivity(outgoing: OutgoingMessage, channelId: string): Partial<Activity> {
  return outgoing.kind === 'card' ? cardActivity(outgoing) : textActivity(outgoing, channelId);
}

/** A card alone: Teams splits text and card in two, and the card could then not be updated. */
export function cardActivity({ card, about }: OutgoingMessage & { kind: 'card' }): Partial<Activity> {
  const activity = {
    ...message,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
    summary: card.fallbackText,
  };
  if (!about) return activity;
  return {
    ...activity,
    channelData: { feedbackLoop: { type: 'default' } },
    ...(about.sources.length > 0 && { entities: [citations(about.sources)] }),
  };
}

/** What a card says, without the card. */
export function sentenceActivity({ card }: OutgoingMessage & { kind: 'card' }): Partial<Activity> {
  return { ...message, text: card.fallbackText, textFormat: 'plain' };
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-ai-bot-messages, read 2026-11-21 */
function citations(sources: readonly Citation[]): NonNullable<Activity['entities']>[number] {
  return {
    type: 'https://schema.org/Message',
    '@type': 'Message',
    '@context': 'https://schema.org',
    '@id': '',
    citation: sources.slice(0, mostCitations).map(({ title, url, abstract }, index) => ({
      '@type': 'Claim',
      position: index + 1,
      appearance: {
        '@type': 'DigitalDocument',
        name: shortened(title, longestName),
        url,
        abstract: shortened(abstract, longestAbstract),
      },
    })),
  };
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations, read 2026-11-30 */
function mentionOf({ id, name }: Mention): NonNullable<Activity['entities']>[number] {
  return { type: 'mention', mentioned: { id, name }, text: `<at>${name}</at>` };
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`;
}

/** A sentence; or a text to copy, whose lines and quotes Teams keeps only inside a code block. */
function textActivity(
  { text, isSentence = false, fileName, mentions = [], attachment }: TextMessage,
  channelId: string,
): Partial<Activity> {
  if (attachment && channelId === 'msteams')
    return { ...message, attachments: [attachment], summary: text } as Partial<Activity>;
  // The chat page puts a button for copying beside what is no sentence, and one for keeping beside what has a name.
  const forPage = channelId === 'local' && { channelData: { isSentence, ...(fileName !== undefined && { fileName }) } };
  const plain = { ...message, text, textFormat: 'plain', ...forPage };
  if (isSentence) return { ...plain, ...(mentions.length > 0 && { entities: mentions.map(mentionOf) }) };
  if (channelId !== 'msteams') return plain;
  return { ...message, text: `\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\``, textFormat: 'markdown' };
}
