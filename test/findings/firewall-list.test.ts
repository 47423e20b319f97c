import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { addressOf as readAddress } from '../../src/findings/firewall/address-set.ts';
import { compareWith } from '../../src/findings/firewall/compare.ts';
import { readFirewallList } from '../../src/findings/firewall/read-list.ts';
import { readFindings } from '../../src/findings/index.ts';
import type { ReadFinding } from '../../src/triage/finding.ts';
import { articles, content, now } from '../content.ts';

const { ranges } = content.ranges;
const v4 = ranges.filter(range => !range.includes(':'));
const context = { now, ranges: content.ranges, evidence: null };

const prefixOf = (cidr: string) => Number(cidr.split('/')[1]);
const addressOf = (cidr: string) => cidr.split('/')[0]!;
const number = (address: string) => address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
const dotted = (value: number) => [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');
const mask = (cidr: string) => dotted(2 ** 32 - 2 ** (32 - prefixOf(cidr)));
const wildcard = (cidr: string) => dotted(2 ** (32 - prefixOf(cidr)) - 1);
const last = (cidr: string) => dotted(number(addressOf(cidr)) + 2 ** (32 - prefixOf(cidr)) - 1);
const isV6 = (cidr: string) => cidr.includes(':');

/** How each firewall writes networks, and what its list is called. */
const notations: Readonly<Record<string, { readonly format: string | null; write(nets: readonly string[]): string }>> =
  {
    'CIDR with commas': { format: null, write: nets => nets.join(', ') },
    'one a line': { format: null, write: nets => `# allowed in\n${nets.join('\n')}\n` },
    masks: {
      format: null,
      write: nets => nets.map(net => (isV6(net) ? net : `${addressOf(net)}/${mask(net)}`)).join('\n'),
    },
    ranges: {
      format: null,
      write: nets => nets.map(net => (isV6(net) ? net : `${addressOf(net)} - ${last(net)}`)).join('\n'),
    },
    'Cisco ASA objects': {
      format: 'Cisco ASA',
      write: nets =>
        nets
          .map(
            net =>
              `object network EXO-${addressOf(net)}\n subnet ${isV6(net) ? net : `${addressOf(net)} ${mask(net)}`}`,
          )
          .join('\n'),
    },
    'Cisco ASA object-group': {
      format: 'Cisco ASA',
      write: nets =>
        [
          'object-group network EXO',
          ' description Exchange Online, see 4.4.316',
          ...nets.map(net => ` network-object ${isV6(net) ? net : `${addressOf(net)} ${mask(net)}`}`),
        ].join('\n'),
    },
    'Cisco ASA access list': {
      format: 'Cisco ASA',
      write: nets =>
        nets
          .map(net => {
            const source = isV6(net) ? net : `${addressOf(net)} ${mask(net)}`;
            return `access-list OUTSIDE line 3 extended permit tcp ${source} host 203.0.113.10 eq smtp (hitcnt=12) 0x1a2b`;
          })
          .join('\n'),
    },
    'Cisco IOS access list': {
      format: 'Cisco IOS',
      write: nets =>
        [
          'ip access-list extended SMTP-IN',
          ...nets.map((net, index) => {
            const source = isV6(net) ? net : `${addressOf(net)} ${wildcard(net)}`;
            return ` ${(index + 1) * 10} permit tcp ${source} host 203.0.113.10 eq smtp`;
          }),
          ' 990 deny ip any any log',
        ].join('\n'),
    },
    FortiGate: {
      format: 'FortiGate',
      write: nets =>
        [
          'config firewall address',
          ...nets.map(net => {
            const line = isV6(net) ? `set ip6 ${net}` : `set subnet ${addressOf(net)} ${mask(net)}`;
            return `    edit "EXO ${net}"\n        ${line}\n    next`;
          }),
          'end',
        ].join('\n'),
    },
    'FortiGate ranges': {
      format: 'FortiGate',
      write: nets =>
        nets
          .map(net =>
            isV6(net)
              ? `edit "a"\nset ip6 ${net}\nnext`
              : `edit "a"\nset type iprange\nset start-ip ${addressOf(net)}\nset end-ip ${last(net)}\nnext`,
          )
          .join('\n'),
    },
    'Palo Alto': {
      format: 'Palo Alto',
      write: nets => nets.map((net, index) => `set address EXO-${index}-10.0.0.${index} ip-netmask ${net}`).join('\n'),
    },
    pfSense: {
      format: 'pfSense',
      write: nets =>
        `<aliases><alias>\n<name>EXO</name>\n<type>network</type>\n<address>${nets.join(' ')}</address>\n<descr>192.0.2.0/24</descr>\n</alias></aliases>`,
    },
    'Windows, Get-NetFirewallAddressFilter': {
      format: 'Windows Firewall',
      write: nets =>
        `LocalAddress  : Any\nRemoteAddress : {${nets.map(net => (isV6(net) ? net : `${addressOf(net)}/${mask(net)}`)).join(', ')}}`,
    },
    'Windows, netsh': {
      format: 'Windows Firewall',
      write: nets =>
        `Rule Name:                            SMTP in\nEnabled:                              Yes\nLocalIP:                              203.0.113.10/32\nRemoteIP:                             ${nets.join(',')}\nProtocol:                             TCP\nLocalPort:                            25\nAction:                               Allow`,
    },
    iptables: {
      format: 'iptables',
      write: nets =>
        [
          '*filter',
          ...nets.map(net => `-A INPUT -s ${net} -d 203.0.113.10/32 -p tcp -m tcp --dport 25 -j ACCEPT`),
          '-A INPUT -s 0.0.0.0/0 -p tcp --dport 25 -j DROP',
          'COMMIT',
        ].join('\n'),
    },
    nftables: {
      format: 'nftables',
      write: nets =>
        [
          'table inet filter {',
          ...[false, true].flatMap(six => {
            const own = nets.filter(net => isV6(net) === six);
            return own.length === 0
              ? []
              : [`  ip${six ? '6' : ''} saddr { ${own.join(', ')} } ip daddr 203.0.113.10 tcp dport 25 accept`];
          }),
          '}',
        ].join('\n'),
    },
  };

function found(text: string, name: string | null = null): ReadFinding {
  const [finding] = readFindings(text, name, context);
  assert.ok(finding, text);
  return finding;
}

for (const [name, { format, write }] of Object.entries(notations)) {
  describe(`a firewall list as ${name}`, () => {
    it('is complete where all of the ranges are in it', () => {
      const finding = found(write(ranges));

      assert.equal(finding.source.format, format);
      assert.deepEqual(finding.shows, ['ranges-complete']);
      assert.deepEqual(finding.copies, []);
      assert.equal(finding.source.unread, 0, finding.source.firstUnread ?? '');
    });

    it('names the ranges that are missing, and writes them as the list is written', () => {
      const finding = found(write(ranges.filter(range => range !== '52.100.0.0/14')));

      assert.deepEqual(finding.shows, ['ranges-missing']);
      assert.equal(finding.values.rangesToAllow?.text, '52.100.0.0/14');
      const [copy] = finding.copies;
      const added = readFirewallList(`${write(ranges.slice(0, 1))}\n${copy!.text}`);
      assert.deepEqual(compareWith(['52.100.0.0/14'], added!.entries).covered, ['52.100.0.0/14'], copy!.text);
      assert.doesNotMatch(copy!.publicText!, /203\.0\.113|OUTSIDE|SMTP-IN/);
    });

    it('names the gap of a range that is there in part', () => {
      const finding = found(write([...ranges.filter(range => range !== '52.100.0.0/14'), '52.100.0.0/15']));

      assert.deepEqual(finding.shows, ['ranges-missing']);
      assert.equal(finding.values.rangesToAllow?.text, '52.102.0.0/15');
    });

    it('names what is wider than needed', () => {
      const finding = found(write([...ranges.filter(range => range !== '40.92.0.0/15'), '40.88.0.0/13']));

      assert.deepEqual(finding.shows, ['ranges-complete', 'ranges-too-wide']);
      assert.ok(finding.says.some(({ key }) => key === 'tooWide'));
    });

    it('needs no IPv6 range where it has none', () => {
      const finding = found(write(v4));

      assert.deepEqual(finding.shows, ['ipv6-ranges-missing', 'ranges-complete']);
      assert.deepEqual(
        finding.copies.map(({ key }) => key),
        ['copyV6'],
      );
    });
  });
}

describe('a firewall list', () => {
  it('is compared as if each address were looked at by itself', () => {
    const near = fc
      .tuple(fc.constantFrom(...v4), fc.nat({ max: 2 ** 20 }), fc.integer({ min: 11, max: 32 }))
      .map(([range, offset, prefix]) => {
        const size = 2 ** (32 - prefix);
        const start = (number(addressOf(range)) + offset * 4 - 65_536) % 2 ** 32;
        return `${dotted(Math.floor(start / size) * size)}/${prefix}`;
      });
    const isIn = (address: number, cidr: string) =>
      address >= number(addressOf(cidr)) && address < number(addressOf(cidr)) + 2 ** (32 - prefixOf(cidr));

    fc.assert(
      fc.property(
        fc.array(near, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 40 }),
        (nets, samples) => {
          const { entries } = readFirewallList(
            `access-list A extended permit tcp ${addressOf(nets[0]!)} ${mask(nets[0]!)} any\n${nets
              .map(net => ` network-object ${addressOf(net)} ${mask(net)}`)
              .join('\n')}`,
          )!;
          const { toAdd } = compareWith(v4, entries);
          const edges = nets.flatMap(net => [
            number(addressOf(net)),
            number(addressOf(net)) - 1,
            number(last(net)),
            number(last(net)) + 1,
          ]);
          const inside = samples.map(sample => number(addressOf(v4[sample % v4.length]!)) + (sample % 131_072));
          for (const address of [...edges, ...inside]) {
            const isPublished = v4.some(range => isIn(address, range));
            const isAllowed = nets.some(net => isIn(address, net));
            const isToAdd = toAdd.some(net => isIn(address, `${net.address}/${net.prefix}`));
            // Of a list that is more holes than net the first gaps are named.
            if (toAdd.length < 200) assert.equal(isToAdd, isPublished && !isAllowed, dotted(address));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is never called complete with an old list of ranges', () => {
    const [finding] = readFindings(ranges.join('\n'), null, { ...context, now: '2027-03-01T10:00:00.000Z' });

    assert.deepEqual(finding?.shows, []);
    assert.equal(finding?.headline.key, 'headline.known');
    assert.ok(finding.says.some(({ key }) => key === 'old'));
  });

  it('says which line was not understood', () => {
    const finding = found('40.92.0.0/15\n40.107.0.0/16\n52.100.0.0/33\n');

    assert.equal(finding.source.unread, 1);
    assert.equal(finding.source.firstUnread, '52.100.0.0/33');
  });

  it('says that everybody gets in', () => {
    const finding = found('access-list OUTSIDE extended permit tcp any host 203.0.113.10 eq smtp');

    assert.ok(finding.says.some(({ key }) => key === 'anybody'));
  });

  const others: Readonly<Record<string, string>> = {
    'a bounce': '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedIP=192.0.2.7:25]',
    'a sentence': 'is 40.92.0.0/15 one of Microsoft’s?',
    'a sentence about a firewall': 'our firewall has an access-list and a remote address rule, mail is stuck',
    'headers with addresses': 'Received: from a (192.0.2.1/24) by b (192.0.2.2/24)\nFrom: x@contoso.example',
    nothing: '',
    'a traceroute': ' 1  192.0.2.1  1 ms\n 2  192.0.2.2  2 ms\n 3  192.0.2.3  2 ms',
  };
  for (const [what, text] of Object.entries(others))
    it(`is not ${what}`, () => {
      assert.deepEqual(readFindings(text, null, context), []);
    });

  it('is not the sample of any article', () => {
    for (const article of articles.values())
      for (const texts of Object.values(article.strings))
        for (const symptom of texts.symptoms) assert.deepEqual(readFindings(symptom, null, context), [], symptom);
  });

  it('has the addresses that ipaddr.js reads, and no other', () => {
    const piece = fc.constantFrom(...'0 00001 1 10 255 256 01 a ffff fffff : :: . % - 192.0.2.1 2a01'.split(' '));
    const joined = fc.array(piece, { maxLength: 18 }).map(pieces => pieces.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          joined,
          fc.ipV4(),
          fc.ipV6(),
          fc.tuple(fc.ipV6(), joined).map(both => both.join('')),
        ),
        text => {
          const isFour = ipaddr.IPv4.isValidFourPartDecimal(text);
          const isSix = !isFour && text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text);
          const bytes = isFour || isSix ? ipaddr.parse(text).toByteArray() : undefined;

          const read = readAddress(text);

          assert.deepEqual(
            read?.value,
            bytes?.reduce((value, byte) => value * 256n + BigInt(byte), 0n),
            text,
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is read in time that grows with it, whatever it is', () => {
    const size = 256 * 1024;
    const hostile = [
      '40.92.0.0/15 '.repeat(size / 13),
      '1'.repeat(size),
      '1.1.1.'.repeat(size / 6),
      ':'.repeat(size),
      'a:'.repeat(size / 2),
      '40.92.0.0-'.repeat(size / 10),
      'set subnet '.repeat(size / 11),
      `network-object ${'40.92.0.0 '.repeat(size / 10)}`,
      'access-list a '.repeat(size / 14),
      `RemoteAddress : {${'40.92.0.1/255.255.255.255, '.repeat(size / 28)}`,
      '<address>'.repeat(size / 9),
      'saddr '.repeat(size / 6),
      '\n'.repeat(size),
      '12:00 '.repeat(size / 6),
      'Date (UTC+01:00)\n'.repeat(size / 17),
      '::1.1.1.999 '.repeat(size / 12),
      '1:1:1:1:1:1:1:fffff '.repeat(size / 20),
      '10.0.0.1/255.0.255.0\n'.repeat(size / 21),
      Array.from({ length: size / 34 }, (_, index) => `2a01:111:f400::${index.toString(16)}-2a01:111:f400:8::`).join(
        '\n',
      ),
      Array.from({ length: size / 14 }, (_, index) => `40.92.${index % 256}.${(index * 7) % 256}/32`).join('\n'),
    ];
    for (const text of hostile) {
      const started = process.cpuUsage();
      readFindings(text, null, context);
      const { user, system } = process.cpuUsage(started);
      assert.ok(user + system < 500_000, `${text.slice(0, 30)}: ${(user + system) / 1000} ms`);
    }
  });
});
