/** What holds for every article: reachable steps, paths that end, complete texts in every language, known placeholders. */
import type { Article, Step, StepStrings } from '../triage/article.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import { placeholders, placeholdersIn } from '../triage/placeholders.ts';
import { defaultStillFailing, unknownName } from './resolve-steps.ts';
import type { ArticleFile, StringsFile } from './schema.ts';

type Report = (file: string, place: string, message: string) => void;

/** A checklist of more rows does not fit on a card; one row is kept for "send it again". */
const maxItems = 7;

export function checkArticle(article: Article, values: Readonly<Record<string, string>>, report: Report): void {
  checkFlow(article, report);
  const known = [...placeholders, ...Object.keys(values)];
  for (const locale of locales) {
    const file = `strings/${locale}.yaml`;
    const strings = article.strings[locale];
    for (const [stepId, step] of Object.entries(article.guide.steps)) {
      checkStepTexts(file, `steps.${stepId}`, step, strings.steps[stepId] ?? {}, report);
    }
    for (const stepId of Object.keys(strings.steps)) {
      if (!(stepId in article.guide.steps)) {
        report(
          file,
          `steps.${stepId}`,
          `${unknownName(stepId, 'step', Object.keys(article.guide.steps))} Remove the texts, or add the step.`,
        );
      }
    }
    const unknown = (allowed: readonly string[]) => (name: string, place: string) => {
      const wide = /^｛(?<name>.*)｝$/.exec(name)?.groups?.name;
      if (wide !== undefined)
        report(file, place, `full-width braces stand around "${wide}". Type ordinary ones: {${wide}}.`);
      else if (!allowed.includes(name)) report(file, place, `no placeholder {${name}}. Known: ${allowed.join(', ')}.`);
    };
    const { changes, ...texts } = strings;
    eachPlaceholder(texts, [], unknown(known));
    eachPlaceholder(changes, ['changes'], unknown([...known, 'day']));
    for (const { id, strings: told } of article.variants)
      eachPlaceholder(told[locale], ['variants', id], unknown(known));
  }
  for (const [stepId, step] of Object.entries(article.guide.steps)) {
    if (step.kind === 'escalation') continue;
    const commands = step.kind === 'checklist' ? step.items : [{ id: 'question', command: step.command }];
    for (const { id, command } of commands) {
      for (const name of placeholdersIn(command ?? '')) {
        if (!known.includes(name))
          report(
            'article.yaml',
            `guide.steps.${stepId}.${id}.command`,
            `no placeholder {${name}}. Known: ${known.join(', ')}.`,
          );
      }
    }
  }
}

/** Every variant and every change has texts in each language, in the same places, and no text is left over. */
export function checkVariants(file: ArticleFile, strings: Readonly<Record<Locale, StringsFile>>, report: Report): void {
  const [first] = locales;
  for (const locale of locales) {
    const name = `strings/${locale}.yaml`;
    for (const part of ['variants', 'changes'] as const) {
      const known = Object.keys(file[part]);
      for (const id of known)
        if (!(id in strings[locale][part])) report(name, `${part}.${id}`, 'no texts. Write them, in each language.');
      for (const id of Object.keys(strings[locale][part]))
        if (!known.includes(id)) report(name, `${part}.${id}`, unknownName(id, part.slice(0, -1), known));
    }
    for (const [id, variant] of Object.entries(strings[locale].variants)) {
      const wanted = placesOf(strings[first].variants[id] ?? {});
      const written = placesOf(variant);
      for (const place of wanted) {
        if (!written.includes(place))
          report(name, `variants.${id}.${place}`, `no text, but ${first} has one. Write it.`);
      }
      for (const place of written) {
        if (!wanted.includes(place))
          report(
            name,
            `variants.${id}.${place}`,
            `a text that ${first} does not have. Write it there too, or remove it.`,
          );
      }
    }
  }
  const titles = file.sources.map(({ title }) => title);
  for (const [id, { source }] of Object.entries(file.changes)) {
    if (!titles.includes(source)) report('article.yaml', `changes.${id}.source`, unknownName(source, 'source', titles));
  }
}

/** `headline`, `steps.whose-rule.question`; a list is one place. */
function placesOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) =>
    typeof child === 'object' && child !== null && !Array.isArray(child)
      ? placesOf(child, `${before}${key}.`)
      : [`${before}${key}`],
  );
}

/** Texts of answers, items and checks that the steps do not have: mostly of what was renamed in article.yaml. */
export function checkLeftOver(
  { guide }: Article,
  strings: Readonly<Record<Locale, StringsFile>>,
  report: Report,
): void {
  for (const locale of locales) {
    for (const [stepId, texts] of Object.entries(strings[locale].steps)) {
      const step = guide.steps[stepId];
      if (!step) continue;
      const spare = (what: 'option' | 'item' | 'check', known: readonly string[], written: object | undefined) => {
        for (const id of Object.keys(written ?? {}))
          if (!known.includes(id))
            report(
              `strings/${locale}.yaml`,
              `steps.${stepId}.${what}s.${id}`,
              `${unknownName(id, what, known)} Correct the name, or remove the text.`,
            );
      };
      spare('option', step.kind === 'question' ? step.options.map(({ id }) => id) : [], texts.options);
      spare('item', step.kind === 'checklist' ? [...step.items.map(({ id }) => id), 'resend'] : [], texts.items);
      spare('check', step.kind === 'escalation' ? step.checks : [], texts.checks);
    }
  }
}

function checkFlow({ guide, statusCodes, catchAll, signatures, tokens, meant }: Article, report: Report): void {
  const file = 'article.yaml';
  const reached = new Set<string>();
  const waiting = [guide.start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = guide.steps[id];
    if (!step || reached.has(id)) continue;
    reached.add(id);
    waiting.push(...nextSteps(step));
  }
  for (const [stepId, step] of Object.entries(guide.steps)) {
    const place = `guide.steps.${stepId}`;
    // Where the first link is broken already, everything else would be reported with it.
    const hasStart = guide.start in guide.steps;
    if (hasStart && !reached.has(stepId) && stepId !== defaultStillFailing)
      report(file, place, 'no path leads here. Link to it, or remove it.');
    if (leadsNowhere(guide.steps, stepId))
      report(file, place, 'a path from here never ends. End it in a checklist or an escalation.');
    if (step.kind === 'checklist') checkItems(place, guide.steps, step, report);
  }
  if ([statusCodes, signatures, tokens, meant].every(list => list.length === 0) && catchAll === null) {
    report(
      file,
      'statusCodes',
      'no code, no signature, no token and nothing meant, so that no paste can lead here. Add one.',
    );
  }
}

function checkItems(
  place: string,
  steps: Article['guide']['steps'],
  step: Step & { kind: 'checklist' },
  report: Report,
): void {
  const ids = step.items.map(item => item.id);
  if (ids.length > maxItems)
    report(
      'article.yaml',
      `${place}.items`,
      `${ids.length} items; a card has room for ${maxItems}. Split the checklist with \`then\`.`,
    );
  for (const [index, item] of step.items.entries()) {
    if (ids.indexOf(item.id) !== index)
      report('article.yaml', `${place}.items`, `"${item.id}" stands twice. Give one of them another id.`);
    for (const other of item.after.flat()) {
      if (!ids.includes(other))
        report('article.yaml', `${place}.items.${item.id}.after`, unknownName(other, 'item', ids));
    }
    for (const { step: stepId, option } of item.requires) {
      const question = steps[stepId];
      if (question?.kind !== 'question' || !question.options.some(({ id }) => id === option)) {
        report(
          'article.yaml',
          `${place}.items.${item.id}.requires`,
          `no question "${stepId}" with an option "${option}".`,
        );
      }
    }
  }
}

/** The steps that may follow a step. */
function nextSteps(step: Step): string[] {
  switch (step.kind) {
    case 'question':
      return step.options.map(({ to }) => to);
    case 'checklist':
      return step.next === null ? [step.stillFailing] : [step.next, step.stillFailing];
    case 'escalation':
      return [];
    default:
      return step satisfies never;
  }
}

/** True where questions lead only to each other. */
function leadsNowhere(steps: Article['guide']['steps'], start: string): boolean {
  const seen = new Set<string>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const step = steps[id];
    if (step?.kind !== 'question') return false;
    if (seen.has(id)) continue;
    seen.add(id);
    waiting.push(...nextSteps(step));
  }
  return true;
}

function checkStepTexts(file: string, place: string, step: Step, texts: StepStrings, report: Report): void {
  const need = (key: string, value: unknown) => {
    if (value === undefined || value === '') report(file, `${place}.${key}`, 'no text. Write it.');
  };
  switch (step.kind) {
    case 'question':
      need('question', texts.question);
      need('why', texts.why);
      for (const { id } of step.options) need(`options.${id}`, texts.options?.[id]);
      break;
    case 'checklist':
      need('title', texts.title);
      for (const item of step.items) {
        const own = texts.items?.[item.id];
        need(`items.${item.id}.text`, own?.text);
        if (item.risky) need(`items.${item.id}.risk`, own?.risk);
        const isLocked = item.wait === null && item.after.length + item.requires.length > 0;
        if (isLocked) need(`items.${item.id}.locked`, own?.locked);
      }
      break;
    case 'escalation':
      need('title', texts.title);
      need('summary', texts.summary);
      need('subject', texts.subject);
      need('problem', texts.problem);
      need('ask', texts.ask);
      for (const id of step.checks) need(`checks.${id}`, texts.checks?.[id]);
      break;
    default:
      step satisfies never;
  }
}

/** Every placeholder in the texts with its place. A place costs time: only a text that has a placeholder gets one. */
function eachPlaceholder(value: unknown, place: readonly string[], found: (name: string, place: string) => void): void {
  if (typeof value === 'string') {
    for (const name of [...placeholdersIn(value), ...likePlaceholders(value)]) found(name, place.join('.'));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) eachPlaceholder(child, [...place, key], found);
  }
}

/** What somebody took for a placeholder: `{server naam}` without its braces, `｛server｝` with them. */
function likePlaceholders(text: string): string[] {
  return [...text.matchAll(/\{(?<name>[^{}]*)\}|｛[^｛｝]*｝/g)].flatMap(([whole, name]) => {
    if (name === undefined) return [whole];
    return placeholdersIn(whole).length > 0 ? [] : [name];
  });
}
