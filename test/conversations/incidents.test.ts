import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { locales } from '../../src/triage/evidence.ts';
import { strings } from '../content.ts';
import { buttonsOf, type Card, type Delivered, invokeOf, type Talk, textOf } from './bot-under-test.ts';
import { onEachBot } from './on-each-bot.ts';

const second = 1_000;
const minute = 60 * second;
const karin = { id: 'karin', name: 'Karin Lind' };
const bounceTo = (host: string) =>
  `550 5.4.316 Connection refused [LastAttemptedServerName=${host}] [LastAttemptedIP=192.0.2.7:25] for anna@fabrikam.example`;
const bounce = bounceTo('mail.contoso.example');
/** As the settings have it. */
const enough = 5;

const caseIdOf = (card: Card) => String(buttonsOf(card).find(one => one.data.caseId)?.data.caseId);
const posted = (talk: Pick<Talk, 'delivered'>) => talk.delivered.filter(one => one.method === 'POST');
const lastCard = (talk: Talk) => talk.delivered.findLast(one => one.card)!.card!;
const lastText = (talk: Talk) => posted(talk).findLast(one => one.text !== undefined)?.text ?? '';

onEachBot('an incident', at => {
  async function settled({ locale = 'en', tenant = randomUUID() as string, problems = '' } = {}) {
    const channel = `19:${randomUUID()}@thread.tacv2`;
    const base = at.bot.talk({ tenant, isShared: true, person: karin, locale, conversation: channel });
    const word = strings[locale as 'en'].list('commands.expertsHere')[0]!;
    await base.post({ type: 'message', text: `${word} ${problems}`.trim() });
    const reporter = (name: string, talkLocale = locale) =>
      at.bot.talk({ tenant, locale: talkLocale, person: { id: name, name } });
    /** In the thread that the bot's post began. */
    const thread = ({ id }: Delivered) =>
      at.bot.talk({ tenant, isShared: true, person: karin, locale, conversation: `${channel};messageid=${id}` });
    return { tenant, channel, base, reporter, thread };
  }

  type Settled = Awaited<ReturnType<typeof settled>>;

  /** Posts that show a case: what else was said there is about the place. */
  const cardsIn = (talk: Talk) => posted(talk).filter(({ card }) => card);

  async function reported({ reporter }: Settled, count: number, paste = bounce): Promise<Talk[]> {
    const talks = Array.from({ length: count }, (_, index) => reporter(`reporter-${index}`));
    for (const talk of talks) await talk.say(paste);
    return talks;
  }

  /** With its first count: the experts have the card. */
  async function begun(where: Settled, paste = bounce) {
    const talks = await reported(where, enough, paste);
    await at.bot.doDue();
    const [post] = cardsIn(where.base);
    assert.ok(post, 'the experts have no card');
    return { talks, post, thread: where.thread(post), id: caseIdOf(post.card!) };
  }

  it('is what so many cases of one problem towards one next hop are, and one less is none', async () => {
    const where = await settled();
    const talks = await reported(where, enough - 1);
    await at.bot.doDue();
    assert.equal(cardsIn(where.base).length, 0);
    await where.reporter('elsewhere').say(bounceTo('mail.tailspin.example'));
    await at.bot.doDue();
    assert.equal(cardsIn(where.base).length, 0, 'that one is towards another next hop');

    await where.reporter('the-last').say(bounce);
    await at.bot.doDue();
    const [post, ...more] = cardsIn(where.base);
    assert.deepEqual(more, []);
    const said = textOf(post!.card!);
    assert.match(said, /5 cases of one problem towards c….example/, 'shortened where others read along');
    assert.doesNotMatch(JSON.stringify(post!.card), /anna|fabrikam|mail\.contoso|\{\w+\}|undefined/);
    for (const talk of talks)
      assert.match(textOf(lastCard(talk)), /4 others have reported this since \d\d:\d\d\.\*\* The experts have it\./);
    assert.equal(posted(talks[0]!).length, 1, 'their cards say so, and nothing is posted');
  });

  for (const locale of locales) {
    it(`is said to whoever reports it next, and when it is over to everybody once, in ${locale}`, async () => {
      const { say } = strings[locale];
      const where = await settled({ locale });
      const { talks, post, thread, id } = await begun(where);
      await thread.press(post.card!, 'take');
      const late = where.reporter('late');
      const first = textOf(await late.say(bounce));
      assert.ok(first.includes(say('incident.seen.taken', { name: 'Karin Lind' })), first);
      assert.match(
        first.replaceAll('*', ''),
        new RegExp(say('incident.seen.many', { count: 5, time: '\\d\\d:\\d\\d' }).replaceAll('*', '')),
      );
      assert.ok(!buttonsOf(lastCard(late)).some(({ verb }) => verb === 'escalate'));
      const everybody = [...talks, late];
      const before = everybody.map(talk => posted(talk).length);

      const over = await thread.press(lastCard(thread), 'solved');
      assert.ok(!buttonsOf(over).some(({ verb }) => verb === 'reopen'));
      await at.bot.doDue();
      await at.bot.doDue();

      for (const [index, talk] of everybody.entries()) {
        const told = posted(talk).slice(before[index]);
        assert.equal(told.length, 1);
        assert.match(textOf(told[0]!.card!), /Karin Lind/);
        assert.ok(textOf(told[0]!.card!).includes(say('incident.over.solvedSummary')));
        assert.doesNotMatch(JSON.stringify(told[0]!.card), /\{\w+\}|undefined/);
      }
      const solved = await late.press(lastCard(late), 'solved');
      await talks[1]!.post({ type: 'message', text: strings[locale].list('commands.solved')[0]! });
      const typed = await at.store.loadCase(where.tenant, caseIdOf(lastCard(talks[1]!)));
      assert.equal(typed!.value.outcome?.kind, 'solved');
      assert.ok(!buttonsOf(solved).some(({ verb }) => verb === 'solved'));
      const alone = await talks[0]!.press(lastCard(talks[0]!), 'leave-incident');
      assert.ok(
        buttonsOf(alone).some(({ verb }) => verb === 'answer'),
        'the guide goes on',
      );
      assert.equal((await at.store.loadCase(where.tenant, id))!.value.outcome?.by.name, 'Karin Lind');
    });
  }

  it('is counted on one card, however many report it, and no more often than each fifteen seconds', async () => {
    const where = await settled();
    const { post } = await begun(where);
    const before = where.base.delivered.length;
    for (let round = 0; round < 3; round++) {
      await Promise.all(Array.from({ length: 8 }, (_, index) => where.reporter(`more-${round}-${index}`).say(bounce)));
      await at.bot.doDue(second);
    }
    assert.equal(at.bot.deliveredTo(`${where.channel};messageid=${post.id}`).length, 0);
    await at.bot.doDue(15 * second);

    const updates = [...where.base.delivered.slice(before), ...where.thread(post).delivered];
    assert.deepEqual(
      updates.map(({ method, id }) => [method, id]),
      [['PUT', post.id]],
    );
    assert.match(textOf(updates[0]!.card!), /29 cases of one problem/);
    await at.bot.doDue(20 * minute);
    assert.equal(
      [...where.base.delivered.slice(before), ...where.thread(post).delivered].filter(one => one.card).length,
      1,
    );
  });

  it('is told once in each conversation, however many cases were reported there, and not to who has closed theirs', async () => {
    const where = await settled();
    const { talks, thread, post } = await begun(where);
    const busy = where.reporter('busy');
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) {
      await busy.post({ type: 'message', text: 'new' });
      ids.push(caseIdOf(await busy.say(bounce)));
    }
    await talks[0]!.press(lastCard(talks[0]!), 'answer', { option: 'ours' });
    await talks[0]!.post({ type: 'message', text: 'withdraw' });
    const before = [busy, talks[0]!].map(talk => posted(talk).length);
    await thread.press(post.card!, 'solved');
    await at.bot.doDue();

    const [told, ...more] = posted(busy).slice(before[0]);
    assert.deepEqual(more, []);
    const [third, ...others] = ids.toReversed();
    assert.equal(caseIdOf(told!.card!), third);
    for (const other of others) assert.ok(textOf(told!.card!).includes(other));
    assert.equal(posted(talks[0]!).length, before[1], 'that one is closed');
  });

  it('is left by whoever has another problem, by a button or in words', async () => {
    const where = await settled();
    const { talks, thread, post } = await begun(where);
    const [pressing, typing] = talks as [Talk, Talk];
    const alone = await pressing.press(lastCard(pressing), 'leave-incident');
    assert.doesNotMatch(textOf(alone), /others have reported this/);
    await typing.post({ type: 'message', text: 'Mine is another problem' });
    assert.doesNotMatch(textOf(lastCard(typing)), /others have reported this/);
    const before = [pressing, typing].map(talk => posted(talk).length);
    await thread.press(post.card!, 'solved');
    await at.bot.doDue();

    assert.deepEqual(
      [pressing, typing].map(talk => posted(talk).length),
      before,
    );
    const events = await at.store.caseEvents(where.tenant, caseIdOf(alone));
    assert.ok(events.some(({ kind }) => kind === 'left-incident'));
  });

  it('is talked about both ways: the experts write to everybody, and who answers is read in their thread', async () => {
    const where = await settled();
    const { talks, thread, id } = await begun(where);
    const before = talks.map(talk => posted(talk).length);
    await thread.post({ type: 'message', text: 'we are looking at the firewall' });
    await at.bot.doDue();
    assert.deepEqual(
      talks.map(talk => posted(talk).length),
      before,
      'only what is meant for all goes to all',
    );
    await thread.post({ type: 'message', text: 'tell We changed the firewall back, please wait' });
    assert.equal(lastText(thread), strings.en.say('incident.tell.sentToAll', { id }));
    await at.bot.doDue();
    await at.bot.doDue();
    const news = strings.en.say('incident.tell.news', {
      by: 'Karin Lind',
      text: 'We changed the firewall back, please wait',
    });
    for (const [index, talk] of talks.entries())
      assert.deepEqual(
        posted(talk)
          .slice(before[index])
          .map(({ text }) => text),
        [news],
      );

    const inThread = posted(thread).length;
    for (const talk of talks.slice(0, 2)) await talk.post({ type: 'message', text: 'tell It is slow for me too' });
    assert.equal(lastText(talks[0]!), strings.en.say('people.sentToExperts'));
    await talks[2]!.post({ type: 'message', text: 'ask the experts' });
    assert.equal(lastText(talks[2]!), strings.en.say('incident.tell.hasIt'));
    assert.equal(posted(thread).length, inThread, 'not one by one');
    await at.bot.doDue(15 * second);
    const said = posted(thread).slice(inThread);
    assert.equal(said.length, 1);
    assert.match(said[0]!.text!, /reporter-0 on case .*It is slow[\s\S]*reporter-1 on case/);
    assert.equal(cardsIn(where.base).length, 1, 'the channel has one card');
  });

  it('is opened and closed by no reporter, whatever they told the experts, but by an expert in their own chat too', async () => {
    const where = await settled();
    const { talks, thread, post, id } = await begun(where);
    const [reporter] = talks as [Talk];
    await reporter.post({ type: 'message', text: 'tell It is slow for me too' });
    assert.equal(lastText(reporter), strings.en.say('people.sentToExperts'));

    const unknown = strings.en.say('notice.unknown-case.title', { id });
    assert.equal((await reporter.say(`case ${id}`)).fallbackText, unknown);
    await reporter.post(invokeOf({ verb: 'solved', data: { caseId: id } }));
    assert.equal((await at.store.loadCase(where.tenant, id))!.value.outcome, null);

    await thread.press(post.card!, 'take');
    const own = at.bot.talk({ tenant: where.tenant, person: karin });
    const opened = await own.say(`case ${id}`);
    assert.match(textOf(opened), /5 cases of one problem/);
    await own.press(opened, 'solved');
    assert.equal((await at.store.loadCase(where.tenant, id))!.value.outcome?.kind, 'solved');
  });

  /** A case goes on with another problem, and comes back. */
  const returning = [
    [
      'was moved to another problem and back',
      (talk: Talk) => talk.say('move to 5.4.317'),
      (talk: Talk) => talk.say('undo'),
    ],
    [
      'had another error, which became a case of its own',
      (talk: Talk) => talk.say(bounce.replace('5.4.316 Connection refused', '5.4.317 Cannot connect to remote server')),
      (talk: Talk, card: Card) => talk.post(invokeOf(buttonsOf(card).find(({ verb }) => verb === 'split')!)),
    ],
  ] as const;
  for (const [what, aside, back] of returning) {
    it(`has a case in it again that ${what}, and tells it when it is over`, async () => {
      const where = await settled();
      const { talks, thread, post, id } = await begun(where);
      const [talk] = talks as [Talk];
      const caseId = caseIdOf(lastCard(talk));
      const card = await aside(talk);
      assert.equal((await at.store.loadCase(where.tenant, caseId))!.value.articleId, 'cannot-connect');
      assert.equal(await at.store.incidentOf(where.tenant, caseId), undefined, 'it is about something else');

      await back(talk, card);

      assert.equal((await at.store.incidentOf(where.tenant, caseId))?.id, id);
      const before = posted(talk).length;
      await thread.press(post.card!, 'solved');
      await at.bot.doDue();
      const told = posted(talk).slice(before);
      assert.deepEqual(
        told.map(one => one.card && caseIdOf(one.card)),
        [caseId],
      );
      assert.ok(textOf(told[0]!.card!).includes(strings.en.say('incident.over.solvedSummary')));
    });
  }

  for (const [what, aside, back] of returning) {
    it(`has a case that left it no more, which ${what}`, async () => {
      const where = await settled();
      const { talks, thread, post } = await begun(where);
      const [talk] = talks as [Talk];
      await talk.press(lastCard(talk), 'leave-incident');
      const caseId = caseIdOf(lastCard(talk));
      const card = await aside(talk);

      await back(talk, card);

      assert.equal((await at.store.loadCase(where.tenant, caseId))!.value.articleId, 'connection-refused');
      assert.equal(await at.store.incidentOf(where.tenant, caseId), undefined);
      assert.doesNotMatch(textOf(await talk.say(`case ${caseId}`)), /others have reported this/);
      const before = posted(talk).length;
      await where.reporter('late').say(bounce);
      await thread.press(post.card!, 'solved');
      await at.bot.doDue();
      assert.equal(posted(talk).length, before);
    });
  }

  for (const [what, aside, back] of returning) {
    it(`is begun by a case that ${what}, where there are enough with it`, async () => {
      const where = await settled();
      const talk = where.reporter('first-of-all');
      await talk.say(bounce);
      const card = await aside(talk);
      await reported(where, enough - 1);
      await at.bot.doDue();
      assert.equal(cardsIn(where.base).length, 0);

      await back(talk, card);

      await at.bot.doDue();
      assert.match(textOf(cardsIn(where.base)[0]!.card!), /5 cases of one problem/);
    });
  }

  it('is told about a case that it still is of, where a later one went on to a problem of no experts', async () => {
    const where = await settled({ problems: 'for the firewall team' });
    const { thread, post } = await begun(where);
    const busy = where.reporter('busy');
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) {
      await busy.post({ type: 'message', text: 'new' });
      ids.push(caseIdOf(await busy.say(bounce)));
    }
    const [first, second, moved] = ids as [string, string, string];
    await busy.say('this is greylisted');
    const { value } = (await at.store.loadCase(where.tenant, moved))!;
    assert.equal(value.articleId, 'greylisted-by-their-server');
    const before = posted(busy).length;
    await thread.press(post.card!, 'solved');
    await at.bot.doDue();

    const [told, ...more] = posted(busy).slice(before);
    assert.deepEqual([told?.card && caseIdOf(told.card), more.length], [second, 0]);
    const said = textOf(told!.card!);
    assert.ok(said.includes(first), said);
    assert.ok(!said.includes(moved), said);
  });

  it('was just over for whoever reports the same within a quarter of an hour, and begins anew with enough of them', async () => {
    const where = await settled();
    const { thread, post } = await begun(where);
    await thread.press(post.card!, 'solved');
    await at.bot.doDue(minute);
    const soon = where.reporter('soon');
    assert.match(textOf(await soon.say(bounce)), /The same problem was over at \d\d:\d\d\.\*\* Still failing\?/);
    await at.bot.doDue(20 * minute);
    assert.equal(posted(soon).length, 1, 'they are told nothing of what was over before');
    for (let index = 1; index < enough; index++) {
      const text = textOf(await where.reporter(`again-${index}`).say(bounce));
      assert.doesNotMatch(text, /was over|others? (?:has|have) reported/);
    }
    await at.bot.doDue();
    assert.equal(cardsIn(where.base).length, 2);
  });

  it('is at a big provider where one code comes from many', async () => {
    const where = await settled();
    for (let index = 0; index < enough; index++)
      await where.reporter(`wide-${index}`).say(`421 4.7.0 Temporary server error for ann@company${index}.example`);
    await at.bot.doDue();
    const said = textOf(cardsIn(where.base)[0]?.card ?? ({ body: [] } as unknown as Card));
    assert.match(
      said,
      /5 cases with one code towards 5 mail systems: it lies with none of them alone.*Microsoft, at a big provider/,
    );
    const late = await where.reporter('late').say('421 4.7.0 Temporary server error for ann@yetanother.example');
    assert.match(textOf(late), /5 others have reported this/);
  });

  it('is none where each of many messages has an address of its own that is wrong', async () => {
    const where = await settled();
    for (let index = 0; index < enough; index++)
      await where.reporter(`alone-${index}`).say(`550 5.2.2 mailbox full for ann@company${index}.example`);
    await at.bot.doDue();
    assert.equal(cardsIn(where.base).length, 0);
  });

  it('is listed for those who mend it, and for nobody else', async () => {
    const where = await settled();
    await where.base.post({ type: 'message', text: 'incidents' });
    assert.equal(lastText(where.base), strings.en.say('incident.none'));
    const { talks, id, thread } = await begun(where);
    await thread.post({ type: 'message', text: 'incidents' });
    assert.match(lastText(thread), new RegExp(`${id}: .*c….example, 5 cases since .* Nobody has taken it yet`));
    await talks[0]!.post({ type: 'message', text: 'incidents' });
    assert.equal(lastText(talks[0]!), strings.en.say('incident.leftTo'));
    await talks[0]!.post({ type: 'message', text: `case ${id}` });
    assert.doesNotMatch(textOf(lastCard(talks[0]!)), /cases of one problem/);
  });

  it('of one organisation is nothing to another', async () => {
    const [one, other] = [await settled(), await settled()];
    await reported(one, enough - 1);
    await reported(other, enough - 1);
    await at.bot.doDue();
    assert.deepEqual([cardsIn(one.base).length, cardsIn(other.base).length], [0, 0]);
    await one.reporter('the-last').say(bounce);
    await at.bot.doDue();

    assert.deepEqual([cardsIn(one.base).length, cardsIn(other.base).length], [1, 0]);
    assert.doesNotMatch(textOf(await other.reporter('the-last').say(bounce)), /others? (?:has|have) reported/);
  });

  it('is no more when its first reporter asks to be forgotten, but for what is theirs', async () => {
    const where = await settled();
    const { talks, id } = await begun(where);
    const { conversation } = talks[0]!;
    await at.store.forget({ tenant: where.tenant, conversation, personId: 'reporter-0' });

    const stored = await at.store.loadCase(where.tenant, id);
    assert.ok(stored);
    assert.doesNotMatch(JSON.stringify(stored.value), /reporter-0|anna/);
    assert.equal((await at.store.reported(where.tenant, id)).count, enough - 1);
  });

  it('tells its experts the words of the next one after somebody whose words they had was forgotten', async () => {
    const where = await settled();
    const { talks, thread } = await begun(where);
    const [leaving, staying, next] = talks as [Talk, Talk, Talk];
    const tell = (talk: Talk, text: string) => talk.post({ type: 'message', text: `tell ${text}` });
    await tell(leaving, 'slow since nine');
    await tell(staying, 'same for us');
    await tell(leaving, 'and slower now');
    await at.bot.doDue(15 * second);
    assert.match(lastText(thread), /slow since nine[\s\S]*same for us[\s\S]*and slower now/);

    const { conversation } = leaving;
    await at.store.forget({ tenant: where.tenant, conversation, personId: 'reporter-0' });
    await tell(next, 'all is well here');
    await at.bot.doDue(15 * second);
    await at.bot.doDue(15 * second);

    assert.match(lastText(thread), /reporter-2 on case .*all is well here/);
    assert.doesNotMatch(lastText(thread), /same for us|slow/, 'each is told once');
  });

  it('that nobody reports for a day is over by itself', async () => {
    const where = await settled();
    const { talks, id } = await begun(where);
    const before = posted(talks[0]!).length;
    await at.bot.doDue(25 * 60 * minute);
    await at.bot.doDue();

    assert.equal((await at.store.loadCase(where.tenant, id))!.value.outcome?.kind, 'withdrawn');
    const told = posted(talks[0]!).slice(before);
    assert.equal(told.length, 1);
    assert.match(textOf(told[0]!.card!), /No incident any more/);
  });
});
