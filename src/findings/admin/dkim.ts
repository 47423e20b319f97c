/** Get-DkimSigningConfig: whether Microsoft 365 signs for the sender's domain, and which records it wants in DNS. */
import { cutOff, mailDomain, named, type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';
import { isCut, type PrintedObject } from './printed-object.ts';

export const dkim: OutputReader = {
  kind: 'dkim',
  command: 'Get-DkimSigningConfig',
  own: [
    'selector1cname',
    'selector2cname',
    'selectorbeforerotateonly',
    'selector1keysize',
    'keycreationtime',
    'selectorafterrotateondate',
  ],
  shared: ['domain', 'enabled', 'status', 'name', 'identity', 'lastchecked'],
  read: ({ objects, evidence }) => {
    const wanted = evidence?.sender ? mailDomain(evidence.sender) : null;
    const about = objects.find(one => domainIn(one) === wanted) ?? (objects.length === 1 ? objects[0] : undefined);
    if (!about) {
      const off = objects.filter(one => truth(one.get('enabled')) === false).map(domainIn);
      if (wanted !== null && objects.length > 1)
        return {
          headline: sentence('headline.absent', { domain: wanted }),
          says: [sentence('absentMeans')],
          shows: [],
        };
      return {
        headline: sentence(off.length > 0 ? 'headline.someOff' : 'headline.allOn', {
          names: named(off),
          count: objects.length,
        }),
        shows: [],
      };
    }
    const domain = domainIn(about);
    const isOff = truth(about.get('enabled')) === false;
    const lacksRecords = /CnameMissing/i.test(about.get('status') ?? '');
    const records = recordsOf(about, domain);
    const cut = cutOff([about], 'Get-DkimSigningConfig', ['Selector1CNAME', 'Selector2CNAME']);
    const key = isOff
      ? lacksRecords
        ? 'offNoRecords'
        : 'off'
      : lacksRecords
        ? 'noRecords'
        : truth(about.get('enabled'))
          ? 'on'
          : 'seen';
    return {
      headline: sentence(`headline.${key}`, { domain }),
      says: [...(isOff || lacksRecords ? [sentence('offMeans')] : []), ...cut.says],
      shows: [
        ...(isOff ? (['dkim-off'] as const) : []),
        ...(lacksRecords ? (['dkim-records-missing'] as const) : []),
        ...(key === 'on' ? (['dkim-on'] as const) : []),
      ],
      copies: [
        ...(lacksRecords && records !== undefined
          ? [{ key: 'records', format: 'txt', text: records, publicText: null } as const]
          : []),
        ...cut.copies,
      ],
    };
  },
};

function domainIn(one: PrintedObject): string {
  return (one.get('domain') || one.get('name') || one.get('identity') || '').toLowerCase();
}

/** As lines of a zone, ready for whoever looks after DNS. */
function recordsOf(one: PrintedObject, domain: string): string | undefined {
  const targets = ['selector1cname', 'selector2cname'].map(name => one.get(name) ?? '');
  if (
    targets.some(target => isCut(target) || !/^[a-z\d][a-z\d._-]{3,250}$/i.test(target)) ||
    !/^[a-z\d.-]{3,253}$/.test(domain)
  )
    return undefined;
  return targets.map((target, index) => `selector${index + 1}._domainkey.${domain}. CNAME ${target}.`).join('\n');
}
