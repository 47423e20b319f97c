/** The first matches of a pattern in a text: a long text may hold a hundred thousand, and nobody needs them all. */
export function firstMatches(text: string, pattern: RegExp, most: number): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  while (matches.length < most) {
    const match = pattern.exec(text);
    if (match === null) break;
    matches.push(match);
  }
  pattern.lastIndex = 0;
  return matches;
}
