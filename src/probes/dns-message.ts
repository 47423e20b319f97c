/** One question to one server of names: over UDP, and over TCP where the answer does not fit. */

import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIP } from 'node:net';
import packets, { type Answer, type DecodedPacket } from 'dns-packet';
import type { Endpoint } from './probe-policy.ts';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'MX' | 'NS' | 'SOA' | 'TXT' | 'DS' | 'TLSA';

export type DnsReply =
  | {
      readonly kind: 'reply';
      /** RFC 1035, 4.1.1: `NOERROR`, `NXDOMAIN`, `SERVFAIL` … */
      readonly code: string;
      readonly isAuthoritative: boolean;
      /** AD: the resolver has checked the signatures. */
      readonly isAuthentic: boolean;
      readonly answers: readonly Answer[];
      readonly authorities: readonly Answer[];
    }
  /** `closed`: nobody listens there. `garbage`: what came is no answer to this question. */
  | { readonly kind: 'none'; readonly why: 'silent' | 'closed' | 'garbage' };

export interface DnsQuestion {
  readonly name: string;
  readonly type: RecordType;
  /** Of a resolver; an authoritative server is asked what it knows itself. */
  readonly isRecursive: boolean;
  /** Have the resolver answer though the signatures are wrong (RFC 4035, 3.2.2). */
  readonly isUnchecked?: boolean;
}

/** DNS over TCP has a length of sixteen bits (RFC 1035, 4.2.2). */
const longestAnswer = 65_535;
/** What passes every network in one piece (DNS flag day 2020). */
const udpSize = 1232;

export async function askServer(server: Endpoint, question: DnsQuestion, signal: AbortSignal): Promise<DnsReply> {
  const id = randomInt(65_536);
  const message = encode(id, question);
  const overUdp = await exchangeUdp(server, message, reply => read(reply, id, question), signal);
  if (overUdp.kind !== 'truncated') return overUdp;
  const overTcp = await exchangeTcp(server, message, signal);
  if ('kind' in overTcp) return overTcp;
  const reply = read(overTcp, id, question);
  return reply === undefined || reply.kind === 'truncated' ? { kind: 'none', why: 'garbage' } : reply;
}

function encode(id: number, { name, type, isRecursive, isUnchecked = false }: DnsQuestion): Buffer {
  // AD in a question asks for AD in the answer (RFC 6840, 5.7), without the signatures themselves.
  const flags =
    packets.AUTHENTIC_DATA |
    (isRecursive ? packets.RECURSION_DESIRED : 0) |
    (isUnchecked ? packets.CHECKING_DISABLED : 0);
  const opt = { type: 'OPT', name: '.', udpPayloadSize: udpSize, extendedRcode: 0, ednsVersion: 0, flags: 0 };
  return packets.encode({
    type: 'query',
    id,
    flags,
    questions: [{ type, name, class: 'IN' }],
    additionals: [{ ...opt, flag_do: false, options: [] } as unknown as Answer],
  });
}

/** Undefined for what answers another question: whoever guesses ports must not end the waiting. */
function read(
  bytes: Buffer,
  id: number,
  { name, type }: DnsQuestion,
): DnsReply | { readonly kind: 'truncated' } | undefined {
  if (bytes.length < 12 || bytes.readUInt16BE(0) !== id) return undefined;
  let packet: DecodedPacket;
  try {
    packet = packets.decode(bytes);
  } catch {
    return { kind: 'none', why: 'garbage' };
  }
  const [asked] = packet.questions ?? [];
  const isOurs = packet.flag_qr && asked?.type === type && asked.name.toLowerCase() === name.toLowerCase();
  if (!isOurs) return { kind: 'none', why: 'garbage' };
  if (packet.flag_tc) return { kind: 'truncated' };
  return {
    kind: 'reply',
    code: (packet as DecodedPacket & { readonly rcode: string }).rcode,
    isAuthoritative: packet.flag_aa,
    isAuthentic: packet.flag_ad,
    answers: packet.answers ?? [],
    authorities: packet.authorities ?? [],
  };
}

type UdpReply = DnsReply | { readonly kind: 'truncated' };

function exchangeUdp(
  { address, port }: Endpoint,
  message: Buffer,
  readReply: (bytes: Buffer) => UdpReply | undefined,
  signal: AbortSignal,
): Promise<UdpReply> {
  return new Promise(resolve => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const end = (reply: UdpReply) => {
      signal.removeEventListener('abort', silent);
      clearInterval(again);
      socket.removeAllListeners('message');
      try {
        socket.close();
      } catch {
        // Closed already.
      }
      resolve(reply);
    };
    const silent = () => end({ kind: 'none', why: 'silent' });
    const say = () => socket.send(message, () => {});
    let again: NodeJS.Timeout | undefined;
    if (signal.aborted) return silent();
    signal.addEventListener('abort', silent, { once: true });
    socket.on('error', () => end({ kind: 'none', why: 'closed' }));
    socket.on('message', bytes => {
      const reply = readReply(bytes);
      if (reply) end(reply);
    });
    socket.on('connect', () => {
      // A packet may be lost.
      again = setInterval(say, 2_000);
      say();
    });
    // Connected, so that the system drops what comes from elsewhere and says when nobody listens. A callback would get the
    // error of a missing route in place of the listener above.
    socket.connect(port, address);
  });
}

function exchangeTcp(
  { address, port }: Endpoint,
  message: Buffer,
  signal: AbortSignal,
): Promise<Buffer | (DnsReply & { kind: 'none' })> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port, signal });
    const pieces: Buffer[] = [];
    let size = 0;
    const end = (reply: Buffer | (DnsReply & { kind: 'none' })) => {
      socket.destroy();
      resolve(reply);
    };
    socket.on('error', () => end({ kind: 'none', why: signal.aborted ? 'silent' : 'closed' }));
    socket.on('close', () => end({ kind: 'none', why: signal.aborted ? 'silent' : 'closed' }));
    socket.on('connect', () => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      socket.write(Buffer.concat([length, message]));
    });
    socket.on('data', piece => {
      pieces.push(piece);
      size += piece.length;
      if (size > longestAnswer + 2) return end({ kind: 'none', why: 'garbage' });
      if (size < 2) return;
      const all = Buffer.concat(pieces);
      const length = all.readUInt16BE(0);
      if (all.length >= length + 2) end(all.subarray(2, length + 2));
    });
  });
}
