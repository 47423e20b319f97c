/** What a command asks of DNS: the name, the type of record, and whom it asks. */
import { type Command, lowerName } from '../tool-lines.ts';
import { type RecordType, typeOf } from './look-up.ts';

const dnsTools = new Set(['nslookup', 'dig', 'host', 'resolve-dnsname']);

/** Name, type and server of a command; undefined for one that asks nothing of DNS. */
export function questionOf({
  tool,
  words,
}: Command):
  | { readonly name: string | null; readonly type: RecordType | null; readonly server: string | null }
  | undefined {
  if (!dnsTools.has(tool)) return undefined;
  const option = words.flatMap(
    word => /^-{1,2}(?:q|type|querytype|query)=(?<type>\w{1,8})$/i.exec(word)?.groups?.type ?? [],
  );
  const afterFlag = (flag: RegExp) => words[words.findIndex(word => flag.test(word)) + 1];
  const flagged = words.some(word => /^-(?:t|type)$/i.test(word)) ? afterFlag(/^-(?:t|type)$/i) : undefined;
  const named = words.some(word => /^-name$/i.test(word)) ? afterFlag(/^-name$/i) : undefined;
  const at = words.find(word => word.startsWith('@'))?.slice(1);
  const by = words.some(word => /^-server$/i.test(word)) ? afterFlag(/^-server$/i) : undefined;
  const plain = words.filter(word => !/^[-+@]/.test(word) && word !== flagged && word !== by && word !== named);
  const types = plain.filter(word => typeOf(word) !== null && !word.includes('.'));
  const names = plain.filter(
    word => /^[\w*-]{1,63}(?:\.[\w*-]{1,63}){0,12}\.?$|:/.test(word) && !types.includes(word) && !/^IN$/i.test(word),
  );
  const name = named ?? names[0];
  if (name === undefined) return undefined;
  const server = at ?? by ?? (named === undefined && tool !== 'dig' ? names[1] : undefined) ?? null;
  return { name: lowerName(name), type: typeOf(option[0] ?? flagged ?? types[0]), server };
}
