/** A person's own words on a card. */
import { quoted } from '../join.ts';
import { escapeMarkdown } from '../markdown.ts';
import type { Strings } from '../strings.ts';

export function quotedTexts(texts: readonly string[], strings: Strings): string {
  return texts.map(text => quoted(strings.locale, escapeMarkdown(text))).join(strings.say('answer.itemGap'));
}
