/** Whether a condition holds, and through which of its parts: one judge for the answers of a guide and the weights of codes. */
import type { Condition } from './article.ts';
import type { Memory } from './case.ts';
import { type DeliveryState, deliveryState, type Evidence, type EvidenceKind } from './evidence.ts';
import { domainOf, type HostOwner, hostOwner } from './facts.ts';
import { type Finding, type FindingKind, factsOf } from './finding.ts';
import { isExchange } from './mail-system.ts';
import { parseCode, quotesReply } from './status-code.ts';
import { tokenize } from './tokens.ts';

/** A part of a condition that holds, and by what in the paste or in memory. */
export type Because =
  | { readonly kind: 'host-owner'; readonly owner: HostOwner['owner']; readonly from: HostOwner['from'] }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'state'; readonly state: DeliveryState }
  | { readonly kind: 'generated-by'; readonly host: string }
  | { readonly kind: 'system'; readonly text: string }
  | { readonly kind: 'reason'; readonly text: string }
  | { readonly kind: 'same-domain' }
  /** Data that was sent to the case. */
  | { readonly kind: 'found'; readonly finding: FindingKind }
  | { readonly kind: 'by-others'; readonly text: string }
  | { readonly kind: 'format'; readonly format: EvidenceKind };

type Judge<Part extends keyof Condition> = (
  wanted: NonNullable<Condition[Part]>,
  evidence: Evidence,
  memory: Memory,
  findings: readonly Finding[],
) => Because | undefined;

/** The part that tells a reader most comes first. */
const judges: { readonly [Part in keyof Required<Condition>]: Judge<Part> } = {
  hostOwner(wanted, evidence, memory) {
    const owner = hostOwner(evidence, memory);
    return owner && wanted.includes(owner.owner) ? { kind: 'host-owner', ...owner } : undefined;
  },
  subReason(wanted, { subReason, subReasonText }) {
    const isWanted = subReason !== null && wanted.includes(subReason);
    return isWanted ? { kind: 'text', text: subReasonText ?? subReason } : undefined;
  },
  text(wanted, evidence) {
    const text = wanted.find(wording => says(evidence, wording));
    return text === undefined ? undefined : { kind: 'text', text };
  },
  reason(wanted, { reason, reasonText }) {
    return reason !== null && wanted.includes(reason) ? { kind: 'reason', text: reasonText ?? reason } : undefined;
  },
  system(wanted, { system, systemText }) {
    return system !== null && wanted.includes(system) ? { kind: 'system', text: systemText ?? system } : undefined;
  },
  code(wanted, { statusCodes }) {
    const code = wanted.find(one => statusCodes.some(({ enhancedStatusCode }) => enhancedStatusCode === one));
    return code === undefined ? undefined : { kind: 'code', code };
  },
  state(wanted, evidence) {
    const state = deliveryState(evidence);
    return state !== null && wanted.includes(state) ? { kind: 'state', state } : undefined;
  },
  generatedBy(wanted, { generatedBy, reportingHost }) {
    const isWanted = generatedBy !== null && wanted.includes(generatedBy);
    return isWanted ? { kind: 'generated-by', host: reportingHost ?? '' } : undefined;
  },
  blockList: (_, { blockList }) => (blockList === null ? undefined : { kind: 'text', text: blockList }),
  // Outlook.com is another system than Exchange, and Microsoft's own.
  byOthers: (_, evidence) =>
    saidByOthers(evidence) && evidence.system !== 'outlook-com'
      ? { kind: 'by-others', text: evidence.systemText ?? quotedBy(evidence) ?? '' }
      : undefined,
  sameDomain: (_, evidence) => (isWithinOneDomain(evidence) ? { kind: 'same-domain' } : undefined),
  kind: (wanted, { kind }) => (wanted.includes(kind) ? { kind: 'format', format: kind } : undefined),
  found(wanted, _evidence, _memory, findings) {
    const facts = factsOf(findings);
    const finding = wanted.map(fact => facts.get(fact)).find(one => one !== undefined);
    return finding && { kind: 'found', finding: finding.kind };
  },
};

const parts = Object.keys(judges) as (keyof Condition)[];

/** What costs nothing to judge, before the words are searched. */
const cheap: ReadonlySet<keyof Condition> = new Set([
  'reason',
  'system',
  'code',
  'state',
  'generatedBy',
  'kind',
  'blockList',
  'byOthers',
  'found',
]);

/** What a condition asks for, in the order in which it is told, and the cheap ones of it. */
interface Demands {
  readonly all: readonly (keyof Condition)[];
  readonly cheap: readonly (keyof Condition)[];
}

/** Conditions come from the articles, and each has two or three parts of many. */
const demands = new WeakMap<Condition, Demands>();

function demandsOf(condition: Condition): Demands {
  let known = demands.get(condition);
  if (known === undefined) {
    const all = parts.filter(part => condition[part] !== undefined);
    known = { all, cheap: all.filter(part => cheap.has(part)) };
    demands.set(condition, known);
  }
  return known;
}

/** Every part of a condition that holds; null where one does not. */
export function holdingParts(
  condition: Condition,
  evidence: Evidence,
  memory: Memory,
  findings: readonly Finding[] = [],
): readonly Because[] | null {
  const asked = demandsOf(condition);
  for (const part of asked.cheap) if (judgePart(part, condition, evidence, memory, findings) === undefined) return null;
  const holding: Because[] = [];
  for (const part of asked.all) {
    const because = judgePart(part, condition, evidence, memory, findings);
    if (because === undefined) return null;
    holding.push(because);
  }
  return holding;
}

/**
 * Why a condition holds; null where it does not.
 * @param findings what data shows that was sent to the case
 */
export function holds(
  condition: Condition,
  evidence: Evidence,
  memory: Memory,
  findings: readonly Finding[] = [],
): Because | null {
  return holdingParts(condition, evidence, memory, findings)?.[0] ?? null;
}

/** A page of replies says no more than its first ones. */
const mostReplies = 20;

/** The words of the replies and of the reason in them. */
export function repliesOf({ statusCodes, subReasonText }: Evidence): string[] {
  return [...statusCodes.slice(0, mostReplies).map(({ text }) => text), subReasonText ?? ''];
}

/** Whether the replies, or the person's own words, have a wording; its last word may go on: "greylist" is said in "greylisted". */
export function says(evidence: Evidence, wording: string): boolean {
  const { text, begins } = foldedWording(wording);
  if (text === ' ') return false;
  const said = saidIn(evidence);
  // A beginning is looked up in a fraction of the time that a search takes, and most wordings have one that is not there.
  return said.beginnings.has(begins) && said.text.includes(text);
}

interface FoldedWording {
  readonly text: string;
  /** Of its first word, which may go on where it is the last one too. */
  readonly begins: string;
}

const beginning = 3;

/** Wordings come from the articles: as many as there are, and asked again for every paste. */
const foldedWordings = new Map<string, FoldedWording>();

function foldedWording(wording: string): FoldedWording {
  let folded = foldedWordings.get(wording);
  if (folded === undefined) {
    const words = tokenize(wording);
    folded = { text: ` ${words.join(' ')}`, begins: (words[0] ?? '').slice(0, beginning) };
    foldedWordings.set(wording, folded);
  }
  return folded;
}

function judgePart<Part extends keyof Condition>(
  part: Part,
  condition: Condition,
  evidence: Evidence,
  memory: Memory,
  findings: readonly Finding[],
) {
  return judges[part](condition[part]!, evidence, memory, findings);
}

interface Said {
  /** With a blank before every word. */
  readonly text: string;
  /** The first letters of its words: one, two and three. */
  readonly beginnings: ReadonlySet<string>;
}

/** The tokens of everything that was said in words. A guide and a list of codes ask many times for the same evidence. */
const remembered = new WeakMap<Evidence, Said>();

function saidIn(evidence: Evidence): Said {
  const known = remembered.get(evidence);
  if (known !== undefined) return known;
  const tokens = [...repliesOf(evidence), evidence.line, evidence.words].map(tokenize);
  const beginnings = new Set<string>();
  for (const word of tokens.flat())
    for (let letters = 1; letters <= beginning; letters++) beginnings.add(word.slice(0, letters));
  const said = { text: tokens.map(words => ` ${words.join(' ')}`).join('|'), beginnings };
  remembered.set(evidence, said);
  return said;
}

/** Whether another system than Exchange said it: one that can be told, or whichever Exchange Online quotes. */
export function saidByOthers(evidence: Evidence): boolean {
  return evidence.system === null ? quotedBy(evidence) !== undefined : !isExchange(evidence.system);
}

/** “Remote server returned …”, in Exchange Online's words. */
function quotedBy({ statusCodes }: Evidence): string | undefined {
  return statusCodes.find(({ role, enhancedStatusCode }) => {
    const code = parseCode(enhancedStatusCode ?? '');
    return role === 'wrapper' && code !== undefined && quotesReply(code);
  })?.text;
}

/** Whether everybody named is in the sender's own domain. */
function isWithinOneDomain({ sender, recipients }: Evidence): boolean {
  const own = sender === null ? null : domainOf(sender);
  return own !== null && recipients.length > 0 && recipients.every(recipient => domainOf(recipient) === own);
}
