/** The Bot Framework's side: tokens in, activities out. The only file that knows how botbuilder does it. */
import {
  type Activity,
  CardFactory,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  MessageFactory,
  TurnContext,
} from 'botbuilder';
import type { AdaptiveCard } from '../cards/render-card.ts';
import type { BotIdentity } from '../config.ts';
import type { IncomingActivity } from './read-activity.ts';
import type { Channel, InvokeAnswer, Turns } from './turn.ts';

export interface Adapter {
  /** Throws an error whose `statusCode` is 401 for a caller without a valid token. */
  process(authorization: string, activity: IncomingActivity, turns: Turns): Promise<InvokeAnswer | undefined>;
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

/** Who signs the channels' tokens, for tests; Microsoft's own authority otherwise. */
export interface Authority {
  /** OpenID metadata, a URL. */
  readonly metadata: string;
  readonly issuer: string;
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
  const adapter = new BareAdapter(new ConfigurationBotFrameworkAuthentication(settings ?? {}));
  return {
    async process(authorization, incoming, turns) {
      let answer: InvokeAnswer | undefined;
      await adapter.run(authorization, toActivity(incoming), async context => {
        answer = await turns.handle(incoming, textOf(context), channelOf(context));
      });
      return answer;
    },
  };
}

/** What the person wrote, without the mention that calls the bot in a channel. */
function textOf(context: TurnContext): string {
  if (context.activity.type !== 'message' || typeof context.activity.text !== 'string') return '';
  return TurnContext.removeRecipientMention(context.activity) ?? context.activity.text;
}

function channelOf(context: TurnContext): Channel {
  return {
    sendCard: async card => (await context.sendActivity(cardActivity(card)))?.id,
    sendText: async text => (await context.sendActivity(textActivity(text, context.activity.channelId)))?.id,
    updateCard: async (id, card) => {
      try {
        await context.updateActivity({ ...cardActivity(card), id, conversation: context.activity.conversation });
        return true;
      } catch {
        // Deleted by somebody, or a channel that cannot update: the caller posts the card anew.
        return false;
      }
    },
  };
}

/** A card alone: Teams splits text and card in two, and the card could then not be updated. */
function cardActivity(card: AdaptiveCard): Partial<Activity> {
  return { ...MessageFactory.attachment(CardFactory.adaptiveCard(card)), summary: card.fallbackText };
}

/** Text to copy. Teams keeps lines and quotes only inside a code block. */
function textActivity(text: string, channelId: string): Partial<Activity> {
  if (channelId !== 'msteams') return { ...MessageFactory.text(text), textFormat: 'plain' };
  return { ...MessageFactory.text(`\`\`\`\n${text.replaceAll('```', "'''")}\n\`\`\``), textFormat: 'markdown' };
}

function toActivity(incoming: IncomingActivity): Activity {
  const { timestamp, localTimestamp, ...rest } = incoming as Record<string, unknown>;
  const time = (value: unknown) =>
    typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value) : undefined;
  return { ...rest, timestamp: time(timestamp), localTimestamp: time(localTimestamp) } as unknown as Activity;
}
