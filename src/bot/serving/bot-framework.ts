/** Tokens of the Bot Framework: the channel's are checked, ours are had. The only file that knows how botbuilder does it. */
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import { AuthenticationConstants } from 'botframework-connector';
import { USER_AGENT } from 'botframework-connector/lib/auth/connectorFactoryImpl.js';
import type { BotIdentity } from '../../config.ts';
import type { Authority, Gate } from './gate.ts';
import { ownToken } from './own-token.ts';

export function botFrameworkGate(identity: BotIdentity, authority: Authority | undefined): Gate {
  // Known keys only: some names of the environment would redirect the validation of tokens.
  const settings = {
    MicrosoftAppId: identity.appId,
    MicrosoftAppType: identity.appType,
    MicrosoftAppPassword: identity.appPassword ?? '',
    MicrosoftAppTenantId: identity.tenantId ?? '',
    ...(authority && {
      ToChannelFromBotLoginUrl: authority.issuer,
      ToChannelFromBotOAuthScope: authority.issuer,
      ToBotFromChannelTokenIssuer: authority.issuer,
      OAuthUrl: authority.issuer,
      ToBotFromChannelOpenIdMetadataUrl: authority.metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: authority.metadata,
      CallerId: 'test',
    }),
  };
  const credentials = authority?.credentials ?? new ConfigurationServiceClientCredentialFactory(settings);
  const authentication = new ConfigurationBotFrameworkAuthentication(settings, credentials);
  return {
    // Without the stock adapter around it, which builds a client a turn, and prints messages and sends them to the caller.
    async authenticate(authorization, activity) {
      await authentication.authenticateRequest(activity as unknown as Activity, authorization);
    },
    token: ownToken(() =>
      credentials.createCredentials(
        identity.appId,
        authority?.issuer ?? AuthenticationConstants.ToChannelFromBotOAuthScope,
        authority?.issuer ?? AuthenticationConstants.ToChannelFromBotLoginUrl,
        true,
      ),
    ),
    userAgent: `${USER_AGENT.trim()} Node/${process.versions.node}`,
  };
}
