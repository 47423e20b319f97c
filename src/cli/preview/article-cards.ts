/** An article as it is written now -> the card of each of its steps, in every language. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOfSample } from '../../articles/check-sample.ts';
import { readDraft } from '../../articles/load-articles.ts';
import { loadStrings } from '../../cards/load-strings.ts';
import { loadTemplates } from '../../cards/load-templates.ts';
import { type AdaptiveCard, createCardRenderer } from '../../cards/render-card.ts';
import { openPaste } from '../../mail/open-message.ts';
import type { Article, StepId } from '../../triage/article.ts';
import { type Move, noMemory, type TriageCase, untouchedCase } from '../../triage/case.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../triage/evidence.ts';
import { readEvidence } from '../../triage/reading/index.ts';
import { currentView, type View } from '../../triage/showing/index.ts';

export interface Preview {
  readonly id: string;
  /** What is left to do, in sentences. */
  readonly problems: readonly string[];
  readonly steps: readonly { readonly name: string; readonly cards: Readonly<Record<Locale, AdaptiveCard>> }[];
}

const by = { id: 'preview', name: 'Anna' };

/** @param others all other articles, for what the cards say of them */
export async function previewOf(root: string, id: string, others: readonly Article[]): Promise<Preview> {
  const dialogs = join(root, 'dialogs');
  const { article, values, problems } = readDraft(dialogs, id);
  if (!article) return { id, problems, steps: [] };
  const articles = [...others, article];
  const cards = createCardRenderer({
    templates: loadTemplates(join(root, 'cards')),
    strings: loadStrings(join(root, 'cards', 'strings')),
    articles,
    values,
  });
  const render = (view: (locale: Locale) => View) =>
    Object.fromEntries(
      locales.map(locale => [locale, cards.render(view(locale), { locale, timeZone: 'Europe/Amsterdam' })]),
    ) as Record<Locale, AdaptiveCard>;
  const evidence = await evidenceOf(join(dialogs, id, 'samples'));
  const byId = new Map(articles.map(one => [one.id, one]));
  const steps = [...waysTo(article)].map(([name, moves]) => ({
    name,
    cards: render(locale => viewOfStep(name, moves, evidence, article, byId, locale)),
  }));
  const found = render(() => ({ kind: 'article', articleId: id, retryHours: 24, chatUrl: null }));
  return { id, problems, steps: [...steps, { name: 'found by a search', cards: found }] };
}

/** What the first sample says that is filled in. */
async function evidenceOf(folder: string): Promise<Evidence> {
  let names: string[] = [];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return noEvidence;
  }
  for (const name of names) {
    const text = readFileSync(join(folder, name), 'utf8');
    if (problemsOfSample(text).length === 0) return readEvidence(await openPaste(text));
  }
  return noEvidence;
}

/** With the facts of the sample, unless they answer the step's question: then without any. */
function viewOfStep(
  stepId: StepId,
  moves: readonly Move[],
  evidence: Evidence,
  article: Article,
  articles: ReadonlyMap<string, Article>,
  locale: Locale,
): View {
  const context = { articles, memory: noMemory, retryHours: 24, locale };
  const viewWith = (known: Evidence) => currentView(caseWith(article, known, moves, locale), context);
  const view = viewWith(evidence);
  return 'stepId' in view && view.stepId === stepId ? view : viewWith(noEvidence);
}

/** The language of a text to somebody else is chosen already. */
function caseWith({ id }: Article, evidence: Evidence, moves: readonly Move[], locale: Locale): TriageCase {
  const contact = { ...untouchedCase.contact, language: locale };
  const opened = { id: 'K7Q2MF', openedAt: '2026-11-21T09:14:00.000Z', openedBy: by };
  return { ...untouchedCase, ...opened, evidence, verdict: 'match', articleId: id, moves, contact };
}

/** The moves that lead to each step, the shortest way. */
function waysTo({ guide }: Article): Map<StepId, Move[]> {
  const ways = new Map<StepId, Move[]>([[guide.start, []]]);
  for (const [stepId, moves] of ways) {
    const step = guide.steps[stepId];
    const go = (to: StepId, option: string) => {
      if (guide.steps[to] && !ways.has(to))
        ways.set(to, [...moves, { step: stepId, option, by, at: '2026-11-21T09:14:00.000Z' }]);
    };
    if (step?.kind === 'question') for (const { id, to } of step.options) go(to, id);
    if (step?.kind === 'checklist') {
      if (step.next !== null) go(step.next, 'next');
      go(step.stillFailing, 'still-failing');
    }
  }
  return guide.steps[guide.start] ? ways : new Map();
}
