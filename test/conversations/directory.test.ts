import { strict as assert } from 'node:assert';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, invokeOf, personalChatOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const bo = { id: 'bo', name: 'Bo Lindqvist' };
const refused = (domain: string) =>
  `450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.${domain}] [LastAttemptedIP=192.0.2.7:25]`;

const opened = (card: Card, verb: string) =>
  buttonsOf(card).flatMap(button => (button.verb === verb ? [String(button.data.named)] : []));

/** A pressed button with what was filled in beside it. */
async function fill(talk: Talk, card: Card, verb: string, fields: Record<string, string>): Promise<Card> {
  const button = buttonsOf(card).find(one => one.verb === verb)!;
  const { body } = await talk.post(invokeOf({ verb, data: { ...button.data, ...fields } }));
  return (body as { value: Card }).value;
}

/** Fields of an open card, as a client sends them back. */
function fieldsOf(card: Card): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) for (const one of value) walk(one);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Record<string, unknown>;
      if (String(node.type).startsWith('Input.')) found[String(node.id)] = String(node.value ?? '');
      for (const child of Object.values(node)) if (typeof child === 'object') walk(child);
    }
  };
  walk(card.body);
  return found;
}

const dutch = { en: 'Dutch', nl: 'Nederlands', sv: 'nederländska', 'zh-CN': '荷兰语' } as const;

onEachBot('the directory of partners', at => {
  it('opens any domain, keeps what is filled in, says who changed what, and is deleted once somebody confirms', async () => {
    const talk = at.bot.talk();
    const fresh = await talk.say('partner Fabrikam.example');
    assert.match(textOf(fresh), /Nothing is known of this partner yet/);

    const saved = await fill(talk, fresh, 'save-partner', {
      ...fieldsOf(fresh),
      name1: '  Anna   Berg ',
      address1: 'anna@fabrikam.example',
      phone1: '+46 8 123',
      language: 'sv',
      notes: 'Call first',
    });
    assert.match(textOf(saved), /✓ Saved/);
    assert.match(textOf(saved), /\*\*Anna Berg\*\*, anna@fabrikam\.example, \+46 8 123/);

    const colleague = at.bot.talk({ tenant: talk.tenant, person: bo });
    const known = await colleague.say('partner fabrikam.example');
    assert.match(textOf(known), /Reads Swedish\./);
    assert.match(textOf(known), /Changed: language, contacts, notes · Priya Raman, /);
    const changed = await fill(colleague, known, 'save-partner', { ...fieldsOf(known), name2: 'Ben', notes: '' });
    assert.match(textOf(changed), /\*\*Ben\*\*/);
    assert.doesNotMatch(textOf(changed), /Call first/);
    assert.match(textOf(changed), /Changed: contacts, notes · Bo Lindqvist, /);

    const asked = await talk.press(changed, 'ask-delete-partner');
    assert.match(textOf(asked), /Delete fabrikam\.example\?/);
    const kept = await talk.press(asked, 'partner');
    assert.match(textOf(kept), /Anna Berg/);
    const gone = await talk.press(asked, 'delete-partner');
    assert.match(textOf(gone), /\*\*Deleted:\*\* fabrikam\.example/);
    assert.equal(await at.store.partner(talk.tenant, 'fabrikam.example'), undefined);
  });

  it('lists by name, page by page, finds by words, and opens what a number says', async () => {
    const talk = at.bot.talk();
    const names = ['adatum', 'contoso', 'fabrikam', 'litware', 'northwind', 'proseware', 'tailspin', 'wingtip'];
    for (const name of names)
      await fill(talk, await talk.say(`partner ${name}.example`), 'save-partner', { name1: `Person at ${name}` });

    const first = await talk.say('partners');
    assert.deepEqual(
      opened(first, 'partner'),
      names.slice(0, 6).map(name => `${name}.example`),
    );
    const next = await talk.press(first, 'partners', { from: '6' });
    assert.deepEqual(opened(next, 'partner'), ['tailspin.example', 'wingtip.example']);
    assert.match(textOf(next), /^7 · \*\*tailspin\.example\*\* ›$/m);
    const back = await talk.press(next, 'partners', { from: '0' });
    assert.deepEqual(opened(back, 'partner'), opened(first, 'partner'));

    await talk.say('partners');
    assert.match(textOf(await talk.say('2')), /Person at contoso/);
    await talk.say('partners');
    await talk.say('more');
    assert.match(textOf(await talk.say('8')), /Person at wingtip/);

    assert.deepEqual(opened(await fill(talk, first, 'partners', { sought: 'nort' }), 'partner'), ['northwind.example']);
    assert.deepEqual(opened(await talk.say('partners litware'), 'partner'), ['litware.example']);
    assert.match(textOf(await fill(talk, first, 'partners', { sought: 'zzz' })), /Nothing is found/);
    assert.equal((await talk.say('partners zzz')).fallbackText, strings.en.say('notice.no-match.title'));
    assert.match(textOf(await at.bot.talk().say('partners')), /No partners yet/, 'of the own organisation alone');
  });

  it('shows what was sent and what came back', async () => {
    const talk = at.bot.talk();
    const paste = '450 4.7.320 Certificate validation failed [LastAttemptedServerName=mx.fabrikam.example]';
    const question = await talk.press(await talk.say(paste), 'answer', { option: 'partner' });
    await talk.press(question, 'contact-language', { option: 'en' });
    const sent = await talk.press(await talk.say('show'), 'sent');
    await talk.press(sent, 'no-answer');

    const card = textOf(await talk.say('partner fabrikam.example'));

    assert.match(
      card,
      /What was sent\n\*\*Certificate validation failed\*\* · case [A-Z2-9]{6}\nsent [^\n·]+ · no answer by /,
    );
  });

  it('is shown in the own chat alone, wherever it is asked for', async () => {
    const talk = at.bot.talk();
    await fill(talk, await talk.say('partner fabrikam.example'), 'save-partner', { name1: 'Anna Berg' });
    const channel = at.bot.talk({ tenant: talk.tenant, isShared: true, person: { id: 'cleo', name: 'Cleo Arslan' } });

    for (const text of ['partners', 'partner fabrikam.example', 'hosts', 'partners export'])
      await channel.post({ type: 'message', text });

    assert.deepEqual(
      channel.delivered.map(({ text, card }) => [text, card]),
      Array.from({ length: 4 }, () => [strings.en.say('partners.ownChat'), undefined]),
    );
    const own = at.bot.deliveredTo(personalChatOf('cleo'));
    assert.match(textOf(own[1]!.card!), /Anna Berg/);
    assert.match(own.at(-1)!.text!, /^domain,language,name,address,phone,notes\nfabrikam\.example,,Anna Berg,/);
  });

  for (const locale of locales) {
    it(`speaks ${locale}`, async () => {
      const talk = at.bot.talk({ locale });
      const { say, list } = strings[locale];
      const card = await talk.say(`${list('commands.partner')[0]} fabrikam.example`);
      assert.match(textOf(card), new RegExp(say('partner.unknown')));
      const saved = await fill(talk, card, 'save-partner', { name1: 'Anna', language: 'nl' });
      assert.ok(textOf(saved).includes(say('partner.languageIs', { language: dutch[locale] })));
      assert.equal((await talk.say(list('commands.partners')[0]!)).fallbackText, say('partners.title'));
      assert.equal((await talk.say(list('commands.hosts')[0]!)).fallbackText, say('hosts.title'));
      const exported = talk.delivered.length;
      await talk.post({
        type: 'message',
        text: `${list('commands.partners')[0]} ${list('commands.export')[0]}`,
      });
      assert.match(talk.delivered[exported]!.text!, /^domain,/);
    });
  }
});

onEachBot('a list of partners', at => {
  const csv = [
    'Domain;Language;Name;E-mail;Phone;Notes;Fax',
    'fabrikam.example;sv;Anna Berg;anna@fabrikam.example;+46 8 1;Call first;1',
    'fabrikam.example;;Ben;ben@fabrikam.example;;;',
    'contoso.example;Dutch;;;;Runs its own server;',
    'no domain;en;X;;;;',
    'tailspin.example;Klingon;X;;;;',
    'tailspin.example;en;X;x at tailspin;;;',
  ].join('\r\n');

  it('is looked through first, imported once, and says which lines are left out and why', async () => {
    const talk = at.bot.talk();
    const asked = await talk.say(csv);
    const text = textOf(asked);
    assert.equal(asked.fallbackText, 'Partners to import: 2');
    assert.match(text, /\*\*2\*\* new, \*\*0\*\* changed, 0 as they are\./);
    assert.match(text, /Line 5 is left out: no domain such as fabrikam\.com: “no domain”\./);
    assert.match(text, /Line 6 is left out: no language of mine .*: “Klingon”\./);
    assert.match(text, /Line 7 is left out: no mail address: “x at tailspin”\./);
    assert.match(text, /leave out: Fax\./);
    assert.equal(await at.store.partner(talk.tenant, 'fabrikam.example'), undefined, 'nothing is stored yet');

    const imported = await talk.press(asked, 'import-partners');
    assert.match(textOf(imported), /\*\*Imported:\*\* 2 new, 0 changed\./);
    assert.deepEqual(opened(imported, 'partner'), ['contoso.example', 'fabrikam.example']);
    const known = await at.store.partner(talk.tenant, 'fabrikam.example');
    assert.deepEqual(
      known?.contacts.map(({ name, address, phone }) => [name, address, phone]),
      [
        ['Anna Berg', 'anna@fabrikam.example', '+46 8 1'],
        ['Ben', 'ben@fabrikam.example', null],
      ],
    );
    assert.deepEqual(known?.changes[0]?.what, ['imported', 'language', 'contacts', 'notes']);
    await talk.press(asked, 'import-partners');
    assert.equal((await at.store.partner(talk.tenant, 'fabrikam.example'))?.changes.length, 1, 'twice is as once');

    const again = await talk.say(csv);
    assert.equal(again.fallbackText, 'Nothing to import');
    const more = await talk.say('domain,name,address\nfabrikam.example,Anna B. Berg,anna@fabrikam.example');
    await talk.press(more, 'import-partners');
    const after = await at.store.partner(talk.tenant, 'fabrikam.example');
    assert.deepEqual(
      [after?.language, after?.notes, after?.contacts.length, after?.contacts[0]?.name, after?.contacts[0]?.phone],
      ['sv', 'Call first', 2, 'Anna B. Berg', '+46 8 1'],
      'what the list leaves empty stays',
    );
  });

  it('is of the person who sent it, and gone after its time', async () => {
    const talk = at.bot.talk();
    const asked = await talk.say(csv);
    const other = at.bot.talk({ tenant: talk.tenant, person: bo });

    assert.equal((await other.press(asked, 'import-partners')).fallbackText, strings.en.say('notice.draft-gone.title'));
    await at.store.forgetDrafts('2100-01-01T00:00:00.000Z');
    assert.equal((await talk.press(asked, 'import-partners')).fallbackText, strings.en.say('notice.draft-gone.title'));
  });

  it('comes out as it went in, with nothing in it that a spreadsheet would run', async () => {
    const talk = at.bot.talk();
    const evil = 'domain,name,phone,notes\nfabrikam.example,=HYPERLINK(1),+46 8 1,"@SUM, ""quoted"""';
    await talk.press(await talk.say(evil), 'import-partners');
    const before = talk.delivered.length;
    await talk.post({ type: 'message', text: 'partners export' });
    const text = talk.delivered[before]!.text!;

    assert.equal(
      text,
      'domain,language,name,address,phone,notes\nfabrikam.example,,\'=HYPERLINK(1),,\'+46 8 1,"\'@SUM, ""quoted"""\n',
    );
    const other = at.bot.talk();
    await other.press(await other.say(text), 'import-partners');
    assert.deepEqual(
      (await at.store.partner(other.tenant, 'fabrikam.example'))?.contacts,
      (await at.store.partner(talk.tenant, 'fabrikam.example'))?.contacts,
    );
  });
});

onEachBot('whose a server is', at => {
  it('is listed with who said it, corrected on its card, and taken back', async () => {
    const talk = at.bot.talk();
    await talk.press(await talk.say(refused('contoso.example')), 'answer', { option: 'ours' });
    const colleague = at.bot.talk({ tenant: talk.tenant, person: bo });
    const list = await colleague.say('hosts');
    assert.match(
      textOf(list),
      /1 · \*\*contoso\.example\*\* ›\nours · Priya Raman, |1 · \*\*contoso\.example\*\* ›\nours · Priya Raman · /,
    );

    const card = await colleague.press(list, 'host', { named: 'contoso.example' });
    assert.match(textOf(card), /Now: \*\*ours\*\*\./);
    const hoster = await colleague.press(card, 'set-host', { option: 'hoster' });
    assert.match(textOf(hoster), /Now: \*\*a hoster’s\*\*\./);
    assert.match(textOf(hoster), /Changed: a hoster’s · Bo Lindqvist, /);

    // A hoster's server has to be mended by somebody else.
    const next = await colleague.say(refused('contoso.example'));
    assert.match(textOf(next), /Which language does contoso\.example read\?/);
    assert.match(textOf(next), /Answered for this server before\. “Back” asks it again, “hosts” corrects it\./);

    const open = await colleague.say('host mail.contoso.example');
    const unknown = await colleague.press(open, 'set-host', { option: 'nobody' });
    assert.match(textOf(unknown), /Nobody has said it yet\./);
    await colleague.say('new');
    assert.match(textOf(await colleague.say(refused('contoso.example'))), /Whose is mail\.contoso\.example\?/);
  });
});
