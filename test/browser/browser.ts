// A Chromium of the machine for tests of the page. Without one the tests say so in one line and do not fail.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { atEnd } from '../at-end.ts';

const PLACES = [
  process.env.CHROMIUM_PATH,
  // Without windows of its own it does the same for two thirds of the work.
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

export const chromiumPath = PLACES.find(place => place && existsSync(place));

/** A `describe` whose tests get a browser, where there is one. */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  if (!chromiumPath) {
    console.log(
      `Browser tests of "${name}" did not run: no Chromium found. Install it (Debian: apt-get install chromium-headless-shell) or set CHROMIUM_PATH.`,
    );
    return;
  }
  describe(name, () => {
    let browser: Browser;
    before(async () => {
      running ??= launch();
      browser = await running;
    });
    tests(() => browser);
  });
}

/** One for all files of a run; pages share nothing, as each has a context of its own. */
let running: Promise<Browser> | undefined;

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      // Fewer processes, a quarter less work for a page.
      '--in-process-gpu',
      '--num-raster-threads=1',
      '--renderer-process-limit=1',
      '--disable-site-isolation-trials',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-extensions',
      '--disable-sync',
    ],
  });
}

atEnd(async () => {
  const browser = await running?.catch(() => undefined);
  await browser?.close();
});

export interface OpenPage {
  page: Page;
  context: BrowserContext;
  /** What the page complained about: script errors, refused resources. */
  complaints: string[];
}

export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Europe/Amsterdam', ...options });
  // Only what never comes: on a busy machine much comes late.
  context.setDefaultTimeout(150_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  return { page, context, complaints };
}

// biome-ignore-start lint/suspicious/noExplicitAny: what runs inside the page, where Node's types know nothing
declare const document: any;
declare const getComputedStyle: any;
// biome-ignore-end lint/suspicious/noExplicitAny: what runs inside the page, where Node's types know nothing

let hasComplained = false;

/**
 * The page as on a machine whose only letters are DejaVu Sans, as a fresh Linux has it: wide ones. What such a machine
 * lacks goes out of the page's list of fonts. False where this machine has no DejaVu Sans, which is said in one line.
 */
export async function wearDejaVu(page: Page): Promise<boolean> {
  const isThere = await page.evaluate(async () => {
    const width = (family: string) => {
      const pen = document.createElement('canvas').getContext('2d');
      pen.font = `20px "DejaVu Sans", ${family}`;
      return pen.measureText('immer').width;
    };
    if (width('monospace') !== width('serif')) return false;
    const { style } = document.documentElement;
    const fonts = getComputedStyle(document.documentElement).getPropertyValue('--sans').split(/,\s*/) as string[];
    const first = fonts.findIndex(name => name.includes('DejaVu') || name === 'system-ui' || name === 'sans-serif');
    const left = fonts.slice(first).map(name => (/^(?:system-ui|sans-serif)$/.test(name) ? '"DejaVu Sans"' : name));
    style.setProperty('--sans', left.join(', '));
    for (const weight of [400, 600]) await document.fonts.load(`${weight} 16px ${left.join(', ')}`);
    return true;
  });
  if (!isThere && !hasComplained) {
    hasComplained = true;
    console.log('Nothing was measured in DejaVu Sans: it is not installed. Debian: apt-get install fonts-dejavu-core');
  }
  return isThere;
}
