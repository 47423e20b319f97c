/** JSON of what holds cards: a reply, an activity, the answer of an invoke. The text of `JSON.stringify`, with each card written once. */
import { cardJson } from '../cards/card-json.ts';

/** Where cards are, from the outside in. Everything else is written as a whole. */
const onTheWay = new Set([
  'messages',
  'inResponse',
  'replacement',
  'card',
  'activities',
  'attachments',
  'content',
  'value',
  'body',
]);

export function replyJson(value: object): string {
  if (Array.isArray(value)) return `[${value.map(one => (isObject(one) ? replyJson(one) : json(one))).join(',')}]`;
  if ('type' in value && value.type === 'AdaptiveCard') return cardJson(value);
  let fields = '';
  for (const [name, field] of Object.entries(value)) {
    const text = onTheWay.has(name) && isObject(field) ? replyJson(field) : JSON.stringify(field);
    if (text !== undefined) fields += `${fields === '' ? '' : ','}${JSON.stringify(name)}:${text}`;
  }
  return `{${fields}}`;
}

/** In a list there is always something. */
function json(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
