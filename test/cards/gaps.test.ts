import assert from 'node:assert/strict';
import { handOverText } from '../../src/cards/hand-over-text.ts';
import { mailtoLink, writeLetter } from '../../src/cards/letter.ts';
import { packText } from '../../src/cards/pack-text.ts';
import { cardData } from '../../src/cards/render-card.ts';
import { summaryText } from '../../src/cards/summary-text.ts';
import { contactTexts, reminderTexts } from '../../src/cards/views/contact.ts';
import { readFindings } from '../../src/findings/index.ts';
import { type Question, questions } from '../../src/triage/answer.ts';
import type { Article, StepId } from '../../src/triage/article.ts';
import {
  followUpKinds,
  noMemory,
  reminderKinds,
  type TriageCase,
  tickKey,
  untouchedCase,
  wordings,
} from '../../src/triage/case.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import type { KnownIncident } from '../../src/triage/incident.ts';
import {
  type AnswerView,
  answerView,
  currentView,
  findingsView,
  redactView,
  timelineView,
} from '../../src/triage/showing/index.ts';
import { cards, caseOf, content, movesToSteps, now, priya, queued, strings, viewContextFor } from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { everyToolOutput } from '../findings/tool-output.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';

const whole: Evidence = { ...queued, sender: 'priya@adatum.example' };

/** One fact after the other is missing, then all of them. */
const lacking: readonly [what: string, evidence: Evidence][] = [
  ...(['recipients', 'sender', 'remoteHost', 'remoteIp', 'queuedAt', 'lastAttempt', 'cause'] as const).map(
    (name): [string, Evidence] => [
      name,
      { ...whole, [name]: noEvidence[name], ...(name === 'cause' && { statusCodes: [], line: '' }) },
    ],
  ),
  ['everything', { ...noEvidence, words: 'mail is stuck' }],
];

/** Every text of a card, but for commands: they keep <NAME> for the person at the keyboard. Empty fields are to be filled in. */
function* words(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null && !('font' in value && value.font === 'monospace')) {
    for (const [name, child] of Object.entries(value)) if (name !== 'form') yield* words(child);
  }
}

/** The same noun twice, once as the article wrote it and once in what stands for a value: "sender the sender". */
const doubledNouns = Object.fromEntries(
  locales.map(locale => [
    locale,
    ['sender', 'recipient', 'server', 'domain', 'senderDomain'].flatMap(name => {
      const filler = strings[locale].say(`unknown.${name}.text`).toLowerCase();
      const nouns = strings[locale].list(`unknown.nouns.${name}`).map(noun => noun.toLowerCase());
      return nouns
        .filter(noun => filler.includes(noun))
        .map(noun => `${noun}${locale === 'zh-CN' ? '' : ' '}${filler}`);
    }),
  ]),
) as Record<Locale, string[]>;

function doubled(text: string, locale: Locale): string | undefined {
  const low = text.toLowerCase();
  return doubledNouns[locale].find(twice => {
    const at = low.indexOf(twice);
    return at >= 0 && !/\p{Script=Latin}/u.test(low.charAt(at - 1));
  });
}

/** What no card and no letter lets out, each with what is wrong. */
const gaps: readonly RegExp[] = [
  // A placeholder, or a blank to be filled in
  /\{[a-zA-Z]{2,40}\}/,
  /\\?\[\D[^\]]{0,60}\](?!\()/,
  // A value that is none
  /\bundefined\b|\bNaN\b|Invalid Date|(?:^|[:：] ?)null$/,
  /“”|””|\(\)|（）|[:：]\s*[.。]|\s[.,，。](?:\s|$)/,
  // Two blanks, and a word twice
  /(?<=\S) {2,}(?=\S)/,
  /(?<![\p{L}\d-])(?<word>\p{Script=Latin}{2,}) \k<word>(?![\p{L}\d])/iu,
];

function gapIn(text: string, locale: Locale): string | undefined {
  const found = gaps.map(gap => gap.exec(text)?.[0]).find(gap => gap !== undefined);
  return found ?? doubled(text, locale);
}

const reader = (locale: Locale) => ({ locale, timeZone: 'Europe/Amsterdam' });

/** The card as it stands, and every text that is sent or copied from it. */
function* textsOf(triageCase: TriageCase, locale: Locale): Generator<string> {
  const context = viewContextFor({ locale });
  const look = cards.context(reader(locale));
  const view = currentView(triageCase, context);
  yield* words(cardData(view, look));
  const asked = answerView({ about: 'summary', items: [], lookAt: null }, triageCase, context);
  yield* withoutPaste(summaryOf(asked, triageCase, locale), triageCase);
  if (view.kind === 'checklist') {
    for (const owner of new Set(view.items.map(({ item }) => item.who))) {
      const text = handOverText(withoutCommands(asked), owner, null, look) ?? '';
      yield* text.replace(/^ {3}/gm, '').split('\n');
    }
  }
  if (view.kind !== 'contact') return;
  yield* contactTexts(view, look).flatMap(text => text.split('\n'));
  yield* reminderTexts(view, now, look).flatMap(text => text.split('\n'));
  yield decodeURIComponent(mailtoLink(writeLetter(view, look)));
}

function summaryOf({ about }: AnswerView, { followUps }: TriageCase, locale: Locale): string {
  return summaryText(about!, { began: null, followUps }, cards.context(reader(locale)));
}

/** The line that was pasted may hold anything. */
function withoutPaste(text: string, { evidence }: TriageCase): string[] {
  return text.split('\n').filter(line => evidence.line === '' || !line.endsWith(evidence.line));
}

/** A command keeps <NAME> for the person at the keyboard. */
function withoutCommands(view: AnswerView): AnswerView {
  const rows = view.about!.rows.map(row => ({ ...row, item: { ...row.item, command: null } }));
  return { ...view, about: { ...view.about!, rows } };
}

/** What is answered to questions about the case. */
function* answersOf(triageCase: TriageCase, locale: Locale, asked: readonly Question[]): Generator<string> {
  for (const about of asked) {
    const view = answerView({ about, items: [], lookAt: null }, triageCase, viewContextFor({ locale }));
    yield* words(cardData(view, cards.context(reader(locale))));
  }
}

/** The first card, each list, each letter, and the end, of an article. */
function* casesOf(article: Article, what: string, evidence: Evidence, locale: Locale): Generator<[string, TriageCase]> {
  for (const [stepId, moves] of movesToSteps(article)) {
    const step = article.guide.steps[stepId]!;
    const contact = { ...untouchedCase.contact, language: locale };
    // Everybody's hand-over to a colleague is the same.
    if (stepId === 'hand-over' && article.id !== 'connection-refused') continue;
    if (!speaksOf(article, stepId, what, locale)) continue;
    const open = caseOf(article.id, evidence, { moves, contact });
    yield [`${article.id}/${stepId}`, open];
    if (article.id === 'connection-refused') {
      for (const kind of reminderKinds) {
        const reminders = { ...untouchedCase.reminders, asked: [{ kind, at: now }] };
        yield [`${stepId} reminded ${kind}`, { ...open, reminders }];
      }
    }
    if (article.id === 'connection-refused' && step.kind === 'escalation') {
      for (const kind of followUpKinds) {
        const done = { kind, by: priya, at: now };
        const outcome = { ...done, kind: 'sent' as const };
        yield [`${stepId} ${kind}`, { ...open, outcome, followUps: [done] }];
      }
    }
    if (step.kind !== 'checklist' || step.next !== null) continue;
    const ticks = Object.fromEntries(
      [...step.items, { id: 'resend' }].map(({ id }) => [tickKey(stepId, id), { by: priya, at: now }]),
    );
    yield [`${article.id}/${stepId} done`, { ...open, ticks }];
    yield [`${article.id}/${stepId} solved`, { ...open, ticks, outcome: { kind: 'solved', by: priya, at: now } }];
  }
}

const details = {
  began: '2026-11-02T13:05:00.000Z',
  person: 'Anna Berg',
  address: 'anna@partner.example',
  ticket: 'INC-2048',
} as const;

/** Every letter of one article, in each wording, with what can be filled in missing one by one, and all of it. */
function* filledIn(
  article: Article,
  what: string,
  evidence: Evidence,
  locale: Locale,
): Generator<[string, TriageCase]> {
  const names = Object.keys(details) as (keyof typeof details)[];
  for (const [stepId, moves] of movesToSteps(article)) {
    if (article.guide.steps[stepId]!.kind !== 'escalation') continue;
    for (const missing of [...names.map(name => [name]), names, []])
      for (const wording of wordings) {
        const without = Object.fromEntries(missing.map(name => [name, null]));
        const contact = { ...untouchedCase.contact, ...details, ...without, language: locale };
        const name = `${stepId}, ${wording}, without ${missing.join(', ') || 'nothing'} and ${what}`;
        yield [name, caseOf(article.id, evidence, { moves, contact, wording })];
      }
  }
}

/** What the experts and whoever asked them see, with a fact missing. */
function* amongExperts(evidence: Evidence, locale: Locale): Generator<[string, string]> {
  const asked = { by: priya, at: now, place: 'experts', taken: null, exchanges: [], ended: null };
  const by = { id: 'joris', name: 'Joris de Wit' };
  const states: Record<string, Partial<TriageCase>> = {
    asked: { escalations: [asked] },
    taken: { owner: by, escalations: [{ ...asked, taken: { by, at: now } }] },
    returned: { escalations: [{ ...asked, ended: { kind: 'returned', by, at: now, text: null } }] },
  };
  for (const [state, values] of Object.entries(states))
    for (const articleId of ['connection-refused', null])
      for (const conversation of ['experts', 'elsewhere']) {
        // The line that was pasted may hold anything.
        const read = { ...evidence, line: evidence.line && 'Connection refused' };
        const triageCase = { ...caseOf('connection-refused', read, values), articleId };
        const view = currentView(triageCase, viewContextFor({ locale, conversation }));
        const where = `experts ${state} of ${articleId ?? 'no article'}, seen from ${conversation}`;
        for (const shown of [view, redactView(view)])
          for (const text of words(cardData(shown, cards.context(reader(locale))))) yield [where, text];
      }
}

/** What data, an incident and a pack say of a case, with a fact missing. */
function* besides(what: string, evidence: Evidence, locale: Locale): Generator<[string, string]> {
  const look = cards.context(reader(locale));
  const joris = { id: 'joris', name: 'Joris de Wit' };
  // The line that was pasted may hold anything.
  const read = { ...evidence, line: evidence.line && 'Connection refused' };
  const context = viewContextFor({ locale });
  for (const [name, text] of everyData) {
    if (!isOnTheWay(`${locale} ${what} ${name}`, 8)) continue;
    const findings = readFindings(text, null, { now, ranges: content.ranges, evidence: read }).map(finding => ({
      articleId: null,
      ...finding,
      at: now,
      by: priya,
    }));
    const triageCase = caseOf('connection-refused', read, { findings });
    for (const view of [findingsView(findings, triageCase, context), currentView(triageCase, context)])
      for (const shown of words(cardData(view, look))) yield [`found ${name}`, shown];
  }
  const incident: KnownIncident = {
    ...{ id: 'R3T5WX', articleId: 'connection-refused', since: now, others: 1, isWide: false, belonging: 'in' },
    ...{ taken: null, news: null, over: null, alsoHere: [] },
  };
  const news = { by: joris, at: now, text: 'We changed it back' };
  const over = { kind: 'withdrawn', by: joris, at: now } as const;
  for (const more of [{}, { taken: joris }, { news }, { over, belonging: 'after' as const }, { isWide: true }]) {
    const memory = { ...noMemory, incident: { ...incident, ...more } };
    const view = currentView(caseOf('connection-refused', read), viewContextFor({ locale, memory }));
    for (const shown of words(cardData(view, look))) yield [`an incident with ${Object.keys(more)}`, shown];
  }
  const reports = { since: now, lastAt: now, count: 6, countedAt: now, quiet: 0, isPosted: true, told: 0 };
  const nowhere = { hops: [], hopCount: 0, domains: [], domainCount: 0 };
  const asked = { by: priya, at: now, place: 'experts', taken: null, exchanges: [], ended: null };
  for (const isWide of [false, true]) {
    const values = { incident: { ...reports, ...nowhere, isWide }, escalations: [asked] };
    const triageCase = caseOf('connection-refused', read, values);
    const view = currentView(triageCase, viewContextFor({ locale, conversation: 'experts' }));
    for (const shown of words(cardData(view, look))) yield ['what the experts have of an incident', shown];
  }
  const triageCase = caseOf('connection-refused', read);
  const { about } = answerView({ about: 'summary', items: [], lookAt: null }, triageCase, context);
  const opened = [{ kind: 'opened', at: now, by: null, data: null }];
  for (const isWhole of [false, true]) {
    const pack = packText(
      {
        ...{ caseId: triageCase.id, at: now, isWhole, evidence: read, about },
        earlier: [{ evidence: read, at: now }],
        facts: { began: null, followUps: [] },
        timeline: timelineView(triageCase, opened, context, { from: 0 }),
      },
      look,
    );
    // In columns, two blanks apart
    for (const line of pack.split(/\n| {2,}/)) yield ['the evidence pack', line];
  }
}

const everyData = [...Object.entries(adminOutput), ...everyToolOutput.map(([name, { text }]) => [name, text] as const)];

/** The placeholders of a text that each fact fills. */
const filledBy: Readonly<Record<string, readonly string[]>> = {
  recipients: ['recipient', 'domain', 'partner'],
  sender: ['sender', 'senderDomain'],
  remoteHost: ['server', 'domain', 'partner'],
  remoteIp: ['ip'],
  queuedAt: ['queuedAt', 'expiresAt'],
  lastAttempt: ['lastAttempt'],
  cause: ['code', 'reply'],
};

/** Whether a text of the step, or at the start one of the article, is another one without the fact. What cards say around them is the same for all. */
function speaksOf(article: Article, stepId: StepId, what: string, locale: Locale): boolean {
  if (what === 'everything' || article.id === 'connection-refused') return true;
  const { steps, ...own } = article.strings[locale];
  const isStart = stepId === article.guide.start;
  const texts = JSON.stringify([steps[stepId], ...(isStart ? [own] : [])]);
  return filledBy[what]!.some(name => texts.includes(`{${name}}`));
}

describe('cards, letters and what is copied, with facts missing', () => {
  for (const locale of locales) {
    it(`hold no placeholder, no empty value and no noun twice, in ${locale} (${wayOfRun})`, () => {
      const found = new Map<string, string>();
      const seen = new Set<string>();
      const look = (texts: Iterable<string>, where: string) => {
        for (const text of texts) {
          if (seen.has(text)) continue;
          seen.add(text);
          const gap = gapIn(text, locale);
          if (gap !== undefined) found.set(`${gap} · ${text.slice(0, 160)}`, where);
        }
      };

      let number = 0;
      for (const [what, evidence] of lacking) {
        const partner = content.articles.find(({ id }) => id === 'certificate-validation-failed')!;
        for (const [name, triageCase] of filledIn(partner, what, evidence, locale))
          look(textsOf(triageCase, locale), name);
        for (const [name, text] of amongExperts(evidence, locale)) look([text], `${name} without ${what}`);
        for (const [name, text] of besides(what, evidence, locale)) look([text], `${name} without ${what}`);
        for (const article of content.articles) {
          // Whatever a text asks for is missing once, when everything is; one fact alone shows what stands around it.
          const oneOf = article.id === 'connection-refused' ? 1 : what === 'everything' ? 3 : 8;
          if (!isOnTheWay(`${locale} ${what} ${article.id}`, oneOf)) continue;
          for (const [name, triageCase] of casesOf(article, what, evidence, locale)) {
            look(textsOf(triageCase, locale), `${name} without ${what}`);
            // Every question about one article, and of the others one question at each step.
            const one = questions[number++ % questions.length]!;
            const asked = article.id === 'connection-refused' ? questions : [one];
            look(answersOf(triageCase, locale, asked), `an answer at ${name} without ${what}`);
          }
        }
      }

      assert.deepEqual(
        [...found].map(([gap, where]) => `${where}: ${gap}`),
        [],
      );
      assert.ok(seen.size > 5_000, `${seen.size} texts`);
    });
  }
});
