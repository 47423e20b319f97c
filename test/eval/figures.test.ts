import { strict as assert } from 'node:assert';
import { content } from '../content.ts';
import { answersToTexts, isMeasured } from './answered.ts';
import { type Figures, type FiguresByGroup, fallen, measure } from './figures.ts';
import type { LabelledText } from './load-texts.ts';
import { measureGroups, readRecorded } from './measure-groups.ts';

describe('reading and matching, on the labelled texts', () => {
  const recorded = ofThoseMeasured(readRecorded());
  let measured: FiguresByGroup;

  before(() => {
    measured = ofThoseMeasured(measureGroups(answersToTexts(), content.articles));
  });

  for (const [group, earlier] of Object.entries(recorded)) {
    it(`are as good as recorded: ${group}`, () => assert.deepEqual(fallen(group, earlier, measured[group]), []));
  }

  it('are recorded for every group, with the number of its texts (npm run eval -- --record)', () => {
    const counts = (groups: FiguresByGroup) =>
      Object.fromEntries(Object.entries(groups).map(([group, { texts }]) => [group, texts]));

    assert.deepEqual(counts(recorded), counts(measured));
  });
});

function ofThoseMeasured(groups: FiguresByGroup): FiguresByGroup {
  return Object.fromEntries(Object.entries(groups).filter(([group]) => isMeasured(group)));
}

describe('a figure', () => {
  const known = new Set(['full', 'busy', 'any-connector']);
  const catchAlls = new Set(['any-connector']);
  const text = (more: Partial<LabelledText>): LabelledText => ({
    kind: 'symptoms',
    locale: 'en',
    text: 'the mailbox is full',
    articles: [],
    cause: undefined,
    isUnknownCode: false,
    isHeldOut: false,
    ...more,
  });
  const figures = (one: LabelledText, verdict: string, ...articles: string[]): Figures =>
    measure([one], () => ({ articles, verdict, cause: '5.2.2' }), known, catchAlls);

  it('tells the right article from one of three', () => {
    const { top1, top3, clear, wrongMatches } = figures(text({ articles: ['full'] }), 'choose', 'busy', 'full');

    assert.deepEqual({ top1, top3, clear, wrongMatches }, { top1: 0, top3: 1, clear: 0, wrongMatches: 0 });
  });

  it('counts a wrong match', () => {
    assert.equal(figures(text({ articles: ['full'] }), 'match', 'busy').wrongMatches, 1);
  });

  it('asks for no clear match where two articles are right', () => {
    assert.equal(figures(text({ articles: ['full', 'busy'] }), 'choose', 'busy', 'full').clear, null);
  });

  it('lets an unknown code be answered with the one article that takes any', () => {
    const unknown = text({ isUnknownCode: true, cause: '5.2.2' });

    assert.equal(figures(unknown, 'unknown-code', 'any-connector').wrongCodes, 0);
    assert.equal(figures(unknown, 'unknown-code', 'full').wrongCodes, 1);
  });

  it('that falls is named with both values', () => {
    const before = figures(text({ articles: ['full'] }), 'match', 'full');

    assert.deepEqual(fallen('symptoms en', before, figures(text({ articles: ['full'] }), 'match', 'busy', 'other')), [
      'symptoms en: top1 fell from 1 to 0',
      'symptoms en: top3 fell from 1 to 0',
      'symptoms en: wrongMatches rose from 0 to 1',
      'symptoms en: offered rose from 1 to 2',
    ]);
    assert.deepEqual(fallen('symptoms en', before, undefined), ['symptoms en: no such texts any more']);
    assert.deepEqual(fallen('symptoms en', before, before), []);
  });
});
