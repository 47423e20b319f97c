/** A typed or pasted message: a command, an answer to the open card, or something to triage. */
import { isClosed, type TriageCase } from '../../triage/case.ts';
import { type Evidence, type Locale, locales } from '../../triage/evidence.ts';
import type { ReadFinding } from '../../triage/finding.ts';
import { goesOn, handlePaste, openCase, type Press } from '../../triage/guiding/index.ts';
import { mayBeSaid, mayBeTyped, proseOf, readNote, readProbe, readTyped } from '../../triage/hearing/index.ts';
import { hasBounceBeside } from '../../triage/lead.ts';
import type { Match } from '../../triage/match.ts';
import { findingsView, viewAfter } from '../../triage/showing/index.ts';
import { type Desk, type Reader, recall, viewContext, viewOf } from '../desk.ts';
import { cardMessage, type Mention, notice, type Reply, replyWith } from '../reply.ts';
import { commitCase, commitCurrent } from './commit-case.ts';
import { looksLikePartners, onPartnersCsv } from './directory/on-csv.ts';
import { onDirectoryTyped } from './directory/on-directory.ts';
import { nothingFound } from './gaps.ts';
import { listCases, listSome, onCasesTyped } from './on-cases.ts';
import { onDeadEnd } from './on-dead-end.ts';
import { foundMessages, onFindings } from './on-findings.ts';
import { askToForget, onForgetTyped } from './on-forget.ts';
import { onMoveTyped } from './on-move.ts';
import { onPack } from './on-pack.ts';
import { onPeopleTyped, onWordsForOthers } from './on-people.ts';
import { onPress } from './on-press.ts';
import { onPleasantry, onTalk, onUnclear } from './on-talk.ts';
import { onTimeline } from './on-timeline.ts';
import type { Turn } from './open-turn.ts';
import { placeAt } from './place.ts';
import { onProbe } from './probing/on-probe.ts';
import { localeOf } from './read-activity.ts';
import { readMoment } from './read-moment.ts';
import { dataIn, matched, readText } from './read-paste.ts';
import { typedButton } from './typed-button.ts';

export async function onMessage(desk: Desk, turn: Turn, text: string, mentioned: readonly Mention[]): Promise<Reply> {
  const forgetting = await onForgetTyped(desk, turn, text);
  if (forgetting) return forgetting;
  const opened = await onCasesTyped(desk, turn, text);
  if (opened) return opened;
  const people = await onPeopleTyped(desk, turn, text, mentioned);
  if (people) return people;
  const note = turn.current && readNote(text, desk.words.note);
  if (note !== undefined)
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'note', text: note }, inPlace: false });
  const probed = desk.probing && readProbe(text, desk.words.probe);
  if (desk.probing && probed !== undefined)
    return onProbe(desk, desk.probing, turn, { caseId: undefined, name: probed, isPress: false });
  const list =
    !turn.reader.isShared && looksLikePartners(text) ? await onPartnersCsv(desk, turn.reader, text) : undefined;
  if (list) return list;
  const current = mayBeTyped(text) ? turn.current : undefined;
  const view = current ? await viewOf(desk, turn.reader, current) : null;
  const typed = readTyped(text, view, desk.articles, desk.words);
  switch (typed.kind) {
    case 'command':
      return onCommand(desk, turn, typed.command);
    case 'cases':
      return listSome(desk, turn, typed.sought);
    case 'language':
      return onLanguage(desk, turn, typed.argument);
    case 'case':
      return onPress(desk, turn, { caseId: typed.caseId, press: { verb: 'show' }, inPlace: false });
    case 'timeline':
      return onTimeline(desk, turn, { caseId: typed.caseId });
    case 'pack':
      return onPack(desk, turn, typed);
    case 'directory':
    case 'partner':
    case 'host':
    case 'export':
      return (await onDirectoryTyped(desk, turn, typed)) ?? onPaste(desk, turn, text);
    case 'press':
      return onPress(desk, turn, { caseId: undefined, press: typed.press, inPlace: false });
    case 'began': {
      const clock = { now: desk.now(), timeZone: turn.reader.own.timeZone, locale: turn.reader.locale };
      const began = await readMoment(typed.when, clock);
      if (began === undefined) return onPaste(desk, turn, text);
      const press: Press = { verb: 'contact-details', details: { began } };
      return onPress(desk, turn, { caseId: undefined, press, inPlace: false });
    }
    case 'paste': {
      const moved = await onMoveTyped(desk, turn, text);
      if (moved) return moved;
      const press = view === null ? undefined : typedButton(desk, turn.reader, view, text);
      return press ? onPress(desk, turn, { caseId: undefined, press, inPlace: false }) : onPaste(desk, turn, text);
    }
    default:
      return typed satisfies never;
  }
}

/** The case that still waits for an answer; a draft has no number that anybody could name. */
function waitingCase({ current }: Turn): string | null {
  return current && !isClosed(current.value) && !current.value.isDraft ? current.id : null;
}

/**
 * Reads, matches and opens a case; what nobody understands is answered with help and not kept.
 * @param isNew whoever wrote it says that it belongs to no case that is open
 */
export async function onPaste(desk: Desk, turn: Turn, text: string, isNew = false): Promise<Reply> {
  const { reader } = turn;
  const data = dataIn(desk, text, turn.current?.value);
  if (data.length > 0) return (await onBounceBeside(desk, turn, text, data)) ?? onFindings(desk, turn, data);
  const read = await readText(text);
  // Called by its name and nothing else: what it does, not what was missing.
  if (read === 'empty') return replyWith(desk, reader, notice(reader.isShared ? 'welcome-shared' : 'empty'));
  if (read === 'too-long') return replyWith(desk, reader, notice('too-long'));
  const isWords = !isNew && read.kind === 'symptom' && read.cause === null;
  const forOthers = isWords ? await onWordsForOthers(desk, turn, text) : undefined;
  if (forOthers) return forOthers;
  const talked = isNew ? undefined : await onTalk(desk, turn, text, read);
  if (talked === 'leave') return onCommand(desk, turn, 'new');
  if (talked && talked !== 'unclear') return talked;
  const { evidence, match } = matched(desk, read);
  const answered: Reader = { ...reader, locale: answerLocale(reader, match.locale, text) };
  const goesOn = isNew ? undefined : await onNextPaste(desk, turn, evidence, match);
  if (goesOn) return goesOn;
  if (!isNew && evidence.kind === 'symptom' && isAboutOpenCase(turn, match)) return onUnclear(desk, turn, text, true);
  if (talked !== 'unclear' && isUnknown(desk, text, match)) turn.noteGap(nothingFound(evidence, reader.person));
  const isAtWork = !isNew && turn.current !== undefined && isGuided(turn.current.value) && mayBeSaid(text);
  if (isAtWork && evidence.cause === null && isUnsure(match)) {
    const isTalk = match.verdict === 'no-match' || talked === 'unclear';
    if (isTalk || isFresh(turn.current!.value, desk.now()))
      return onUnclear(desk, turn, text, match.verdict !== 'no-match');
  }
  const pleasantry = match.verdict === 'no-match' ? onPleasantry(desk, turn, text) : undefined;
  if (pleasantry) return pleasantry;
  if (match.verdict === 'no-match' && mayBeSaid(text) && isChoosing(turn))
    return onPress(desk, turn, { caseId: undefined, press: { verb: 'show' }, inPlace: false });
  const openCaseId = match.verdict === 'no-match' ? waitingCase(turn) : null;
  return onEvidence(desk, turn, answered, evidence, match, openCaseId, proseOf(text));
}

/** The error that data was pasted with is the case, unless it is the one that is open. */
async function onBounceBeside(
  desk: Desk,
  turn: Turn,
  text: string,
  data: readonly ReadFinding[],
): Promise<Reply | undefined> {
  const read = await readText(text);
  if (typeof read === 'string' || !hasBounceBeside(data, read)) return undefined;
  const open = turn.current && turn.current.value.outcome === null ? turn.current.value.evidence.cause : null;
  if (open?.enhancedStatusCode === read.cause?.enhancedStatusCode) return undefined;
  const { evidence, match } = matched(desk, read);
  if (match.verdict === 'no-match') return undefined;
  return onEvidence(desk, turn, turn.reader, evidence, match, null, '', desk.readData(text, null, evidence));
}

/** The words fit the problem that is open for certain: they tell of it once more. */
function isAboutOpenCase({ current }: Turn, match: Match): boolean {
  if (!current || !isGuided(current.value) || current.value.outcome !== null) return false;
  return match.verdict === 'match' && match.candidates[0].articleId === current.value.articleId;
}

/** Words that fit no problem, and are no "good morning" either. */
function isUnknown({ ear }: Desk, text: string, { verdict }: Match): boolean {
  return verdict === 'no-match' && ear.pleasantry(text) === undefined;
}

/** Words that fit several problems, or none. */
function isUnsure({ verdict }: Match): boolean {
  return verdict === 'no-match' || verdict === 'choose';
}

/** Somebody is at it: then a vague sentence is about this case sooner than about another. */
function isFresh({ openedAt, moves, ticks, outcome }: TriageCase, now: string): boolean {
  const last = [openedAt, ...[...moves, ...Object.values(ticks)].map(({ at }) => at)].sort().at(-1)!;
  return outcome === null && Date.parse(now) - Date.parse(last) < freshFor;
}

const freshFor = 30 * 60_000;

/** It has an article, so that something can be said about it. */
function isGuided({ articleId, isDraft }: TriageCase): boolean {
  return articleId !== null && !isDraft;
}

/** One of several is to be chosen: the card says what tells them apart. */
function isChoosing({ current }: Turn): boolean {
  return current !== undefined && current.value.articleId === null && current.value.candidates.length > 0;
}

/** A paste of the case that is open goes on in it. */
async function onNextPaste(desk: Desk, turn: Turn, evidence: Evidence, match: Match): Promise<Reply | undefined> {
  const { reader, current } = turn;
  const now = desk.now();
  if (!current || !goesOn(current.value, evidence, match, { articles: desk.articles, now })) return undefined;
  return commitCurrent(desk, turn, current, async stored => {
    const articleId = articleIn(match) ?? stored.value.articleId;
    const memory = await recall(desk, reader.tenant, evidence, { caseId: stored.id, articleId });
    const context = { ...viewContext(desk, reader, memory), now, by: reader.person };
    const handled = handlePaste(stored.value, evidence, match, context);
    if (!handled) throw new Error('A case became another one between two reads');
    const card = cardMessage(desk, reader, viewAfter(handled, context), handled.case);
    const reply: Reply = { messages: [card], replacement: null, ...(handled.isChanged && { showsCase: stored.id }) };
    return { handled, reply };
  });
}

/**
 * @param openCaseId a case that still waits, for when nothing is recognised
 * @param prose what somebody wrote around the error
 * @param findings what data shows that was sent with it
 */
export async function onEvidence(
  desk: Desk,
  turn: Turn,
  answered: Reader,
  evidence: Evidence,
  match: Match,
  openCaseId: string | null,
  prose = '',
  findings: readonly ReadFinding[] = [],
): Promise<Reply> {
  if (match.candidates.length === 0) return onDeadEnd(desk, turn, answered, evidence, match, openCaseId);
  const memory = await recall(desk, answered.tenant, evidence, { caseId: null, articleId: articleIn(match) });
  return commitCase(desk, turn, async () => {
    const by = { ...answered.person, memberId: answered.memberId };
    const context = { ...viewContext(desk, answered, memory), now: desk.now(), by };
    const [first] = match.verdict === 'match' ? match.candidates : [];
    const article = first && desk.articles.get(first.articleId);
    // A sentence alone is no story around an error: its words are weighed by the article itself.
    const told = article && evidence.kind !== 'symptom' ? desk.ear.answersIn(prose, article, evidence) : [];
    const handled = openCase(desk.newCaseId(), evidence, match, context, told, findings);
    const shown =
      findings.length > 0 ? foundMessages(desk, answered, findingsView(findings, handled.case, context)) : [];
    const card = cardMessage(desk, answered, viewAfter(handled, context), handled.case);
    return { handled, version: 0, reply: { messages: [...shown, card], replacement: null } };
  });
}

/** The article that fits for certain. */
function articleIn(match: Match): string | null {
  return match.verdict === 'match' ? match.candidates[0].articleId : null;
}

/**
 * The person's choice, else the client's language, else that of the text. Only Chinese is told from its script for
 * certain; a guess between Dutch, Swedish and English must not turn the cards into another language.
 */
function answerLocale(reader: Reader, guessed: Locale | null, text: string): Locale {
  if (reader.hasChosenLocale) return reader.locale;
  if (guessed === 'zh-CN' && /\p{Script=Han}/u.test(text)) return guessed;
  return reader.hasClientLocale ? reader.locale : (guessed ?? reader.locale);
}

async function onCommand(desk: Desk, turn: Turn, command: 'help' | 'new' | 'cases' | 'forget'): Promise<Reply> {
  const { reader } = turn;
  switch (command) {
    case 'help':
      return replyWith(desk, reader, notice('help'));
    case 'cases':
      return listCases(desk, reader);
    case 'new': {
      const reply = replyWith(desk, reader, notice('new'));
      await turn.commit(reply, { currentCase: null });
      return reply;
    }
    case 'forget':
      return askToForget(desk, reader);
    default:
      return command satisfies never;
  }
}

async function onLanguage(desk: Desk, turn: Turn, argument: string): Promise<Reply> {
  const { reader, current } = turn;
  const locale = languageNamed(desk, argument);
  if (locale === undefined) return replyWith(desk, reader, notice('help'));
  const changed = { ...reader, locale };
  const said = replyWith(desk, changed, notice('language'));
  const reply = current ? { ...said, showsCase: current.id } : said;
  await turn.commit(reply, {
    place: placeAt(desk, changed, reader.address),
    ...(!reader.isShared && { person: { name: reader.person.name, locale, timeZone: reader.own.timeZone } }),
  });
  return reply;
}

function languageNamed({ strings }: Desk, argument: string): Locale | undefined {
  return (
    localeOf(argument) ??
    locales.find(locale => strings[locale].say('languageName').toLowerCase() === argument.toLowerCase())
  );
}
