/** A file's name as somebody else wrote it -> what may stand on a card: no path, nothing unseen, not endless. */

// Controls, zero-width characters, and marks that turn the direction of writing ("exe.txt" shown as "txt.exe").
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const longest = 80;

export function shownName(name: string): string {
  const start = Math.max(name.lastIndexOf('/', name.length - 2), name.lastIndexOf('\\', name.length - 2)) + 1;
  const clean = name
    .slice(start, start + 1000)
    .replace(unseen, '')
    .trim();
  if (clean.length <= longest) return clean;
  // The ending says what kind of file it is.
  return `${clean.slice(0, longest - 13)}…${clean.slice(-12)}`.toWellFormed();
}
