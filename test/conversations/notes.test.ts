import { strict as assert } from 'node:assert';
import type { Locale } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, invokeOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const paste =
  '450 4.4.316 Connection refused [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]';
const bo = { id: 'bo', name: 'Bo Lindqvist' };

const idOf = (card: Card) => String(buttonsOf(card).find(({ data }) => data.caseId)?.data.caseId);
const lastText = ({ delivered }: Talk) => delivered.findLast(({ text }) => text !== undefined)?.text ?? '';

onEachBot('notes', at => {
  it('are kept with the case as they were typed, answered, shown and said in its texts', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));

    const answer = await talk.say('note Anna of Fabrikam calls back at 15:00, *please* wait');

    assert.equal(answer.fallbackText, strings.en.say('answer.notes.new'));
    assert.match(textOf(answer), /Priya Raman, .*: Anna of Fabrikam calls back at 15:00, \*please\* wait/);
    const stored = await at.store.loadCase(talk.tenant, id);
    assert.deepEqual(
      stored!.value.notes.map(({ by, text }) => [by.name, text]),
      [['Priya Raman', 'Anna of Fabrikam calls back at 15:00, *please* wait']],
    );
    await talk.as(bo).say('Note: their firewall is new');
    assert.match(textOf(await talk.say('show')), /Bo Lindqvist, .*: their firewall is new \(2 notes\)/);
    const events = await at.store.caseEvents(talk.tenant, id);
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['opened', 'noted', 'noted'],
    );
    assert.deepEqual(events[1]!.data, {}, 'what was noted stands in the case alone');
    assert.match(textOf(await talk.say('note')), /their firewall is new[\s\S]*calls back at 15:00/);

    let card = await talk.say('ours');
    card = await talk.press(card, 'answer', { option: 'retired' });
    await talk.say('summary');
    const summary = await talk.press(await talk.say('show'), 'solved', {}).catch(() => undefined);
    assert.ok(summary);
    await talk.say('solved');
    await talk.post({ type: 'message', text: '', value: { verb: 'copy-summary', caseId: id } });
    assert.match(lastText(talk), /Notes\n• Anna of Fabrikam calls back at 15:00, \*please\* wait \(Priya Raman, /);
  });

  it('stand in the text for whoever does a part', async () => {
    const talk = at.bot.talk();
    await talk.say(paste);
    await talk.press(await talk.say('ours'), 'answer', { option: 'none' });
    await talk.say('note the new firewall came on Monday');

    await talk.post({ type: 'message', text: 'give this to the firewall team' });

    assert.match(lastText(talk), /Notes\n• the new firewall came on Monday \(Priya Raman, .* UTC\)/);
  });

  it('go with “Undo”, by button and by word, and so does only the last one', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));
    const notesOf = async () => (await at.store.loadCase(talk.tenant, id))!.value.notes.map(({ text }) => text);
    await talk.say('note one');
    const answer = await talk.say('note two');

    await talk.press(answer, 'undo');
    assert.deepEqual(await notesOf(), ['one']);
    await talk.say('note three');
    await talk.say('undo');
    assert.deepEqual(await notesOf(), ['one']);
    await talk.say('note four');
    await talk.say('ours');
    await talk.say('undo');
    assert.deepEqual(await notesOf(), ['one', 'four'], 'something else was done since: the answer is taken back');
  });

  it('are shortened where others read along, and whole for whoever opened the case', async () => {
    const talk = at.bot.talk({ isShared: true });
    const card = await talk.say(paste);
    const answer = await talk.say('note ask zora@fabrikam.example about mail.fabrikam.example');

    assert.doesNotMatch(JSON.stringify(answer), /zora@|mail\.fabrikam/);
    assert.match(textOf(answer), /z…@f….example/);
    const shown = talk.delivered.findLast(({ method }) => method === 'PUT')!.card!;
    assert.doesNotMatch(JSON.stringify(shown), /zora@/);
    const refreshed = await talk.post({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'refresh', data: { caseId: idOf(card) } } },
    });
    assert.match(JSON.stringify(refreshed.body), /zora@fabrikam\.example/);
  });

  it('of somebody who is forgotten are gone, also from what can be undone', async () => {
    const talk = at.bot.talk({ isShared: true });
    const id = idOf(await talk.say(paste));
    await talk.say('note mine stays');
    const other = talk.as(bo);
    await other.say('note my own phone is 555-0199');
    await other.press(await other.say('forget'), 'forget');

    const { value } = (await at.store.loadCase(talk.tenant, id))!;
    assert.deepEqual(
      value.notes.map(({ text }) => text),
      ['mine stays'],
    );
    assert.doesNotMatch(JSON.stringify(value), /555-0199|Bo Lindqvist/);
  });

  const typed: Record<Locale, string> = {
    en: 'add a note: call Anna back',
    nl: 'notitie call Anna back',
    sv: 'Anteckning: call Anna back',
    'zh-CN': '备注：call Anna back',
  };
  for (const [locale, text] of Object.entries(typed) as [Locale, string][]) {
    it(`are understood and answered in ${locale}`, async () => {
      const talk = at.bot.talk({ locale });
      const id = idOf(await talk.say(paste));

      const answer = await talk.say(text);

      assert.equal(answer.fallbackText, strings[locale].say('answer.notes.new'));
      assert.deepEqual(
        (await at.store.loadCase(talk.tenant, id))!.value.notes.map(note => note.text),
        ['call Anna back'],
      );
    });
  }

  it('are written on the card as well, which Teams sends either way', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));
    const answer = await talk.say('note');
    assert.equal(answer.fallbackText, strings.en.say('answer.notes.none'));
    const { data } = buttonsOf(answer).find(({ verb }) => verb === 'note')!;

    await talk.post(invokeOf({ verb: 'note', data: { ...data, note: 'by button' } }));
    await talk.post({ type: 'message', text: '', value: { ...data, verb: 'note', note: 'by an older client' } });
    await talk.post(invokeOf({ verb: 'note', data: { ...data, note: { not: 'a text' } } }));

    assert.deepEqual(
      (await at.store.loadCase(talk.tenant, id))!.value.notes.map(({ text }) => text),
      ['by button', 'by an older client'],
    );
  });

  it('may have several lines, and are cut off where nobody would read on', async () => {
    const talk = at.bot.talk();
    const id = idOf(await talk.say(paste));
    await talk.say(`note first line\n\n\nsecond   line ${'x'.repeat(940)} end of it that is too long to be kept`);

    const [note] = (await at.store.loadCase(talk.tenant, id))!.value.notes;
    assert.match(note!.text, /^first line\nsecond line x+/);
    assert.equal(note!.text.length, 1000);
  });

  it('are no commands where no case is open', async () => {
    const talk = at.bot.talk();
    assert.equal((await talk.say('note Anna calls back')).fallbackText, strings.en.say('notice.no-match.title'));
  });
});
