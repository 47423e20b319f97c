/** A test that is under way, or that ended without a result: what was looked at, what is being looked at, and how to stop. */
import type { ProbeView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import { rowPress } from './frame.ts';

export function probeData({ id, name, state, passed, now, ofCase }: ProbeView, { strings }: CardContext) {
  const title = strings.say(`probe.title.${state}`, { name: escapeMarkdown(name) });
  const host = (one: string | null) => ({ host: escapeMarkdown(one ?? name) });
  const isRunning = state === 'running';
  const lines = [
    ...passed.map(one => `✓ ${strings.say(`probe.passed.${one.part}`, host(one.host))}`),
    ...(isRunning && now ? [strings.say(`probe.stage.${now.stage ?? now.part}`, host(now.host))] : []),
  ];
  return {
    fallbackText: withoutMarkdown(title),
    title,
    lines: lines.map(text => ({ text })),
    ...(state !== 'cancelled' && { note: strings.say(`probe.note.${state}`) }),
    buttons: isRunning
      ? [rowPress(strings.say('buttons.stopProbe'), 'stop-probe', { draft: id })]
      : state === 'done'
        ? []
        : [rowPress(strings.say('buttons.probeAgain'), 'probe', { caseId: ofCase, draft: id })],
  };
}
