/** Bulk data: a million rows of a trace, or the logs of a server, taken in one by one; what they say comes out. */
export type { LoggedCertificate } from './certificate-line.ts';
export { type Direction, directionIn, protocolColumns, readProtocolRow } from './exchange-protocol.ts';
export { findLog } from './find-log.ts';
export { findTrace } from './find-trace.ts';
export { iisColumns, readIisRow } from './iis-log.ts';
export { isOutside } from './ip-ranges.ts';
export { clockOf, type DayOrder, type LocalClock, readLocalTime } from './local-times.ts';
export { isPostfixLine, readPostfixLine } from './postfix-log.ts';
export type { ProtocolEvent } from './protocol-event.ts';
export {
  type Arrival,
  type Missing,
  type ProtocolQuestion,
  type ProtocolSummary,
  type SessionsSummary,
  summariseProtocol,
} from './protocol-summary.ts';
export { ProtocolTotals, type Stage, stages } from './protocol-totals.ts';
export { csvCell, type ResendList, resendList } from './resend-list.ts';
export { sayCluster, sayTrace } from './say-trace.ts';
export { hasLocalTimes, readTraceRow, type TraceColumns, traceColumns, traceDayOrder } from './trace-columns.ts';
export type { TraceEvent, TraceRow } from './trace-row.ts';
export {
  type Counted,
  type ReplyMeaning,
  type SummaryOptions,
  summariseTrace,
  type TraceCluster,
  type TraceSummary,
} from './trace-summary.ts';
export { mostListed, TraceTotals } from './trace-totals.ts';
