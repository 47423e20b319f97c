/** Output of Test-NetConnection, telnet, nc, curl and swaks -> which port of which server was tried, and what came of it. */
import { readPrinted } from '../admin/index.ts';
import { commandOf, lowerName } from '../tool-lines.ts';
import { attemptIn, connectionIn, failureIn, isClosing, isPing, type Outcome, type Place } from './port-outcome.ts';

export interface PortTest {
  readonly tool: string;
  readonly host: string | null;
  readonly ip: string | null;
  readonly port: number | null;
  readonly outcome: Outcome;
  /** The server's first line, or the one that decides. */
  readonly reply: string | null;
  /** Of the machine on which it was run. */
  readonly sourceIp: string | null;
  /** Connected, and nothing was said. */
  readonly isSilent: boolean;
}

type Growing = { -readonly [Part in keyof PortTest]: PortTest[Part] } & { isConnected: boolean; isDone: boolean };

/** @returns undefined where it is another text, or one where a command of the mail itself was refused: that is a reply */
export function readPorts(lines: readonly string[]): PortTest[] | undefined {
  const printed = fromNetConnection(lines);
  // Its own command and warning say the same once more.
  const others = fromSession(lines).filter(
    ({ tool, host }) => printed.length === 0 || (host !== null && !isNetConnection(tool)),
  );
  const tests = [...printed, ...others];
  if (tests.length === 0 || isMailRefused(lines)) return undefined;
  return tests;
}

function isNetConnection(tool: string): boolean {
  return tool === 'tnc' || tool === 'test-netconnection';
}

const names: Readonly<Record<string, string>> = {
  ...{ computername: 'ComputerName', datornamn: 'ComputerName', 计算机名: 'ComputerName' },
  ...{ remoteadresse: 'RemoteAddress', 'extern adres': 'RemoteAddress', fjärradress: 'RemoteAddress' },
  ...{ 远程地址: 'RemoteAddress', remoteport: 'RemotePort', 'externe poort': 'RemotePort', fjärrport: 'RemotePort' },
  ...{ 远程端口: 'RemotePort', 'tcp-test erfolgreich': 'TcpTestSucceeded', 'tcp-test geslaagd': 'TcpTestSucceeded' },
  ...{ 'tcp-testet lyckades': 'TcpTestSucceeded', 'tcp 测试成功': 'TcpTestSucceeded' },
  ...{
    quelladresse: 'SourceAddress',
    bronadres: 'SourceAddress',
    källadress: 'SourceAddress',
    源地址: 'SourceAddress',
  },
};
// TCP-Test erfolgreich : Falsch
const labelled = /^\s{0,4}(?<name>[\p{L}\d][\p{L}\d -]{1,30}?)\s{0,30}[:：]/u;

const known = ['computername', 'remoteaddress', 'remoteport', 'tcptestsucceeded', 'sourceaddress', 'pingsucceeded'];
const isTrue = /^(?:true|wahr|waar|sant|真|是)$/i;

function fromNetConnection(lines: readonly string[]): Growing[] {
  if (!lines.some(line => /tcp|远程/i.test(line))) return [];
  const plain = lines
    .map(line => {
      const label = labelled.exec(line)?.groups?.name;
      const name = label === undefined ? undefined : names[label.toLowerCase()];
      return name === undefined ? line : line.replace(/^\s{0,4}[^:：]{1,60}[:：]/, `${name} :`);
    })
    .join('\n');
  const printed = readPrinted(plain, known);
  return (printed?.objects ?? []).flatMap(one => {
    const answer = one.get('tcptestsucceeded');
    if (answer === undefined || answer === '') return [];
    const outcome = isTrue.test(answer)
      ? 'open'
      : one.get('nameresolutionsucceeded') === 'False'
        ? 'unknown-name'
        : 'fails';
    const port = Number(one.get('remoteport'));
    return [
      begun('Test-NetConnection', {
        host: one.get('computername'),
        ip: one.get('remoteaddress'),
        outcome,
        port: Number.isInteger(port) && port > 0 ? port : 25,
        sourceIp: one.get('sourceaddress') || null,
      }),
    ];
  });
}

function begun(
  tool: string,
  {
    host,
    ip,
    ...rest
  }: Partial<Omit<Growing, 'host' | 'ip'>> & { host?: string | null | undefined; ip?: string | null | undefined },
): Growing {
  const isAddress = host !== undefined && host !== null && /^[\d.]+$|:.*:/.test(host);
  return {
    tool,
    host: host && !isAddress ? lowerName(host) : null,
    ip: ip || (isAddress ? host : null) || null,
    port: null,
    outcome: 'fails',
    reply: null,
    sourceIp: null,
    isSilent: false,
    isConnected: false,
    isDone: true,
    ...rest,
  };
}

// 220 mx1.contoso.com ESMTP | < 220 *** | <-  421 4.3.2 Service not available
const greeting = /^(?:<[-* ~]{0,3}\s{0,2})?(?<code>220|4\d\d|5\d\d)[ -](?<text>.{0,300})$/;
// mx1.contoso.com ESMTP, and no "220 mails are waiting"
const banner = /^(?:[\w-]+(?:\.[\w-]+)+|\S*\*{2,}\S*)(?:\s|$)/;
// 220 **********0*2****
const stars = /\*{4,}/;
// 250-XXXXXXXA | 250-XXXXXXXXA: what a PIX makes of STARTTLS
const crossedOut = /^(?:<[-* ~]{0,3}\s{0,2})?250[ -]X{5,}[A-Z]?\b/;

function fromSession(lines: readonly string[]): Growing[] {
  const tests: Growing[] = [];
  let current: Growing | undefined;
  const next = (tool: string, place: Place & { port?: string | number | undefined }) => {
    current = begun(tool, { ...place, port: place.port === undefined ? null : Number(place.port), isDone: false });
    tests.push(current);
    return current;
  };
  for (const line of lines) {
    const command = commandOf(line);
    if (
      command &&
      /^(?:telnet|ncat|nc|netcat|curl|swaks|test-netconnection|tnc|openssl|ping|tracert|traceroute|pathping)$/.test(
        command.tool,
      )
    ) {
      const place = placeIn(command.words);
      if (place) next(command.tool, place);
      continue;
    }
    if (isPing.test(line)) {
      if (!current?.isDone || current.outcome !== 'ping')
        end(current && !current.isDone ? current : next('ping', {}), 'ping');
      continue;
    }
    const attempt = attemptIn(line);
    if (attempt) {
      // One name, several addresses: each is tried by itself.
      if (!current || (current.isDone && current.outcome !== 'ping') || current.isConnected)
        next(current?.tool ?? 'telnet', {
          host: current?.host ?? undefined,
          port: current?.port?.toString(),
          ...defined(attempt),
        });
      else place(current, attempt);
    }
    const failure = failureIn(line);
    if (failure) {
      if (!current || current.isConnected) next(toolOf(line), {});
      if (!current!.isDone || current!.outcome === 'fails') end(current!, failure.outcome);
      current!.port ??= failure.port;
      continue;
    }
    const connection = connectionIn(line);
    if (connection) {
      const test: Growing = !current || current.isDone ? next(toolOf(line), {}) : current;
      place(test, connection);
      test.isConnected = true;
      continue;
    }
    const said = greeting.exec(line)?.groups;
    if (
      said &&
      (!current || current.reply === null) &&
      (current?.isConnected || (said.code === '220' && banner.test(said.text!)))
    ) {
      const test: Growing = current && !current.isDone ? current : next('SMTP', {});
      test.isConnected = true;
      test.reply = `${said.code} ${said.text}`.trim();
      end(test, said.code !== '220' ? 'greeting' : stars.test(said.text!) ? 'masked' : 'open');
      continue;
    }
    if (current && crossedOut.test(line)) current.outcome = 'masked';
    if (current && isClosing.test(line) && !current.isDone) end(current, 'closes');
  }
  for (const test of tests) {
    if (test.isDone || !test.isConnected) continue;
    test.isSilent = test.tool === 'telnet';
    end(test, 'open');
  }
  // A command without its output shows nothing.
  return tests.filter(({ isDone, tool, outcome }) => isDone && (tool !== 'openssl' || outcome !== 'open'));
}

function end(test: Growing, outcome: Outcome): void {
  test.outcome = outcome;
  test.isDone = true;
}

function place(test: Growing, { host, ip, port }: Place): void {
  if (host !== undefined && !/^[\d.]+$|:/.test(host)) test.host ??= lowerName(host);
  else if (host !== undefined) test.ip ??= host;
  if (ip !== undefined) test.ip = ip.replace(/^\[|\]$/g, '');
  if (port !== undefined) test.port = Number(port);
}

function defined(place: Place): Place {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

function toolOf(line: string): string {
  return /^(?<tool>telnet|nc|ncat|netcat|curl)\b/i.exec(line)?.groups?.tool?.toLowerCase() ?? 'telnet';
}

// smtp://mail.contoso.com:25 | mail.contoso.com:25
const address = /^(?:smtps?:\/\/)?(?<host>\[[\da-f:]{3,45}\]|[\w.-]{1,253}):(?<port>\d{1,5})\/?$/i;

/** What was tried, by the words of the command: a host and a port beside it, together, or as named options. */
export function placeIn(words: readonly string[]): { host: string; port: string | undefined } | undefined {
  const after = (option: RegExp) => words[words.findIndex(word => option.test(word)) + 1];
  const named = words.some(word => /^-computername$/i.test(word)) ? after(/^-computername$/i) : undefined;
  const given = words.some(word => /^(?:--server|-s|-connect)$/i.test(word))
    ? after(/^(?:--server|-s|-connect)$/i)
    : undefined;
  const port = words.some(word => /^(?:-port|--port|-p)$/i.test(word)) ? after(/^(?:-port|--port|-p)$/i) : undefined;
  for (const word of [given, ...words]) {
    const found = word === undefined ? undefined : address.exec(word)?.groups;
    if (found) return { host: found.host!.replace(/^\[|\]$/g, ''), port: found.port };
  }
  const url = words.map(word => /^smtps?:\/\/(?<host>[\w.-]{1,253})\/?$/i.exec(word)?.groups?.host).find(one => one);
  const plain = words.filter(word => !word.startsWith('-') && word !== port);
  const host = named ?? given ?? url ?? plain.find(word => /[\w-]\.[\w-]|:.*:|^localhost$/.test(word)) ?? plain[0];
  if (host === undefined || !/^[\w.:-]{1,253}$/.test(host)) return undefined;
  const number =
    port ??
    plain.find(word => word !== host && /^\d{1,5}$/.test(word)) ??
    (words.some(word => /^smtp$/i.test(word)) ? '25' : undefined);
  return { host, port: number };
}

// MAIL FROM:<ann@contoso.com> | -> RCPT TO:<bob@fabrikam.com>
const mailCommand = /^(?:[->~ ]{0,4})?(?:MAIL FROM|RCPT TO|DATA)\b/i;
const refusal = /^(?:<[-* ~]{0,3}\s{0,2})?[45]\d\d[ -]/;

/** A recipient, a sender or the content was refused: what to do follows from that reply. */
function isMailRefused(lines: readonly string[]): boolean {
  const first = lines.findIndex(line => mailCommand.test(line));
  return first >= 0 && lines.slice(first + 1).some(line => refusal.test(line));
}
