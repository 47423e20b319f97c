import { strict as assert } from 'node:assert';
import type { Match } from '../../../src/triage/match.ts';
import { matchEvidence } from '../../../src/triage/matching/index.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { content, knowledgeBase } from '../../content.ts';
import { loadTexts } from '../../eval/load-texts.ts';

const knowledge = knowledgeBase();
const match = (text: string): Match => matchEvidence(readEvidence(text), knowledge);
const isGuess = (found: Match) => found.verdict === 'choose' && found.isGuess;

describe('a choice', () => {
  const guesses = [
    'they tell us that our mail does not reach them',
    'user says mail is broken',
    'sending mail fails',
    'a user can’t send email',
    'mail werkt niet',
    'er is iets mis met de mail sinds de migratie',
    'mejlen krånglar till kommunen',
    'kunden säger att de inte får våra mejl',
    '客户说收不到我们的邮件',
    '迁移之后邮件怪怪的，老是出问题',
    // Nothing but that mail does not work, in words that half of the articles have
    'customer does not get our mail',
    'de mail doet het niet',
    'kunden får inte våra mejl',
    'mails to one customer are refused',
  ];
  for (const text of guesses) {
    it(`is a guess for “${text}”`, () => {
      const found = match(text);

      assert.ok(isGuess(found), JSON.stringify(found));
      assert.ok(found.candidates.length > 0, 'what fits best is kept');
    });
  }

  it('is not made of a person’s “niet met”', () => {
    assert.equal(match('er klopt iets niet met de mail van de klant').verdict, 'no-match');
  });

  const choices: readonly [why: string, text: string][] = [
    ['one is far likelier', 'customer says our connector certificate is refused and mail waits'],
    ['they are kinds of one problem', 'director has left and his account is off, mail to him bounces'],
    ['the first is likely', 'we opened the firewall and mail still fails'],
    ['a code is shared', '550 5.7.1'],
    ['a code is damaged', '450 4.4.3l6 something went wrong'],
  ];
  for (const [why, text] of choices) {
    it(`is no guess where ${why}`, () => {
      const found = match(text);

      assert.equal(found.verdict, 'choose');
      assert.ok(!isGuess(found));
    });
  }

  it('is called a guess where three titles help little: measured on the held-out texts', () => {
    const texts = loadTexts(content.articles).filter(({ articles, isHeldOut }) => articles.length > 0 && isHeldOut);
    const chosen = texts
      .map(text => ({ text, found: match(text.text) }))
      .filter(({ found }) => found.verdict === 'choose');
    const rightAmong = (rows: typeof chosen) =>
      rows.filter(({ text, found }) => found.candidates.some(({ articleId }) => text.articles.includes(articleId)))
        .length / rows.length;
    const guessed = chosen.filter(({ found }) => isGuess(found));

    assert.ok(guessed.length > 0 && guessed.length < chosen.length / 8, `${guessed.length} of ${chosen.length}`);
    assert.ok(rightAmong(guessed) < 0.85, `${rightAmong(guessed)}`);
    assert.ok(rightAmong(chosen.filter(({ found }) => !isGuess(found))) > 0.97);
  });
});
