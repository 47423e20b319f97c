/** openssl s_client: the certificate that a server shows from outside. */
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding } from './admin-finding.ts';
import { type Certificate, saidOf } from './certificates.ts';
import { printedTimes } from './print-time.ts';

export const opensslReader: FindingReader = (text, name, context) => {
  const shown = fromOpenssl(text);
  if (!shown) return undefined;
  return adminFinding(
    'certificates',
    { name, format: 'openssl', rows: 1 },
    saidOf([shown], { ...context, printed: new Map() }),
  );
};

// notAfter=Nov 23 23:59:59 2026 GMT | v:NotBefore: Aug 25 … GMT; NotAfter: Nov 23 23:59:59 2026 GMT
const opensslEnd = /notAfter[=:] ?(?<end>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT)/i;
// subject=CN = mail.contoso.com | subject=/CN=mail.contoso.com | 0 s:CN = mail.contoso.com
const opensslSubject = /^\s{0,4}(?:subject=|0 s:)[^\n]{0,300}?CN ?= ?(?<name>[^\s,/]{1,253})/m;
// X509v3 Subject Alternative Name: / DNS:mail.contoso.com, DNS:contoso.com
const opensslNames = /^\s{0,20}DNS:(?<names>[^\n]{1,4000})$/m;

function fromOpenssl(text: string): Certificate | undefined {
  const subject = opensslSubject.exec(text)?.groups?.name;
  const end = opensslEnd.exec(text)?.groups?.end;
  if (subject === undefined || (end === undefined && !/^CONNECTED\(|^-----BEGIN CERTIFICATE/m.test(text)))
    return undefined;
  const names = opensslNames
    .exec(text)
    ?.groups?.names?.split(/, ?DNS:/)
    .map(one => one.trim().toLowerCase());
  return {
    subject,
    names: names ?? null,
    ends: end === undefined ? [] : printedTimes(end),
    isForSmtp: true,
    fault: null,
  };
}
