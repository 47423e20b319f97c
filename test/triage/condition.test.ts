import { strict as assert } from 'node:assert';
import type { Condition } from '../../src/triage/article.ts';
import { type Memory, noMemory } from '../../src/triage/case.ts';
import { type Because, holdingParts, holds, says } from '../../src/triage/condition.ts';
import { type Evidence, noEvidence, type StatusCodeFinding } from '../../src/triage/evidence.ts';
import { bounced, now, queued } from '../content.ts';

const known: Memory = { ...noMemory, hostOwner: { owner: 'ours', by: 'Priya Raman', at: now } };
const nested: StatusCodeFinding = {
  replyCode: '550',
  enhancedStatusCode: '5.7.1',
  role: 'nested',
  text: 'Relay denied',
};
const refused: Evidence = {
  ...queued,
  subReason: 'socket-10061',
  subReasonText: 'Socket error code 10061',
  statusCodes: [...queued.statusCodes, nested],
};
const reported: Evidence = { ...queued, generatedBy: 'other', reportingHost: 'ex01.contoso.example' };

const rows: readonly [what: string, Condition, Evidence, Because | null][] = [
  [
    'a reason',
    { subReason: ['socket-10060', 'socket-10061'] },
    refused,
    { kind: 'text', text: 'Socket error code 10061' },
  ],
  [
    'a reason without words',
    { subReason: ['dns-timeout'] },
    { ...noEvidence, subReason: 'dns-timeout' },
    { kind: 'text', text: 'dns-timeout' },
  ],
  ['another reason', { subReason: ['socket-10060'] }, refused, null],
  ['no reason', { subReason: ['socket-10061'] }, queued, null],
  ['a wording', { text: ['timed out', 'connection refused'] }, queued, { kind: 'text', text: 'connection refused' }],
  ['another wording', { text: ['timed out'] }, queued, null],
  ['a code that is only named', { code: ['5.7.1'] }, refused, { kind: 'code', code: '5.7.1' }],
  ['another code', { code: ['5.7.1'] }, queued, null],
  ['a message that waits', { state: ['queued'] }, queued, { kind: 'state', state: 'queued' }],
  ['a message that is back', { state: ['queued'] }, bounced, null],
  ['a message of which nothing is known', { state: ['queued', 'bounced'] }, noEvidence, null],
  ['who reports', { generatedBy: ['other'] }, reported, { kind: 'generated-by', host: 'ex01.contoso.example' }],
  ['somebody else who reports', { generatedBy: ['microsoft'] }, reported, null],
  ['nobody who reports', { generatedBy: ['microsoft', 'other'] }, queued, null],
  ['where it was copied', { kind: ['queue', 'message-trace'] }, queued, { kind: 'format', format: 'message-trace' }],
  ['another format', { kind: ['queue'] }, queued, null],
  ['one domain', { sameDomain: true }, { ...queued, sender: 'bob@eu.contoso.example' }, { kind: 'same-domain' }],
  ['two domains', { sameDomain: true }, { ...queued, sender: 'bob@fabrikam.example' }, null],
  ['a sender alone', { sameDomain: true }, { ...queued, sender: 'bob@contoso.example', recipients: [] }, null],
  [
    'a server of ours by its name',
    { hostOwner: ['ours'] },
    { ...queued, sender: 'bob@contoso.example' },
    { kind: 'host-owner', owner: 'ours', from: 'sender' },
  ],
  [
    'a server of ours that should be theirs',
    { hostOwner: ['partner'] },
    { ...queued, sender: 'bob@contoso.example' },
    null,
  ],
  ['a server of nobody known', { hostOwner: ['ours', 'partner', 'microsoft'] }, queued, null],
];

describe('a condition', () => {
  for (const [what, condition, evidence, because] of rows) {
    it(`${because ? 'holds' : 'does not hold'} for ${what}`, () => {
      assert.deepEqual(holds(condition, evidence, noMemory), because);
    });
  }

  it('holds for a server that was named ours before', () => {
    assert.deepEqual(holds({ hostOwner: ['ours'] }, queued, known), {
      kind: 'host-owner',
      owner: 'ours',
      from: 'memory',
    });
  });

  it('holds only if all of its parts do', () => {
    const both: Condition = { text: ['connection refused'], state: ['queued'] };

    assert.deepEqual(holdingParts(both, queued, noMemory), [
      { kind: 'text', text: 'connection refused' },
      { kind: 'state', state: 'queued' },
    ]);
    assert.equal(holdingParts(both, bounced, noMemory), null);
    assert.equal(holds({ ...both, kind: ['queue'] }, queued, noMemory), null);
  });
});

describe('a wording', () => {
  const saying = (words: string): Evidence => ({ ...noEvidence, words });
  const table: readonly [wording: string, words: string, isSaid: boolean][] = [
    ['our on-prem', 'the on-premises server of your on-prem environment', false],
    ['QuotaExceededException', 'SubmissionQuotaExceededException', false],
    ['RBL', 'the text is garbled', false],
    ['connection refused', 'the connection was refused', false],
    ['greylist', 'Greylisted, try again', true],
    ['AS77', '451 4.7.500 Server busy (AS77712400)', true],
    ['Spf=Fail', 'Spf= Fail , Dkim= Pass', true],
    ['block list', 'on our block-list', true],
    ['连接被拒绝', '错误：连接被拒绝。', true],
    ['...', 'anything', false],
  ];
  for (const [wording, words, isSaid] of table) {
    it(`"${wording}" is ${isSaid ? '' : 'not '}said in "${words}"`, () =>
      assert.equal(says(saying(words), wording), isSaid));
  }

  it('is looked for in every reply, in the words of the reason and in the line, and never across two of them', () => {
    const evidence: Evidence = { ...refused, line: 'mailbox full', words: 'of spam' };

    for (const wording of ['relay denied', 'socket error', 'mailbox full', 'spam'])
      assert.ok(says(evidence, wording), wording);
    assert.ok(!says(evidence, 'full of'));
  });

  it('is looked for in the first twenty replies of a page of them', () => {
    const others = (count: number) => new Array<StatusCodeFinding>(count).fill({ ...nested, text: '' });

    assert.ok(says({ ...noEvidence, statusCodes: [...others(19), nested] }, 'relay denied'));
    assert.ok(!says({ ...noEvidence, statusCodes: [...others(20), nested] }, 'relay denied'));
  });
});
