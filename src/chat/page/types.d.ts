// For the editor and the type check only: the browser never loads it.
import type { Reaction, SaidMessage } from '../transcript.ts';

export type { AdaptiveCardJson, ChatEntry, NewCaseMark, Place, Reaction, SaidMessage, Source } from '../transcript.ts';

export type Language = 'en' | 'nl' | 'sv' | 'zh-CN';
export type SampleName = 'refused' | 'certificate' | 'bounce' | 'words' | 'experts';

export interface Texts {
  skip: string;
  where: string;
  /** The link to the other window, and what it opens. */
  otherPlace: string;
  otherPlaceWhy: string;
  newCase: string;
  language: string;
  conversation: string;
  emptyTitle: string;
  emptyText: string;
  try: string;
  samples: Record<SampleName, string>;
  plainWords: string;
  /** The command that names the place of the experts. */
  expertsHere: string;
  /** What is otherwise in the channel. */
  channel: Pick<Texts, 'where' | 'otherPlace' | 'otherPlaceWhy' | 'emptyTitle' | 'emptyText' | 'placeholder'>;
  say: string;
  placeholder: string;
  hint: string;
  count(characters: string, lines: string): string;
  fileRead(name: string, size: string): string;
  addFile: string;
  send: string;
  dropTitle: string;
  dropText: string;
  you: string;
  typing: string;
  showAll: string;
  showAllLines(lines: string): string;
  showLess: string;
  copy: string;
  copied: string;
  save: string;
  copyFailed: string;
  notSent: string;
  sendAgain: string;
  tooLong: string;
  fileTooLarge(name: string, limit: string): string;
  fileUnknown(name: string): string;
  fileEmpty(name: string): string;
  fileFailed(name: string): string;
  lost: string;
  back: string;
  actionFailed: string;
  actionGone: string;
  openBlocked: string;
  sources(count: string): string;
  helpfulQuestion: string;
  helpful: string;
  notHelpful: string;
  more: string;
  thanks: string;
}

/** What a button of a card asks for. */
export interface CardAction {
  type: 'Action.Execute' | 'Action.Submit';
  id?: string;
  verb?: string;
  data?: unknown;
}

export interface InvokeAnswer {
  entry?: SaidMessage;
  message?: string;
  error?: string;
}

export interface LogActions {
  sendAgain(entry: SaidMessage): void;
  perform(entry: SaidMessage, action: CardAction): Promise<void>;
  rate(entry: SaidMessage, reaction: Reaction): Promise<void>;
  notify(sentence: string): void;
}

declare global {
  const AdaptiveCards: typeof import('adaptivecards');
}
