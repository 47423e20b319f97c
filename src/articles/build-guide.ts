/** Resolved steps -> the guide that the core walks, with every link checked. */
import type { Answer, ChecklistItem, Condition, Guide, StatusCodeRange, Step } from '../triage/article.ts';
import { defaultStillFailing, type Report, type ResolvedStep, unknownName } from './resolve-steps.ts';
import type { ArticleFile, StepEntry } from './schema.ts';

export function statusCodeRange(entry: ArticleFile['statusCodes'][number]): StatusCodeRange {
  if (typeof entry === 'string') return { from: entry, to: entry, state: null };
  if ('code' in entry) {
    const place = entry.place === undefined ? {} : { place: entry.place };
    return { from: entry.code, to: entry.code, state: entry.state ?? null, ...place, ...saidBy(entry) };
  }
  return { from: entry.from, to: entry.to, state: entry.state ?? null, ...saidBy(entry) };
}

function saidBy({ saidBy }: { saidBy?: StatusCodeRange['saidBy'] | undefined }): Pick<StatusCodeRange, 'saidBy'> {
  return saidBy === undefined ? {} : { saidBy };
}

export function buildGuide(start: string, resolved: Readonly<Record<string, ResolvedStep>>, report: Report): Guide {
  const names = Object.keys(resolved);
  const link = (place: string, to: string) => {
    if (!(to in resolved)) report(place, unknownName(to, 'step', names));
    return to;
  };
  link('guide.start', start);
  const steps: Record<string, Step> = {};
  for (const [stepId, step] of Object.entries(resolved)) {
    const built = buildStep(`guide.steps.${stepId}`, step, link, report);
    if (built) steps[stepId] = built;
  }
  return { start, steps };
}

type Link = (place: string, to: string) => string;

function buildStep(place: string, { entry, items }: ResolvedStep, link: Link, report: Report): Step | undefined {
  switch (entry.kind) {
    case 'question':
      return buildQuestion(place, entry, link, report);
    case 'checklist':
      if (entry.skippedBy !== undefined && entry.next === undefined)
        report(`${place}.skippedBy`, 'nowhere to go on. Give the list a `next`, or remove `skippedBy`.');
      if (items.length === 0) report(`${place}.items`, 'a checklist without items. Add one, or remove the step.');
      return {
        kind: 'checklist',
        items: items.map((item, index) => buildItem(item, items[index - 1]?.id)),
        next: entry.next === undefined ? null : link(`${place}.next`, entry.next),
        skippedBy: (entry.skippedBy ?? []) as Condition[],
        stillFailing: link(`${place}.stillFailing`, entry.stillFailing ?? defaultStillFailing),
      };
    case 'escalation':
      if (!entry.to)
        report(`${place}.to`, 'nobody to write to. Name partner, recipient-admin, sender, colleague or microsoft.');
      return { kind: 'escalation', to: entry.to ?? 'colleague', checks: entry.checks ?? [] };
    default:
      report(`${place}.kind`, 'no kind. Write question, checklist or escalation, or `use` a shared step.');
      return undefined;
  }
}

function buildQuestion(place: string, entry: StepEntry, link: Link, report: Report): Step {
  const options = Object.entries(entry.options ?? {}).map(([id, to]) => ({
    id,
    to: link(`${place}.options.${id}`, to),
  }));
  if (options.length < 2 || options.length > 5) {
    report(
      `${place}.options`,
      `${options.length} ${options.length === 1 ? 'option' : 'options'}. A question has two to five.`,
    );
  }
  const answeredBy = (entry.answeredBy ?? []).map(({ when, option }): Answer => ({ when: when as Condition, option }));
  for (const { option } of answeredBy) {
    if (!options.some(({ id }) => id === option))
      report(
        `${place}.answeredBy`,
        unknownName(
          option,
          'option',
          options.map(({ id }) => id),
        ),
      );
  }
  const command = entry.command ?? null;
  const changing = command?.split('\n').find(line => !isReading(line));
  if (changing !== undefined)
    report(
      `${place}.command`,
      `"${changing}" may change something. A question takes lines that only read, such as Get-….`,
    );
  return { kind: 'question', options, command, answeredBy, remembers: entry.remembers ?? null };
}

// Get-Queue | Where-Object {…} | Format-List …; nslookup, dig, openssl and telnet only ask.
const readers =
  /^(?:Get|Test|Resolve|Validate|Select|Where|Sort|Group|Measure|Format|ConvertTo)-[A-Za-z]+(?![-\w])|^(?:nslookup|dig|openssl s_client|telnet)\b/;

/** Whether every part of a line reads and none of them writes, to a file or elsewhere. */
export function isReading(line: string): boolean {
  return !/[;>&`]|\$\(/.test(line) && line.split('|').every(part => readers.test(part.trim()));
}

/** @param above a wait is mostly for the step above it */
function buildItem({ id, entry }: ResolvedStep['items'][number], above: string | undefined): ChecklistItem {
  const after = entry.after ?? (entry.wait === undefined || above === undefined ? [] : [above]);
  return {
    id,
    who: entry.who ?? 'helpdesk',
    minutes: entry.minutes ?? null,
    command: entry.command ?? null,
    risky: entry.risky ?? false,
    always: entry.always ?? false,
    unless: entry.unless ?? [],
    requires: Object.entries(entry.requires ?? {}).map(([step, option]) => ({ step, option })),
    after: after.map(one => (typeof one === 'string' ? [one] : one)),
    wait: entry.wait ?? null,
  };
}
