import assert from 'node:assert/strict';
import { defaultFileHosts, isAllowedHost, isHostPattern } from '../../src/files/allowed-hosts.ts';
import { isPublicAddress } from '../../src/files/public-address.ts';

describe('an address that a download may connect to', () => {
  for (const address of ['13.107.136.9', '20.190.128.1', '52.104.0.1', '2620:1ec:8f8::8', '2a01:111:f402:f192::3']) {
    it(`is ${address}`, () => assert.equal(isPublicAddress(address), true));
  }

  const refused: Readonly<Record<string, readonly string[]>> = {
    loopback: ['127.0.0.1', '127.255.0.3', '::1'],
    private: ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    'link-local, with the metadata of clouds': ['169.254.169.254', '169.254.170.2', 'fe80::1', 'fe80::1%eth0'],
    'shared by a carrier': ['100.64.0.1', '100.100.100.200'],
    'unique local': ['fc00::1', 'fd00:ec2::254'],
    'IPv4 in IPv6': ['::ffff:10.0.0.1', '::ffff:13.107.136.9', '::10.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::7f00:1'],
    tunnelled: ['2002:7f00:1::', '2001::1'],
    'of a cloud host': ['168.63.129.16', '192.0.0.192'],
    'of nobody': ['0.0.0.0', '::', '240.0.0.1', '255.255.255.255', '4000::1', '100::1', 'fec0::1', '5f00::1'],
    'for groups': ['224.0.0.1', 'ff02::1'],
    'for documents and measurements': [
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    'no address at all': ['', 'localhost', '1.2.3', '13.107.136.9/8', '0x7f000001x'],
  };
  for (const [kind, addresses] of Object.entries(refused)) {
    it(`is none that is ${kind}`, () => {
      assert.deepEqual(addresses.filter(isPublicAddress), []);
    });
  }
});

describe('a host that files are fetched from', () => {
  for (const host of [
    'contoso.sharepoint.com',
    'contoso-my.sharepoint.com',
    'a.b.sharepoint.us',
    'contoso.sharepoint.cn',
  ]) {
    it(`is ${host} from the start`, () => assert.ok(isAllowedHost(host, defaultFileHosts)));
  }

  for (const host of ['sharepoint.com', '.sharepoint.com', 'notsharepoint.com', 'sharepoint.com.contoso.example', '']) {
    it(`is not "${host}"`, () => assert.equal(isAllowedHost(host, defaultFileHosts), false));
  }

  it('is named whole or by what its name ends in, never by an ending that everybody has', () => {
    const patterns = [
      '*.contoso.example',
      'files.contoso.example',
      '*',
      '*.com',
      'com',
      '',
      '*.*.example',
      'a.*.example',
      'https://a.example',
    ];

    assert.deepEqual(patterns.filter(isHostPattern), ['*.contoso.example', 'files.contoso.example']);
    assert.equal(isAllowedHost('contoso.com', ['*.com', '*', '']), false);
  });
});
