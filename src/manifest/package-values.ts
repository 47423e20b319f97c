/** What the manifest leaves open: the ids and the host. What is wrong with one is a sentence with its name and the remedy. */
import { isIP } from 'node:net';

/** As the Microsoft 365 Agents Toolkit names them. */
export const manifestVariables = ['TEAMS_APP_ID', 'BOT_ID', 'BOT_DOMAIN'] as const;
export type ManifestVariable = (typeof manifestVariables)[number];

export type PackageValues = Readonly<Partial<Record<string, string>>>;

/** Stand for what is missing or wrong, so that the rest is checked all the same and each mistake is named once. */
export const standIns: Readonly<Record<string, string>> = {
  TEAMS_APP_ID: '00000000-0000-4000-8000-000000000000',
  BOT_ID: '00000000-0000-4000-8000-000000000000',
  BOT_DOMAIN: 'bot.example',
};

/** @returns a sentence where the value cannot be used */
export function problemOfValue(name: string, value: string): string | undefined {
  const problem =
    name === 'BOT_DOMAIN' ? problemOfHost(value) : name in standIns ? problemOfId(name, value) : undefined;
  return problem === undefined ? undefined : `${name}: ${problem}`;
}

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Teams lets both ids be the same (“The ID can be the same as the overall App ID”: manifest schema, botId), but here that
 * is one id pasted twice, and the app would have to be given up with the bot's registration.
 * @param earlier the app's id in the last package, which stays
 */
export function problemOfSameIds(
  { TEAMS_APP_ID: app, BOT_ID: bot }: PackageValues,
  earlier?: string,
): string | undefined {
  const isSame = app !== undefined && app.trim().toLowerCase() === bot?.trim().toLowerCase();
  if (!isSame || problemOfValue('BOT_ID', app) !== undefined || app === earlier) return undefined;
  return 'TEAMS_APP_ID: found the id of the bot, but the app has one of its own. Set the one of the package before, or leave it out: then it is made and kept.';
}

function problemOfId(name: string, value: string): string | undefined {
  const remedy =
    name === 'BOT_ID'
      ? "Set the client id of the bot's identity."
      : 'Set the one of the package before, or leave it out: then it is made and kept.';
  if (!guid.test(value))
    return `found "${value}", allowed is a GUID such as 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed. ${remedy}`;
  return /^[0-]+$/.test(value) ? `found "${value}", which is only an example. ${remedy}` : undefined;
}

/** One label and more: triage.contoso.example */
const hostName = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/i;
/** Names that nobody outside can look up (RFC 6761, 6762, 8375, and what Microsoft's private networks are called). */
const inside = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa|intranet|corp|invalid|test)$/i;

/** @returns a sentence where Teams could not reach the bot at this host */
export function problemOfHost(value: string): string | undefined {
  const remedy = 'Set the name at which the internet reaches the bot, such as triage.contoso.example.';
  if (/[/\\\s@?#]/.test(value)) return `"${value}" is no host name. Set the host alone, without https:// and path.`;
  if (isIP(value.replace(/^\[|\](?::\d+)?$/g, '')) > 0 || isIP(value.replace(/:\d+$/, '')) > 0)
    return `found the address "${value}", but Teams wants a name that a certificate is made out to. ${remedy}`;
  const port = /:\d*$/.exec(value)?.[0];
  if (inside.test(value.replace(/:\d*$/, '')) || !/[.:*]/.test(value))
    return `found "${value}", which only your own network understands. ${remedy}`;
  if (port !== undefined)
    return `found "${value}" with a port, but a host in the package has none. Take "${port}" away.`;
  if (value.includes('*')) return `found "${value}", but the bot has one address. ${remedy}`;
  return hostName.test(value) ? undefined : `"${value}" is no host name. ${remedy}`;
}
