import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { type StubBot, startStubBot } from '../chat/stub-bot.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { describeInBrowser, type OpenPage, openPage, wearDejaVu } from './browser.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own
declare const document: any;
declare const DataTransfer: any;
declare const KeyboardEvent: any;
declare const Node: any;
declare const getComputedStyle: any;
// biome-ignore-end lint/suspicious/noExplicitAny: the browser's own

interface Look {
  readonly locale?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

const usual = { width: 1280, height: 720 };

describeInBrowser('chat page', browser => {
  let bot: StubBot;
  let opened: OpenPage[] = [];
  /** By the language of the browser. Tests share them, as each has a bot of its own, and so another origin; a new one costs seconds. */
  const pages = new Map<string, OpenPage>();

  beforeEach(async () => {
    bot = await startStubBot();
  });

  afterEach(async () => {
    const complaints = opened.flatMap(({ complaints }) => complaints);
    for (const one of opened) await empty(one);
    opened = [];
    await bot.stop();
    assert.deepEqual(complaints, []);
  });

  after(async () => {
    for (const { context } of pages.values()) await context.close();
  });

  const pageOf = async (locale: string) => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const found = pages.get(locale) ?? (await openPage(browser(), 'about:blank', { locale, permissions }));
    pages.set(locale, found);
    assert.ok(!opened.includes(found), 'a second window of the same kind is not there');
    return found;
  };
  const empty = async ({ page, context, complaints }: OpenPage) => {
    for (const other of context.pages()) if (other !== page) await other.close();
    // Another bot may get the same port, and then it is the same origin.
    await page.evaluate('localStorage.clear(); sessionStorage.clear()');
    await page.goto('about:blank');
    complaints.length = 0;
  };
  const open = async ({ locale = 'en-GB', viewport = usual, colorScheme = 'light' }: Look = {}): Promise<Page> => {
    const one = await pageOf(locale);
    opened.push(one);
    await one.page.setViewportSize(viewport);
    await one.page.emulateMedia({ colorScheme });
    await one.page.goto(bot.url);
    await one.page.locator('html:not(.starting)').waitFor();
    return one.page;
  };
  /** A refused request is on the console too, and should be. */
  const forgive = () => {
    for (const { complaints } of opened) complaints.length = 0;
  };
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
  const say = async (page: Page, text: string) => {
    await page.locator('#say').fill(text);
    await page.locator('#say').press('Enter');
  };
  const toChecklist = async (page: Page) => {
    await button(page, /^Connection refused/).click();
    await button(page, 'Ours').click();
    await page.getByText('0 of 4 done', { exact: true }).waitFor();
  };
  const sent = () => bot.activities.filter(({ channelData }) => !channelData?.silent);

  describe('conversation', () => {
    it('goes from a sample to a ticked checklist, which a reload keeps', async () => {
      const page = await open();
      await toChecklist(page);

      await button(page, /^Tick: Check where the MX/).click();
      await page.getByText('1 of 4 done', { exact: true }).waitFor();
      await page.reload();

      await page.getByText('1 of 4 done', { exact: true }).waitFor();
      assert.equal(await page.locator('.turn').count(), 2);
      assert.equal(await page.locator('#empty').isVisible(), false);
    });

    it('is the same in every open window', async () => {
      const page = await open();
      await toChecklist(page);
      const other = await page.context().newPage();
      await other.goto(bot.url);
      await other.getByText('0 of 4 done', { exact: true }).waitFor();

      await button(page, /^Tick: Check where the MX/).click();

      await other.getByText('1 of 4 done', { exact: true }).waitFor();
    });

    it('says that the bot is gone, keeps what was not sent, and goes on where it was', async () => {
      const page = await open();
      await toChecklist(page);
      const { store } = bot;
      const port = Number(new URL(bot.url).port);
      await bot.stop();
      await say(page, 'are you there?');
      await page.getByText('The connection to the bot is lost').waitFor();
      await page.getByText('Not sent ·').waitFor();

      bot = await startStubBot({ port, store });
      await page.locator('#banner').waitFor({ state: 'hidden' });
      await button(page, 'Send again').click();

      await page.getByText('Not sent ·').waitFor({ state: 'detached' });
      await page.locator('.card').nth(1).waitFor();
      assert.deepEqual(
        sent().map(({ text }) => text),
        ['are you there?'],
      );
      assert.equal(await page.locator('.turn').count(), 4);
      forgive();
    });

    it('starts a new case below a line, with the samples again', async () => {
      const page = await open();
      await toChecklist(page);

      await button(page, 'New case').click();

      await page.getByRole('separator').filter({ hasText: 'New case,' }).waitFor();
      await button(page, /^Certificate trouble/).waitFor();
      assert.equal(bot.activities.at(-1).text, 'new');
      await button(page, /^In plain words/).click();
      await page.locator('.card').nth(1).waitFor();
      assert.equal(await page.locator('#empty').isVisible(), false);
    });

    it('shows that the bot is writing, and its text as text', async () => {
      const page = await open();

      await say(page, 'slow');

      await page.locator('#typing').waitFor();
      const bubble = page.locator('.turn.it .bubble');
      await bubble.waitFor();
      assert.equal(await page.locator('#typing').isVisible(), false);
      assert.equal(await bubble.locator('strong').textContent(), 'you');
      assert.equal(await bubble.locator('b').count(), 0);
      assert.match((await bubble.textContent()) ?? '', /<b>done<\/b>/);
      assert.deepEqual(await bubble.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href'))), [
        'https://example.com/',
      ]);
    });

    it('gives texts to copy', async () => {
      const page = await open();
      await say(page, 'partner');

      await button(page, 'Send me plain text').click();
      await button(page, 'Copy').click();

      await button(page, 'Copied').waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), 'Hello,\n\nplease allow TCP 25.');

      await button(page, 'New case').click();
      await toChecklist(page);
      await button(page, /^2. Check that the mail services run/).click();
      await button(page, 'Copy Test-NetConnection mail.contoso.example -Port 25').click();
      assert.equal(
        await page.evaluate('navigator.clipboard.readText()'),
        'Test-NetConnection mail.contoso.example -Port 25',
      );
    });

    it('folds a long paste to its first lines', async () => {
      const page = await open();
      const lines = Array.from({ length: 31 }, (_, index) => `line ${index + 1} of the bounce, 450 4.4.316`);

      await page.locator('#say').fill(lines.join('\n'));
      assert.match((await page.locator('#hint').textContent()) ?? '', /characters, 31 lines/);
      // Two lines are a sentence, three are a paste.
      const hintOf = async (text: string) => {
        await page.locator('#say').fill(text);
        return (await page.locator('#hint').textContent()) ?? '';
      };
      assert.doesNotMatch(await hintOf('one\ntwo'), /lines/);
      assert.match(await hintOf('one\ntwo\nthree'), /13 characters, 3 lines/);
      await page.locator('#say').fill(lines.join('\n'));
      await page.locator('#say').press('Enter');

      const said = page.locator('.said');
      const folded = (await said.boundingBox())?.height ?? 0;
      await button(page, 'Show all 31 lines').click();
      assert.ok(((await said.boundingBox())?.height ?? 0) > 3 * folded);
      await button(page, 'Show less').waitFor();
    });
  });

  describe('card', () => {
    it('sends what was typed into it', async () => {
      const page = await open();
      await say(page, 'partner');
      await page.getByLabel('Ticket number').fill('INC-42');

      await button(page, 'Fill in').click();

      await page.getByText('Reference INC-42').waitFor();
      assert.deepEqual(bot.activities.at(-1).value.action, {
        type: 'Action.Execute',
        verb: 'reference',
        data: { reference: 'INC-42' },
      });
    });

    it('opens mail and https, nothing else', async () => {
      const page = await open();
      await say(page, 'partner');

      await page.getByRole('link', { name: 'A script' }).click();

      await page.getByText('This link is not opened').waitFor();
      await page.evaluate(
        'window.opened = []; HTMLAnchorElement.prototype.click = function () { window.opened.push(this.href) }',
      );
      await button(page, 'New case').click();
      await toChecklist(page);
      await page.getByRole('link', { name: 'Open in mail app' }).click();
      assert.deepEqual(await page.evaluate('window.opened'), ['mailto:postmaster@contoso.example?subject=Port%2025']);
    });

    it('says why a button did nothing', async () => {
      const page = await open();
      await say(page, 'partner');

      await button(page, 'Refused').click();

      await page.getByText('Not that one.').waitFor();
      bot.failWith = 500;
      await button(page, 'Fill in').click();
      await page.getByText('That did not work. Try the button again.').waitFor();
      forgive();
    });

    it('keeps what was unfolded when another row is ticked', async () => {
      const page = await open();
      await toChecklist(page);
      await button(page, /^2. Check that the mail services run/).click();
      const details = page.getByText('Test-NetConnection mail.contoso.example -Port 25');
      await details.nth(1).waitFor();

      await button(page, /^Tick: Check where the MX/).click();

      await page.getByText('1 of 4 done', { exact: true }).waitFor();
      assert.equal(await details.nth(1).isVisible(), true);
      assert.equal(await button(page, /^2. Check that the mail services run/).getAttribute('aria-expanded'), 'true');
    });
  });

  describe('sources and thumbs', () => {
    it('are under the card: links in a fold, and a thumb that stays pressed', async () => {
      const page = await open();
      await say(page, 'cited');
      await page.locator('summary', { hasText: 'Sources (2)' }).press('Enter');

      const link = page.getByRole('link', { name: 'NDR codes' });
      assert.equal(await link.getAttribute('href'), 'https://learn.microsoft.com/exchange/non-delivery-reports');
      assert.equal(await link.getAttribute('rel'), 'noopener noreferrer');

      const helped = page
        .getByRole('group', { name: 'Did this card help?' })
        .getByRole('button', { name: 'It helped' });
      await helped.press('Space');
      await page.locator('.thumbs [aria-pressed="true"]').waitFor();
      assert.equal(await helped.getAttribute('aria-pressed'), 'true');
      assert.equal(await helped.evaluate(button => button === document.activeElement), true);
      await page.getByText('Thank you, that is noted.').waitFor();

      await page.reload();
      await page.locator('.thumbs [aria-pressed="true"]').waitFor();
      assert.equal(bot.activities.at(-1).value.actionValue.reaction, 'like');
    });

    it('are not there under a card that has none', async () => {
      const page = await open();
      await say(page, 'hello');
      await page.locator('.card').waitFor();

      assert.equal(await page.locator('.card-foot').isVisible(), false);
    });

    for (const [locale, name] of [
      ['nl-BE', 'Bronnen (2)'],
      ['sv-FI', 'Källor (2)'],
      ['zh-TW', '来源（2）'],
    ] as const) {
      it(`speak the language of a browser in ${locale}`, async () => {
        const page = await open({ locale });
        await say(page, 'cited');

        await page.locator('summary', { hasText: name }).waitFor();
      });
    }
  });

  describe('message box', () => {
    it('sends with Enter, breaks the line with Shift+Enter, and leaves Enter to an input method', async () => {
      const page = await open();
      const field = page.locator('#say');
      await field.pressSequentially('one');
      await field.press('Shift+Enter');
      await field.pressSequentially('two');
      await field.evaluate(element =>
        element.dispatchEvent(
          new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true }),
        ),
      );
      assert.equal(await field.inputValue(), 'one\ntwo');

      await field.press('Enter');

      await page.locator('.card').waitFor();
      assert.equal(bot.activities.at(-1).text, 'one\ntwo');
      assert.equal(await field.inputValue(), '');
    });

    it('refuses more than 256 kB with a sentence and keeps the text', async () => {
      const page = await open();

      await say(page, 'é'.repeat(131_073));

      await page.getByText('That is more than 256 kB').waitFor();
      assert.equal((await page.locator('#say').inputValue()).length, 131_073);
      assert.deepEqual(sent(), []);
    });

    const bounce = [
      'From: postmaster@contoso.example',
      'To: priya@fabrikam.example',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('Servern går inte att nå: 550 5.4.316').toString('base64'),
    ];
    const files: [name: string, bytes: Buffer, text: string][] = [
      ['bounce.eml', Buffer.from(bounce.join('\r\n')), 'Servern går inte att nå: 550 5.4.316'],
      ['utf-16.txt', Buffer.from('\uFEFFÖvning 550 5.4.316', 'utf16le'), 'Övning 550 5.4.316'],
      ['windows.TXT', Buffer.from('\xD6vning 550 5.4.316', 'latin1'), 'Övning 550 5.4.316'],
      ['page.html', Buffer.from('<html><body><p>550 5.4.316</p></body></html>'), '550 5.4.316'],
    ];
    it(`reads ${files.map(([name]) => name).join(', ')} into the field, to be looked over and sent`, async () => {
      const page = await open();
      for (const [index, [name, bytes, text]] of files.entries()) {
        await page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });

        await page
          .locator('#notice')
          .filter({ hasText: `${name}, 1 kB` })
          .waitFor();
        assert.ok((await page.locator('#say').inputValue()).includes(text), name);
        assert.equal(sent().length, index, name);
        await page.locator('#say').press('Enter');
        await page.locator('.card').nth(index).waitFor();
        assert.ok(sent()[index].text.includes(text), name);
      }
    });

    const refused: [name: string, content: string | Uint8Array, sentence: string][] = [
      ['big.eml', new Uint8Array(20 * 1024 * 1024 + 1), 'big.eml is larger than 20 MB'],
      ['bounce.pdf', 'x', 'bounce.pdf cannot be read here'],
      ['empty.txt', ' \n', 'There is no text in empty.txt'],
    ];
    it(`says why it does not take ${refused.map(([name]) => name).join(', ')}`, async () => {
      const page = await open();
      for (const [name, content, sentence] of refused) {
        // By its path: 20 MB on the way to the browser take it many seconds.
        const file = join(temporaryFolder(), name);
        writeFileSync(file, content);

        await page.locator('#file').setInputFiles(file);

        await page.getByText(sentence).waitFor();
        assert.equal(await page.locator('#say').inputValue(), '', name);
      }
      forgive();
    });

    it('keeps what was typed above a file, and reads the next file in its place', async () => {
      const page = await open();
      const read = async (name: string, text: string) => {
        await page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
        await page.locator('#notice').filter({ hasText: name }).waitFor();
        return page.locator('#say').inputValue();
      };
      assert.equal(await read('wrong.txt', 'not this one'), 'not this one');
      assert.equal(await read('right.txt', '550 5.4.316'), '550 5.4.316');

      await page.locator('#say').fill('since the firewall change\n');

      assert.equal(await read('bounce.txt', '450 4.4.316'), 'since the firewall change\n\n450 4.4.316');
    });

    for (const [what, name, buffer] of [
      ['an archive', 'bounces.zip', Buffer.from('PK')],
      ['a text that is longer than a paste', 'trace.txt', Buffer.alloc(256 * 1024 + 1, 'x')],
    ] as const)
      it(`hands ${what} to the bot`, async () => {
        const page = await open();

        await page.locator('#file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });

        await page.locator('.turn.me', { hasText: name }).waitFor();
        await page.locator('.card').waitFor();
        assert.ok(Buffer.from(bot.fetched.at(-1)!).equals(buffer));
      });

    it('takes a file that is dropped anywhere', async () => {
      const page = await open();
      const transfer = await page.evaluateHandle(() => {
        const data = new DataTransfer();
        data.items.add(new File(['450 4.4.316 Connection refused'], 'bounce.txt'));
        return data;
      });

      await page.dispatchEvent('main', 'dragenter', { dataTransfer: transfer });
      await page.getByText('Drop the bounce here').waitFor();
      await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });

      await page.locator('#drop').waitFor({ state: 'hidden' });
      await page.locator('#notice').filter({ hasText: 'bounce.txt' }).waitFor();
      assert.equal(await page.locator('#say').inputValue(), '450 4.4.316 Connection refused');
    });
  });

  describe('keyboard', () => {
    it('reaches everything, the message box first by the skip link', async () => {
      const page = await open();
      await page.locator('#other-place').focus();

      await page.keyboard.press('Shift+Tab');
      assert.equal(await focused(page), 'Skip to the message box');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate('document.activeElement.id'), 'say');
      await page.locator('#language').focus();
      await page.keyboard.press('Tab');
      assert.match(await focused(page), /^Connection refused/);
    });

    it('does the whole way without a mouse and never loses the focus', async () => {
      const page = await open();
      await button(page, /^Connection refused/).focus();
      await page.keyboard.press('Enter');
      await page.locator('.card').waitFor();
      assert.equal(await page.evaluate('document.activeElement.id'), 'say');

      await button(page, 'Ours').focus();
      await page.keyboard.press('Space');
      await page.getByText('0 of 4 done', { exact: true }).waitFor();
      // Another question, another card: the reader starts at its beginning.
      assert.equal(
        await page.evaluate('document.activeElement.getAttribute("aria-label")'),
        'Open the firewall for Microsoft 365',
      );
      await page.keyboard.press('Tab');
      assert.match(await focused(page), /^Tick: Check where the MX/);

      await page.keyboard.press('Enter');
      await page.getByText('1 of 4 done', { exact: true }).waitFor();
      assert.match(await focused(page), /^Untick: Check where the MX/);

      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-expanded")'), 'true');
    });

    it('opens the menu of a card, walks it with the arrows and leaves it with Escape', async () => {
      const page = await open();
      await toChecklist(page);
      const more = button(page, 'More');
      await more.focus();

      await page.keyboard.press('Enter');
      assert.equal(await focused(page), 'Back');
      assert.equal(await more.getAttribute('aria-expanded'), 'true');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(page), 'Start over');
      await page.keyboard.press('ArrowDown');
      assert.equal(await focused(page), 'Back');
      await page.keyboard.press('Escape');
      assert.equal(await page.getByRole('menu').count(), 0);
      assert.equal(await focused(page), 'More');

      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await button(page, 'Ours').waitFor();
      assert.equal(await focused(page), 'The server says no on port 25');
    });

    it('passes the focus on when a fold hides its own control', async () => {
      const page = await open();
      await button(page, /^Connection refused/).click();
      await button(page, 'Show the line I read').focus();

      await page.keyboard.press('Enter');
      assert.equal(await focused(page), '▾ The line I read');
      await page.keyboard.press('Enter');
      assert.equal(await focused(page), 'Show the line I read');
    });
  });

  describe('language', () => {
    const languages: [tag: string, name: string, heading: string, newCase: string, browserTag: string][] = [
      ['en', 'English', 'What does the bounce say?', 'New case', 'en-GB'],
      ['nl', 'Nederlands', 'Wat staat er in de bounce?', 'Nieuwe case', 'nl-BE'],
      ['sv', 'Svenska', 'Vad står det i studsmeddelandet?', 'Nytt ärende', 'sv-FI'],
      ['zh-CN', '简体中文', '退信里写了什么？', '新建排查单', 'zh-TW'],
    ];
    for (const [index, [tag, , heading, , browserTag]] of languages.entries()) {
      const [chosen, name, , newCase] = languages[(index + 1) % languages.length]!;
      it(`${tag} comes from a browser that speaks ${browserTag}; ${chosen} is chosen, remembered, and told to the bot without a bubble`, async () => {
        const page = await open({ locale: browserTag });

        await page.getByRole('heading', { name: heading }).waitFor();
        assert.equal(await page.locator('html').getAttribute('lang'), tag);
        await say(page, '4.4.316');
        await page.locator('.card').waitFor();
        assert.equal(bot.activities[0].locale, tag);
        assert.equal(bot.activities[0].localTimezone, 'Europe/Amsterdam');

        await page.locator('#language').selectOption({ label: name });
        await button(page, newCase).waitFor();
        await page
          .locator('#notice')
          .filter({ hasText: `Language: ${chosen}` })
          .waitFor();
        await page.reload();

        await button(page, newCase).waitFor();
        assert.equal(bot.activities.at(-1).text, `language ${chosen}`);
        assert.equal(await page.locator('.turn').count(), 2);
      });
    }

    it('leaves no word of English on a Dutch, Swedish or Chinese page', async () => {
      const english = await visibleWords(await open());
      for (const locale of ['nl-BE', 'sv-FI', 'zh-TW']) {
        const words = await visibleWords(await open({ locale }));
        const same = words.filter(word => english.includes(word));
        assert.deepEqual(same, [], locale);
      }
    });
  });

  describe('screen reader', () => {
    it('finds names, a log, headings and facts as a table', async () => {
      const page = await open();
      await button(page, /^Connection refused/).click();
      await page.locator('.card').waitFor();

      const tree = await page.locator('body').ariaSnapshot();

      for (const line of [
        '- log "Conversation":',
        '- group "The server says no on port 25":',
        '- heading "The server says no on port 25" [level=2]',
        '- rowheader "Server"',
        '- button "Ours"',
        '- textbox "Your message"',
        '- button "Add a file"',
        '- combobox "Language"',
      ]) {
        assert.ok(tree.includes(line), `${line}\n${tree}`);
      }
    });

    it('hears a summary of a card, not all of it', async () => {
      const page = await open();
      await button(page, /^Connection refused/).click();
      await page.locator('#announcer').filter({ hasText: '450 4.4.316 Connection refused. Whose is' }).waitFor();

      await button(page, 'Ours').click();

      await page.locator('#announcer').filter({ hasText: '0 of 4 done. Next: Check where' }).waitFor();
      assert.equal(await page.locator('.card').getAttribute('aria-live'), 'off');
    });

    it('meets no control without a name and no id twice', async () => {
      const page = await open();
      await toChecklist(page);
      await say(page, '4.4.316');
      await page.locator('.card').nth(1).waitFor();

      const ids = await page.locator('[id]').evaluateAll(elements => elements.map(element => element.id));
      assert.deepEqual(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        [],
      );
      const tree = await page.locator('body').ariaSnapshot();
      assert.doesNotMatch(tree, /- (?:button|link|textbox|combobox)(?::|$)/m);
    });
  });

  describe('look', () => {
    for (const width of [320, 400, 1200]) {
      it(`never scrolls sideways at ${width} px, in its own letters and in DejaVu Sans`, async () => {
        const page = await open({ viewport: { width, height: 700 } });
        const fits = async (what: string) => {
          assert.equal(await sideways(page), 0, what);
          if (!(await wearDejaVu(page))) return;
          assert.equal(await sideways(page), 0, `${what} in DejaVu Sans`);
          await page.evaluate('document.documentElement.style.removeProperty("--sans")');
        };
        for (const locale of ['en', 'sv', 'zh-CN', 'nl']) {
          await page.locator('#language').selectOption(locale);
          await page.locator(`html[lang="${locale}"]`).waitFor();
          await fits(locale);
        }
        await button(page, /^Een hele bounce/).click();
        await page.locator('.card').waitFor();
        await fits('question');
        await page.getByRole('button', { name: 'Ours' }).click();
        await page.getByText('0 of 4 done', { exact: true }).waitFor();
        const tick = (await button(page, /^Tick: Check where the MX/).boundingBox())!;
        if (width <= 600) assert.ok(Math.min(tick.width, tick.height) >= 44, `${tick.width} by ${tick.height} to tick`);
        await say(page, `https://example.com/${'x'.repeat(400)}`);
        await say(page, 'partner');
        await page.getByLabel('Ticket number').waitFor();
        await fits('checklist, link and letter');
      });
    }

    it('has a ticked row of one line in the middle of what a finger needs', async () => {
      const page = await open({ viewport: { width: 600, height: 800 } });
      await toChecklist(page);
      await button(page, /^Tick: Check where the MX/).click();
      await page.getByText('1 of 4 done', { exact: true }).waitFor();

      const middle = async (words: string) => {
        const { y, height } = (await page.locator('.card .ac-textBlock', { hasText: words }).first().boundingBox())!;
        return y + height / 2;
      };
      const tick = (await button(page, /^Untick: Check where the MX/).boundingBox())!;
      assert.equal(tick.height, 44);
      assert.ok(Math.abs((await middle('points · Priya')) - (tick.y + 22)) < 1);
      assert.ok(Math.abs((await middle('✓')) - (tick.y + 22)) < 2);
    });

    it('breaks lines neither before a dot nor inside a word, and a command where it can be read', async () => {
      const page = await open();

      const [prose, code, copied] = await page.evaluate(
        async ([words, command]) => {
          const { keepProseTogether } = await import('/chat/assets/prose-text.js' as string);
          const { keepWordsWhole } = await import('/chat/assets/code-text.js' as string);
          const card = document.createElement('div');
          const part = (text: string, font: string) => {
            const block = document.createElement('div');
            block.className = 'ac-textBlock';
            block.style.fontFamily = font;
            block.textContent = text;
            card.append(block);
            return block;
          };
          const plain = part(words!, '');
          const mono = part(command!, 'var(--mono)');
          document.body.append(card);
          keepWordsWhole(mono);
          keepProseTogether(card);
          return [plain.innerHTML, mono.innerHTML, mono.innerText];
        },
        [
          'E-post · IP-adress till ann.berg@contoso.example, TCP-port 25 ›',
          'Get-Service MSExchangeTransport,MSExchangeFrontEnd -Identity "<connector>" · e-post',
        ],
      );

      assert.equal(prose, 'E-\u2060post&nbsp;· IP-\u2060adress till ann.berg@<wbr>contoso.example, TCP-port 25&nbsp;›');
      assert.match(code!, /<span class="whole">Get-Service<\/span> MSExchangeTransport,<wbr>MSExchangeFrontEnd /);
      assert.match(code!, /<span class="whole">"&lt;connector&gt;"<\/span>/);
      assert.equal(copied, 'Get-Service MSExchangeTransport,MSExchangeFrontEnd -Identity "<connector>" · e-post');
    });

    for (const colorScheme of ['light', 'dark'] as const) {
      it(`has readable colours when ${colorScheme}`, async () => {
        const page = await open({ colorScheme });
        const backgrounds = ['page', 'surface', 'raised', 'mine', 'accent-bg', 'good-bg', 'warn-bg', 'bad-bg'];
        for (const background of backgrounds) {
          for (const ink of ['text', 'soft', 'accent']) {
            const ratio = await contrast(page, ink, background);
            assert.ok(ratio >= 4.5, `${ink} on ${background}: ${ratio.toFixed(2)}`);
          }
        }
        assert.ok((await contrast(page, 'on-accent', 'accent')) >= 4.5);
        assert.ok((await contrast(page, 'edge', 'surface')) >= 3);
        assert.ok((await contrast(page, 'edge', 'page')) >= 3);
      });
    }

    it('shows the end of the conversation, and a long card from its top', async () => {
      const page = await open({ viewport: { width: 400, height: 420 } });

      await say(page, 'partner');

      await page.locator('.card').waitFor();
      await page.waitForFunction(() => {
        const top = document.querySelector('.turn.it')?.getBoundingClientRect().top ?? 0;
        return top > 40 && top < 120;
      });
    });
  });
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '';
  });
}

/** Texts, names and tooltips, without product names, pastes and the names of languages. */
function visibleWords(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('body *')) {
      if (element.closest('[translate="no"], code, script, noscript')) continue;
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) found.push(node.textContent.trim());
      }
      for (const name of ['aria-label', 'title', 'placeholder']) {
        const value = element.getAttribute(name);
        if (value) found.push(value);
      }
    }
    return found;
  });
}

function sideways(page: Page): Promise<number> {
  return page.evaluate(() => {
    const main = document.querySelector('main')!;
    const root = document.documentElement;
    return Math.max(root.scrollWidth - root.clientWidth, main.scrollWidth - main.clientWidth);
  });
}

/** WCAG contrast of two of the page's colours. */
function contrast(page: Page, ink: string, background: string): Promise<number> {
  return page.evaluate(
    ([one, other]) => {
      const luminance = (name: string) => {
        const probe = document.createElement('i');
        probe.style.color = `var(--${name})`;
        document.body.append(probe);
        const parts = getComputedStyle(probe)
          .color.match(/[\d.]+/g)!
          .slice(0, 3);
        probe.remove();
        const [red, green, blue] = parts.map((part: string) => {
          const value = Number(part) / 255;
          return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
      };
      const [light, dark] = [luminance(one!), luminance(other!)].sort((a, b) => b - a);
      return (light! + 0.05) / (dark! + 0.05);
    },
    [ink, background],
  );
}
