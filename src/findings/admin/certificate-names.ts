/** Which names are on the server's certificates, by the same text or by what was sent before. */

import type { AdminOutput } from './admin-finding.ts';
import { isCut, listOf } from './printed-object.ts';

/** Empty where nobody showed them all. */
export function namesOnCertificates({ printed, findings = [] }: Pick<AdminOutput, 'printed' | 'findings'>): string[] {
  const objects = printed.get('certificates') ?? [];
  if (objects.length > 0) {
    const values = objects.map(one => one.get('certificatedomains'));
    return values.every(value => value !== undefined && !isCut(value))
      ? values.flatMap(value => listOf(value)).map(name => name.toLowerCase())
      : [];
  }
  const last = findings.findLast(({ kind }) => kind === 'certificates');
  return (last?.values.certificateNames?.text ?? '').split(' ').filter(name => name !== '');
}

/** The name that the connector wants on the certificate; undefined where no connector was shown that wants one. */
export function wantedName({ printed, findings = [] }: Pick<AdminOutput, 'printed' | 'findings'>): string | undefined {
  const [only, ...others] = (printed.get('outbound-connectors') ?? [])
    .filter(one => /DomainValidation/i.test(one.get('tlssettings') ?? ''))
    .flatMap(one => one.get('tlsdomain') ?? []);
  if (only !== undefined && only !== '') return others.length === 0 && !isCut(only) ? only.toLowerCase() : undefined;
  return findings.findLast(({ kind }) => kind === 'outbound-connectors')?.values.tlsDomain?.text.toLowerCase();
}
