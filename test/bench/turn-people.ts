/** The people who talk to one bot: they paste bounces, and press on cards of their own. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Button, buttonsOf, type Card } from '../conversations/bot-under-test.ts';
import type { BotProcess } from '../conversations/processes.ts';
import { type Chat, messageIn, newChat, pressIn } from '../conversations/teams-activities.ts';
import { bounces } from './pastes.ts';
import type { TurnChannel } from './turn-channel.ts';

/** A bounce that opens a case, the same one pasted once more into its open case, and a tick. */
export type Kind = 'paste' | 'again' | 'press';

export interface People {
  /** One turn of this connection; resolves with its milliseconds. */
  turn(kind: Kind, connection: number): Promise<number>;
  /** The updates of cards since the last call. */
  takeUpdates(): Updates;
  /** Resolves when every pressed card has been updated. */
  settled(): Promise<void>;
}

export interface Updates {
  readonly count: number;
  /** Milliseconds until a card in the chat showed what was pressed, where it was not pressed again before. */
  readonly times: readonly number[];
}

/** So many people are in the tenant; each pastes the next bounce after all others did. */
const chatsOfAll = 256;
const patience = 10_000;

interface Pressed {
  readonly chat: Chat;
  readonly row: Button;
  readonly cardId: string;
  isTicked: boolean;
  /** When it was pressed, until the card in the chat shows it. */
  dueSince: number | undefined;
}

export function gatherPeople(bot: BotProcess, channel: TurnChannel, isEcho: boolean): People {
  const tenant = randomUUID();
  const chats = Array.from({ length: chatsOfAll }, (_, n) => newChat(channel.serviceUrl, tenant, `Person ${n}`));
  const cases = new Map<number, Pressed>();
  const repeating = new Map<number, Chat>();
  let updates = { count: 0, times: [] as number[] };
  let pastes = 0;

  async function paste(): Promise<number> {
    const number = pastes % chats.length;
    const round = Math.floor(pastes / chats.length);
    pastes += 1;
    return say(chats[number]!, bounces[(number + round) % bounces.length]!);
  }

  async function pasteAgain(connection: number): Promise<number> {
    const bounce = bounces[connection % bounces.length]!;
    const chat = repeating.get(connection) ?? newChat(channel.serviceUrl, tenant, `Repeater ${connection}`);
    if (!repeating.has(connection)) await say(chat, bounce);
    repeating.set(connection, chat);
    return say(chat, bounce);
  }

  async function say(chat: Chat, text: string): Promise<number> {
    const sentAt = performance.now();
    const { activity, arrivedAt } = await channel.say(bot, messageIn(chat, text));
    if (!activity.includes(isEcho ? 'echo: ' : '"caseId"')) throw new Error(`A paste was answered with ${activity}`);
    return arrivedAt - sentAt;
  }

  async function press(connection: number): Promise<number> {
    const pressed = cases.get(connection) ?? (await open(connection));
    const { chat, row, cardId, isTicked } = pressed;
    const activity = pressIn(chat, { ...row, verb: isTicked ? 'untick' : 'tick' }, cardId);
    const sentAt = performance.now();
    pressed.isTicked = !isTicked;
    if (!isEcho) pressed.dueSince = sentAt;
    const answer = await channel.post(bot, activity);
    const time = performance.now() - sentAt;
    if (isEcho ? !answer.includes('"echo"') : !answer.includes('adaptive"') || shows(answer) !== pressed.isTicked)
      throw new Error(`A press was answered with ${answer}`);
    return time;
  }

  /** A case at its checklist, or what stands for one. */
  async function open(connection: number): Promise<Pressed> {
    const chat = newChat(channel.serviceUrl, tenant, `Presser ${connection}`);
    const { activity, id } = await channel.say(bot, messageIn(chat, bounces[0]!));
    const row = isEcho ? echoRow : await findRow(chat, JSON.parse(activity).attachments[0].content, id);
    const opened: Pressed = { chat, row, cardId: id, isTicked: false, dueSince: undefined };
    cases.set(connection, opened);
    channel.onUpdate(chat.conversation, update => {
      updates.count += 1;
      if (opened.dueSince === undefined || shows(update) !== opened.isTicked) return;
      updates.times.push(performance.now() - opened.dueSince);
      opened.dueSince = undefined;
    });
    return opened;
  }

  /** Answers the questions before the checklist, and takes its first row. */
  async function findRow(chat: Chat, card: Card, cardId: string): Promise<Button> {
    const buttons = buttonsOf(card);
    const row = buttons.find(one => one.verb === 'tick');
    if (row) return row;
    const answers = buttons.filter(one => one.verb === 'answer');
    const answer = answers.find(one => ['ours', 'none'].includes(String(one.data.option))) ?? answers[0];
    if (!answer) throw new Error(`No way to a checklist from "${card.fallbackText}"`);
    return findRow(chat, JSON.parse(await channel.post(bot, pressIn(chat, answer, cardId))).value, cardId);
  }

  return {
    turn: (kind, connection) =>
      kind === 'paste' ? paste() : kind === 'again' ? pasteAgain(connection) : press(connection),
    takeUpdates() {
      const taken = updates;
      updates = { count: 0, times: [] };
      return taken;
    },
    async settled() {
      const deadline = performance.now() + patience;
      while ([...cases.values()].some(one => one.dueSince !== undefined)) {
        if (performance.now() > deadline) throw new Error(`A card was not updated. The bot says: ${bot.output()}`);
        await sleep(2);
      }
    },
  };
}

/** Whether the row of a card is ticked: then it can be unticked. */
function shows(json: string): boolean {
  return json.includes('"verb":"untick"');
}

const echoRow: Button = {
  title: 'Done',
  verb: 'tick',
  data: { caseId: 'K7Q2MF', step: 'open-firewall', item: 'server-runs' },
};
