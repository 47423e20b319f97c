import { strict as assert } from 'node:assert';
import { type Card, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const refused = (domain: string) =>
  `450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.${domain}] [LastAttemptedIP=192.0.2.7:25]`;
const certificate = (domain: string) =>
  `450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx.${domain}]`;
const bo = { id: 'bo', name: 'Bo Lindqvist' };
const minute = 60_000;

/** A server of ours that refuses, up to the list that opens the firewall. */
async function toFirewall(talk: Talk, domain = 'contoso.example'): Promise<Card> {
  await talk.press(await talk.say(refused(domain)), 'answer', { option: 'ours' });
  return talk.press(await talk.say('show'), 'answer', { option: 'none' });
}

/** A partner's certificate, up to the text for them. */
async function toPartner(talk: Talk, domain = 'fabrikam.example'): Promise<Card> {
  const card = await talk.press(await talk.say(certificate(domain)), 'answer', { option: 'partner' });
  return talk.press(card, 'contact-language', { option: 'sv' });
}

onEachBot('what helped last time', at => {
  it('stands first when the same fails on the same next hop, with who solved it, how fast and with which steps', async () => {
    const talk = at.bot.talk();
    const list = await toFirewall(talk);
    const ticked = await talk.press(list, 'tick', { item: 'open-ranges' });
    await at.bot.doDue(40 * minute);
    await talk.as(bo).press(ticked, 'solved');
    await talk.say('new');

    const other = at.bot.talk({ tenant: talk.tenant, person: { id: 'cleo', name: 'Cleo Arslan' } });
    const again = await other.say(refused('contoso.example'));

    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
    assert.match(
      textOf(again),
      new RegExp(
        `Last time, ${day.format(new Date(at.bot.now()))}:\\*\\* solved by Bo Lindqvist in 40 min\\. Answers then: “Ours”, “Nothing does”\\. Done then: “[^”]+”\\.`,
      ),
    );
    const offered = await other.press(again, 'answer', { option: 'none' });
    const rows = textOf(offered);
    assert.match(rows, /✓ done last time/);
    assert.match(rows, /Next: step 3/, 'what was done then is offered first');
    assert.match(rows, /Step 3 done/);

    // Another problem, another hop, another tenant.
    for (const [who, paste] of [
      [other, certificate('contoso.example')],
      [other, refused('tailspin.example')],
      [at.bot.talk(), refused('contoso.example')],
    ] as const) {
      await who.say('new');
      assert.doesNotMatch(textOf(await who.say(paste)), /Last time/);
    }
  });

  it('is said by those who read it in their language, and nothing is claimed that was not noted', async () => {
    const talk = at.bot.talk();
    await talk.press(await toFirewall(talk), 'solved');
    await talk.say('new');
    const expected = {
      en: /Last time, [^:]+:\*\* solved by Priya Raman\. Answers then: “Ours”, “Nothing does”\./,
      nl: /Vorige keer, [^:]+:\*\* opgelost door Priya Raman\. Antwoorden toen: “[^”]+”, “[^”]+”\./,
      sv: /Förra gången, [^:]+:\*\* löst av Priya Raman\. Svaren då: ”[^”]+”, ”[^”]+”\./,
      'zh-CN': /上次（[^）]+）\*\*：由 Priya Raman 解决。当时的回答：“[^”]+”、“[^”]+”。/,
    };
    for (const [locale, line] of Object.entries(expected)) {
      const reader = at.bot.talk({ tenant: talk.tenant, locale, person: { id: `reader-${locale}`, name: 'Cleo' } });
      const text = textOf(await reader.say(refused('contoso.example')));
      assert.match(text, line);
      assert.doesNotMatch(text, /Done then|Toen gedaan|Gjordes då|当时完成/);
    }
  });

  it('is not said of a case that was opened again, nor of the case itself, and not with the name of whoever is forgotten', async () => {
    const talk = at.bot.talk();
    const solved = await talk.press(await toFirewall(talk), 'solved');
    const other = at.bot.talk({ tenant: talk.tenant, person: { id: 'cleo', name: 'Cleo Arslan' } });
    assert.match(textOf(await other.say(refused('contoso.example'))), /solved by Priya Raman/);
    const reopened = await talk.press(solved, 'reopen');
    assert.doesNotMatch(textOf(reopened), /Last time/);
    assert.doesNotMatch(textOf(await other.say('show')), /Last time/);
    await other.say('new');
    assert.doesNotMatch(textOf(await other.say(refused('contoso.example'))), /Last time/);

    await talk.press(reopened, 'solved');
    await talk.press(await talk.say('forget'), 'forget');

    assert.match(textOf(await other.say('show')), /Last time, [^:]+:\*\* solved\. Answers then/);
  });

  it('shows nothing of the other case where others read along', async () => {
    const talk = at.bot.talk();
    await talk.press(await toFirewall(talk), 'solved');

    const channel = at.bot.talk({ tenant: talk.tenant, isShared: true, person: bo });
    const text = textOf(await channel.say(refused('contoso.example')));

    assert.match(text, /Last time, [^:]+:\*\* solved by Priya Raman/);
    assert.doesNotMatch(text, /contoso\.example/);
  });
});

onEachBot('whom a partner is written to', at => {
  it('is offered the next time, corrected where the same text named somebody else, and asks for no language again', async () => {
    const talk = at.bot.talk();
    const letter = await toPartner(talk);
    assert.doesNotMatch(textOf(letter), /Write to/);
    await talk.say('contact is Ana Berg, ana@fabrikam.example');
    await talk.say('contact is Anna Berg, anna@fabrikam.example');
    await talk.press(await talk.say('show'), 'sent');
    await talk.say('new');

    const colleague = at.bot.talk({ tenant: talk.tenant, person: bo });
    const card = await colleague.say(certificate('fabrikam.example'));
    assert.match(textOf(card), /Write to Anna Berg, anna@fabrikam\.example ›/);
    assert.doesNotMatch(textOf(card), /Ana Berg/);
    const written = await colleague.press(card, 'contact-known');
    assert.match(textOf(written), /To: Anna Berg, anna@fabrikam\.example · Svenska/);
    assert.doesNotMatch(textOf(written), /Write to/);

    const channel = at.bot.talk({ tenant: talk.tenant, isShared: true, person: bo });
    const shared = textOf(await channel.say(certificate('fabrikam.example')));
    assert.match(shared, /Write to/);
    assert.doesNotMatch(shared, /anna@fabrikam/);
  });

  it('is kept with what was sent and what came back', async () => {
    const talk = at.bot.talk();
    await toPartner(talk);
    const sent = await talk.press(await talk.say('show'), 'sent');
    const answered = await talk.press(sent, 'they-answered');
    const kinds = async () => {
      const partner = await at.store.partner(talk.tenant, 'fabrikam.example');
      return partner?.letters.map(({ events }) => events.map(({ kind }) => kind));
    };
    assert.deepEqual(await kinds(), [['sent', 'answered']]);

    const back = await talk.press(answered, 'back');
    assert.deepEqual(await kinds(), [['sent']], 'pressed by mistake');
    await talk.press(await talk.press(back, 'they-answered'), 'solved');

    assert.deepEqual(await kinds(), [['sent', 'answered', 'solved']]);
    const other = at.bot.talk({ tenant: talk.tenant, person: bo });
    assert.match(textOf(await other.say(certificate('fabrikam.example'))), /The partner had answered\./);
  });
});

onEachBot('where the mailboxes of a domain are', at => {
  it('is said with its date where it is asked again, and asked all the same', async () => {
    const talk = at.bot.talk();
    const loop = '550 5.4.14 Hop count exceeded - possible mail loop; recipient ann@contoso.example';
    let card = await talk.say(loop);
    for (const option of ['ours', 'all']) card = await talk.press(card, 'answer', { option });
    assert.doesNotMatch(textOf(card), /answered/);
    await talk.press(card, 'answer', { option: 'cloud' });
    await talk.say('new');

    const other = at.bot.talk({ tenant: talk.tenant, person: bo });
    const asked = await other.press(await other.say(loop), 'answer', { option: 'ours' });
    const again = await other.press(asked, 'answer', { option: 'all' });

    assert.match(textOf(again), /On \d+ \w+ \d{4} Priya Raman answered “[^”]+” for contoso\.example\./);
    assert.deepEqual(
      (await at.store.facts(talk.tenant, 'contoso.example')).map(({ name, value, by }) => [name, value, by?.name]),
      [['mailboxes', 'cloud', 'Priya Raman']],
    );
  });
});
