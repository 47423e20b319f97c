/** A sentence in clauses: its sentences, and what stands beside a comma or an "and". */
import { wordsOf } from './likeness.ts';

export const questionMark = /[?？]/;
const endsInQuestion = /(?:[?？]|[吗么]|(?<![着没])呢)\s*$/;
// "3 is done, still the same", "it runs and mail comes in", "1 is done but 2 is not", "who does 3 and the site is in Lyon"
const clauseEnd =
  /[,;!?，；。！？\n]|\.(?=\s|$)|\s(?:but|maar|men)\s|(?<!\d)\s(?:and|en|och|plus|\+)\s(?!\d)|(?<=\d)\s(?:and|en|och)\s(?=(?:[\p{L}']{1,30}\s){3}\p{L})|但是|可是|不过|但(?!愿)|(?<=\p{Script=Han})\s(?=\p{Script=Han})/iu;

// "Nu en dan", "first and foremost", "till och med", "stuur dit maar door", "for Mr. Jansen": nothing ends there.
const noEnd =
  /\s(?:(?:af en toe|nu en dan|keer op keer|heen en weer|in en uit|now and (?:then|again)|over and over|again and again|by and large|då och då|till och (?:med|från)|om och om igen|i och med)(?!\p{L})|(?<=\S\s)maar\s(?=(?:door|even|effe|ff|gewoon|eens|vast|meteen|dicht|weg)(?!\p{L})))|(?<!\p{L})(?:mr|mrs|ms|dr|dhr|mevr|nr|ca|st|approx|resp|bv|ex|kl)\.(?=\s)/giu;

// In Dutch "en" is "and", in Swedish "a".
const swedish = /[åäö]|(?<!\p{L})(?:och|inte|jag|ska|vad|vem|hur|har|men)(?!\p{L})/iu;

const joining = /^\s(?:but|maar|men)\s$/i;
const endsInAll =
  /(?:everything|all(?: of (?:them|it|those|these))?|alles|alle(?: stappen)?|allemaal|allt(?: av det)?|alla(?: steg(?:en)?)?(?: av dem)?)$/i;

export interface Part {
  readonly text: string;
  readonly isQuestion: boolean;
  /** Where in the text it begins. */
  readonly from: number;
}

/** The parts of more than one word, as they stand. */
export function partsOf(text: string): string[] {
  return cut(text)
    .map(part => part.text)
    .filter(part => wordsOf(part).length > 1);
}

/** "Who sends it, me or the customer? And where to" */
export function cut(text: string): Part[] {
  let from = 0;
  const isSwedish = swedish.test(text);
  const cutter = new RegExp(clauseEnd, 'giu');
  const parts: Part[] = [];
  const add = (until: number, sign: string) => {
    const part = text.slice(from, until);
    if (wordsOf(part).length > 0)
      parts.push({ text: part, isQuestion: questionMark.test(sign) || endsInQuestion.test(part), from });
  };
  const kept = text.replace(noEnd, found => '…'.repeat(found.length));
  for (const { 0: sign, index } of (kept.length === text.length ? kept : text).matchAll(cutter)) {
    if (isSwedish && sign.trim().toLowerCase() === 'en') continue;
    // "Everything but the last one"
    if (joining.test(sign) && endsInAll.test(text.slice(from, index))) continue;
    add(index, sign);
    from = index + sign.length;
  }
  add(text.length, '');
  return parts;
}
