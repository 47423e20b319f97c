/** Showing: a case becomes a view, shortened where others read along. */
export { answerView } from './answer-view.ts';
export { currentView, viewAfter, whyChoose } from './current-view.ts';
export { deliveryOf } from './delivery.ts';
export {
  type DirectoryView,
  directoryPage,
  type HostsView,
  type HostView,
  type ImportView,
  type LineProblem,
  lineProblems,
  type PartnerDeleteView,
  type PartnersView,
  type PartnerView,
} from './directory-views.ts';
export { findingsView } from './findings-view.ts';
export { nextReminder } from './next-reminder.ts';
export { redactEvidence, redactText } from './redact.ts';
export { redactView } from './redact-view.ts';
export { type ShownReason, type ToldApart, tellApart } from './tell-apart.ts';
export { type StoredHappening, timelineView } from './timeline.ts';
export {
  type AnsweredBranch,
  type AnsweredItem,
  type AnswerView,
  type ArticleView,
  type BatchView,
  type BulkView,
  type CaseFrame,
  type CasesView,
  type ChecklistView,
  type ChooseView,
  type ConfirmView,
  type ContactLanguageView,
  type ContactView,
  type ExpertsView,
  type FileProblem,
  type FileRefusedView,
  type FindingsView,
  type ForgetView,
  type MoveView,
  type NarrowView,
  type NoticeView,
  type NotPostedView,
  type OutcomeView,
  type OverView,
  type PasteView,
  type PostedView,
  type PostPlace,
  type ProbeView,
  type QuestionView,
  type ReadingView,
  type TimelineRow,
  type TimelineView,
  type TriagedView,
  type UnknownView,
  type VerifyView,
  type View,
  type ViewContext,
  viewKinds,
  type WantedView,
} from './view.ts';
