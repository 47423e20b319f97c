import assert from 'node:assert/strict';
import { content } from '../content.ts';

const steps = content.articles.flatMap(({ id, guide, strings }) =>
  Object.entries(guide.steps).flatMap(([stepId, step]) =>
    step.kind !== 'checklist'
      ? []
      : step.items.map(item => ({
          name: `${id}/${stepId}/${item.id}`,
          item,
          text: strings.en.steps[stepId]?.items?.[item.id]?.text ?? '',
        })),
  ),
);

describe('steps that wait', () => {
  it('are marked as such, so that they are locked until the change is made', () => {
    const unmarked = steps.filter(({ item, text }) => /^Wait\b/.test(text) && item.wait === null);

    assert.deepEqual(
      unmarked.map(({ name }) => name),
      [],
    );
    assert.ok(steps.filter(({ item }) => item.wait !== null).length > 100);
  });

  it('leave the hour to the card: no text says after how long to look', () => {
    const late = steps.filter(({ text }) => /^After (an?|one|two|some|\d+) /.test(text));

    assert.deepEqual(
      late.map(({ name }) => name),
      [],
    );
  });
});
