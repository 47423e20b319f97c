/** How firewalls write their lists: by what each is told, and where in a line the addresses stand that it lets in. */

export interface Dialect {
  readonly id:
    | 'cisco-asa'
    | 'cisco-ios'
    | 'fortigate'
    | 'palo-alto'
    | 'pfsense'
    | 'windows'
    | 'iptables'
    | 'nftables'
    | 'plain';
  /** As its makers call it; null for a list without a form of its own. */
  readonly name: string | null;
  /** What nothing else has in it. */
  readonly is: RegExp;
  /** The part of a line in which the sources stand; undefined where none are. */
  sources(line: string): { readonly from: number; readonly to: number } | undefined;
  /** The line shuts out. */
  readonly denies: RegExp | null;
  /** The first address alone is a source, the next one where it leads to. */
  readonly isFirstOnly: boolean;
  /** Masks are written turned round. */
  readonly hasWildcards: boolean;
}

const all = (line: string) => ({ from: 0, to: line.length });

/** Whatever stands behind a word. */
function behind(word: RegExp) {
  return (line: string) => {
    const found = word.exec(line);
    return found ? { from: found.index + found[0].length, to: line.length } : undefined;
  };
}

export const dialects: readonly Dialect[] = [
  {
    id: 'fortigate',
    name: 'FortiGate',
    // config firewall address / set subnet 40.92.0.0 255.254.0.0
    is: /^[ \t]{0,20}(?:config firewall (?:address|multicast-address)|set (?:subnet|start-ip|ip6) [\da-f])/im,
    sources: behind(/^\s{0,40}set (?:subnet|start-ip|end-ip|ip6) /i),
    denies: null,
    isFirstOnly: false,
    hasWildcards: false,
  },
  {
    id: 'palo-alto',
    name: 'Palo Alto',
    // set address EXO-1 ip-netmask 40.92.0.0/15
    is: /\bip-(?:netmask|range) [\da-f]/i,
    sources: behind(/\bip-(?:netmask|range) /i),
    denies: null,
    isFirstOnly: false,
    hasWildcards: false,
  },
  {
    id: 'pfsense',
    name: 'pfSense',
    // <alias> … <address>40.92.0.0/15 40.107.0.0/16</address>
    is: /<(?:pfsense|opnsense|aliases|alias)>/i,
    sources(line) {
      const open = /<(?:address|content)>/i.exec(line);
      if (open) {
        const from = open.index + open[0].length;
        const close = line.indexOf('</', from);
        return { from, to: close < 0 ? line.length : close };
      }
      return line.includes('<') ? undefined : all(line);
    },
    denies: null,
    isFirstOnly: false,
    hasWildcards: false,
  },
  {
    id: 'iptables',
    name: 'iptables',
    // -A INPUT -s 40.92.0.0/15 -p tcp --dport 25 -j ACCEPT | add exchange-online 40.92.0.0/15
    is: /(?:^|[\s"'])-[AI] [A-Za-z_-]{1,40} |\bip6?tables\b|^add [\w-]{1,40} [\da-f]/im,
    sources: behind(/(?:^|\s)(?:-s|--source|--src|--src-range)[ =]|^add [\w-]{1,40} /i),
    denies: /-j (?:DROP|REJECT)\b|! (?:-s|--source|--src-range)\b/i,
    isFirstOnly: true,
    hasWildcards: false,
  },
  {
    id: 'nftables',
    name: 'nftables',
    // ip saddr { 40.92.0.0/15, 40.107.0.0/16 } tcp dport 25 accept | elements = { …
    is: /\bip6? saddr\b|\belements = \{|^table (?:inet|ip6?) /im,
    sources(line) {
      const saddr = /\bsaddr /i.exec(line);
      const from = saddr ? saddr.index + saddr[0].length : 0;
      const ends = [line.indexOf(' daddr ', from), line.indexOf(' dport ', from)].filter(at => at >= 0);
      return !saddr && ends.length > 0 ? undefined : { from, to: Math.min(line.length, ...ends) };
    },
    denies: /\b(?:drop|reject)\b|saddr !=/i,
    isFirstOnly: false,
    hasWildcards: false,
  },
  {
    id: 'windows',
    name: 'Windows Firewall',
    // RemoteAddress : {40.92.0.0/255.254.0.0, …} | RemoteIP: 40.92.0.0/15,… | remoteip=40.92.0.0/15
    is: /\bRemote(?:Address|IP)\b/i,
    sources(line) {
      const label = /\bRemote(?:Address|IP)\s{0,40}[:=]\s{0,4}|-RemoteAddress /i.exec(line);
      if (label) return { from: label.index + label[0].length, to: line.length };
      // The rest of a long value stands under it, without a label.
      return /^[\s\d.,/{}a-f:()"'-]+$/i.test(line) ? all(line) : undefined;
    },
    denies: /\baction\s?[:=]\s?block\b/i,
    isFirstOnly: false,
    hasWildcards: false,
  },
  {
    id: 'cisco-asa',
    name: 'Cisco ASA',
    // object-group network EXO / network-object 40.92.0.0 255.254.0.0 | access-list OUT extended permit tcp …
    is: /^\s{0,20}(?:object(?:-group)? network |network-object |access-list \S{1,80} (?:extended|standard|line) )/im,
    sources: behind(
      /^\s{0,20}(?:(?:network-object|subnet|range|host) |access-list \S{1,80} (?:line \d{1,6} )?(?:extended |standard )?(?:permit|deny) (?:tcp |udp |ip |object(?:-group)? \S{1,80} )?)/i,
    ),
    denies: /^\s{0,20}access-list .{0,120}\bdeny\b/i,
    isFirstOnly: true,
    hasWildcards: false,
  },
  {
    id: 'cisco-ios',
    name: 'Cisco IOS',
    // ip access-list extended SMTP-IN / 10 permit tcp 40.92.0.0 0.1.255.255 host 203.0.113.10 eq smtp
    is: /^\s{0,20}(?:ip(?:v6)? access-list |access-list \d{1,4} |(?:\d{1,6} )?(?:permit|deny) (?:tcp|ip|ipv6) )/im,
    sources: behind(/^\s{0,20}(?:access-list \d{1,4} |\d{1,6} )?(?:permit|deny) (?:tcp |udp |ip |ipv6 )?/i),
    denies: /^\s{0,20}(?:access-list \d{1,4} |\d{1,6} )?deny\b/i,
    isFirstOnly: true,
    hasWildcards: true,
  },
];

/** One a line, or several with commas between them. */
export const plain: Dialect = {
  id: 'plain',
  name: null,
  is: /(?:)/,
  sources: all,
  denies: null,
  isFirstOnly: false,
  hasWildcards: false,
};
