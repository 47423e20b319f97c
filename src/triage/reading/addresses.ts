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
  const bare = local.replace(gluedHost, '');
  return bare === '' ? undefined : `${bare}@${withoutGlued(domain.replace(/[.-]{1,8}$/, ''))}`;
}

// Boxes that drop line breaks glue a server's name before an address: …prod.outlook.comann@contoso.example
const gluedHost = /^.{0,60}\.outlook\.com(?=.)/i;

// … and what comes next behind it: contoso.example11/20/2026, contoso.exampleYour message
const gluedNext = /(?<=\.\p{Ll}{2,20})(?:\d{1,4}|\p{Lu}[\p{L}\p{N}-]{0,60})$/u;

function withoutGlued(domain: string): string {
  return /\.xn--/i.test(domain) ? domain : domain.replace(gluedNext, '');
}
