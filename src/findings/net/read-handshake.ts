/** Output of openssl s_client (and openssl x509) -> the certificates, how they were verified, and how far the handshake got. */
import { X509Certificate } from 'node:crypto';
import { printedTimes } from '../admin/index.ts';
import { commandOf, lowerName } from '../tool-lines.ts';
import { placeIn } from './read-ports.ts';

export interface Handshake {
  readonly host: string | null;
  readonly port: number | null;
  readonly isStartTlsMissing: boolean;
  /** The handshake broke off, with the words that say why; null: it did not. */
  readonly failure: string | null;
  readonly protocol: string | null;
  readonly subject: string | null;
  readonly issuer: string | null;
  /** Null where what was sent does not show them. */
  readonly names: readonly string[] | null;
  /** ISO 8601; null: not shown. */
  readonly from: string | null;
  readonly until: string | null;
  /** How many certificates the server sent; 0: not shown. */
  readonly chain: number;
  readonly isSelfSigned: boolean;
  /** Of openssl: 0 is ok, 10 expired, 18 self-signed, 20 and 21 without issuer; null: not shown. */
  readonly verifyCode: number | null;
}

// Verify return code: 10 (certificate has expired)
const verifyReturn = /^\s{0,4}Verif(?:y return code|ication error): ?(?<code>\d{1,3})?(?<text>[^\n]{0,80})$/;
// verify error:num=20:unable to get local issuer certificate
const verifyError = /^verify error:num=(?<code>\d{1,3}):/;
// New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384 | Protocol  : TLSv1.2
const protocolLine =
  /^(?:New, (?<new>TLSv1(?:\.\d)?|SSLv3), Cipher|\s{0,8}Protocol\s{0,4}: (?<old>TLSv1(?:\.\d)?|SSLv3))/;
//  0 s:C = NL, CN = mail.contoso.com |  1 s:/C=US/O=DigiCert Inc/CN=Thawte
const chainSubject = /^\s{0,3}(?<depth>\d{1,2}) s:(?<name>.{0,400})$/;
const chainIssuer = /^\s{1,6}i:(?<name>.{0,400})$/;
// subject=CN = mail.contoso.com | issuer=C = US, O = DigiCert Inc
const subjectLine = /^(?<what>subject|issuer)= ?(?<name>.{0,400})$/;
// depth=0 CN = mail.contoso.com
const depthLine = /^depth=0 (?<name>.{1,400})$/;
// notAfter=Nov 14 23:59:59 2026 GMT |    v:NotBefore: Aug 25 … GMT; NotAfter: Dec 23 23:59:59 2027 GMT
const notAfter = /not ?after ?[=:] ?(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT)/i;
const notBefore = /not ?before ?[=:] ?(?<time>[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} GMT)/i;
const commonName = /(?:^|[,/]\s?)CN ?= ?(?<name>[^,/]{1,253})/;
// DNS:mail.contoso.com, DNS:contoso.com
const namesLine = /^\s{0,24}DNS:(?<names>.{1,4000})$/;
// error:1409442E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version | write:errno=104 | no peer certificate available
const broken: readonly RegExp[] = [
  /:SSL routines:[^:]{0,60}:(?<why>[^:]{1,80})/,
  /^(?<why>(?:write|read):errno=\d{1,5})/,
  /^(?<why>no peer certificate available)$/,
];
const isTool =
  /^(?:CONNECTED\(|\s{0,4}Verify return code:|Certificate chain$|SSL handshake has read|no peer certificate available|depth=\d{1,2} )|didn'?t find STARTTLS/im;

export function readHandshake(lines: readonly string[]): Handshake | undefined {
  const text = lines.join('\n');
  const commands = lines.map(commandOf).filter(one => one?.tool === 'openssl');
  const isClient = isTool.test(text);
  if (!isClient && !(/^subject=/m.test(text) && (notAfter.test(text) || /DNS:/.test(text)))) return undefined;
  const command = commands.find(one => one?.words.includes('s_client'));
  const target = command && placeIn(command.words);
  const groups = (line: RegExp): Readonly<Record<string, string | undefined>>[] =>
    lines.flatMap(one => {
      const found = line.exec(one)?.groups;
      return found ? [found] : [];
    });
  const first = (line: RegExp) => groups(line)[0];
  const printed = certificateIn(text);
  const chain = groups(chainSubject);
  const subject =
    chain[0]?.name ?? groups(subjectLine).find(({ what }) => what === 'subject')?.name ?? first(depthLine)?.name;
  const issuer = first(chainIssuer)?.name ?? groups(subjectLine).find(({ what }) => what === 'issuer')?.name;
  const names = groups(namesLine)[0]
    ?.names?.split(/,\s{0,2}DNS:/)
    .map(lowerName);
  const code = groups(verifyReturn).find(one => one.code !== undefined)?.code ?? first(verifyError)?.code;
  const failure = lines.flatMap(line => broken.flatMap(one => one.exec(line)?.groups?.why ?? []))[0];
  const protocol = first(protocolLine);
  const isStartTlsMissing = /didn'?t find STARTTLS/i.test(text);
  const shown = subject === undefined ? undefined : commonName.exec(subject)?.groups?.name?.trim();
  const found: Handshake = {
    host: target?.host === undefined ? null : lowerName(target.host),
    port: target?.port === undefined ? null : Number(target.port),
    isStartTlsMissing,
    failure: isStartTlsMissing || subject !== undefined || printed !== undefined ? null : (failure ?? null),
    protocol: protocol?.new ?? protocol?.old ?? null,
    subject: shown ?? subject ?? printed?.subject ?? null,
    issuer: issuer === undefined ? null : (commonName.exec(issuer)?.groups?.name?.trim() ?? issuer),
    names: printed?.names ?? names ?? null,
    from: printed?.from ?? timeOf(first(notBefore)?.time),
    until: printed?.until ?? timeOf(first(notAfter)?.time),
    chain: chain.length,
    isSelfSigned: code === '18' || (subject !== undefined && issuer !== undefined && subject === issuer),
    verifyCode: code === undefined ? null : Number(code),
  };
  const showsNothing =
    found.subject === null && found.failure === null && !found.isStartTlsMissing && found.verifyCode === null;
  return showsNothing ? undefined : found;
}

function timeOf(printed: string | undefined): string | null {
  return printed === undefined ? null : (printedTimes(printed)[0] ?? null);
}

/** A certificate of a server has some two thousand characters. */
const longestPem = 16_000;

interface Printed {
  readonly subject: string | null;
  readonly names: readonly string[] | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** The certificate itself is in the output, so its names and days are known though openssl prints neither. */
function certificateIn(text: string): Printed | undefined {
  const start = text.indexOf('-----BEGIN CERTIFICATE-----');
  const end = text.indexOf('-----END CERTIFICATE-----', start);
  if (start < 0 || end < 0 || end - start > longestPem) return undefined;
  try {
    const { subject, subjectAltName, validFrom, validTo } = new X509Certificate(
      text.slice(start, end + 25).replace(/\r\n?/g, '\n'),
    );
    const names = subjectAltName?.split(', ').flatMap(one => (one.startsWith('DNS:') ? [lowerName(one.slice(4))] : []));
    const name = /^CN=(?<name>.{1,253})$/m.exec(subject)?.groups?.name;
    return { subject: name ?? null, names: names ?? [], from: timeOf(validFrom), until: timeOf(validTo) };
  } catch {
    // Cut off, or copied with a line too few: the lines around it tell what they tell.
    return undefined;
  }
}
