import { strict as assert } from 'node:assert';
import { readFindings } from '../../src/findings/index.ts';
import type { ChecklistItem, ChecklistStep } from '../../src/triage/article.ts';
import { noMemory } from '../../src/triage/case.ts';
import { locales, noEvidence } from '../../src/triage/evidence.ts';
import { checklistRows, findPosition, handlePress } from '../../src/triage/guiding/index.ts';
import { currentView } from '../../src/triage/showing/index.ts';
import {
  articles,
  cards,
  caseOf,
  content,
  movesToSteps,
  now,
  priya,
  queued,
  strings,
  viewContextFor,
} from '../content.ts';
import { adminOutput } from '../findings/admin-output.ts';
import { hostOutput, portOutput, tlsOutput } from '../findings/tool-output.ts';

/** What cuts a server of one's own off from its mail: on the server itself, a new domain of its own does not. */
const cutsOff = ({ id, command }: ChecklistItem) =>
  id === 'fix-now' ||
  /Set-AcceptedDomain\b.*-DomainType Authoritative|(?:Set|Remove)-(?:Outbound|Send)Connector\b.*-Enabled \$false/.test(
    command ?? '',
  );

const steps = [...articles.values()].flatMap(article =>
  Object.entries(article.guide.steps).flatMap(([stepId, step]) =>
    step.kind === 'checklist'
      ? step.items.filter(cutsOff).map(item => ({ article, stepId, step: step as ChecklistStep, item }))
      : [],
  ),
);

const shown = (text: string) =>
  readFindings(text, null, { now, ranges: content.ranges, evidence: null }).map(one => ({
    articleId: null,
    ...one,
    at: now,
    by: priya,
  }));

describe('a step that cuts a server off from its mail', () => {
  it('is in every article that it should be in', () => {
    const found = new Set(steps.map(({ article, item }) => `${article.id}/${item.id}`));

    for (const name of [
      'connection-refused/fix-now',
      'connection-refused/authoritative',
      'connection-refused/disable-connector',
      'mail-loop-in-cloud/to-authoritative',
      'mail-loop-in-cloud/old-connector',
      'recipient-rejected-at-edge/to-authoritative',
      'exchange-server-outdated/stop-sending',
    ])
      assert.ok(found.has(name), name);
  });

  for (const { article, stepId, step, item } of steps) {
    describe(`${article.id}, ${stepId}, ${item.id}`, () => {
      const caseWith = (findings: ReturnType<typeof shown>) => {
        const ticks = Object.fromEntries(
          item.after.flat().map(id => [`${stepId}/${id}`, { by: priya, at: '2026-11-21T07:00:00.000Z' }]),
        );
        return caseOf(article.id, queued, { moves: movesToSteps(article).get(stepId)!, ticks, findings });
      };
      const rowOf = (findings: ReturnType<typeof shown>) => {
        const triageCase = caseWith(findings);
        const { answers } = findPosition(triageCase, article, noMemory);
        return checklistRows(stepId, step, triageCase, answers).find(row => row.item.id === item.id)!;
      };

      it('needs an answer that nothing remains there, and a risk in words', () => {
        assert.ok(item.requires.length > 0);
        assert.ok(item.risky);
        for (const { step: question, option } of item.requires) {
          const other = caseOf(article.id, queued, { moves: movesToSteps(article).get(stepId)! });
          const rows = checklistRows(stepId, step, other, { [question]: `not-${option}` });
          assert.equal(rows.find(row => row.item.id === item.id)?.state, 'locked');
        }
      });

      it('is locked by mailboxes that data shows, whatever was answered, and says so in every language', () => {
        const findings = shown(adminOutput['mailboxes that are left']);
        const triageCase = caseWith(findings);

        const { lockedBy } = rowOf(findings);

        assert.deepEqual(lockedBy, { kind: 'finding', finding: 'mailbox-count', fact: 'mailboxes-remain', count: 14 });
        for (const locale of locales) {
          const card = cards.render(currentView(triageCase, viewContextFor({ locale })), { locale, timeZone: 'UTC' });
          const reason = strings[locale].say('checklist.loses.mailboxes-remain', { count: 14 });
          assert.ok(JSON.stringify(card).includes(reason), locale);
        }
      });

      it('cannot be ticked then', () => {
        const triageCase = caseWith(shown(adminOutput['mailboxes that are left']));

        const handled = handlePress(
          triageCase,
          { verb: 'tick', step: stepId, item: item.id },
          { ...viewContextFor(), now, by: priya },
        );

        assert.equal(handled.answer?.about, 'locked');
        assert.ok(!(`${stepId}/${item.id}` in handled.case.ticks));
      });

      it('is open again when a later count shows none', () => {
        const before = shown(adminOutput['mailboxes that are left']).map(one => ({
          ...one,
          at: '2026-11-21T08:00:00.000Z',
        }));

        assert.notEqual(rowOf([...before, ...shown(adminOutput['no mailbox that is left'])]).lockedBy?.kind, 'finding');
      });
    });
  }
});

describe('a command that a question shows', () => {
  const asking = [...articles.values()].flatMap(article =>
    Object.entries(article.guide.steps).flatMap(([stepId, step]) =>
      step.kind === 'question' && step.command !== null
        ? [{ name: `${article.id}, ${stepId}`, step, command: step.command }]
        : [],
    ),
  );

  const ofTools: Readonly<Record<string, string>> = {
    openssl: tlsOutput['no STARTTLS']!.text,
    telnet: portOutput['stars of a firewall in the greeting']!.text,
    nslookup: hostOutput['a name that Linux does not find']!.text,
  };

  it('stands in many questions', () => assert.ok(asking.length >= 20, `${asking.length}`));

  for (const { name, step, command } of asking) {
    it(`prints what is read, and answers: ${name}`, () => {
      const [tool = ''] = command.split(' ', 1);
      const printed =
        tool in ofTools
          ? ofTools[tool]!
          : command.includes('Measure-Object')
            ? `${command}\n\nCount : 3\n`
            : command
                .slice(command.lastIndexOf('Format-List') + 'Format-List'.length)
                .split(',')
                .map(property => `${property.trim()} : x${/Count/.test(property) ? '\b' : ''}`)
                .join('\n')
                .replace('MessageCount : x\b', 'MessageCount : 3')
                .replace('LastError : x', 'LastError : ');
      const findings = readFindings(printed, null, { now, ranges: content.ranges, evidence: noEvidence });

      assert.equal(findings.length, 1, printed);
      // A queue's error is a paste of its own, and answers by what it says.
      if (findings[0]!.kind !== 'queues') assert.ok(step.answeredBy.some(({ when }) => when.found !== undefined));
    });
  }
});
