import { strict as assert } from 'node:assert';
import { buttonsOf, type Card, invokeOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const partnersCertificate =
  '450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx.fabrikam.example] [LastAttemptedIP=198.51.100.4:25]';
const refused = '450 4.4.316 Connection refused';

const verbsOf = (card: Card) => buttonsOf(card).map(({ verb }) => verb);

/** Fills in fields of the card and saves them, as a client sends them. */
async function save(talk: Talk, card: Card, fields: Record<string, string>): Promise<Card> {
  const { verb, data } = buttonsOf(card).find(button => button.verb === 'contact-details')!;
  const { body } = await talk.post(invokeOf({ verb, data: { ...data, ...fields } }));
  return (body as { value: Card }).value;
}

/** The texts that came since a look at what was delivered. */
const textsSince = (talk: Talk, before: number) =>
  talk.delivered.slice(before).flatMap(({ text }) => (text === undefined ? [] : [text]));

onEachBot('a case that is led to its end', at => {
  it('writes to a partner, hears nothing, reminds them, gets an answer, and ends in a summary with the ticket', async () => {
    const talk = at.bot.talk();
    const press = async (card: Card, verb: string, wanted = {}) => {
      const before = talk.delivered.length;
      const next = await talk.press(card, verb, wanted);
      return { next, texts: textsSince(talk, before) };
    };
    const asked = await talk.press(await talk.say(partnersCertificate), 'answer', { option: 'partner' });
    const letter = await talk.press(asked, 'contact-language', { option: 'en' });
    assert.match(textOf(letter), /Fill in: when it began, their contact person, your ticket number/);
    assert.doesNotMatch(textOf(letter), /\[/);
    assert.match(textOf(letter), /Our reference: [A-Z2-9]{6}/);

    assert.match(textOf(await talk.say('it began yesterday at 14:05')), /First seen: .* UTC/);
    assert.match(textOf(await talk.say('contact is Anna Berg, anna@fabrikam.example')), /To: Anna Berg, anna@fabrikam/);
    const form = await talk.say('ticket INC-1042');
    assert.match(textOf(form), /INC-1042/);
    const filled = await save(talk, form, {
      beganDay: '2026-11-02',
      beganTime: '14:05',
      person: 'Anna Berg',
      address: 'berg@fabrikam.example',
      ticket: 'INC-2048',
    });
    assert.match(textOf(filled), /First seen: 2 November 2026 at 13:05 UTC/);
    assert.match(textOf(filled), /Hello Anna Berg,/);
    const link = JSON.stringify(filled.actions);
    assert.match(link, /mailto:berg@fabrikam\.example\?subject=The%20certificate/);
    const main = (filled.actions as { style?: string; verb?: string }[]).find(({ style }) => style === 'positive');
    assert.equal(main?.verb, 'copy-contact');

    const copied = await press(filled, 'copy-contact');
    assert.equal(copied.texts.length, 2);
    assert.match(copied.texts[0]!, /^The certificate of mx\.fabrikam\.example/);
    assert.match(copied.texts[1]!, /^Hello Anna Berg,[\s\S]*Our reference: INC-2048/);

    const sent = await talk.press(filled, 'sent');
    assert.deepEqual(verbsOf(sent).slice(0, 4), ['they-answered', 'solved', 'no-answer', 'copy-reminder']);
    const late = await talk.say('no answer yet');
    assert.match(textOf(late), /Say it again, in fewer words/);
    const reminded = await press(late, 'copy-reminder');
    assert.match(reminded.texts[0]!, /^Reminder: The certificate/);
    assert.match(reminded.texts[1]!, /We wrote to you on [\s\S]*certificate/);
    assert.ok(reminded.texts[1]!.length < copied.texts[1]!.length);
    assert.match(textOf(reminded.next), /They were reminded[\s\S]*their turn again/);

    const answered = await talk.press(reminded.next, 'they-answered');
    assert.match(textOf(answered), /They answered\. Does mail to/);
    const proof = await talk.say('They see no fault');
    assert.match(textOf(proof), /certificate/);
    assert.match(textOf(await talk.say('cases')), /they answered[\s\S]*INC-2048/);
    const solved = await talk.press(answered, 'solved');
    assert.match(textOf(solved), /INC-2048/);
    assert.doesNotMatch(textOf(solved), /Took/);

    const [summary = ''] = (await press(solved, 'copy-summary')).texts;
    assert.match(summary, /^INC-2048 · Mailflow case/);
    for (const said of [
      /Cause: /,
      /mx\.fabrikam\.example/,
      /Text sent on/,
      /Reminded on/,
      /solved on .* by Priya Raman/,
    ])
      assert.match(summary, said);

    const other = at.bot.talk();
    const sentToo = await other.press(await other.say(partnersCertificate), 'answer', { option: 'partner' });
    await other.press(await other.press(sentToo, 'contact-language', { option: 'en' }), 'sent');
    assert.match(textOf(await other.say('it works again')), /Solved on/);

    const { id } = (await at.store.currentCase({ tenant: talk.tenant, conversation: talk.conversation }))!;
    const { value } = (await at.store.loadCase(talk.tenant, id))!;
    assert.deepEqual(
      value.followUps.map(({ kind }) => kind),
      ['sent', 'no-answer', 'reminded', 'answered'],
    );
  });

  it('shows a risk before the step, asks whether it is done, and opens a wait with the change', async () => {
    const talk = at.bot.talk();
    const question = await talk.press(await talk.say(refused), 'answer', { option: 'ours' });
    const list = await talk.press(question, 'answer', { option: 'retired' });
    const counted = await talk.press(await talk.say('ticket INC-7'), 'tick', { item: 'count-mailboxes' });
    assert.match(textOf(counted), /INC-7/);
    assert.match(textOf(counted), /\*\*⚠ Careful\*\* Mail to a mailbox that is still on the old server bounces/);
    assert.match(textOf(counted), /Locked until step 2 or 3 is done/);
    assert.ok(!buttonsOf(counted).some(({ verb, data }) => verb === 'tick' && data.item === 'wait'));

    const asked = await talk.press(counted, 'tick', { item: 'fix-now' });
    assert.deepEqual(
      buttonsOf(asked).map(({ title }) => title),
      ['Yes, it is done', 'Not yet'],
    );
    const changed = await talk.press(asked, 'confirm');
    assert.match(textOf(changed), /Wait 30 to 60 minutes[\s\S]*from \w{3},? \d+ \w+, \d\d:\d\d on/);

    const early = await talk.press(changed, 'tick', { item: 'wait' });
    assert.match(textOf(early), /It may not show before/);
    const waited = await talk.press(await talk.press(early, 'cancel'), 'tick', { item: 'wait' });
    const insisted = await talk.press(waited, 'confirm');
    assert.match(textOf(insisted), /3 of 6 done/);
    assert.ok(list);
  });
});
