import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { documents } from '../../../src/bot/serving/documents.ts';
import { readConfig } from '../../../src/config.ts';
import { type Running, start } from '../../../src/start.ts';
import { content, knowledgeBase, root } from '../../content.ts';
import { temporaryFolder } from '../../storage/databases.ts';

const identity = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  MicrosoftAppId: '11111111-2222-4333-8444-555555555555',
  MicrosoftAppType: 'SingleTenant',
  MicrosoftAppTenantId: '66666666-7777-4888-9999-000000000000',
  MicrosoftAppPassword: 'secret-value',
  KEEP_DAYS: '30',
  KEEP_MEMORY_DAYS: '500',
  OPERATOR_NAME: 'Contoso <IT> & *friends*',
  OPERATOR_CONTACT: 'helpdesk@contoso.example',
};

for (const [mode, environment] of [
  ['local mode', {}],
  ['identity mode', identity],
] as const) {
  describe(`the documents in ${mode}`, () => {
    let bot: Running;

    before(async () => {
      const DATABASE_URL = `sqlite:${temporaryFolder()}/documents.db`;
      const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL, ...environment });
      bot = await start(config, { content, knowledge: knowledgeBase() });
    });

    after(() => bot.stop());

    for (const name of documents) {
      it(`serves /${name} as a page that runs and loads nothing`, async () => {
        const response = await fetch(`${bot.url}/${name}`);
        const html = await response.text();

        assert.equal(response.status, 200);
        assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8');
        const css = /<style>(?<css>[^<]*)<\/style>/.exec(html)!.groups!.css!;
        const hash = createHash('sha256').update(css).digest('base64');
        const policy = response.headers.get('content-security-policy')!;
        assert.match(policy, /^default-src 'none'; /);
        assert.ok(policy.includes(`style-src 'sha256-${hash}'`), 'the style on the page is the allowed one');
        assert.doesNotMatch(policy, /unsafe|\*/);
        assert.doesNotMatch(html, /<script|<img|<link| style=| on[a-z]+=|\{\{/);
        assert.equal(html.match(/<h1>/g)?.length, 1);
      });

      it(`links from /${name} only to pages that are there`, async () => {
        const html = await (await fetch(`${bot.url}/${name}`)).text();

        for (const [, href] of html.matchAll(/href="(\/[^"]*)"/g)) {
          assert.equal((await fetch(`${bot.url}${href}`)).status, 200, href);
        }
      });
    }

    it('answers HEAD without a body', async () => {
      const response = await fetch(`${bot.url}/privacy`, { method: 'HEAD' });

      assert.deepEqual([response.status, await response.text()], [200, '']);
    });

    it('has every page that the manifest names', async () => {
      const manifest = readFileSync(join(root, 'manifest', 'manifest.json'), 'utf8');
      const { developer } = JSON.parse(manifest.replaceAll('https://${{BOT_DOMAIN}}', bot.url));

      for (const key of ['websiteUrl', 'privacyUrl', 'termsOfUseUrl']) {
        const response = await fetch(developer[key]);
        assert.equal(response.status, 200, `${key}: ${developer[key]}`);
        assert.match(response.headers.get('content-type') ?? '', /^text\/html/, key);
      }
    });
  });
}

describe('the privacy page', () => {
  it('says who runs the bot, whom to ask and how long cases are kept, as plain text', async () => {
    const DATABASE_URL = `sqlite:${temporaryFolder()}/documents.db`;
    const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL, ...identity });
    const bot = await start(config, { content, knowledge: knowledgeBase() });

    const html = await (await fetch(`${bot.url}/privacy`)).text();
    await bot.stop();

    assert.match(html, /Contoso &lt;IT&gt; &amp; \*friends\*/);
    assert.match(html, /<a href="mailto:helpdesk@contoso\.example">helpdesk@contoso\.example<\/a>/);
    assert.match(html, /30 days after the last change/);
    assert.match(html, /500 days after it was last used/);
  });
});
