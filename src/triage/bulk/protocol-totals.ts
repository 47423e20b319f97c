/** Takes in the lines of SMTP logs and keeps of each address what became of its sessions. */
import { certificateIn, certificatePart, type LoggedCertificate } from './certificate-line.ts';
import type { Direction } from './exchange-protocol.ts';
import { ownText } from './own-text.ts';
import type { ProtocolEvent } from './protocol-event.ts';
import { Tally } from './tables.ts';

/** How far a session came, in the order of a session. */
export const stages = [
  'connected',
  'greeted',
  'hello',
  'starttls',
  'encrypted',
  'mail',
  'rcpt',
  'data',
  'accepted',
] as const;
export type Stage = (typeof stages)[number];

/** What is known of all sessions with one address. */
export interface Remote {
  sessions: number;
  accepted: number;
  /** Sessions in which STARTTLS was offered, and in which an EHLO was answered without it. */
  offered: number;
  notOffered: number;
  first: number;
  last: number;
  /** Of sessions that ended without a QUIT and without a message taken: where, and how the log says it. */
  readonly ends: Map<string, number>;
  /** Answers from 400 on: the code with its words, by how often. */
  readonly replies: Map<string, number>;
}

interface Session {
  readonly remote: Remote;
  stage: Stage;
  lastCommand: string;
  hasOffered: boolean;
  wasHello: boolean;
  hasQuit: boolean;
  hasAccepted: boolean;
  certificate: Partial<LoggedCertificate> | undefined;
}

const mostRemotes = 20_000;
const mostSessions = 5_000;
/** Of one address, and of all. */
const mostKinds = 40;
const mostKindsOfAll = 100_000;
const longestName = 255;
/** Hours that are told apart, almost two years. */
const mostHours = 2 ** 14;
const mostCertificates = 20;
const hour = 3_600_000;

export class ProtocolTotals {
  readonly direction: Direction;
  readonly software: 'exchange' | 'postfix' | 'iis';
  lines = 0;
  sessions = 0;
  first = Number.POSITIVE_INFINITY;
  last = Number.NEGATIVE_INFINITY;
  /** There were more addresses than are told apart. */
  isFull = false;
  readonly remotes = new Map<string, Remote>();
  readonly connectors = new Tally<string>();
  /** Hours since 1970 of which there is a line. */
  readonly hours = new Set<number>();
  /** Shown to whoever connects; in a log of sending, what the other side shows. */
  readonly certificates = new Map<string, LoggedCertificate & { count: number }>();
  readonly #open = new Map<string, Session>();
  #kinds = 0;

  constructor(software: ProtocolTotals['software'], direction: Direction) {
    this.software = software;
    this.direction = direction;
  }

  add(found: ProtocolEvent): void {
    this.lines++;
    const event = hasLongName(found) ? withShortNames(found) : found;
    const { at } = event;
    if (at !== null) {
      this.first = Math.min(this.first, at);
      this.last = Math.max(this.last, at);
      if (this.hours.size < mostHours) this.hours.add(Math.floor(at / hour));
    }
    if (event.kind === 'open') this.#close(event.session, '');
    const session = this.#open.get(event.session) ?? this.#begin(event);
    if (!session) return;
    if (at !== null) {
      session.remote.first = Math.min(session.remote.first, at);
      session.remote.last = Math.max(session.remote.last, at);
    }
    if (event.kind === 'client') hearClient(session, event.text);
    else if (event.kind === 'server') this.#hearServer(session, event.text);
    else if (event.kind === 'note') this.#hearNote(session, event);
    else if (event.kind === 'close') this.#close(event.session, event.context || event.text);
  }

  /** What is open when the files end counts as it stands. */
  end(): void {
    for (const session of [...this.#open.keys()]) this.#close(session, undefined);
  }

  #begin({ session: key, ip, connector }: ProtocolEvent): Session | undefined {
    const remote = this.#remote(ip);
    if (!remote) return undefined;
    if (this.#open.size >= mostSessions) this.#close(this.#open.keys().next().value!, undefined);
    this.sessions++;
    remote.sessions++;
    if (connector !== '' && (this.connectors.counts.has(connector) || this.connectors.counts.size < 200))
      this.connectors.add(ownText(connector, longestName));
    const session: Session = {
      remote,
      stage: 'connected',
      lastCommand: '',
      hasOffered: false,
      wasHello: false,
      hasQuit: false,
      hasAccepted: false,
      certificate: undefined,
    };
    this.#open.set(ownText(key, longestName), session);
    return session;
  }

  #remote(ip: string): Remote | undefined {
    const known = this.remotes.get(ip);
    if (known) return known;
    if (this.remotes.size >= mostRemotes) {
      this.isFull = true;
      return undefined;
    }
    const remote: Remote = {
      sessions: 0,
      accepted: 0,
      offered: 0,
      notOffered: 0,
      first: Number.POSITIVE_INFINITY,
      last: Number.NEGATIVE_INFINITY,
      ends: new Map(),
      replies: new Map(),
    };
    this.remotes.set(ownText(ip, longestName), remote);
    return remote;
  }

  #hearServer(session: Session, text: string): void {
    hearAnswer(session, text);
    if (/^[45]\d\d/.test(text)) this.#bump(session.remote.replies, withoutNames(text));
  }

  #bump(counts: Map<string, number>, key: string): void {
    const known = counts.get(key);
    if (known !== undefined) counts.set(key, known + 1);
    else if (counts.size < mostKinds && this.#kinds < mostKindsOfAll) {
      this.#kinds++;
      counts.set(ownText(key, longestName), 1);
    }
  }

  #hearNote(session: Session, { text, context }: ProtocolEvent): void {
    if (/TLS (?:protocol|connection)|TLS negotiation succeeded/i.test(`${context} ${text}`)) {
      if (/fail|error/i.test(context)) this.#bump(session.remote.replies, context.slice(0, 200));
      else reach(session, 'encrypted');
    }
    const isShown = this.direction === 'receive' ? /^Sending certificate/i : /^(?:Received|Remote) certificate/i;
    if (isShown.test(context)) {
      const whole = certificateIn(text);
      if (whole) this.#keepCertificate(whole);
      else session.certificate = {};
      return;
    }
    if (/certificate$/i.test(context)) session.certificate = undefined;
    const part = session.certificate && certificatePart(text, context);
    if (!part) return;
    session.certificate = { ...session.certificate, ...part };
    const { subject, thumbprint, names } = session.certificate;
    if (subject === undefined || thumbprint === undefined || names === undefined) return;
    this.#keepCertificate({ subject, thumbprint, names, validFrom: null, validTo: null });
    session.certificate = undefined;
  }

  #keepCertificate(certificate: LoggedCertificate): void {
    const known = this.certificates.get(certificate.thumbprint);
    if (known) known.count++;
    else if (this.certificates.size < mostCertificates)
      this.certificates.set(certificate.thumbprint, { ...certificate, count: 1 });
  }

  /** @param how undefined: the log ends before the session does */
  #close(key: string, how: string | undefined): void {
    const session = this.#open.get(key);
    if (!session) return;
    this.#open.delete(key);
    const { remote } = session;
    if (session.hasOffered) remote.offered++;
    else if (session.wasHello && session.stage !== 'encrypted') remote.notOffered++;
    if (session.hasAccepted) remote.accepted++;
    else if (!session.hasQuit && how !== undefined) this.#bump(remote.ends, `${session.stage}|${how.slice(0, 60)}`);
  }
}

function hearClient(session: Session, text: string): void {
  const command = /^[A-Z-]{3,20}/i.exec(text)?.[0].toUpperCase() ?? '';
  session.lastCommand = command.slice(0, 12);
  if (command === 'STARTTLS' || command === 'X-ANONYMOUSTLS') {
    session.hasOffered = true;
    reach(session, 'starttls');
  } else if (command === 'MAIL') reach(session, 'mail');
  else if (command === 'RCPT') reach(session, 'rcpt');
  else if (command === 'DATA' || command === 'BDAT') reach(session, 'data');
  else if (command === 'QUIT') session.hasQuit = true;
}

function hearAnswer(session: Session, text: string): void {
  if (session.stage === 'connected' && /^220/.test(text)) reach(session, 'greeted');
  if (/^EHLO|^HELO/.test(session.lastCommand) && text.startsWith('250')) {
    reach(session, 'hello');
    session.wasHello ||= session.lastCommand === 'EHLO';
    if (/\bSTARTTLS\b/i.test(text)) session.hasOffered = true;
  }
  if (/^250 2\.[06]\.0|^250 2\.0\.0 accepted/.test(text) || (session.stage === 'data' && text.startsWith('250'))) {
    session.hasAccepted ||= session.stage === 'data' || text.includes('accepted') || text.includes('Queued mail');
    if (session.hasAccepted) reach(session, 'accepted');
  }
}

function reach(session: Session, stage: Stage): void {
  if (stages.indexOf(stage) > stages.indexOf(session.stage)) session.stage = stage;
}

/** The same answer to everybody counts as one: without addresses, ids and the name of the server at its end. */
function withoutNames(text: string): string {
  return text
    .slice(0, 300)
    .replace(/<[^<>]{0,200}>/g, '<…>')
    .replace(/\s?\[[^\]]{10,200}\]$/, '')
    .slice(0, 160);
}

function hasLongName({ session, ip, connector }: ProtocolEvent): boolean {
  return session.length > longestName || ip.length > longestName || connector.length > longestName;
}

function withShortNames(event: ProtocolEvent): ProtocolEvent {
  const short = (name: string) => name.slice(0, longestName);
  return { ...event, session: short(event.session), ip: short(event.ip), connector: short(event.connector) };
}
