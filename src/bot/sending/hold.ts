/**
 * A reply belongs to one process for a while. A process may be stopped for longer than that, by a machine that sleeps or
 * is moved, and must not go on as if nothing had been: somebody else has sent it meanwhile.
 */
import type { Desk } from '../desk.ts';
import { lease } from './leave-for-later.ts';

/** One request to the channel may take so long, and the reply has to be held until it is noted. */
const longestRequest = 15_000;

export interface Hold {
  /** Asked in the moment before each request; false: it is somebody else's now. */
  mayGo(): Promise<boolean>;
  /** For a pause of so many milliseconds and what follows it; false: it is somebody else's now. */
  forPause(pause: number): Promise<boolean>;
  /** What was noted just now holds it from now on. */
  noted(): void;
}

/**
 * @param until when it becomes free, by the clock
 * @param extend writes down that it is held until then, unless somebody else has taken it up
 */
export function createHold(desk: Pick<Desk, 'now'>, until: string, extend: (until: string) => Promise<boolean>): Hold {
  let end = Date.parse(until);
  let length = lease;

  const holdFor = (milliseconds: number) => {
    length = milliseconds;
    end = Date.parse(desk.now()) + milliseconds;
  };
  const renew = (milliseconds: number) => {
    holdFor(milliseconds);
    return extend(new Date(end).toISOString());
  };
  return {
    async mayGo() {
      const left = end - Date.parse(desk.now());
      // More than it ever was: the clock was set back, and to others it may seem free.
      return (left > longestRequest && left <= length) || renew(lease);
    },
    forPause: pause => renew(pause + lease),
    noted: () => holdFor(lease),
  };
}
