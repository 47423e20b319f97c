/** Get-TransportRule: which rule wrote the refusal of the case, by its text or its code. */
import type { Evidence } from '../../triage/evidence.ts';
import { cutOff, named, nameOf, type OutputReader, sentence } from './admin-finding.ts';
import { isCut, type PrintedObject } from './printed-object.ts';

const command = 'Get-TransportRule';

export const transportRules: OutputReader = {
  kind: 'transport-rules',
  command,
  own: [
    'rejectmessagereasontext',
    'rejectmessageenhancedstatuscode',
    'ruleversion',
    'stopruleprocessing',
    'senderaddresslocation',
    'setauditseverity',
    'ruleerroraction',
    'deletemessage',
    'mode',
  ],
  shared: ['state', 'priority', 'name', 'comments', 'description'],
  // Others have a mode and a name as well.
  least: 3,
  read: ({ objects, evidence }) => {
    const rejecting = objects.filter(one => rejects(one));
    const hit = evidence === null ? undefined : rejecting.find(one => isOn(one) && wrote(one, evidence));
    const cut = cutOff(hit ? [hit] : rejecting, command, ['RejectMessageReasonText', 'Description']);
    if (hit) {
      const text = reasonOf(hit);
      const code = codeOf(hit);
      return {
        headline: sentence('headline.hit', { name: nameOf(hit) }),
        says: [
          ...(text === '' ? [] : [sentence('text', { text: text.slice(0, 200) })]),
          ...(code === '' ? [] : [sentence('code', { code })]),
          ...(/^\d{1,4}$/.test(hit.get('priority') ?? '')
            ? [sentence('priority', { priority: hit.get('priority')! })]
            : []),
          ...cut.says,
        ],
        shows: ['rule-rejects'],
        values: { rule: { text: nameOf(hit), isPublic: false } },
        copies: cut.copies,
      };
    }
    const showsReasons = objects.some(
      one => one.has('rejectmessagereasontext') || one.has('rejectmessageenhancedstatuscode') || one.has('description'),
    );
    if (!showsReasons)
      return {
        headline: sentence('headline.seen', { count: objects.length }),
        says: [sentence('unseen')],
        shows: [],
        copies: whole,
      };
    const asleep = evidence === null ? undefined : rejecting.find(one => !isOn(one) && wrote(one, evidence));
    const names = named(rejecting.filter(isOn).map(nameOf));
    const says = [
      ...(asleep ? [sentence('asleep', { name: nameOf(asleep) })] : []),
      ...(names.list.length > 0 ? [sentence('rejecting', { names })] : asleep ? [] : [sentence('noneRejects')]),
      ...cut.says,
    ];
    // Exchange's own words stand for every rule, so none that refuses is ruled out by them.
    const isUsual = /rejected by (?:your )?organization(?:'s)? policy|Delivery not authorized/i;
    const decides =
      evidence !== null &&
      evidence.line !== '' &&
      cut.says.length === 0 &&
      (names.list.length === 0 || !isUsual.test(evidence.line));
    return {
      headline: sentence(decides ? 'headline.none' : 'headline.read', {
        count: objects.length,
        rejecting: rejecting.length,
      }),
      says,
      shows: decides ? ['no-rule-rejects'] : [],
      copies: cut.copies,
    };
  },
};

const wholeText =
  'Get-TransportRule | Format-List Name,State,Mode,Priority,RejectMessageReasonText,RejectMessageEnhancedStatusCode';
const whole = [{ key: 'whole', format: 'txt', text: wholeText, publicText: wholeText }] as const;

/** A rule that is only tested ("Audit", "AuditAndNotify") refuses nothing. */
function isOn(one: PrintedObject): boolean {
  return !/^disabled$/i.test(one.get('state') ?? '') && !/^audit/i.test(one.get('mode') ?? '');
}

function reasonOf(one: PrintedObject): string {
  const text = (one.get('rejectmessagereasontext') ?? '').trim();
  return text !== ''
    ? text
    : (/reject the message[^'"\n]{0,120}['"](?<text>[^'"\n]{1,400})['"]/i.exec(one.get('description') ?? '')?.groups
        ?.text ?? '');
}

function codeOf(one: PrintedObject): string {
  const code = (one.get('rejectmessageenhancedstatuscode') ?? '').trim();
  return /^5\.\d{1,3}\.\d{1,3}$/.test(code) ? code : '';
}

function rejects(one: PrintedObject): boolean {
  return reasonOf(one) !== '' || codeOf(one) !== '';
}

/** Exchange's own text of a rule that has none of its own: it tells no rule apart. */
const usual = 'deliverynotauthorizedmessagerefused';

function wrote(one: PrintedObject, evidence: Evidence): boolean {
  const said = plain(
    [evidence.line, ...evidence.statusCodes.slice(0, 20).map(({ text }) => text), evidence.words].join(' '),
  );
  const whole = reasonOf(one);
  // What is cut off is compared as far as it goes.
  const text = plain(whole.replace(/(?:…|\.\.\.)$/, ''));
  if (text.length >= (isCut(whole) ? 12 : 6) && text !== usual) return said.includes(text);
  const code = codeOf(one);
  // 5.7.1 is every rule's that has no code of its own.
  return (
    code !== '' &&
    code !== '5.7.1' &&
    evidence.statusCodes.some(({ enhancedStatusCode }) => enhancedStatusCode === code)
  );
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
