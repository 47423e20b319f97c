// The chat page over the whole program, for who does not see it or sees it otherwise.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { strToU8, zipSync } from 'fflate';
import type { Page } from 'playwright-core';
import type { Locale } from '../../src/triage/evidence.ts';
import type { View } from '../../src/triage/showing/index.ts';
import { everyView } from '../cards/every-view.ts';
import { articles, cards, strings } from '../content.ts';
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

/** Two of each kind, as they differ most: the first and the longest. */
function someOfEachKind(locale: Locale): [name: string, view: View][] {
  const byKind = Map.groupBy(everyView(locale), ([, { kind }]) => kind);
  return [...byKind.values()].flatMap(views => {
    const [first] = views;
    const longest = views.reduce((one, other) =>
      JSON.stringify(other[1]).length > JSON.stringify(one[1]).length ? other : one,
    );
    return longest === first ? [first!] : [first!, longest];
  });
}

describeInBrowser('the chat page for everybody', browser => {
  let program: Program;

  beforeEach(async () => {
    program = await startProgram();
  });

  afterEach(() => program.stop());

  it('finds nothing wrong with any kind of card, those of experts, data, lists and the directory too', async function () {
    this.timeout(120_000);
    const locale = 'nl';
    const { page, context } = await openPage(browser(), program.url, { locale, viewport: { width: 320, height: 900 } });
    await page.evaluate(axeSource);
    const rendered = someOfEachKind(locale).map(
      ([name, view]) => [name, cards.render(view, { locale, timeZone: 'Europe/Amsterdam' })] as const,
    );

    // All on one page: most of what axe costs is for each run.
    const found = await page.evaluate(async shown => {
      const { createCard } = await import('/chat/assets/card.js' as string);
      const turns = shown.map(([name, json]) => {
        const { element, show } = createCard({ perform() {}, refuseLink() {}, notify() {} });
        const turn = document.createElement('article');
        turn.className = 'turn it';
        turn.dataset.name = name;
        turn.append(element);
        document.getElementById('log').append(turn);
        show(json);
        return turn;
      });
      const empty = turns.filter(turn => turn.innerText.trim() === '');
      const wide = turns.filter(turn => turn.scrollWidth > turn.clientWidth);
      const rules = { 'target-size': { enabled: true } };
      const { violations } = await axe.run(document, { resultTypes: ['violations'], rules });
      return [
        ...empty.map(turn => `${turn.dataset.name}: nothing is shown`),
        ...wide.map(turn => `${turn.dataset.name}: wider than the page`),
        ...violations.flatMap(({ id, nodes }: { id: string; nodes: { html: string; target: string[] }[] }) =>
          nodes.map(({ html, target }) => {
            const at = document.querySelector(target[0])?.closest('.turn')?.dataset.name;
            return `${at}: ${id} ${html.slice(0, 160)}`;
          }),
        ),
      ] as string[];
    }, rendered);

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
