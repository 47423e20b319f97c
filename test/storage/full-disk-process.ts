/** Ticks until the disk takes no more: `node full-disk-process.ts URL`. Prints the acknowledged ticks, then what the store says. */
import { openStore } from '../../src/storage/open-store.ts';
import type { TestCase } from './databases.ts';
import { tick } from './tick.ts';

const store = await openStore<TestCase>(process.argv[2]!);
for (let number = 1; ; number++) {
  try {
    await tick(store, { tenant: 'tenant', conversation: 'talk' }, 'case-1', `tick-${number}`);
  } catch {
    break;
  }
  process.stdout.write(`tick-${number}\n`);
}
// The look at it writes a single page, for which there may still be room where there is none for a turn.
let trouble = await store.trouble();
for (let look = 0; look < 100 && trouble === undefined; look++) trouble = await store.trouble();
process.stdout.write(`${trouble}\n`);
