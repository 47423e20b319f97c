/** Resolve-DnsName, as a table or a list: its property names are English on every Windows, its errors are not. */
import { commandOf, lowerName } from '../tool-lines.ts';
import {
  type DnsRecord,
  type DnsStatus,
  type GrowingLookUp,
  type LookUp,
  newLookUp,
  type RecordType,
  recordOf,
  typeOf,
} from './look-up.ts';
import { questionOf } from './question.ts';

// Name                           Type   TTL   Section    NameExchange                              Preference
const tableHead = /^Name\s{1,200}Type\s{1,20}TTL\s{1,20}Section\s{1,40}\S{1,30}/i;
// contoso.com                              MX     3600  Answer     mx1.contoso.com                           10
const row =
  /^(?<name>\S{1,253})\s{1,200}(?<type>[A-Z]{1,6})\s{1,20}\d{1,10}\s{1,20}(?<section>[A-Za-z]{1,20})\s{1,40}(?<value>\S.*)$/;
// Name         : contoso.com
const property = /^(?<name>[A-Za-z\d]{1,20})\s{0,20}: ?(?<value>.*)$/;
const ofRecord =
  /^(?:Name|Type|QueryType|TTL|Section|NameExchange|Preference|IPAddress|IP4Address|IP6Address|Strings|NameHost|PrimaryServer)$/i;
// Resolve-DnsName : mail.contoso.example : DNS-Name ist nicht vorhanden.
const errorHead = /^Resolve-DnsName ?: (?<name>[\w.-]{1,253}) ?: ?(?<text>.{0,200})/i;
const errors: readonly (readonly [RegExp, DnsStatus])[] = [
  [/RCODE_NAME_ERROR|name does not exist|ist nicht vorhanden|bestaat niet|finns inte|名称不存在/i, 'no-name'],
  [/RCODE_SERVER_FAILURE|server failure|Serverfehler|serverfout|serverfel|服务器故障/i, 'fails'],
  [/INFO_NO_RECORDS|no records found|keine Einträge|geen records|inga poster|未找到.{0,10}记录/i, 'no-data'],
  [/RCODE_REFUSED|operation refused/i, 'refused'],
  [/ERROR_TIMEOUT|timeout period expired|Zeitlimit|time-out|tidsgräns|超时/i, 'silent'],
];

export function readPowerShell(lines: readonly string[]): LookUp[] {
  if (!lines.some(line => /Resolve-DnsName|NameExchange|Section/i.test(line))) return [];
  const asked = lines.flatMap(line => {
    const command = commandOf(line);
    return command?.tool === 'resolve-dnsname' ? [questionOf(command)] : [];
  });
  const look: GrowingLookUp = newLookUp('Resolve-DnsName', asked[0]?.name ?? null, asked[0]?.type ?? null);
  look.server = asked[0]?.server ?? null;
  for (const found of [...tableRecords(lines, look), ...listRecords(lines)]) look.records.push(found);
  const failed = failures(lines);
  if (look.records.length === 0) return failed;
  look.name ??= look.records[0]!.name;
  return [look, ...failed];
}

function tableRecords(lines: readonly string[], look: GrowingLookUp): DnsRecord[] {
  const records: DnsRecord[] = [];
  for (const [index, line] of lines.entries()) {
    if (!tableHead.test(line) || !/^-{2,}/.test(lines[index + 1] ?? '')) continue;
    for (const line of lines.slice(index + 2)) {
      if (line.trim() === '' || tableHead.test(line)) break;
      // A name that is too long pushes the columns aside, so their places say nothing.
      const { name, type, section, value } = row.exec(line)?.groups ?? {};
      const wanted = typeOf(type);
      if (wanted === null || /authority/i.test(section!)) continue;
      const mx = /^(?<host>\S{1,253})\s{1,200}(?<preference>\d{1,5})$/.exec(value!)?.groups;
      const record = recordFrom(name!, wanted, mx?.host ?? value!, mx?.preference ?? '');
      if (/(?:\.\.\.|…)\}?(?:\s+\d+)?$/.test(value!)) look.isCut = true;
      if (record) records.push(record);
    }
  }
  return records;
}

function listRecords(lines: readonly string[]): DnsRecord[] {
  const records: DnsRecord[] = [];
  let current = new Map<string, string>();
  let last: string | undefined;
  const close = () => {
    const type = typeOf(current.get('type') ?? current.get('querytype'));
    const isAnswer = !/authority/i.test(current.get('section') ?? '');
    const get = (...names: string[]) =>
      names.map(one => current.get(one)).find(one => one !== undefined && one !== '') ?? '';
    const value = get('nameexchange', 'ipaddress', 'ip4address', 'ip6address', 'strings', 'namehost');
    const record = type && isAnswer ? recordFrom(get('name'), type, value, get('preference')) : undefined;
    if (record) records.push(record);
    [current, last] = [new Map(), undefined];
  };
  for (const line of lines) {
    const { name, value = '' } = property.exec(line)?.groups ?? {};
    if (name !== undefined && ofRecord.test(name)) {
      const key = name.toLowerCase();
      if (current.has(key)) close();
      current.set(key, value.trim());
      last = key;
    } else if (last !== undefined && /^\s{4,}\S/.test(line)) current.set(last, `${current.get(last)} ${line.trim()}`);
    else if (line.trim() === '') last = undefined;
  }
  close();
  return records;
}

function recordFrom(name: string, type: RecordType, value: string, preference: string): DnsRecord | undefined {
  if (name === '' || value === '') return undefined;
  if (type === 'MX') return recordOf(name, 'MX', `${/^\d{1,5}$/.test(preference) ? preference : 0} ${value}`);
  // {v=spf1 include:a , -all}: an array of strings, between which Windows puts a comma.
  return recordOf(name, type, type === 'TXT' ? value.replace(/^\{|\}$/g, '').replaceAll(', ', '') : value);
}

function failures(lines: readonly string[]): LookUp[] {
  return lines.flatMap((line, index) => {
    const head = errorHead.exec(line)?.groups;
    if (!head) return [];
    const all = lines.slice(index, index + 8).join(' ');
    const status = errors.find(([words]) => words.test(all))?.[1];
    return status === undefined ? [] : [{ ...newLookUp('Resolve-DnsName', lowerName(head.name!)), status }];
  });
}
