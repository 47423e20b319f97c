// Every story by the keyboard alone: where the focus goes, that it is seen, and that it is never lost.
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { strings } from '../content.ts';
import { describeInBrowser, openPage } from './browser.ts';
import { changed, type Program, pastes, startProgram } from './whole-program.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own
declare const document: any;
declare const getComputedStyle: any;
declare const innerHeight: number;
// biome-ignore-end lint/suspicious/noExplicitAny: the browser's own

type Key = 'Tab' | 'Shift+Tab';

/** Keys, and where they lead. */
function hands(page: Page) {
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      const active = document.activeElement;
      if (active === document.body) return 'nothing';
      const label = active.labels?.[0]?.textContent;
      return (active.getAttribute('aria-label') ?? label ?? active.innerText).replace(/[\s\u2060]+/g, ' ').trim();
    });

  /** It has an outline, or its box has, and some of it is between the header and the message box. */
  const isSeen = async () => {
    const problem = await page.evaluate(() => {
      const active = document.activeElement;
      if (active === document.body) return 'the focus is nowhere';
      const ring = getComputedStyle(active.id === 'say' ? active.closest('.box') : active);
      if (ring.outlineStyle === 'none' || Number.parseFloat(ring.outlineWidth) < 1) return 'the focus has no ring';
      const { top, bottom } = active.getBoundingClientRect();
      const room = active.closest('main')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
      return bottom > room.top && top < room.bottom ? '' : `the focus is out of sight, ${top} to ${bottom}`;
    });
    assert.equal(problem, '', await focused());
  };

  const to = async (wanted: RegExp, key: Key = 'Shift+Tab') => {
    for (let presses = 0; presses < 80; presses++) {
      if (wanted.test(await focused())) return isSeen();
      await page.keyboard.press(key);
    }
    assert.fail(`${wanted} is not reached by ${key}; the focus is at ${await focused()}`);
  };

  const press = async (key: 'Enter' | 'Space' = 'Enter') => {
    await changed(page, () => page.keyboard.press(key));
    await isSeen();
  };

  return {
    focused,
    to,
    press,
    async type(text: string) {
      await to(/^Your message$/, 'Tab');
      await page.keyboard.insertText(text);
      await press();
    },
    /** Presses a button of the card on which the focus is, or of the last one. */
    async choose(name: RegExp, key: Key = 'Tab') {
      await to(name, key);
      await press();
    },
  };
}

describeInBrowser('by the keyboard alone', browser => {
  let program: Program;
  let page: Page;
  let complaints: string[];

  beforeEach(async () => {
    program = await startProgram();
    const opened = await openPage(browser(), program.url, {
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    ({ page, complaints } = opened);
    await page.locator('html:not(.starting)').waitFor();
    await page.locator('#say:focus').waitFor();
  });

  afterEach(async () => {
    assert.deepEqual(complaints, []);
    await page.context().close();
    await program.stop();
  });

  const clipboard = () => page.evaluate('navigator.clipboard.readText()') as Promise<string>;
  const cardName = () => page.locator('.card').last().getAttribute('aria-label');

  it('a firewall is opened: an answer, ticks, the menu, a command to copy, and the end', async () => {
    const { focused, to, press, type, choose } = hands(page);

    await type(pastes.refused);
    await choose(/^Ours$/, 'Shift+Tab');
    const question = await focused();
    assert.equal(question, await cardName(), 'the beginning of the next card');
    await choose(/^Nothing does$/);
    await to(/^Copy Get-Service/, 'Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Copied').first().waitFor();
    assert.match(await clipboard(), /^Get-Service .*-Port 25$/);
    await to(/^Tick step 1/, 'Shift+Tab');
    await press('Space');
    assert.match(await focused(), /^Untick step 1/, 'the same row');
    await choose(/^Step 2 done$/);
    assert.equal(await focused(), 'Step 3 done', 'the same button, for the step that comes next');
    await to(/^More$/, 'Tab');
    await page.keyboard.press('Enter');
    assert.equal(await focused(), 'Back');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 'Start over');
    await page.keyboard.press('Escape');
    assert.equal(await focused(), 'More');
    await page.keyboard.press('Enter');
    await press();
    assert.equal(await focused(), question, 'Back led to the beginning of the question');
    await type('nothing');
    await choose(/^Solved$/, 'Shift+Tab');
    assert.equal(await focused(), await cardName(), 'what is new is read first');
    await to(/^Your ticket number$/, 'Tab');
    await page.keyboard.insertText('INC-1042');
    await choose(/^Save/);
    await choose(/^Summary for the ticket$/);
    await to(/^Copy$/, 'Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Copied').first().waitFor();
    assert.match(await clipboard(), /^INC-1042 · Mailflow case/);
  });

  it('an old server is retired: a risk is confirmed, and a wait is asked back', async () => {
    const { focused, press, to, type, choose } = hands(page);

    await type(pastes.refused);
    await choose(/^Ours$/, 'Shift+Tab');
    await choose(/^Server is retired$/);
    await choose(/^Step 1 done$/);
    await choose(/^Step 2 done$/);
    assert.equal(await focused(), 'Is step 2 done?');
    await choose(/^Not yet$/);
    assert.equal(await focused(), await cardName());
    await choose(/^Step 2 done$/);
    await choose(/^Yes, it is done$/);
    await to(/^Tick step 5/, 'Tab');
    await press('Space');
    assert.equal(await focused(), 'Is step 5 done?');
    await choose(/^Yes, it is done$/);
    await page.getByText('3 of 6 done', { exact: true }).waitFor();
  });

  it('a partner is written to: what the text lacks, the language, sent, reminded, answered, solved', async () => {
    const { focused, to, press, type, choose } = hands(page);
    const fill = async (label: RegExp, keys: string) => {
      await to(label, 'Tab');
      await page.keyboard.type(keys);
    };

    await type(pastes.certificate);
    await choose(/^A partner's$/, 'Shift+Tab');
    await choose(/^English$/);
    await to(/Show the whole text$/, 'Tab');
    await page.keyboard.press('Enter');
    assert.match(await focused(), /Show less$/, 'what folds it again');
    await to(/Fill in: when it began/, 'Tab');
    await page.keyboard.press('Space');
    await fill(/^Began on$/, '11022026');
    await fill(/^At$/, '0205PM');
    await fill(/^Contact person$/, 'Anna Berg');
    await fill(/^Their address$/, 'anna');
    await to(/^Save/, 'Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Write an address such as').waitFor();
    await fill(/^Their address$/, '@partner.example').catch(async () => {
      await to(/^Their address$/, 'Shift+Tab');
      await page.keyboard.press('End');
      await page.keyboard.type('@partner.example');
    });
    await fill(/^Your ticket number$/, 'INC-2048');
    await choose(/^Save/);
    assert.match(await focused(), /Change when it began/, 'the form is folded, and what opens it has the focus');
    assert.equal(await page.locator('.card input').first().isVisible(), false);
    await page.getByText('To: Anna Berg, anna@partner.example').waitFor();
    await choose(/^Send me the text$/);
    await choose(/^I sent it$/);
    await choose(/^No answer yet$/);
    await choose(/^Say it again$/);
    await choose(/^They answered$/);
    await choose(/^Yes, solved$/);
    await to(/^Summary for the ticket$/, 'Tab');
    await press('Space');
    await page
      .getByText(/First seen: 2 November 2026 at 13:05 UTC/)
      .first()
      .waitFor();
  });

  it('several are looked through: recipients, articles, files, cases', async () => {
    const { focused, to, press, type, choose } = hands(page);

    await type(pastes.threeRecipients);
    await choose(/user1@contoso\.example/, 'Shift+Tab');
    await to(/^More$/, 'Tab');
    await page.keyboard.press('Enter');
    await press();
    assert.equal(await focused(), 'Not the same cause for everybody');
    await type('550 5.7.1 refused');
    await to(/^Choose: /, 'Shift+Tab');
    await press('Space');
    assert.equal(await focused(), await cardName());
    await type('cases');
    await to(/^Close/, 'Shift+Tab');
    await press('Space');
    assert.match(await focused(), /^Open again/, 'the same row of the list');
    await press();
    assert.match(await focused(), /^Close/);
    const chosen = page.waitForEvent('filechooser');
    // A busy browser may find that the key was pressed too long ago to open a window for it.
    for (let isOpen = false; !isOpen; isOpen = await Promise.race([chosen.then(() => true), sleep(15_000, false)])) {
      await to(/^Add a file$/, 'Tab');
      await page.keyboard.press('Enter');
    }
    const files = { 'a.txt': strToU8('550 5.2.2 mailbox full'), 'b.txt': strToU8(pastes.certificate) };
    const buffer = Buffer.from(zipSync(files));
    await changed(page, async () =>
      (await chosen).setFiles({ name: 'bounces.zip', mimeType: 'application/zip', buffer }),
    );
    assert.notEqual(await focused(), 'nothing');
    await choose(/Certificate validation failed/, 'Shift+Tab');
    await page.getByText('Whose is mx1.partner.example?').first().waitFor();
  });

  it('data, notes, the directory and forgetting: a list to copy, a page of what was done, a partner, everything deleted', async () => {
    const { focused, to, type, choose } = hands(page);
    const copied = async (name: RegExp) => {
      await to(name, 'Shift+Tab');
      await page.keyboard.press('Enter');
      await page.getByText('Copied').first().waitFor();
      return clipboard();
    };

    await type(pastes.refused);
    await choose(/^Ours$/, 'Shift+Tab');
    await type('40.92.0.0/15\n40.107.0.0/16\n52.100.0.0/14');
    assert.equal(await copied(/^Copy 2a01:/), '2a01:111:f400::/48\n2a01:111:f403::/48', 'a line is a line');
    assert.match(await focused(), /^Copy 2a01:111:f400::\/48 2a01:/);
    await type('note the firewall is a Fortigate');
    await type('undo');
    await type('timeline');
    await page.getByText('Wrote a note that was taken back').waitFor();
    await choose(/^Show the case$/, 'Shift+Tab');
    await type('partner fabrikam.example');
    await to(/^Contact 1: name$/, 'Shift+Tab');
    await page.keyboard.type('Anna Berg');
    await choose(/^Save$/);
    await page.getByText('✓ Saved').waitFor();
    await type('forget');
    await choose(/^Delete everything$/, 'Shift+Tab');
    assert.notEqual(await focused(), 'nothing');
    assert.equal(await cardName(), strings.en.say('notice.forgotten.title'));
  });
});
