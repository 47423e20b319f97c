import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { commandsText } from '../../src/cards/commands-text.ts';
import { mailtoLink } from '../../src/cards/letter.ts';
import { traceCommands } from '../../src/cards/trace-commands.ts';
import { contactTexts } from '../../src/cards/views/contact.ts';
import type { Article } from '../../src/triage/article.ts';
import { untouchedCase } from '../../src/triage/case.ts';
import { type Evidence, type Locale, locales, noEvidence } from '../../src/triage/evidence.ts';
import { readEvidence } from '../../src/triage/reading/index.ts';
import { currentView, redactView } from '../../src/triage/showing/index.ts';
import { articles, bounced, cards, caseOf, content, movesToSteps, queued, viewContextFor } from '../content.ts';

const guid = '2bbad36a-a467-4c7b-a82f-4b307fff549f';
const all: Evidence = { ...bounced, sender: 'priya@adatum.example' };
const none: Evidence = { ...queued, recipients: [], queuedAt: null, lastAttempt: null };

type To = 'partner' | 'recipient-admin' | 'sender' | 'colleague' | 'microsoft';

/** The contact texts of every article that are meant for somebody. */
function* letters(to: To, evidence: Evidence, language: Locale, includeAddresses: boolean): Generator<string> {
  for (const article of content.articles) {
    for (const [stepId, moves] of movesToSteps(article)) {
      const step = article.guide.steps[stepId]!;
      if (step.kind !== 'escalation' || step.to !== to) continue;
      const contact = { ...untouchedCase.contact, language, includeAddresses, ticket: 'INC-1042' };
      const view = currentView(caseOf(article.id, evidence, { moves, contact }), viewContextFor({ locale: language }));
      if (view.kind !== 'contact') throw new Error(`${article.id}/${stepId} is no contact text`);
      yield contactTexts(view, cards.context({ locale: language, timeZone: 'UTC' })).join('\n\n');
    }
  }
}

const headings: Readonly<Record<Locale, string>> = {
  en: 'To find the message',
  nl: 'Om het bericht terug te vinden',
  sv: 'För att hitta meddelandet',
  'zh-CN': '便于查找这封邮件的信息：',
};
const outside = ['partner', 'recipient-admin', 'microsoft'] as const;

describe('a contact text', () => {
  for (const language of locales) {
    for (const to of [...outside, 'colleague'] as const) {
      it(`to ${to} in ${language} has in one block by what the message is found`, () => {
        let count = 0;
        for (const text of letters(to, all, language, true)) {
          count += 1;
          const block = text.split('\n\n').filter(paragraph => paragraph.startsWith(headings[language]));

          equal(block.length, 1, text);
          for (const part of [
            'ann@contoso.example',
            'priya@adatum.example',
            `<${all.messageId}>`,
            'UTC',
            all.replyReference!,
          ])
            equal(text.split(part).length > 1 && block[0]!.includes(part), true, `${part} in ${block[0]}`);
          equal(block[0]!.includes(guid), to === 'microsoft' || to === 'colleague');
        }
        ok(count > 0);
      });

      it(`to ${to} in ${language} leaves out what is not known`, () => {
        for (const text of letters(to, none, language, true)) {
          ok(!text.includes(headings[language]), text);
          doesNotMatch(text, /Message-ID|undefined|: null|\{\w+\}/);
        }
        const half = { ...none, messageId: 'a.b@contoso.example' };
        for (const text of letters(to, half, language, true)) {
          const [block] = text.split('\n\n').filter(paragraph => paragraph.startsWith(headings[language]));

          equal(block!.split('\n').length, 2, block);
          doesNotMatch(block!, /\[|undefined|null|\{\w+\}/);
        }
      });
    }

    it(`to the sender in ${language} has no ids: there is no log to look in`, () => {
      for (const text of letters('sender', all, language, true)) doesNotMatch(text, /Message-ID|gsmtp|Get-Message/);
    });

    it(`names no address in ${language} where none is wanted`, () => {
      for (const to of [...outside, 'colleague'] as const)
        for (const text of letters(to, all, language, false)) doesNotMatch(text, /ann@|priya@|-RecipientAddress/);
    });
  }

  it('to Microsoft and to a colleague has the trace ready to paste, to others not', () => {
    const has = (to: To, pattern: RegExp) => [...letters(to, all, 'en', true)].map(text => pattern.test(text));

    ok(has('microsoft', /^Get-MessageTraceV2 -MessageId '<AM0/m).every(Boolean));
    ok(has('microsoft', /^Get-MessageTraceDetailV2 -MessageTraceId 2bbad36a/m).every(Boolean));
    ok(has('colleague', /^Get-MessageTraceV2 /m).every(Boolean));
    ok(has('colleague', /https:\/\/admin\.exchange\.microsoft\.com\/#\/messagetrace/).every(Boolean));
    ok(has('colleague', /https:\/\/aka\.ms\/PillarEmailNDR/).every(Boolean));
    ok(!has('partner', /Get-MessageTrace/).some(Boolean));
    ok(!has('recipient-admin', /Get-MessageTrace|messagetrace/).some(Boolean));
  });

  it('hands a mail app the text without the commands, where they make the link too long', () => {
    const line = 'what we ask for '.repeat(60);
    const trace = ['Message trace', `Get-MessageTraceV2 ${'x'.repeat(600)}`];
    const letter = {
      to: null,
      subject: 'S',
      paragraphs: [['Hello'], trace, [line]],
      trace,
      missing: [],
      hidesRecipient: false,
    };

    match(mailtoLink({ ...letter, paragraphs: [['Hello'], trace] }), /&body=Hello.*Get-MessageTraceV2/);
    match(mailtoLink(letter), /&body=Hello(?!.*Get-MessageTraceV2).*ask/);
    equal(mailtoLink({ ...letter, paragraphs: [[line.repeat(2)]] }), 'mailto:?subject=S');
  });

  it('says when the message was sent, where nothing else says a time', () => {
    const evidence = { ...none, sentAt: '2026-11-20T17:41:58Z' };
    for (const text of letters('partner', evidence, 'en', false))
      match(text, /• First seen: 20 November 2026 at 17:41 UTC/);
    for (const text of letters('partner', { ...evidence, messageId: 'a@b.example' }, 'en', false)) {
      match(text, /• Sent: 20 November 2026 at 17:41 UTC\n• Message-ID: <a@b\.example>/);
      doesNotMatch(text, /First seen/);
    }
  });
});

describe('the trace to paste', () => {
  const id = 'abc@adatum.example';
  const trace = (more: Partial<Evidence>) => traceCommands({ ...noEvidence, kind: 'ndr', ...more }, true);
  const anyTime = '-StartDate (Get-Date).AddDays(-10) -EndDate (Get-Date)';

  it('has the days around what is known', () => {
    const around = (more: Partial<Evidence>) => trace({ messageId: id, ...more })[0]!.split(">' ")[1];

    equal(around({}), anyTime);
    equal(around({ lastAttempt: '2026-11-20T18:42:10Z' }), '-StartDate 2026-11-19 -EndDate 2026-11-22');
    equal(around({ sentAt: '2026-11-20T00:00:00Z' }), '-StartDate 2026-11-19 -EndDate 2026-11-21');
    equal(
      around({ sentAt: '2001-01-01T00:00:00Z', lastAttempt: '2026-11-20T18:42:10Z' }),
      '-StartDate 2026-11-19 -EndDate 2026-11-22',
    );
    equal(
      around({ queuedAt: '2026-11-19T23:00:00Z', expiredAt: '2026-11-20T23:30:00Z' }),
      '-StartDate 2026-11-18 -EndDate 2026-11-22',
    );
    equal(
      around({ queuedAt: '2026-11-01T12:00:00Z', lastAttempt: '2026-11-20T12:00:00Z' }),
      '-StartDate 2026-10-31 -EndDate 2026-11-10',
      'ten days a query',
    );
    equal(around({ lastAttempt: 'no time' }), anyTime);
    equal(
      around({ sentAt: '2026-11-17T10:00:00Z', lastAttempt: '2026-11-20T12:00:00Z' }),
      '-StartDate 2026-11-16 -EndDate 2026-11-22',
    );
  });

  it('needs an id, and for the details a recipient', () => {
    deepEqual(trace({ recipients: ['ann@contoso.example'], replyReference: 'x' }), []);
    deepEqual(trace({ networkMessageId: guid }), [`Get-MessageTraceV2 -MessageTraceId ${guid} ${anyTime}`]);
    deepEqual(trace({ messageId: id, networkMessageId: guid, recipients: ['ann@contoso.example'] }), [
      `Get-MessageTraceV2 -MessageId '<${id}>' ${anyTime}`,
      `Get-MessageTraceDetailV2 -MessageTraceId ${guid} -RecipientAddress ann@contoso.example ${anyTime}`,
    ]);
    deepEqual(trace({ messageId: id, kind: 'queue' }), [], "an Exchange server's own queue");
  });

  it('writes no PowerShell of a paste', () => {
    for (const messageId of [
      "a'; Remove-Mailbox x; '@b",
      'a`b@c',
      'a"b@c',
      'a b@c',
      'a;b@c',
      'a\n@b',
      'a’b@c',
      'a\\b@c',
      'a(b)@c',
    ])
      deepEqual(trace({ messageId }), [], messageId);
    for (const networkMessageId of [`${guid};ls`, '$(ls)', `{${guid}}`, `${guid} `])
      deepEqual(trace({ networkMessageId }), [], networkMessageId);
    deepEqual(trace({ messageId: 'a$b$c@d' }), [`Get-MessageTraceV2 -MessageId '<a$b$c@d>' ${anyTime}`]);
    for (const recipient of ['a;b@c', '$(ls)@c', "a'b@c", '-Force', 'a b@c'])
      equal(trace({ networkMessageId: guid, recipients: [recipient] }).length, 1, recipient);
  });

  it('has nothing in it but one command a line, whatever is pasted', () => {
    const part = fc.oneof(fc.string({ maxLength: 20 }), fc.constantFrom("'", '`', '$(', ')', '"', '\n', ';', '|', '‘'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.array(part, { maxLength: 4 }), (left, right) => {
        const name = `${left.join('')}@${right.join('')}`;
        const read = readEvidence(`550 5.1.1 x\nMessage-ID: <${name}>\nMessageTraceId: ${guid}`);
        for (const evidence of [{ messageId: name, recipients: [name], networkMessageId: guid }, read]) {
          for (const command of trace(evidence))
            match(
              command,
              /^Get-MessageTrace(?:V2 -Message(?:Id '<[^'`"\s;()‘’]+>'|TraceId [\da-f-]{36})|DetailV2 -MessageTraceId [\da-f-]{36} -RecipientAddress [A-Za-z0-9][\w.%+@:=-]*) -StartDate \(Get-Date\)\.AddDays\(-10\) -EndDate \(Get-Date\)$/,
            );
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the commands of a checklist', () => {
  it('end with the trace, where the paste names the message', () => {
    for (const article of content.articles) {
      for (const [stepId, moves] of movesToSteps(article)) {
        if (article.guide.steps[stepId]!.kind !== 'checklist') continue;
        const text = (evidence: Evidence) => {
          const view = currentView(caseOf(article.id, evidence, { moves }), viewContextFor());
          return view.kind === 'checklist' ? commandsText(view, cards.context({ locale: 'en', timeZone: 'UTC' })) : '';
        };

        match(
          text(all),
          /# Message trace in Exchange Online PowerShell\nGet-MessageTraceV2 .*\nGet-MessageTraceDetailV2 .*$/,
        );
        doesNotMatch(text(queued), /# Message trace in Exchange/);
      }
    }
  });
});

describe('the first card of a case', () => {
  const isAsking = ({ guide }: Article) => guide.steps[guide.start]!.kind === 'question';
  const article = [...articles.values()].find(isAsking)!;
  const first = (evidence: Evidence, locale: Locale = 'en') => {
    const view = currentView(caseOf(article.id, evidence), viewContextFor({ locale }));
    return (isShared: boolean) =>
      JSON.stringify(
        cards.render(isShared ? redactView(view) : view, { locale, timeZone: 'UTC', ...(isShared && { isShared }) }),
      );
  };

  for (const locale of locales) {
    it(`has the ids and the trace folded away in ${locale}`, () => {
      const card = first(all, locale)(false);

      match(card, /\*\*Message-ID\*\*[ ：]\\\\<AM0PR05MB1234/);
      ok(card.includes(guid));
      ok(card.includes('](https://admin.exchange.microsoft.com/#/messagetrace)'));
      ok(card.includes('](https://aka.ms/PillarEmailNDR)'));
      match(card, /Get-MessageTraceDetailV2/);
      ok(card.indexOf('"id":"raw-open","isVisible":false') < card.indexOf('Message-ID'));
    });

    it(`is as before in ${locale} where a paste has none`, () => {
      const card = first({ ...queued, replyReference: 'V1X4ESabPxKDmn8czHBhOQ.uk246' }, locale)(false);

      doesNotMatch(card, /Message-ID|messagetrace|Get-MessageTrace|PillarEmailNDR/);
    });
  }

  it('sends nobody to Microsoft for the queue of an Exchange server', () => {
    const card = first({ ...all, kind: 'queue' })(false);

    ok(card.includes(all.messageId!.slice(0, 20)));
    doesNotMatch(card, /messagetrace|PillarEmailNDR|Get-MessageTrace/);
  });

  it('has no command with a shortened name where others read along', () => {
    const card = first({ ...all, messageId: 'zora.zebra@fabrikam.example' })(true);

    doesNotMatch(card, /zora|zebra|fabrikam|-MessageId|-RecipientAddress/);
    ok(card.includes(guid));
  });
});
