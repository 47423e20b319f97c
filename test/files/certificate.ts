/** A self-made certificate for a loopback server: X.509 written by hand, as node:crypto signs but does not write it. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  readonly key: string;
  /** Serves as its own authority, where nobody else signed it. */
  readonly cert: string;
  readonly name: string;
}

export interface CertificateOptions {
  /** Who signs it; by itself without one. */
  readonly by?: Certificate;
  /** Of the subject. */
  readonly name?: string;
  /** YYMMDD. */
  readonly from?: string;
  readonly to?: string;
  /** May sign others. */
  readonly isAuthority?: boolean;
}

export function makeCertificate(
  names: readonly string[],
  { by, name = 'Loopback', from = '260101', to = '491231', isAuthority = false }: CertificateOptions = {},
): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const called = (one: string) => sequence(set(sequence(oid('550403'), text(one))));
  const extensions = [
    ...(names.length > 0
      ? [sequence(oid('551d11'), octets(sequence(...names.map(one => tagged(0x82, Buffer.from(one, 'ascii'))))))]
      : []),
    ...(isAuthority ? [sequence(oid('551d13'), octets(sequence(tagged(0x01, Buffer.of(0xff)))))] : []),
  ];
  const unsigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ecdsaWithSha256(),
    called(by?.name ?? name),
    sequence(time(`${from}000000Z`), time(`${to}235959Z`)),
    called(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', unsigned, by?.key ?? privateKey);
  const der = sequence(unsigned, ecdsaWithSha256(), tagged(0x03, Buffer.concat([Buffer.of(0), signature])));
  const lines = der.toString('base64').match(/.{1,64}/g)!;
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    name,
  };
}

// X.690: a tag, the length of the content, the content.
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => tagged(0x30, Buffer.concat(parts));
const set = (...parts: Buffer[]) => tagged(0x31, Buffer.concat(parts));
const octets = (content: Buffer) => tagged(0x04, content);
const oid = (hex: string) => tagged(0x06, Buffer.from(hex, 'hex'));
const integer = (content: Buffer) => tagged(0x02, content);
const text = (value: string) => tagged(0x0c, Buffer.from(value, 'utf8'));
const time = (value: string) => tagged(0x17, Buffer.from(value, 'ascii'));
const ecdsaWithSha256 = () => sequence(oid('2a8648ce3d040302'));
