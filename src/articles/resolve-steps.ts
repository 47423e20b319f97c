/** Puts the shared pieces into an article's steps: `use` names a piece, and what the article writes itself wins. */
import type { ArticleStrings, ItemStrings, StepStrings } from '../triage/article.ts';
import { nearestName } from './nearest-name.ts';
import type { ArticleFile, ItemEntry, PiecesFile, PiecesStringsFile, StepEntry, StringsFile } from './schema.ts';

export interface ResolvedItem {
  readonly id: string;
  readonly entry: Omit<ItemEntry, 'use' | 'id'>;
  readonly use: string | undefined;
}

export interface ResolvedStep {
  readonly entry: StepEntry;
  readonly use: string | undefined;
  readonly items: readonly ResolvedItem[];
}

export type Report = (place: string, message: string) => void;

/** The step a checklist leads to when it ends in "still failing" and the article names none. */
export const defaultStillFailing = 'hand-over';

/** Added to every checklist of a message that has already bounced. */
const resendItem = 'resend';

export function resolveSteps(file: ArticleFile, pieces: PiecesFile, report: Report): Record<string, ResolvedStep> {
  const steps: Record<string, ResolvedStep> = {};
  for (const [stepId, own] of Object.entries(file.guide.steps)) {
    steps[stepId] = resolveStep(`guide.steps.${stepId}`, own, pieces, report);
  }
  steps[defaultStillFailing] ??= resolveStep('', { use: defaultStillFailing }, pieces, report);
  return steps;
}

function resolveStep(place: string, own: StepEntry, pieces: PiecesFile, report: Report): ResolvedStep {
  const use = usedPiece(`${place}.use`, own.use, 'shared step', pieces.steps, report);
  const entry = { ...(use !== undefined && pieces.steps[use]), ...own };
  const items = (entry.items ?? []).map((item, index) => resolveItem(`${place}.items.${index}`, item, pieces, report));
  return { entry, use, items };
}

function resolveItem(place: string, own: ItemEntry, pieces: PiecesFile, report: Report): ResolvedItem {
  const { use: named, id, ...rest } = own;
  if (named === undefined && id === undefined)
    report(place, 'neither `id` nor `use`. Give the item an id, or name a shared one.');
  const use = usedPiece(`${place}.use`, named, 'shared item', pieces.items, report);
  return { id: id ?? named ?? '', entry: { ...(use !== undefined && pieces.items[use]), ...rest }, use };
}

/** A misspelt piece is read as the nearest one, or as any: what it lacks would be reported with it. */
function usedPiece(
  place: string,
  name: string | undefined,
  what: string,
  pieces: Readonly<Record<string, unknown>>,
  report: Report,
): string | undefined {
  if (name === undefined || Object.hasOwn(pieces, name)) return name;
  const known = Object.keys(pieces);
  report(place, unknownName(name, what, known));
  return nearestName(name, known) ?? (what === 'shared step' ? defaultStillFailing : known[0]);
}

/** The texts of all steps: shared ones below the article's own. Only items that the steps have. */
export function resolveTexts(
  steps: Readonly<Record<string, ResolvedStep>>,
  own: StringsFile,
  shared: PiecesStringsFile,
): ArticleStrings {
  const texts: Record<string, StepStrings> = {};
  for (const [stepId, step] of Object.entries(steps)) {
    const base = step.use === undefined ? undefined : shared.steps[step.use];
    const mine = own.steps[stepId];
    const items: Record<string, ItemStrings> = {};
    for (const item of step.items) {
      items[item.id] = {
        text: '',
        ...(item.use === undefined ? undefined : shared.items[item.use]),
        ...base?.items?.[item.id],
        ...mine?.items?.[item.id],
      } as ItemStrings;
    }
    if (step.entry.kind === 'checklist') items[resendItem] ??= { text: '', ...shared.items[resendItem] } as ItemStrings;
    texts[stepId] = { ...base, ...mine, items, options: { ...base?.options, ...mine?.options } };
  }
  const { title, headline, cause, tell, effect, symptoms, aliases, changes } = own;
  return { title, headline, cause, tell, effect, symptoms, aliases, changes, steps: texts };
}

/** `no step "x" (did you mean "y"?)`: names what is near, or else what there is. */
export function unknownName(name: string, what: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return `no ${what} "${name}"${near === undefined ? `. Known: ${known.join(', ')}` : ` (did you mean "${near}"?)`}.`;
}
