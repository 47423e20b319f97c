/** Who signs the channel's tokens in tests: OpenID metadata and keys on loopback, as the Bot Connector publishes its own. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Authority } from '../../src/bot/serving/gate.ts';

export const appId = '11111111-2222-4333-8444-555555555555';
export const tenant = '66666666-7777-4888-9999-000000000000';
export const issuerName = 'https://api.botframework.com';
/** What the bot says who it is when it sends. */
export const botToken = 'the-token-of-the-bot';

export interface TokenParts {
  readonly header?: object;
  readonly claims?: object;
  readonly key?: KeyObject;
}

export interface Issuer {
  readonly authority: Authority;
  token(serviceUrl: string, parts?: TokenParts): string;
  stop(): Promise<void>;
}

export const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs what the bot sends with a fixed token: the real ones come from Microsoft's login, which is not here. */
class FixedCredentials extends ServiceClientCredentialsFactory {
  override isValidAppId = async (id: string) => id === appId;
  override isAuthenticationDisabled = async () => false;
  override createCredentials = async () =>
    ({
      signRequest: async <Request extends { headers: { set(name: string, value: string): void } }>(
        request: Request,
      ) => {
        request.headers.set('authorization', `Bearer ${botToken}`);
        return request;
      },
    }) as never;
}

export async function startIssuer(): Promise<Issuer> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = own.publicKey.export({ format: 'jwk' });
  const keys = [
    { ...jwk, kid: 'known', use: 'sig', endorsements: ['msteams'] },
    { ...jwk, kid: 'not-endorsed', use: 'sig', endorsements: ['webchat'] },
  ];
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify(
        request.url === '/keys'
          ? { keys }
          : { issuer: issuerName, jwks_uri: `${base}/keys`, id_token_signing_alg_values_supported: ['RS256'] },
      ),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const metadata = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`;
  return {
    authority: { metadata, issuer: issuerName, credentials: new FixedCredentials() },
    token(serviceUrl, { header = {}, claims = {}, key = own.privateKey } = {}) {
      const seconds = Math.floor(Date.now() / 1000);
      const head = base64({ alg: 'RS256', typ: 'JWT', kid: 'known', ...header });
      const times = { nbf: seconds - 60, exp: seconds + 600 };
      const body = base64({ iss: issuerName, aud: appId, serviceurl: serviceUrl, ...times, ...claims });
      const pem = createPrivateKey(key.export({ type: 'pkcs8', format: 'pem' }));
      return `${head}.${body}.${sign('sha256', Buffer.from(`${head}.${body}`), pem).toString('base64url')}`;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
