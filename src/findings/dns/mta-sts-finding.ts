/** MTA-STS, its record and its policy text (RFC 8461): which servers senders may deliver to, and whether the MX is one. */
import type { FindingContext, FindingFact, FindingSentence, ReadFinding } from '../../triage/finding.ts';
import { sentence } from '../tool-finding.ts';
import { isOfCase } from './about-case.ts';
import { dnsFinding } from './dns-finding.ts';
import { type LookUp, newLookUp } from './look-up.ts';
import { parseTags } from './parse-tags.ts';

export function mtaStsFinding(
  looks: readonly LookUp[],
  lines: readonly string[],
  name: string | null,
  context: FindingContext,
): ReadFinding | undefined {
  const policy = policyIn(lines);
  const records = looks.filter(look => look.name?.startsWith('_mta-sts.') || stsOf(look).length > 0);
  if (!policy && records.length === 0) return undefined;
  const look = records.find(one => isOfCase(domainIn(one), context.evidence)) ?? records[0] ?? newLookUp('MTA-STS');
  const mx = looks.filter(one => mxHosts(one).length > 0);
  const domain = fetchedFor(lines) ?? domainIn(look) ?? (policy ? (mx[0]?.name ?? null) : null);
  const isCases = isOfCase(domain, context.evidence);
  const sent = mx.filter(one => domain === null || one.name === null || one.name === domain).flatMap(mxHosts);
  const own = isCases && context.evidence?.remoteHost ? [context.evidence.remoteHost.toLowerCase()] : [];
  const hosts = sent.length > 0 ? [...new Set(sent)] : own;
  const { key, fact, says, values } = policy ? judgePolicy(policy, hosts) : judgeRecord(look);
  return dnsFinding(
    {
      kind: 'mta-sts',
      look: policy ? { ...look, tool: 'MTA-STS' } : look,
      headline: sentence(`headline.${key}`, values),
      says: [...(isCases ? [] : [sentence('elsewhere', { name: domain! })]), ...says],
      shows: isCases && fact !== null ? [fact] : [],
    },
    name,
  );
}

interface Policy {
  readonly mode: string | null;
  readonly hosts: readonly string[];
  readonly seconds: number | null;
  readonly wrong: string | null;
}

interface Verdict {
  readonly key: string;
  readonly fact: FindingFact | null;
  readonly says: readonly FindingSentence[];
  readonly values: Readonly<Record<string, string>>;
}

// mx: *.mail.protection.outlook.com
const field = /^(?<name>version|mode|mx|max_age)\s{0,4}:\s{0,8}(?<value>\S.{0,253})$/i;

function policyIn(lines: readonly string[]): Policy | undefined {
  const fields = lines.flatMap(line => {
    const found = field.exec(line.trim())?.groups;
    return found ? [[found.name!.toLowerCase(), found.value!.trim()] as const] : [];
  });
  const of = (wanted: string) => fields.filter(([one]) => one === wanted).map(([, value]) => value);
  if (!of('version').some(value => /^STSv1$/i.test(value)) && !(of('mode').length > 0 && of('mx').length > 0))
    return undefined;
  const [mode = null] = of('mode');
  const [age] = of('max_age');
  const isMode = mode !== null && /^(?:enforce|testing|none)$/.test(mode);
  const isAge = age !== undefined && /^\d{1,8}$/.test(age);
  const wrong = !isMode
    ? `mode: ${mode ?? ''}`
    : !isAge
      ? `max_age: ${age ?? ''}`
      : of('mx').length === 0 && mode !== 'none'
        ? 'mx:'
        : null;
  return {
    mode,
    hosts: of('mx')
      .slice(0, 50)
      .map(one => one.toLowerCase()),
    seconds: isAge ? Number(age) : null,
    wrong,
  };
}

function judgePolicy({ mode, hosts, wrong }: Policy, mx: readonly string[]): Verdict {
  if (wrong !== null)
    return { key: 'wrong', fact: 'mta-sts-wrong', says: [sentence('fault', { term: wrong })], values: {} };
  const list = sentence('hosts', { names: { list: hosts.slice(0, 6) } });
  const lacking = mx.filter(host => !hosts.some(pattern => matches(pattern, host)));
  const modeSays = sentence(`mode.${mode}`);
  // RFC 8461, 5: only enforce refuses.
  const isRefused = mode === 'enforce';
  if (lacking.length > 0)
    return {
      key: 'lacks',
      fact: isRefused ? 'mta-sts-lacks-mx' : null,
      says: [list, modeSays],
      values: { host: lacking[0]! },
    };
  if (mx.length === 0) return { key: 'seen', fact: null, says: [list, modeSays, sentence('sendMx')], values: {} };
  return { key: 'covers', fact: 'mta-sts-covers', says: [list, modeSays], values: {} };
}

function judgeRecord(look: LookUp): Verdict {
  const [text] = stsOf(look);
  if (text === undefined) return { key: 'missing', fact: null, says: [sentence('missingMeans')], values: {} };
  const { byName, wrong } = parseTags(text);
  const id = byName.get('id') ?? '';
  const term = wrong[0] ?? (/^[a-z\d]{1,32}$/i.test(id) ? undefined : `id=${id.slice(0, 40)}`);
  return term === undefined
    ? { key: 'record', fact: null, says: [sentence('recordMeans')], values: {} }
    : { key: 'wrong', fact: 'mta-sts-wrong', says: [sentence('fault', { term })], values: {} };
}

/** RFC 8461, 4.1: a star is one label. */
function matches(pattern: string, host: string): boolean {
  if (pattern === host) return true;
  return pattern.startsWith('*.') && host.slice(host.indexOf('.') + 1) === pattern.slice(2);
}

function mxHosts({ records }: LookUp): string[] {
  return records.filter(({ type, data }) => type === 'MX' && data !== '.').map(({ data }) => data);
}

/** Whose record it is; null where the paste does not say. */
function domainIn(look: LookUp): string | null {
  return /^_mta-sts\.(?<domain>.+)$/.exec(look.name ?? stsName(look) ?? '')?.groups?.domain ?? null;
}

function stsName({ records }: LookUp): string | undefined {
  return records.find(({ type, name }) => type === 'TXT' && name?.startsWith('_mta-sts.'))?.name;
}

// curl https://mta-sts.contoso.com/.well-known/mta-sts.txt
const policyAddress = /https:\/\/mta-sts\.(?<domain>[\w.-]{1,253})\/\.well-known\/mta-sts\.txt/i;

function fetchedFor(lines: readonly string[]): string | null {
  for (const line of lines) {
    const { domain } = policyAddress.exec(line)?.groups ?? {};
    if (domain !== undefined) return domain.toLowerCase();
  }
  return null;
}

function stsOf({ records }: LookUp): string[] {
  return records.filter(({ type, data }) => type === 'TXT' && /^v ?= ?STSv1\b/i.test(data)).map(({ data }) => data);
}
