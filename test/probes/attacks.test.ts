import { strict as assert } from 'node:assert';
import { networkInterfaces } from 'node:os';
import { isProbedAddress, readTargetName, runProbe, usualPolicy } from '../../src/probes/index.ts';
import { host, type MailServer, scripted } from './mail-servers.ts';
import { mx, nameServer, type Zone } from './name-server.ts';

const targets = ['contoso.example', '*.contoso.example', 'xn--mller-kva.example'];

describe('the name of a target', () => {
  const names: readonly (readonly [typed: string, name: string])[] = [
    ['contoso.example', 'contoso.example'],
    ['MAIL.Contoso.Example', 'mail.contoso.example'],
    ['mail.contoso.example.', 'mail.contoso.example'],
    ['müller.example', 'xn--mller-kva.example'],
    ['ｍａｉｌ.contoso.example', 'mail.contoso.example'],
  ];
  for (const [typed, name] of names)
    it(`is read in ${typed}`, () => {
      assert.deepEqual(readTargetName(typed, targets), { kind: 'name', name });
    });

  const noNames = [
    ...['', 'contoso', '.', '..', '*.contoso.example', 'mail..contoso.example', '-a.contoso.example'],
    ...['127.0.0.1', '[::1]', '::1', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '１２７.０.０.１', '①②⑦.0.0.1'],
    ...['mail.contoso.example:25', 'mail.contoso.example:587', 'smtp://mail.contoso.example', 'a@contoso.example'],
    ...['mail.contoso.example/x', 'mail.contoso.example?x', 'mail.contoso.example#x', 'mail.contoso.example\\x'],
    ...[
      'mail.contoso.example\r\nMAIL FROM:<>',
      'mail.contoso\u0000.example',
      'mail.contoso.example%00',
      'a b.contoso.example',
    ],
    ...[
      'mail.contoso\u200b.example\n',
      'mail\u202e.contoso.example',
      'mail.contoso.example\t',
      `${'a'.repeat(64)}.contoso.example`,
    ],
    `${'a.'.repeat(130)}contoso.example`,
  ];
  for (const typed of noNames)
    it(`is not ${JSON.stringify(typed).slice(0, 60)}`, () => {
      assert.deepEqual(readTargetName(typed, targets), { kind: 'refused', why: 'no-name' });
    });

  const strangers = [
    ...['fabrikam.example', 'contoso.example.fabrikam.example', 'evilcontoso.example', 'contoso.example.com'],
    // A Cyrillic о, and a name of another script
    ...['mail.cоntoso.example', '例え.example', 'localhost.localdomain', 'metadata.google.internal'],
  ];
  for (const typed of strangers)
    it(`${typed} is not on the list`, () => {
      assert.deepEqual(readTargetName(typed, targets), { kind: 'refused', why: 'not-listed' });
    });
});

describe('the address of a target', () => {
  const refused = [
    ...[
      '0.0.0.0',
      '10.0.0.25',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '168.63.129.16',
    ],
    ...['192.0.2.1', '198.51.100.1', '203.0.113.1', '198.18.0.1', '224.0.0.251', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', 'fe80::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1'],
    // IPv4 in IPv6: mapped, NAT64, its local prefix, 6to4, Teredo
    ...['::ffff:127.0.0.1', '::ffff:a9fe:a9fe', '64:ff9b::7f00:1', '64:ff9b:1::a9fe:a9fe', '2002:7f00:1::1', '2001::1'],
    ...['mail.contoso.example', '', '127.1'],
  ];
  for (const address of refused)
    it(`is not ${address || 'nothing'}`, () => assert.equal(isProbedAddress(address), false));

  for (const address of ['40.92.0.1', '8.8.8.8', '2a01:111:f400::1'])
    it(`may be ${address}`, () => assert.equal(isProbedAddress(address), true));

  it('is none of this computer', () => {
    const own = Object.values(networkInterfaces()).flatMap(
      list => list?.map(({ address }) => address.split('%')[0]!) ?? [],
    );

    assert.deepEqual(own.filter(isProbedAddress), []);
    assert.ok(own.length > 0);
  });
});

describe('a probe of a name that leads inside', () => {
  /** What a name resolves to, under the usual policy but for the port of a resolver on the loopback. */
  const probe = async (zone: Zone, allowed: (address: string) => boolean = isProbedAddress, smtp = 25) => {
    const names = await nameServer({ ...zone, 'contoso.example SOA': [] });
    const usual = usualPolicy(targets);
    const policy = {
      ...usual,
      mayConnect: allowed,
      ports: { ...usual.ports, smtp },
      resolvers: [{ address: '127.0.0.1', port: names.port }],
      stageMs: 2_000,
    };
    const plan = { domain: null, host, sendingIp: null };
    const result = await runProbe(plan, policy, new AbortController().signal, () => {});
    await names.stop();
    return { result, asked: names.asked };
  };

  const traps: readonly (readonly [what: string, zone: Zone])[] = [
    ['a private address', { [`${host} A`]: ['192.168.1.25'] }],
    ['the loopback', { [`${host} A`]: ['127.0.0.1'] }],
    ['the metadata of a cloud', { [`${host} A`]: ['169.254.169.254'] }],
    ['a mapped address', { [`${host} AAAA`]: ['::ffff:10.0.0.25'] }],
    ['NAT64 of the loopback', { [`${host} AAAA`]: ['64:ff9b::7f00:1'] }],
    ['a public address and a private one', { [`${host} A`]: ['40.92.0.1', '10.0.0.25'] }],
    ['a public address and a local one of IPv6', { [`${host} A`]: ['40.92.0.1'], [`${host} AAAA`]: ['fe80::1'] }],
    ['an alias of an inner name', { [`${host} CNAME`]: ['db.internal'], 'db.internal A': ['10.1.1.1'] }],
  ];
  for (const [what, zone] of traps)
    it(`connects to nothing: ${what}`, async () => {
      const { result } = await probe(zone);

      assert.deepEqual(result.left, [{ host, why: 'refused-address' }]);
      assert.deepEqual(result.smtp, []);
      assert.ok(result.addresses.length > 0, 'what was refused is told');
    });

  it('goes where the first answer led, whatever the name says a moment later', async () => {
    const first: MailServer = await scripted(
      (socket, said) => said === null && socket.write('554 the first\r\n'),
      '127.0.0.5',
    );
    const second = await scripted(
      (socket, said) => said === null && socket.write('554 another\r\n'),
      '127.0.0.6',
      first.port,
    );
    let count = 0;
    const rebinding = () => [count++ === 0 ? '127.0.0.5' : '127.0.0.6'];

    const { result, asked } = await probe({ [`${host} A`]: rebinding }, address => address === '127.0.0.5', first.port);
    await Promise.all([first.stop(), second.stop()]);

    assert.equal(result.smtp[0]?.greeting, 'the first');
    assert.equal(asked.filter(one => one === `${host} A`).length, 1);
    assert.deepEqual(result.addresses, ['127.0.0.5']);
  });

  it('asks no name server that lies inside', async () => {
    const names = await nameServer({
      'contoso.example MX': [mx(10, '.')],
      'contoso.example SOA': [
        {
          mname: 'ns.contoso.example',
          rname: 'x.contoso.example',
          serial: 1,
          refresh: 1,
          retry: 1,
          expire: 1,
          minimum: 1,
        },
      ],
      'contoso.example NS': ['ns.contoso.example'],
      'ns.contoso.example A': ['127.0.0.1'],
    });
    const usual = usualPolicy(targets);
    const policy = {
      ...usual,
      ports: { ...usual.ports, dns: names.port },
      resolvers: [{ address: '127.0.0.1', port: names.port }],
    };

    const { dns } = await runProbe(
      { domain: 'contoso.example', host: null, sendingIp: null },
      policy,
      new AbortController().signal,
      () => {},
    );
    await names.stop();

    assert.deepEqual(dns?.nameServers.servers, [{ name: 'ns.contoso.example', state: 'refused', says: [] }]);
    assert.equal(names.asked.filter(one => one === 'contoso.example MX').length, 1);
  });

  it('takes no name out of a record that is none', async () => {
    const { result } = await probe({ [`${host} CNAME`]: ['mail\r\nRCPT.contoso.example'] });

    assert.deepEqual(result.left, [{ host, why: 'no-address' }]);
  });
});
