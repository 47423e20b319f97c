import { strict as assert } from 'node:assert';
import { phraseRows, reasonPhrases } from '../../../src/triage/reading/reason-phrases.ts';
import { compileWordings, wordsOf } from '../../../src/triage/reading/wording-patterns.ts';

/** A text that a pattern was made for: the first of each choice of words, nothing in the gaps. */
function textFor(pattern: string): string {
  return pattern
    .split(' ')
    .filter(part => !/^\.+$/.test(part))
    .map(part => part.split('|')[0]!.replace('*', 'ed'))
    .join(' ');
}

describe('the whole wordings of servers', () => {
  for (const [reason, patterns] of phraseRows) {
    it(`that mean ${reason} mean nothing else, in whatever row they stand`, () => {
      for (const pattern of patterns) {
        const hit = reasonPhrases.longest(wordsOf(`kit ${textFor(pattern)} 4ac1`));

        assert.equal(hit?.value, reason, `“${pattern}” by “${hit?.text}”`);
      }
    });
  }

  it('are refused where one is empty, which would fit every text', () => {
    assert.throws(() => compileWordings([['expired', ['too long', ' ']]], {}), /empty pattern/i);
  });
});
