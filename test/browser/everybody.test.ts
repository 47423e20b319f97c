// The chat page over the whole program, for who uses no mouse and who does not see it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/start.ts';
import { content, knowledgeBase } from '../content.ts';
import { describeInBrowser, openPage } from './browser.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own
declare const document: any;
declare const axe: any;
// biome-ignore-end lint/suspicious/noExplicitAny: the browser's own

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const certificate =
  '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx1.partner.example]';
const threeRecipients = [
  'Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com\n',
  ...['5.2.2 mailbox full', '5.1.10 RESOLVER.ADR.RecipientNotFound', '5.9.97 Odd'].map((reply, place) => {
    const fields = `Final-Recipient: rfc822;user${place}@contoso.example\nAction: failed`;
    return `${fields}\nStatus: ${reply.split(' ')[0]}\nDiagnostic-Code: smtp;550 ${reply}\n`;
  }),
].join('\n');
const archive = Buffer.from(zipSync({ 'a.txt': strToU8('550 5.2.2 mailbox full'), 'b.txt': strToU8(certificate) }));

describeInBrowser('the chat page for everybody', browser => {
  let folder: string;
  let bot: Running;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailflow-triage-'));
    const settings = { PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'cases.db')}`, LOG_LEVEL: 'fatal' };
    bot = await start(readConfig(settings), { content, knowledge: knowledgeBase() });
  });

  afterEach(async () => {
    await bot.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [locale, colorScheme] of [
    ['en', 'light'],
    ['zh-CN', 'dark'],
  ] as const) {
    it(`has nothing that axe finds wrong in any state, in ${locale} and ${colorScheme}`, async function () {
      this.timeout(120_000);
      const { page, context } = await openPage(browser(), bot.url, { locale, colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(axeSource);
      const found: string[] = [];
      const look = async (state: string) => {
        const violations: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
          async () => (await axe.run(document, { resultTypes: ['violations'] })).violations,
        );
        for (const { id, nodes } of violations) found.push(`${state}: ${id} ${nodes[0]!.html.slice(0, 120)}`);
      };
      const card = page.locator('.card').last();
      const press = (place: number) => changed(page, () => card.locator('.ac-pushButton').nth(place).click());

      await look('nothing said');
      await changed(page, () => page.locator('#samples button').first().click());
      await look('first card');
      await card.locator('.ac-selectable').first().click();
      await look('the line that was read');
      await press(0);
      await look('question');
      await press(2);
      await look('checklist');
      await card.locator('[aria-expanded="false"]').first().click();
      await look('instructions');
      await card.locator('.menu-button').click();
      await look('menu');
      await page.keyboard.press('Escape');
      for (const text of ['cases', 'why', 'help', 'forget', threeRecipients]) {
        await say(page, text);
        await look(text.slice(0, 20));
      }
      assert.equal(await card.getByText('user2@contoso.example').count(), 1, 'a row for each recipient');
      await say(page, 'new');
      await say(page, certificate);
      await press(1);
      await look('language of the letter');
      await press(0);
      await look('letter');
      await card.locator('.ac-selectable').first().click();
      await look('whole letter');
      await changed(page, () =>
        page.locator('#file').setInputFiles({ name: 'b.zip', mimeType: 'application/zip', buffer: archive }),
      );
      await look('batch');
      await page.locator('#file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: archive });
      await page.setViewportSize({ width: 320, height: 800 });
      await look('an error, on a phone');

      assert.deepEqual(found, []);
      await context.close();
    });
  }

  it('leads from the paste to a solved case by the keyboard alone, and the focus is always somewhere', async function () {
    this.timeout(120_000);
    const { page, context, complaints } = await openPage(browser(), bot.url, { reducedMotion: 'reduce' });
    await page.locator('html:not(.starting)').waitFor();
    const name = () =>
      page.evaluate(() => {
        const active = document.activeElement;
        return active === document.body ? 'nothing' : (active.getAttribute('aria-label') ?? active.innerText);
      });
    const to = async (wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Shift+Tab') => {
      for (let presses = 0; presses < 60; presses++) {
        if (wanted.test(await name())) return;
        await page.keyboard.press(key);
      }
      assert.fail(`${wanted} is not reached by ${key}; the focus is at ${await name()}`);
    };
    const press = (key: 'Enter' | 'Space') => changed(page, () => page.keyboard.press(key));

    assert.equal(await page.evaluate(() => document.activeElement.id), 'say');
    await page.keyboard.type('450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example]');
    await press('Enter');
    await to(/^Ours$/);
    await press('Enter');
    const question = await name();
    assert.equal(question, await page.locator('.card').getAttribute('aria-label'), 'the beginning of the next card');
    await to(/^Some mail does$/, 'Tab');
    await press('Space');
    await to(/^Tick step 1/, 'Tab');
    await press('Space');
    assert.match(await name(), /^Untick step 1/, 'the same row');
    await to(/^Step 2 done$/, 'Tab');
    await press('Enter');
    assert.match(await name(), /^Step 3 done$/, 'the same button, for the step that comes next');
    await to(/^More$/, 'Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('.card').last().getByRole('button', { name: 'Some mail does' }).waitFor();
    assert.equal(await name(), question, 'Back led to the beginning of the question');
    await to(/^Some mail does$/, 'Tab');
    await press('Enter');
    await to(/^Solved$/, 'Tab');
    await press('Enter');
    await page
      .getByText(/Solved on/)
      .first()
      .waitFor();
    assert.equal(await name(), await page.locator('.card').getAttribute('aria-label'), 'what is new is read first');
    await page.locator('#say').focus();
    await page.keyboard.type('cases');
    await press('Enter');
    await to(/^Open again/);
    await press('Enter');
    assert.match(await name(), /^Close case/, 'the same row of the list');

    assert.deepEqual(complaints, []);
    await context.close();
  });
});

/** Until the last card is another one. */
async function changed(page: Page, act: () => Promise<unknown>): Promise<void> {
  const state = () =>
    document.querySelectorAll('.card').length + ([...document.querySelectorAll('.card')].at(-1)?.textContent ?? '');
  const before = await page.evaluate(state);
  await act();
  await page.waitForFunction(old => {
    const cards = [...document.querySelectorAll('.card')];
    return cards.length + (cards.at(-1)?.textContent ?? '') !== old && cards.at(-1)?.ariaBusy !== 'true';
  }, before);
}

function say(page: Page, text: string): Promise<void> {
  return changed(page, async () => {
    await page.locator('#say').fill(text);
    await page.locator('#say').press('Enter');
  });
}
