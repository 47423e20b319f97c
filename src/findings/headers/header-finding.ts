/** What the headers of one message say: where it lay, whether it proves its sender, and what the filter made of it. */
import { isMicrosofts } from '../../triage/facts.ts';
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { type LineReader, sentence, toolFinding } from '../tool-finding.ts';
import {
  type Authentication,
  analyzerReport,
  authenticationOf,
  type FilterVerdict,
  verdictOf,
} from './authentication.ts';
import { fieldOf, type HeaderField, headerFields, isHeader, outsideOf } from './header-fields.ts';
import { analyzerHops, hopsOf, type Journey, journeyOf, sentAt } from './hops.ts';

export const headerFinding: LineReader = (lines, name) => {
  const raw = headerFields(lines);
  const table = analyzerHops(lines);
  if (isBounce(lines, raw) || (!isHeader(raw) && table.length === 0)) return undefined;
  const report = analyzerReport(lines);
  const fields: readonly HeaderField[] = report && fieldOf(raw, report.name) === null ? [...raw, report] : raw;
  const journey = table.length > 0 ? journeyOf(table, null) : journeyOf(hopsOf(fields), sentAt(fields));
  const proof = authenticationOf(fields);
  const verdict = verdictOf(fields);
  if (journey.total === null && !proof && !verdict) return undefined;
  const facts = factsOf(journey, proof, verdict);
  const found = toolFinding({
    kind: 'message-headers',
    name,
    format: table.length > 0 ? 'Message Header Analyzer' : null,
    rows: Math.max(1, fields.length + table.length),
    headline: headlineOf(journey, proof, verdict, facts),
    says: [...filterSentences(verdict), ...proofSentences(proof, facts), ...journeySentences(journey, facts)],
    shows: facts,
  });
  return { ...found, about: { reply: null, evidence: evidenceOf(fields) } };
};

// 550 5.1.1 User unknown
const reply = /\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b/;

/** A report about a message has that message's headers in it, and stays a report; so does one that somebody passed on. */
function isBounce(lines: readonly string[], fields: readonly HeaderField[]): boolean {
  const type = fieldOf(fields, 'content-type') ?? '';
  if (/multipart\/report|delivery-status/i.test(type)) return true;
  if (lines.some(line => reportLine.test(line) || original.test(line) || copyLine.test(line))) return true;
  return outsideOf(lines).some(line => reply.test(line));
}

const reportLine = /^(?:Reporting-MTA|Final-Recipient|Diagnostic-Code|Generating server|Remote Server returned)\b/i;

// ------ This is a copy of the message, including all the headers. ------ | --- Below this line is a copy of the message.
const copyLine = /^-{3,} ?.{0,20}(?:copy of (?:the|your) message|below this line)/i;

// Original message headers: | Oorspronkelijke berichtkoppen: | Ursprungliga meddelanderubriker: | 原始邮件头:
const original =
  /^(?:Original message headers|Oorspronkelijke berichtkoppen|Ursprungliga meddelande(?:rubriker|huvuden)|Ursprungshuvuden|En-têtes de message d'origine|原始邮件(?:头|标头))\s{0,2}[:：]/i;

/** Shorter is what servers take in passing. */
const late = 5 * 60_000;
const junkLevel = 5;
const spamVerdicts = new Set(['SPM', 'SKS']);
/** Of Microsoft's table (CAT): what is said of each, and whether the filter takes such a message for spam. */
const categories: Readonly<Record<string, { readonly says: string | null; readonly isSpam: boolean }>> = {
  SPM: { says: null, isSpam: true },
  HSPM: { says: 'HSPM', isSpam: true },
  PHSH: { says: 'PHSH', isSpam: true },
  HPHSH: { says: 'PHSH', isSpam: true },
  HPHISH: { says: 'PHSH', isSpam: true },
  MALW: { says: 'MALW', isSpam: true },
  SPOOF: { says: 'SPOOF', isSpam: true },
  DIMP: { says: 'IMP', isSpam: true },
  GIMP: { says: 'IMP', isSpam: true },
  UIMP: { says: 'IMP', isSpam: true },
  OSPM: { says: 'OSPM', isSpam: true },
  BULK: { says: 'BULK', isSpam: false },
  INTOS: { says: 'INTOS', isSpam: false },
  SAP: { says: 'SAP', isSpam: false },
  AMP: { says: 'AMP', isSpam: false },
  FTBP: { says: 'FTBP', isSpam: false },
};
const ownLists = new Set(['BLK', 'SKB']);

function factsOf(
  { total }: Journey,
  proof: Authentication | undefined,
  verdict: FilterVerdict | undefined,
): FindingFact[] {
  const facts: FindingFact[] = [];
  const sfv = verdict?.sfv ?? '';
  const cat = verdict?.cat ?? '';
  // The policy's threshold may be another one, and what was let through was let through.
  const isBulk = cat === 'BULK' || (cat === '' && sfv === '' && (verdict?.bcl ?? 0) >= 7);
  if (ownLists.has(sfv)) facts.push('headers-on-own-list');
  else if (isBulk) facts.push('headers-bulk');
  else if (
    spamVerdicts.has(sfv) ||
    categoryOf(cat)?.isSpam ||
    (verdict?.scl ?? 0) >= junkLevel ||
    verdict?.destination === 'J'
  )
    facts.push('headers-spam');
  const isUnproved =
    proof?.compauth === 'fail' || (proof?.compauth !== 'pass' && proof?.dmarc === 'fail') || cat === 'SPOOF';
  if (isUnproved) facts.push('headers-unproved');
  else if (proof?.dmarc === 'pass' || proof?.compauth === 'pass') facts.push('headers-proved');
  if (total !== null) facts.push(total >= late ? 'headers-late' : 'headers-in-time');
  return facts;
}

function headlineOf(
  { slowest, total }: Journey,
  proof: Authentication | undefined,
  verdict: FilterVerdict | undefined,
  facts: readonly FindingFact[],
): FindingSentence {
  const domain = proof?.headerFrom ?? proof?.mailFrom ?? '…';
  if (facts.includes('headers-on-own-list')) return sentence('headline.ownList', { sfv: verdict!.sfv! });
  if (facts.includes('headers-bulk')) return sentence('headline.bulk');
  const isSpam = facts.includes('headers-spam');
  if (facts.includes('headers-unproved') && isSpam) return sentence('headline.spamUnproved', { domain });
  if (isSpam) return sentence('headline.spam', { scl: verdict?.scl ?? '' });
  if (facts.includes('headers-late') && slowest) return lateHeadline(slowest, total!);
  if (facts.includes('headers-unproved')) return sentence('headline.unproved', { domain });
  if (facts.includes('headers-in-time')) return sentence('headline.inTime', spanOf(total!));
  return sentence(facts.includes('headers-proved') ? 'headline.proved' : 'headline.seen', { domain });
}

function lateHeadline({ at, isFirst, took, to }: NonNullable<Journey['slowest']>, total: number): FindingSentence {
  // Many small waits are no one's; one that is most of it is somebody's.
  if (took * 2 < total) return sentence(`headline.lateEverywhere.${unitOf(total)}`, spanOf(total));
  if (isFirst) return sentence(`headline.lateAtStart.${unitOf(took)}`, spanOf(took));
  return sentence(`headline.late.${unitOf(took)}`, { ...spanOf(took), host: at ?? to ?? '…' });
}

function unitOf(milliseconds: number): 'hours' | 'minutes' {
  return milliseconds >= 2 * 3_600_000 ? 'hours' : 'minutes';
}

function spanOf(milliseconds: number) {
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.round(milliseconds / 60_000);
  return {
    hours,
    minutes: unitOf(milliseconds) === 'hours' ? minutes - hours * 60 : minutes,
    seconds: Math.round(milliseconds / 1_000),
  };
}

function journeySentences({ slowest, skew, hops, total }: Journey, facts: readonly FindingFact[]): FindingSentence[] {
  const says: FindingSentence[] = [];
  if (facts.includes('headers-late') && slowest && slowest.took * 2 >= (total ?? 0)) {
    const isOfMicrosoft = slowest.at !== null && isMicrosofts(slowest.at);
    says.push(
      slowest.isFirst
        ? sentence('startMeans')
        : sentence(isOfMicrosoft ? 'lateAtMicrosoft' : 'lateElsewhere', {
            host: slowest.at ?? '…',
            to: slowest.to ?? '…',
          }),
    );
  }
  if (skew !== null)
    says.push(
      sentence(`skew.${skew.by >= 60_000 ? 'minutes' : 'seconds'}`, {
        host: skew.host,
        minutes: Math.round(skew.by / 60_000),
        seconds: Math.round(skew.by / 1_000),
      }),
    );
  if (hops.length > 1 && facts.includes('headers-late'))
    says.push(
      sentence('path', {
        count: hops.length,
        first: hops[0]!.from ?? hops[0]!.by ?? '…',
        last: hops.at(-1)!.by ?? '…',
      }),
    );
  return says;
}

const toldVerdicts = ['SPM', 'SKS', 'SKB', 'SKN', 'SKA', 'BLK', 'SFE', 'SKQ', 'NSPM', 'SKI'];

function categoryOf(cat: string | null) {
  return cat !== null && Object.hasOwn(categories, cat) ? categories[cat] : undefined;
}

function filterSentences(verdict: FilterVerdict | undefined): FindingSentence[] {
  if (!verdict) return [];
  const { sfv, cat, scl, destination, isInternal } = verdict;
  const said = categoryOf(cat)?.says ?? null;
  return [
    ...(said === null ? [] : [sentence(`cat.${said}`)]),
    ...(sfv !== null && toldVerdicts.includes(sfv) ? [sentence(`sfv.${sfv}`, { scl: scl ?? '' })] : []),
    ...(sfv === null && scl !== null ? [sentence(scl >= junkLevel ? 'sclSpam' : 'sclGood', { scl })] : []),
    ...(destination === 'J' && sfv !== 'SPM' && (scl ?? 0) < junkLevel ? [sentence('junkByMailbox')] : []),
    ...(isInternal && sfv === null ? [sentence('internal')] : []),
  ];
}

/** By the first digits of the reason, as Microsoft's table has them. */
function compauthKey(reason: string | null): string {
  if (reason === null) return 'none';
  const exact = ['000', '001', '002', '010'];
  if (exact.includes(reason)) return reason;
  return (
    { '1': 'passed', '2': 'soft', '3': 'unchecked', '4': 'bypassed', '6': 'own', '7': 'passed', '9': 'bypassed' }[
      reason[0]!
    ] ?? 'none'
  );
}

function proofSentences(proof: Authentication | undefined, facts: readonly FindingFact[]): FindingSentence[] {
  if (!proof) return [];
  const { spf, dkim, dmarc, compauth, reason, headerFrom, mailFrom, signedBy, sendingIp, arc } = proof;
  const results = [
    ...(spf === null ? [] : [`SPF ${spf}`]),
    ...(dkim === null ? [] : [`DKIM ${dkim}`]),
    ...(dmarc === null ? [] : [`DMARC ${dmarc}`]),
    ...(arc === null ? [] : [`ARC ${arc}`]),
    ...(compauth === null ? [] : [`compauth ${compauth}${reason === null ? '' : ` (${reason})`}`]),
  ];
  const says: FindingSentence[] = [];
  if (facts.includes('headers-unproved')) {
    says.push(
      sentence(`compauth.${compauthKey(reason)}`, { reason: reason ?? '', domain: headerFrom ?? mailFrom ?? '…' }),
    );
    const misaligned = dmarc === 'fail' && headerFrom !== null && (spf === 'pass' || dkim === 'pass');
    if (misaligned)
      says.push(
        sentence('misaligned', { from: headerFrom, other: (dkim === 'pass' ? signedBy : mailFrom) ?? mailFrom ?? '…' }),
      );
    else if (spf !== null && spf !== 'pass' && dkim !== 'pass')
      says.push(sentence('noProof', { ip: sendingIp ?? '…', domain: headerFrom ?? mailFrom ?? '…' }));
  }
  if (results.length > 0) says.push(sentence('results', { names: { list: results } }));
  return says;
}

// Ann <ann@contoso.example> | <20261120.1@contoso.example>
const address = /[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/;

function evidenceOf(fields: readonly HeaderField[]) {
  const person = (name: string) =>
    address.exec((fieldOf(fields, name) ?? '').slice(0, 1_000))?.[0]?.toLowerCase() ?? null;
  const id = /^\s{0,4}<?(?<id>[^\s<>]{3,250})>?/.exec(fieldOf(fields, 'message-id') ?? '')?.groups?.id ?? null;
  const network =
    /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/i.exec(
      fieldOf(fields, 'x-ms-exchange-organization-network-message-id') ?? '',
    )?.[0] ?? null;
  const to = person('to') ?? person('delivered-to');
  const sent = sentAt(fields);
  return {
    sender: person('from'),
    recipients: to === null ? [] : [to],
    messageId: id,
    networkMessageId: network?.toLowerCase() ?? null,
    sentAt: sent === null ? null : new Date(sent).toISOString(),
  };
}
