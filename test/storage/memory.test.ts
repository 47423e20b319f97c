import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import pg from 'pg';
import { hostsQuery, lettersQuery, partnersQuery } from '../../src/storage/directory.ts';
import { wordsSought } from '../../src/storage/partner-words.ts';
import { recallQuery } from '../../src/storage/recall.ts';
import type { Tables } from '../../src/storage/schema.ts';
import type { Store } from '../../src/storage/store.ts';
import type { Remember } from '../../src/triage/guiding/index.ts';
import { onEachDatabase, type TestCase } from './databases.ts';

const anna = { id: 'anna', name: 'Anna de Vries' };
const bo = { id: 'bo', name: 'Bo 李' };
const at = '2026-11-21T09:00:00.000Z';
const later = '2026-11-22T09:00:00.000Z';

const solved = (caseId: string, more: Partial<Remember & { kind: 'solved' }> = {}): Remember => ({
  kind: 'solved',
  caseId,
  articleId: 'connection-refused',
  nextHop: 'Contoso.example',
  openedAt: at,
  answers: [{ step: 'whose-server', option: 'ours' }],
  steps: ['open-firewall/open-ranges'],
  wasAnswered: false,
  ...more,
});
const partner = (domain: string, more: Partial<Remember & { kind: 'partner' }> = {}): Remember => ({
  kind: 'partner',
  domain,
  language: null,
  notes: null,
  contacts: [],
  isImported: false,
  ...more,
});
const person = (name: string, address: string | null = null, phone: string | null = null) => ({ name, address, phone });

onEachDatabase('memory', database => {
  let store: Store<TestCase>;
  let tenant = '';

  before(async () => {
    store = await database.open();
  });

  beforeEach(() => {
    tenant = randomUUID();
  });

  const remember = (facts: readonly Remember[], when = at, by: typeof anna | null = anna) =>
    store.commit({ tenant, conversation: 'talk', at: when, by, remember: facts });
  const lastTime = async (more: { articleId?: string; caseId?: string; nextHop?: string } = {}) => {
    const about = { articleId: 'connection-refused', nextHop: 'contoso.example', host: null, domain: null, ...more };
    return (await store.recall(tenant, about)).lastTime;
  };
  const contactsOf = async (domain: string) =>
    (await store.partner(tenant, domain))?.contacts.map(({ id, name, address, phone }) => [id, name, address, phone]);

  it('knows how the newest case of the same problem and next hop was solved, and by whom', async () => {
    equal(await lastTime(), undefined);
    await remember([solved('one')]);
    await remember([solved('two', { steps: ['open-firewall/send-test'], wasAnswered: true })], later, bo);

    deepEqual(await lastTime(), {
      openedAt: at,
      solvedAt: later,
      by: bo,
      answers: [{ step: 'whose-server', option: 'ours' }],
      steps: ['open-firewall/send-test'],
      wasAnswered: true,
    });
    equal((await lastTime({ caseId: 'two' }))?.solvedAt, at, 'a case is no precedent for itself');
    equal(await lastTime({ articleId: 'mailbox-full' }), undefined);
    equal(await lastTime({ nextHop: 'tailspin.example' }), undefined);

    await remember([{ kind: 'unsolved', caseId: 'two' }], later);
    equal((await lastTime())?.solvedAt, at, 'it was not solved after all');
  });

  it('has facts of a domain with who said them and when, the newest value of each', async () => {
    const fact = (name: string, value: string | null): Remember => ({
      kind: 'fact',
      subject: 'Contoso.example.',
      name,
      value,
    });
    await remember([fact('accepted-domain-type', 'InternalRelay'), fact('mailboxes', 'split')]);
    await remember([fact('accepted-domain-type', 'Authoritative')], later, bo);

    const known = await store.facts(tenant, 'contoso.example');
    deepEqual(
      known.map(({ name, value, by, at: when }) => [name, value, by?.id, when]),
      [
        ['accepted-domain-type', 'Authoritative', 'bo', later],
        ['mailboxes', 'split', 'anna', at],
      ],
    );
    const recalled = await store.recall(tenant, { host: null, domain: 'contoso.example' });
    deepEqual(
      recalled.facts.map(({ name }) => name).sort(),
      known.map(({ name }) => name),
    );

    await remember([fact('mailboxes', null)], later);
    equal((await store.facts(tenant, 'contoso.example')).length, 1);
  });

  it('keeps whom a partner was written to: the last one first, a correction in its place, as many as a card holds', async () => {
    const named = (
      name: string | null,
      address: string | null,
      replaces: [string | null, string | null] | null = null,
    ) =>
      remember([
        {
          kind: 'partner-contact',
          domain: 'fabrikam.example',
          contact: { name, address },
          replaces: replaces && { name: replaces[0], address: replaces[1] },
        },
      ]);
    await remember([partner('fabrikam.example', { contacts: [person('Post', 'post@fabrikam.example', '+46 8 1')] })]);
    await named('Ana', 'ana@fabrikam.example');
    await named('Anna', 'anna@fabrikam.example', ['Ana', 'ana@fabrikam.example']);
    await named('Posten', 'POST@fabrikam.example');

    deepEqual(await contactsOf('fabrikam.example'), [
      [1, 'Posten', 'POST@fabrikam.example', '+46 8 1'],
      [2, 'Anna', 'anna@fabrikam.example', null],
    ]);

    for (const one of ['a', 'b', 'c', 'd']) await named(one, `${one}@fabrikam.example`);
    deepEqual(
      (await contactsOf('fabrikam.example'))?.map(([, name]) => name),
      ['d', 'c', 'b', 'a', 'Posten'],
    );
  });

  it('loses nothing of what several write of a partner in the same moment', async () => {
    const second = await database.open();
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((name, index) =>
        (index % 2 ? store : second).commit({
          tenant,
          conversation: 'talk',
          at,
          by: anna,
          remember: [
            {
              kind: 'partner-contact',
              domain: 'fabrikam.example',
              contact: { name, address: `${name}@fabrikam.example` },
              replaces: null,
            },
          ],
        }),
      ),
    );

    deepEqual((await contactsOf('fabrikam.example'))?.map(([, name]) => name).sort(), ['a', 'b', 'c', 'd']);
    equal((await store.partner(tenant, 'fabrikam.example'))?.changes.length, 4);
  });

  it('notes who changed what of a partner, and what was sent and came back', async () => {
    await remember([partner('fabrikam.example', { notes: 'Call first', language: 'sv' })]);
    await remember([partner('fabrikam.example', { notes: 'Call first', language: 'sv' })], later, bo);
    await remember([partner('fabrikam.example', { notes: null, language: 'sv', isImported: true })], later, bo);
    const letter = { kind: 'letter', domain: 'fabrikam.example', articleId: 'mailbox-full' } as const;
    await remember([{ ...letter, caseId: 'one', events: [{ kind: 'sent', at }] }]);
    await remember([{ ...letter, caseId: 'two', events: [{ kind: 'sent', at: later }] }], later);
    const events = [
      { kind: 'sent', at },
      { kind: 'answered', at: later },
    ] as const;
    await remember([{ ...letter, caseId: 'one', events }], later);

    const known = await store.partner(tenant, 'Fabrikam.example');
    deepEqual(
      known?.changes.map(({ what, by }) => [what, by?.id]),
      [
        [['imported', 'notes'], 'bo'],
        [['language', 'notes'], 'anna'],
      ],
    );
    deepEqual(
      known?.letters.map(({ caseId, events: all }) => [caseId, all.length]),
      [
        ['two', 1],
        ['one', 2],
      ],
    );

    await remember([{ ...letter, caseId: 'two', events: [] }], later);
    equal((await store.partner(tenant, 'fabrikam.example'))?.letters.length, 1, 'it was not sent after all');
    await remember([{ kind: 'partner-gone', domain: 'fabrikam.example' }], later);
    equal(await store.partner(tenant, 'fabrikam.example'), undefined);
    deepEqual(await store.partners({ tenant, limit: 9, words: ['fabrikam'] }), []);
  });

  it('finds partners by words of the domain, the people and the notes, and leads through pages both ways', async () => {
    const names = ['adatum', 'contoso', 'fabrikam', 'northwind', 'tailspin'];
    await remember(names.map(name => partner(`${name}.example`)));
    await remember([
      partner('fabrikam.example', {
        contacts: [person('Anna Berg', 'anna@fabrikam.example'), person('王小明')],
        notes: 'Mail runs at Northwind',
      }),
    ]);
    const page = async (more: object) =>
      (await store.partners({ tenant, limit: 2, ...more })).map(({ domain }) => domain.replace('.example', ''));

    deepEqual(await page({}), ['adatum', 'contoso']);
    deepEqual(await page({ after: 'contoso.example' }), ['fabrikam', 'northwind']);
    deepEqual(await page({ before: 'northwind.example' }), ['contoso', 'fabrikam']);
    for (const [typed, found] of [
      ['fabr', ['fabrikam']],
      ['BERG', ['fabrikam']],
      ['anna northwind', ['fabrikam']],
      ['northwind', ['fabrikam', 'northwind']],
      ['anna@fabrikam.example', ['fabrikam']],
      ['小明', ['fabrikam']],
      ['fabrikam.example', ['fabrikam']],
      ['nobody', []],
      ["' or 1=1 --", []],
    ] as const)
      deepEqual(await page({ words: wordsSought(typed) }), found, typed);
    deepEqual(await store.partners({ tenant: randomUUID(), limit: 2 }), []);
  });

  it('has hosts with who said whose they are, corrected and taken back', async () => {
    const said = (host: string, owner: 'ours' | 'hoster' | 'partner' | null, by = anna) =>
      remember([{ kind: 'host-owner', host, owner }], at, by);
    await said('contoso.example', 'partner');
    await said('contoso.example', 'hoster', bo);
    await said('fabrikam.example', 'ours');

    deepEqual(
      (await store.hosts({ tenant, limit: 5 })).map(({ host, owner, by }) => [host, owner, by?.id]),
      [
        ['contoso.example', 'hoster', 'bo'],
        ['fabrikam.example', 'ours', 'anna'],
      ],
    );
    deepEqual((await store.hosts({ tenant, limit: 5, words: ['fab'] })).length, 1);
    deepEqual(
      (await store.host(tenant, 'Contoso.example')).changes.map(({ what, by }) => [what, by?.id]),
      [
        [['hoster'], 'bo'],
        [['partner'], 'anna'],
      ],
    );

    await said('contoso.example', null);
    equal((await store.host(tenant, 'contoso.example')).host, undefined);
    equal((await store.recall(tenant, { host: 'contoso.example', domain: null })).host, undefined);
  });

  it('knows nobody any more who asked to be forgotten, and keeps what they said', async () => {
    await remember([
      solved('one'),
      partner('fabrikam.example', { notes: 'Call first' }),
      { kind: 'host-owner', host: 'contoso.example', owner: 'ours' },
      { kind: 'fact', subject: 'contoso.example', name: 'mailboxes', value: 'cloud' },
    ]);

    const { anonymised } = await store.forget({ tenant, conversation: 'talk', personId: 'anna' });

    equal(anonymised, 6);
    const { host, facts } = await store.recall(tenant, { host: 'contoso.example', domain: 'contoso.example' });
    deepEqual([host?.by, facts[0]?.by, (await lastTime())?.by], [null, null, null]);
    const known = await store.partner(tenant, 'fabrikam.example');
    deepEqual([known?.notes, known?.changes[0]?.by], ['Call first', null]);
  });

  it('lets go what was not used for so long', async () => {
    const letter: Remember = {
      kind: 'letter',
      domain: 'tailspin.example',
      caseId: 'one',
      articleId: 'mailbox-full',
      events: [{ kind: 'sent', at: later }],
    };
    await remember([
      solved('one'),
      partner('fabrikam.example', { notes: 'Old' }),
      partner('tailspin.example', { notes: 'Still written to' }),
      { kind: 'host-owner', host: 'contoso.example', owner: 'ours' },
      { kind: 'fact', subject: 'contoso.example', name: 'mailboxes', value: 'cloud' },
    ]);
    await remember([letter, { kind: 'host-owner', host: 'tailspin.example', owner: 'partner' }], later);

    ok((await store.forgetMemory('2026-11-21T12:00:00.000Z')) >= 5);

    equal(await lastTime(), undefined);
    equal(await store.partner(tenant, 'fabrikam.example'), undefined);
    deepEqual(await store.partners({ tenant, limit: 5, words: ['fabrikam'] }), []);
    equal((await store.partner(tenant, 'tailspin.example'))?.notes, 'Still written to');
    deepEqual(
      (await store.hosts({ tenant, limit: 5 })).map(({ host }) => host),
      ['tailspin.example'],
    );
    deepEqual(await store.facts(tenant, 'contoso.example'), []);
  });

  it('is asked without reading all of a table', async () => {
    const queries = plannedQueries(tenant);
    if (database.name === 'SQLite') {
      const file = new Database(database.url.replace('sqlite:', ''));
      for (const [name, { sql, parameters }] of Object.entries(queries)) {
        const steps = file.prepare(`explain query plan ${sql}`).all(...parameters) as { detail: string }[];
        const scans = steps.filter(({ detail }) => /^SCAN (?!asked|few|\(|CONSTANT)/.test(detail));
        deepEqual(scans, [], `${name}: ${steps.map(({ detail }) => detail).join('; ')}`);
      }
      file.close();
      return;
    }
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    // A table of a few rows is read whole, whatever there is: what is asked for is what could be used.
    await client.query('set enable_seqscan = off');
    for (const [name, { sql, parameters }] of Object.entries(queries)) {
      const { rows } = await client.query(`explain ${sql}`, [...parameters]);
      const plan = rows.map(row => row['QUERY PLAN']).join('\n');
      ok(!plan.includes('Seq Scan'), `${name}: ${plan}`);
    }
    await client.end();
  });

  /** What a card of the directory and every guided turn asks. */
  function plannedQueries(ofTenant: string) {
    // It only compiles: nothing is asked through it.
    const dialect =
      database.name === 'SQLite'
        ? new SqliteDialect({ database: new Database(':memory:') })
        : new PostgresDialect({ pool: new pg.Pool() });
    const db = new Kysely<Tables>({ dialect });
    const page = { tenant: ofTenant, limit: 7 };
    const asked = { tenant: ofTenant, host: 'a', domain: 'b', hop: 'c', article: 'd', caseId: 'e' };
    return {
      recall: recallQuery(db, asked).compile(),
      'first page': partnersQuery(db, page).compile(),
      'next page': partnersQuery(db, { ...page, after: 'm' }).compile(),
      'page before': partnersQuery(db, { ...page, before: 'm' }).compile(),
      search: partnersQuery(db, { ...page, words: ['anna', 'fabrikam'] }).compile(),
      hosts: hostsQuery(db, { ...page, after: 'm' }).compile(),
      'hosts by name': hostsQuery(db, { ...page, words: ['fab'] }).compile(),
      letters: lettersQuery(db, ofTenant, 'fabrikam.example').compile(),
    };
  }
});
