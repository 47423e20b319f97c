import { strict as assert } from 'node:assert';
import { rarity } from '../../../../src/triage/matching/ranking/rarity.ts';

describe('the rarity of a word', () => {
  it('is that of BM25', () => {
    assert.ok(Math.abs(rarity(1, 114) - Math.log(1 + 113.5 / 1.5)) < 1e-12);
    assert.ok(Math.abs(rarity(57, 114) - Math.log(2)) < 1e-12);
  });

  it('is above 0 even where every article has it', () => {
    assert.ok(rarity(114, 114) > 0);
  });
});
