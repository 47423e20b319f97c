/** Names and addresses of servers as pastes write them. */

// mail.contoso.example
const hostName = /^[a-z0-9_](?:[a-z0-9_-]{0,62}\.){1,10}[a-z0-9-]{2,63}$/i;
// 192.0.2.7
const ipv4 = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** A host name out of `dns;Mail.contoso.example.`, `<mail.contoso.example>`, `mail.contoso.example:25`. */
export function toHost(text: string): string | undefined {
  const host = text
    .trim()
    .replace(/^(?:dns|smtp|x-unix)\s{0,3};\s{0,3}/i, '')
    .replace(/^[<("'[]{1,3}/, '')
    .split(/[\s>()"',;[\]{}]/, 1)[0]!
    .replace(/\.?(?::\d{1,5})?$/, '');
  if (host.length > 253 || ipv4.test(host)) return undefined;
  return hostName.test(host) ? host : undefined;
}

/** An IP address out of `192.0.2.7:25`, `[192.0.2.7]`, `[2001:db8::7]:25`. */
export function toIp(text: string): string | undefined {
  const trimmed = text.trim().replace(/^[([]{1,2}(?:IPv6:)?/i, '');
  const v4 = /^\d{1,3}(?:\.\d{1,3}){3}(?![\d.]{0,40}\d)/.exec(trimmed)?.[0];
  if (v4 !== undefined) return ipv4.test(v4) && v4 !== '0.0.0.0' ? v4 : undefined;
  const v6 = /^[0-9a-f:.]{2,45}/i.exec(trimmed)?.[0];
  if (v6 === undefined || v6.split(':').length < 3) return undefined;
  return URL.canParse(`http://[${v6}]`) ? v6 : undefined;
}

// DB8EUR05FT012.eop-eur05.prod.protection.outlook.com, AM0PR01MB1234.eurprd01.prod.exchangelabs.com
const microsoft = /(?:^|\.)(?:outlook\.com|office365\.com|office365\.us|exchangelabs\.com|outlook\.cn|mx\.microsoft)$/i;
// contoso-example.mail.protection.outlook.com and its like are what an MX record names
const mxOfMicrosoft = /(?:\.(?:mail|olc)\.protection\.(?:outlook|office365)\.[a-z]{2,3}|\.mx\.microsoft)$/i;

export function isMicrosoftHost(host: string): boolean {
  return microsoft.test(host);
}

/** A server of Exchange Online's own that passes mail on, never the one that a recipient's domain names. */
export function isMicrosoftFrontend(host: string): boolean {
  return microsoft.test(host) && !mxOfMicrosoft.test(host);
}
