/** cards/*.json -> programs that fill them, one a view. */
import { createRequire } from 'node:module';
import type * as Templating from 'adaptivecards-templating';
import { type View, viewKinds } from '../triage/showing/index.ts';
import { compileTemplate, type TemplateNode } from './template-program.ts';
import { readTemplate } from './with-parts.ts';

export interface CardTemplates {
  readonly views: Readonly<Record<View['kind'], TemplateNode>>;
  /** What stands under a card: its parts. */
  readonly foot: TemplateNode;
}

/** Throws what is wrong with a template, with its file. */
export function loadTemplates(folder: string): CardTemplates {
  // Loaded here and not at the top: the parser of expressions is large, and a kept program needs none.
  const { Template } = createRequire(import.meta.url)('adaptivecards-templating') as typeof Templating;
  const load = (name: string) =>
    compileTemplate(readTemplate(folder, name), text => Template.parseInterpolatedString(text), `cards/${name}`);
  const views = Object.fromEntries(viewKinds.map(kind => [kind, load(templateOf(kind))]));
  return { views: views as Record<View['kind'], TemplateNode>, foot: load('parts/foot.json') };
}

/** The file of a view's template, of its own name but for those that look like another one. */
export function templateOf(kind: View['kind']): string {
  const looksLike = {
    'contact-language': 'question',
    'file-refused': 'notice',
    hosts: 'partners',
    import: 'partner-delete',
    over: 'outcome',
    posted: 'not-posted',
    unknown: 'experts',
    verify: 'outcome',
  } as Partial<Record<View['kind'], string>>;
  return `${looksLike[kind] ?? kind}.json`;
}
