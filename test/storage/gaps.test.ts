import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import type { Gap, Store } from '../../src/storage/store.ts';
import { onEachDatabase, type TestCase, type TestDatabase } from './databases.ts';

const at = '2026-11-21T09:00:00.000Z';
const later = '2026-11-21T10:00:00.000Z';

onEachDatabase('sentences for the authors', database => {
  let store: Store<TestCase>;
  let tenant = '';

  before(async () => {
    store = await database.open();
  });

  beforeEach(async () => {
    tenant = randomUUID();
    await store.forgetGaps('9999-01-01T00:00:00Z');
  });

  const gap = (part: Partial<Gap> = {}): Gap => ({
    tenant,
    id: randomUUID(),
    at,
    personId: 'anna',
    locale: 'nl',
    text: 'de post blijft liggen',
    found: null,
    chosen: null,
    why: 'nothing-found',
    ...part,
  });
  const textsSince = async (since: string) => (await store.gaps(since)).map(({ text }) => text);

  it('come back without their person, the newest first, since a time', async () => {
    await store.noteGap(gap());
    const chosen = {
      text: '邮件发不出去',
      locale: 'zh-CN',
      found: 'mailbox-full',
      chosen: 'connection-refused',
    } as const;
    await store.noteGap(gap({ ...chosen, at: later, why: 'other-chosen' }));

    deepEqual(await store.gaps(at), [
      { ...chosen, at: later, why: 'other-chosen' },
      { text: 'de post blijft liggen', locale: 'nl', found: null, chosen: null, at, why: 'nothing-found' },
    ]);
    deepEqual(await textsSince(later), ['邮件发不出去']);
  });

  it('go with their person, in one tenant', async () => {
    await store.noteGap(gap());
    await store.noteGap(gap({ personId: 'bo', text: 'of bo' }));
    await store.noteGap(gap({ tenant: randomUUID(), text: 'elsewhere' }));

    await store.forget({ tenant, conversation: 'talk', personId: 'anna' });

    deepEqual((await textsSince(at)).toSorted(), ['elsewhere', 'of bo']);
  });

  it('go when they are old', async () => {
    await store.noteGap(gap({ text: 'old' }));
    await store.noteGap(gap({ text: 'new', at: later }));

    equal(await store.forgetGaps(later), 1);

    deepEqual(await textsSince(at), ['new']);
  });

  it('are five thousand in a tenant, of which the oldest makes room', async () => {
    await store.noteGap(gap({ tenant: randomUUID(), text: 'of another tenant' }));
    await fill(database, tenant, 5_000);

    await store.noteGap(gap({ text: 'newest', at: later }));

    const texts = (await textsSince(at)).filter(text => text !== 'of another tenant');
    equal(texts.length, 5_000);
    deepEqual([texts[0], texts[1], texts.at(-1)], ['newest', '14999', '10001']);
  });

  it('hold whatever was typed', async () => {
    for (const text of ['a\u0000b', '"\' \\ 📬', '']) {
      await store.noteGap(gap({ text }));
      ok((await textsSince(at)).includes(text.replace('\0', '\uFFFD')));
    }
  });
});

/** Rows that are numbered from 10000, the oldest first: one by one they would take long. */
async function fill({ name, url }: TestDatabase, tenant: string, count: number): Promise<void> {
  const sql = `with recursive numbers(n) as (select 10000 union all select n + 1 from numbers where n < ${9_999 + count})
    insert into gaps (tenant, at, id, person_id, locale, text, why)
    select '${tenant}', '${at}', cast(n as text), 'anna', 'nl', cast(n as text), 'nothing-found' from numbers`;
  if (name === 'SQLite') {
    const file = new Sqlite(url.slice('sqlite:'.length));
    file.exec(sql);
    file.close();
  } else {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  }
}
