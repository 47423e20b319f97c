// What a person does on the Playground's page.
import { join } from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';

type Conversation = 'Personal Chat' | 'Group Chat' | 'My Team - General';

export class PlaygroundChat {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #visited = new Set<Conversation>(['Personal Chat']);

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  static async open(browser: Browser, url: string): Promise<PlaygroundChat> {
    // Narrower, and the list of conversations folds away.
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1360, height: 900 } });
    // Only what never comes: on a busy machine its page takes a minute to load for the first time.
    context.setDefaultTimeout(150_000);
    // Its fonts and animations come from Microsoft; the test needs none of them.
    await context.route(
      asked => asked.hostname !== 'localhost',
      route => route.abort(),
    );
    const page = await context.newPage();
    await page.goto(url);
    const chat = new PlaygroundChat(page, context);
    await chat.heard('conversationUpdate');
    return chat;
  }

  /** Writes into the box of the conversation, line breaks and all. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.insertText(text);
  }

  async say(text: string): Promise<void> {
    const before = await this.said('message');
    // A card may have fields of its own.
    const box = this.page.locator('[contenteditable="true"]').first();
    await box.click();
    await this.write(text);
    await box.filter({ hasText: text.slice(0, 40) }).waitFor();
    await this.page.getByRole('button', { name: 'Send Message' }).click();
    // Its own and the answer.
    await this.heard('message', before + 2);
  }

  async mention(): Promise<void> {
    await this.page.keyboard.type('@Test', { delay: 40 });
    await this.page.getByRole('menuitem', { name: /^Test Bot/ }).click();
    // What is sent before the box has it is sent without it, and then the bot does not hear of it.
    await this.page.getByRole('textbox').filter({ hasText: 'Test Bot' }).waitFor();
  }

  async goTo(conversation: Conversation): Promise<void> {
    const before = await this.said('conversationUpdate');
    await this.page.getByRole('treeitem', { name: conversation }).click();
    if (this.#visited.has(conversation)) return;
    // The bot is installed there on the first visit; the box is cleared when that is done.
    await this.heard('conversationUpdate', before + 1);
    this.#visited.add(conversation);
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name }).last();
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).click();
  }

  /** Searches with the message extension; the Playground knows no manifest and has to be told the names. */
  async search(command: string, parameter: string, words: string): Promise<void> {
    await this.press('Trigger Message Extension App');
    await this.page.getByRole('menuitem', { name: 'Search Command' }).click();
    await this.press('Specify Command ID or Parameter');
    await this.page.getByRole('textbox', { name: 'Command ID' }).fill(command);
    await this.page.getByRole('textbox', { name: 'Parameter name' }).fill(parameter);
    const box = this.page.getByPlaceholder('Enter a search term');
    await box.fill(words);
    await box.press('Enter');
  }

  /** Chooses the message extension's action on the latest message; returns its dialog. */
  async act(command: string): Promise<Locator> {
    await this.page.getByRole('button', { name: 'Show more information' }).last().click();
    await this.page.getByRole('menuitem', { name: 'Action Command' }).click();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByPlaceholder('Input command id').fill(command);
    await dialog.getByRole('button', { name: 'Create' }).click();
    return dialog;
  }

  /** Waits until the log panel holds so many lines of a kind of activity. */
  async heard(kind: string, times = 1): Promise<void> {
    await this.#log(kind)
      .nth(times - 1)
      .waitFor({ state: 'attached' });
  }

  said(kind: string): Promise<number> {
    return this.#log(kind).count();
  }

  /** What the Playground got from the bot, or the bot from the Playground, with a status that is none of success. */
  failures(): Promise<string[]> {
    return this.page.getByText(/^[A-Za-z]+ [345]\d\d$/).allInnerTexts();
  }

  /** For the documents: to the folder that SCREENSHOTS names. */
  async screenshot(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    // Menus and dialogs fade in.
    await this.page.waitForTimeout(700);
    await this.page.screenshot({ path: join(folder, `playground-${name}.png`) });
  }

  close(): Promise<void> {
    return this.#context.close();
  }

  #log(kind: string): Locator {
    return this.page.getByText(new RegExp(`^${kind} \\d{3}$`));
  }
}
