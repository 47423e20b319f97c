/** Who passed a refusal on, from the one who reports to the one who said it: “Microsoft 365 → mx.contoso.example → Gmail”. */
import { isExchange, type MailSystem, mailSystems } from '../mail-system.ts';
import { isExchangeOnly, parseCode } from '../status-code.ts';
import { isMicrosoftHost } from './hosts.ts';
import type { Ranking } from './rank.ts';
import { byHost } from './systems.ts';

interface Known {
  readonly system: MailSystem | null;
  readonly remoteHost: string | null;
  readonly reportingHost: string | null;
}

/** Empty where the reply quotes nobody. */
export function chainOf({ cause, statusCodes }: Ranking, { system, remoteHost, reportingHost }: Known): string[] {
  if (!cause) return [];
  const [outer] = cause.attempt.replies;
  const isQuoted = outer !== undefined && outer !== cause.reply;
  const explains = statusCodes.some(({ role }) => role === 'nested');
  if (!isQuoted && !explains) return [];
  const last = system !== null && !isExchange(system) ? mailSystems[system] : null;
  const server = remoteHost !== null && byHost(remoteHost)?.system !== system ? remoteHost : null;
  const links = [reporter(outer?.enhancedStatusCode ?? '', reportingHost), server, last].filter(link => link !== null);
  return links.length > 1 ? links : [];
}

function reporter(outer: string, reportingHost: string | null): string | null {
  if (reportingHost !== null) return isMicrosoftHost(reportingHost) ? mailSystems['exchange-online'] : reportingHost;
  const code = parseCode(outer);
  return code && isExchangeOnly(code) ? mailSystems['exchange-online'] : null;
}
