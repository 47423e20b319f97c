/** The Bot Connector's side of sending: the calls, and what each of its answers means. */
import type { Activity } from 'botbuilder';
import { type Address, ChannelError, type Connector, type Trouble } from '../channel.ts';
import { replyJson } from '../reply-json.ts';
import { type ConnectorAnswer, type ConnectorHttp, ExchangeError } from './connector-http.ts';
import { readRetryAfter, withRetries } from './retry.ts';

/** What the bot says who it is. */
export interface OwnToken {
  /** The header `Authorization`; undefined where nobody asks for one. */
  authorization(): Promise<string | undefined>;
  /** A new one, because the last was refused; undefined when there is none to be had. */
  renewed(): Promise<string | undefined>;
}

export interface ConnectorOptions {
  readonly http: ConnectorHttp;
  readonly token: OwnToken;
  readonly userAgent: string;
  /** Milliseconds before the first repetition; shorter in tests. */
  readonly firstPause?: number;
}

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, read 2026-11-21 */
export function createConnector({ http, token, userAgent, firstPause = 500 }: ConnectorOptions): Connector {
  const usualHeaders = [
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Accept', '*/*'],
    ['User-Agent', userAgent],
  ].flat();
  return {
    async send(address, activity, patience = {}) {
      const body = replyJson(addressed(activity, address));
      const post = (replyToId: string | undefined) => {
        const path = activitiesOf(address.conversation, replyToId);
        return withRetries(() => call('POST', address.serviceUrl, path, body), {
          ...patience,
          firstPause,
          on: ['busy'],
        });
      };
      let answer = await post(activity.replyToId);
      // Only the message that is answered is gone.
      if (activity.replyToId !== undefined && codeOf(answer) === 'ActivityNotFoundInConversation')
        answer = await post(undefined);
      if (answer.status === 403 || answer.status === 404) return { kind: 'not-there' };
      return { kind: 'sent', id: idOf(expectSuccess(answer)) };
    },

    async update(address, activityId, activity) {
      const body = replyJson({ ...addressed(activity, address), id: activityId });
      const path = activitiesOf(address.conversation, activityId);
      // The same again changes nothing, so whatever may pass is tried again.
      const answer = await withRetries(() => call('PUT', address.serviceUrl, path, body), {
        firstPause,
        on: ['busy', 'unclear'],
      });
      const { status } = answer;
      // That of somebody else, or of a conversation that is gone with all of it.
      if (status === 403) return codeOf(answer) === 'NotEnoughPermissions' ? 'gone' : 'not-there';
      if (status === 404) return codeOf(answer) === 'ConversationNotFound' ? 'not-there' : 'gone';
      // 400 and 405 are what channels without updates say.
      if (status === 400 || status === 405) return 'gone';
      expectSuccess(answer);
      return 'updated';
    },

    async openPersonalChat({ serviceUrl, botId }, tenant, memberId) {
      const body = JSON.stringify({
        isGroup: false,
        bot: { id: botId, name: '' },
        members: [{ id: memberId, name: '' }],
        tenantId: tenant,
        channelData: { tenant: { id: tenant } },
      });
      // Two people have one chat, however often it is opened.
      const answer = await withRetries(() => call('POST', serviceUrl, 'v3/conversations', body), {
        firstPause,
        on: ['busy', 'unclear'],
      });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 401) return undefined;
      return idOf(expectSuccess(answer));
    },

    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context, read 2026-11-30
    async directoryId({ serviceUrl, conversation }, memberId) {
      const path = `v3/conversations/${encodeURIComponent(conversation)}/members/${encodeURIComponent(memberId)}`;
      const { status, body } = await call('GET', serviceUrl, path, '');
      const { aadObjectId } = (body ?? {}) as { aadObjectId?: unknown };
      return status === 200 && typeof aadObjectId === 'string' ? aadObjectId : undefined;
    },
  };

  /** Resolves with what the channel says of its own accord, rejects where it could not say it. */
  async function call(
    method: 'GET' | 'POST' | 'PUT',
    serviceUrl: string,
    path: string,
    body: string,
  ): Promise<ConnectorAnswer> {
    const exchange = (authorization: string | undefined) => {
      const headers = authorization === undefined ? usualHeaders : [...usualHeaders, 'Authorization', authorization];
      return http.exchange({ method, serviceUrl, path, headers, body });
    };
    let answer: ConnectorAnswer;
    try {
      const authorization = await signed(token.authorization());
      answer = await exchange(authorization);
      if (answer.status === 401 && authorization !== undefined) {
        const renewed = await signed(token.renewed());
        if (renewed !== undefined) answer = await exchange(renewed);
      }
    } catch (cause) {
      if (!(cause instanceof ExchangeError)) throw cause;
      throw new ChannelError(cause.isUnclear ? 'unclear' : 'busy', 'The channel did not answer', { cause });
    }
    const trouble = passing(answer.status);
    if (trouble) throw failure(trouble, answer);
    return answer;
  }
}

/** Whoever hands out tokens may be away as well: then nothing was sent. */
function signed(token: Promise<string | undefined>): Promise<string | undefined> {
  return token.catch(cause => {
    throw new ChannelError('busy', 'No token could be had', { cause });
  });
}

/** Ids have `:`, `;`, `@`, `=` and `/` in them. */
function activitiesOf(conversation: string, activity: string | undefined): string {
  const path = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
  return activity === undefined ? path : `${path}/${encodeURIComponent(activity)}`;
}

function addressed(activity: Partial<Activity>, { conversation, channelId, serviceUrl, botId }: Address): object {
  return {
    type: 'message',
    ...activity,
    channelId,
    serviceUrl,
    from: { id: botId, name: '' },
    conversation: { id: conversation },
  };
}

/** What may be otherwise in a while. "412 and 503 are refusals": Teams does not take it now, and says so. */
function passing(status: number): Trouble | undefined {
  if (status === 408 || status === 412 || status === 429 || status === 503) return 'busy';
  return status >= 500 ? 'unclear' : undefined;
}

function expectSuccess(answer: ConnectorAnswer): ConnectorAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const isAboutContent = status === 400 || status === 413 || status === 415 || status === 422;
  throw failure(isAboutContent ? 'unacceptable' : 'refused', answer);
}

function failure(trouble: Trouble, { status, headers }: ConnectorAnswer): ChannelError {
  const retryAfter = readRetryAfter(headers['retry-after'], Date.now());
  return new ChannelError(trouble, `The channel answered ${status}`, { status, retryAfter });
}

function idOf({ body }: ConnectorAnswer): string | undefined {
  const { id } = (body ?? {}) as { id?: unknown };
  return typeof id === 'string' ? id : undefined;
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability (status codes), read 2026-11-21 */
function codeOf({ status, body }: ConnectorAnswer): string | undefined {
  if (status < 400) return undefined;
  const { error } = (body ?? {}) as { error?: { code?: unknown } };
  return typeof error?.code === 'string' ? error.code : undefined;
}
