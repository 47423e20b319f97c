/** Lets Node keep the code as it compiled it, types taken away: the next start takes half the time. */
import module from 'node:module';
import { join } from 'node:path';

/** Where the folder cannot be written, every start is like the first. An older Node keeps nothing. */
export function keepCode() {
  module.enableCompileCache?.(join(import.meta.dirname, '..', 'node_modules', '.cache', 'mailflow-triage', 'code'));
}
