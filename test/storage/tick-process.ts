/** A process of its own that ticks: `node tick-process.ts URL TENANT CASE NAME COUNT`. Prints each acknowledged tick. */
import { openStore } from '../../src/storage/open-store.ts';
import type { TestCase } from './databases.ts';
import { tick } from './tick.ts';

const [url = '', tenant = '', caseId = '', name = '', count = ''] = process.argv.slice(2);
const store = await openStore<TestCase>(url);
for (let number = 1; number <= Number(count); number++) {
  await tick(store, { tenant, conversation: 'talk' }, caseId, `${name}-${number}`);
  process.stdout.write(`${name}-${number}\n`);
}
await store.close();
