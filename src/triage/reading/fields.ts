/** Facts that several formats write the same way: bracketed pairs, endpoints, who said it. */
import { isMicrosoftFrontend, toHost, toIp } from './hosts.ts';
import { readTime } from './times.ts';

export interface Server {
  readonly host?: string | undefined;
  readonly ip?: string | undefined;
}

// [LastAttemptedServerName=mail.contoso.example] | {Last attempted server name=mail.contoso.example} | {FQDN=mail.contoso.example}
const serverName =
  /(?:LastAttemptedServerName|Last attempted server name|FQDN)[ \t]{0,2}[=:][ \t]{0,2}(?<value>[^\s\]},;]{1,253})/gi;
// [LastAttemptedIP=192.0.2.7:25] | {IP=192.0.2.7} | The last endpoint attempted was 192.0.2.7:25 | OutboundProxyTargetIP: 192.0.2.7
const serverIp =
  /(?:LastAttemptedIP[=:]|Last attempted IP(?: address)?[=:]|\{IP=|OutboundProxyTargetIP:)\s{0,3}(?<value>[0-9a-f:.[\]]{2,50})/gi;
// The last endpoint attempted was 192.0.2.7:25 | 2001:db8::7:25, whose last part is the port
const endpoint = /last endpoint attempted was\s{1,3}(?<value>[0-9a-f:.[\]]{2,50}):\d{1,5}(?!\d)/gi;
// OutboundProxyTargetHostName: mail.contoso.example
const proxyTarget = /OutboundProxyTargetHostName:[ \t]{0,3}(?<value>[^\s\]},;]{1,253})/gi;
// [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com 2026-11-20T18:42:10.123Z 08DE2741C0FFEE01]
const frontendTime = /\[[\w.-]{1,120}\s{1,40}(?<value>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]{0,8}Z?)\s/g;

/** The server that was tried, from the pairs that Exchange writes into a reply. */
export function attemptedServer(text: string): Server {
  return {
    host: firstValue(text, serverName, toRemoteHost) ?? firstValue(text, proxyTarget, toRemoteHost),
    ip: firstValue(text, serverIp, toIp) ?? lastEndpoint(text),
  };
}

/** The address that a server of Exchange tried last. */
export function lastEndpoint(text: string): string | undefined {
  return firstValue(text, endpoint, toIp);
}

/** When Microsoft's frontend got the reply. */
export function frontendTimestamp(text: string): string | undefined {
  return firstValue(text, frontendTime, readTime);
}

function toRemoteHost(value: string): string | undefined {
  const host = toHost(value);
  return host !== undefined && !isMicrosoftFrontend(host) ? host : undefined;
}

export function firstValue<Value>(
  text: string,
  pattern: RegExp,
  read: (value: string) => Value | undefined,
): Value | undefined {
  for (const match of text.matchAll(pattern)) {
    const value = read(match.groups!.value!);
    if (value !== undefined) return value;
  }
  return undefined;
}
