/** What is to be shown, in ids, numbers and times: no prose, so that every language and every surface can say it. */
import type { Answer, Told } from '../answer.ts';
import type { Article, ArticleId, ItemId, OptionId, Owner, StepId } from '../article.ts';
import type { Bearing } from '../bearing.ts';
import type { TraceCluster } from '../bulk/index.ts';
import type {
  CaseEvent,
  ContactSettings,
  DoneAhead,
  EarlierFinding,
  Escalation,
  FollowUp,
  Heard,
  Memory,
  Note,
  Outcome,
  Person,
  Reminder,
  Severity,
  Wording,
} from '../case.ts';
import type { SoughtCases } from '../case-list.ts';
import type { DeliveryState, Evidence, Locale } from '../evidence.ts';
import type { Fate } from '../fate.ts';
import type { FindingSentence, FoundValues, ReadFinding } from '../finding.ts';
import type { ItemState, Skipped } from '../guiding/index.ts';
import type { IncidentFacts, KnownIncident } from '../incident.ts';
import type { Candidate } from '../match.ts';
import type { BatchGroup } from '../matching/index.ts';
import type { Fact, LastTime, PartnerContact } from '../memory.ts';
import type { Side } from '../side.ts';
import type { NamedItem } from '../talk.ts';
import type { DirectoryView } from './directory-views.ts';

/** What every card of a running case shows. */
export interface CaseFrame {
  readonly caseId: string;
  /** The number that the agent's own system gave it. */
  readonly ticket: string | null;
  readonly articleId: ArticleId;
  readonly evidence: Evidence;
  readonly state: DeliveryState | null;
  /** When the queued message is given up; from the paste, or entry time plus the retry life. */
  readonly expiresAt: string | null;
  /** Who holds the message while it waits; null where the paste does not tell. */
  readonly holder: 'microsoft' | 'other' | null;
  /** By when Microsoft 365 has given up at the latest, where it holds the message; from the last try where the entry is unknown. */
  readonly givesUpBy: string | null;
  /** Milliseconds from entering the queue to being given up, where the paste has both. */
  readonly triedFor: number | null;
  readonly retryHours: number;
  readonly canStepBack: boolean;
  /** Nothing was answered or ticked yet: the card says what was found, whatever the case begins with. */
  readonly isFirst: boolean;
  readonly skipped: readonly Skipped[];
  /** When the reply asks for another try: its own “in 5 minutes” after the last one, or after the case was opened. */
  readonly retryAt: string | null;
  /** Who started over, while that can be undone. */
  readonly startedOver: Person | null;
  /** What a sentence changed, while that can be undone. */
  readonly heard: Pick<
    Heard,
    | 'ticked'
    | 'unticked'
    | 'answered'
    | 'answeredToo'
    | 'chosen'
    | 'moved'
    | 'isStillFailing'
    | 'noted'
    | 'began'
    | 'untaken'
    | 'by'
  > | null;
  /** Numbers of steps that are ticked as soon as their list is open, and who said so. */
  readonly doneAhead: Pick<DoneAhead, 'numbers' | 'by'> | null;
  /** What the case was about before its last paste. */
  readonly earlier: Pick<EarlierFinding, 'evidence' | 'articleId' | 'at'> | null;
  readonly seenAgain: { readonly at: string; readonly count: number } | null;
  /** The last one, and how many there are. */
  readonly note: (Note & { readonly count: number }) | null;
  /** Others of the same bounce failed for other reasons, and the card leads to them. */
  readonly hasOtherRecipients: boolean;
  /** What the bot asked last by itself, while it may ask again. */
  readonly reminded: Reminder['kind'] | null;
  /** What the mail goes to may be tested from here, and what that shows decides something. */
  readonly canProbe: boolean;
  /** The last paste can still become a case of its own. */
  readonly canSplit: boolean;
  readonly severity: Severity;
  /** Who looks after it, where that is not whoever opened it. */
  readonly owner: Person | null;
  /** What the experts said when they gave it back. */
  readonly advice: NonNullable<Escalation['ended']> | null;
  /** The experts can be asked. */
  readonly canEscalate: boolean;
  /** How the same problem on the same next hop was solved before, while this one is open. */
  readonly lastTime: LastTime | null;
  /** What data that was sent fills into the guide. */
  readonly found: FoundValues;
  /** What others report as well. */
  readonly incident: KnownIncident | null;
}

/** A step as an answer names it. */
export type AnsweredItem = { readonly stepId: StepId } & (
  | ItemState
  /** Of another list than the open one. */
  | (Omit<ItemState, 'number' | 'state'> & { readonly number: null; readonly state: 'done' | 'elsewhere' })
);

/** What comes after an answer that is not given yet. */
export interface AnsweredBranch {
  readonly option: OptionId;
  readonly stepId: StepId;
  readonly stepKind: 'question' | 'checklist' | 'escalation';
  readonly to: ContactView['to'] | null;
  readonly rows: readonly AnsweredItem[];
  /** Of all lists behind it, where it is a question. */
  readonly owners: readonly Owner[];
}

export interface GivenAnswer {
  readonly stepId: StepId;
  readonly option: OptionId;
}

export interface DoneItem {
  readonly stepId: StepId;
  readonly itemId: ItemId;
  readonly by: Person;
  readonly at: string;
}

/** An answer in a sentence or a few: no card of the case, so it is not brought up to date. */
export interface AnswerView {
  readonly kind: 'answer';
  readonly answer: Answer;
  /** What the same sentence told, where no card of the case says it. */
  readonly told: Told | null;
  /** The case that it is about; null where it needs none. */
  readonly about:
    | (CaseFrame & {
        readonly stepId: StepId;
        readonly stepKind: 'question' | 'checklist' | 'escalation';
        readonly to: ContactView['to'] | null;
        readonly fixedBy: readonly Owner[];
        readonly related: readonly ArticleId[];
        /** The open list. */
        readonly rows: readonly AnsweredItem[];
        /** The steps that were named. */
        readonly named: readonly AnsweredItem[];
        /** All steps of the guide that carry a risk. */
        readonly risky: readonly NamedItem[];
        readonly answers: readonly GivenAnswer[];
        readonly done: readonly DoneItem[];
        readonly outcome: Outcome | null;
        readonly openedAt: string;
        /** The oldest first. */
        readonly notes: readonly Note[];
        /** The open question's answers that are left. */
        readonly options: readonly OptionId[];
        /** Where each of them leads. */
        readonly branches: readonly AnsweredBranch[];
        /** Where “still failing” leads. */
        readonly otherwise: Omit<AnsweredBranch, 'option'> | null;
        readonly wording: Wording;
        readonly began: string | null;
      })
    | null;
}

export interface ViewContext {
  readonly articles: ReadonlyMap<string, Article>;
  readonly memory: Memory;
  /** How long Exchange Online keeps trying a queued message, in hours. */
  readonly retryHours: number;
  /** The language of the person who looks. */
  readonly locale: Locale;
  /** Where it is shown; absent: in a place of no other meaning. */
  readonly conversation?: string;
  /** Whether what an evidence names may be tested from here; absent: nothing may. */
  readonly canProbe?: (evidence: Evidence) => boolean;
}

export interface QuestionView extends CaseFrame {
  readonly kind: 'question';
  readonly stepId: StepId;
  readonly options: readonly OptionId[];
  /** Those that somebody said are wrong. */
  readonly ruledOut: readonly OptionId[];
  /** What was answered before about the same domain. */
  readonly known: ({ readonly option: OptionId } & Pick<Fact, 'subject' | 'by' | 'at'>) | null;
}

export interface ChecklistView extends CaseFrame {
  readonly kind: 'checklist';
  readonly stepId: StepId;
  readonly items: readonly ItemState[];
  /** Whether a finished list leads on to another step. */
  readonly leadsOn: boolean;
}

export interface ConfirmView extends CaseFrame {
  readonly kind: 'confirm';
  readonly stepId: StepId;
  readonly itemId: ItemId;
  readonly number: number;
  /** It is asked because a change needs until then; null: because the step carries a risk. */
  readonly opensAt: string | null;
}

export interface ContactLanguageView extends CaseFrame {
  readonly kind: 'contact-language';
  readonly stepId: StepId;
}

export interface ContactView extends CaseFrame {
  readonly kind: 'contact';
  readonly stepId: StepId;
  readonly to: 'partner' | 'recipient-admin' | 'sender' | 'colleague' | 'microsoft';
  readonly settings: ContactSettings & { readonly language: Locale };
  readonly wording: Wording;
  readonly checks: readonly { readonly id: ItemId; readonly isTicked: boolean }[];
  /** Whom memory knows at the partner, but for whom the text is written to. */
  readonly contacts: readonly PartnerContact[];
  /** False where others read along: a shortened address in a field would be sent back as it stands. */
  readonly areFieldsFilled: boolean;
  /** What was told besides, for a colleague. */
  readonly notes: readonly Note[];
  /** Steps of the case that were ticked, so that a colleague sees what was done. */
  readonly done: readonly { readonly stepId: StepId; readonly itemId: ItemId }[];
}

export interface VerifyView extends CaseFrame {
  readonly kind: 'verify';
  readonly stepId: StepId;
  /** When a look tells whether it worked; null: at once. */
  readonly checkAt: string | null;
}

export interface OutcomeView extends CaseFrame {
  readonly kind: 'outcome';
  readonly outcome: Outcome;
  readonly stepId: StepId;
  /** To whom the text went, where one was sent. */
  readonly to: ContactView['to'] | null;
  readonly address: string | null;
  /** What came of it since, the oldest first. */
  readonly followUps: readonly FollowUp[];
  readonly people: readonly string[];
  readonly steps: number;
  readonly openedAt: string;
}

/** The experts were asked: what they see, and what whoever asked them sees meanwhile. */
export interface ExpertsView extends CaseFrame {
  readonly kind: 'experts';
  readonly side: Side;
  readonly stepId: StepId;
  readonly reporter: Person;
  readonly escalation: Escalation;
  readonly answers: readonly GivenAnswer[];
  readonly done: readonly DoneItem[];
  /** The lists that did not help. */
  readonly failed: readonly StepId[];
  /** Whom it can be given to. */
  readonly colleagues: readonly Person[];
  readonly outcome: Outcome | null;
  /** Of an incident: what was reported. */
  readonly reports: (IncidentFacts & { readonly isMicrosofts: boolean }) | null;
}

/** The incident that the case belonged to is over: does mail arrive again here too? */
export interface OverView extends CaseFrame {
  readonly kind: 'over';
  readonly stepId: StepId;
  readonly incident: KnownIncident & { readonly over: object };
}

/** No article fits, and the experts were asked: what was read, and what they make of it. */
export interface UnknownView extends Pick<ExpertsView, 'side' | 'reporter' | 'escalation' | 'colleagues' | 'outcome'> {
  readonly kind: 'unknown';
  readonly caseId: string;
  readonly ticket: string | null;
  readonly evidence: Evidence;
  readonly unknownCode: string | null;
  /** What happens to the message, where somebody said so. */
  readonly fate: Fate | null;
  /** Articles that were offered, and that nobody took. */
  readonly rejected: readonly ArticleId[];
  readonly canEscalate: boolean;
  readonly severity: Severity;
  readonly owner: Person | null;
  readonly note: CaseFrame['note'];
}

export interface ChooseView {
  readonly kind: 'choose';
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly candidates: readonly Candidate[];
  /**
   * Why there is a choice: several articles fit the words or the code, a code looks damaged, no article has the code,
   * the recipients of one bounce failed for different reasons, or data alone leads to several.
   */
  readonly why: 'words' | 'code' | 'damaged-code' | 'unknown-code' | 'recipients' | 'data';
  readonly unknownCode: string | null;
  /** Something was asked before. */
  readonly canStepBack: boolean;
}

/** The words fit no article well: one question instead of three titles. */
export interface NarrowView {
  readonly kind: 'narrow';
  readonly caseId: string;
  readonly options: readonly Fate[];
}

/** The text that would tell more, and where it is found. It is read like any other, whenever it comes. */
export interface WantedView {
  readonly kind: 'wanted';
  readonly caseId: string;
  readonly evidence: Evidence;
  readonly what: 'bounce' | 'trace';
  /** What fits already, for whoever has no such text. */
  readonly candidates: readonly Candidate[];
}

/** A sentence with help; nothing to decide. */
export interface NoticeView {
  readonly kind: 'notice';
  readonly topic:
    | 'welcome'
    | 'welcome-shared'
    | 'help'
    | 'no-match'
    | 'unknown-code'
    | 'empty'
    | 'too-long'
    | 'forgotten'
    | 'kept'
    | 'not-asked'
    | 'language'
    | 'no-case'
    | 'unknown-case'
    | 'draft-gone'
    | 'new'
    | 'failed';
  readonly unknownCode: string | null;
  readonly reference: string | null;
  /** A case that still waits for an answer, for `no-match`; the number that was asked for, for `unknown-case`. */
  readonly openCase: string | null;
  /** The draft about which the experts can be asked; absent: nobody can be, or nothing is to be asked. */
  readonly caseId?: string;
}

export interface CasesView {
  readonly kind: 'cases';
  readonly sought: SoughtCases;
  /** Of a conversation, not of a person. */
  readonly isShared: boolean;
  /** After how many cases this page begins. */
  readonly from: number;
  /** After how many the pages beside it begin; null where there is none. */
  readonly newer: number | null;
  readonly older: number | null;
  readonly rows: readonly {
    readonly caseId: string;
    readonly articleId: ArticleId | null;
    readonly code: string | null;
    readonly domain: string | null;
    readonly openedAt: string;
    /** The number that the agent's own system gave it. */
    readonly ticket: string | null;
    /** `waiting`: all is done, and whether it helped is to be seen; `sent`: somebody else has to act; `answered`: they did; `experts`: they were asked. */
    readonly state: 'open' | 'waiting' | 'sent' | 'answered' | 'experts' | 'solved' | 'withdrawn';
    /** Who looks after it. */
    readonly owner: string;
    /** Who did something in it last; null: the owner, or nobody. */
    readonly worker: string | null;
  }[];
}

/** Several articles fit what somebody called the problem: which one the case goes on under. No card of the case. */
export interface MoveView {
  readonly kind: 'move';
  /** The number of the case. */
  readonly of: string;
  readonly evidence: Evidence;
  /** What it was called. */
  readonly sought: string;
  readonly articleIds: readonly ArticleId[];
}

/** Something that happened to a case; what is not of its kind is null. */
export interface TimelineRow {
  /** `other`: written by a newer version. */
  readonly kind: CaseEvent['kind'] | 'other';
  readonly at: string;
  /** Null: somebody who asked to be forgotten. */
  readonly who: string | null;
  /** The article of the case at that time. */
  readonly articleId: ArticleId | null;
  readonly step: StepId | null;
  readonly item: ItemId | null;
  readonly option: OptionId | null;
  readonly fate: string | null;
  readonly code: string | null;
  /** What was noted. */
  readonly text: string | null;
  /** A note that the case has no longer. */
  readonly isTakenBack: boolean;
}

/** Who did what when: no card of the case, so it is not brought up to date. */
export interface TimelineView {
  readonly kind: 'timeline';
  /** The number of the case. */
  readonly of: string;
  /** Null while no article is chosen. */
  readonly about: CaseFrame | null;
  readonly evidence: Evidence;
  readonly retryHours: number;
  /** A page, the oldest first. */
  readonly rows: readonly TimelineRow[];
  /** After how many this page begins, of how many. */
  readonly from: number;
  readonly total: number;
  /** After how many the pages beside it begin; null where there is none. */
  readonly earlier: number | null;
  readonly later: number | null;
}

/** Whether everything of a person is to be deleted. */
export interface ForgetView {
  readonly kind: 'forget';
  /** Who is asked, where others read along. */
  readonly name: string | null;
}

/** Files that could not be read, each with why. */
export interface FileRefusedView {
  readonly kind: 'file-refused';
  readonly files: readonly FileProblem[];
}

export interface FileProblem {
  readonly name: string;
  /** A code of `FileRefusal`. */
  readonly code: string;
  /** Bytes, seconds or a host name, where the sentence names one. */
  readonly limit: number | null;
  readonly host: string | null;
}

/** Many messages at once, by problem. */
export interface BatchView {
  readonly kind: 'batch';
  readonly total: number;
  readonly rows: readonly {
    readonly group: BatchGroup;
    /** Opens the first message of the group as a case; null where there is nothing to open. */
    readonly draft: string | null;
  }[];
  readonly refused: readonly FileProblem[];
  /** Files of other kinds, and files beyond the limits of an archive. */
  readonly otherKinds: number;
  readonly leftOut: number;
}

/** What data shows that somebody sent: no card of a case, so it is true when it is given. */
export interface FindingsView {
  readonly kind: 'findings';
  readonly findings: readonly (ReadFinding & {
    /** What it means for the case; null where there is none. */
    readonly bearing: Bearing | null;
    /** Where it contradicts the case: the articles that it speaks for. */
    readonly fits: readonly ArticleId[];
  })[];
  /** There is no case yet to which they were added. */
  readonly isAlone: boolean;
  /** The case that they were added to, where its article is known. */
  readonly about: { readonly caseId: string; readonly articleId: ArticleId; readonly evidence: Evidence } | null;
}

/** How far a large file is read: the same card until it is done. */
export interface ReadingView {
  readonly kind: 'reading';
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** Interrupted: by the end of the process, and not by anything in the file. */
  readonly state: 'reading' | 'done' | 'stopped' | 'interrupted';
}

/** A test of the case's server: the same card from its beginning to its result, which is a view of findings. */
export interface ProbeView {
  readonly kind: 'probe';
  readonly id: string;
  readonly ofCase: string;
  /** What is tested: a host or a domain. */
  readonly name: string;
  readonly state: 'running' | 'done' | 'cancelled' | 'interrupted' | 'failed';
  readonly passed: readonly { readonly part: 'dns' | 'smtp' | 'lists'; readonly host: string | null }[];
  readonly now: {
    readonly part: 'dns' | 'smtp' | 'lists';
    readonly host: string | null;
    readonly stage: 'connect' | 'greeting' | 'ehlo' | 'starttls' | 'tls' | null;
  } | null;
}

/** What a trace of many rows says, where no case is open that it could join. */
export interface BulkView {
  readonly kind: 'bulk';
  /** Messages in trouble. */
  readonly inTrouble: number;
  readonly rows: readonly {
    readonly problem: TraceCluster['problem'];
    readonly messages: number;
    readonly says: readonly FindingSentence[];
    /** Opens one of them as a case; null where there is nothing to open. */
    readonly draft: string | null;
  }[];
  /** What the trace covers. */
  readonly says: readonly FindingSentence[];
  readonly files: readonly { readonly name: string; readonly unread: number; readonly isCut: boolean }[];
  /** What has to be sent again, under its draft; null where nothing has. */
  readonly resend: { readonly draft: string; readonly rows: number; readonly leftOut: number } | null;
  readonly refused: readonly FileProblem[];
}

/** The dialog of the message action: what was recognised, and where the case is to be posted. */
export interface TriagedView
  extends Pick<CaseFrame, 'evidence' | 'state' | 'holder' | 'expiresAt' | 'givesUpBy' | 'triedFor' | 'retryHours'> {
  readonly kind: 'triaged';
  /** Under which the evidence waits until a place is chosen. */
  readonly draft: string;
  /** One: it is named. Several: the reader chooses. */
  readonly candidates: readonly [Candidate, ...Candidate[]];
  /** Why there is a choice; null where there is none. A guess is asked about where the case is posted. */
  readonly why: ChooseView['why'] | 'guess' | null;
  readonly unknownCode: string | null;
  /** Here is the conversation of the message, personal the reader's own chat. */
  readonly places: readonly PostPlace[];
}

export type PostPlace = 'here' | 'personal';

/** A dialog with a box to paste into: asked for, or because nothing could be made of the message. */
export interface PasteView {
  readonly kind: 'paste';
  readonly why: 'ask' | 'no-match' | 'unknown-code' | 'empty' | 'attachment-only' | 'too-long';
  readonly unknownCode: string | null;
}

/** A dialog that says why the case was not posted, with what helps. */
export interface NotPostedView {
  readonly kind: 'not-posted';
  readonly why: 'not-member' | 'no-personal-chat' | 'expired' | 'failed';
  readonly draft: string;
  /** The candidate that was chosen, so that the next press need not ask again. */
  readonly option: ArticleId | null;
  readonly reference: string | null;
  /** Opens the personal chat; null where the bot has no address in Teams. */
  readonly chatUrl: string | null;
}

/** The end of a dialog: where the case is now. */
export interface PostedView {
  readonly kind: 'posted';
  readonly where: PostPlace;
  /** Opens the case in the personal chat; null where the bot has no address in Teams. */
  readonly chatUrl: string | null;
}

/** An article that somebody inserts into a conversation; nothing on it needs the bot, since nobody can update it. */
export interface ArticleView {
  readonly kind: 'article';
  readonly articleId: ArticleId;
  readonly retryHours: number;
  readonly chatUrl: string | null;
}

export type View =
  | QuestionView
  | ChecklistView
  | ConfirmView
  | ContactLanguageView
  | ContactView
  | VerifyView
  | OutcomeView
  | ExpertsView
  | UnknownView
  | OverView
  | ChooseView
  | NarrowView
  | WantedView
  | NoticeView
  | CasesView
  | MoveView
  | TimelineView
  | ForgetView
  | FileRefusedView
  | BatchView
  | ReadingView
  | ProbeView
  | BulkView
  | TriagedView
  | PasteView
  | NotPostedView
  | PostedView
  | ArticleView
  | FindingsView
  | AnswerView
  | DirectoryView;

/** Every kind: a template is read for each, and tests walk over them. The compiler names one that is missing. */
export const viewKinds = Object.keys({
  question: true,
  checklist: true,
  confirm: true,
  'contact-language': true,
  contact: true,
  verify: true,
  outcome: true,
  experts: true,
  unknown: true,
  over: true,
  choose: true,
  narrow: true,
  wanted: true,
  notice: true,
  cases: true,
  move: true,
  timeline: true,
  forget: true,
  'file-refused': true,
  batch: true,
  reading: true,
  probe: true,
  bulk: true,
  triaged: true,
  paste: true,
  'not-posted': true,
  posted: true,
  article: true,
  answer: true,
  findings: true,
  partners: true,
  partner: true,
  'partner-delete': true,
  hosts: true,
  host: true,
  import: true,
} satisfies Record<View['kind'], true>) as readonly View['kind'][];
