/** View and language -> Adaptive Card, through a template of cards/. The template has the layout, the view files the texts. */
import type { Article } from '../triage/article.ts';
import type { Locale } from '../triage/evidence.ts';
import type { View } from '../triage/showing/index.ts';
import type { Term } from '../triage/talk.ts';
import { withAskExperts } from './ask-experts.ts';
import type { CardContext } from './card-context.ts';
import { cardJson } from './card-json.ts';
import type { CardTemplates } from './load-templates.ts';
import { withProbe } from './probe-button.ts';
import { withReminder } from './reminder.ts';
import type { AllStrings } from './strings.ts';
import { expandTemplate } from './template-program.ts';
import { answerData } from './views/answer/index.ts';
import { articleData } from './views/article.ts';
import { bulkData, readingData } from './views/bulk.ts';
import { casesData } from './views/cases.ts';
import { checklistData, withoutLastDetails } from './views/checklist.ts';
import { chooseData } from './views/choose.ts';
import { contactData } from './views/contact.ts';
import { expertsData } from './views/experts.ts';
import { batchData, fileRefusedData } from './views/files.ts';
import { findingsData } from './views/findings.ts';
import { type FootReader, footData } from './views/foot.ts';
import { forgetData } from './views/forget.ts';
import { hostData, hostsData } from './views/hosts.ts';
import { importData } from './views/import.ts';
import { overData, withIncident } from './views/incident.ts';
import { withLastTime } from './views/last-time.ts';
import { moveData, withoutLastRelated, withRelated } from './views/move.ts';
import { narrowData, wantedData } from './views/narrow.ts';
import { noticeData, outcomeData, verifyData } from './views/outcome.ts';
import { partnerData, partnerDeleteData } from './views/partner.ts';
import { partnersData } from './views/partners.ts';
import { probeData } from './views/probe.ts';
import { confirmData, contactLanguageData, questionData } from './views/question.ts';
import { timelineData } from './views/timeline.ts';
import { notPostedData, pasteData, postedData, triagedData } from './views/triaged.ts';
import { unknownData } from './views/unknown.ts';

/** An Adaptive Card 1.5 as JSON. */
export type AdaptiveCard = { readonly type: 'AdaptiveCard'; readonly fallbackText: string } & Readonly<
  Record<string, unknown>
>;

export interface CardRenderer {
  render(view: View, reader: { readonly locale: Locale; readonly timeZone: string } & FootReader): AdaptiveCard;
  context(reader: { readonly locale: Locale; readonly timeZone: string }): CardContext;
}

export interface CardRendererParts {
  readonly templates: CardTemplates;
  readonly strings: AllStrings;
  readonly articles: readonly Article[];
  /** The words of the trade. */
  readonly terms?: readonly Term[];
  readonly values: Readonly<Record<string, string>>;
  /** For tests; absent: the clock. */
  readonly today?: () => string;
}

export function createCardRenderer(parts: CardRendererParts): CardRenderer {
  const articles = new Map(parts.articles.map(article => [article.id, article]));
  const terms = new Map((parts.terms ?? []).map(term => [term.id, term]));
  const context: CardRenderer['context'] = ({ locale, timeZone }) => ({
    locale,
    timeZone,
    strings: parts.strings[locale],
    allStrings: parts.strings,
    articles,
    terms,
    today: parts.today?.() ?? new Date().toISOString().slice(0, 10),
    values: parts.values,
  });
  const { views, foot } = parts.templates;
  const expand = (view: View, data: object, under: object | null) => {
    const card = expandTemplate(views[view.kind], data) as AdaptiveCard & { readonly body: object[] };
    if (under === null) return card;
    const { items } = expandTemplate(foot, under) as { items: object[] };
    return { ...card, body: [...card.body, ...items] };
  };
  return {
    context,
    render: (view, reader) => {
      let data = withLastTime(
        view,
        withReminder(view, cardData(view, context(reader)), context(reader)),
        context(reader),
      );
      const under = footData(view, context(reader), reader);
      let card = expand(view, data, under);
      // Other problems are left out first, then the instructions of the last rows: they come back when their row is the next one.
      while (sizeOf(card, reader.locale) > largestCard) {
        const shorter = withoutLastRelated(data) ?? withoutLastDetails(data);
        if (!shorter) return card;
        data = shorter;
        card = expand(view, data, under);
      }
      return card;
    },
  };
}

/** Teams counts a card as UTF-16; its documents name 28, 40 and 100 kB. */
const largestCard = 27_000;

function sizeOf(card: AdaptiveCard, locale: Locale): number {
  return cardJson(card, locale).length * 2;
}

/** What fills the template of a view. */
export function cardData(view: View, context: CardContext): object {
  const asked = withAskExperts(view, withRelated(view, ownData(view, context), context), context);
  return withProbe(view, withIncident(view, asked, context), context);
}

function ownData(view: View, context: CardContext): object {
  switch (view.kind) {
    case 'question':
      return questionData(view, context);
    case 'confirm':
      return confirmData(view, context);
    case 'contact-language':
      return contactLanguageData(view, context);
    case 'checklist':
      return checklistData(view, context);
    case 'contact':
      return contactData(view, context);
    case 'verify':
      return verifyData(view, context);
    case 'outcome':
      return outcomeData(view, context);
    case 'experts':
      return expertsData(view, context);
    case 'unknown':
      return unknownData(view, context);
    case 'over':
      return overData(view, context);
    case 'choose':
      return chooseData(view, context);
    case 'narrow':
      return narrowData(view, context);
    case 'wanted':
      return wantedData(view, context);
    case 'notice':
      return noticeData(view, context);
    case 'move':
      return moveData(view, context);
    case 'cases':
      return casesData(view, context);
    case 'timeline':
      return timelineData(view, context);
    case 'forget':
      return forgetData(view, context);
    case 'file-refused':
      return fileRefusedData(view, context);
    case 'batch':
      return batchData(view, context);
    case 'reading':
      return readingData(view, context);
    case 'probe':
      return probeData(view, context);
    case 'bulk':
      return bulkData(view, context);
    case 'triaged':
      return triagedData(view, context);
    case 'paste':
      return pasteData(view, context);
    case 'posted':
      return postedData(view, context);
    case 'not-posted':
      return notPostedData(view, context);
    case 'article':
      return articleData(view, context);
    case 'answer':
      return answerData(view, context);
    case 'findings':
      return findingsData(view, context);
    case 'partners':
      return partnersData(view, context);
    case 'partner':
      return partnerData(view, context);
    case 'partner-delete':
      return partnerDeleteData(view, context);
    case 'hosts':
      return hostsData(view, context);
    case 'host':
      return hostData(view, context);
    case 'import':
      return importData(view, context);
    default:
      return view satisfies never;
  }
}
