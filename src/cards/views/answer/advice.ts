/** Advice beside the steps: what to tell the user, what may be left out, what comes if it does not help. */
import { textsFor } from '../../../triage/article-texts.ts';
import type { CardContext } from '../../card-context.ts';
import { fillPlain, fillText } from '../../case-values.ts';
import { formatTimeWithZone } from '../../format-time.ts';
import { escapeMarkdown } from '../../markdown.ts';
import { articleTexts, button, sourceOf, stepTexts } from '../frame.ts';
import { leadsTo, titleOf } from './ahead.ts';
import { type About, itemText, itemTexts, nextRow, ownerName, plain, type Said } from './parts.ts';
import { proofSaid } from './proof.ts';

/** A text that can be read aloud or sent to whoever waits for the mail. */
export function tellUserSaid(about: About, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const text = (key: string, values?: Record<string, string>) =>
    fillText(strings.say(`answer.tellUser.${key}`, values), source);
  const state = about.outcome?.kind === 'solved' ? 'solved' : (about.state ?? 'unknown');
  const until = about.state === 'queued' && about.expiresAt !== null;
  const reason = fillPlain(articleTexts(about, context).headline, source);
  return {
    title: text('title'),
    lines: plain([
      [
        text(`state.${state}`),
        ...(state === 'solved' ? [] : [text('reason', { reason: escapeMarkdown(reason) }), text('working')]),
        ...(state === 'solved' && about.state !== 'bounced' ? [] : [text(`again.${about.state ?? 'unknown'}`)]),
        ...(until ? [text('until', { time: formatTimeWithZone(about.expiresAt!, locale, timeZone) })] : []),
        ...(state === 'solved' ? [] : [text('urgent')]),
      ].join(strings.say('answer.tellUser.gap')),
    ]),
    note: text('note'),
  };
}

/** Whether a step may be left out: not where others wait for it, or where it is needed even when mail flows again. */
export function skipSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const row = about.named[0] ?? nextRow(about);
  if (!row) return { title: strings.say('answer.skip.question'), lines: leadsTo(about, context) };
  const waiting = about.rows.filter(({ item, state }) => state !== 'done' && item.after.flat().includes(row.item.id));
  const check = itemTexts(row, about, context)?.check;
  const texts = [
    ...(row.item.always ? [strings.say('answer.skip.always')] : []),
    ...waiting.map(other => strings.say('answer.skip.waits', { step: itemText(other, about, context) })),
  ];
  return {
    title: itemText(row, about, context),
    lines: plain([
      ...(texts.length > 0 ? texts : [strings.say('answer.skip.may')]),
      ...(texts.length > 0 || row.number === null
        ? []
        : [strings.say('answer.skip.notNeeded', { number: row.number })]),
      ...(check === undefined
        ? []
        : [strings.say('checklist.doneWhen', { check: fillText(check, sourceOf(about, context)) })]),
    ]),
  };
}

/** What comes when the steps do not help, or the other side does not. */
export function whatIfSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  if (about.stepKind === 'escalation')
    return { ...proofSaid(about, context), title: strings.say('answer.whatIf.theirs') };
  if (about.otherwise === null) return { title: strings.say('answer.whatIf.question'), lines: leadsTo(about, context) };
  const [first] = about.otherwise.rows;
  return {
    title: strings.say('answer.whatIf.title'),
    lines: plain([
      strings.say('answer.whatIf.next', { title: titleOf(about.otherwise, about, context) }),
      ...(first
        ? [
            strings.say('answer.whatIf.first', {
              step: itemText(first, about, context),
              who: ownerName(first.item.who, context),
            }),
          ]
        : []),
    ]),
    buttons: [button(strings.say('buttons.stillFailing'), 'failing', { step: about.stepId })],
  };
}

/** What can be done while others act. */
export function meanwhileSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const mine = about.rows.filter(
    ({ item, state }) => item.who === 'helpdesk' && (state === 'next' || state === 'open'),
  );
  const state = about.state === 'queued' ? 'queued' : 'bounced';
  return {
    title: strings.say('answer.meanwhile.title'),
    lines: plain([
      strings.say(`answer.meanwhile.${state}`),
      strings.say('answer.meanwhile.urgent'),
      ...mine.slice(0, 2).map(row => strings.say('answer.meanwhile.yours', { step: itemText(row, about, context) })),
    ]),
  };
}

/** The answers to the open question, two steps, or the problems that are close to this one. */
export function differenceSaid(about: About, context: CardContext): Said {
  const { strings, articles, locale } = context;
  const source = sourceOf(about, context);
  const title = strings.say('answer.difference.title');
  if (about.named.length > 1)
    return {
      title,
      lines: plain(
        about.named.slice(0, 3).map(row => {
          const { check, place } = itemTexts(row, about, context) ?? {};
          const text = fillText(check ?? place ?? '', source);
          return text === '' ? itemText(row, about, context) : `**${itemText(row, about, context)}** ${text}`;
        }),
      ),
    };
  if (about.branches.length > 0) {
    const why = stepTexts(about, about.stepId, context).why ?? '';
    return { title, lines: [...plain([fillText(why, source)]), ...leadsTo(about, context)] };
  }
  const near = about.related.slice(0, 3).flatMap(id => {
    const article = articles.get(id);
    if (!article) return [];
    const texts = textsFor(article, about.evidence, locale);
    return [`**${texts.title}:** ${texts.tell}`];
  });
  return { title, lines: plain([fillText(articleTexts(about, context).cause, source), ...near]) };
}
