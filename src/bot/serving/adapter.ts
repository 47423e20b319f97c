/** Between HTTP and turns: who may call, and the way back to the channel. */
import type { BotIdentity } from '../../config.ts';
import type { IncomingActivity } from '../answering/index.ts';
import type { Connector } from '../channel.ts';
import type { InvokeAnswer } from '../reply.ts';
import { createConnector, createConnectorHttp } from '../sending/index.ts';
import type { Authority, Gate } from './gate.ts';

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
