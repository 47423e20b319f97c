import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { main } from '../../src/cli/run-triage.ts';
import { isProbedAddress } from '../../src/probes/index.ts';
import { openStore } from '../../src/storage/open-store.ts';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { host, type MailServer, scripted, shown, tlsServer, trusted } from '../probes/mail-servers.ts';
import { mx, type NameServer, nameServer } from '../probes/name-server.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { finished } from './streams.ts';

const allowed = { PROBES: 'on', PROBE_TARGETS: 'contoso.example, *.contoso.example' };

describe('a test from a terminal', () => {
  let names: NameServer;
  let mail: MailServer | undefined;
  let nowhere: string;

  before(async () => {
    names = await nameServer({
      'contoso.example MX': [mx(10, host)],
      [`${host} A`]: ['127.0.0.1'],
      'inside.contoso.example A': ['10.0.0.25'],
      'metadata.contoso.example A': ['169.254.169.254'],
      'mapped.contoso.example AAAA': ['::ffff:10.0.0.25'],
    });
    nowhere = `sqlite:${join(temporaryFolder(), 'none.db')}`;
  });

  afterEach(async () => {
    await mail?.stop();
    mail = undefined;
  });

  after(() => names.stop());

  const probe = (
    args: readonly string[],
    env: NodeJS.ProcessEnv = allowed,
    mayConnect: (address: string) => boolean = address => address === '127.0.0.1',
  ) =>
    finished(
      terminal =>
        main(['--probe', ...args], terminal, {
          mayConnect,
          ports: { smtp: mail?.port ?? 9, https: 9, dns: names.port },
          resolvers: [{ address: '127.0.0.1', port: names.port }],
          trusted,
          stageMs: 5_000,
        }),
      { env: { DATABASE_URL: nowhere, ...env } },
    );

  it('says on the way how far it is, and at its end what the server showed', async () => {
    mail = await tlsServer(shown.expired);

    const { code, out, errors } = await probe(['contoso.example']);

    assert.equal(code, 0, errors);
    assert.deepEqual(errors.trimEnd().split('\n'), [
      'Asking DNS about contoso.example …',
      `Connecting to ${host}, port 25 …`,
      `Waiting for the greeting of ${host} …`,
      `Saying EHLO to ${host} …`,
      `Asking ${host} for STARTTLS …`,
      `Looking at the certificate of ${host} …`,
    ]);
    assert.match(
      out,
      /^Mail server test · tested from here\n\nThe certificate of mail\.contoso\.example has expired\n/,
    );
    assert.match(
      out,
      /does not come from Microsoft[\s\S]*^DNS test · tested from here\n\ncontoso\.example has no SPF record/m,
    );
    assert.doesNotMatch(out + errors, /\{\w+\}|\*\*|undefined|null|case/);
  });

  it('says the same in every language, and in the result object', async () => {
    mail = await scripted((socket, said) => said === null && socket.write('421 4.3.2 Service not available\r\n'));

    for (const locale of locales) {
      const { out, errors } = await probe([host, '--locale', locale]);

      assert.ok(out.includes(strings[locale].say('findings.probe-smtp.headline.turnedAway', { host, code: 421 })), out);
      assert.ok(errors.includes(strings[locale].say('probe.stage.connect', { host })), errors);
    }
    const { code, out } = await probe([host, '--json']);
    const { id, findings } = JSON.parse(out);
    assert.deepEqual([code, id], [0, host]);
    assert.deepEqual([findings[0].kind, findings[0].shows], ['probe-smtp', ['probe-turned-away']]);
  });

  it('says nothing of mail to the server', async () => {
    mail = await scripted((socket, said) =>
      socket.write(said === null ? '220 hello\r\n' : '250-hello\r\n250 SIZE\r\n'),
    );

    await probe([host]);

    assert.match(mail.heard.join(''), /^EHLO [^\r\n]+\r\n(?:QUIT\r\n)?$/);
  });

  it('is refused in a sentence that names the setting', async () => {
    for (const locale of locales) {
      const off = await probe([host, '--locale', locale], {});
      const unlisted = await probe(['fabrikam.example', '--locale', locale]);

      assert.deepEqual([off.code, off.out, off.errors], [2, '', `${strings[locale].say('probe.refused.off')}\n`]);
      assert.match(off.errors, /PROBES=on.*PROBE_TARGETS/);
      assert.deepEqual([unlisted.code, unlisted.out], [2, '']);
      assert.match(unlisted.errors, /PROBE_TARGETS/);
    }
    const untold = await probe([host], { PROBES: 'on' });
    assert.deepEqual([untold.code, untold.out], [2, '']);
    assert.match(untold.errors, /PROBE_TARGETS: missing, but PROBES=on needs it/);
    for (const name of ['127.0.0.1', `${host}:587`, `${host}\r\nMAIL FROM:<>`, '::ffff:127.0.0.1'])
      assert.equal((await probe([name])).errors, `${strings.en.say('probe.refused.no-name')}\n`);
  });

  it('connects to no address of this network, whatever a name leads to', async () => {
    mail = await scripted(() => {});

    for (const name of ['inside', 'metadata', 'mapped']) {
      const { code, out } = await probe([`${name}.contoso.example`], allowed, isProbedAddress);

      assert.equal(code, 0);
      assert.match(out, /leads to an internal address[\s\S]*I connect to public addresses only/, name);
    }
    const { out } = await probe([host], allowed, isProbedAddress);
    assert.match(out, /leads to an internal address/);
    assert.deepEqual(mail.heard, []);
  });

  it('is bounded and recorded where the bot has its database', async () => {
    const databaseUrl = `sqlite:${join(temporaryFolder(), 'bot.db')}`;
    const store = await openStore(databaseUrl);
    mail = await scripted((socket, said) => said === null && socket.write('554 no\r\n'));
    const bounded = { ...allowed, DATABASE_URL: databaseUrl, PROBES_PER_HOST: '2', PROBES_PER_PERSON: '3' };
    const ends: string[] = [];

    for (const name of [host, host, host, 'contoso.example', 'contoso.example', 'fabrikam.example'])
      ends.push((await probe([name], bounded)).errors.trimEnd().split('\n').at(-1)!);

    const {
      host: often,
      person: many,
      'not-listed': unlisted,
    } = Object.fromEntries(['host', 'person', 'not-listed'].map(why => [why, strings.en.say(`probe.refused.${why}`)]));
    assert.deepEqual([ends[2], ends[4], ends[5]], [often, many, unlisted], ends.join('\n'));
    const rows = await store.probesOf('terminal', 10);
    assert.deepEqual(rows.map(({ state, why }) => why ?? state).sort(), [
      'done',
      'done',
      'done',
      'host',
      'not-listed',
      'person',
    ]);
    assert.ok(rows.filter(({ state }) => state === 'done').every(({ addresses }) => addresses[0] === '127.0.0.1'));
    await store.close();
  });
});
