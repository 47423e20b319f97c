/** Which cases are listed: a kind of them, those that some words fit, or both. */

export const caseLists = [
  'openCases',
  'waitingCases',
  'expertsCases',
  'partnerCases',
  'solvedCases',
  'teamCases',
] as const;
export type CaseList = (typeof caseLists)[number];

export interface SoughtCases {
  /** Null: all of one's own. */
  readonly which: CaseList | null;
  /** Those of everybody, and not only one's own. */
  readonly isTeam: boolean;
  /** As they were typed; null: any. */
  readonly words: string | null;
}

export const allCases: SoughtCases = { which: null, isTeam: false, words: null };

/** As a button or a stored reply carries it: `team,openCases,fabrikam 4.4.316`. */
export function soughtText({ which, isTeam, words }: SoughtCases): string | null {
  const text = [isTeam ? 'team' : '', which ?? '', words ?? ''].join(',');
  return text === ',,' ? null : text;
}

/** What cannot be read is all of one's own. */
export function readSought(text: string | null | undefined): SoughtCases {
  const [team = '', which = '', ...words] = (text ?? '').split(',');
  // An older version wrote the list alone.
  const alone = caseLists.find(list => list === team);
  if (alone !== undefined) return { ...allCases, which: alone, isTeam: alone === 'teamCases' };
  return {
    which: caseLists.find(list => list === which) ?? null,
    isTeam: team === 'team',
    words: words.join(',').trim() || null,
  };
}
