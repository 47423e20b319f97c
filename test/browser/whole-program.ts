/** The whole program for one test in a browser: a bot with a database of its own, and what a person does on its chat page. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readConfig } from '../../src/config.ts';
import { start } from '../../src/start.ts';
import { content, knowledgeBase } from '../content.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore lint/suspicious/noExplicitAny: the browser's own
declare const document: any;

export interface Program {
  readonly url: string;
  /** Does what is due by its clock, so much later than now. */
  doDue(later?: number): Promise<void>;
  /** Ends it and deletes its database. */
  stop(): Promise<void>;
}

export async function startProgram(further: Record<string, string> = {}): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), 'mailflow-triage-'));
  const settings = { PORT: '0', DATABASE_URL: `sqlite:${join(folder, 'cases.db')}`, LOG_LEVEL: 'fatal', ...further };
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead).toISOString();
  const bot = await start(readConfig(settings), { content, knowledge: knowledgeBase(), now });
  return {
    url: bot.url,
    async doDue(later = 0) {
      ahead += later;
      await bot.doDue();
      await bot.settled();
    },
    async stop() {
      await bot.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Acts, and waits until a card or a text of the bot is another one, or one more. */
export async function changed(page: Page, act: () => Promise<unknown>): Promise<void> {
  const state = () =>
    [...document.querySelectorAll('.turn.it')].map((turn: { textContent: string }) => turn.textContent);
  const before = await page.evaluate(state);
  await act();
  await page.waitForFunction(old => {
    const turns = [...document.querySelectorAll('.turn.it')];
    const isSame = turns.length === old.length && turns.every((turn, index) => turn.textContent === old[index]);
    return !isSame && !turns.some(turn => turn.querySelector('[aria-busy="true"]'));
  }, before);
}

export function say(page: Page, text: string): Promise<void> {
  return changed(page, async () => {
    await page.locator('#say').fill(text);
    await page.locator('#say').press('Enter');
  });
}

export const pastes = {
  refused:
    '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]',
  certificate:
    '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx1.partner.example]',
  /** Three recipients, each with another cause. */
  threeRecipients: [
    'Reporting-MTA: dns;AM0PR01MB1234.eurprd01.prod.outlook.com\n',
    ...['5.2.2 mailbox full', '5.1.10 RESOLVER.ADR.RecipientNotFound', '5.9.97 Odd'].map((reply, place) => {
      const fields = `Final-Recipient: rfc822;user${place}@contoso.example\nAction: failed`;
      return `${fields}\nStatus: ${reply.split(' ')[0]}\nDiagnostic-Code: smtp;550 ${reply}\n`;
    }),
  ].join('\n'),
} as const;
