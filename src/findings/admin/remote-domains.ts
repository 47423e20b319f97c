/** Get-RemoteDomain: whether mail may be forwarded by itself to the recipient's domain, and in which form it goes there. */
import { fitOf, mailDomain, type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';

export const remoteDomains: OutputReader = {
  kind: 'remote-domains',
  command: 'Get-RemoteDomain',
  own: ['autoforwardenabled', 'autoreplyenabled', 'allowedooftype', 'tnefenabled'],
  shared: ['domainname', 'name', 'deliveryreportenabled', 'ndrenabled'],
  read: ({ objects, evidence }) => {
    const domains = (evidence?.recipients ?? []).map(mailDomain);
    const fits = objects.map(one => ({
      one,
      // The default one, "*", is for all that no other is for.
      fit: Math.max(
        0,
        ...(domains.length > 0 ? domains : ['*']).map(domain => fitOf(one.get('domainname') ?? '', domain)),
      ),
    }));
    const best = Math.max(...fits.map(({ fit }) => fit));
    const about = objects.length === 1 ? objects[0]! : fits.find(({ fit }) => fit === best && fit > 0)?.one;
    if (!about) return { headline: sentence('headline.several', { count: objects.length }), shows: [] };
    const domain = (about.get('domainname') || about.get('name') || '*').toLowerCase();
    const forwards = truth(about.get('autoforwardenabled'));
    return {
      headline:
        forwards === undefined
          ? sentence('headline.seen', { domain })
          : sentence(forwards ? 'headline.on' : 'headline.off', { domain }),
      says: [
        ...(forwards === undefined ? [sentence('unseen')] : []),
        ...(forwards === true ? [sentence('onMeans')] : []),
        ...(truth(about.get('tnefenabled')) === true ? [sentence('richText')] : []),
      ],
      // On by default in every tenant: the outbound spam policy decides.
      shows: forwards === false ? ['forwarding-off'] : [],
      ...(forwards === undefined && wholeOf()),
    };
  },
};

function wholeOf() {
  const text = 'Get-RemoteDomain | Format-List Name,DomainName,AutoForwardEnabled,TNEFEnabled';
  return { copies: [{ key: 'whole', format: 'txt', text, publicText: text } as const] };
}
