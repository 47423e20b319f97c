import { strict as assert } from 'node:assert';
import type { Locale } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, invokeOf, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const paste =
  '450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';
const bo = { id: 'bo', name: 'Bo Lindqvist' };
const idOf = (card: Card) => String(buttonsOf(card).find(({ data }) => data.caseId)?.data.caseId);
const whats = (card: Card) =>
  [...textOf(card).matchAll(/^\d\d:\d\d · \*\*(.+?)\*\* · (.+)$/gm)].map(found => `${found[1]}: ${found[2]}`);

onEachBot('the timeline of a case', at => {
  it('says who did what, by whatever way, and stands below the card', async () => {
    const talk = at.bot.talk({ isShared: true });
    let card = await talk.say(paste);
    card = await talk.as(bo).press(card, 'answer', { option: 'ours' });
    card = await talk.press(card, 'answer', { option: 'retired' });
    card = await talk.as(bo).press(card, 'tick', {});
    await talk.as(bo).say('note ask zora@fabrikam.example');
    const before = talk.delivered.length;

    const { body } = await talk.post(invokeOf(buttonsOf(card).find(({ verb }) => verb === 'timeline')!));

    assert.equal((body as { statusCode: number }).statusCode, 200);
    const sent = talk.delivered.slice(before).filter(one => one.card);
    assert.deepEqual(
      sent.map(({ method }) => method),
      ['POST'],
      'the card of the case stays as it is',
    );
    const rows = whats(sent[0]!.card!);
    assert.deepEqual(
      rows.map(row => row.replace(/(?<=[:“] ?).*/, '')),
      ['Priya Raman:', 'Bo Lindqvist:', 'Priya Raman:', 'Bo Lindqvist:', 'Bo Lindqvist:'],
    );
    assert.match(rows[0]!, /Opened the case: 4\.4\.316 · Connection refused/);
    assert.match(rows[3]!, /Ticked: /);
    assert.match(rows[4]!, /Noted: ask z…@f….example/, 'others read along');
    assert.equal(sent[0]!.card!.fallbackText, strings.en.say('timeline.title', { id: idOf(card) }));
    assert.equal((await at.store.cardOf(talk, idOf(card))) === sent[0]!.id, false, 'it is no card of the case');
  });

  it('leads through its pages where it stands', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));
    for (let index = 1; index <= 17; index++) await talk.say(`note number ${index}`);

    const last = await talk.say('timeline');
    assert.deepEqual(whats(last), [
      'Priya Raman: Noted: number 15',
      'Priya Raman: Noted: number 16',
      'Priya Raman: Noted: number 17',
    ]);
    const first = await talk.press(last, 'timeline', { from: '0' });
    assert.equal(whats(first).length, 15);
    assert.match(whats(first)[1]!, /number 1$/);
    assert.match(textOf(first), /1 to 15 of 18\. Times in UTC\+/);
    assert.match(textOf(await talk.press(first, 'show')), /contoso/);
    await talk.say('new');
    assert.equal((await talk.say('timeline')).fallbackText, strings.en.say('notice.no-case.title'));
    assert.equal((await talk.say(`timeline ${id.toLowerCase()}`)).fallbackText, last.fallbackText);
    const stranger = at.bot.talk({ tenant: talk.tenant, person: { id: 'cleo', name: 'Cleo Arslan' } });
    assert.equal(
      (await stranger.say(`timeline ${id}`)).fallbackText,
      strings.en.say('notice.unknown-case.title', { id }),
      'a number is no secret',
    );
  });

  it('says of a note that it was taken back', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));
    await talk.say('note wrong case');
    await talk.say('undo');
    await talk.say('note right case');

    const rows = whats(await talk.say(`timeline ${id}`)).slice(1);

    assert.deepEqual(rows, [
      'Priya Raman: Wrote a note that was taken back',
      'Priya Raman: Undid the last change',
      'Priya Raman: Noted: right case',
    ]);
  });

  it('names nobody who was forgotten', async () => {
    const talk = at.bot.talk({ isShared: true });
    const card = await talk.say(paste);
    const other = talk.as(bo);
    await other.press(card, 'answer', { option: 'ours' });
    await other.say('note mine');
    await other.press(await other.say('forget'), 'forget');

    const rows = whats(await talk.say(`timeline ${idOf(card)}`));

    assert.match(rows[1]!, /^…: “Whose/);
    assert.match(rows[2]!, /^…: Noted: …$/);
  });

  const typed: Record<Locale, string> = { en: 'timeline', nl: 'tijdlijn', sv: 'tidslinje', 'zh-CN': '时间线' };
  for (const [locale, word] of Object.entries(typed) as [Locale, string][]) {
    it(`is in the reader's language: ${locale}`, async () => {
      const talk = at.bot.talk({ locale });
      const id = idOf(await talk.say(paste));
      const text = textOf(await talk.say(word));
      assert.ok(text.includes(strings[locale].say('timeline.title', { id })), text);
      const [opened] = strings[locale].say('timeline.event.opened', { problem: '4.4.316' }).split('{');
      assert.ok(text.includes(opened!), text);
    });
  }
});
