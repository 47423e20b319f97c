import { strict as assert } from 'node:assert';
import { generateKeyPairSync } from 'node:crypto';
import { pino } from 'pino';
import type restify from 'restify';
import { createAdapter } from '../../../src/bot/serving/adapter.ts';
import { createServer as createBotServer } from '../../../src/bot/serving/server.ts';
import { appId, base64, type Issuer, issuerName as issuer, startIssuer, type TokenParts, tenant } from '../issuer.ts';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';

describe('a request with a token', () => {
  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let authority: Issuer;
  let bot: restify.Server;
  let url = '';

  before(async () => {
    authority = await startIssuer();
    bot = createBotServer({
      adapter: await createAdapter(
        { appId, appType: 'SingleTenant', appPassword: 'x', tenantId: tenant },
        authority.authority,
      ),
      // Whoever gets this far was let in.
      turns: { handle: async () => ({ status: 200, body: { isIn: true } }) },
      isLocal: false,
      allowedTenants: [tenant],
      checkHealth: async () => undefined,
      log: pino({ level: 'silent' }),
    });
    await new Promise<void>(resolve => bot.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${bot.address().port}/api/messages`;
  });

  after(async () => {
    await authority.stop();
    await new Promise<void>(resolve => bot.close(() => resolve()));
  });

  const token = (parts: TokenParts = {}) => authority.token(serviceUrl, parts);

  async function send(authorization: string | undefined, more: object = {}): Promise<number> {
    const activity = {
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: '1',
      channelId: 'msteams',
      serviceUrl,
      from: { id: 'a' },
      recipient: { id: 'b' },
      conversation: { id: 'c', tenantId: tenant },
      ...more,
    };
    const headers = {
      'Content-Type': 'application/json',
      ...(authorization !== undefined && { Authorization: authorization }),
    };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(activity) });
    const body = await response.text();
    if (response.status === 401) assert.equal(body, '{"error":"Not authorised."}', 'no reason is given away');
    return response.status;
  }

  it('is let in when the token is good', async () => {
    assert.equal(await send(`Bearer ${token()}`), 200);
  });

  it('is refused with 403 for a tenant that is not allowed', async () => {
    const conversation = { id: 'c', tenantId: '00000000-0000-4000-8000-000000000001' };

    assert.equal(await send(`Bearer ${token()}`, { conversation }), 403);
  });

  for (const elsewhere of ['http://198.51.100.1/', 'gopher://127.0.0.1/']) {
    it(`is refused with 400 where the answer, and the bot's token with it, would go to ${elsewhere}`, async () => {
      const authorization = `Bearer ${token({ claims: { serviceurl: elsewhere } })}`;

      assert.equal(await send(authorization, { serviceUrl: elsewhere }), 400);
    });
  }

  const bad: [what: string, authorization: () => string | undefined][] = [
    ['no token', () => undefined],
    ['a token that is none', () => 'Bearer abc'],
    ['another scheme', () => 'Basic abc'],
    ['an expired token', () => `Bearer ${token({ claims: { nbf: 1000, exp: 2000 } })}`],
    ['a token for another bot', () => `Bearer ${token({ claims: { aud: tenant } })}`],
    ['a token of another issuer', () => `Bearer ${token({ claims: { iss: 'https://evil.example' } })}`],
    ['a token for another service URL', () => `Bearer ${token({ claims: { serviceurl: 'https://evil.example/' } })}`],
    ['a token signed by a stranger', () => `Bearer ${token({ key: strangers.privateKey })}`],
    ['a key that is not endorsed for Teams', () => `Bearer ${token({ header: { kid: 'not-endorsed' } })}`],
    ['an unknown key', () => `Bearer ${token({ header: { kid: 'unknown' } })}`],
    [
      'a token without a signature',
      () =>
        `Bearer ${base64({ alg: 'none', typ: 'JWT', kid: 'known' })}.${base64({ iss: issuer, aud: appId, serviceurl: serviceUrl, exp: 4e9 })}.`,
    ],
  ];
  for (const [what, authorization] of bad) {
    it(`is refused with 401 for ${what}`, async () => {
      assert.equal(await send(authorization()), 401);
    });
  }
});
