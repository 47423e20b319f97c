import assert from 'node:assert/strict';
import { mailtoLink, writeLetter } from '../../src/cards/letter.ts';
import { cardData } from '../../src/cards/render-card.ts';
import { summaryText } from '../../src/cards/summary-text.ts';
import { contactTexts, reminderTexts } from '../../src/cards/views/contact.ts';
import { followUpKinds, type TriageCase, tickKey, untouchedCase } from '../../src/triage/case.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import { answerView, currentView } from '../../src/triage/showing/index.ts';
import { cards, caseOf, content, movesToSteps, now, priya, queued, strings, viewContextFor } from '../content.ts';

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
function doubled(text: string, locale: Locale): string | undefined {
  const { say, list } = strings[locale];
  const low = text.toLowerCase();
  for (const name of ['sender', 'recipient', 'server', 'domain', 'senderDomain']) {
    const filler = say(`unknown.${name}.text`).toLowerCase();
    for (const noun of list(`unknown.nouns.${name}`).filter(one => filler.includes(one.toLowerCase()))) {
      const twice = `${noun.toLowerCase()}${locale === 'zh-CN' ? '' : ' '}${filler}`;
      const at = low.indexOf(twice);
      if (at >= 0 && !/\p{Script=Latin}/u.test(low.charAt(at - 1))) return text.slice(at, at + twice.length + 20);
    }
  }
  return undefined;
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

function* textsOf(triageCase: TriageCase, locale: Locale): Generator<string> {
  const context = viewContextFor({ locale });
  const reader = { locale, timeZone: 'Europe/Amsterdam' };
  const view = currentView(triageCase, context);
  yield* words(cardData(view, cards.context(reader)));
  if (view.kind !== 'contact') return;
  const look = cards.context(reader);
  yield* contactTexts(view, look).flatMap(text => text.split('\n'));
  yield* reminderTexts(view, now, look).flatMap(text => text.split('\n'));
  yield decodeURIComponent(mailtoLink(writeLetter(view, look)));
}

/** The first card, each list, each letter, and the end, of every article. */
function* casesOf(evidence: Evidence, locale: Locale): Generator<[string, TriageCase]> {
  for (const article of content.articles) {
    for (const [stepId, moves] of movesToSteps(article)) {
      const step = article.guide.steps[stepId]!;
      const contact = { ...untouchedCase.contact, language: locale };
      // Everybody's hand-over to a colleague is the same.
      if (stepId === 'hand-over' && article.id !== 'connection-refused') continue;
      yield [`${article.id}/${stepId}`, caseOf(article.id, evidence, { moves, contact })];
      if (article.id === 'connection-refused' && step.kind === 'escalation') {
        for (const kind of followUpKinds) {
          const done = { kind, by: priya, at: now };
          const outcome = { ...done, kind: 'sent' as const };
          yield [`${stepId} ${kind}`, caseOf(article.id, evidence, { moves, contact, outcome, followUps: [done] })];
        }
      }
      if (step.kind !== 'checklist' || step.next !== null) continue;
      const ticks = Object.fromEntries(
        [...step.items, { id: 'resend' }].map(({ id }) => [tickKey(stepId, id), { by: priya, at: now }]),
      );
      yield [`${article.id}/${stepId} done`, caseOf(article.id, evidence, { moves, ticks })];
    }
  }
}

describe('cards and letters with facts missing', () => {
  for (const locale of locales) {
    it(`hold no placeholder, no empty value and no noun twice, in ${locale}`, () => {
      const found = new Map<string, string>();
      const seen = new Set<string>();
      // One fact is missing in each article, another one in the next; with none of them every article is looked at.
      for (const [place, [what, evidence]] of lacking.entries()) {
        let number = 0;
        for (const [name, triageCase] of casesOf(evidence, locale)) {
          if (what !== 'everything' && number++ % (lacking.length - 1) !== place) continue;
          for (const text of textsOf(triageCase, locale)) {
            if (seen.has(text)) continue;
            seen.add(text);
            const gap = gapIn(text, locale);
            if (gap !== undefined) found.set(`${gap} · ${text.slice(0, 160)}`, `${name} without ${what}`);
          }
        }
      }

      assert.deepEqual(
        [...found].map(([gap, where]) => `${where}: ${gap}`),
        [],
      );
    }).timeout(20_000);
  }

  it('hold none in what is copied into the ticket system', () => {
    for (const locale of locales) {
      for (const [what, evidence] of lacking) {
        const triageCase = caseOf('connection-refused', evidence, {
          outcome: { kind: 'solved', by: priya, at: now },
          followUps: [{ kind: 'sent', by: priya, at: now }],
        });
        const { about } = answerView(
          { about: 'summary', items: [], lookAt: null },
          triageCase,
          viewContextFor({ locale }),
        );
        const text = summaryText(
          about!,
          { began: null, followUps: triageCase.followUps },
          cards.context({ locale, timeZone: 'UTC' }),
        );

        // But for the line that was pasted, which may hold anything.
        for (const line of text.split('\n').filter(one => !one.endsWith(evidence.line) || evidence.line === ''))
          assert.equal(gapIn(line, locale), undefined, `${locale} without ${what}: ${line}`);
      }
    }
  });
});
