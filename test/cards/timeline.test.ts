import { strict as assert } from 'node:assert';
import { whatOf } from '../../src/cards/views/timeline.ts';
import { caseEventKinds, mostNotes, nobody } from '../../src/triage/case.ts';
import { locales } from '../../src/triage/evidence.ts';
import { timelineView } from '../../src/triage/showing/index.ts';
import { articles, cards, caseOf, now, priya, queued, strings, viewContextFor } from '../content.ts';
import { textOf } from '../conversations/bot-under-test.ts';

const triageCase = caseOf('connection-refused', queued, { notes: [{ by: priya, at: now, text: 'Anna calls back' }] });
const context = viewContextFor();
const view = (kind: string, data: unknown, by: typeof priya | null = priya) =>
  timelineView(triageCase, [{ kind, at: now, by, data }], context);
const shown = (one: ReturnType<typeof view>, locale: (typeof locales)[number] = 'en') =>
  textOf(cards.render(one, { locale, timeZone: 'Europe/Amsterdam' }));

describe('the timeline', () => {
  for (const locale of locales) {
    it(`has words for everything that can happen to a case, in ${locale}`, () => {
      const look = cards.context({ locale, timeZone: 'UTC' });
      const data = { articleId: 'mailbox-full', to: 'mailbox-full', step: 'whose-server', item: 'open-ranges' };
      const said = caseEventKinds.map(kind => {
        const timeline = view(kind, { ...data, option: 'ours', fate: 'waiting', code: '4.4.316' });
        const text = whatOf(timeline.rows[0]!, timeline, look, 300);
        assert.doesNotMatch(text, /…|\{/, `${kind}: ${text}`);
        return text;
      });

      assert.equal(new Set(said).size, said.length, 'two kinds say the same');
      assert.ok(said.includes(strings[locale].say('timeline.event.noted', { text: 'Anna calls back' })));
    });
  }

  it('names the article that the case had then, the answer and the step', () => {
    const events = [
      { kind: 'opened', at: '2026-11-20T22:30:00.000Z', by: priya, data: { articleId: 'mailbox-full', code: '5.2.2' } },
      { kind: 'another-error', at: now, by: priya, data: { from: 'mailbox-full', to: 'connection-refused' } },
      { kind: 'answered', at: now, by: priya, data: { step: 'whose-server', option: 'ours' } },
    ];

    const text = shown(timelineView(triageCase, events, context));

    assert.match(text, /Friday, 20 November 2026\n23:30 · \*\*Priya Raman\*\* · Opened the case: 5\.2\.2 · Mailbox/);
    assert.match(text, /Saturday, 21 November 2026\n10:14 · \*\*Priya Raman\*\* · Another error: Connection refused/);
    const texts = articles.get('connection-refused')!.strings.en.steps['whose-server']!;
    const question = texts.question!.replace(/\{\w+\}/, 'mail.contoso.example');
    assert.ok(text.includes(`“${question}” ${texts.options!.ours}`), text);
  });

  it('begins with the last page, the oldest first on each, and stays within them', () => {
    const events = Array.from({ length: 32 }, (_, index) => ({
      kind: 'noted',
      at: `2026-11-21T09:${index + 10}:00.000Z`,
      by: priya,
      data: {},
    }));
    const pageAt = (from?: number) => {
      const { rows, ...page } = timelineView(triageCase, events, context, { from });
      return [page.from, rows.length, page.earlier, page.later];
    };

    assert.deepEqual(pageAt(), [30, 2, 15, null]);
    assert.deepEqual(pageAt(15), [15, 15, 0, 30]);
    assert.deepEqual(pageAt(0), [0, 15, null, 15]);
    assert.deepEqual(pageAt(-7), [0, 15, null, 15]);
    assert.deepEqual(pageAt(99), [30, 2, 15, null]);
  });

  it('has each note of one moment, and says which was taken back', () => {
    const noted = { kind: 'noted', at: now, by: priya, data: {} };
    const notes = ['it is a Fortigate', 'Karin opened it'].map(text => ({ by: priya, at: now, text }));
    const several = caseOf('connection-refused', queued, { notes });

    const text = shown(timelineView(several, [noted, noted, noted], context));

    for (const part of [/Noted: it is a Fortigate/, /Noted: Karin opened it/, /Wrote a note that was taken back/])
      assert.match(text, part);
  });

  it('keeps “Noted” of a note that only grew too old for the case', () => {
    const notes = Array.from({ length: mostNotes }, () => ({ by: priya, at: now, text: 'newer' }));
    const full = caseOf('connection-refused', queued, { notes });
    const older = { kind: 'noted', at: '2026-11-20T09:00:00.000Z', by: priya, data: {} };

    assert.match(shown(timelineView(full, [older], context)), /Noted: …/);
  });

  it('has dots for who was forgotten, and the bot’s name for what nobody did', () => {
    assert.match(shown(view('solved', {}, null)), /\*\*…\*\* · Solved/);
    assert.match(shown(view('solved', {}, nobody)), /\*\*…\*\* · Solved/);
    assert.match(shown(view('fell-due', {}, nobody)), /\*\*Mailflow Triage\*\* · Asked by itself/);
  });

  it('reads whatever another version stored', () => {
    for (const data of [null, 7, 'x', [], { step: 7, option: null }, { step: 'gone', option: 'gone', item: 'gone' }])
      for (const kind of [...caseEventKinds, 'of-2027']) assert.notEqual(shown(view(kind, data)), '', kind);
  });
});
