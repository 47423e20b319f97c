/** How far a tool got on a server's port, told by a line of its output in whatever language its Windows has. */

export const outcomes = [
  'open',
  'refused',
  'timed-out',
  'fails',
  'closes',
  'greeting',
  'masked',
  'unknown-name',
  'ping',
] as const;
export type Outcome = (typeof outcomes)[number];

// Connection refused | errno=111 | 10061 | Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die Verbindung verweigerte
const refused = /refused|errno=111\b|10061|\bECONNREFUSED|verweigert|geweigerd|nekade|拒绝/i;
// Connection timed out | errno=110 | 10060 | Operation timed out | TIMEOUT
const timedOut = /timed[ -]?out|time-?out|errno=110\b|10060|\bETIMEDOUT|zeitüberschreitung|tidsgräns|超时/i;
// No route to host | Network is unreachable
const unreachable = /no route|unreachable|errno=11[03]\b|errno=101\b|nicht erreichbar|niet bereikbaar|无法访问/i;
// Connection reset by peer | 10054 | errno=104
const reset = /reset by peer|connection reset|forcibly closed|10054|errno=104\b/i;
// Name or service not known | could not resolve | nodename nor servname provided | No such host is known
const unknownName =
  /name or service not known|could ?n[o']t resolve|not resolve|nodename nor servname|no such host|no address associated|temporary failure in name resolution|name resolution of .{1,253} failed/i;

/** Why a connection came to nothing, in the words of its system; undefined where they are none of these. */
export function outcomeOf(words: string): Outcome | undefined {
  if (unknownName.test(words)) return 'unknown-name';
  if (refused.test(words)) return 'refused';
  if (timedOut.test(words)) return 'timed-out';
  if (reset.test(words)) return 'closes';
  return unreachable.test(words) ? 'timed-out' : undefined;
}

/** A line that says that a connection came to nothing. */
const failures: readonly RegExp[] = [
  // telnet: Unable to connect to remote host: Connection refused | telnet: connect to address 203.0.113.5: Operation timed out
  /^telnet: .{1,300}$/i,
  // nc: connect to mail.contoso.com port 25 (tcp) failed: Connection refused | Ncat: TIMEOUT.
  /^(?:nc|ncat|netcat): .{1,300}$/i,
  // mail.contoso.com [203.0.113.5] 25 (smtp) : Connection refused
  /^\S{1,253} \[[\d.:a-f]{3,45}\] \d{1,5} \(\S{1,20}\) : .{1,100}$/i,
  // curl: (7) Failed to connect to mail.contoso.com port 25 after 21 ms: Connection refused
  /^curl: \(\d{1,3}\) .{1,400}$/i,
  // *** Error connecting to mail.contoso.com:25: | *** 	IO::Socket::INET6: connect: Connection refused
  /^\*{3} (?:Error connecting |\s).{1,400}$/,
  // connect: Connection refused | connect:errno=111 | 40E7:error:8000006F:system library:BIO_connect:Connection refused
  /^connect: ?.{1,200}$/i,
  /^[\dA-F]{4,40}:error:[\dA-F]{4,12}:.{1,300}$/i,
  // WARNING: TCP connect to (203.0.113.5 : 25) failed | WARNUNG: Name resolution of mail.contoso.com failed
  /^(?:WARNING|WARNUNG|WAARSCHUWING|VARNING|警告)[:：] {0,2}.{1,300}$/i,
];

/** Windows' telnet says no more than that: in which language, does not matter. */
const windowsTelnet =
  /(?:could not open connection to the host, on port|keine Verbindung mit dem Host hergestellt werden, auf Port|kan geen verbinding maken met de host,? op poort|det gick inte att öppna en anslutning till värden,? på port|无法打开到主机的连接。 {0,2}在端口) {0,2}(?<port>\d{1,5})/i;

export function failureIn(line: string): { readonly outcome: Outcome; readonly port: number | null } | undefined {
  const port = windowsTelnet.exec(line)?.groups?.port;
  if (port !== undefined) return { outcome: 'fails', port: Number(port) };
  if (!failures.some(one => one.test(line))) return undefined;
  const outcome = outcomeOf(line);
  if (outcome !== undefined) return { outcome, port: null };
  return /TCP connect to .{1,300} failed/i.test(line) ? { outcome: 'fails', port: null } : undefined;
}

// Connected to mail.contoso.com. | Connection to mail.contoso.com 25 port [tcp/smtp] succeeded! | [203.0.113.5] 25 (smtp) open
const connections: readonly RegExp[] = [
  /^(?:\* |={3} )?Connected to (?<host>[^\s(]{1,253}?)(?: \((?<ip>[\d.:a-f]{3,45})\))?(?: port (?<port>\d{1,5}))?(?: \(#\d{1,3}\))?[.]?$/i,
  /^Connection to (?<host>\S{1,253})(?: \((?<ip>[\d.:a-f]{3,45})\))? (?:port )?(?<port>\d{1,5}) (?:port )?\[\S{1,20}\] succeeded!$/i,
  /^Ncat: Connected to (?<ip>[\d.a-f]{3,45}|\[[\d.:a-f]{3,45}\]):(?<port>\d{1,5})\.$/i,
  /^(?<host>\S{1,253}) \[(?<ip>[\d.:a-f]{3,45})\] (?<port>\d{1,5}) \(\S{1,20}\) open$/i,
  // Windows' telnet shows a blank window, and this when it was closed
  /^Escape character is '\^\]'\.$/i,
];

export interface Place {
  readonly host?: string | undefined;
  readonly ip?: string | undefined;
  readonly port?: string | undefined;
}

export function connectionIn(line: string): Place | undefined {
  for (const one of connections) {
    const found = one.exec(line);
    if (found) return found.groups ?? {};
  }
  return undefined;
}

// Trying 203.0.113.5... | *   Trying 203.0.113.5:25... | === Trying mail.contoso.com:25... | Connecting To mail.contoso.com...
const attempts: readonly RegExp[] = [
  /^(?:\* {1,4})?Trying (?<ip>[\d.]{7,15}|\[?[\da-f:]{3,45}\]?)(?::(?<port>\d{1,5}))?\.\.\.$/i,
  /^=== Trying (?<host>\S{1,253}):(?<port>\d{1,5})\.\.\.$/i,
  /^(?:Connecting To|Verbindungsaufbau zu|Verbinding maken met|Ansluter till|正在连接) ?(?<host>[\w.:-]{1,253}?)\.{3}/i,
];

export function attemptIn(line: string): Place | undefined {
  for (const one of attempts) {
    const place = one.exec(line)?.groups;
    if (place) return place;
  }
  return undefined;
}

// Connection closed by foreign host. | Verbindung zu Host verloren. | Connection to host lost. | 遗失对主机的连接。
export const isClosing =
  /^(?:\* )?(?:Connection (?:closed by foreign host|to host lost|reset by peer)|Verbindung zu Host verloren|De verbinding met de host is verbroken|Anslutningen till värden förlorades|遗失对主机的连接|跟主机的连接断开)/i;

// Pinging mail.contoso.com [203.0.113.5] with 32 bytes of data: | PING mail (203.0.113.5) 56(84) bytes of data. | Tracing route to …
export const isPing =
  /^(?:Pinging \S|PING \S{1,253} \(|Ping wird ausgeführt für|Pingen naar|Skickar ping-signal till|正在 ?Ping |Tracing route to|traceroute to \S|Routenverfolgung zu|(?:Bezig met het )?traceren van (?:de )?route naar|Spårar väg till|通过最多 \d+ 个跃点跟踪|Reply from [\d.:a-f]+: bytes|Antwort von [\d.:a-f]+: Bytes|Antwoord van [\d.:a-f]+: bytes|Svar från [\d.:a-f]+: byte|来自 [\d.:a-f]+ 的回复|\d{1,5} bytes from )/i;
