import { strict as assert } from 'node:assert';
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import type restify from 'restify';
import { createAdapter } from '../../src/bot/adapter.ts';
import { createServer as createBotServer } from '../../src/bot/server.ts';

const appId = '11111111-2222-4333-8444-555555555555';
const tenant = '66666666-7777-4888-9999-000000000000';
const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const issuer = 'https://api.botframework.com';

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: KeyObject;
}

describe('a request with a token', () => {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const strangers = generateKeyPairSync('rsa', { modulusLength: 2048 });
  let authority: Server;
  let bot: restify.Server;
  let url = '';

  before(async () => {
    const jwk = own.publicKey.export({ format: 'jwk' });
    const keys = [
      { ...jwk, kid: 'known', use: 'sig', endorsements: ['msteams'] },
      { ...jwk, kid: 'not-endorsed', use: 'sig', endorsements: ['webchat'] },
    ];
    authority = createServer((request, response) => {
      const base = `http://127.0.0.1:${(authority.address() as AddressInfo).port}`;
      response.setHeader('Content-Type', 'application/json');
      response.end(
        JSON.stringify(
          request.url === '/keys'
            ? { keys }
            : { issuer, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
        ),
      );
    });
    await new Promise<void>(resolve => authority.listen(0, '127.0.0.1', resolve));
    const metadata = `http://127.0.0.1:${(authority.address() as AddressInfo).port}/metadata`;
    bot = createBotServer({
      adapter: createAdapter(
        { appId, appType: 'SingleTenant', appPassword: 'x', tenantId: tenant },
        { metadata, issuer },
      ),
      // Whoever gets this far was let in.
      turns: { handle: async () => ({ status: 200, body: { isIn: true } }) },
      isLocal: false,
      allowedTenants: [tenant],
      isHealthy: async () => true,
      log: pino({ level: 'silent' }),
    });
    await new Promise<void>(resolve => bot.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${bot.address().port}/api/messages`;
  });

  after(async () => {
    authority.closeAllConnections();
    await new Promise(resolve => authority.close(resolve));
    await new Promise<void>(resolve => bot.close(() => resolve()));
  });

  function token({ header = {}, claims = {}, key = own.privateKey }: TokenParts = {}): string {
    const seconds = Math.floor(Date.now() / 1000);
    const head = base64({ alg: 'RS256', typ: 'JWT', kid: 'known', ...header });
    const body = base64({
      iss: issuer,
      aud: appId,
      serviceurl: serviceUrl,
      nbf: seconds - 60,
      exp: seconds + 600,
      ...claims,
    });
    return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }))).toString('base64url')}`;
  }

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
    it(`is refused with 401 for ${what}`, async function () {
      this.timeout(30_000);
      assert.equal(await send(authorization()), 401);
    });
  }
});
