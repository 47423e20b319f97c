/** Which of an article's texts are told: what the evidence says beyond the code chooses a variant. */
import type { Article, ArticleStrings, ItemStrings, StepStrings, VariantStrings } from './article.ts';
import { noMemory } from './case.ts';
import { holds } from './condition.ts';
import type { Evidence, Locale } from './evidence.ts';

/** The article's texts, with those of the first variant over them whose condition holds. */
export function textsFor(article: Article, evidence: Evidence, locale: Locale): ArticleStrings {
  const own = article.strings[locale];
  const variant = article.variants.find(({ when }) => holds(when, evidence, noMemory) !== null)?.strings[locale];
  if (!variant) return own;
  let told = remembered.get(variant);
  if (!told) {
    told = withVariant(own, variant);
    remembered.set(variant, told);
  }
  return told;
}

/** A card asks for the same texts several times, and the next case too. */
const remembered = new WeakMap<VariantStrings, ArticleStrings>();

function withVariant(texts: ArticleStrings, variant: VariantStrings): ArticleStrings {
  const steps: Record<string, StepStrings> = { ...texts.steps };
  for (const [stepId, step] of Object.entries(variant.steps ?? {})) {
    const base = texts.steps[stepId];
    const items: Record<string, ItemStrings> = { ...base?.items };
    for (const [itemId, item] of Object.entries(step.items ?? {})) {
      items[itemId] = { ...base?.items?.[itemId], ...item } as ItemStrings;
    }
    steps[stepId] = { ...base, ...step, items, options: { ...base?.options, ...step.options } };
  }
  const { title = texts.title, headline = texts.headline, cause = texts.cause, effect = texts.effect } = variant;
  return { ...texts, title, headline, cause, effect, steps };
}
