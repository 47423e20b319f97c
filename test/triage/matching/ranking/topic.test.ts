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
    ['names mail flow and sounds a little like something else', true, terms('mailFlow'), 0, -0.4],
    ['names mail flow where the rest sounds like something else', false, terms('mailFlow'), 0, -0.6],
    ['has a place and a trouble', true, terms('scene', 'trouble'), 0, 0],
    ['has a place and a trouble of something else', true, terms('scene', 'trouble', 'elsewhere'), 0, 0],
    ['has a place and a trouble in talk of other things', false, terms('scene', 'trouble', 'chatter'), 1, 0],
    ['has three places', false, terms('scene', 'scene', 'scene'), 0, 0],
    ['has four places', true, terms('scene', 'scene', 'scene', 'scene'), 0, 0],
    ['has three troubles', false, terms('trouble', 'trouble', 'trouble'), 0, 5.9],
    ['has four troubles', true, terms('trouble', 'trouble', 'trouble', 'trouble'), 0, 0],
    ['has many troubles with something else', false, terms('elsewhere', ...Array(6).fill('trouble')), 0, 0],
    ['has a trouble that sounds like mail flow', true, terms('trouble'), 0, 6.1],
    ['has a trouble that hardly sounds like mail flow', false, terms('trouble'), 0, 5.9],
    ['has a connection only', false, terms('connection'), 0, 0],
    ['has two connections', true, terms('connection', 'connection'), 0, 0],
    ['has a connection and is close to an article', true, terms('connection'), 0.35, 0],
    ['has a connection and is not close enough', false, terms('connection'), 0.3, 0],
    ['has two circumstances', false, terms('circumstance', 'circumstance', 'word'), 0, 0],
    ['has three circumstances', true, terms('circumstance', 'circumstance', 'circumstance'), 0, 0],
    ['is as close as can be, under a circumstance', true, terms('circumstance', 'word', 'word'), 1, 0],
    ['is closer than close, which counts for no more', false, terms('trouble'), 9, 0],
    ['is about something else that sends mail', false, terms('mailFlow', 'elsewhere'), 0, 0],
    ['names mail flow twice beside it', true, terms('mailFlow', 'mailFlow', 'elsewhere', 'elsewhere'), 0, 0],
    ['is about other things', false, terms('mailFlow', 'chatter'), 0, 5],
    ['names mail flow and a connection beside other things', true, terms('mailFlow', 'connection', 'chatter'), 0, 0],
    ['speaks more of other things', false, terms('mailFlow', 'connection', 'chatter', 'chatter'), 0, 0],
    ['says two words, however they sound', false, terms('word', 'scene'), 1, clearly],
    ['says three words that sound like it', true, terms('word', 'word', 'scene'), 0, clearly],
    ['says three words, one of them a number', false, terms('word', 'word', { feature: '15' }), 1, clearly],
    ['says three words, one of them inside another', false, terms('word', 'word', { partOf: 'scene' }), 1, clearly],
    ['says a word that is only guessed', false, terms({ kind: 'mailFlow', sure: 0.7 }), 0, 0],
    [
      'says trouble inside a connection',
      false,
      terms({ kind: 'trouble', partOf: 'connection' }, 'scene', 'word'),
      0,
      0,
    ],
    ['says mail inside a trouble', true, terms({ kind: 'scene', partOf: 'trouble' }, 'trouble'), 0, 0],
  ];
  for (const [what, is, said, closeness, talk] of rows) {
    it(`${is ? 'is' : 'is not'} one that ${what}`, () => assert.equal(isAboutMailFlow(said, closeness, talk), is));
  }
});
