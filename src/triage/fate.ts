/** What happens to a message, as people say it who have no error at hand: asked where their words fit no article well. */

/** `none`: none of these, so what fits the words best is offered. */
export const fates = ['returned', 'waiting', 'missing', 'junk', 'none'] as const;
export type Fate = (typeof fates)[number];

/** Of these two the answer is an article; of the others it is a text that says more. */
export const fatesWithArticle = ['missing', 'junk'] as const satisfies readonly Fate[];

export function hasArticle(fate: Fate | null): boolean {
  return fatesWithArticle.some(one => one === fate);
}

interface WithFate {
  readonly id: string;
  readonly fate: Fate | null;
}

export function articleOfFate(fate: Fate, articles: ReadonlyMap<string, WithFate>): string | undefined {
  return [...articles.values()].find(article => article.fate === fate)?.id;
}

/** What can be answered here: an article may have been taken out. */
export function answerableFates(articles: ReadonlyMap<string, WithFate>): Fate[] {
  return fates.filter(fate => !hasArticle(fate) || articleOfFate(fate, articles) !== undefined);
}
