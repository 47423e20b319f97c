import { deepEqual } from 'node:assert/strict';
import { readEvidence } from '../../../src/triage/reading/read-evidence.ts';

const table: [reply: string, recipients: string[]][] = [
  ['550 5.1.1 <anna@contoso.example>: Recipient address rejected: User unknown', ['anna@contoso.example']],
  ['550 5.2.2 mailbox full for anna@contoso.example', ['anna@contoso.example']],
  ['552 5.2.2 anna@contoso.example mailbox is over quota', ['anna@contoso.example']],
  ['550 5.1.8 Access denied, bad outbound sender anna@contoso.example', []],
  ['550 5.7.60 Client does not have permissions to send as this sender anna@contoso.example', []],
  ['550 5.7.23 anna@contoso.example rejected because of SPF for contoso.example', []],
  ['550 5.1.1 user unknown: anna@contoso.example, bo@contoso.example', []],
];

describe('the recipient that a bare reply names', () => {
  for (const [reply, recipients] of table)
    it(`is ${recipients[0] ?? 'none'} in ${reply}`, () => deepEqual(readEvidence(reply).recipients, recipients));
});
