/** What an answer teaches for later cases. */
import type { QuestionStep } from '../article.ts';
import type { TriageCase } from '../case.ts';
import { ownedName } from '../facts.ts';
import type { Remember } from './press.ts';

/** Whose server it is belongs to the tenant. */
export function learnedFrom(
  { remembers }: QuestionStep,
  option: string,
  { evidence }: TriageCase,
): readonly Remember[] {
  const host = ownedName(evidence);
  const isOwner = option === 'ours' || option === 'partner';
  return remembers === 'hostOwner' && host !== null && isOwner ? [{ kind: 'host-owner', host, owner: option }] : [];
}
