import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { templateOf } from '../../src/cards/load-templates.ts';
import { readTemplate } from '../../src/cards/with-parts.ts';
import { viewKinds } from '../../src/triage/showing/view.ts';
import { cardsFolder } from '../content.ts';

describe('a template', () => {
  let folder: string;
  const put = (name: string, json: unknown) => writeFileSync(join(folder, name), JSON.stringify(json));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mailflow-cards-'));
    mkdirSync(join(folder, 'parts'));
    put('parts/title.json', { type: 'TextBlock', spacing: 'none', text: '${title}' });
    put('parts/head.json', [{ type: 'Container' }, { $part: 'title' }]);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('gets the elements of a part among its own, parts of parts too', () => {
    put('a.json', { body: [{ $part: 'head' }, { type: 'FactSet' }] });

    assert.deepEqual(readTemplate(folder, 'a.json'), {
      body: [{ type: 'Container' }, { type: 'TextBlock', spacing: 'none', text: '${title}' }, { type: 'FactSet' }],
    });
  });

  it('says more of the one element of a part, or something else in the same place', () => {
    put('a.json', { body: [{ $part: 'title', spacing: 'default', $when: '${exists(title)}' }] });

    assert.equal(
      JSON.stringify(readTemplate(folder, 'a.json')),
      '{"body":[{"type":"TextBlock","spacing":"default","text":"${title}","$when":"${exists(title)}"}]}',
    );
  });

  it('takes one element where no list is', () => {
    put('parts/tick.json', { type: 'Action.Execute' });
    put('a.json', { body: [{ $part: 'title', selectAction: { $part: 'tick' } }] });

    const { body } = readTemplate(folder, 'a.json') as { body: { selectAction: unknown }[] };

    assert.deepEqual(body[0]?.selectAction, { type: 'Action.Execute' });
  });

  const wrong: [name: string, template: unknown, message: RegExp][] = [
    ['a part that is not there', { body: [{ $part: 'hed' }] }, /^Error: cards\/a\.json: no part .*parts\/hed\.json/],
    ['a list where one element is wanted', { selectAction: { $part: 'head' } }, /part "head" is a list\. Put it/],
    ['something said of a list', { body: [{ $part: 'head', spacing: 'none' }] }, /takes no spacing/],
  ];
  for (const [name, template, message] of wrong) {
    it(`refuses ${name}`, () => {
      put('a.json', template);

      assert.throws(() => readTemplate(folder, 'a.json'), message);
    });
  }
});

describe('the templates in cards/', () => {
  const files = [
    ...new Set(viewKinds.map(templateOf)),
    ...readdirSync(join(cardsFolder, 'parts')).map(name => `parts/${name}`),
  ];
  const written = files.map(file => readFileSync(join(cardsFolder, file), 'utf8'));

  it('use every part', () => {
    // The renderer itself puts the foot under a card.
    const unused = readdirSync(join(cardsFolder, 'parts'))
      .map(name => name.replace('.json', ''))
      .filter(name => name !== 'foot' && !written.some(text => text.includes(`"$part": "${name}"`)));

    assert.deepEqual(unused, []);
  });

  it('say nothing twice that a part could say', () => {
    const places = new Map<string, string[]>();
    files.forEach((file, index) => {
      for (const element of elementsOf(JSON.parse(written[index]!))) {
        const { $when: _, $data: __, spacing: ___, ...rest } = element;
        const text = JSON.stringify(rest);
        if (text.length > longestRepeated) places.set(text, [...(places.get(text) ?? []), file]);
      }
    });

    assert.deepEqual(
      [...places].filter(([, where]) => where.length > 1),
      [],
    );
  });
});

/** A TextBlock of six lines may stand in several templates; anything larger is a part. */
const longestRepeated = 110;

function* elementsOf(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const one of value) yield* elementsOf(one);
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>;
    yield* elementsOf(Object.values(value));
  }
}
