/**
 * An extended message trace with a known story, of any length: 203.0.113.8, one of the two addresses of
 * mail.contoso.example, refuses from 23 November 14:05 on; fabrikam.example takes nothing large, and scans@ sends most of
 * that; a few recipients do not exist.
 */
import { createRandom, pickFrom } from '../random.ts';

export const columns = [
  'origin_timestamp_utc',
  'client_ip',
  'client_hostname',
  'server_ip',
  'server_hostname',
  'source_context',
  'connector_id',
  'source',
  'event_id',
  'message_id',
  'network_message_id',
  'recipient_address',
  'recipient_status',
  'total_bytes',
  'message_subject',
  'sender_address',
] as const;
type Cell = (typeof columns)[number];
export type Cells = Partial<Record<Cell, string>>;

export interface Story {
  refused: number;
  refusedWaiting: number;
  refusedExpired: number;
  refusedRecipients: Set<string>;
  tooLarge: number;
  tooLargeByScans: number;
  unknown: number;
  delivered: number;
  messages: number;
  rows: number;
  /** Of the refused that wait: the earliest, with its time. */
  firstWaiting: { since: number; recipient: string } | undefined;
}

export const start = Date.UTC(2026, 10, 20, 0, 0, 0);
/** Three days and fourteen hours later. */
export const began = Date.UTC(2026, 10, 23, 14, 5, 0);
export const end = Date.UTC(2026, 10, 25, 8, 0, 0);
export const retryHours = 24;

const day = 24 * 3_600_000;

export function emptyStory(): Story {
  return {
    refused: 0,
    refusedWaiting: 0,
    refusedExpired: 0,
    refusedRecipients: new Set(),
    tooLarge: 0,
    tooLargeByScans: 0,
    unknown: 0,
    delivered: 0,
    messages: 0,
    rows: 0,
    firstWaiting: undefined,
  };
}

/** Rows in the order of time; `story` counts along. */
export function* traceRows(rows: number, story: Story, seed = 1): Generator<Cells> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]) => pickFrom(items, random);
  for (let made = 0; made < rows; ) {
    const number = story.messages++;
    const at = start + ((end - start) * made) / rows;
    const id = `<${number.toString(36).padStart(8, '0')}.${Math.floor(random() * 1e9).toString(16)}@fabrikam.example>`;
    const guid = `${number.toString(16).padStart(8, '0')}-0f2e-4c1d-9a3b-08de2741c0ff`;
    const isTheirs = random() < 0.3;
    const recipient = isTheirs
      ? `desk${Math.floor(random() * 40)}@fabrikam.example`
      : `person${Math.floor(random() * 4000)}@contoso.example`;
    const sender = `sender${Math.floor(random() * 900)}@northwind.example`;
    const message: Cells = {
      message_id: id,
      network_message_id: guid,
      recipient_address: recipient,
      sender_address: sender,
      message_subject: `Order ${number}, "urgent"`,
      total_bytes: String(20_000 + Math.floor(random() * 3_000_000)),
    };
    const out: Cells[] = [];
    const step = (event_id: string, when: number, more: Cells = {}) =>
      out.push({ ...message, event_id, origin_timestamp_utc: new Date(when).toISOString(), source: 'SMTP', ...more });
    const chance = random();
    const ip = pick(['203.0.113.8', '203.0.113.9']);
    step('RECEIVE', at, { client_ip: '192.0.2.44' });
    if (isTheirs && chance < 0.02) {
      story.tooLarge++;
      const isScans = random() < 0.8;
      if (isScans) story.tooLargeByScans++;
      const large = {
        sender_address: isScans ? 'scans@northwind.example' : sender,
        total_bytes: `${18_000_000 + number}`,
      };
      for (const cells of out) Object.assign(cells, large);
      step('FAIL', at + 5_000, {
        ...large,
        recipient_status:
          '[{LED=552 5.3.4 Message size exceeds fixed maximum message size};{MSG=};{FQDN=mx.fabrikam.example};{IP=198.51.100.20};{LRT=}]',
      });
    } else if (!isTheirs && chance > 0.9995) {
      story.unknown++;
      step('FAIL', at + 4_000, {
        recipient_status: `550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ${recipient} not found by SMTP address lookup`,
      });
    } else if (!isTheirs && at >= began && ip === '203.0.113.8') {
      story.refused++;
      story.refusedRecipients.add(recipient);
      const reply = (when: number) => ({
        server_ip: ip,
        server_hostname: 'mail.contoso.example',
        recipient_status: `[{LED=450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=203.0.113.8:25] [SmtpSecurity=-2;-2] [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com ${new Date(when).toISOString()} 08DE${number.toString(16).padStart(12, '0').toUpperCase()}]};{MSG=};{FQDN=mail.contoso.example};{IP=203.0.113.8};{LRT=${usTime(when)}}]`,
      });
      for (const later of [60_000, 3_600_000]) if (at + later < end) step('DEFER', at + later, reply(at + later));
      if (at + 60_000 >= end) step('DEFER', at + 1_000, reply(at + 1_000));
      if (at + day <= end) {
        story.refusedExpired++;
        step('FAIL', at + day, reply(at + day));
      } else {
        story.refusedWaiting++;
        story.firstWaiting ??= { since: at, recipient };
      }
    } else {
      story.delivered++;
      const to = isTheirs ? pick(['198.51.100.20', '198.51.100.21']) : ip;
      step('SENDEXTERNAL', at + 3_000, {
        server_ip: to,
        server_hostname: isTheirs ? 'mx.fabrikam.example' : 'mail.contoso.example',
      });
    }
    made += out.length;
    story.rows += out.length;
    yield* out;
  }
}

/** 11/23/2026 2:06:34 PM; the locale's own formatting takes longer than all the rest. */
function usTime(at: number): string {
  const date = new Date(at);
  const [hours, two] = [date.getUTCHours(), (value: number) => String(value).padStart(2, '0')];
  const day = `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
  return `${day} ${hours % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
}

/** CSV with every cell in quotes, as the admin center writes it, in pieces of some hundred rows. */
export function* traceCsv(
  rows: Iterable<Cells>,
  { delimiter = ',', order = columns as readonly Cell[] }: { delimiter?: string; order?: readonly Cell[] } = {},
): Generator<string> {
  let piece = `${order.map(name => `"${name}"`).join(delimiter)}\r\n`;
  for (const cells of rows) {
    piece += `${order.map(name => `"${(cells[name] ?? '').replaceAll('"', '""')}"`).join(delimiter)}\r\n`;
    if (piece.length < 100_000) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
