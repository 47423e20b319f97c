/** Whether a DMARC record can be read, and what it asks of those who receive the mail (RFC 7489). */

import { domainOf } from '../../triage/facts.ts';
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { sentence } from '../tool-finding.ts';
import { isOfSender } from './about-case.ts';
import { askAgain, dnsFinding, unanswered } from './dns-finding.ts';
import type { LookUp } from './look-up.ts';
import { parseTags } from './parse-tags.ts';

export function dmarcFinding(
  looks: readonly LookUp[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const look = looks.find(one => isDmarcName(one.name) || dmarcOf(one).length > 0);
  if (!look) return undefined;
  const domain = (look.name ?? look.records[0]?.name ?? '').replace(/^_dmarc\./, '') || '…';
  const isCases = isOfSender(domain === '…' ? null : domain, context.evidence);
  const none = unanswered('dmarc-record', look, look.name ?? domain, isCases);
  if (none) return dnsFinding(none, name);
  const texts = dmarcOf(look);
  const isMisplaced = look.name !== null && !isDmarcName(look.name) && look.name.includes('.') && texts.length > 0;
  const { key, fact, says, term } = judge(texts, isMisplaced);
  // RFC 7489, 6.6.3: below the registered domain its record applies.
  const above = domainOf(domain);
  const inherits = fact === 'dmarc-missing' && above !== null && above !== domain;
  return dnsFinding(
    {
      kind: 'dmarc-record',
      look,
      headline: sentence(`headline.${key}`, { domain, term, count: texts.length }),
      says: [...(isCases ? [] : [sentence('elsewhere', { name: domain })]), ...says],
      shows: isCases && !inherits ? [fact] : [],
      copies: inherits ? askAgain({ ...look, type: 'TXT' }, `_dmarc.${above}`) : [],
    },
    name,
  );
}

interface Verdict {
  readonly key: string;
  readonly fact: FindingFact;
  readonly says: readonly FindingSentence[];
  readonly term: string;
}

const policies = ['none', 'quarantine', 'reject'];

function judge(texts: readonly string[], isMisplaced: boolean): Verdict {
  const [text] = texts;
  if (text === undefined) return { key: 'missing', fact: 'dmarc-missing', says: [sentence('missingMeans')], term: '' };
  if (texts.length > 1) return { key: 'several', fact: 'dmarc-several', says: [sentence('severalMeans')], term: '' };
  const { byName, wrong } = parseTags(text);
  const policy = byName.get('p')?.toLowerCase();
  const term =
    wrong[0] ??
    (policy === undefined ? 'p=' : policies.includes(policy) ? undefined : `p=${byName.get('p')}`) ??
    (byName.has('sp') && !policies.includes(byName.get('sp')!.toLowerCase()) ? `sp=${byName.get('sp')}` : undefined) ??
    (byName
      .get('rua')
      ?.split(',')
      .find(one => !/^\s*mailto:\S+@\S+$/i.test(one)) &&
      `rua=${byName.get('rua')}`);
  if (isMisplaced) return { key: 'misplaced', fact: 'dmarc-wrong', says: [sentence('misplacedMeans')], term: '' };
  if (term) {
    const says = [sentence(policy === undefined ? 'noPolicy' : 'fault', { term: term.slice(0, 80) })];
    return { key: 'wrong', fact: 'dmarc-wrong', says, term: term.slice(0, 80) };
  }
  const strict = ['adkim', 'aspf'].filter(one => byName.get(one)?.toLowerCase() === 's');
  return {
    key: policy!,
    fact: 'dmarc-good',
    says: [
      sentence(`means.${policy}`),
      sentence(strict.length > 0 ? 'strict' : 'relaxed'),
      ...(byName.has('rua') ? [] : [sentence('noReports')]),
      ...(byName.has('pct') && byName.get('pct') !== '100'
        ? [sentence('percent', { percent: byName.get('pct')!.slice(0, 8) })]
        : []),
    ],
    term: '',
  };
}

function isDmarcName(name: string | null): boolean {
  return name?.startsWith('_dmarc.') ?? false;
}

function dmarcOf({ records }: LookUp): string[] {
  return records
    .filter(({ type, data }) => type === 'TXT' && /^v ?= ?DMARC1\b/i.test(data.trim()))
    .map(({ data }) => data);
}
