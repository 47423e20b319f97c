/** What a typed word means while a card is open: an answer, a tick, a command. Everything else is a paste. */

import type { Article } from '../article.ts';
import { textsFor } from '../article-texts.ts';
import { allCases, caseLists, type SoughtCases } from '../case-list.ts';
import { type Locale, locales } from '../evidence.ts';
import { type Fate, fates } from '../fate.ts';
import type { Press } from '../guiding/index.ts';
import { failedRecipients } from '../recipient-groups.ts';
import type { ChooseView, View } from '../showing/index.ts';
import { argumentOf, longestFirst } from './argument-of.ts';
import { languageNames } from './language-names.ts';
import { isOneOf, plain } from './plain.ts';
import { readDetails, type TypedDetails } from './read-details.ts';

/** Words of all languages; every command is understood in every language. */
export type CommandWords = Readonly<Record<CommandWord, readonly string[]>>;
export const commandWords = [
  'help',
  'new',
  'cases',
  'case',
  'findCases',
  'forget',
  'language',
  'partners',
  'partner',
  'hosts',
  'host',
  'export',
  'back',
  'restart',
  'undo',
  'ticket',
  'note',
  'probe',
  'timeline',
  'pack',
  'whole',
  'contact',
  'began',
  'answered',
  'unanswered',
  'remind',
  'done',
  'solved',
  'failing',
  'yes',
  'no',
  'unsure',
  'negation',
  'expertsHere',
  'expertsGone',
  'askExperts',
  'take',
  'assign',
  'tell',
  'giveBack',
  'takeBack',
  'moveTo',
  'thisIs',
  'withdraw',
  'normal',
  'high',
  'critical',
  'onCall',
  'offCall',
  'incidents',
  'leaveIncident',
  ...caseLists,
  ...fates,
] as const;
export type CommandWord = (typeof commandWords)[number];

export type Typed =
  | { readonly kind: 'command'; readonly command: 'help' | 'new' | 'cases' | 'forget' }
  /** `cases experts`, `cases team`, `cases fabrikam 4.4.316`: some of them. */
  | { readonly kind: 'cases'; readonly sought: SoughtCases }
  | { readonly kind: 'language'; readonly argument: string }
  /** `partners`, `partners fabri`, `hosts`: a list, or what is found in it. */
  | { readonly kind: 'directory'; readonly list: 'partners' | 'hosts'; readonly sought: string | null }
  /** `partner fabrikam.com`, `host mail.contoso.com`: one of them. */
  | { readonly kind: 'partner' | 'host'; readonly name: string }
  /** `partners export` */
  | { readonly kind: 'export' }
  /** `case K7Q2MF`: the case of that number. */
  | { readonly kind: 'case'; readonly caseId: string }
  /** Who did what when, in the open case or in that of the number. */
  | { readonly kind: 'timeline'; readonly caseId: string | undefined }
  /** All that is known of the open case, or of that of the number, as one text. */
  | { readonly kind: 'pack'; readonly caseId: string | undefined; readonly isWhole: boolean }
  | TypedDetails
  | { readonly kind: 'paste' };

// K7Q2MF: no letter that is mistaken for a digit
const caseNumber = /^[A-HJ-NP-Z2-9]{6}$/;

/** Longer texts are never an answer. */
const longestAnswer = 60;

/** Whether a text is so short, and one line, that it may be a command or an answer. */
export function mayBeTyped(text: string): boolean {
  return text.length <= longestAnswer && !text.includes('\n');
}

export function readTyped(
  text: string,
  view: View | null,
  articles: ReadonlyMap<string, Article>,
  words: CommandWords,
): Typed {
  const said = mayBeTyped(text) ? plain(text) : '';
  if (said === '') return { kind: 'paste' };
  const is = (word: CommandWord) => isOneOf(said, words[word]);
  for (const command of ['help', 'new', 'cases', 'forget'] as const)
    if (is(command)) return { kind: 'command', command };
  const sought = readCases(said, words);
  if (sought) return { kind: 'cases', sought };
  const language = argumentOf(said, words.language);
  if (language !== undefined) return { kind: 'language', argument: language };
  const caseId = argumentOf(said, words.case)?.toUpperCase();
  if (caseId !== undefined && caseNumber.test(caseId)) return { kind: 'case', caseId };
  const ofCase = argumentOf(said, words.timeline)?.toUpperCase();
  if (ofCase === '' || (ofCase !== undefined && caseNumber.test(ofCase)))
    return { kind: 'timeline', caseId: ofCase || undefined };
  const pack = readPack(said, words);
  if (pack) return pack;
  const directory = readDirectory(said, words, is);
  // "servers" may be an answer of the open question.
  const isAnswer = directory?.kind === 'directory' && directory.list === 'hosts' && view !== null;
  if (directory && !(isAnswer && readForView(said, view, articles, words, is))) return directory;
  // What can be undone is; else "undo" means a step back, as people expect.
  if (is('undo')) return { kind: 'press', press: { verb: canUndo(view) ? 'undo' : 'back' } };
  if (is('back')) return { kind: 'press', press: { verb: 'back' } };
  if (is('restart')) return { kind: 'press', press: { verb: 'restart' } };
  const details = view && 'caseId' in view ? readDetails(said, text, view.kind, words) : undefined;
  if (details) return details;
  const press = view && readForView(said, view, articles, words, is);
  return press ? { kind: 'press', press } : { kind: 'paste' };
}

/** Whose and in which state come first, then words: "cases team with the experts fabrikam". */
function readCases(said: string, words: CommandWords): SoughtCases | undefined {
  const listed = argumentOf(said, longestFirst(words.cases)) ?? argumentOf(said, longestFirst(words.findCases));
  if (!listed) return undefined;
  let sought = allCases;
  let rest = listed;
  for (let found = true; found && rest !== ''; ) {
    found = false;
    for (const list of caseLists) {
      const behind = argumentOf(rest, longestFirst(words[list]));
      if (behind === undefined || (list === 'teamCases' ? sought.isTeam : sought.which !== null)) continue;
      sought = list === 'teamCases' ? { ...sought, isTeam: true } : { ...sought, which: list };
      [rest, found] = [behind, true];
      break;
    }
  }
  if (rest === '') return sought;
  // "History of mail to them": talk that begins like the name of the list.
  const isSearch = argumentOf(said, longestFirst(words.findCases)) !== undefined;
  return isSearch && rest.split(' ').length <= mostSought ? { ...sought, words: rest } : undefined;
}

/** So many words somebody types to find a case. */
const mostSought = 4;

/** "pack", "evidence pack K7Q2MF", "pack whole": any other word behind it is talk of something else. */
function readPack(said: string, words: CommandWords): Typed | undefined {
  const behind = argumentOf(said, longestFirst(words.pack));
  if (behind === undefined) return undefined;
  const whole = longestFirst(words.whole)
    .map(plain)
    .find(word => behind === word || behind.endsWith(` ${word}`));
  const number = (whole === undefined ? behind : behind.slice(0, behind.length - whole.length)).trim().toUpperCase();
  if (number !== '' && !caseNumber.test(number)) return undefined;
  return { kind: 'pack', caseId: number || undefined, isWhole: whole !== undefined };
}

// fabrikam.com, mail.eu.fabrikam.co.uk
const domainName =
  /^(?=.{4,253}$)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,61}$/u;

/** One word behind a command: a sentence that begins with it is about something else. */
function readDirectory(said: string, words: CommandWords, is: (word: CommandWord) => boolean): Typed | undefined {
  for (const list of ['partners', 'hosts'] as const) {
    if (is(list)) return { kind: 'directory', list, sought: null };
    const argument = argumentOf(said, longestFirst(words[list]));
    if (!argument || argument.includes(' ') || !/[\s:]/.test(said.at(-argument.length - 1) ?? '')) continue;
    const isExport = list === 'partners' && words.export.some(one => plain(one) === argument);
    return isExport ? { kind: 'export' } : { kind: 'directory', list, sought: argument };
  }
  for (const kind of ['partner', 'host'] as const) {
    const name = argumentOf(said, longestFirst(words[kind]));
    if (name !== undefined && domainName.test(name)) return { kind, name };
  }
  return undefined;
}

function canUndo(view: View | null): boolean {
  return view !== null && 'startedOver' in view && (view.startedOver !== null || view.heard !== null);
}

function readForView(
  said: string,
  view: View,
  articles: ReadonlyMap<string, Article>,
  words: CommandWords,
  is: (word: CommandWord) => boolean,
): Press | undefined {
  switch (view.kind) {
    case 'question': {
      const article = articles.get(view.articleId);
      const labels = view.options.map(option => [
        option,
        ...locales.map((locale: Locale) =>
          article === undefined
            ? option
            : (textsFor(article, view.evidence, locale).steps[view.stepId]?.options?.[option] ?? option),
        ),
      ]);
      const option =
        view.options[Number(said) - 1] ??
        wordOption(view.options, labels, words, is) ??
        pick(said, view.options, labels, words.negation);
      return option === undefined ? undefined : { verb: 'answer', step: view.stepId, option };
    }
    case 'choose': {
      const recipient = view.why === 'recipients' ? recipientOf(said, view) : undefined;
      if (recipient) return recipient;
      const option = candidateOf(said, view, articles, words, is) ?? (is('no') || is('none') ? 'none' : undefined);
      return option === undefined ? undefined : { verb: 'choose', option };
    }
    case 'narrow': {
      const option = fateOf(said, view.options, words, is);
      return option === undefined ? undefined : { verb: 'narrow', option };
    }
    case 'wanted': {
      if (is('no') || is('none')) return { verb: 'narrow', option: 'none' };
      const option = candidateOf(said, view, articles, words, is);
      return option === undefined ? undefined : { verb: 'choose', option };
    }
    case 'checklist': {
      if (is('solved')) return { verb: 'solved', step: view.stepId };
      if (is('failing')) return { verb: 'failing', step: view.stepId };
      const item = tickedItem(said, view, words, is);
      return item === undefined ? undefined : { verb: 'tick', step: view.stepId, item };
    }
    case 'confirm': {
      const where = { step: view.stepId, item: view.itemId };
      if (is('yes')) return { verb: 'confirm', ...where };
      return is('no') ? { verb: 'cancel', ...where } : undefined;
    }
    case 'verify':
      if (is('yes') || is('solved')) return { verb: 'solved', step: view.stepId };
      return is('no') || is('failing') ? { verb: 'failing', step: view.stepId } : undefined;
    case 'over':
      if (is('yes') || is('solved')) return { verb: 'solved', step: view.stepId, option: 'anyway' };
      return is('no') || is('failing') ? { verb: 'leave-incident' } : undefined;
    case 'contact-language': {
      const option = locales[Number(said) - 1] ?? languageNamed(said);
      return option === undefined ? undefined : { verb: 'contact-language', option };
    }
    case 'contact': {
      if (is('done')) return { verb: 'sent' };
      const language = languageNamed(said);
      return language && { verb: 'contact-language', option: language };
    }
    case 'outcome': {
      const isAnswered = view.followUps.at(-1)?.kind === 'answered';
      if (view.outcome.kind !== 'sent') return undefined;
      if (is('answered')) return { verb: 'they-answered' };
      if (is('unanswered')) return { verb: 'no-answer' };
      if (is('remind')) return { verb: 'copy-reminder' };
      if (is('solved') || (isAnswered && is('yes'))) return { verb: 'solved', step: view.stepId };
      return isAnswered && is('no') ? { verb: 'ask', option: 'proof' } : undefined;
    }
    case 'experts':
      return is('solved') ? { verb: 'solved', step: view.stepId } : undefined;
    case 'unknown':
      return is('solved') ? { verb: 'solved', step: '' } : undefined;
    case 'notice':
    case 'cases':
    case 'move':
    case 'timeline':
    case 'forget':
    case 'file-refused':
    case 'batch':
    case 'reading':
    case 'probe':
    case 'bulk':
    case 'triaged':
    case 'paste':
    case 'not-posted':
    case 'posted':
    case 'article':
    case 'answer':
    case 'findings':
    case 'partners':
    case 'partner':
    case 'partner-delete':
    case 'hosts':
    case 'host':
    case 'import':
      return undefined;
    default:
      return view satisfies never;
  }
}

/** "nl", "Nederlands", "Dutch": in whichever of our languages it is said. */
function languageNamed(said: string): Locale | undefined {
  return locales.find(locale => plain(locale) === said || languageNames(locale).includes(said));
}

/** One of several recipients, by the number of the row or the address. */
function recipientOf(said: string, { evidence, candidates }: ChooseView): Press | undefined {
  const { rows } = failedRecipients(evidence, candidates);
  const named = rows.filter(({ finding: { recipient } }) =>
    [recipient, recipient.split('@')[0]!].some(one => plain(one) === said),
  );
  const row = rows[Number(said) - 1] ?? (named.length === 1 ? named[0] : undefined);
  return row?.candidate ? { verb: 'choose', option: row.candidate.articleId, item: String(row.place) } : undefined;
}

/** By its number or its title. */
function candidateOf(
  said: string,
  { candidates, evidence }: Pick<ChooseView, 'candidates' | 'evidence'>,
  articles: ReadonlyMap<string, Article>,
  words: CommandWords,
  is: (word: CommandWord) => boolean,
): string | undefined {
  const ids = candidates.map(one => one.articleId);
  const titleOf = (id: string, locale: Locale) => {
    const article = articles.get(id);
    return article === undefined ? id : textsFor(article, evidence, locale).title;
  };
  const labels = ids.map(id => [id, ...locales.map(locale => titleOf(id, locale))]);
  return (
    ids[Number(said) - 1] ??
    pick(said, ids, labels, words.negation) ??
    (is('yes') && ids.length === 1 ? ids[0] : undefined)
  );
}

// 5.7.1, 550, "error 10061"
const code = /\d{2}|\d\.\d/;

/** By its number, its label or a word for it. Whatever has a code is a paste, and says more than an answer. */
function fateOf(
  said: string,
  options: readonly Fate[],
  words: CommandWords,
  is: (word: CommandWord) => boolean,
): Fate | undefined {
  if (code.test(said)) return undefined;
  const labels = options.map(fate => words[fate]);
  const option = options[Number(said) - 1] ?? pick(said, options, labels, words.negation);
  return option ?? (is('no') && options.includes('none') ? 'none' : undefined);
}

/** "4", "4 done" or just "done" for the next one. */
function tickedItem(
  said: string,
  view: View & { kind: 'checklist' },
  words: CommandWords,
  is: (word: CommandWord) => boolean,
): string | undefined {
  if (is('done') || is('yes')) return view.items.find(row => row.state === 'next')?.item.id;
  // 4 done, 第4步完成
  const numbered = /^第?(?<number>\d{1,2})步?(?<word>.*)$/.exec(said)?.groups;
  if (!numbered) return undefined;
  const word = numbered.word?.trim() ?? '';
  const isDone = word === '' || words.done.some(one => plain(one) === word);
  return isDone ? view.items.find(row => row.number === Number(numbered.number))?.item.id : undefined;
}

/** A bare yes or no, in any language. */
export function saysYesOrNo(text: string, words: CommandWords): 'yes' | 'no' | undefined {
  const said = plain(text);
  return (['yes', 'no'] as const).find(word => words[word].some(one => plain(one) === said));
}

/** What follows a beginning; empty where the text does not begin so. */
function after(text: string, beginning: string): string {
  return text.startsWith(beginning) ? text.slice(beginning.length) : '';
}

/** "ja" and "nej" for the one option that says yes or no, be it by its id or by the first word of its label. */
function wordOption(
  options: readonly string[],
  labels: readonly (readonly string[])[],
  words: CommandWords,
  is: (word: CommandWord) => boolean,
): string | undefined {
  const said = (['yes', 'no', 'unsure'] as const).find(word => is(word));
  if (said === undefined) return undefined;
  const starts = (label: string) =>
    words[said].some(word => plain(label) === plain(word) || /^[\s,，:;.]/.test(after(plain(label), plain(word))));
  const found = options.filter((option, index) => option === said || labels[index]!.some(starts));
  return found.length === 1 ? found[0] : undefined;
}

/** The one option whose label is said, whole or in part; two that fit are none. */
function pick<Option extends string>(
  said: string,
  options: readonly Option[],
  labels: readonly (readonly string[])[],
  negations: readonly string[],
): Option | undefined {
  const exact = options.filter((_, index) => labels[index]!.some(label => plain(label) === said));
  if (exact.length > 0) return exact.length === 1 ? exact[0] : undefined;
  if (said.length < 2 || said.split(' ').length > 4) return undefined;
  if (negations.some(word => containsWords(said, word))) return undefined;
  const near = options.filter((_, index) =>
    labels[index]!.some(label => containsWords(plain(label), said) || saysLittleElse(said, plain(label))),
  );
  return near.length === 1 ? near[0] : undefined;
}

/** Chinese has no blanks that would count its words: "能" stands in half of all sentences. */
function saysLittleElse(said: string, label: string): boolean {
  return containsWords(said, label) && (!/\p{Script=Han}/u.test(said) || label.length * 3 >= said.length);
}

function containsWords(text: string, part: string): boolean {
  const hasSpaces = /^[\u0000-\u024f]*$/.test(text);
  return part !== '' && (hasSpaces ? ` ${text} `.includes(` ${part} `) : text.includes(part));
}
