// The whole program, as a newcomer meets it: started, opened in a browser, clicked, killed, started again.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { type Running, start } from '../../src/start.ts';
import { content, knowledgeBase } from '../content.ts';
import { uncounted } from '../uncounted.ts';
import { describeInBrowser, openPage } from './browser.ts';
import { changed, pastes, say } from './whole-program.ts';

interface Program {
  url: string;
  kill(): Promise<void>;
}

describeInBrowser('the first day', browser => {
  let folder: string;
  /** A new one each: it remembers whose server is whose, and asks no second time. */
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

  it('shows the newest words though the card above them grows by what was sent', async () => {
    const { page, context, complaints } = await openPage(browser(), bot.url, {
      locale: 'en',
      viewport: { width: 400, height: 800 },
      reducedMotion: 'no-preference',
    });
    await say(page, pastes.refused);
    await changed(page, () => say(page, '40.92.0.0/15\n40.107.0.0/16\n52.100.0.0/15\n104.47.0.0/18'));
    await page.getByText('Firewall list').last().waitFor();

    await page.waitForFunction(() => {
      const room = document.querySelector('main').getBoundingClientRect();
      const newest = [...document.querySelectorAll('.turn.it')].at(-1).getBoundingClientRect();
      return newest.top < room.bottom - 40 && newest.bottom > room.top;
    });
    assert.deepEqual(complaints, []);
    await context.close();
  });

  /** What every card on the way said in English, to find it again elsewhere. */
  const english: string[] = [];

  for (const locale of ['en', 'nl', 'sv', 'zh-CN']) {
    it(`leads from the sample to a checklist in three clicks, in ${locale}`, async () => {
      const { page, context, complaints } = await openPage(browser(), bot.url, {
        locale,
        viewport: { width: 400, height: 800 },
      });
      const said: string[] = [];
      let clicks = 1;

      await page.locator('#samples button').first().click();
      const card = page.locator('.card').last();
      await card.waitFor();
      while (!(await isChecklist(page))) {
        said.push(...(await sentences(page)));
        const before = await card.textContent();
        await card.locator('.ac-pushButton').first().click();
        clicks++;
        await page.waitForFunction(old => [...document.querySelectorAll('.card')].at(-1)?.textContent !== old, before);
        assert.ok(clicks <= 3, 'more than three clicks');
      }
      said.push(...(await sentences(page)));

      if (locale === 'en') english.push(...said);
      else
        assert.deepEqual(
          said.filter(sentence => english.includes(sentence)),
          [],
        );
      assert.equal(
        await page.evaluate(
          () => document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth,
        ),
        0,
      );
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  it('changes the card that is open with the language', async () => {
    const { page, context } = await openPage(browser(), bot.url);
    await page.locator('#samples button').first().click();
    await page.getByRole('button', { name: 'Ours' }).waitFor();

    await page.locator('#language').selectOption('nl');

    await page.locator('.card').getByRole('button', { name: 'Van ons' }).waitFor();
    assert.equal(await page.locator('.card').count(), 1);
    await context.close();
  });
});

describeInBrowser('the first day of the whole program', browser => {
  let folder: string;
  let program: Program;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailflow-triage-'));
    program = await startProgram(folder);
  });

  after(async () => {
    await program?.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it('keeps a tick through a reload and a kill -9', async () => {
    const { page, context } = await openPage(browser(), program.url);
    await page.locator('#samples button').first().click();
    await page.locator('.card').waitFor();
    while (!(await isChecklist(page))) {
      const before = await page.locator('.card').textContent();
      await page.locator('.card .ac-pushButton').first().click();
      await page.waitForFunction(old => document.querySelector('.card').textContent !== old, before);
    }
    await page.getByRole('button', { name: /^Tick step 1/ }).click();
    const tick = page.getByText('✓', { exact: true });
    await tick.waitFor();

    await page.reload();
    await tick.waitFor();
    const port = new URL(program.url).port;
    await program.kill();
    program = await startProgram(folder, port);
    await page.locator('#banner').waitFor({ state: 'hidden' });
    await page.reload();
    await tick.waitFor();
    await page.getByRole('button', { name: /^Tick step 2/ }).click();

    // Two done steps are one line.
    await page.getByText('2 of 6 done', { exact: true }).waitFor();
    await context.close();
  });
});

// What runs inside the page, where Node's types know nothing.
// biome-ignore lint/suspicious/noExplicitAny: the browser's own
declare const document: any;

async function startProgram(folder: string, port = '0'): Promise<Program> {
  const child: ChildProcess = spawn(process.execPath, ['src/main.js'], {
    cwd: join(import.meta.dirname, '../..'),
    // It is killed, and would not say what it ran through.
    env: uncounted({ PATH: process.env.PATH, PORT: port, DATABASE_URL: `sqlite:${join(folder, 'cases.db')}` }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout!.on('data', chunk => {
      output += chunk;
      // Mailflow Triage is ready: open http://127.0.0.1:3978
      const found = /open (?<url>http:\S+)/.exec(output);
      if (found) resolve(found.groups!.url!);
    });
    child.once('exit', code => reject(new Error(`The program ended with ${code} before it was ready: ${output}`)));
  });
  return {
    url,
    kill: () =>
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

async function isChecklist(page: Page): Promise<boolean> {
  return (await page.locator('.card').last().getByText('☐').count()) > 0;
}

/** The texts of the card that are sentences: codes, commands, names of hosts and products stay as they are. */
function sentences(page: Page): Promise<string[]> {
  return page
    .locator('.card')
    .last()
    .locator('p, .ac-pushButton')
    .evaluateAll((elements: { textContent: string; closest(selector: string): unknown }[]) =>
      elements
        .filter(element => !element.closest('[style*="--mono"]'))
        .map(element => element.textContent.trim())
        .filter(text => /\p{L}{3}/u.test(text) && text !== 'Server' && !/^[\w.-]+\.example|^\d{3} \d\.\d/.test(text)),
    );
}
