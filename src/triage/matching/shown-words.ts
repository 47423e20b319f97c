/** Which of the words that led to an article are shown as its reason: those that stand in the text as somebody wrote them. */

/** Chinese has no blanks: pieces of two characters count for the ranking, but nobody would call them words. */
export function shownWords(words: readonly string[], text: string): readonly string[] {
  const said = text.toLowerCase();
  const isWord = /\p{Script=Han}/u.test(text) ? hanWords(said) : () => true;
  const written = words.filter(word => said.includes(word.toLowerCase()) && isWord(word.toLowerCase()));
  const whole = written.filter(word => !written.some(other => other !== word && other.includes(word)));
  return whole.length > 0 ? whole : words.slice(0, 1);
}

/** Whether a piece of the text is a word, or several; two characters have to be one word. */
function hanWords(text: string): (piece: string) => boolean {
  const segments = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(text)];
  const words = new Set(segments.map(({ segment }) => segment));
  const bounds = new Set([...segments.map(({ index }) => index), text.length]);
  return piece => {
    if (piece.length <= 2) return words.has(piece);
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
      if (bounds.has(at) && bounds.has(at + piece.length)) return true;
    }
    return false;
  };
}
