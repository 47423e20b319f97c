/** The Bot Framework's side: tokens in, a client for the connector out. The only file that knows how botbuilder does it. */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { AuthenticationConstants, type ServiceClientCredentialsFactory } from 'botframework-connector';
import { USER_AGENT } from 'botframework-connector/lib/auth/connectorFactoryImpl.js';
import type { BotIdentity } from '../../config.ts';
import type { IncomingActivity } from '../answering/index.ts';
import type { Connector } from '../channel.ts';
import type { InvokeAnswer } from '../reply.ts';
import { createConnector, createConnectorHttp } from '../sending/index.ts';
import { ownToken } from './own-token.ts';

export interface Adapter {
  /**
   * Checks who calls, then answers the activity.
   * Throws an error whose `statusCode` is 401 for a caller without a valid token.
   */
  process(
    authorization: string,
    activity: IncomingActivity,
    answer: (activity: IncomingActivity) => Promise<InvokeAnswer | undefined>,
  ): Promise<InvokeAnswer | undefined>;
  readonly connector: Connector;
  /** Ends the connections to the channel. */
  close(): void;
}

/** Makes the turn available without the stock HTTP part, which prints messages and sends them to the caller. */
class BareAdapter extends CloudAdapter {
  run(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, logic);
  }
}

/** Who signs the channels' tokens and ours, for tests; Microsoft's own authority otherwise. */
export interface Authority {
  /** OpenID metadata, a URL. */
  readonly metadata: string;
  readonly issuer: string;
  readonly credentials?: ServiceClientCredentialsFactory;
}

/** @param identity undefined in local mode: nobody is asked for a token, so only loopback may reach this */
export function createAdapter(identity: BotIdentity | undefined, authority?: Authority): Adapter {
  // Known keys only: some names of the environment would redirect the validation of tokens.
  const settings = identity && {
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
  const credentials = authority?.credentials ?? new ConfigurationServiceClientCredentialFactory(settings ?? {});
  const adapter = new BareAdapter(new ConfigurationBotFrameworkAuthentication(settings ?? {}, credentials));
  const http = createConnectorHttp();
  return {
    async process(authorization, incoming, answerTurn) {
      let answer: InvokeAnswer | undefined;
      await adapter.run(authorization, toActivity(incoming), async () => {
        answer = await answerTurn(incoming);
      });
      return answer;
    },
    connector: createConnector({
      http,
      token: ownToken(() =>
        credentials.createCredentials(
          identity?.appId ?? '',
          authority?.issuer ?? AuthenticationConstants.ToChannelFromBotOAuthScope,
          authority?.issuer ?? AuthenticationConstants.ToChannelFromBotLoginUrl,
          true,
        ),
      ),
      userAgent: `${USER_AGENT.trim()} Node/${process.versions.node}`,
    }),
    close: http.close,
  };
}

function toActivity(incoming: IncomingActivity): Activity {
  const { timestamp, localTimestamp, ...rest } = incoming as Record<string, unknown>;
  const time = (value: unknown) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;
  return { ...rest, timestamp: time(timestamp), localTimestamp: time(localTimestamp) } as unknown as Activity;
}
