/** Teams as the bots see it: activities over kept connections, and a Bot Connector that takes what they send. */
import { Agent, request } from 'node:http';
import { startConnectorStub } from '../conversations/connector-stub.ts';
import type { BotProcess } from '../conversations/processes.ts';
import type { TeamsActivity } from '../conversations/teams-activities.ts';

export interface TurnChannel {
  readonly serviceUrl: string;
  /** Posts an activity; resolves with the body of the answer. */
  post(bot: BotProcess, activity: TeamsActivity): Promise<string>;
  /** Posts a message; resolves when its reply is here and the request is answered. */
  say(bot: BotProcess, activity: TeamsActivity): Promise<Reply>;
  /** Is told of every update in a conversation from now on. */
  onUpdate(conversation: string, listener: (activity: string) => void): void;
  close(): Promise<void>;
}

export interface Reply {
  /** The activity, as JSON. */
  readonly activity: string;
  readonly id: string;
  readonly arrivedAt: number;
}

const patience = 30_000;

export async function openChannel(connections: number): Promise<TurnChannel> {
  const waiting = new Map<string, (reply: Reply) => void>();
  const listeners = new Map<string, (activity: string) => void>();
  const stub = await startConnectorStub({
    posted(_, activity, id) {
      const arrivedAt = performance.now();
      const { replyToId, type } = JSON.parse(activity) as { replyToId?: string; type: string };
      if (replyToId === undefined || type !== 'message') return;
      waiting.get(replyToId)?.({ activity, id, arrivedAt });
      waiting.delete(replyToId);
    },
    updated: (conversation, activity) => listeners.get(conversation)?.(activity),
  });
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  const post: TurnChannel['post'] = ({ url, output }, activity) =>
    new Promise((resolve, reject) => {
      const fail = (why: string) =>
        reject(new Error(`POST ${url}/api/messages (${activity.type}): ${why}. The bot says: ${output().trim()}`));
      const body = JSON.stringify(activity);
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
      const sent = request(`${url}/api/messages`, { method: 'POST', agent, headers }, response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode === 200 ? resolve(text) : fail(`${response.statusCode} ${text}`),
        );
      });
      sent.on('error', error => fail(error.message));
      sent.end(body);
    });

  return {
    serviceUrl: stub.serviceUrl,
    post,
    async say(bot, activity) {
      const reply = new Promise<Reply>((resolve, reject) => {
        const late = setTimeout(() => {
          reject(new Error(`No reply within ${patience / 1000} s. The bot says: ${bot.output().trim()}`));
        }, patience);
        waiting.set(activity.id, arrived => {
          clearTimeout(late);
          resolve(arrived);
        });
      });
      const [arrived] = await Promise.all([reply, post(bot, activity)]);
      return arrived;
    },
    onUpdate: (conversation, listener) => void listeners.set(conversation, listener),
    async close() {
      agent.destroy();
      await stub.close();
    },
  };
}
