/** A case that no article fits: for whoever reported it a notice, until the experts are asked. */
import { openEscalation, type TriageCase } from '../case.ts';
import { expertsFor } from '../guiding/index.ts';
import { sideOf } from '../side.ts';
import { noteOf } from './frame-of.ts';
import type { NoticeView, UnknownView, ViewContext } from './view.ts';

export function unknownView(triageCase: TriageCase, context: ViewContext): NoticeView | UnknownView {
  const { id: caseId, evidence, unknownCode, rejected, fate, contact, escalations, outcome, severity } = triageCase;
  const experts = expertsFor(undefined, context.memory);
  const escalation = escalations.at(-1);
  if (!escalation) {
    // A code for which something was offered is not what nobody knows.
    const isUnknownCode = unknownCode !== null && rejected.length === 0;
    return {
      kind: 'notice',
      topic: isUnknownCode ? 'unknown-code' : 'no-match',
      unknownCode: isUnknownCode ? unknownCode : null,
      reference: null,
      openCase: null,
      ...(experts && { caseId }),
    };
  }
  const { id, name } = triageCase.openedBy;
  return {
    kind: 'unknown',
    ...{ caseId, evidence, unknownCode, rejected, fate, outcome, severity },
    ticket: contact.ticket,
    side: sideOf(triageCase, context.conversation),
    reporter: { id, name },
    escalation,
    canEscalate: experts !== undefined && openEscalation(triageCase) === undefined && outcome?.kind !== 'solved',
    colleagues: experts?.people ?? [],
    owner: triageCase.owner?.id === id ? null : triageCase.owner,
    note: noteOf(triageCase),
  };
}
