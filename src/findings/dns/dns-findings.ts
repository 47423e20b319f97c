/** What DNS says, a finding for each kind of record. */
import type { FindingContext, ReadFinding } from '../../triage/finding.ts';
import { dkimFinding } from './dkim-finding.ts';
import { dmarcFinding } from './dmarc-finding.ts';
import { hostFinding, nameOf } from './host-finding.ts';
import { mtaStsFinding } from './mta-sts-finding.ts';
import { mxFinding } from './mx-finding.ts';
import { readLookUps } from './read-look-ups.ts';
import { spfFinding } from './spf-finding.ts';
import { tlsaFinding } from './tlsa-finding.ts';

/** @returns empty for a text without an answer of DNS */
export function dnsFindings(lines: readonly string[], name: string | null, context: FindingContext): ReadFinding[] {
  const looks = readLookUps(lines);
  const taken = new Set(
    looks.flatMap(({ records }) => records.flatMap(({ type, data }) => (type === 'MX' ? [data] : []))),
  );
  for (const look of looks) if (/^_|\._/.test(nameOf(look))) taken.add(nameOf(look));
  // The server of the case is looked at in any case.
  taken.delete(context.evidence?.remoteHost?.toLowerCase() ?? '');
  return [
    mxFinding(looks, name, context),
    spfFinding(looks, name, context),
    dkimFinding(looks, name, context),
    dmarcFinding(looks, name, context),
    tlsaFinding(looks, name, context),
    mtaStsFinding(looks, lines, name, context),
    hostFinding(looks, name, context, taken),
  ].filter(one => one !== undefined);
}
