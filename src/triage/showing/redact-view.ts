/** A view for a place where others read along. */
import { redactEvidence, redactText } from './redact.ts';
import type { View } from './view.ts';

export function redactView(view: View): View {
  if (view.kind === 'cases') {
    return {
      ...view,
      rows: view.rows.map(row => ({ ...row, domain: row.domain === null ? null : redactText(row.domain) })),
    };
  }
  if (!('evidence' in view)) return view;
  const redacted = { ...view, evidence: redactEvidence(view.evidence) };
  if (redacted.kind === 'contact') return { ...redacted, settings: { ...redacted.settings, includeAddresses: false } };
  return redacted;
}
