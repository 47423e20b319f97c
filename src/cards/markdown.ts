/** Pasted text on a card: no Markdown, no mentions, no invisible characters. */

// Bidirectional controls, zero-width characters, control characters other than line feed.
const invisible = /[\u0000-\u0009\u000b-\u001f\u007f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Text from outside without characters that hide or turn round what follows. */
export function withoutInvisible(text: string): string {
  return text.replace(invisible, '');
}

/** Backslash escapes (CommonMark 2.4) for everything that a TextBlock would read as Markdown or as a mention. */
export function escapeMarkdown(text: string): string {
  return withoutInvisible(text).replace(/[\\`*_[\]<>~|#]/g, '\\$&');
}

/** The opposite, for texts that leave the card: bold marks and escapes removed. */
export function withoutMarkdown(text: string): string {
  return text.replaceAll('**', '').replace(/\\(?<mark>[\\`*_[\]<>~|#])/g, '$<mark>');
}
