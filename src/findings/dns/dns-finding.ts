/** What the findings of DNS share: the source, the domain, and what is said where nobody answered. */
import type {
  FindingCopy,
  FindingFact,
  FindingKind,
  FindingSentence,
  FoundAbout,
  ReadFinding,
} from '../../triage/finding.ts';
import { sentence, toolFinding } from '../tool-finding.ts';
import { type DnsStatus, isInsideAnswer, type LookUp } from './look-up.ts';

export interface Judged {
  readonly kind: FindingKind;
  readonly look: LookUp;
  readonly headline: FindingSentence;
  readonly says: readonly FindingSentence[];
  readonly shows: readonly FindingFact[];
  readonly copies?: readonly FindingCopy[];
  readonly evidence?: FoundAbout['evidence'];
}

export function dnsFinding(
  { kind, look, headline, says, shows, copies = [], evidence = {} }: Judged,
  name: string | null,
): ReadFinding {
  const inside = isInsideAnswer(look) ? [sentence('insideResolver', { server: look.server! })] : [];
  return {
    ...toolFinding({
      kind,
      name,
      format: look.tool,
      rows: Math.max(1, look.records.length),
      headline,
      says: [...says.slice(0, 5 - inside.length), ...inside],
      // Split DNS: what a resolver inside says of records for the internet is not what receivers get.
      shows: inside.length > 0 && kind !== 'host-address' ? [] : shows,
    }),
    copies,
    about: { reply: null, evidence },
  };
}

/** Nobody answered, or the name server could not: that says nothing of the record. */
export function unanswered(
  kind: FindingKind,
  look: LookUp,
  asked: string,
  isCases: boolean,
): Pick<Judged, 'kind' | 'look' | 'headline' | 'says' | 'shows' | 'copies'> | undefined {
  const key = trouble[look.status];
  if (key === undefined) return undefined;
  const fact: FindingFact = look.status === 'silent' ? 'dns-silent' : 'dns-fails';
  return {
    kind,
    look,
    headline: sentence(`headline.${key}`, { name: asked }),
    says: [...(isCases ? [] : [sentence('elsewhere', { name: asked })]), sentence(`means.${key}`, { name: asked })],
    // Silence of the resolver that one asks is not silence of the domain's name servers.
    shows: isCases && look.status !== 'refused' && !isInsideAnswer(look) ? [fact] : [],
    copies: askAgain(look, asked),
  };
}

const trouble: Partial<Record<DnsStatus, string>> = { fails: 'fails', refused: 'refused', silent: 'silent' };

/** The same question to a resolver outside. */
export function askAgain({ type }: LookUp, asked: string): FindingCopy[] {
  if (!/^[\w.-]{1,253}$/.test(asked)) return [];
  const text = `nslookup -type=${(type ?? 'a').toLowerCase()} ${asked} 8.8.8.8`;
  return [{ key: 'askOutside', format: 'txt', text, publicText: null }];
}
