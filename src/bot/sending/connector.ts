/** The Bot Connector's side of sending: what is tried again, what means "not there any more", what is given up. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activity } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import pRetry from 'p-retry';
import type { Address, Connector } from '../channel.ts';

export interface ConnectorOptions {
  /** A client for a service URL, without a retry policy of its own. */
  client(serviceUrl: string): Promise<ConnectorClient>;
  /** Milliseconds before the first repetition; it doubles, with jitter. Shorter in tests. */
  readonly firstPause?: number;
}

/** Teams allows seven sends a second in one conversation and names the pause in Retry-After. */
const tries = 5;
const longestPause = 30_000;

/**
 * A create is repeated only where it was surely not delivered: on 429 and without a connection. An update may be
 * repeated on 412, 429, 502 and 504 as well (Microsoft, "Rate limiting for bots").
 */
export function createConnector({ client, firstPause = 500 }: ConnectorOptions): Connector {
  const attempt = <Result>(work: () => Promise<Result>, isWorthRepeating: (error: unknown) => boolean) =>
    pRetry(work, {
      retries: tries - 1,
      minTimeout: firstPause,
      maxTimeout: longestPause,
      randomize: true,
      shouldRetry: ({ error }) => isWorthRepeating(error),
      onFailedAttempt: async ({ error }) => {
        const pause = retryAfter(error);
        if (pause !== undefined) await sleep(Math.min(pause, longestPause));
      },
    });
  return {
    async send(address, activity) {
      const { conversations } = await client(address.serviceUrl);
      try {
        const message = addressed(activity, address);
        const { id } = await attempt(() => conversations.sendToConversation(address.conversation, message), isUnsent);
        return { kind: 'sent', id };
      } catch (error) {
        if (statusOf(error) === 403 || statusOf(error) === 404) return { kind: 'not-there' };
        throw error;
      }
    },

    async update(address, activityId, activity) {
      const { conversations } = await client(address.serviceUrl);
      try {
        const message = { ...addressed(activity, address), id: activityId };
        await attempt(
          () => conversations.updateActivity(address.conversation, activityId, message),
          error => isUnsent(error) || [412, 502, 504].includes(statusOf(error) ?? 0),
        );
        return 'updated';
      } catch (error) {
        const status = statusOf(error);
        if (status === 403) return 'not-there';
        // 400 and 405 are what channels without updates say.
        if (status === 400 || status === 404 || status === 405) return 'gone';
        throw error;
      }
    },

    async openPersonalChat({ serviceUrl, botId }, tenant, memberId) {
      const { conversations } = await client(serviceUrl);
      try {
        const { id } = await attempt(
          () =>
            conversations.createConversation({
              isGroup: false,
              bot: { id: botId, name: '' },
              members: [{ id: memberId, name: '' }],
              tenantId: tenant,
              channelData: { tenant: { id: tenant } },
            } as Parameters<typeof conversations.createConversation>[0]),
          isUnsent,
        );
        return id;
      } catch (error) {
        const status = statusOf(error);
        if (status !== undefined && status >= 400 && status < 500 && status !== 401 && status !== 429) return undefined;
        throw error;
      }
    },
  };
}

function addressed(activity: Partial<Activity>, { conversation, channelId, serviceUrl, botId }: Address): Activity {
  return {
    type: 'message',
    ...activity,
    channelId,
    serviceUrl,
    from: { id: botId, name: '' },
    conversation: { id: conversation },
  } as Activity;
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number } | null)?.statusCode;
}

const noConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Whether the channel surely has not taken it. */
export function isUnsent(error: unknown): boolean {
  return statusOf(error) === 429 || noConnection.has((error as { code?: string } | null)?.code ?? '');
}

/** Milliseconds, from seconds or from a date (RFC 9110, 10.2.3). */
function retryAfter(error: unknown): number | undefined {
  const headers = (error as { response?: { headers?: { get(name: string): string | undefined } } } | null)?.response
    ?.headers;
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  const pause = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(pause) ? undefined : Math.max(0, pause);
}
