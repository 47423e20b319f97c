/** What others report as well: a line at the top of a report's card, the question when it is over, and what the experts see. */
import type { KnownIncident } from '../../triage/incident.ts';
import type { CaseFrame, ExpertsView, OverView, View } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillText } from '../case-values.ts';
import { formatClock, formatTime, formatTimeWithZone } from '../format-time.ts';
import { joinSentences, joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { type Band, type Button, button, historyLines, kicker, recordButtons, sourceOf } from './frame.ts';

/** Teams shows six. */
const mostButtons = 6;

/** @param data of a card with a coloured band, under which it stands */
export function withIncident(view: View, data: object, context: CardContext): object {
  if (!('incident' in view) || view.incident === null || !saysSo(view) || !('state' in data)) return data;
  const shown = { ...data, incident: seenText(view.incident, context) };
  const isOffered = view.incident.over === null && 'buttons' in data && view.kind !== 'contact';
  return isOffered ? { ...shown, buttons: withWayOut(data.buttons as readonly Button[], context) } : shown;
}

/** What is asked back and what is over needs nobody else. */
function saysSo(view: View & CaseFrame): boolean {
  return view.kind !== 'confirm' && view.kind !== 'outcome' && view.kind !== 'over';
}

/** Where there is no room for it, the line says what to type. */
function withWayOut(buttons: readonly Button[], { strings }: CardContext): readonly Button[] {
  if (buttons.length >= mostButtons) return buttons;
  const out = button(strings.say('buttons.leaveIncident'), 'leave-incident', { mode: 'secondary' });
  const first = buttons.findIndex(({ mode }) => mode === 'secondary');
  return buttons.toSpliced(first < 0 ? buttons.length : first, 0, out);
}

/** "12 others report this since 14:05. Karin Lind is working on it." */
function seenText({ others, since, taken, news, over, belonging }: KnownIncident, context: CardContext): string {
  const { strings, locale } = context;
  const seen = (key: string, values = {}) => strings.say(`incident.seen.${key}`, values);
  if (over)
    return seen(belonging === 'after' || belonging === 'free' ? 'after' : 'over', { time: timeOf(over.at, context) });
  const name = escapeMarkdown(taken?.name || '…');
  const sentences = [
    seen(others === 1 ? 'one' : 'many', { count: others, time: timeOf(since, context) }),
    taken ? seen('taken', { name }) : seen('asked'),
    ...(news ? [seen('news', { name: escapeMarkdown(news.by.name || '…'), text: escapeMarkdown(news.text) })] : []),
    seen('toldOnce'),
  ];
  return sentences.join(locale === 'zh-CN' ? '' : ' ');
}

/** "14:05", with its day where that is not today. */
function timeOf(iso: string, { locale, timeZone, today }: CardContext): string {
  return iso.slice(0, 10) === today ? formatClock(iso, locale, timeZone) : formatTime(iso, locale, timeZone);
}

/** The incident is over: here too? */
export function overData(view: OverView, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const { over, alsoHere } = view.incident;
  const source = sourceOf(view, context);
  const title = fillText(strings.say('verify.title'), source);
  const values = { time: formatTimeWithZone(over.at, locale, timeZone), name: escapeMarkdown(over.by.name || '…') };
  const cases = joinWords(locale, alsoHere);
  const text = strings.say(`incident.over.${over.kind}`, values);
  return {
    fallbackText: joinSentences(locale, [text, withoutMarkdown(title)]),
    caseId: view.caseId,
    state: { style: over.kind === 'solved' ? 'good' : 'accent', text } satisfies Band,
    kicker: kicker(view, context),
    title,
    summary: strings.say(`incident.over.${over.kind}Summary`),
    facts: ['test', ...(view.state === 'bounced' ? ['resend'] : ['queue'])].map(key => ({
      title: strings.say(`verify.${key}`),
      value: fillText(strings.say(`verify.${key}Text`), source),
    })),
    notes: [
      ...(alsoHere.length === 0 ? [] : [{ text: strings.say('incident.over.alsoHere', { cases }) }]),
      ...historyLines(view, context),
    ],
    buttons: [
      button(strings.say('buttons.yesSolved'), 'solved', { step: view.stepId, option: 'anyway', style: 'positive' }),
      button(strings.say('buttons.stillFailing'), 'leave-incident'),
      ...recordButtons(context),
    ],
  };
}

export type Reports = NonNullable<ExpertsView['reports']>;

/** Who has it, and since when. */
export function incidentBand({ escalation, outcome, reports }: ExpertsView, context: CardContext): Band | undefined {
  if (!reports) return undefined;
  const { strings, locale, timeZone } = context;
  const state = (key: string, by: string, at: string) =>
    strings.say(`incident.state.${key}`, {
      by: escapeMarkdown(by || '…'),
      time: formatTimeWithZone(at, locale, timeZone),
    });
  if (outcome) {
    const isSolved = outcome.kind === 'solved';
    const text = state(isSolved ? 'solved' : 'withdrawn', outcome.by.name, outcome.at);
    return { style: isSolved ? 'good' : 'default', text };
  }
  const { taken } = escalation;
  return taken
    ? { style: 'accent', text: state('taken', taken.by.name, taken.at) }
    : { style: 'warning', text: state('waiting', '', reports.since) };
}

/** How many, towards whom; while it runs also that nothing is posted for another one. */
export function reportsSummary(
  { reports, outcome }: Pick<ExpertsView, 'outcome'> & { readonly reports: Reports },
  { strings, locale }: CardContext,
): string {
  const { isWide, count, hops, hopCount } = reports;
  const values = { count, hop: escapeMarkdown(hops[0] ?? '…'), hops: hopCount };
  const extent = isWide ? 'wide' : 'hop';
  const summary = strings.say(`incident.summary.${extent}`, values);
  const rule = outcome === null ? [strings.say('incident.summary.rule')] : [];
  return [summary, ...rule].join(locale === 'zh-CN' ? '' : ' ');
}

export function reportsFacts({ reports }: { readonly reports: Reports }, context: CardContext) {
  const { strings, locale, timeZone } = context;
  const fact = (key: string, value: string) => ({ title: strings.say(`incident.facts.${key}`), value });
  const listed = (names: readonly string[], count: number) => {
    const list = joinWords(locale, names.map(escapeMarkdown));
    return count > names.length ? strings.say('incident.more', { list, count: count - names.length }) : list;
  };
  const { since, lastAt, hops, hopCount, domains, domainCount } = reports;
  return [
    fact('first', formatTime(since, locale, timeZone)),
    fact('last', formatTime(lastAt, locale, timeZone)),
    ...(hopCount > 1 ? [fact('servers', listed(hops, hopCount))] : []),
    ...(domainCount > 0 && hopCount <= 1 ? [fact('domains', listed(domains, domainCount))] : []),
  ];
}

/** Where Microsoft says what it knows. */
export function healthLine({ reports }: { readonly reports: Reports }, { strings }: CardContext): { text: string }[] {
  return reports.isWide && reports.isMicrosofts ? [{ text: strings.say('incident.health') }] : [];
}
