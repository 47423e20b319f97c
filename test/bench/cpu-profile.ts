/** Where the time goes: a profile of V8 as self time by folder, package and function. */
import { readFileSync } from 'node:fs';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  /** Microseconds. */
  readonly endTime: number;
  readonly startTime: number;
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

export interface SelfTime {
  readonly name: string;
  readonly milliseconds: number;
  readonly share: number;
}

/** @param lastSeconds what was before them (the start) is left out */
export function selfTimes(file: string, lastSeconds: number): { places: SelfTime[]; functions: SelfTime[] } {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as Profile;
  const frames = new Map(profile.nodes.map(node => [node.id, node.callFrame]));
  const begin = profile.endTime - lastSeconds * 1_000_000;
  const places = new Map<string, number>();
  const functions = new Map<string, number>();
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const { functionName, url, lineNumber } = frames.get(id)!;
    at += profile.timeDeltas[index]!;
    if (at < begin || functionName === '(idle)') continue;
    // A sample stands for the time until the next one.
    const time = (profile.timeDeltas[index + 1] ?? 0) / 1000;
    const place = placeOf(url, functionName);
    places.set(place, (places.get(place) ?? 0) + time);
    const name = `${functionName || '(anonymous)'}  ${url === '' ? '' : `${fileOf(url)}:${lineNumber + 1}`}`.trim();
    functions.set(name, (functions.get(name) ?? 0) + time);
  }
  return { places: ordered(places), functions: ordered(functions) };
}

function ordered(times: ReadonlyMap<string, number>): SelfTime[] {
  const all = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, milliseconds]) => ({ name, milliseconds, share: milliseconds / all }))
    .sort((one, other) => other.milliseconds - one.milliseconds);
}

/** `src/triage/reading`, `node_modules/zod`, `node:internal`, `(garbage collector)`. */
function placeOf(url: string, functionName: string): string {
  if (url === '') return functionName.startsWith('(') ? functionName : '(native)';
  const file = fileOf(url);
  if (file.startsWith('node:')) return file.split('/').slice(0, 2).join('/');
  const [, name] = /^node_modules\/(?<name>(?:@[^/]+\/)?[^/]+)/.exec(file) ?? [];
  return name === undefined ? file.split('/').slice(0, -1).join('/') : `node_modules/${name}`;
}

/** Below the innermost node_modules or the program's src. */
function fileOf(url: string): string {
  const inPackages = url.lastIndexOf('/node_modules/');
  if (inPackages >= 0) return url.slice(inPackages + 1);
  const inSource = url.lastIndexOf('/src/');
  return inSource >= 0 ? url.slice(inSource + 1) : url;
}
