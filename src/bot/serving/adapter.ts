/** The Bot Framework's side: tokens in, a client for the connector out. The only file that knows how botbuilder does it. */
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import {
  AuthenticationConstants,
  ClaimsIdentity,
  type ConnectorClient,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector';
import { Entity } from 'botframework-connector/lib/connectorApi/models/mappers.js';
import type { BotIdentity } from '../../config.ts';
import type { IncomingActivity } from '../answering/index.ts';
import type { Connector } from '../channel.ts';
import type { InvokeAnswer } from '../reply.ts';
import { createConnector } from '../sending/index.ts';

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
}

// The client knows mentions only and would drop everything else of an entity: citations never arrived.
Object.assign(Entity.type, { additionalProperties: { type: { name: 'Object' } } });

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
  const authentication = new ConfigurationBotFrameworkAuthentication(settings ?? {}, authority?.credentials);
  const adapter = new BareAdapter(authentication);
  const own = new ClaimsIdentity(
    [AuthenticationConstants.AudienceClaim, AuthenticationConstants.AppIdClaim].map(type => ({
      type,
      value: identity?.appId ?? '',
    })),
  );
  // Without an audience the cloud's usual one is taken; the type does not say so.
  const usual = undefined as unknown as string;
  const clients = new Map<string, Promise<ConnectorClient>>();
  return {
    async process(authorization, incoming, answerTurn) {
      let answer: InvokeAnswer | undefined;
      await adapter.run(authorization, toActivity(incoming), async () => {
        answer = await answerTurn(incoming);
      });
      return answer;
    },
    connector: createConnector({
      client: serviceUrl => {
        let client = clients.get(serviceUrl);
        if (!client) {
          client = withoutRetries(authentication.createConnectorFactory(own).create(serviceUrl, usual));
          client.catch(() => clients.delete(serviceUrl));
          clients.set(serviceUrl, client);
        }
        return client;
      },
    }),
  };
}

/** The stock policy repeats a create on 5xx, and the message is there twice. */
async function withoutRetries(creating: Promise<ConnectorClient>): Promise<ConnectorClient> {
  const client = await creating;
  const { pipeline } = (client as unknown as { client: { pipeline: { removePolicy(one: { name: string }): unknown } } })
    .client;
  pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return client;
}

function toActivity(incoming: IncomingActivity): Activity {
  const { timestamp, localTimestamp, ...rest } = incoming as Record<string, unknown>;
  const time = (value: unknown) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;
  return { ...rest, timestamp: time(timestamp), localTimestamp: time(localTimestamp) } as unknown as Activity;
}
