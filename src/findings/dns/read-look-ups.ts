/** Output of nslookup, dig, host and Resolve-DnsName, and plain record lines -> what was asked and what came back. */
import { type Command, commandOf, lowerName } from '../tool-lines.ts';
import {
  type DnsStatus,
  type GrowingLookUp,
  type LookUp,
  newLookUp,
  type RecordType,
  recordOf,
  typeOf,
} from './look-up.ts';
import { questionOf } from './question.ts';
import { readBareRecords } from './read-bare.ts';
import { readPowerShell } from './read-powershell.ts';

const mostLookUps = 40;

export function readLookUps(lines: readonly string[]): LookUp[] {
  const shell = readPowerShell(lines);
  const told = shell.length > 0 ? shell : readConsole(lines);
  const found = told.length > 0 ? told : readBareRecords(lines);
  return found.flatMap(byName).slice(0, mostLookUps);
}

/** Lines of a zone that nobody asked for one by one: a look-up for each name. */
function byName(look: LookUp): LookUp[] {
  if (look.name !== null) return [look];
  const names = [...new Set(look.records.map(({ name }) => name))];
  if (names.length < 2) return [{ ...look, name: names[0] || null }];
  return names.map(name => ({ ...look, name: name || null, records: look.records.filter(one => one.name === name) }));
}

// contoso.com	MX preference = 10, mail exchanger = mx1.contoso.com | contoso.com	mail exchanger = 10 mx1.contoso.com.
const mxLine =
  /^(?<name>\S{1,253})\s{1,8}(?:MX preference = (?<before>\d{1,5}), )?mail exchanger = (?:(?<after>\d{1,5}) )?(?<host>\S{1,253})$/;
// contoso.com	text = "v=spf1 …"
const textLine = /^(?<name>\S{1,253})\s{1,8}text =\s{0,8}(?<text>.*)$/;
// mail.contoso.com	canonical name = mx.example.
const aliasLine = /^(?<name>\S{1,253})\s{1,8}canonical name = (?<host>\S{1,253})$/;
// mx1.contoso.com	internet address = 203.0.113.5 | mx1.contoso.com	AAAA IPv6 address = 2001:db8::25 | … has AAAA address …
const internetLine =
  /^(?<name>\S{1,253})\s{1,8}(?:(?:internet|AAAA IPv6) address = |has AAAA address )(?<address>[\da-f.:]{3,45})$/i;
// Server:  dns.google | Server:		192.0.2.53 | 服务器:  UnKnown
const serverLine = /^(?:Server|服务器)[:：]\s{0,16}(?<server>\S{1,253})$/;
// Name:    mail.contoso.com | Naam: | Namn: | 名称:
const nameLine = /^(?:Name|Naam|Namn|名称)[:：]\s{0,16}(?<name>\S{1,253})$/;
// Address:  203.0.113.5 | Addresses:  2001:db8::1 | Adresse: | Adres: | Adress: | 地址:
const addressLine =
  /^(?:Address(?:es)?|Adressen?|Adress(?:er)?|Adres(?:sen)?|地址)[:：]\s{0,16}(?<address>[\da-f.:]{3,45})(?:#\d{1,5})?$/i;
//           203.0.113.5
const moreAddress = /^\s{4,24}(?<address>[\da-f]{1,4}[.:][\da-f.:]{2,43})$/i;
// 	"v=spf1 include:spf.protection.outlook.com -all"
const quoted = /^\s{0,24}"(?:[^"\\]|\\.)*"?(?:\s{1,4}"(?:[^"\\]|\\.)*"?)*$/;
// ;; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1
const digStatus = /^;; ->>HEADER<<- opcode: \S{1,12} status: (?<status>[A-Z]{1,12})/;
// ;contoso.com.			IN	MX
const digQuestion = /^;(?<name>\S{1,253})\s{1,40}IN\s{1,40}(?<type>[A-Z]{1,8})$/;
// ; <<>> DiG 9.18.1 <<>> @8.8.8.8 mx contoso.com
const digBanner = /^; <<>> DiG \S{1,80} <<>> (?<words>.{1,300})$/;
// ;; SERVER: 8.8.8.8#53(8.8.8.8) (UDP)
const digServer = /^;; SERVER: (?<server>[\da-f.:]{3,45})#/i;
// contoso.com.	3600	IN	MX	0 contoso-com.mail.protection.outlook.com. | @ IN TXT "v=spf1 -all"
const zoneLine =
  /^(?<name>[\w@*.-]{1,253})\s{1,60}(?:(?<ttl>\d{1,10})\s{1,20})?(?:IN\s{1,20})?(?<type>MX|A|AAAA|CNAME|TXT|SPF|TLSA|NS|SOA)\s{1,60}(?<data>\S.*)$/;
// contoso.com mail is handled by 10 mx1.contoso.com. | … has address 203.0.113.5 | … descriptive text "v=spf1" | … is an alias for x.
const hostLine =
  /^(?<name>\S{1,253}) (?<what>mail is handled by|has address|has IPv6 address|descriptive text|is an alias for) (?<data>\S.*)$/;
const hostTypes: Readonly<Record<string, RecordType>> = {
  ...{ 'mail is handled by': 'MX', 'has address': 'A', 'has IPv6 address': 'AAAA' },
  ...{ 'descriptive text': 'TXT', 'is an alias for': 'CNAME' },
};
// *** dns.google can't find x.example: Non-existent domain | ** server can't find x: SERVFAIL | Host x not found: 3(NXDOMAIN)
const missing =
  /^(?:\*{2,3} |Host )(?<words>.{1,400}): {0,2}(?<why>Non-existent domain|NXDOMAIN|3\(NXDOMAIN\)|Server failed|SERVFAIL|2\(SERVFAIL\)|No response from server|Query refused|REFUSED|5\(REFUSED\)|No answer|Unspecified error)\.?$/i;
// *** No mail exchange (MX) records available for contoso.com | contoso.com has no MX record
const noData =
  /^(?:\*{3} .{1,120} records available for (?<name>\S{1,253})|(?<host>\S{1,253}) has no (?<type>[A-Z]{1,6}) record)$/i;
// DNS request timed out. | *** Request to dns.google timed-out | ;; connection timed out; no servers could be reached
const silence =
  /^(?:DNS request timed out|\*{3} Request to \S{1,253} timed-out|;; connection timed out|;; communications error to .{1,80}timed out|;; no servers could be reached)/i;

function statusOf(word: string): DnsStatus {
  if (/non-existent|nxdomain/i.test(word)) return 'no-name';
  if (/no answer/i.test(word)) return 'no-data';
  if (/no response/i.test(word)) return 'silent';
  if (/refused/i.test(word)) return 'refused';
  return /noerror/i.test(word) ? 'ok' : 'fails';
}

function readConsole(lines: readonly string[]): LookUp[] {
  const all: GrowingLookUp[] = [];
  /** Those of which something was printed: a command alone is a question without an answer. */
  const answered = new Set<GrowingLookUp>();
  let current: GrowingLookUp | undefined;
  // Whose address the next line of addresses is; undefined: the server's own.
  let addressed: string | undefined;
  let textOf: string | undefined;
  let [setType, isShort]: [RecordType | null, boolean] = [null, false];
  const begin = (tool: string, name: string | null, type: RecordType | null): GrowingLookUp => {
    current = newLookUp(tool, name, type);
    all.push(current);
    [addressed, textOf] = [undefined, undefined];
    return current;
  };
  const here = (tool: string): GrowingLookUp => current ?? begin(tool, null, null);
  const put = (tool: string, name: string, type: RecordType, data: string): boolean => {
    const record = recordOf(name, type, data);
    if (!record) return false;
    here(tool).records.push(record);
    return true;
  };
  for (const line of lines) {
    const command = commandOf(line) ?? inNslookup(line, current, setType);
    if (command) {
      const asked = questionOf(command);
      if (asked === undefined) current = undefined;
      else {
        begin(command.tool, asked.name, asked.type).server = asked.server;
        isShort = command.words.includes('+short');
      }
      continue;
    }
    const set = /^> ?set (?:q|type|querytype)=(?<type>\w{1,8})$/i.exec(line)?.groups?.type;
    if (set !== undefined) {
      setType = typeOf(set);
      continue;
    }
    const banner = digBanner.exec(line)?.groups?.words;
    if (banner !== undefined) {
      const asked = questionOf({ tool: 'dig', words: banner.split(/\s+/) });
      if (asked && !isAsked(current, asked.name)) begin('dig', asked.name, asked.type);
      continue;
    }
    const status = digStatus.exec(line)?.groups?.status;
    if (status !== undefined) {
      if (current && (current.records.length > 0 || current.status !== 'ok')) begin('dig', null, null);
      here('dig').status = statusOf(status);
      answered.add(here('dig'));
      continue;
    }
    const question = digQuestion.exec(line)?.groups;
    if (question) {
      const look = here('dig');
      [look.name, look.type] = [lowerName(question.name!), typeOf(question.type)];
      continue;
    }
    const server = digServer.exec(line)?.groups?.server ?? serverLine.exec(line)?.groups?.server;
    if (server !== undefined) {
      if (serverLine.test(line) && (!current || current.server !== null || current.records.length > 0)) {
        if (!current || current.records.length > 0 || current.status !== 'ok') begin('nslookup', null, setType);
      }
      here('nslookup').server = server;
      answered.add(here('nslookup'));
      addressed = undefined;
      continue;
    }
    const host = nameLine.exec(line)?.groups?.name;
    if (host !== undefined) {
      const look = here('nslookup');
      addressed = lowerName(host);
      look.name ??= addressed;
      continue;
    }
    const address = addressLine.exec(line)?.groups?.address ?? moreAddress.exec(line)?.groups?.address;
    if (address !== undefined && current) {
      if (addressed === undefined) {
        if (current.records.length === 0) current.server = address;
      } else put('nslookup', addressed, address.includes(':') ? 'AAAA' : 'A', address);
      continue;
    }
    const mx = mxLine.exec(line)?.groups;
    if (mx) {
      put('nslookup', mx.name!, 'MX', `${mx.before ?? mx.after ?? 0} ${mx.host}`);
      continue;
    }
    const alias = aliasLine.exec(line)?.groups;
    if (alias) {
      put('nslookup', alias.name!, 'CNAME', alias.host!);
      continue;
    }
    const internet = internetLine.exec(line)?.groups;
    if (internet) {
      const { name, address: data } = internet as { name: string; address: string };
      put('nslookup', name, data.includes(':') ? 'AAAA' : 'A', data);
      continue;
    }
    const text = textLine.exec(line)?.groups;
    if (text) {
      const isWhole = text.text !== '' && put('nslookup', text.name!, 'TXT', text.text!);
      if (!isWhole) put('nslookup', text.name!, 'TXT', '""');
      textOf = text.name!;
      continue;
    }
    if (textOf !== undefined && quoted.test(line)) {
      // Windows prints each string of a record on a line of its own.
      const look = here('nslookup');
      const before = look.records.at(-1);
      const more = recordOf(textOf, 'TXT', line)?.data ?? '';
      if (before?.type === 'TXT') look.records[look.records.length - 1] = { ...before, data: before.data + more };
      continue;
    }
    const zone = zoneLine.exec(line)?.groups;
    if (zone) {
      const type = typeOf(zone.type)!;
      if (type === 'TXT' && !/^["v]/i.test(zone.data!)) continue;
      if (put(current?.tool ?? 'DNS', zone.name!, type, zone.data!)) continue;
    }
    const said = hostLine.exec(line)?.groups;
    if (said) {
      put('host', said.name!, hostTypes[said.what!]!, said.data!);
      continue;
    }
    const lacking = missing.exec(line)?.groups;
    if (lacking) {
      const look =
        current && current.status === 'ok' && current.records.length === 0 ? current : begin('nslookup', null, setType);
      look.status = statusOf(lacking.why!);
      look.name ??= nameIn(lacking.words!, look.server);
      continue;
    }
    const none = noData.exec(line)?.groups;
    if (none) {
      const look = here('nslookup');
      look.status = 'no-data';
      look.name ??= lowerName(none.name ?? none.host!);
      look.type ??= typeOf(none.type) ?? (/\bMX\b/.test(line) ? 'MX' : /\bTXT\b|text/i.test(line) ? 'TXT' : null);
      continue;
    }
    if (silence.test(line)) {
      const look = here('nslookup');
      if (look.records.length === 0 && look.status === 'ok') look.status = 'silent';
      continue;
    }
    if (isShort && current && line.trim() !== '' && current.name !== null) shortAnswer(current, line.trim());
  }
  return all.filter(one => isTold(one, answered.has(one))).map(withoutEmpty);
}

function isAsked(current: GrowingLookUp | undefined, name: string | null): boolean {
  return current !== undefined && current.records.length === 0 && current.name === name;
}

/** Below "dig +short" stand values alone. */
function shortAnswer(look: GrowingLookUp, line: string): void {
  const name = look.name!;
  const type = look.type ?? 'A';
  const record =
    recordOf(name, type, line) ??
    (type === 'TXT' && line.startsWith('"') ? recordOf(name, 'TXT', line) : undefined) ??
    (/\.$/.test(line) ? recordOf(name, 'CNAME', line) : undefined);
  if (record && (type !== 'TXT' || line.startsWith('"') || record.type === 'CNAME')) look.records.push(record);
}

/** An empty answer counts where it is said what was asked: dig prints no answers then. */
function isTold({ records, status, name, type, tool }: GrowingLookUp, isAnswered: boolean): boolean {
  if (records.length > 0 || status !== 'ok') return true;
  return isAnswered && name !== null && type !== null && (tool === 'dig' || tool === 'nslookup');
}

function withoutEmpty(look: GrowingLookUp): LookUp {
  const records = look.records.filter(({ type, data }) => type !== 'TXT' || data !== '');
  const wanted = look.type === null ? records : records.filter(({ type }) => type === look.type || type === 'CNAME');
  const status = look.status === 'ok' && (records.length === 0 || wanted.length === 0) ? 'no-data' : look.status;
  return { ...look, records, status };
}

/** In nslookup's own prompt: "> contoso.com" */
function inNslookup(line: string, current: GrowingLookUp | undefined, type: RecordType | null): Command | undefined {
  const name = /^> {0,2}(?<name>[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}\.?)$/.exec(line)?.groups?.name;
  if (name === undefined || (current?.tool !== 'nslookup' && type === null)) return undefined;
  return { tool: 'nslookup', words: [...(type === null ? [] : [`-type=${type}`]), name] };
}

/** "dns.google can't find mail.contoso.example", in whatever language: the name that is not the server's. */
function nameIn(words: string, server: string | null): string | null {
  const names = words.split(/\s+/).filter(word => /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}\.?$/.test(word));
  return lowerName(names.filter(one => one !== server).at(-1) ?? names[0] ?? '') || null;
}
