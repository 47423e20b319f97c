/** What can be told before the open question is answered: for each answer, who, where and what would come. */
import type { AnsweredBranch, AnsweredItem } from '../../../triage/showing/index.ts';
import type { CardContext } from '../../card-context.ts';
import { fillText } from '../../case-values.ts';
import { joinWords } from '../../join.ts';
import { type Line, sourceOf, stepTexts } from '../frame.ts';
import { type About, itemText, itemTexts, ownerName, plain } from './parts.ts';

/** More are read by nobody. */
const mostBranches = 4;

export function whoAhead(about: About, context: CardContext): Line[] {
  const { strings } = context;
  return plain(
    about.branches.slice(0, mostBranches).map(branch => {
      const open = branch.rows.filter(({ state }) => state !== 'done').map(({ item }) => item.who);
      const owners = [...new Set([...open, ...branch.owners])];
      const who =
        branch.to !== null
          ? strings.say(`answer.to.${branch.to}`)
          : owners.length > 0
            ? joinWords(
                context.locale,
                owners.slice(0, 4).map(owner => ownerName(owner, context)),
              )
            : titleOf(branch, about, context);
      return strings.say('answer.ahead.line', { option: optionOf(branch, about, context), text: who });
    }),
  );
}

/** Of each list the steps that are named, else its first one. */
export function whereAhead(about: About, context: CardContext): Line[] {
  const { strings } = context;
  const source = sourceOf(about, context);
  return about.branches.slice(0, mostBranches).flatMap(branch => {
    const rows = about.named.length === 0 ? branch.rows.slice(0, 1) : branch.rows.filter(row => isNamed(row, about));
    if (rows.length === 0) {
      if (about.named.length > 0) return [];
      const text = titleOf(branch, about, context);
      return plain([strings.say('answer.ahead.line', { option: optionOf(branch, about, context), text })]);
    }
    return rows.flatMap(row => {
      const place = itemTexts(row, about, context)?.place;
      const option = optionOf(branch, about, context);
      return plain([
        strings.say('answer.ahead.line', { option, text: itemText(row, about, context) }),
        place === undefined
          ? strings.say('answer.where.none', { who: ownerName(row.item.who, context) })
          : strings.say('checklist.where', { place: fillText(place, source) }),
      ]);
    });
  });
}

function isNamed(row: AnsweredItem, about: About): boolean {
  return about.named.some(({ stepId, item }) => stepId === row.stepId && item.id === row.item.id);
}

function optionOf({ option }: AnsweredBranch, about: About, context: CardContext): string {
  return fillText(stepTexts(about, about.stepId, context).options?.[option] ?? option, sourceOf(about, context));
}

/** What an answer leads to: the title of a list or a text, or the next question. */
export function titleOf(branch: Omit<AnsweredBranch, 'option'>, about: About, context: CardContext): string {
  const step = stepTexts(about, branch.stepId, context);
  return fillText(step.question ?? step.title ?? '', sourceOf(about, context));
}

export function leadsTo(about: About, context: CardContext): Line[] {
  const { strings } = context;
  return plain(
    about.branches.slice(0, mostBranches).map(branch =>
      strings.say('answer.ahead.line', {
        option: optionOf(branch, about, context),
        text: titleOf(branch, about, context),
      }),
    ),
  );
}
