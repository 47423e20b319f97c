/**
 * Walks over everything (each step of each article in each language, with each fact missing) meet the same fault many times.
 * `npm test` goes to a part of the places, to others each time, and so to all of them within days; `WALK=all` goes to all.
 */
import { seedOfRun } from './random.ts';

const seed = seedOfRun();
export const isWhole = process.env.WALK === 'all';

/** For a title: how to go the same way again. */
export const wayOfRun = isWhole ? 'all of them' : `SEED=${seed}`;

/** Whether this run goes to a place. @param place its name @param oneOf of so many places it goes to one */
export function isOnTheWay(place: string, oneOf: number): boolean {
  return isWhole || hash(`${seed} ${place}`) % oneOf === 0;
}

/** At a place where one of several is enough: that one of this run, or all. */
export function oneOnTheWay<One>(place: string, all: readonly One[]): readonly One[] {
  return isWhole ? all : [all[hash(`${seed} ${place}`) % all.length]!];
}

/** FNV-1a, mixed at the end, as its last bits follow the last letter. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
