import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadStrings } from '../../src/cards/load-strings.ts';
import { loadTemplates } from '../../src/cards/load-templates.ts';
import { createCardRenderer } from '../../src/cards/render-card.ts';
import type { Article } from '../../src/triage/article.ts';
import { textsFor } from '../../src/triage/article-texts.ts';
import { noMemory } from '../../src/triage/case.ts';
import { type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import { openCase } from '../../src/triage/guiding/index.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import { articles, content, root } from '../content.ts';

const strings = loadStrings(join(root, 'cards/strings'));

/** The card of a case that a paste opened, as text. */
function card(paste: string, articleId: string, today: string, locale: Locale = 'en', given = articles): string {
  const cards = createCardRenderer({
    templates: loadTemplates(join(root, 'cards')),
    strings,
    articles: [...given.values()],
    values: content.values,
    today: () => today,
  });
  const context = {
    articles: given,
    memory: noMemory,
    retryHours: 24,
    locale,
    now: `${today}T08:00:00.000Z`,
    by: { id: 'a', name: 'Ann' },
  };
  const candidate = { articleId, statusCodes: [], score: 1, because: [] };
  const { case: opened } = openCase(
    'K1',
    readEvidence(paste),
    { verdict: 'match', candidates: [candidate], locale },
    context,
  );
  const view = currentView(opened, context);
  const rendered = cards.render(view, { locale, timeZone: 'UTC' } as Parameters<typeof cards.render>[1]);
  return JSON.stringify(rendered);
}

const waiting =
  'Reason: [{LED=450 4.4.316 Connection refused};{MSG=};{FQDN=mx.fabrikam.example};{IP=192.0.2.7};{LRT=11/20/2026 7:12:51 AM}]';

describe('what a card says of the time', () => {
  it('is that Microsoft 365 keeps trying, while it may', () => {
    assert.match(card(waiting, 'connection-refused', '2026-11-20'), /Microsoft 365 keeps trying/);
  });

  it('is that it should have bounced, when its time is over', () => {
    const text = card(waiting, 'connection-refused', '2026-11-29');

    assert.match(text, /Should have bounced by now/);
    assert.doesNotMatch(text, /keeps trying/);
  });

  it("is nothing of Microsoft's hours where another server holds it", () => {
    const queue =
      'LastError : 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover to alternate host';

    assert.doesNotMatch(card(queue, 'next-hop-unreachable', '2026-11-20'), /24 hours|Microsoft 365 keeps/);
  });

  it('is that nothing failed, of a code that means success', () => {
    const text = card('250 2.1.5 Recipient OK', 'missing-without-bounce', '2026-11-20');

    assert.match(text, /No error: the server took it/);
    assert.match(text, /This is no error/);
  });

  it('names the time of the next try that a server asks for', () => {
    const text = card(
      '450 4.7.1 Greylisted, please try again in 5 minutes',
      'greylisted-by-their-server',
      '2026-11-20',
    );

    assert.match(text, /Try again/);
    assert.match(text, /8:05/);
  });
});

describe('who said it', () => {
  it('stands before the code, in every language', () => {
    for (const locale of locales) {
      const text = card(
        '421-4.7.28 an unusual rate of unsolicited mail - gsmtp',
        'their-rate-limits',
        '2026-11-20',
        locale,
      );

      assert.match(text, /Gmail · 421 4\.7\.28/, locale);
    }
  });

  it('is a path where somebody passed it on', () => {
    const text = card(
      "Generating server: AM0PR01MB1.eurprd01.prod.exchangelabs.com\n\nann@fabrikam.example\nmx.fabrikam.example\nRemote server returned '550 5.7.350 Remote server returned message detected as spam -> 554 email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554'",
      'refused-by-their-policy',
      '2026-11-20',
    );

    assert.match(text, /Microsoft 365 → mx\.fabrikam\.example → Mimecast/);
  });
});

describe('a block list', () => {
  it('is a link to the page where its addresses are looked up', () => {
    const text = card(
      '554 5.7.1 Service unavailable; client [192.0.2.4] blocked using bl.spamcop.net',
      'listed-on-blocklist',
      '2026-11-20',
    );

    assert.ok(text.includes('[SpamCop](https://www.spamcop.net/bl.shtml)'));
  });
});

describe('the texts of a variant', () => {
  it('are told for every variant of every article, and differ from the article’s own', () => {
    for (const article of content.articles) {
      for (const { id, strings: told } of article.variants) {
        for (const locale of locales) {
          const own: Record<string, unknown> = { ...article.strings[locale] };
          const differs = Object.entries(told[locale]).some(([key, text]) => !isDeepStrictEqual(own[key], text));
          assert.ok(differs, `${article.id} ${id} ${locale}`);
        }
      }
    }
  });

  it('are the article’s own where no variant holds', () => {
    const article = articles.get('certificate-validation-failed')!;

    assert.equal(textsFor(article, noEvidence, 'en'), article.strings.en);
  });

  it('are those of the reason that the reply gives', () => {
    const article = articles.get('certificate-validation-failed')!;
    const headline = (message: string) =>
      textsFor(article, readEvidence(`450 4.7.320 Certificate validation failed [Message=${message}]`), 'en').headline;
    const told = ['SubjectMismatch', 'CertificateExpired', 'UntrustedRoot'].map(headline);

    assert.equal(new Set([...told, article.strings.en.headline]).size, 4);
  });
});

describe('a change that was announced', () => {
  const changed = [...articles.values()].filter(({ changes }) => changes.length > 0);

  it('is told as it holds on the day, in every language', () => {
    assert.ok(changed.length > 0);
    const article =
      changed.find(({ guide }) => guide.steps[guide.start]!.kind === 'checklist') ?? firstAsChecklist(changed[0]!);
    const [change] = article.changes;
    const given = new Map([[article.id, article]]);
    for (const locale of locales) {
      const { before, after } = article.strings[locale].changes[change!.id]!;
      const early = card('550 5.7.30 x', article.id, '2026-11-29', locale, given);
      const late = card('550 5.7.30 x', article.id, '2031-01-01', locale, given);

      assert.ok(early.includes(plainStart(before)), `${locale} before`);
      assert.ok(late.includes(plainStart(after)), `${locale} after`);
    }
  });
});

/** The same article, whose guide begins with its first checklist. */
function firstAsChecklist(article: Article): Article {
  const [start] = Object.entries(article.guide.steps).find(([, step]) => step.kind === 'checklist')!;
  return { ...article, guide: { ...article.guide, start } };
}

/** The longest stretch in which nothing is filled in and nothing is escaped. */
function plainStart(text: string): string {
  const stretches = text.match(/[^{}*_[\]()`"“”.-]{4,}/g) ?? [text];
  return stretches
    .filter(part => !part.includes('day'))
    .sort((one, other) => other.length - one.length)[0]!
    .trim();
}
