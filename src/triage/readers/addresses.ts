/** Mail addresses in a text, found from their @ outwards, so that no text can make it slow. */

const localPart = /[\p{L}\p{N}!#$%&*+/=?^_{|}~.'-]{1,64}$/u;
const domainPart = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]{0,62}\.){1,10}[\p{L}\p{N}-]{2,63}/u;

/** Every address once, in the order of the text; at most `most`. */
export function findAddresses(text: string, most = 500): string[] {
  const found = new Set<string>();
  for (let at = text.indexOf('@'); at !== -1 && found.size < most; at = text.indexOf('@', at + 1)) {
    const address = addressAt(text, at);
    if (address !== undefined) found.add(address);
  }
  return [...found];
}

/** The first address of a text. */
export function firstAddress(text: string): string | undefined {
  return findAddresses(text, 1)[0];
}

function addressAt(text: string, at: number): string | undefined {
  const local = localPart.exec(text.slice(Math.max(0, at - 64), at))?.[0].replace(/^(?:mailto:|['=.]{1,3})/i, '');
  const domain = domainPart.exec(text.slice(at + 1, at + 254))?.[0];
  if (!local || domain === undefined || /^[\d.]+$/.test(domain)) return undefined;
  return `${local}@${domain.replace(/[.-]{1,8}$/, '')}`;
}
