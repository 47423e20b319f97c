/** What a probe showed, as findings of a case. */
import type { ReadFinding } from '../triage/finding.ts';
import type { BlockListProbe } from './block-lists.ts';
import { dnsFinding } from './dns-finding.ts';
import type { ProbeResult } from './probe.ts';
import { type ProbeContext, type ProbeQuestion, probeFinding, sentence } from './probe-finding.ts';
import { smtpFinding } from './smtp-finding.ts';

/** What decides first: the conversation with the server, then its name, then the lists. */
export function probeFindings({ plan, smtp, dns, left, lists }: ProbeResult, question: ProbeQuestion): ReadFinding[] {
  const contextOf = (...names: readonly (string | null)[]): ProbeContext => ({
    ...question,
    isOfCase: names.some(name => name !== null && question.about.includes(name)),
  });
  const ownDomain = plan.host === null ? plan.domain : null;
  const untried = smtp.length === 0 && left.length > 0 ? [leftFinding(left, contextOf())] : [];
  return [
    // A server is the case's by its own name, and where mail to the case's domain goes to it.
    ...smtp.map(one => smtpFinding(one, contextOf(one.host, ownDomain))),
    ...untried,
    ...(dns ? [dnsFinding(dns, contextOf(plan.domain))] : []),
    // Which address sends was read from the case.
    ...(lists ? [listsFinding(lists, { ...question, isOfCase: true })] : []),
  ];
}

function leftFinding(left: ProbeResult['left'], context: ProbeContext): ReadFinding {
  const [first] = left;
  return probeFinding('probe-smtp', context, {
    headline: sentence(`headline.left.${first!.why}`, { host: first!.host }),
    shows: [],
    says: [sentence(`left.${first!.why}`, { hosts: { list: left.map(({ host }) => host) } })],
  });
}

function listsFinding({ address, lists }: BlockListProbe, context: ProbeContext): ReadFinding {
  const named = (state: string) => lists.filter(one => one.state === state).map(({ list }) => list);
  const [listed, clear, unanswered] = [named('listed'), named('not-listed'), named('no-answer')];
  const { blockList } = context;
  // Only of the list that the reply names does "not on it" say anything.
  const isOffNamed = blockList !== null && clear.includes(blockList);
  const key = listed.length > 0 ? 'listed' : clear.length > 0 ? 'clear' : 'noAnswer';
  return probeFinding('probe-lists', context, {
    headline: sentence(`headline.${key}`, { address, lists: { list: listed }, count: clear.length }),
    shows: listed.length > 0 ? ['probe-listed'] : isOffNamed ? ['probe-not-listed'] : [],
    says: [
      ...(clear.length > 0 ? [sentence('clear', { lists: { list: clear } })] : []),
      ...(isOffNamed && blockList !== null ? [sentence('offNamed', { list: blockList })] : []),
      ...(unanswered.length > 0 ? [sentence('noAnswer', { lists: { list: unanswered } })] : []),
    ],
  });
}
