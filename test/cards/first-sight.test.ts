import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { AdaptiveCard } from '../../src/cards/render-card.ts';
import { type TriageCase, tickKey, untouchedCase } from '../../src/triage/case.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { itemsOf } from '../../src/triage/guiding/checklist.ts';
import type { Candidate } from '../../src/triage/match.ts';
import { currentView } from '../../src/triage/showing/current-view.ts';
import type { View } from '../../src/triage/showing/view.ts';
import { describeInBrowser, openPage, wearDejaVu } from '../browser/browser.ts';
import { type StubBot, startStubBot } from '../chat/stub-bot.ts';
import { bounced, cards, caseOf, content, movesToSteps, now, priya, queued, viewContextFor } from '../content.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';

// biome-ignore lint/suspicious/noExplicitAny: what runs inside the page, where Node's types know nothing
declare const document: any;

/**
 * What a phone of 400 by 860 shows between the header and the message box. A page of 320 has the same words in a quarter
 * more lines.
 */
const screens: Readonly<Record<number, number>> = { 400: 700, 320: 875 };

interface Shown {
  /** Cards of one kind have the same parts. */
  readonly kind: string;
  readonly name: string;
  readonly card: AdaptiveCard;
}

interface Measured {
  readonly name: string;
  readonly width: number;
  /** From the top of the card to the end of what has to be in sight. */
  readonly height: number;
  /** Whether something sticks out to the right. */
  readonly isWide: boolean;
}

/** The case in the states in which a person meets it for the first time or comes back to it. */
function* shownCards(locale: Locale): Generator<Shown> {
  const context = viewContextFor({ locale });
  const reader = { locale, timeZone: 'Europe/Amsterdam' };
  const show = (name: string, triageCase: TriageCase, state = '') => {
    const view = currentView(triageCase, context);
    return { kind: `${view.kind} ${state}`, name: `${locale} ${name} ${state}`, card: cards.render(view, reader) };
  };
  const help: View = { kind: 'notice', topic: 'help', unknownCode: null, reference: null, openCase: null };
  yield { kind: 'help', name: `${locale} help`, card: cards.render(help, reader) };
  for (let at = 0; at < content.articles.length; at += 3) {
    const candidates = content.articles.slice(at, at + 3).map(
      ({ id, statusCodes }): Candidate => ({
        articleId: id,
        statusCodes: statusCodes.map(({ from }) => from),
        score: 0.5,
        because: [{ kind: 'words', words: ['firewall', 'stuck since this morning'] }],
      }),
    );
    const view: View = {
      kind: 'choose',
      caseId: 'K7Q2MF',
      evidence: queued,
      candidates,
      why: 'words',
      unknownCode: null,
      canStepBack: false,
    };
    yield {
      kind: 'choose',
      name: `${locale} choose ${candidates.map(one => one.articleId)}`,
      card: cards.render(view, reader),
    };
  }
  for (const article of content.articles) {
    if (!isOnTheWay(`${locale} ${article.id}`, 2)) continue;
    for (const [stepId, moves] of movesToSteps(article)) {
      const step = article.guide.steps[stepId]!;
      const name = `${article.id}/${stepId}`;
      if (moves.length === 0) {
        yield show(name, caseOf(article.id, queued), 'queued');
        yield show(name, caseOf(article.id, bounced), 'bounced');
      }
      if (step.kind === 'checklist') {
        const fresh = caseOf(article.id, queued, { moves });
        yield show(name, fresh);
        const items = itemsOf(step, fresh).slice(0, -1);
        const ticks = Object.fromEntries(items.map(item => [tickKey(stepId, item.id), { by: priya, at: now }]));
        yield show(name, { ...fresh, ticks }, 'one left');
      }
      if (step.kind === 'escalation') {
        const contact = { ...untouchedCase.contact, language: locale };
        yield show(name, caseOf(article.id, queued, { moves, contact }), 'letter');
      }
    }
  }
}

/** Of the cards of each kind so many are laid out: those with the most lines by a rough count, and the longest words. */
const tallest = 40;
const widest = 4;

type Node = Record<string, unknown>;

/** About how many lines of a narrow card are in sight, in a checklist down to the button of its next step. */
function linesOf(card: AdaptiveCard): number {
  let lines = 0;
  let isEnd = false;
  const walk = (node: Node): void => {
    if (isEnd || node.isVisible === false) return;
    if (node.type === 'TextBlock') {
      const width = String(node.text).replace(/\p{Script=Han}/gu, 'xx').length;
      lines += Math.ceil(width / (node.size === 'small' ? 46 : 40)) + 0.4;
    }
    if (String(node.type).startsWith('Action.')) lines += String(node.title).length > 14 ? 2 : 1;
    for (const part of ['items', 'columns', 'body', 'actions'])
      for (const child of (node[part] ?? []) as Node[]) walk(child);
    isEnd ||= node.style === 'positive' && node.type === 'Action.Execute';
  };
  walk(card as unknown as Node);
  return lines;
}

function longestWord(card: AdaptiveCard): number {
  return JSON.stringify(card)
    .split(/[\s"]+/)
    .reduce((most, word) => Math.max(most, word.length), 0);
}

/** All would take minutes. */
function worst(shown: readonly Shown[]): Shown[] {
  return Object.values(Object.groupBy(shown, one => one.kind)).flatMap((alike = []) => {
    const lines = new Map(alike.map(one => [one, linesOf(one.card)]));
    const words = new Map(alike.map(one => [one, longestWord(one.card)]));
    const most = (sizes: ReadonlyMap<Shown, number>, count: number) =>
      alike.toSorted((one, other) => sizes.get(other)! - sizes.get(one)!).slice(0, count);
    return [...new Set([...most(lines, tallest), ...most(words, widest)])];
  });
}

describeInBrowser('cards at first sight', browser => {
  let bot: StubBot;
  before(async () => {
    bot = await startStubBot();
  });
  after(() => bot.stop());

  /**
   * All that are measured, in one page and one layout a width: one by one it would take minutes. They go there as one text, which is
   * quicker than as objects, and are laid out only while they are measured.
   */
  const measure = async (shown: readonly Shown[]): Promise<Measured[]> => {
    const { page, context } = await openPage(browser() as Browser, bot.url, { viewport: { width: 400, height: 800 } });
    await page.locator('html:not(.starting)').waitFor();
    await page.evaluate(
      async json => {
        const { createCard } = await import('/chat/assets/card.js' as string);
        const elements = JSON.parse(json).map((card: unknown) => {
          const { element, show } = createCard({ perform() {}, refuseLink() {} });
          show(card);
          return element;
        });
        const log = document.querySelector('#log');
        log.style.display = 'none';
        log.replaceChildren(...elements);
      },
      JSON.stringify(shown.map(({ card }) => card)),
    );
    const found = await layouts(page, shown, 'own letters');
    if (await wearDejaVu(page)) found.push(...(await layouts(page, shown, 'DejaVu Sans')));
    await context.close();
    return found;
  };

  const layouts = async (page: Page, shown: readonly Shown[], letters: string): Promise<Measured[]> => {
    const sizes = await page.evaluate(widths => {
      const log = document.querySelector('#log');
      log.style.display = '';
      const sizes = widths.flatMap(width => {
        // Beside the cards a page has 12 px on each side.
        log.style.width = `${width}px`;
        return [...log.children].map(element => {
          // A checklist may scroll below its next step.
          const step = element.querySelector('.ac-container .ac-pushButton.style-positive');
          const end = (step ?? element).getBoundingClientRect().bottom;
          const height = Math.round(end - element.getBoundingClientRect().top);
          return { width, height, isWide: element.scrollWidth > element.clientWidth + 1 };
        });
      });
      log.style.display = 'none';
      return sizes;
    }, Object.keys(screens).map(Number));
    assert.equal(sizes.length, shown.length * Object.keys(screens).length);
    return sizes.map((size, index) => ({ ...size, name: `${shown[index % shown.length]!.name} in ${letters}` }));
  };

  for (const locale of locales) {
    it(`fit a phone's screen in ${locale}, a checklist down to the button of its next step (${wayOfRun})`, async () => {
      const measured = await measure(worst([...shownCards(locale)]));

      const tooTall = measured.filter(({ width, height }) => height > screens[width]!);
      assert.deepEqual(
        tooTall.sort((one, other) => other.height - one.height).map(one => `${one.width}: ${one.height} ${one.name}`),
        [],
      );
      assert.deepEqual(
        measured.filter(({ isWide }) => isWide).map(({ name, width }) => `${width}: ${name}`),
        [],
      );
    });
  }
});
