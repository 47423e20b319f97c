import { strict as assert } from 'node:assert';
import type { Term } from '../../../../src/triage/language/lexicon.ts';
import { isAboutMailFlow } from '../../../../src/triage/matching/ranking/topic.ts';

const clearly = 100;

function terms(...kinds: readonly (Term['kind'] | Partial<Term>)[]): Term[] {
  return kinds.map((one, place) => {
    const more = typeof one === 'string' ? { kind: one } : one;
    return { feature: `feature ${'abcdefghij'[place]}`, kind: 'word', text: '', sure: 1, partOf: null, ...more };
  });
}

describe('a text about mail flow', () => {
  const rows: readonly [what: string, is: boolean, said: Term[], closeness: number, talk: number][] = [
    ['names mail flow', true, terms('mailFlow'), 0, 0],
    ['names mail flow where the rest sounds like something else', false, terms('mailFlow'), 0, -0.1],
    ['has a place and a trouble', true, terms('scene', 'trouble'), 0, 0],
    ['has a place only', false, terms('scene', 'scene', 'scene'), 0, 5.9],
    ['has a trouble only', false, terms('trouble', 'trouble', 'trouble'), 0, 5.9],
    ['has a trouble that sounds like mail flow', true, terms('trouble'), 0, 6],
    [
      'is as close to an article as can be, under a circumstance that it names',
      true,
      terms('circumstance', 'word', 'word'),
      1,
      0,
    ],
    ['is closer than close, which counts for no more', false, terms('trouble'), 9, 0],
    ['is about other things', false, terms('mailFlow', 'chatter'), 0, 5],
    ['says two words, however they sound', false, terms('word', 'scene'), 1, clearly],
    ['says three words that sound like it', true, terms('word', 'word', 'scene'), 0, clearly],
    ['says three words, one of them a number', false, terms('word', 'word', { feature: '15' }), 1, clearly],
    ['says three words, one of them inside another', false, terms('word', 'word', { partOf: 'scene' }), 1, clearly],
    ['says a word that is only guessed', false, terms({ kind: 'mailFlow', sure: 0.7 }), 0, 0],
    [
      'says trouble inside a connection',
      false,
      terms('scene', { kind: 'trouble', partOf: 'connection' }, 'word'),
      0,
      0,
    ],
    ['says mail inside a trouble', true, terms({ kind: 'scene', partOf: 'trouble' }, 'trouble'), 0, 0],
  ];
  for (const [what, is, said, closeness, talk] of rows) {
    it(`${is ? 'is' : 'is not'} one that ${what}`, () => assert.equal(isAboutMailFlow(said, closeness, talk), is));
  }
});
