/** A server of names on the loopback, over UDP and TCP, that knows what a test tells it and fails as a test wants. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import packets, { type Answer, type RecordType } from 'dns-packet';

/** By `name type`; a text stands for an RCODE, or for what the server does instead of answering. */
export type Zone = Readonly<Record<string, readonly unknown[] | Failure | (() => readonly unknown[])>>;
export type Failure = 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silent' | 'garbage' | 'truncated' | 'other-question';

export interface NameServer {
  readonly port: number;
  /** As `mail.contoso.example A`, in the order in which they came. */
  readonly asked: string[];
  /** How many came over TCP. */
  readonly overTcp: () => number;
  stop(): Promise<void>;
}

export interface NameServerOptions {
  readonly address?: string;
  readonly port?: number;
  readonly isAuthoritative?: boolean;
  /** Names whose answers are said to be checked. */
  readonly isAuthentic?: boolean;
  /** Fails unless the signatures are passed over. */
  readonly badSignatures?: readonly string[];
  readonly truncates?: readonly string[];
}

const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const;

export async function nameServer(zone: Zone, options: NameServerOptions = {}): Promise<NameServer> {
  const { address = '127.0.0.1', port = 0 } = options;
  const asked: string[] = [];
  let overTcp = 0;
  const open = new Set<Socket>();
  const tcp = createServer(socket => {
    open.add(socket);
    socket.on('error', () => {});
    socket.once('data', data => {
      overTcp++;
      const reply = answer(data.subarray(2), zone, { ...options, truncates: [] }, asked);
      if (!reply) return;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      // In two pieces, as TCP may.
      socket.write(Buffer.concat([length, reply.subarray(0, 5)]));
      setImmediate(() => socket.end(reply.subarray(5)));
    });
  });
  tcp.listen(port, address);
  await once(tcp, 'listening');
  const bound = (tcp.address() as AddressInfo).port;
  const udp = createSocket('udp4');
  udp.on('message', (message, from) => {
    const reply = answer(message, zone, options, asked);
    if (reply) udp.send(reply, from.port, from.address);
  });
  udp.bind(bound, address);
  await once(udp, 'listening');
  return {
    port: bound,
    asked,
    overTcp: () => overTcp,
    stop: async () => {
      for (const socket of open) socket.destroy();
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}

function answer(message: Buffer, zone: Zone, options: NameServerOptions, asked: string[]): Buffer | undefined {
  const packet = packets.decode(message);
  const question = packet.questions![0]!;
  const name = question.name.toLowerCase();
  const key = `${name} ${question.type}`;
  asked.push(key);
  const known = zone[key];
  if (known === 'silent') return undefined;
  if (known === 'garbage') return Buffer.concat([message.subarray(0, 2), Buffer.alloc(30, 0xc0)]);
  const isBad = (options.badSignatures ?? []).includes(name) && !packet.flag_cd;
  const failure = isBad
    ? 'SERVFAIL'
    : typeof known === 'string' && known in rcodes
      ? (known as keyof typeof rcodes)
      : null;
  const isKnownName = Object.keys(zone).some(
    one => one === name || one.startsWith(`${name} `) || one.split(' ')[0]!.endsWith(`.${name}`),
  );
  const code = failure ?? (known === undefined && !isKnownName ? 'NXDOMAIN' : 'NOERROR');
  const isTruncated = (options.truncates ?? []).includes(key);
  const answers = code === 'NOERROR' && !isTruncated ? answersFor(name, question.type, zone) : [];
  const soa = Object.keys(zone).find(
    one => one.endsWith(' SOA') && (name === one.slice(0, -4) || name.endsWith(`.${one.slice(0, -4)}`)),
  );
  return packets.encode({
    type: 'response',
    id: packet.id!,
    flags:
      rcodes[code] |
      (isTruncated ? packets.TRUNCATED_RESPONSE : 0) |
      (options.isAuthoritative ? packets.AUTHORITATIVE_ANSWER : packets.RECURSION_AVAILABLE) |
      (options.isAuthentic ? packets.AUTHENTIC_DATA : 0),
    questions: known === 'other-question' ? [{ ...question, name: 'other.example' }] : packet.questions!,
    answers,
    authorities: answers.length === 0 && soa ? answersFor(soa.slice(0, -4), 'SOA', zone) : [],
  });
}

/** Through aliases, as a resolver does. */
function answersFor(name: string, type: RecordType, zone: Zone): Answer[] {
  const alias = zone[`${name} CNAME`];
  if (Array.isArray(alias) && type !== 'CNAME') {
    const target = String(alias[0]);
    return [record(name, 'CNAME', target), ...answersFor(target, type, zone)];
  }
  const known = zone[`${name} ${type}`];
  const data = typeof known === 'function' ? known() : known;
  return Array.isArray(data) ? data.map(one => record(name, type, one)) : [];
}

function record(name: string, type: string, data: unknown): Answer {
  return { name, type, class: 'IN', ttl: 300, data } as Answer;
}

export function mx(preference: number, exchange: string) {
  return { preference, exchange };
}

export const soa = [
  {
    mname: 'ns1.contoso.example',
    rname: 'hostmaster.contoso.example',
    serial: 7,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 1,
  },
];
