// The chat page over the whole program, for who does not see it or sees it otherwise.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import type { AdaptiveCard } from '../../src/cards/render-card.ts';
import { type Locale, locales } from '../../src/triage/evidence.ts';
import { everyView } from '../cards/every-view.ts';
import { articles, cards, strings } from '../content.ts';
import { isOnTheWay, oneOnTheWay, wayOfRun } from '../walk.ts';
import { describeInBrowser, openPage } from './browser.ts';
import { changed, type Program, pastes, say, startProgram } from './whole-program.ts';

// What runs inside the page, where Node's types know nothing.
// biome-ignore-start lint/suspicious/noExplicitAny: the browser's own
declare const document: any;
declare const axe: any;
// biome-ignore-end lint/suspicious/noExplicitAny: the browser's own

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const archive = Buffer.from(
  zipSync({ 'a.txt': strToU8('550 5.2.2 mailbox full'), 'b.txt': strToU8(pastes.certificate) }),
);
const vague: Partial<Record<Locale, string>> = {
  en: 'mail does not arrive',
  nl: 'mail komt niet aan',
  'zh-CN': '邮件收不到',
};

/** Leads a person through every kind of card, and says at each what is seen. */
async function walk(page: Page, locale: Locale, look: (state: string) => Promise<void>): Promise<void> {
  const { say: text } = strings[locale];
  const option = (article: string, step: string, id: string) =>
    articles.get(article)!.strings[locale].steps[step]!.options![id]!;
  const card = page.locator('.card').last();
  const press = async (name: string, state: string) => {
    await changed(page, () => card.getByRole('button', { name, exact: true }).click());
    await look(state);
  };
  const type = async (words: string, state = words.slice(0, 20)) => {
    await say(page, words);
    await look(state);
  };
  const unfold = async (words: string, state: string) => {
    await card.locator('.ac-selectable').filter({ hasText: words, visible: true }).last().click();
    await look(state);
  };

  await look('nothing said');
  await type(pastes.refused, 'first card');
  await unfold(text('frame.showRaw'), 'the line that was read');
  await press(option('connection-refused', 'whose-server', 'ours'), 'question');
  await press(option('connection-refused', 'what-arrives', 'retired'), 'checklist with locked steps');
  await press(text('buttons.stepDone', { number: 1 }), 'checklist with a risk');
  await press(text('buttons.stepDone', { number: 2 }), 'risky step');
  await press(text('buttons.confirm'), 'folded steps');
  await unfold(text('checklist.folded', { number: 2 }), 'unfolded steps');
  await card.locator('.menu-button').click();
  await look('menu');
  await page.keyboard.press('Escape');
  await press(text('buttons.solved'), 'solved');
  await press(text('buttons.copySummary'), 'summary');
  for (const command of ['cases', 'why', 'help', 'forget']) await type(command);
  await type(pastes.threeRecipients, 'three recipients');
  assert.equal(await card.getByText('user2@contoso.example').count(), 1, 'a row for each recipient');
  await type('new');
  await type('550 5.7.1 refused', 'several articles');
  await type('new');
  await type(vague[locale]!, 'a guess');
  await type('new');
  await type(pastes.certificate);
  await press(option('certificate-validation-failed', 'whose-server', 'partner'), 'language of the letter');
  await press(text('languageName'), 'letter');
  await unfold(text('contact.showLetter'), 'whole letter');
  await unfold(text('contact.missing.ticket'), 'form of the letter');
  await press(text('buttons.sent'), 'sent');
  await press(text('buttons.noAnswer'), 'no answer');
  await press(text('buttons.remind'), 'reminded');
  await press(text('buttons.answered'), 'answered');
  await changed(page, () =>
    page.locator('#file').setInputFiles({ name: 'b.zip', mimeType: 'application/zip', buffer: archive }),
  );
  await look('batch');
  await page.locator('#file').setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: archive });
  await look('an error');
}

/** Of each kind those that have a part in a look that none before them has, so none of the looks is left out. */
function everyLook(locale: Locale): [name: string, card: AdaptiveCard][] {
  const seen = new Set<string>();
  const chosen: [name: string, card: AdaptiveCard][] = [];
  for (const [name, view] of everyView(locale)) {
    // Articles look alike, and differ in their words.
    const [article] = name.split('/');
    if (articles.has(article!) && !isOnTheWay(`${locale} ${article} as every card`, 8)) continue;
    const card = cards.render(view, { locale, timeZone: 'Europe/Amsterdam' });
    const before = seen.size;
    for (const look of looksIn(card, view.kind)) seen.add(look);
    if (seen.size > before) chosen.push([name, card]);
  }
  return chosen;
}

type Part = Record<string, unknown>;

/** Of each part of a card: what it is, what it is like, and on what it lies. */
function* looksIn(part: unknown, on: string): Generator<string> {
  if (typeof part !== 'object' || part === null) return;
  const { type, style, color, size, weight, isSubtle, fontType, isVisible } = part as Part;
  if (type !== undefined) yield [on, type, style, color, size, weight, isSubtle, fontType, isVisible].join(' ');
  const under = type === 'Container' && style !== undefined ? `${on} ${style}` : on;
  for (const [name, child] of Object.entries(part)) if (name !== 'data') yield* looksIn(child, under);
}

describeInBrowser('the chat page for everybody', browser => {
  let program: Program;

  beforeEach(async () => {
    program = await startProgram();
  });

  afterEach(() => program.stop());

  const locale = oneOnTheWay('the language of every card', locales)[0]!;

  it(`finds nothing wrong with any kind of card, those of experts, data, lists and the directory too, in ${locale} (${wayOfRun})`, async function () {
    this.timeout(120_000);
    const { page, context } = await openPage(browser(), program.url, { locale, viewport: { width: 320, height: 900 } });
    await page.evaluate(axeSource);
    await page.evaluate(
      async json => {
        const { createCard } = await import('/chat/assets/card.js' as string);
        for (const [name, card] of JSON.parse(json)) {
          const { element, show } = createCard({ perform() {}, refuseLink() {}, notify() {} });
          const turn = document.createElement('article');
          turn.className = 'turn it';
          turn.dataset.name = name;
          turn.append(element);
          document.getElementById('log').append(turn);
          show(card);
        }
      },
      JSON.stringify(everyLook(locale)),
    );
    const found: string[] = [];

    // All on one page: most of what axe costs is for each run. Names do not change with the colours.
    for (const [width, colorScheme, how] of [
      [320, 'light', {}],
      [400, 'dark', { runOnly: ['color-contrast'] }],
      [1200, 'light', null],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      const problems = await page.evaluate(async run => {
        const turns = [...document.querySelectorAll('.turn[data-name]')];
        const empty = turns.filter(turn => turn.innerText.trim() === '');
        const wide = turns.filter(turn => turn.scrollWidth > turn.clientWidth);
        const rules = { 'target-size': { enabled: true } };
        const options = run && { resultTypes: ['violations'], ...('runOnly' in run ? run : { rules }) };
        const { violations } = options ? await axe.run(document, options) : { violations: [] };
        return [
          ...(turns.length === 0 ? ['no card is there'] : []),
          ...empty.map(turn => `${turn.dataset.name}: nothing is shown`),
          ...wide.map(turn => `${turn.dataset.name}: wider than the page`),
          ...violations.flatMap(({ id, nodes }: { id: string; nodes: { html: string; target: string[] }[] }) =>
            nodes.map(({ html, target }) => {
              const at = document.querySelector(target[0])?.closest('.turn')?.dataset.name;
              return `${at}: ${id} ${html.slice(0, 160)}`;
            }),
          ),
        ] as string[];
      }, how);
      found.push(...problems.map(problem => `${width} px, ${colorScheme}: ${problem}`));
    }

    assert.deepEqual(found, []);
    await context.close();
  });

  // Colours differ by light and dark alone, names by language, and room by width: so one walk looks at the colours of each, and the
  // third leaves them out.
  for (const [locale, colorScheme, width, isForColours] of [
    ['en', 'light', 1200, true],
    ['zh-CN', 'dark', 400, true],
    ['nl', 'light', 320, false],
  ] as const) {
    const also = isForColours ? '' : ', colours left out';
    it(`has nothing that axe finds wrong in any state, in ${locale}, ${colorScheme} and ${width} px${also}`, async () => {
      const options = { locale, colorScheme, viewport: { width, height: 900 }, reducedMotion: 'reduce' } as const;
      const { page, context } = await openPage(browser(), program.url, options);
      await page.evaluate(axeSource);
      const found: string[] = [];
      /** At what is older was looked when it was new, and at all of it at the end. */
      const older = [['#log > :not(:nth-last-child(-n + 2))']];
      const axeRuns = async (state: string, how: object, exclude: string[][] = older) => {
        const violations: { id: string; nodes: { html: string }[] }[] = await page.evaluate(
          async ([one, without]) =>
            (await axe.run({ include: [['html']], exclude: without }, { resultTypes: ['violations'], ...one }))
              .violations,
          [how, exclude] as const,
        );
        for (const { id, nodes } of violations) found.push(`${state}: ${id} ${nodes[0]!.html.slice(0, 120)}`);
      };

      const rules = { 'target-size': { enabled: true }, 'color-contrast': { enabled: isForColours } };
      await walk(page, locale, async state => {
        await axeRuns(state, { rules });
        const sideways = await page.evaluate(() => {
          const main = document.querySelector('main');
          return main.scrollWidth - main.clientWidth;
        });
        if (sideways > 0) found.push(`${state}: ${sideways} px to the right of the page`);
      });

      await axeRuns('all that was said', { rules }, []);

      assert.deepEqual(found, []);
      await context.close();
    });
  }
});
