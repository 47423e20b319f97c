import { strict as assert } from 'node:assert';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, invokeOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const refused = (domain: string) =>
  `450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.${domain}] [LastAttemptedIP=192.0.2.7:25]`;

const twoRecipients = ['5.2.2 mailbox full', '5.1.10 RESOLVER.ADR.RecipientNotFound']
  .map((reply, place) => {
    const fields = `Final-Recipient: rfc822;user${place}@contoso.example\nAction: failed`;
    return `${fields}\nStatus: ${reply.split(' ')[0]}\nDiagnostic-Code: smtp;550 ${reply}\n`;
  })
  .join('\n');

const rowsOf = (card: Card) => buttonsOf(card).filter(({ verb }) => verb === 'show');
const domainsOf = (card: Card) =>
  rowsOf(card).map(({ title }) => /(?<domain>\w+)\.example/.exec(title)?.groups?.domain);
const numbersOf = (card: Card) => [...textOf(card).matchAll(/^(\d+) · /gm)].map(([, number]) => Number(number));

/** Cases of domains of their own, the first one oldest. */
async function open(talk: Talk, ...names: string[]): Promise<void> {
  for (const name of names) await talk.say(refused(`${name}.example`));
}

onEachBot('the list of cases', at => {
  it('is asked for by how they stand, page by page, in every language', async () => {
    const talk = at.bot.talk();
    const names = ['contoso', 'fabrikam', 'tailspin', 'adatum', 'litware', 'proseware', 'margie', 'wingtip'];
    await open(talk, ...names);
    await talk.press(await talk.say('cases'), 'close-listed');

    const isOpen = await talk.say('cases open');
    assert.match(textOf(isOpen), new RegExp(`^${strings.en.say('cases.which.openCases')}`));
    assert.equal(rowsOf(isOpen).length, 6);
    const more = await talk.press(isOpen, 'list');
    assert.equal(rowsOf(more).length, 1, 'the closed one is none of them');
    const closed = await talk.say('cases solved');
    assert.equal(rowsOf(closed).length, 1);
    const reopened = await talk.press(closed, 'reopen-listed');
    assert.match(textOf(reopened), new RegExp(`^${strings.en.say('cases.which.solvedCases')}`), 'it stays this list');
    assert.match(textOf(await talk.say('cases partner')), new RegExp(strings.en.say('cases.none')));
    for (const locale of locales) {
      const [list] = strings[locale].list('commands.cases');
      const [word] = strings[locale].list('commands.expertsCases');
      const card = await at.bot.talk({ locale }).say(`${list} ${word}`);
      assert.match(textOf(card), new RegExp(`^${strings[locale].say('cases.which.expertsCases')}`));
    }
  });

  it('says how each stands and whose it is, the open ones first, and closes and reopens them where they stand', async () => {
    const talk = at.bot.talk();
    await open(talk, 'contoso', 'fabrikam', 'tailspin');
    await talk.as({ id: 'bo', name: 'Bo Lindqvist' }).press(await talk.say('show'), 'answer', { option: 'ours' });

    const list = await talk.say('cases');
    assert.deepEqual(domainsOf(list), ['tailspin', 'fabrikam', 'contoso']);
    assert.match(textOf(list), /\*\*open\*\* · Priya Raman, then Bo Lindqvist · 4\.4\.316/);
    const [, second] = rowsOf(list);
    const { caseId } = second!.data;
    assert.equal(second!.title, `Open case ${caseId}: Connection refused, mail.fabrikam.example, open`);

    const closed = await talk.press(list, 'close-listed', { caseId });
    assert.deepEqual(domainsOf(closed), ['tailspin', 'fabrikam', 'contoso'], 'the rows stay where they were pressed');
    assert.match(textOf(closed), /\*\*solved\*\* · Priya Raman/);
    assert.equal((await at.store.loadCase(talk.tenant, String(caseId)))?.state, 'closed');
    const current = await at.store.currentCase(talk);
    assert.match(String(current?.value.evidence.remoteHost), /tailspin/, 'the case at work stays the current one');
    assert.deepEqual(domainsOf(await talk.say('cases')), ['tailspin', 'contoso', 'fabrikam']);

    const reopened = await talk.press(await talk.say('cases'), 'reopen-listed', { caseId });
    assert.doesNotMatch(textOf(reopened), /solved/);
    assert.equal((await at.store.loadCase(talk.tenant, String(caseId)))?.state, 'open');
    const events = await at.store.caseEvents(talk.tenant, String(caseId));
    assert.deepEqual(
      events.slice(-2).map(({ kind }) => kind),
      ['solved', 'reopened'],
    );
  });

  it('closes and reopens a case whose cause is not chosen, and a choice opens it again', async () => {
    const talk = at.bot.talk();
    const choice = await talk.press(await talk.press(await talk.say(twoRecipients), 'choose'), 'recipients');
    const list = await talk.say('cases');
    const { caseId } = buttonsOf(list).find(({ verb }) => verb === 'close-listed')!.data;
    const state = async () => (await at.store.loadCase(talk.tenant, String(caseId)))?.state;

    assert.match(textOf(await talk.press(list, 'close-listed', { caseId })), /\*\*solved\*\*/);
    assert.equal(await state(), 'closed');
    assert.doesNotMatch(textOf(await talk.press(await talk.say('cases'), 'reopen-listed', { caseId })), /solved/);
    assert.equal(await state(), 'choosing');

    await talk.press(await talk.say('cases'), 'close-listed', { caseId });
    assert.match(textOf(await talk.press(choice, 'choose')), /mailbox/i);
    assert.equal(await state(), 'open');
  });

  it('opens the case of a typed number while it is the last that was answered, and leads on to older ones', async () => {
    const talk = at.bot.talk();
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
    await open(talk, ...names);

    const first = await talk.say('cases');
    assert.deepEqual(domainsOf(first), ['eight', 'seven', 'six', 'five', 'four', 'three']);
    const older = await talk.press(first, 'list', { from: '6' });
    assert.deepEqual(numbersOf(older), [7, 8]);
    assert.deepEqual(domainsOf(older), ['two', 'one']);
    assert.deepEqual(
      buttonsOf(older).flatMap(({ verb, data }) => (verb === 'list' ? [data.from] : [])),
      ['0'],
    );
    assert.deepEqual(domainsOf(await talk.say('newer')), domainsOf(first));
    assert.deepEqual(domainsOf(await talk.say('meer')), ['two', 'one']);

    assert.match(textOf(await talk.say('8')), /one\.example/);
    // Now the number is an answer of that case.
    assert.match(textOf(await talk.say('1')), /does anything still arrive/i);

    await talk.say('cases');
    assert.match(textOf(await talk.say('#2')), /eight\.example|seven\.example/);
    await talk.say('cases');
    assert.equal((await talk.say('99')).fallbackText, strings.en.say('answer.unclear.title'), 'there is no such row');
  });

  it('keeps its place in a channel, and closes nothing for a stranger', async () => {
    const talk = at.bot.talk({ isShared: true });
    await open(talk, 'contoso');
    const colleague = talk.as({ id: 'bo', name: 'Bo Lindqvist' });
    const posted = await colleague.say('cases');
    assert.equal(posted.fallbackText, strings.en.say('cases.titleShared'));
    const { id } = talk.delivered.findLast(one => one.card)!;
    const close = buttonsOf(posted).find(({ verb }) => verb === 'close-listed')!;

    await colleague.post({ ...invokeOf(close), replyToId: id });

    const updates = talk.delivered.filter(({ method, id: updated }) => method === 'PUT' && updated === id);
    assert.equal(updates.length, 1, 'the list is not taken for a card of the case');
    assert.equal(updates[0]!.card!.fallbackText, posted.fallbackText);
    assert.match(textOf(updates[0]!.card!), /solved/);
    const other = at.bot.talk({ tenant: talk.tenant, person: { id: 'cleo', name: 'Cleo Arslan' } });
    const { body } = await other.post(invokeOf({ ...close, verb: 'reopen-listed' }));
    assert.match(JSON.stringify(body), new RegExp(strings.en.say('cases.empty')));
    assert.equal((await at.store.loadCase(talk.tenant, String(close.data.caseId)))?.state, 'closed');
  });
});
