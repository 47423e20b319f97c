import { strict as assert } from 'node:assert';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, loadContent } from '../../src/bot/content.ts';
import { locales } from '../../src/triage/evidence.ts';
import { root } from '../content.ts';
import { temporaryFolder } from '../storage/databases.ts';

describe('the content that is kept', () => {
  const plain = ({ articles, strings, templates, talk: { locales: said, terms } }: Content): unknown =>
    JSON.parse(JSON.stringify({ articles, strings, templates, said, terms }));

  it('is what was read, with every step; where it is damaged, it is read', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'content.bin');
    writeFileSync(file, '{"state":"');
    const read = await loadContent(root, folder);
    assert.ok(statSync(file).size > 1_000_000);

    const kept = await loadContent(root, folder);

    assert.deepEqual(plain(kept), plain(read));
    assert.ok(Buffer.from(kept.talk.model.weights.buffer).equals(Buffer.from(read.talk.model.weights.buffer)));
    assert.ok(Buffer.from(kept.words.weights!).equals(read.words.weights!));
    for (const { strings } of kept.articles)
      for (const locale of locales) assert.equal(strings[locale].steps, strings[locale].steps);
  });
});
