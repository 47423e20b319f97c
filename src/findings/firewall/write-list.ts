/** What is to be added to a firewall's list, in the notation of that list. */
import { maskOf, type networksOf, type Span, spanOf, textOf, type Version } from './address-set.ts';
import type { Example, FirewallList } from './read-list.ts';

type Network = ReturnType<typeof networksOf>[number];

/** @param networks in the order in which they are to stand */
export function writeList(networks: readonly Network[], list: FirewallList): string {
  switch (list.dialect.id) {
    case 'fortigate':
      return fortigate(networks);
    case 'palo-alto':
      return networks.map(one => paloAlto(one, list)).join('\n');
    case 'pfsense':
      return networks.map(cidr).join(' ');
    case 'windows':
      return networks.map(one => inForm(one, list)).join(',');
    case 'nftables':
      return networks.map(cidr).join(', ');
    case 'iptables':
      return networks.map(one => likeExample(one, cidr(one), list)).join('\n');
    case 'cisco-asa':
      return ciscoAsa(networks, list);
    case 'cisco-ios':
      return [...(list.group === null ? [] : [list.group]), ...networks.map(one => ciscoIos(one, list))].join('\n');
    case 'plain':
      return networks.map(one => inForm(one, list)).join('\n');
    default:
      return list.dialect.id satisfies never;
  }
}

/** Without what the list's own lines would tell: the names of its groups, and the server that they lead to. */
export function writePublicly(networks: readonly Network[], list: FirewallList): string {
  const tells: readonly FirewallList['dialect']['id'][] = ['cisco-asa', 'cisco-ios', 'iptables', 'palo-alto'];
  return tells.includes(list.dialect.id) ? networks.map(cidr).join('\n') : writeList(networks, list);
}

function cidr({ address, prefix }: Network): string {
  return `${address}/${prefix}`;
}

function versionOf({ address }: Network): Version {
  return address.includes(':') ? 6 : 4;
}

/** A name that every firewall takes: exo-40.92.0.0-15 */
function nameOf({ address, prefix }: Network): string {
  return `exo-${address.replaceAll(':', '-').replace(/-+$/, '')}-${prefix}`;
}

/** As the list's own entries are written. */
function inForm(one: Network, { examples }: FirewallList): string {
  const form = (examples[versionOf(one)] ?? examples[4])?.entry.form;
  if (versionOf(one) === 6 && form !== 'range') return cidr(one);
  if (form === 'mask') return `${one.address} ${maskOf(one.prefix, false)}`;
  if (form === 'slash-mask') return `${one.address}/${maskOf(one.prefix, false)}`;
  return form === 'range' ? rangeText(spanOf(cidr(one)), examples[4] ?? examples[6]) : cidr(one);
}

function rangeText({ version, from, to }: Span, example: Example | null): string {
  const gap =
    /[\d\da-f:](?<gap>\s{0,4}[-–]\s{0,4}|\s{1,4}to\s{1,4})[\da-f:]/i.exec(example?.entry.text ?? '')?.groups?.gap ??
    '-';
  return `${textOf(version, from)}${gap}${textOf(version, to)}`;
}

function fortigate(networks: readonly Network[]): string {
  const block = (version: Version) => {
    const own = networks.filter(one => versionOf(one) === version);
    if (own.length === 0) return [];
    return [
      version === 4 ? 'config firewall address' : 'config firewall address6',
      ...own.flatMap(one => [
        `    edit "${nameOf(one)}"`,
        version === 4
          ? `        set subnet ${one.address} ${maskOf(one.prefix, false)}`
          : `        set ip6 ${cidr(one)}`,
        '    next',
      ]),
      'end',
    ];
  };
  return [...block(4), ...block(6)].join('\n');
}

function paloAlto(one: Network, { examples }: FirewallList): string {
  const before = (examples[4] ?? examples[6])?.before ?? '';
  // set address … | set shared address … | set device-group DG1 address …
  const command =
    /^\s{0,8}set (?:shared |device-group \S{1,80} )?address /i.exec(before)?.[0].trimStart() ?? 'set address ';
  return `${command}${nameOf(one)} ip-netmask ${cidr(one)}`;
}

function ciscoAsa(networks: readonly Network[], list: FirewallList): string {
  const source = (one: Network) => (versionOf(one) === 4 ? `${one.address} ${maskOf(one.prefix, false)}` : cidr(one));
  if (list.group !== null) return [list.group, ...networks.map(one => ` network-object ${source(one)}`)].join('\n');
  const isAcl = /access-list /i.test((list.examples[4] ?? list.examples[6])?.before ?? '');
  if (isAcl) return networks.map(one => likeExample(one, source(one), list)).join('\n');
  return networks.flatMap(one => [`object network ${nameOf(one)}`, ` subnet ${source(one)}`]).join('\n');
}

function ciscoIos(one: Network, list: FirewallList): string {
  const source = versionOf(one) === 4 ? `${one.address} ${maskOf(one.prefix, true)}` : cidr(one);
  return likeExample(one, source, list).replace(/^\s{0,20}\d{1,6} (?=permit)/, ' ');
}

/** The line of an entry with another source in it; without one of the same version the source alone. */
function likeExample(one: Network, source: string, { examples, dialect }: FirewallList): string {
  const example = examples[versionOf(one)];
  if (!example) return source;
  // A packet counter or a line number belongs to the line that it stands in.
  const before = dialect.id === 'cisco-asa' ? example.before.replace(/ line \d{1,6} /, ' ') : example.before;
  const after = example.after.replace(/ \(hitcnt=\d{1,12}\).*$/, '');
  return `${before.trimStart()}${source}${after}`.trimEnd();
}
