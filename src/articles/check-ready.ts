/** What does not stop the bot and still has to be right before anybody relies on an article. */
import type { Article, ArticleStrings, VariantStrings } from '../triage/article.ts';
import { type Locale, locales } from '../triage/evidence.ts';
import { parseCode, rangeSpan, rangeText } from '../triage/status-code.ts';

type Report = (file: string, place: string, message: string) => void;

/** Longer ones are cut on a phone. */
export const longestLabel = 28;
/** What is read aloud to a caller stays short. */
const longestQuestion = 60;
/** So many places are named one by one. */
const mostNamed = 3;

const dayLength = 86_400_000;

/** @param others all other articles @param now milliseconds since 1970 */
export function checkReady(article: Article, others: readonly Article[], report: Report, now = Date.now()): void {
  for (const locale of locales) {
    const file = `strings/${locale}.yaml`;
    checkQuestions(article, locale, (place, message) => report(file, place, message));
    for (const [place, text] of textsOf(article, locale))
      if (/[!！][”"』」]?(?:\s|$)/.test(text) && !place.startsWith('symptoms'))
        report(file, place, 'an exclamation mark. End the sentence with a full stop.');
    if (locale !== 'en') checkTranslated(article, locale, (place, message) => report(file, place, message));
  }
  checkCodes(article, others, (place, message) => report('article.yaml', place, message));
  // Somewhere it is tomorrow already.
  const latest = new Date(now + dayLength).toISOString().slice(0, 'yyyy-mm-dd'.length);
  for (const [index, { read }] of article.sources.entries())
    if (read > latest)
      report('article.yaml', `sources.${index}.read`, `${read} is still to come. Write the day on which you read it.`);
}

export const languageNames: Readonly<Record<Locale, string>> = {
  en: 'English',
  nl: 'Dutch',
  sv: 'Swedish',
  'zh-CN': 'Simplified Chinese',
};

function checkTranslated(article: Article, locale: Locale, report: (place: string, message: string) => void): void {
  const english = new Map(textsOf(article, 'en'));
  const copies = textsOf(article, locale).filter(
    ([place, text]) => english.get(place) === text && isProse(place, text),
  );
  if (copies.length > mostNamed) {
    const [[first = ''] = []] = copies;
    report(
      first,
      `${copies.length} texts of this file are still English, this is the first. Write them in ${languageNames[locale]}.`,
    );
    return;
  }
  for (const [place] of copies) report(place, `still the English text. Write it in ${languageNames[locale]}.`);
}

/** A name or a term may be the same everywhere, a sentence is not. */
function isProse(place: string, text: string): boolean {
  return place === 'headline' || place === 'cause' || /\S\s+\S+\s+\S+\s+\S/.test(text);
}

/** Every text with its place in the file. */
function textsOf({ strings, variants }: Article, locale: Locale): [place: string, text: string][] {
  // An error's own words may be quoted in every language.
  const { aliases: _, symptoms, ...own } = strings[locale];
  const said = symptoms.every(line => strings.en.symptoms.includes(line)) ? symptoms : [];
  const told = Object.fromEntries(variants.map(({ id, strings: texts }) => [id, texts[locale]]));
  return leaves({ ...own, symptoms: said, variants: told });
}

function leaves(value: ArticleStrings | VariantStrings | object | string, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    inner === undefined ? [] : leaves(inner, place === '' ? key : `${place}.${key}`),
  );
}

function checkQuestions(
  { guide, strings }: Article,
  locale: Locale,
  report: (place: string, message: string) => void,
): void {
  for (const [stepId, step] of Object.entries(guide.steps)) {
    if (step.kind !== 'question') continue;
    const { question = '' } = strings[locale].steps[stepId] ?? {};
    if (question.length > longestQuestion)
      report(`steps.${stepId}.question`, `${question.length} characters, at most ${longestQuestion}. Shorten it.`);
    const labels = step.options.map(({ id }) => [id, strings[locale].steps[stepId]?.options?.[id] ?? ''] as const);
    for (const [index, [id, label]] of labels.entries()) {
      const place = `steps.${stepId}.options.${id}`;
      if (label.length > longestLabel)
        report(
          place,
          `${label.length} characters, and the button has room for ${longestLabel}. Use two or three words.`,
        );
      if (labels.findIndex(([, other]) => other === label) < index)
        report(place, `another button says "${label}" too. Give each its own words.`);
    }
  }
}

function checkCodes(
  article: Article,
  others: readonly Article[],
  report: (place: string, message: string) => void,
): void {
  const { signatures, tokens, speaksFor, meant } = article;
  if ([signatures, tokens, speaksFor, meant].some(list => list.length > 0)) return;
  for (const [index, range] of article.statusCodes.entries()) {
    const code = parseCode(range.from);
    if (!code || range.place !== undefined || range.saidBy !== undefined) continue;
    const sharing = others.filter(({ statusCodes }) => statusCodes.some(other => rangeSpan(other, code) !== undefined));
    if (sharing.length > 0)
      report(
        `statusCodes.${index}`,
        `${rangeText(range)} is a code of ${sharing.map(({ id }) => id).join(' and ')} too, and nothing tells them apart. Write \`signatures\`: the words of the error that only this problem has.`,
      );
  }
}
