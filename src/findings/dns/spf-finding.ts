/** Whether an SPF record can be read, lets Exchange Online send, and costs no more look-ups than allowed. */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { sentence } from '../tool-finding.ts';
import { isOfSender, namesOf } from './about-case.ts';
import { dnsFinding, unanswered } from './dns-finding.ts';
import type { LookUp } from './look-up.ts';
import {
  countLookUps,
  isSpfRecord,
  microsoftSpf,
  mostLookUps,
  parseSpf,
  type Spf,
  type SpfFault,
} from './parse-spf.ts';

export function spfFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const asked = looks.filter(look => isAboutSpf(look));
  const included = new Set(asked.flatMap(look => spfOf(look).flatMap(text => parseSpf(text).includes)));
  // What another record includes is a part of that one.
  const look =
    asked.find(one => !included.has(domainOf(one)) && isOfSender(domainOf(one), context.evidence)) ??
    asked.find(one => !included.has(domainOf(one))) ??
    asked[0];
  if (!look) return undefined;
  const domain = domainOf(look) || '…';
  // SPF is not inherited: that of a name above or below says nothing.
  const { sender } = namesOf(context.evidence);
  const isCases =
    isOfSender(domainOf(look), context.evidence) && (sender === null || ['', sender].includes(domainOf(look)));
  const none = unanswered('spf-record', look, domain, isCases);
  if (none) return dnsFinding(none, name);
  const elsewhere = isCases ? [] : [sentence('elsewhere', { name: domain })];
  const texts = spfOf(look);
  const judge = (key: string, fact: FindingFact | null, says: readonly FindingSentence[], values = {}) =>
    dnsFinding(
      {
        kind: 'spf-record',
        look,
        headline: sentence(`headline.${key}`, { domain, ...values }),
        says: [...elsewhere, ...says],
        shows: isCases && fact !== null ? [fact] : [],
      },
      name,
    );
  if (texts.length === 0) {
    if (look.status === 'no-name') return judge('noName', 'spf-missing', [sentence('noNameMeans')]);
    return judge('missing', 'spf-missing', [sentence('missingMeans'), sentence('shouldBe')]);
  }
  if (texts.length > 1) return judge('several', 'spf-several', [sentence('severalMeans')], { count: texts.length });
  const [text = ''] = texts;
  if (look.isCut) return judge('cut', null, [sentence('cutMeans')]);
  const spf = parseSpf(text);
  const known = new Map(
    asked.flatMap(one => {
      const [inner] = spfOf(one);
      return inner === undefined ? [] : [[domainOf(one), parseSpf(inner)] as const];
    }),
  );
  const lost = spf.includes.find(one => asked.some(each => domainOf(each) === one && isLost(each)));
  return judgeSpf(spf, known, lost, judge);
}

type Judge = (key: string, fact: FindingFact | null, says: readonly FindingSentence[], values?: object) => ReadFinding;

function judgeSpf(spf: Spf, known: ReadonlyMap<string, Spf>, lost: string | undefined, judge: Judge): ReadFinding {
  const { count, isLeast } = countLookUps(spf, known);
  const isOpen = spf.all === '+' && !spf.faults.some(({ kind }) => kind === 'unknown-term');
  const lacksMicrosoft = ![spf, ...known.values()].some(one =>
    [...one.includes, one.redirect ?? ''].some(name => microsoftSpf.has(name)),
  );
  const counted = sentence(isLeast ? 'lookUpsAtLeast' : 'lookUps', { count });
  const details = [
    ...(isOpen ? [sentence('open')] : []),
    ...(spf.hasPtr ? [sentence('ptr')] : []),
    ...(spf.all === null && spf.redirect === null ? [sentence('noAll')] : []),
    ...(spf.all === '?' ? [sentence('neutral')] : []),
  ];
  const micro =
    lacksMicrosoft && isLeast ? [] : lacksMicrosoft ? [sentence('withoutMicrosoft')] : [sentence('withMicrosoft')];
  const [fault] = spf.faults.filter(({ kind }) => kind !== 'after-all');
  if (fault) return judge('wrong', 'spf-wrong', [faultSentence(fault), ...micro, ...details], { term: fault.term });
  if (lost !== undefined)
    return judge('lost', 'spf-wrong', [sentence('lostMeans', { name: lost }), ...micro], { name: lost });
  if (count > mostLookUps)
    return judge('tooMany', 'spf-too-many-lookups', [sentence('tooManyMeans'), ...micro, ...details], { count });
  const ignored = spf.faults.map(({ term }) => sentence('afterAll', { term })).slice(0, 1);
  // It may stand in one of those that were not sent.
  if (lacksMicrosoft && isLeast)
    return judge('unclear', null, [sentence('sendIncludes'), ...ignored, ...details, counted]);
  if (lacksMicrosoft)
    return judge('withoutMicrosoft', 'spf-without-exchange-online', [
      sentence('withoutMicrosoftMeans'),
      ...ignored,
      ...details,
      counted,
    ]);
  if (isOpen) return judge('open', 'spf-wrong', [...details, counted]);
  return judge('good', 'spf-good', [
    ...micro,
    ...ignored,
    ...details,
    counted,
    ...(isLeast ? [sentence('sendIncludes')] : []),
  ]);
}

function faultSentence({ kind, term }: SpfFault): FindingSentence {
  return sentence(`fault.${kind}`, { term });
}

/** RFC 7208, 5.2: an include of a name without a record makes the whole record fail. */
function isLost(look: LookUp): boolean {
  return look.status === 'no-name' || (look.status === 'no-data' && spfOf(look).length === 0);
}

function domainOf({ name, records }: LookUp): string {
  const own = name ?? records.find(({ type }) => type === 'TXT')?.name ?? '';
  return own === '@' ? '' : own;
}

function spfOf({ records }: LookUp): string[] {
  return records.filter(({ type, data }) => type === 'TXT' && isSpfRecord(data)).map(({ data }) => data);
}

/** TXT of a name that has a purpose of its own is no SPF. */
function isAboutSpf(look: LookUp): boolean {
  if (spfOf(look).length > 0) return true;
  const domain = domainOf(look);
  return (
    look.type === 'TXT' &&
    look.tool !== 'DNS' &&
    domain.includes('.') &&
    !domain.startsWith('_') &&
    !domain.includes('._')
  );
}
