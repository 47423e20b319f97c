/** What PowerShell prints of objects -> their properties: Format-List, Format-Table, ConvertTo-Json and Export-Csv. */
import { csvObjects } from './csv-records.ts';
import { jsonObjects } from './json-records.ts';
import { propertyName } from './labels.ts';
import type { PrintedObject } from './printed-object.ts';
import { tableAt } from './table-records.ts';

export interface Printed {
  readonly format: 'Format-List' | 'Format-Table' | 'JSON' | 'CSV';
  readonly objects: readonly PrintedObject[];
  /** The command above each of them, as `get-acceptedomain`; empty where none was copied along. */
  readonly commands: readonly string[];
}

/** A tenant has some hundred of anything that is asked for here. */
export const mostObjects = 1_000;

/** @param known properties, in lower case, of which an object has to have two: by these a text is told */
export function readPrinted(text: string, known: readonly string[]): Printed | undefined {
  const lower = text.toLowerCase();
  if (known.filter(name => lower.includes(name)).length < 2) return undefined;
  return readObjects(text, known);
}

/**
 * The same for a text that has two of the names, whatever letters it is written in.
 * @param enough those of which one is enough, as nothing else is called so
 */
export function readObjects(
  text: string,
  known: readonly string[],
  enough: ReadonlySet<string> = new Set(),
): Printed | undefined {
  const names = new Set(known);
  const isKnown = (one: PrintedObject) => {
    let count = 0;
    for (const name of one.keys()) if (enough.has(name) || (names.has(name) && ++count === 2)) return true;
    return false;
  };
  const [command = ''] = commandsIn(text);
  for (const [format, objects] of [
    ['JSON', () => jsonObjects(text, mostObjects)],
    ['CSV', () => csvObjects(text, known, mostObjects)],
  ] as const) {
    const found = objects().filter(isKnown);
    if (found.length > 0) return { format, objects: found, commands: found.map(() => command) };
  }
  const { objects, commands, tables } = screenObjects(text);
  const kept = objects.map((one, index) => ({ one, command: commands[index]! })).filter(({ one }) => isKnown(one));
  if (kept.length === 0) return undefined;
  const format = tables.has(kept[0]!.one) ? 'Format-Table' : 'Format-List';
  return { format, objects: kept.map(({ one }) => one), commands: kept.map(({ command }) => command) };
}

// [PS] C:\>Get-AcceptedDomain | fl | PS C:\Users\ann> Get-Queue | Get-Mailbox -ResultSize Unlimited | Measure-Object
const commandLine = /^(?:\[?PS\]?[^>\n]{0,200}>{1,2}|>{1,2})?[ \t]{0,4}(?<command>Get-[A-Za-z]{3,40})\b[^:\n]{0,400}$/;

function commandOf(line: string): string | undefined {
  return commandLine.exec(line.length > 700 ? line.slice(0, 700) : line)?.groups?.command?.toLowerCase();
}

function commandsIn(text: string): string[] {
  const start = text.slice(0, 4_000);
  return start.split(/\r\n|\r|\n/).flatMap(line => commandOf(line) ?? []);
}

interface Screen {
  readonly objects: readonly PrintedObject[];
  readonly commands: readonly string[];
  readonly tables: ReadonlySet<PrintedObject>;
}

/** All lists and tables of a screen, in their order. */
function screenObjects(text: string): Screen {
  const lines = text.split(/\r\n|\r|\n/);
  const objects: PrintedObject[] = [];
  const commands: string[] = [];
  const tables = new Set<PrintedObject>();
  let command = '';
  let list: Map<string, string> | undefined;
  let last = '';
  const add = (one: PrintedObject) => {
    objects.push(one);
    commands.push(command);
  };
  for (let at = 0; at < lines.length && objects.length < mostObjects; at++) {
    // A mail's quotation.
    const line = lines[at]!.replace(/^> /, '');
    if (line.trim() === '') {
      list = undefined;
      continue;
    }
    const table = tableAt(lines, at, mostObjects);
    if (table) {
      for (const one of table.objects) {
        add(one);
        tables.add(one);
      }
      at = table.end - 1;
      list = undefined;
      continue;
    }
    const { name, value = '' } = propertyIn(line);
    if (name === undefined) {
      const typed = commandOf(line);
      if (typed !== undefined) [command, list] = [typed, undefined];
      // A long value goes on below itself.
      else if (list && last !== '' && /^\s{4,}\S/.test(line)) list.set(last, joined(list.get(last)!, line.trim()));
      continue;
    }
    const key = propertyName(name);
    if (!list || list.has(key)) {
      list = new Map();
      add(list);
    }
    list.set(key, value.trim());
    last = key;
  }
  return { objects, commands, tables };
}

// Name                 : To on-premises | 域类型 : 内部中继
const property = /^[ \t]{0,8}(?<name>\p{L}[\p{L}\d]{0,60})[ \t\u00a0]{0,60}[:：](?:[ \t\u00a0](?<value>.*))?$/u;

function propertyIn(line: string): { name?: string; value?: string } {
  return property.exec(line)?.groups ?? {};
}

/** The console breaks between words, and a name that is longer than its width in the middle. */
function joined(before: string, more: string): string {
  const isWithinName = /^\{/.test(before) && !/[,;]$/.test(before) && !/^[{}]/.test(more);
  return isWithinName ? before + more : `${before} ${more}`;
}
