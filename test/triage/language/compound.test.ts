import { strict as assert } from 'node:assert';
import { splitCompound } from '../../../src/triage/language/compound.ts';

const known = new Set(['server', 'certificaat', 'record', 'mail', 'leverans', 'fel', 'beheer', 'brand']);
const isWord = (half: string) => known.has(half);

describe('a compound', () => {
  const sure: readonly [compound: string, halves: [string, string] | undefined][] = [
    ['servercertificaat', ['server', 'certificaat']],
    ['mailserver', ['mail', 'server']],
    ['mxrecord', ['mx', 'record']],
    ['serverip', ['server', 'ip']],
    ['mailenserver', ['mail', 'server']],
    ['mailsserver', ['mail', 'server']],
    ['mailesserver', undefined],
    // Three letters are a half only where they are a name of the trade.
    ['leveransfel', undefined],
    ['dnsserver', ['dns', 'server']],
    ['brandmuur', undefined],
    ['server', undefined],
  ];
  for (const [compound, halves] of sure) {
    it(`${compound} is ${halves?.join(' and ') ?? 'no two known words'}`, () => {
      assert.deepEqual(splitCompound(compound, isWord), halves);
    });
  }

  const guessed: readonly [compound: string, halves: [string, string] | undefined][] = [
    ['certificaatboer', ['certificaat', 'boer']],
    ['serverdop', ['server', 'dop']],
    ['serverij', undefined],
    ['beheerder', ['beheer', 'der']],
    ['brandmuur', undefined],
    ['dopserver', ['dop', 'server']],
    ['ijserver', undefined],
    ['muurbrand', undefined],
  ];
  for (const [compound, halves] of guessed) {
    it(`${compound} is taken for ${halves?.join(' and ') ?? 'nothing'} where one half is enough`, () => {
      assert.deepEqual(splitCompound(compound, isWord, true), halves);
    });
  }
});
