/** Figures as a reader of the language writes them. */
import type { Locale } from '../triage/evidence.ts';

const tags: Readonly<Record<Locale, string>> = { en: 'en-GB', nl: 'nl-NL', sv: 'sv-SE', 'zh-CN': 'zh-CN' };

/** 430,000 */
export function formatCount(count: number, locale: Locale): string {
  return new Intl.NumberFormat(tags[locale]).format(count);
}

/** 80% */
export function formatShare(share: number, locale: Locale): string {
  return new Intl.NumberFormat(tags[locale], { style: 'percent' }).format(share);
}

/** 18 MB, in thousands as people count them. */
export function formatBytes(bytes: number, locale: Locale): string {
  const [unit, size] = bytes >= 1_000_000 ? (['megabyte', 1_000_000] as const) : (['kilobyte', 1_000] as const);
  return new Intl.NumberFormat(tags[locale], {
    style: 'unit',
    unit,
    maximumFractionDigits: bytes >= 10 * size ? 0 : 1,
  }).format(bytes / size);
}
