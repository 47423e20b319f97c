/** Sending: what was decided reaches the channel, once, and its cards stay equal to the case. */
export { type CaseCards, createCaseCards } from './case-cards.ts';
export { createConnector, type OwnToken } from './connector.ts';
export { createConnectorHttp } from './connector-http.ts';
export { cardActivity, toActivity } from './outgoing.ts';
export { createSender, type Sender } from './send-reply.ts';
export { sendUnsent } from './send-unsent.ts';
