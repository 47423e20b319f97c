/** A trace as a finding: what most of its trouble is, for the case that is open. */
import type { Evidence } from '../evidence.ts';
import type { FindingCopy, FindingFact, FindingSentence, FindingSource, FoundValues, ReadFinding } from '../finding.ts';
import type { ResendList } from './resend-list.ts';
import { said } from './said.ts';
import { saidZone, sayCluster } from './say-trace.ts';
import type { TraceCluster, TraceSummary } from './trace-summary.ts';

/** What decides stands first, and nobody reads more. */
const mostSentences = 7;

/** @param evidence of the open case; null where none is open */
export function findTrace(
  { clusters, rows, localZone }: TraceSummary,
  resend: ResendList | null,
  { name, unread }: Pick<FindingSource, 'name' | 'unread'>,
  evidence: Evidence | null,
): ReadFinding {
  const [main] = clusters;
  const messages = clusters.reduce((sum, cluster) => sum + cluster.messages, 0);
  return {
    kind: 'message-trace',
    source: { name, format: null, rows, unread, firstUnread: null, comparedWith: null },
    headline: main ? said('headline.some', { messages, count: main.messages }) : said('headline.none'),
    says: main
      ? [
          ...sayCluster(main).slice(0, mostSentences),
          ...(localZone === null ? [] : [saidZone(localZone)]),
          ...listed(resend),
        ]
      : [],
    shows: main ? factsOf(main) : [],
    articleId: main?.problem.kind === 'article' ? main.problem.articleId : null,
    values: main ? valuesOf(main, evidence) : {},
    copies: copyOf(resend),
  };
}

function factsOf({ domains, workingIps, isByAddress, began }: TraceCluster): FindingFact[] {
  if (began === null || domains.length === 0) return [];
  return [isByAddress || workingIps.length > 0 ? 'trace-some-arrive' : 'trace-nothing-arrives'];
}

/** The next hop, where the case does not know it yet. */
function valuesOf({ hosts, failingIps }: TraceCluster, evidence: Evidence | null): FoundValues {
  const [host, ip] = [hosts[0]?.name, failingIps[0]?.name];
  return {
    ...(host !== undefined && evidence?.remoteHost === null && { server: { text: host, isPublic: false } }),
    ...(ip !== undefined && evidence?.remoteIp === null && { ip: { text: ip, isPublic: false } }),
  };
}

function listed(resend: ResendList | null): FindingSentence[] {
  if (!resend || resend.leftOut === 0) return [];
  return [said('resendMore', { count: resend.rows + resend.leftOut, rows: resend.rows })];
}

function copyOf(resend: ResendList | null): FindingCopy[] {
  if (!resend || resend.rows === 0) return [];
  return [{ key: 'resend', format: 'csv', text: resend.csv, publicText: null }];
}
