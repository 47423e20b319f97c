/** The known name that somebody meant who misspelt it. */
import Fuse from 'fuse.js';

export function nearestName(name: string, known: readonly string[]): string | undefined {
  return new Fuse(known, { threshold: 0.4, ignoreLocation: true }).search(name)[0]?.item;
}
