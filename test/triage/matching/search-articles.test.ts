import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Locale } from '../../../src/triage/evidence.ts';
import { locales } from '../../../src/triage/evidence.ts';
import { search } from '../../bot/answering/extension/desk.ts';
import { content } from '../../content.ts';
import { isOnTheWay, wayOfRun } from '../../walk.ts';

/** The ids that a text finds, the best first. */
function find(text: string, locale: Locale = 'en'): string[] {
  const found = search.find(text, locale);
  return found.kind === 'articles' ? found.articles.map(({ id }) => id) : [];
}

describe('the search for articles', () => {
  const codes: [typed: string, first: string][] = [
    ['4.4.316', 'connection-refused'],
    ['5.4.316', 'connection-refused'],
    ['450 4.4.316', 'connection-refused'],
    ['#5.1.1', 'recipient-unknown'],
    ['550-5.7.708', 'traffic-not-accepted-from-ip'],
    ['5.7.606', 'sending-ip-banned'],
    ['４．４．３１６', 'connection-refused'],
    ['4。4。316', 'connection-refused'],
    ['4,4,316', 'connection-refused'],
    ['450 4.4.3l6 Connection refused', 'connection-refused'],
    ['5.7.1 unable to relay', 'unable-to-relay'],
    [
      "Remote Server returned '550 5.4.316 Message expired, connection refused(Socket error code 10061)'",
      'connection-refused',
    ],
  ];
  for (const [typed, first] of codes) {
    it(`takes ${typed} for a code and finds ${first}`, () => {
      assert.equal(find(typed)[0], first);
    });
  }

  it('offers every article that shares a code', () => {
    const holders = content.articles.filter(({ statusCodes }) => statusCodes.some(({ from }) => from === '5.7.1'));

    assert.deepEqual(find('5.7.1').sort(), holders.map(({ id }) => id).sort());
  });

  it('finds each article by each of its codes, and both ends of a range', () => {
    for (const { id, statusCodes } of content.articles) {
      for (const { from, to } of statusCodes) {
        assert.ok(find(from).includes(id), `${id}: ${from}`);
        assert.ok(find(to).includes(id), `${id}: ${to}`);
      }
    }
  });

  for (const code of ['4.4.313', '4.4.31', '4.4.3', '5.7.91', '550 5.4.999', '5.99.1']) {
    it(`never answers the unknown ${code} with a neighbour`, () => {
      assert.deepEqual(search.find(code, 'en'), { kind: 'unknown-code', code: code.split(' ').at(-1) });
    });
  }

  it('lists what begins so while a code is typed', () => {
    for (const begun of ['4.4', '4.4.', '450 4.4.']) {
      const ids = find(begun);

      assert.ok(ids.includes('connection-refused'), begun);
      for (const id of ids) {
        const article = content.articles.find(one => one.id === id)!;
        assert.ok(article.statusCodes.some(({ from }) => from.startsWith('4.4.')));
      }
    }
    assert.ok(find('4').length > find('4.4').length);
  });

  it('lists them by their codes as numbers', () => {
    const places = find('4').map(id => {
      const { statusCodes } = content.articles.find(one => one.id === id)!;
      const [, subject, detail] = statusCodes
        .find(({ from }) => from.startsWith('4.'))!
        .from.split('.')
        .map(Number);
      return subject! * 1000 + detail!;
    });

    assert.ok(places.length > 10);
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
  });

  it('finds every code of a short text, of a longer one its cause', () => {
    const two = 'Is it 450 4.4.316 Connection refused or 450 4.4.315 Connection timed out? ';
    const short = two.padEnd(200, '-');

    assert.deepEqual(find(short).slice(0, 2).sort(), ['connection-refused', 'connection-timed-out']);
    assert.deepEqual(find(`${short}-`), ['connection-refused']);
  });

  it('says of a bare reply code that it needs more, unless an article speaks of it', () => {
    assert.deepEqual(search.find('459', 'en'), { kind: 'reply-code', code: '459' });
    assert.ok(find('421').includes('cannot-connect'));
  });

  const words: [locale: Locale, typed: string, first: string][] = [
    ['en', 'mailbox full', 'mailbox-full'],
    ['en', 'mailb fu', 'mailbox-full'],
    ['en', 'MAILBOX IS FULL', 'mailbox-full'],
    ['en', 'greyl', 'greylisted-by-their-server'],
    ['en', 'greylistng', 'greylisted-by-their-server'],
    ['en', 'conection refusd', 'connection-refused'],
    ['en', 'certificate valid', 'certificate-validation-failed'],
    ['en', 'dane', 'dane-tlsa-invalid'],
    ['en', 'postvak vol', 'mailbox-full'],
    ['nl', 'postvak vol', 'mailbox-full'],
    ['nl', 'verbinding gewei', 'connection-refused'],
    ['nl', 'doorstu', 'external-forwarding-blocked'],
    ['sv', 'brevlådan full', 'mailbox-full'],
    ['sv', 'brevladan full', 'mailbox-full'],
    ['sv', 'anslutningen nek', 'connection-refused'],
    ['zh-CN', '邮箱已满', 'mailbox-full'],
    ['zh-CN', '邮箱满', 'mailbox-full'],
    ['zh-CN', '连接被拒', 'connection-refused'],
    ['zh-CN', 'TLS握手', 'cannot-connect'],
  ];
  for (const [locale, typed, first] of words) {
    it(`finds ${first} for “${typed}” in ${locale}`, () => {
      assert.equal(find(typed, locale)[0], first);
    });
  }

  it(`finds articles by their titles, and by titles without their last letters (${wayOfRun})`, () => {
    for (const locale of locales) {
      for (const { id, strings } of content.articles) {
        const { title } = strings[locale];
        const begun = locale === 'zh-CN' ? title.slice(0, -1) : title.slice(0, -2);
        if (!isOnTheWay(`${locale} ${id}`, 2)) continue;
        assert.ok(find(title, locale).slice(0, 5).includes(id), `${locale} ${id}: ${title}`);
        assert.ok(find(begun, locale).slice(0, 10).includes(id), `${locale} ${id}: ${begun}`);
      }
    }
  });

  for (const text of ['teams meeting', 'outlook crashes on startup', 'xyzzy', '192.0.2.7', '??', '显示器不亮']) {
    it(`finds nothing for “${text}”`, () => {
      assert.deepEqual(search.find(text, 'en'), { kind: 'nothing', text });
    });
  }

  it('reads any text without throwing, and finds no article twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.constantFrom(...locales), (text, locale) => {
        const ids = find(text, locale);

        assert.equal(new Set(ids).size, ids.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what is shown before anything is typed', () => {
  const first = (recent: Parameters<typeof search.first>[0]) => {
    const found = search.first(recent);
    return found.kind === 'articles' ? found.articles.map(({ id }) => id) : [];
  };

  it('is a list of common problems while the tenant has had none', () => {
    const ids = first([]);

    assert.equal(ids.length, 10);
    assert.ok(ids.includes('listed-on-blocklist'));
  });

  it('begins with the latest, then the most frequent', () => {
    const ids = first([
      { articleId: 'dane-tlsa-invalid', count: 1 },
      { articleId: 'spf-failed', count: 2 },
      { articleId: 'journaling-not-supported', count: 1 },
      { articleId: 'mailbox-busy', count: 3 },
      { articleId: 'mailbox-full', count: 40 },
    ]);

    assert.deepEqual(ids.slice(0, 5), [
      'dane-tlsa-invalid',
      'spf-failed',
      'journaling-not-supported',
      'mailbox-full',
      'mailbox-busy',
    ]);
    assert.equal(ids.length, 10);
  });

  it('leaves out an article that is no longer there', () => {
    assert.deepEqual(first([{ articleId: 'removed-long-ago', count: 9 }]), first([]));
  });
});
