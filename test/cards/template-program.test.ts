import { strict as assert } from 'node:assert';
import { Template } from 'adaptivecards-templating';
import fc from 'fast-check';
import { loadTemplates, templateOf } from '../../src/cards/load-templates.ts';
import { cardData } from '../../src/cards/render-card.ts';
import { compileTemplate, expandTemplate } from '../../src/cards/template-program.ts';
import { readTemplate } from '../../src/cards/with-parts.ts';
import { currentView } from '../../src/triage/showing/current-view.ts';
import type { View } from '../../src/triage/showing/view.ts';
import { cards, cardsFolder, caseOf, content, movesToSteps, queued, viewContextFor } from '../content.ts';
import { isOnTheWay, wayOfRun } from '../walk.ts';

const parse = (text: string) => Template.parseInterpolatedString(text);

/** What the library makes of a template, and what our program does. */
function both(template: object, data: object): [theirs: unknown, ours: unknown] {
  const theirs = new Template(template).expand({ $root: data });
  // Through JSON, as a program may have been kept in a file.
  const program = JSON.parse(JSON.stringify(compileTemplate(template, parse, 'made-up.json')));
  return [theirs, expandTemplate(program, data)];
}

describe('a template as a program', () => {
  it(`fills the cards of every step of every article as the library does (${wayOfRun})`, () => {
    const { views } = loadTemplates(cardsFolder);
    const templates = new Map<string, Template>();
    const templateFor = (kind: View['kind']) => {
      const file = templateOf(kind);
      if (!templates.has(file)) {
        templates.set(file, new Template(readTemplate(cardsFolder, file)));
      }
      return templates.get(file)!;
    };
    for (const article of content.articles) {
      if (!isOnTheWay(article.id, 4)) continue;
      for (const [step, moves] of movesToSteps(article)) {
        const view = currentView(caseOf(article.id, queued, { moves }), viewContextFor());
        const data = cardData(view, cards.context({ locale: 'en', timeZone: 'UTC' }));

        const theirs = templateFor(view.kind).expand({ $root: data });
        const ours = expandTemplate(views[view.kind], data);

        assert.ok(JSON.stringify(ours) === JSON.stringify(theirs), `${article.id} ${step}`);
      }
    }
  });

  const template = {
    a: '${a}',
    deep: '${a.b}',
    root: { $data: '${list}', text: '${a} of ${$root.a}', again: [{ $data: '${inner}', text: '${a}!' }] },
    list: [
      { $data: '${list}', $when: '${exists(a)}', text: '${a}', kept: true },
      { $when: '${!exists(a) && exists(list)}', text: 'none' },
      { $when: '${a == true}', text: 'yes' },
      { $when: '${a != true}', text: 'no' },
      'plain',
      7,
      null,
    ],
    dropped: { $when: '${exists(nothing)}', text: 'x' },
    nothing: null,
  };
  const word = fc.constantFrom<unknown>('word', '', 0, 3, true, false, undefined, { b: 'deep' }, {});
  const element = fc.record({
    a: word,
    inner: fc.option(fc.array(fc.record({ a: word }), { maxLength: 3 }), { nil: undefined }),
  });

  it('fills any data as the library does', () => {
    const data = fc.record({ a: word, list: fc.option(fc.array(element, { maxLength: 4 }), { nil: undefined }) });
    fc.assert(
      fc.property(data, values => {
        // Names that are missing, instead of there and undefined: data comes from JSON.
        const [theirs, ours] = both(template, JSON.parse(JSON.stringify(values)));
        assert.deepEqual(JSON.parse(JSON.stringify(ours)), JSON.parse(JSON.stringify(theirs)));
      }),
      { numRuns: 150 },
    );
  });

  it('names the file and the remedy for an expression that it does not know', () => {
    assert.throws(() => compileTemplate({ text: '${toUpper(title)}' }, parse, 'cards/note.json'), {
      message:
        'cards/note.json: "toUpper(title)" cannot be used in a template. Write a name, exists(), !, &&, == or !=, or make the text in src/cards/views/.',
    });
    assert.throws(() => compileTemplate({ $when: 'true' }, parse, 'cards/note.json'), /cards\/note\.json: \$when/);
  });
});
