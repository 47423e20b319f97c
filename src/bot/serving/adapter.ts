/** Between HTTP and turns: who may call, and the way back to the channel. */
import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { BotIdentity } from '../../config.ts';
import type { IncomingActivity } from '../answering/index.ts';
import type { Connector } from '../channel.ts';
import type { InvokeAnswer } from '../reply.ts';
import { createConnector, createConnectorHttp, type OwnToken } from '../sending/index.ts';

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

/** Who signs the channels' tokens and ours, for tests; Microsoft's own authority otherwise. */
export interface Authority {
  /** OpenID metadata, a URL. */
  readonly metadata: string;
  readonly issuer: string;
  readonly credentials?: ServiceClientCredentialsFactory;
}

/** How tokens are checked and had. */
export interface Gate {
  /** Rejects for a caller without a valid token. */
  authenticate(authorization: string, activity: IncomingActivity): Promise<void>;
  readonly token: OwnToken;
  /** What the bot says who it is. */
  readonly userAgent: string;
}

/** Local mode: nobody is asked for a token, so only loopback may reach this. */
const openGate: Gate = {
  authenticate: async () => {},
  token: { authorization: async () => undefined, renewed: async () => undefined },
  userAgent: 'mailflow-triage',
};

/** @param identity undefined in local mode */
export async function createAdapter(identity: BotIdentity | undefined, authority?: Authority): Promise<Adapter> {
  // The SDK is a third of the program, and local mode has no use for it.
  const gate = identity ? (await import('./bot-framework.ts')).botFrameworkGate(identity, authority) : openGate;
  const http = createConnectorHttp();
  return {
    async process(authorization, activity, answer) {
      await gate.authenticate(authorization, activity);
      return answer(activity);
    },
    connector: createConnector({ http, token: gate.token, userAgent: gate.userAgent }),
    close: http.close,
  };
}
