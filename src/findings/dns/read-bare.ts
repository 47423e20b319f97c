/** Records that somebody copied without the tool: an SPF text alone, or the lines of "dig +short" without its command. */
import { type LookUp, newLookUp, recordOf } from './look-up.ts';

// v=spf1 include:spf.protection.outlook.com -all | v=DMARC1; p=none | v=DKIM1; k=rsa; p=MIG… | v=STSv1; id=2026
const policy = /\bv=(?:spf1\b|DMARC1\b|DKIM1\b|STSv1\b)/i;
// 10 mx1.contoso.example.
const shortMx = /^\d{1,5} (?:[\w-]{1,63}\.){1,10}$|^\d{1,5} \.$/;

export function readBareRecords(lines: readonly string[]): LookUp[] {
  const said = lines.filter(line => line.trim() !== '');
  if (said.length > 0 && said.every(line => shortMx.test(line.trim()))) {
    const records = said.flatMap(line => recordOf('', 'MX', line.trim()) ?? []);
    return [{ ...newLookUp('DNS', null, 'MX'), records }];
  }
  return lines.flatMap(line => {
    const at = policy.exec(line)?.index;
    if (at !== undefined && isSentence(line.slice(at))) return [];
    const record = at === undefined ? undefined : recordOf(nameBefore(line.slice(0, at)), 'TXT', recordFrom(line, at));
    return record ? [{ ...newLookUp('DNS', record.name || null, 'TXT'), records: [record] }] : [];
  });
}

// v=spf1 doesn't include the web shop's IP
function isSentence(text: string): boolean {
  return /^v=spf1/i.test(text) && !/\b(?:ip4|ip6|include|exists|redirect|mx|a)[:=]\S|[-~?+]all\b/i.test(text);
}

// _dmarc.contoso.example: v=DMARC1; | contoso.example has v=spf1
const nameAtEnd = /(?<name>[\w-]{1,63}(?:\.[\w-]{1,63}){1,10})\.?["':=\s]{0,6}$/;

function nameBefore(text: string): string {
  return nameAtEnd.exec(text.slice(-260))?.groups?.name ?? '';
}

/** In quotes as a whole; without them an SPF record ends with its "all", and the sentence goes on. */
function recordFrom(line: string, at: number): string {
  const isQuoted = line.lastIndexOf('"', at) >= 0;
  if (isQuoted) return line.slice(line.lastIndexOf('"', at));
  const rest = line.slice(at);
  if (!/^v=spf1/i.test(rest)) return rest;
  const words = rest.split(/\s+/);
  const all = words.findIndex(word => /^[-~?+]?all[.,;?!)]?$/i.test(word));
  const end = all >= 0 ? all + 1 : words.length;
  return words
    .slice(0, end)
    .join(' ')
    .replace(/(?<=all)[.,;?!)]$/i, '');
}
