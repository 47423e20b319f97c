/** What somebody copied from a console: its lines, and the commands that were typed in it. */

/** A tool prints some hundred lines. Each is looked at in many ways, and nobody may wait for it. */
export const mostLines = 1_500;
/** A DKIM key of 4096 bits has 800 characters. */
const longestLine = 4_000;

export function linesOf(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/, mostLines + 1)
    .map(line => line.slice(0, longestLine).trimEnd());
}

export interface Command {
  readonly tool: string;
  readonly words: readonly string[];
}

// PS C:\> tnc mail.contoso.com -Port 25 | [root@mx ~]# telnet mail.contoso.com 25 | $ dig +short mx contoso.com
const commandLine =
  /^(?:[^\n>$#%]{0,120}[>$#%]\s{0,4})?(?:sudo\s{1,4})?(?<tool>test-netconnection|tnc|telnet|ncat|nc|netcat|curl|swaks|openssl|ping|tracert|traceroute|pathping|nslookup|resolve-dnsname|dig|host)(?:\.exe)?\s{1,8}(?<rest>\S.{0,600})$/i;

export function commandOf(line: string): Command | undefined {
  const { tool, rest } = commandLine.exec(line.trimStart())?.groups ?? {};
  if (tool === undefined || !hasTarget.test(rest!)) return undefined;
  return { tool: tool.toLowerCase(), words: rest!.split(/\s+/).map(word => word.replace(/^["']|["']$/g, '')) };
}

/** A sentence about telnet is no command: "telnet is not installed here". */
const hasTarget = /[\w-]\.[\w-]|\d:\d|localhost|::|\b\d{1,5}$|^-/i;

export function lowerName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
