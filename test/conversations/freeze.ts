/**
 * `npm run freeze`: keeps what this version stores, so that every later one can be tested with it. The real bot is led
 * through conversations, and the values are taken from its database. What is frozen is never changed.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { buttonsOf, type Card, invokeOf, startBot, type Talk, bot as the } from './bot-under-test.ts';

const root = join(import.meta.dirname, '..', '..');

/** Where the values of a version lie, one folder a version. */
export const frozen = join(root, 'test', 'fixtures', 'stored');
export const version: string = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;

const trace =
  'Reason: [{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]};{MSG=};{FQDN=mail.contoso.example};{IP=192.0.2.7};{LRT=11/20/2026 6:42:10 PM}]. OutboundProxyTargetIP: 192.0.2.7. OutboundProxyTargetHostName: mail.contoso.example';

const bounceOf = (replies: readonly (readonly [recipient: string, reply: string])[]) =>
  `Delivery has failed to these recipients or groups:

${replies.map(([recipient]) => `${recipient} (${recipient})\nYour message couldn't be delivered.`).join('\n\n')}

Diagnostic information for administrators:

Generating server: AM0PR01MB1234.eurprd01.prod.outlook.com

${replies.map(([recipient, reply]) => `${recipient}\n11/21/2026 5:45:12 PM - Server at mail.contoso.example (192.0.2.7) returned '${reply}'`).join('\n\n')}

Original message headers:

From: Priya Raman <priya@northwind.example>
Subject: Offer for the spring
`;

const refused = bounceOf([['ann@contoso.example', '550 5.4.316 Message expired, connection refused']]);
const mixed = bounceOf([
  ['ann@contoso.example', '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException'],
  ['bob@fabrikam.example', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  ['carl@fabrikam.example', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
]);

const has = (card: Card, verb: string) => buttonsOf(card).some(button => button.verb === verb);

/** Ticks and confirms whatever can be ticked. */
async function tickAll(talk: Talk, start: Card): Promise<Card> {
  let card = start;
  for (let presses = 0; presses < 40 && (has(card, 'tick') || has(card, 'confirm')); presses++)
    card = await talk.press(card, has(card, 'confirm') ? 'confirm' : 'tick');
  return card;
}

async function tickUntil(talk: Talk, start: Card, verb: string): Promise<Card> {
  let card = start;
  for (let presses = 0; presses < 40 && !has(card, verb); presses++) card = await talk.press(card, 'tick');
  return card;
}

const answer = (talk: Talk, card: Card, option: string) => talk.press(card, 'answer', { option });
const toList = async (talk: Talk) => answer(talk, await answer(talk, await talk.say(trace), 'ours'), 'retired');
/** A bounce that came back to another company's sender needs no question. */
const toContact = (talk: Talk) => talk.say(refused);
const toLetter = async (talk: Talk) => talk.press(await toContact(talk), 'contact-language', { option: 'nl' });

/** Its words fit nothing well. */
const vague = 'they tell us that our mail does not reach them';

/** Each ends with the card of the case that is kept. */
const cases: Readonly<Record<string, (talk: Talk) => Promise<Card>>> = {
  question: talk => talk.say(trace),
  words: talk => talk.say('our own server refuses the connection since the firewall was replaced'),
  checklist: async talk => talk.press(await toList(talk), 'tick'),
  confirm: async talk => tickUntil(talk, await toList(talk), 'confirm'),
  verify: async talk => tickAll(talk, await toList(talk)),
  'still-failing': async talk => talk.press(await toList(talk), 'failing'),
  back: async talk => talk.press(await toList(talk), 'back'),
  'contact-language': toContact,
  contact: async talk => talk.press(await talk.press(await toLetter(talk), 'tick'), 'contact-addresses'),
  sent: async talk => talk.press(await toLetter(talk), 'sent'),
  solved: async talk => talk.press(await tickAll(talk, await toList(talk)), 'solved'),
  choosing: talk => talk.say('450 4.4.313 something new'),
  narrow: talk => talk.say(vague),
  wanted: async talk => talk.press(await talk.say(vague), 'narrow', { option: 'waiting' }),
  'choosing-recipients': talk => talk.say(mixed),
  'chosen-recipients': async talk => talk.press(await talk.say(mixed), 'choose'),
  'chosen-none': async talk => {
    const card = await talk.say('450 4.4.313 something new');
    await talk.press(card, 'choose', { option: 'none' });
    return card;
  },
};

/** Each ends with the activity whose reply is kept. */
const replies: Readonly<Record<string, (talk: Talk, id: string) => Promise<unknown>>> = {
  card: (talk, id) => talk.say(trace, { id }),
  notice: (talk, id) => talk.say('help', { id }),
  press: async (talk, id) => talk.post({ ...pressOf(await talk.say(trace), 'answer'), id }),
  text: async (talk, id) => talk.post({ ...pressOf(await toLetter(talk), 'copy-contact'), id }),
  body: (talk, id) => talk.post({ ...submit({ verb: 'triage-text', text: trace }), id }),
};

function pressOf(card: Card, verb: string) {
  return invokeOf(buttonsOf(card).find(button => button.verb === verb)!);
}

const submit = (data: object) => ({
  type: 'invoke',
  name: 'composeExtension/submitAction',
  value: { commandId: 'triageMessage', commandContext: 'message', data },
});

const onMessage = (content: string) => ({
  type: 'invoke',
  name: 'composeExtension/fetchTask',
  value: {
    commandId: 'triageMessage',
    commandContext: 'message',
    messagePayload: { id: '1700000000000', replyToId: null, body: { contentType: 'text', content } },
  },
});

/** Each ends with the findings that are kept. */
const drafts: Readonly<Record<string, string>> = { match: trace, choose: mixed, 'unknown-code': '450 4.4.313 new' };

async function freeze(): Promise<void> {
  const folder = join(frozen, version);
  if (existsSync(folder)) throw new Error(`${folder}: is there already, and what is frozen is never changed.`);
  const temporary = mkdtempSync(join(tmpdir(), 'mailflow-triage-freeze-'));
  const file = join(temporary, 'freeze.db');
  const bot = await startBot(`sqlite:${file}`);
  const places: [name: string, sql: string, key: string[]][] = [];

  for (const [name, lead] of Object.entries(cases)) {
    const tenant = randomUUID();
    const card = await lead(bot.talk({ tenant }));
    const { caseId } = buttonsOf(card)[0]!.data as { caseId: string };
    places.push([`case-${name}`, 'select value from cases where tenant = ? and id = ?', [tenant, caseId]]);
  }
  for (const [name, lead] of Object.entries(replies)) {
    const id = randomUUID();
    await lead(bot.talk(), id);
    places.push([`reply-${name}`, 'select reply as value from replies where activity = ?', [id]]);
  }
  const id = randomUUID();
  const text = `<at>${the.name}</at> ${trace}`;
  const entities = [{ type: 'mention', text: `<at>${the.name}</at>`, mentioned: the }];
  await bot.talk({ isShared: true }).say('', { id, text, entities });
  places.push(['reply-shared', 'select reply as value from replies where activity = ?', [id]]);
  for (const [name, content] of Object.entries(drafts)) {
    const tenant = randomUUID();
    await bot.talk({ tenant, isShared: true }).post(onMessage(content));
    places.push([`draft-${name}`, 'select value from drafts where tenant = ?', [tenant]]);
  }
  const chat = await sayOnThePage(bot.url);

  await bot.stop();
  const database = new Database(file, { readonly: true });
  const written = places.map(([name, sql, key]) => [name, (database.prepare(sql).get(...key) as Row).value] as const);
  const lines = database
    .prepare('select content as value from chat_messages where conversation = ? order by seq')
    .all(chat) as Row[];
  database.close();
  mkdirSync(folder, { recursive: true });
  for (const [name, value] of [...written, ...lines.map(({ value }, index) => [`chat-${index + 1}`, value] as const)])
    writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(JSON.parse(value), null, 2)}\n`);
  rmSync(temporary, { recursive: true });
  console.log(`${folder}: ${written.length + lines.length} values`);
}

interface Row {
  readonly value: string;
}

/** What an agent says, a card with a thumb, a new case, and what the bot says to that. */
async function sayOnThePage(url: string): Promise<string> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${url}/chat/conversations${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ locale: 'en', timeZone: 'Europe/Amsterdam', ...body }),
    });
    if (!response.ok) throw new Error(`The chat page's ${path} was answered ${response.status}`);
    return response.json() as Promise<{ conversationId: string }>;
  };
  const { conversationId } = await post('', {});
  await post(`/${conversationId}/messages`, { clientId: randomUUID(), text: trace });
  const page = await fetch(`${url}/chat/conversations/${conversationId}`);
  const { entries } = (await page.json()) as { entries: { id: string; asksFeedback?: boolean }[] };
  const card = entries.find(entry => entry.asksFeedback)!;
  await post(`/${conversationId}/feedback`, { activityId: card.id, reaction: 'like' });
  await post(`/${conversationId}/cases`, {});
  await post(`/${conversationId}/messages`, { clientId: randomUUID(), text: 'help' });
  return conversationId;
}

if (process.argv[1] === import.meta.filename) await freeze();
