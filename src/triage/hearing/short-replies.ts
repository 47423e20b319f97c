/** What is said in a few words of what was just asked: both of them, none, the second, the one with that name. */
import type { AskedSteps, Said } from '../talk.ts';
import { tokenize } from '../tokens.ts';
import { cut } from './cut.ts';
import { rankLikely, wordsOf } from './likeness.ts';
import { mayBeSaid, noSteps, nothingSaid } from './nothing-said.ts';
import { hasPhrase, type PhraseBook } from './phrases.ts';
import { endsAsking } from './strong-wishes.ts';
import { shortTalk } from './wishes.ts';

/** "The second one please" */
const mostOfAnswer = 4;

/** Of the words of a sentence that say something, so many stand in the title. */
const wellNamed = 0.6;

interface ReplyWords {
  readonly say: PhraseBook;
  /** "none of these" in every language. */
  readonly none: readonly string[];
  isEmpty(word: string): boolean;
  /** "No, not that one" */
  deniesInShort(text: string): boolean;
}

export function createShortReplies({ say, none, isEmpty, deniesInShort }: ReplyWords) {
  return {
    hearAsked(text: string, { verb, items }: AskedSteps): Said | undefined {
      if (!mayBeSaid(text) || wordsOf(text).length > mostOfAnswer || items.length === 0) return undefined;
      const place = say.placeIn(text, items.length);
      const named = say.saysNeither(text)
        ? []
        : saysAllOf(text, items.length)
          ? items
          : place === undefined
            ? null
            : [items[place]!];
      if (named === null) return undefined;
      if (verb === 'tick' && named.length > 0)
        return { ...nothingSaid, intents: ['done'], done: { ...noSteps, items: named } };
      // Of none of them it is not so: they stay as they are.
      if (verb === 'untick' && named.length === 0) return undefined;
      return { ...nothingSaid, intents: ['not-done'], undone: { ...noSteps, items: named.length > 0 ? named : items } };
    },
    titleIn<Id>(text: string, ids: readonly Id[], titlesOf: (id: Id) => readonly string[]): Id | undefined {
      if (!mayBeSaid(text) || wordsOf(text).length > shortTalk) return undefined;
      const meant = ids.map(value => ({ value, parts: titlesOf(value).map(title => ({ text: title, weight: 1 })) }));
      // "My printer is jammed" names no problem of printers.
      const [first, second] = rankLikely(text, meant, isEmpty, 1);
      return first && first.score >= wellNamed && first.score > (second?.score ?? 0) * 1.3 ? first.value : undefined;
    },
    afterDenial(text: string): readonly string[] {
      const [first, ...others] = mayBeSaid(text) ? cut(text).map(part => part.text.trim()) : [];
      return first !== undefined && deniesInShort(first) ? others.filter(part => wordsOf(part).length > 1) : [];
    },
    saysNone: (text: string): boolean =>
      mayBeSaid(text) && (say.saysNeither(text) || none.some(one => tokenize(one).length > 1 && hasPhrase(text, one))),
    besidePlace: (text: string, count: number): string => besidePlace(text, count),
    // "What is the difference between the first and the second?" takes neither.
    placeIn: (text: string, count: number): number | undefined =>
      mayBeSaid(text) && !endsAsking.test(text) ? say.placeIn(text, count) : undefined,
  };

  function besidePlace(text: string, count: number): string {
    const parts = mayBeSaid(text) ? cut(text).map(part => part.text.trim()) : [];
    return parts.filter(part => say.placeIn(part, count) === undefined && wordsOf(part).length > 1).join(', ');
  }

  /** "Both" is said of two, and of more "all of them". */
  function saysAllOf(text: string, count: number): boolean {
    return (count === 2 && say.saysBoth(text)) || say.meansAll(text);
  }
}
