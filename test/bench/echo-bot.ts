/** The echo bot of botbuilder's samples: restify, CloudAdapter, ActivityHandler, no app id. The measure for our own turns. */
import {
  ActivityHandler,
  type AdaptiveCardInvokeResponse,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  MessageFactory,
} from 'botbuilder';
import restify from 'restify';

/** As much of a request as botbuilder wants; its type is a little narrower than restify's. */
type BotRequest = Parameters<CloudAdapter['process']>[0];

class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context, next) => {
      const text = `echo: ${context.activity.text}`;
      await context.sendActivity(MessageFactory.text(text, text));
      await next();
    });
  }

  protected override async onAdaptiveCardInvoke(): Promise<AdaptiveCardInvokeResponse> {
    // The type wants an object; the protocol a sentence.
    const value = 'echo' as unknown as Record<string, unknown>;
    return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value };
  }
}

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new EchoBot();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as BotRequest, response, context => bot.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  console.log(`The echo bot is ready: open http://127.0.0.1:${server.address().port}`);
});
