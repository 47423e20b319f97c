/** What the HTTP request of an invoke is answered with, in the shape that its kind asks for. */
import type { Desk, Reader } from '../desk.ts';
import type { InvokeAnswer, Reply } from '../reply.ts';
import type { Kind } from './activity-kind.ts';
import { notPostedDialog, showDialog } from './extension/dialogs.ts';
import type { IncomingActivity } from './read-activity.ts';

export function invokeAnswer({ replacement, answer }: Reply): InvokeAnswer {
  if (answer) {
    if ('toast' in answer) return toast(answer.toast);
    return 'body' in answer ? { status: 200, body: answer.body } : answer;
  }
  return replacement ? cardAnswer(replacement.card) : toast('');
}

/** What an invoke gets whose work takes too long: a sentence, in the shape that its kind asks for. */
export function lateAnswer(kind: Kind, text: string, { name }: IncomingActivity): InvokeAnswer {
  if (kind === 'feedback' || kind === 'file-consent') return { status: 200, body: {} };
  if (kind !== 'extension') return toast(text);
  const body =
    name === 'composeExtension/query'
      ? { composeExtension: { type: 'message', text } }
      : { task: { type: 'message', value: text } };
  return { status: 200, body };
}

export function failedExtension(
  desk: Desk,
  reader: Reader,
  { name }: IncomingActivity,
  reference: string,
): InvokeAnswer {
  if (name !== 'composeExtension/query')
    return { status: 200, body: showDialog(notPostedDialog('failed', { reference }), desk.cards, reader.own) };
  const text = desk.strings[reader.own.locale].say('notice.failed.title');
  return { status: 200, body: { composeExtension: { type: 'message', text } } };
}

function toast(value: string): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value } };
}

export function cardAnswer(card: object): InvokeAnswer {
  return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card } };
}
