import { strict as assert } from 'node:assert';
import { type AddressInfo, createServer } from 'node:net';
import { ConnectorClient, MicrosoftAppCredentials } from 'botframework-connector';
import type { Address, ChannelError, Connector } from '../../../src/bot/channel.ts';
import { createConnector, type OwnToken } from '../../../src/bot/sending/connector.ts';
import { type ConnectorHttp, createConnectorHttp } from '../../../src/bot/sending/connector-http.ts';
import { type StubChannel, startStubChannel } from './stub-channel.ts';

const noToken: OwnToken = { authorization: async () => undefined, renewed: async () => undefined };
const activity = { type: 'message', text: 'hello', replyToId: '1700' };

describe('the connector', () => {
  let channel: StubChannel;
  let http: ConnectorHttp;
  let connector: Connector;
  let address: Address;
  const connectorWith = (token: OwnToken) => createConnector({ http, token, userAgent: 'test', firstPause: 1 });

  before(async () => {
    channel = await startStubChannel();
    http = createConnectorHttp({ deadline: 200 });
    connector = connectorWith(noToken);
    address = { conversation: 'a:1', serviceUrl: channel.url, channelId: 'msteams', botId: '28:bot' };
  });

  beforeEach(() => channel.forget());

  after(async () => {
    http.close();
    await channel.stop();
  });

  const failsWith = (trouble: ChannelError['trouble']) => (error: ChannelError) => {
    assert.equal(error.trouble, trouble);
    return true;
  };

  describe('calls what the SDK calls, with what the SDK sends', () => {
    const conversations = [
      'a:1NQbGdP-_x~!*()',
      '19:abc@thread.tacv2;messageid=1700000000000',
      'with/slash?and=query#hash',
      'päste 100%',
    ];
    const paths = ['', '/', '/emea', '/emea/', '/amer/00000000-0000-4000-8000-000000000001/'];
    for (const conversation of conversations) {
      for (const path of paths) {
        it(`${conversation} at ${path || 'no path'}`, async () => {
          const serviceUrl = `${channel.url}${path}`;
          const to = { ...address, conversation, serviceUrl };
          const client = new ConnectorClient(MicrosoftAppCredentials.Empty, { baseUri: serviceUrl });
          const { conversations: sdk } = client;
          const full = {
            ...activity,
            channelId: 'msteams',
            serviceUrl,
            from: { id: '28:bot', name: '' },
            conversation: { id: conversation },
            // As the mappers have it: an instance of Date becomes text.
            timestamp: new Date('2026-11-21T09:00:00Z'),
            summary: undefined,
            attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { body: [], at: null } }],
            channelData: { feedbackLoop: { type: 'default' } },
          };
          const { replyToId: _, ...alone } = full;

          await sdk.replyToActivity(conversation, '17:0/0', { ...full, replyToId: '17:0/0' } as never);
          await sdk.sendToConversation(conversation, alone as never);
          await sdk.updateActivity(conversation, '17:0/0', { ...alone, id: '17:0/0' } as never);
          await sdk.createConversation({
            isGroup: false,
            bot: { id: '28:bot', name: '' },
            members: [{ id: '29:anna', name: '' }],
            tenantId: 'tenant',
            channelData: { tenant: { id: 'tenant' } },
          } as never);
          const wanted = channel.requests.map(({ method, url, body }) => ({ method, url, body }));
          channel.forget();
          await connector.send(to, { ...full, replyToId: '17:0/0' } as never);
          await connector.send(to, alone as never);
          await connector.update(to, '17:0/0', alone as never);
          await connector.openPersonalChat(to, 'tenant', '29:anna');

          assert.deepEqual(
            channel.requests.map(({ method, url, body }) => ({ method, url, body })),
            wanted,
          );
        });
      }
    }

    it('and every field of an entity, which the SDK drops', async () => {
      const entities = [{ type: 'https://schema.org/Message', citation: [{ position: 1 }] }];

      await connector.send(address, { ...activity, entities });

      assert.deepEqual(channel.taken[0]!.body.entities, entities);
    });
  });

  describe('a new activity', () => {
    it('has the id that the channel gives it', async () => {
      assert.deepEqual(await connector.send(address, activity), { kind: 'sent', id: channel.taken[0]!.id });
    });

    for (const status of [408, 412, 429, 503]) {
      it(`is sent again after ${status}, which is a refusal`, async () => {
        channel.next({ status }, { status });

        assert.equal((await connector.send(address, activity)).kind, 'sent');

        assert.equal(channel.requests.length, 3);
      });
    }

    it('is not sent for ever', async () => {
      channel.always = { status: 503 };

      await assert.rejects(connector.send(address, activity), failsWith('busy'));

      assert.equal(channel.requests.length, 5);
    });

    it('is sent once where nobody wants to wait', async () => {
      channel.always = { status: 503 };

      await assert.rejects(connector.send(address, activity, { tries: 1 }), failsWith('busy'));
      await assert.rejects(connector.send(address, activity, { mayWait: async () => false }), failsWith('busy'));

      assert.equal(channel.requests.length, 2);
    });

    it('waits as long as the channel says, in seconds or until a time', async () => {
      const waited: number[] = [];
      const mayWait = async (pause: number) => {
        waited.push(pause);
        return false;
      };
      for (const value of ['7', new Date(Date.now() + 9000).toUTCString(), 'soon', '3600']) {
        channel.next({ status: 429, headers: { 'Retry-After': value } });
        await assert.rejects(connector.send(address, activity, { mayWait }));
      }

      const [seconds, time, none, long] = waited as [number, number, number, number];
      assert.equal(seconds, 7000);
      assert.ok(time > 7000 && time <= 9000, `${time}`);
      assert.ok(none < 10, `${none}`);
      assert.equal(long, 30_000, 'no turn waits longer');
    });

    for (const status of [500, 502, 504, 599]) {
      it(`may have arrived after ${status}, so whoever sends it decides`, async () => {
        channel.next({ status });

        await assert.rejects(connector.send(address, activity), failsWith('unclear'));

        assert.equal(channel.requests.length, 1);
      });
    }

    it('may have arrived when the connection breaks, or no answer comes in time', async () => {
      channel.next({ isTaken: true }, { delay: 400 });

      await assert.rejects(connector.send(address, activity), failsWith('unclear'));
      await assert.rejects(connector.send(address, activity), failsWith('unclear'));
    });

    it('has surely not arrived where there is no connection', async () => {
      const tcp = createServer(socket => socket.resume().end('no TLS here\r\n'));
      await new Promise<void>(resolve => tcp.listen(0, '127.0.0.1', resolve));
      const { port } = tcp.address() as AddressInfo;
      const nowhere = ['http://127.0.0.1:9/', 'http://nobody.invalid/', `https://127.0.0.1:${port}/`];

      for (const serviceUrl of nowhere)
        await assert.rejects(connector.send({ ...address, serviceUrl }, activity, { tries: 1 }), failsWith('busy'));

      await new Promise(resolve => tcp.close(resolve));
    });

    for (const status of [403, 404]) {
      it(`is for nobody after ${status}`, async () => {
        channel.next({ status });

        assert.deepEqual(await connector.send(address, activity), { kind: 'not-there' });
      });
    }

    it('is sent without a reference when only the message that it answers is gone', async () => {
      channel.next({ status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } });

      assert.equal((await connector.send(address, activity)).kind, 'sent');

      assert.deepEqual(
        channel.requests.map(one => one.url),
        ['/v3/conversations/a%3A1/activities/1700', '/v3/conversations/a%3A1/activities'],
      );
    });

    for (const [status, trouble] of [
      [400, 'unacceptable'],
      [413, 'unacceptable'],
      [401, 'refused'],
      [307, 'refused'],
    ] as const) {
      it(`is ${trouble} after ${status}, and not tried again`, async () => {
        channel.next({ status, headers: { Location: 'http://127.0.0.1:9/' } });

        await assert.rejects(connector.send(address, activity), failsWith(trouble));

        assert.equal(channel.requests.length, 1);
      });
    }

    it('is sent whatever the answer is about', async () => {
      channel.next({ status: 200, body: 'x'.repeat(200_000), isTaken: true }, { status: 202, body: [], isTaken: true });

      assert.deepEqual(await connector.send(address, activity), { kind: 'sent', id: undefined });
      assert.deepEqual(await connector.send(address, activity), { kind: 'sent', id: undefined });
    });
  });

  describe('an update', () => {
    for (const status of [408, 412, 429, 500, 502, 503, 504]) {
      it(`is sent again after ${status}: the same again changes nothing`, async () => {
        channel.next({ status }, {});

        assert.equal(await connector.update(address, '17', activity), 'updated');

        assert.equal(channel.requests.length, 3);
      });
    }

    for (const [status, code, updated] of [
      [400, undefined, 'gone'],
      [405, undefined, 'gone'],
      [404, undefined, 'gone'],
      [404, 'ActivityNotFoundInConversation', 'gone'],
      [404, 'ConversationNotFound', 'not-there'],
      [403, undefined, 'not-there'],
      [403, 'ConversationBlockedByUser', 'not-there'],
      [403, 'NotEnoughPermissions', 'gone'],
    ] as const) {
      it(`ends in "${updated}" after ${status} ${code ?? ''}`, async () => {
        channel.next({ status, body: { error: { code } } });

        assert.equal(await connector.update(address, '17', activity), updated);
      });
    }
  });

  it('knows who may not be written to', async () => {
    for (const status of [400, 403, 404]) {
      channel.next({ status });
      assert.equal(await connector.openPersonalChat(address, 'tenant', '29:anna'), undefined);
    }
  });

  describe('a token', () => {
    const renewing = () => {
      let count = 0;
      const token: OwnToken = { authorization: async () => 'Bearer old', renewed: async () => `Bearer new ${++count}` };
      return token;
    };

    it('is shown', async () => {
      await connectorWith(renewing()).send(address, activity);

      assert.equal(channel.taken[0]!.authorization, 'Bearer old');
    });

    it('is renewed once when it is refused', async () => {
      channel.next({ status: 401 });

      assert.equal((await connectorWith(renewing()).send(address, activity)).kind, 'sent');

      assert.equal(channel.taken[0]!.authorization, 'Bearer new 1');
    });

    it('is not renewed for ever', async () => {
      channel.always = { status: 401 };

      await assert.rejects(connectorWith(renewing()).send(address, activity), failsWith('refused'));

      assert.equal(channel.requests.length, 2);
    });

    it('that cannot be had means that nothing was sent', async () => {
      const token = { ...noToken, authorization: () => Promise.reject(new Error('no network')) };

      await assert.rejects(connectorWith(token).send(address, activity, { tries: 1 }), failsWith('busy'));

      assert.equal(channel.requests.length, 0);
    });
  });
});
