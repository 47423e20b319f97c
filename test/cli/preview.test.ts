import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser, openerOf } from '../../src/cli/preview/open-browser.ts';
import { previewArticle } from '../../src/cli/preview/preview-article.ts';
import { type PreviewServer, servePreview } from '../../src/cli/preview/serve-preview.ts';
import { main } from '../../src/cli/run-articles.ts';
import { locales } from '../../src/triage/evidence.ts';
import { change, exampleId, repository } from '../articles/readme-example.ts';
import { describeInBrowser, openPage } from '../browser/browser.ts';
import { temporaryFolder } from '../storage/databases.ts';
import { finished } from './streams.ts';

// biome-ignore lint/suspicious/noExplicitAny: what runs inside the page, where Node's types know nothing
declare const getComputedStyle: any;

interface Shown {
  readonly problems: string[];
  readonly steps: { readonly name: string; readonly cards: Record<string, object> }[];
}

const cardsAt = async (url: string) => (await (await fetch(`${url}cards.json`)).json()) as Shown;

describe('the preview of an article', () => {
  let root: string;
  let server: PreviewServer;
  before(async () => {
    root = repository();
    server = await servePreview(root, exampleId);
  });
  after(() => server.close());

  it('has the card of every step in four languages, and what a search shows', async () => {
    const { problems, steps } = await cardsAt(server.url);

    assert.deepEqual(problems, []);
    assert.deepEqual(
      steps.map(({ name }) => name),
      ['whose-rule', 'change-rule', 'ask-them', 'hand-over', 'found by a search'],
    );
    for (const { name, cards } of steps) assert.deepEqual(Object.keys(cards), [...locales], name);
    const [question, checklist, contact] = steps;
    assert.match(JSON.stringify(question!.cards.en), /Whose rule is it\?/, 'though the sample answers it');
    assert.match(JSON.stringify(checklist!.cards.nl), /Zoek op welke bestandstypen/);
    assert.match(JSON.stringify(contact!.cards.sv), /Tala om vilka filtyper ni tar emot/);
  });

  it('tells its page when a file was saved, and shows a text that is still blank', async () => {
    const stop = new AbortController();
    const events = await fetch(`${server.url}events`, { signal: stop.signal });
    const reader = events.body!.getReader();

    change('strings/nl.yaml', /^headline: .*$/m, 'headline: ___ what happened')(join(root, 'dialogs', exampleId));
    const { value } = await reader.read();
    stop.abort();

    assert.equal(new TextDecoder().decode(value), 'data: changed\n\n');
    const { problems, steps } = await cardsAt(server.url);
    assert.deepEqual(problems, [
      'dialogs/file-type-blocked/strings/nl.yaml, line 2: headline: still blank. Write what happened.',
    ]);
    assert.match(JSON.stringify(steps[0]!.cards.nl), /___ what happened/);
  });

  it('says in sentences why there are no cards', async () => {
    const broken = repository();
    rmSync(join(broken, 'dialogs', exampleId, 'strings', 'sv.yaml'));
    const other = await servePreview(broken, exampleId);

    const { problems, steps } = await cardsAt(other.url);
    await other.close();

    assert.deepEqual(steps, []);
    assert.match(problems.join('\n'), /strings\/sv\.yaml: the file is missing\./);
  });

  it('answers this computer alone', async () => {
    const { status } = await fetch(server.url, { headers: { Origin: 'https://contoso.example' } });

    assert.equal(status, 403);
  });
});

describe('npm run articles -- --preview', () => {
  it('prints the address, says that no browser can be opened, and ends when it is told to', async () => {
    const stop = new AbortController();

    const result = await finished(async terminal => {
      const ending = previewArticle(repository(), exampleId, terminal, stop.signal);
      await once(terminal.stdout, 'data');
      stop.abort();
      return ending;
    });

    assert.equal(result.code, 0);
    assert.match(result.out, /No browser could be opened from here: open the address yourself\.\n$/);
  });

  it('names the nearest article where there is none', async () => {
    const { code, errors } = await finished(terminal =>
      main(['--preview', 'file-type-bloked'], terminal, repository()),
    );

    assert.equal(code, 2);
    assert.match(errors, /^There is no folder dialogs\/file-type-bloked \(did you mean "file-type-blocked"\?\)/);
  });

  it('knows how each system opens an address, and when there is no screen', async () => {
    const address = 'http://127.0.0.1:1/';
    assert.deepEqual(openerOf('darwin', {}, address), ['open', [address]]);
    assert.deepEqual(openerOf('win32', {}, address), ['cmd', ['/c', 'start', '""', address]]);
    assert.deepEqual(openerOf('linux', { DISPLAY: ':0' }, address), ['xdg-open', [address]]);
    assert.equal(openerOf('linux', {}, address), undefined);
    assert.equal(await openBrowser(address, { DISPLAY: ':0', WAYLAND_DISPLAY: '', PATH: '/nowhere' }), false);
  });

  it('hands the address to the program of the system, and hears whether it worked', async function () {
    if (process.platform !== 'linux') this.skip();
    const folder = temporaryFolder();
    const write = (script: string) =>
      writeFileSync(join(folder, 'xdg-open'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const open = () => openBrowser('http://127.0.0.1:1/', { DISPLAY: ':0', PATH: folder });

    write(`echo "$1" > ${join(folder, 'opened')}`);
    assert.equal(await open(), true);
    assert.equal(readFileSync(join(folder, 'opened'), 'utf8'), 'http://127.0.0.1:1/\n');
    write('exit 3');
    assert.equal(await open(), false);
  });
});

describeInBrowser('the preview page', browser => {
  it('draws each card in light and in dark, and draws it again after a file was saved', async () => {
    const root = repository();
    const server = await servePreview(root, exampleId);
    try {
      const { page, context, complaints } = await openPage(browser(), server.url);
      await page.locator('.card').nth(39).waitFor();

      const grounds = await page
        .locator('.preview-row')
        .evaluateAll(rows => rows.slice(0, 2).map(row => getComputedStyle(row).backgroundColor));
      assert.notEqual(grounds[0], grounds[1]);
      assert.equal(await page.locator('.card').count(), 5 * 4 * 2);
      await page.getByLabel('dark').uncheck();
      assert.equal(await page.locator('.card:visible').count(), 5 * 4);
      change('strings/en.yaml', 'Whose rule is it?', 'Who made the rule?')(join(root, 'dialogs', exampleId));
      await page.getByText('Who made the rule?').first().waitFor();
      assert.deepEqual(complaints, []);
      await context.close();
    } finally {
      await server.close();
    }
  });
});
