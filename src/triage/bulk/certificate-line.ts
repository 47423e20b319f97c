/** The certificate of a TLS session as Exchange logs it. */
import { ownText } from './own-text.ts';

export interface LoggedCertificate {
  readonly subject: string;
  readonly thumbprint: string;
  /** Subject alternate names. */
  readonly names: readonly string[];
  /** ISO 8601; null where the log does not say. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

const longestSubject = 900;
/** Characters, and how many: no certificate authority signs more. */
const longestNames = 2_000;
const mostNames = 250;

// CN=SRV CN=Issuer 12DEAB… 0A1B2C… 2020-01-17T15:15:33.000Z 2025-01-17T15:15:33.000Z srv.contoso.example;srv
const oneLine =
  /^ ?(?<subject>\S.{0,900}) (?<serial>[0-9A-F]{6,64}) (?<thumbprint>[0-9A-F]{20,64}) (?<from>\d{4}-\d\d-\d\dT[\d:.]{8,16}Z) (?<to>\d{4}-\d\d-\d\dT[\d:.]{8,16}Z)(?: (?<names>\S{1,2000}))?$/i;

/** Exchange 2013 and later: all in one line. The issuer follows the subject and begins like it. */
export function certificateIn(data: string): LoggedCertificate | undefined {
  const groups = oneLine.exec(data.slice(0, 4_000))?.groups;
  if (!groups) return undefined;
  const both = groups.subject!;
  const issuer = both.indexOf(' CN=', 3);
  return {
    subject: (issuer === -1 ? both : both.slice(0, issuer)).replace(/,$/, ''),
    thumbprint: groups.thumbprint!,
    names: (groups.names ?? '').split(';', mostNames).filter(name => name !== ''),
    validFrom: new Date(groups.from!).toISOString(),
    validTo: new Date(groups.to!).toISOString(),
  };
}

/** Exchange 2010: a line for each part, of which this is one. */
export function certificatePart(data: string, context: string): Partial<LoggedCertificate> | undefined {
  switch (context.trim().toLowerCase()) {
    case 'certificate subject':
      return { subject: ownText(data.trim(), longestSubject) };
    case 'certificate thumbprint':
      return { thumbprint: ownText(data.trim(), 64) };
    case 'certificate alternate names':
      return {
        names: ownText(data, longestNames)
          .split(';', mostNames)
          .map(name => name.trim())
          .filter(name => name !== ''),
      };
    default:
      return undefined;
  }
}
