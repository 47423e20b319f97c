// The chat page in two windows: whoever reports a case, and a colleague in the channel of the experts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { strings } from '../content.ts';
import { describeInBrowser, type OpenPage, openPage } from './browser.ts';
import { changed, type Program, pastes, say, startProgram } from './whole-program.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own
declare const document: any;
declare const axe: any;
// biome-ignore-end lint/suspicious/noExplicitAny: the browser's own

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const hour = 3_600_000;

describeInBrowser('the chat page of two people', browser => {
  let program: Program;
  let opened: OpenPage;
  let chat: Page;

  async function open(further: Record<string, string> = {}, locale = 'en-GB', viewport = { width: 1200, height: 800 }) {
    program = await startProgram(further);
    opened = await openPage(browser(), program.url, { locale, viewport, reducedMotion: 'reduce' });
    chat = opened.page;
    await chat.locator('html:not(.starting)').waitFor();
  }

  afterEach(async () => {
    assert.deepEqual(opened.complaints, []);
    await opened.context.close();
    await program.stop();
  });

  const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).last();
  const press = (page: Page, name: string) => changed(page, () => button(page, name).click());

  async function openChannel(): Promise<Page> {
    const [channel] = await Promise.all([opened.context.waitForEvent('page'), chat.locator('#other-place').click()]);
    await channel.locator('html:not(.starting)').waitFor();
    return channel;
  }

  async function withExperts(): Promise<Page> {
    const channel = await openChannel();
    await changed(channel, () => button(channel, 'Bring the experts here experts here').click());
    return channel;
  }

  it('hands a case to the channel, where a colleague takes it, asks, hears the answer and gives it back', async () => {
    await open();
    const channel = await withExperts();
    await say(chat, pastes.refused);
    await press(chat, 'Ours');
    await press(chat, 'Nothing does');
    await chat.locator('.menu-button').last().click();
    await changed(channel, () => chat.getByRole('menuitem', { name: 'Ask the experts' }).click());
    assert.match(await channel.locator('.card').last().innerText(), /m….c….example/, 'shortened there');

    await changed(chat, () => press(channel, 'I take it'));
    assert.match(await chat.locator('.turn.it').last().innerText(), /Robin works on case/);
    await changed(chat, () => say(channel, 'Which firewall is it?'));
    await changed(channel, () => say(chat, 'a FortiGate'));
    assert.match(await channel.locator('.turn.it').last().innerText(), /: a FortiGate$/);
    await channel.getByRole('textbox', { name: /^To / }).last().fill('Open TCP 25 for all ranges');
    await changed(chat, () => press(channel, 'Give it back'));

    assert.match(await chat.locator('.turn.it').last().innerText(), /Open TCP 25 for all ranges/);
    await chat.getByText('0 of 6 done').last().waitFor();
  });

  it('makes one incident of many reports, which the channel counts and whoever reports next is told of', async () => {
    await open({ INCIDENT_CASES: '3' });
    const channel = await withExperts();
    for (let reports = 1; reports <= 3; reports++) {
      if (reports > 1) await say(chat, 'new');
      await say(chat, pastes.refused);
    }
    await changed(channel, () => program.doDue());
    assert.match(await channel.locator('.card').last().innerText(), /3 cases of one problem/);

    await say(chat, 'new');
    await say(chat, pastes.refused);
    assert.match(await chat.locator('.card').last().innerText(), /have reported this since/);
    await changed(chat, () => press(channel, 'It is over'));
    assert.equal(await channel.locator('.card').count(), 1);
  });

  it('asks by itself after the hour, and the answer closes the case', async () => {
    await open();
    await say(chat, pastes.refused);
    await press(chat, 'Ours');
    await press(chat, 'Server is retired');
    await press(chat, 'Step 1 done');
    await press(chat, 'Step 2 done');
    await press(chat, 'Yes, it is done');

    await changed(chat, () => program.doDue(hour + 60_000));
    const asked = chat.locator('.card').last();
    assert.match(await asked.innerText(), /The change should show by now\. Does mail arrive again\?/);
    await press(chat, 'Solved');
    assert.match(await asked.innerText(), /Solved on/);
  });

  it('keeps the evidence of a case as a file', async () => {
    await open();
    await say(chat, pastes.refused);
    await say(chat, 'evidence pack');
    const [download] = await Promise.all([chat.waitForEvent('download'), button(chat, 'Save as a file').click()]);

    assert.match(download.suggestedFilename(), /^evidence-[A-Z2-9]{6}\.txt$/);
    const text = readFileSync(await download.path(), 'utf8');
    assert.match(text, /^\ufeff.*\r\n/);
    assert.match(text, /4\.4\.316/);
  });

  for (const [locale, colorScheme] of [
    ['nl', 'dark'],
    ['zh-CN', 'light'],
  ] as const) {
    it(`is led to the channel and back by the keyboard, in ${locale}, ${colorScheme}, at 320 px`, async () => {
      await open({}, locale, { width: 320, height: 700 });
      await chat.emulateMedia({ colorScheme });
      await chat.locator('#other-place').focus();
      const [channel] = await Promise.all([opened.context.waitForEvent('page'), chat.keyboard.press('Enter')]);
      await channel.locator('html:not(.starting)').waitFor();
      await channel.emulateMedia({ colorScheme });
      await channel.evaluate(axeSource);
      const rules = { 'target-size': { enabled: true } };
      const { violations, sideways } = await channel.evaluate(
        async how => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { violations: (await axe.run(document, how)).violations, sideways: scrollWidth - clientWidth };
        },
        { resultTypes: ['violations'], rules },
      );
      assert.deepEqual([violations.map(({ id }: { id: string }) => id), sideways], [[], 0]);

      await changed(channel, () => channel.locator('#samples button').press('Enter'));
      const { say: text } = strings[locale];
      const here = text('people.here', { problems: text('people.all') });
      assert.ok((await channel.locator('.turn.it').last().innerText()).includes(here));
      await channel.locator('#other-place').press('Enter');
      await chat.waitForFunction("document.visibilityState === 'visible'");
      assert.equal(opened.context.pages().length, 2, 'the window that is there');
    });
  }
});
