/** Get-ReceiveConnector: whether a server of one's own takes mail on port 25 from those who send it, and offers TLS. */
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { addressOf, merged, network, type Span, spanOf, without } from '../firewall/address-set.ts';
import { spanIn } from './address-span.ts';
import { type AdminOutput, cutOff, named, nameOf, type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';
import { isCut, listOf, type PrintedObject } from './printed-object.ts';
import { sendingAddresses } from './sending-addresses.ts';

const command = 'Get-ReceiveConnector';
/** Some fifty servers have so many. */
const mostConnectors = 300;

export const receiveConnectors: OutputReader = {
  kind: 'receive-connectors',
  command,
  own: [
    'bindings',
    'remoteipranges',
    'permissiongroups',
    'authmechanism',
    'transportrole',
    'protocollogginglevel',
    'tarpitinterval',
  ],
  shared: ['enabled', 'fqdn', 'maxmessagesize', 'name', 'identity', 'requiretls'],
  read: output => {
    const objects = output.objects.slice(0, mostConnectors);
    const cut = cutOff(objects, command, ['RemoteIPRanges', 'Bindings', 'PermissionGroups', 'AuthMechanism']);
    const open = objects.filter(one => truth(one.get('enabled')) !== false && isOnPort25(one));
    if (open.length === 0) {
      const off = objects.filter(isOnPort25).map(nameOf);
      return {
        headline: sentence(off.length > 0 ? 'headline.off' : 'headline.otherPorts', {
          names: named(off),
          count: objects.length,
        }),
        says: [...(off.length > 0 ? [sentence('offMeans')] : []), ...cut.says],
        shows: off.length > 0 ? ['receive-connector-off'] : [],
        copies: cut.copies,
      };
    }
    const { takers, says, shows } = whoTakes(open, output);
    const about = takers ?? (open.length === 1 && shows.length === 0 ? open[0] : undefined);
    if (about) {
      for (const one of detailsOf(about)) {
        says.push(one.says);
        if (one.shows) shows.push(one.shows);
      }
    }
    const key =
      shows.includes('receive-address-missing') || shows.includes('receive-ranges-missing')
        ? 'outside'
        : shows.includes('anonymous-refused')
          ? 'closed'
          : takers
            ? 'open'
            : about
              ? 'seen'
              : 'several';
    return {
      headline: sentence(`headline.${key}`, { name: about ? nameOf(about) : '…', count: objects.length }),
      says: [...says, ...cut.says],
      shows,
      copies: (key === 'several' || key === 'seen') && cut.copies.length === 0 ? whole : cut.copies,
    };
  },
};

const wholeText =
  'Get-ReceiveConnector | Format-List Identity,Enabled,Bindings,RemoteIPRanges,PermissionGroups,AuthMechanism';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

/** `{[::]:25, 0.0.0.0:25}`; where it is not shown it may be. */
function isOnPort25(one: PrintedObject): boolean {
  const bindings = listOf(one.get('bindings'));
  return bindings.length === 0 || bindings.some(each => each.endsWith(':25'));
}

interface Takers {
  /** The connector that is taken: that with the narrowest range. */
  readonly takers: PrintedObject | undefined;
  readonly says: FindingSentence[];
  readonly shows: FindingFact[];
}

function whoTakes(open: readonly PrintedObject[], { evidence, ranges }: AdminOutput): Takers {
  const nobody = { takers: undefined, says: [], shows: [] };
  const known = open.filter(one => one.has('remoteipranges') && !isCut(one.get('remoteipranges')));
  if (known.length < open.length) return nobody;
  // Most of them say the same: "0.0.0.0-255.255.255.255".
  const read = new Map<string, readonly Span[]>();
  const spansIn = (text: string) => {
    const spans = read.get(text) ?? listOf(text).flatMap(spanIn);
    read.set(text, spans);
    return spans;
  };
  const spans = new Map(known.map(one => [one, spansIn(one.get('remoteipranges') ?? '')]));
  const all = merged([...read.values()].flat());
  const senders = sendingAddresses(evidence);
  if (senders.length > 0) {
    const [ip] = senders.map(each => ({ text: each, value: addressOf(each) }));
    const at = ip!.value && network(ip!.value, 32);
    if (!at) return nobody;
    if (without(at, all).length > 0)
      return {
        takers: undefined,
        says: [sentence('addressMissing', { ip: ip!.text })],
        shows: ['receive-address-missing'],
      };
    return { takers: narrowest(spans, at), says: [sentence('taken', { ip: ip!.text })], shows: [] };
  }
  // Mail from Exchange Online comes from all of its published ranges.
  const published = ranges.ranges.filter(each => !each.includes(':'));
  const missing = published.filter(each => without(spanOf(each), all).length > 0);
  if (missing.length > 0)
    return {
      takers: undefined,
      says: [sentence('rangesMissing', { ranges: { published: missing } })],
      shows: ['receive-ranges-missing'],
    };
  return { takers: narrowest(spans, spanOf(published[0]!)), says: [sentence('rangesTaken')], shows: [] };
}

/** Exchange takes the connector whose range around the address is the smallest. */
function narrowest(spans: ReadonlyMap<PrintedObject, readonly Span[]>, at: Span): PrintedObject | undefined {
  const fits = [...spans].flatMap(([one, list]) =>
    list
      .filter(span => span.version === at.version && span.from <= at.from && span.to >= at.to)
      .map(span => ({ one, size: span.to - span.from })),
  );
  return fits.sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : 0))[0]?.one;
}

function detailsOf(one: PrintedObject): { says: FindingSentence; shows?: FindingFact }[] {
  const found: { says: FindingSentence; shows?: FindingFact }[] = [];
  const groups = one.get('permissiongroups');
  if (groups !== undefined && groups !== '' && !isCut(groups))
    found.push(
      /AnonymousUsers/i.test(groups)
        ? { says: sentence('anonymous'), shows: 'anonymous-allowed' }
        : { says: sentence('notAnonymous', { name: nameOf(one) }), shows: 'anonymous-refused' },
    );
  const mechanisms = one.get('authmechanism');
  if (mechanisms !== undefined && mechanisms !== '' && !isCut(mechanisms) && !/\bTls\b/i.test(mechanisms))
    found.push({ says: sentence('noTls', { name: nameOf(one) }), shows: 'starttls-off' });
  if (truth(one.get('requiretls'))) found.push({ says: sentence('tls') });
  return found;
}
