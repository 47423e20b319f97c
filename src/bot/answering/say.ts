/** A sentence in passing: in the chat for what was typed, beside the card that stays as it is for a press. */
import type { Desk, Reader } from '../desk.ts';
import { nothing, type Reply } from '../reply.ts';

/** @param key of a text in cards/strings */
export function said(
  { strings }: Desk,
  { locale }: Pick<Reader, 'locale'>,
  key: string,
  { isPress = false, values = {} }: { isPress?: boolean; values?: Readonly<Record<string, string>> } = {},
): Reply {
  const text = strings[locale].say(key, values);
  return isPress
    ? { ...nothing, answer: { toast: text } }
    : { ...nothing, messages: [{ kind: 'text', text, isSentence: true }] };
}
