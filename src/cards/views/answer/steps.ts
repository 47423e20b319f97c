/** Who does a step, where, and why it has to wait. */
import type { Owner } from '../../../triage/article.ts';
import type { CardContext } from '../../card-context.ts';
import { fillCommand, fillText } from '../../case-values.ts';
import { joinWords } from '../../join.ts';
import { lockText } from '../checklist.ts';
import { type Button, button, commandLine, type Line, sourceOf, stepTexts } from '../frame.ts';
import { whereAhead, whoAhead } from './ahead.ts';
import { optionButtons } from './open.ts';
import { type About, articleLines, itemText, itemTexts, nextRow, ownerName, plain, type Said } from './parts.ts';

/** Who does what, in the order in which they are wanted. */
export function whoSaid(about: About, context: CardContext): Said {
  const { strings, locale } = context;
  const open = about.rows.filter(row => row.state !== 'done');
  const ownersOpen = [...new Set(open.map(row => row.item.who))];
  if (about.stepKind === 'escalation' && about.to !== null) {
    return {
      title: strings.say('answer.who.title'),
      lines: plain([strings.say('answer.who.escalation', { who: strings.say(`answer.to.${about.to}`) })]),
      buttons: [button(strings.say('buttons.copyContact'), 'copy-contact'), wordingButton(about, context)],
    };
  }
  if (about.branches.length > 0)
    return {
      title: strings.say('answer.who.title'),
      lines: whoAhead(about, context),
      buttons: optionButtons(about, context),
    };
  if (ownersOpen.length === 0) {
    const who = joinWords(
      locale,
      about.fixedBy.map(owner => ownerName(owner, context)),
    );
    return { title: strings.say('answer.who.title'), lines: plain([strings.say('answer.who.allDone', { who })]) };
  }
  return {
    title: strings.say('answer.who.title'),
    lines: plain(
      ownersOpen.map(owner => {
        const items = open.filter(row => row.item.who === owner).map(row => itemText(row, about, context));
        return `**${ownerName(owner, context)}:** ${items.join(strings.say('answer.itemGap'))}`;
      }),
    ),
    note: strings.say('answer.who.note'),
    buttons: handOverButtons(ownersOpen, context).slice(0, 2),
  };
}

/** The text in a few lines, or whole again. */
export function wordingButton({ wording }: About, { strings }: CardContext): Button {
  const option = wording === 'short' ? 'full' : 'short';
  return button(strings.say(`buttons.wording.${option}`), 'contact-wording', { option });
}

/** A text for everybody but the one who asks. */
function handOverButtons(ownersOpen: readonly Owner[], context: CardContext): Button[] {
  return ownersOpen
    .filter(owner => owner !== 'helpdesk')
    .map(owner =>
      button(context.strings.say('answer.textFor', { who: ownerName(owner, context) }), 'hand-over', { option: owner }),
    );
}

/** Where to click, what to run, and how to see that it worked: of the step that is meant, else of the next one. */
export function whereSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const row = about.branches.length > 0 && about.named.length > 1 ? undefined : (about.named[0] ?? nextRow(about));
  if (!row && about.branches.length > 0) {
    const { question } = stepTexts(about, about.stepId, context);
    return {
      title: strings.say('answer.where.depends', { question: fillText(question ?? '', sourceOf(about, context)) }),
      lines: whereAhead(about, context),
      buttons: optionButtons(about, context),
    };
  }
  if (!row) {
    const step = stepTexts(about, about.stepId, context);
    const source = sourceOf(about, context);
    return {
      title: fillText(step.question ?? step.title ?? '', source),
      lines: plain([fillText(step.why ?? step.summary ?? '', source), ...articleLines(about, context)]),
    };
  }
  const source = sourceOf(about, context);
  const texts = itemTexts(row, about, context);
  const lines: Line[] = [];
  if (texts?.place !== undefined)
    lines.push(...plain([strings.say('checklist.where', { place: fillText(texts.place, source) })]));
  if (row.item.command !== null) {
    lines.push(...plain([strings.say(/^\{\w+\}$/.test(row.item.command) ? 'checklist.enter' : 'checklist.run')]));
    for (const command of row.item.command.split('\n')) lines.push(commandLine(fillCommand(command, source)));
  }
  if (texts?.check !== undefined)
    lines.push(...plain([strings.say('checklist.doneWhen', { check: fillText(texts.check, source) })]));
  if (lines.length === 0)
    lines.push(...plain([strings.say('answer.where.none', { who: ownerName(row.item.who, context) })]));
  return { title: itemText(row, about, context), lines };
}

/** No, and why; what helps instead. */
export function doItSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const open = about.rows.filter(row => row.state !== 'done');
  const hasCommands = open.some(row => row.item.command !== null);
  return {
    title: strings.say('answer.doIt.title'),
    lines: plain([strings.say('answer.doIt.text')]),
    buttons: [
      ...(hasCommands ? [button(strings.say('buttons.commands'), 'copy-commands')] : []),
      ...(about.stepKind === 'escalation' ? [button(strings.say('buttons.copyContact'), 'copy-contact')] : []),
      ...handOverButtons([...new Set(open.map(row => row.item.who))], context).slice(0, 2),
    ],
  };
}

export function lockedSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const [row] = about.named;
  if (!row) return { title: strings.say('answer.unclear.title'), lines: [] };
  const text = lockText(row, itemTexts(row, about, context), source, context);
  return { title: itemText(row, about, context), lines: plain([text]) };
}
