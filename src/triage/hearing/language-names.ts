/** What our languages are called in each of them. */
import { type Locale, locales } from '../evidence.ts';
import { plain } from './plain.ts';

const known = new Map<Locale, readonly string[]>();

/** "Dutch", "Nederlands", "nederländska", "荷兰语". */
export function languageNames(of: Locale): readonly string[] {
  let names = known.get(of);
  if (!names) {
    const [language = of] = of.split('-');
    names = locales.flatMap(locale => {
      const inLocale = new Intl.DisplayNames([locale], { type: 'language' });
      return [inLocale.of(of), inLocale.of(language)].map(name => plain(name ?? ''));
    });
    known.set(of, [...new Set([...names, ...(of === 'zh-CN' ? ['中文'] : of === 'en' ? ['英文'] : [])])]);
    return known.get(of)!;
  }
  return names;
}
