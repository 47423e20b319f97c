/** Get-HostedOutboundSpamFilterPolicy: whether mailboxes may forward to the outside by themselves, and how much one may send. */
import type { FindingSentence } from '../../triage/finding.ts';
import { named, nameOf, type OutputReader, sentence } from './admin-finding.ts';
import type { PrintedObject } from './printed-object.ts';

export const outboundSpamPolicies: OutputReader = {
  kind: 'outbound-spam-policies',
  command: 'Get-HostedOutboundSpamFilterPolicy',
  own: [
    'autoforwardingmode',
    'recipientlimitexternalperhour',
    'recipientlimitinternalperhour',
    'recipientlimitperday',
    'actionwhenthresholdreached',
  ],
  shared: ['name', 'isdefault', 'enabled', 'identity'],
  read: ({ objects }) => {
    const on = objects.filter(one => mode(one) === 'on').map(nameOf);
    const off = objects.filter(one => mode(one) === 'off').map(nameOf);
    const limits = objects.flatMap(limitsOf).slice(0, 2);
    if (on.length + off.length === 0)
      return {
        headline: sentence('headline.seen', { count: objects.length }),
        says: [sentence('unseen'), ...limits],
        shows: [],
        copies: whole,
      };
    if (on.length > 0 && off.length > 0)
      return {
        headline: sentence('headline.some', { on: named(on), off: named(off) }),
        says: [sentence('whichApplies'), ...limits],
        shows: [],
        copies: [{ key: 'rules', format: 'txt', text: rules, publicText: rules }],
      };
    // Automatic once let through what Microsoft saw fit, and is the same as Off by now.
    const isAutomatic = objects.some(one => /^automatic$/i.test(one.get('autoforwardingmode') ?? ''));
    return {
      headline: on.length > 0 ? sentence('headline.on') : sentence('headline.off', { names: named(off) }),
      says: [...(on.length > 0 ? [sentence('onMeans')] : isAutomatic ? [sentence('automatic')] : []), ...limits],
      shows: [on.length > 0 ? 'forwarding-allowed' : 'forwarding-off'],
    };
  },
};

const rules =
  'Get-HostedOutboundSpamFilterRule | Format-List Name,State,Priority,HostedOutboundSpamFilterPolicy,From,FromMemberOf,SenderDomainIs';
const wholeText = 'Get-HostedOutboundSpamFilterPolicy | Format-List Name,IsDefault,AutoForwardingMode,RecipientLimit*';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

function mode(one: PrintedObject): 'on' | 'off' | undefined {
  const value = (one.get('autoforwardingmode') ?? '').trim().toLowerCase();
  if (value === 'on') return 'on';
  return value === 'off' || value === 'automatic' ? 'off' : undefined;
}

/** Zero stands for the usual limit of the service. */
function limitsOf(one: PrintedObject): FindingSentence[] {
  const [hour = 0, day = 0] = ['recipientlimitexternalperhour', 'recipientlimitperday'].map(name => {
    const value = one.get(name) ?? '';
    return /^\d{1,7}$/.test(value) ? Number(value) : 0;
  });
  if (hour === 0 && day === 0) return [];
  const key = hour === 0 ? 'limitDay' : day === 0 ? 'limitHour' : 'limits';
  return [sentence(key, { name: nameOf(one), hour, day })];
}
