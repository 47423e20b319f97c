/** Bulk data: a million rows of a trace, or the logs of a server, taken in one by one; what they say comes out. */
export { type DayOrder, readLocalTime } from './local-times.ts';
export { csvCell, type ResendList, resendList } from './resend-list.ts';
export { readTraceRow, type TraceColumns, traceColumns, traceDayOrder } from './trace-columns.ts';
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
