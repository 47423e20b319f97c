/** A name that may be probed: read from what a person wrote or a mail said, never an address, a port or a control character. */
import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import { isAllowedHost } from '../files/allowed-hosts.ts';

export const nameRefusals = ['no-name', 'not-listed'] as const;
export type NameRefusal = (typeof nameRefusals)[number];

export type TargetName =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'refused'; readonly why: NameRefusal };

// mail.contoso.com, xn--mller-kva.example; the last label has a letter, or it would be a number of an address
const hostName = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,10}(?=[a-z0-9-]*[a-z])[a-z0-9-]{2,63}$/;

/** What DNS may be asked for: whatever else stands in a record is no name of a server. */
export function isHostName(text: string): boolean {
  return hostName.test(text) && isIP(text) === 0;
}

/** @param targets what may be probed, as `contoso.com` or `*.contoso.com` */
export function readTargetName(text: string, targets: readonly string[]): TargetName {
  // Read as typed: the mapping to ASCII would take a line break or a port away in silence.
  const isPlain = /^[\p{L}\p{M}\p{N}.-]{1,253}$/u.test(text);
  const name = isPlain ? domainToASCII(text.toLowerCase()).replace(/\.$/, '') : '';
  if (!isHostName(name)) return { kind: 'refused', why: 'no-name' };
  return isAllowedHost(name, targets) ? { kind: 'name', name } : { kind: 'refused', why: 'not-listed' };
}
