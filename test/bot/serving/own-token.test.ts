import { strict as assert } from 'node:assert';
import { AppCredentials, MicrosoftAppCredentials } from 'botframework-connector';
import { ownToken } from '../../../src/bot/serving/own-token.ts';

let count = 0;

/** As the SDK's own, but the authority is here. */
class CountingCredentials extends AppCredentials {
  asked = 0;
  fails = false;

  constructor() {
    super(`app-${++count}`, 'tenant');
  }

  override async refreshToken() {
    if (this.fails) throw new Error('no network');
    this.asked++;
    return { accessToken: `token ${this.asked}`, expiresOn: new Date(Date.now() + 3_600_000) } as never;
  }
}

describe('the token of the bot', () => {
  it('is asked for once, however many send', async () => {
    const credentials = new CountingCredentials();
    const token = ownToken(async () => credentials);

    const shown = await Promise.all(Array.from({ length: 10 }, token.authorization));

    assert.deepEqual([...new Set([...shown, await token.authorization()])], ['Bearer token 1']);
    assert.equal(credentials.asked, 1);
  });

  it('is another one after it was refused', async () => {
    const credentials = new CountingCredentials();
    const token = ownToken(async () => credentials);
    await token.authorization();

    const renewed = await Promise.all([token.renewed(), token.renewed()]);

    assert.deepEqual(renewed, ['Bearer token 2', 'Bearer token 2']);
    assert.equal(await token.authorization(), 'Bearer token 2');
  });

  it('is asked for again when it could not be had', async () => {
    const credentials = new CountingCredentials();
    const token = ownToken(async () => credentials);
    credentials.fails = true;
    await assert.rejects(token.authorization());
    credentials.fails = false;

    assert.equal(await token.authorization(), 'Bearer token 1');
  });

  it('is none in local mode', async () => {
    assert.equal(await ownToken(async () => MicrosoftAppCredentials.Empty).authorization(), undefined);
  });
});
