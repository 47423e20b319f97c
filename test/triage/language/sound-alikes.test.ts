import assert from 'node:assert/strict';
import { createSoundAlikes } from '../../../src/triage/language/sound-alikes.ts';

const sounds: Readonly<Record<string, string>> = {
  收: 'shou',
  手: 'shou',
  件: 'jian',
  人: 'ren',
  仁: 'ren',
  证: 'zheng',
  正: 'zheng',
  书: 'shu',
  真: 'zhen',
  实: 'shi',
  时: 'shi',
};

describe('Chinese words by their sound', () => {
  const alikes = createSoundAlikes(character => sounds[character] ?? character);
  for (const word of ['收件人', '证书']) alikes.add([...word]);
  alikes.learn([...'真书']);

  const heard: readonly [what: string, written: string, meant: string][] = [
    ['corrects one character', '手件人不存在', '收件人不存在'],
    ['corrects several', '手件仁不存在', '收件人不存在'],
    ['corrects two words', '手件人的正书', '收件人的证书'],
    ['keeps what is right', '收件人的证书', '收件人的证书'],
    ['keeps what our own texts say', '真书', '真书'],
    ['keeps what sounds like nothing known', '不存在', '不存在'],
  ];
  for (const [what, written, meant] of heard) {
    it(what, () => {
      assert.equal(alikes.correct([...written]).join(''), meant);
    });
  }

  it('takes zh for z and n for ng', () => {
    const careless = createSoundAlikes(
      character => ({ 证: 'zheng', 增: 'zen', 书: 'shu', 苏: 'su' })[character] ?? character,
    );
    careless.add(['证', '书']);

    assert.deepEqual(careless.correct(['增', '苏']), ['证', '书']);
  });

  it('corrects to what our own texts often say', () => {
    const learned = createSoundAlikes(character => sounds[character] ?? character);
    for (const text of ['真实', '真实', '真实', '真实', '真实', '书实']) learned.learn([...text]);

    assert.equal(learned.correct([...'正实']).join(''), '真实');
    assert.equal(learned.correct([...'书时']).join(''), '书时');
  });

  it('corrects words of six characters and none of seven', () => {
    const long = createSoundAlikes(character => sounds[character] ?? character);
    for (const word of ['收一二三四五', '证一二三四五六']) long.add([...word]);

    assert.equal(long.correct([...'手一二三四五']).join(''), '收一二三四五');
    assert.equal(long.correct([...'正一二三四五六']).join(''), '正一二三四五六');
  });

  it('corrects twelve words of a text and no more', () => {
    assert.equal(alikes.correct([...'手件人'.repeat(13)]).join(''), `${'收件人'.repeat(12)}手件人`);
  });

  it('takes two characters for a word only where our own texts have them five times', () => {
    const learned = createSoundAlikes(character => sounds[character] ?? character);
    for (const text of ['真实', '真实', '真实', '真实']) learned.learn([...text]);
    assert.equal(learned.correct([...'正实']).join(''), '正实');

    learned.learn([...'真实']);

    assert.equal(learned.correct([...'正实']).join(''), '真实');
  });

  it('leaves alone what only meets at the border of two words', () => {
    const learned = createSoundAlikes(character => sounds[character] ?? character);
    for (const text of ['真实', '真实', '真实', '真实', '真实', '收正', '实件']) learned.learn([...text]);

    assert.equal(learned.correct([...'收正实件']).join(''), '收正实件');
    assert.equal(learned.correct([...'人正实人']).join(''), '人真实人');
  });

  it('leaves other scripts alone', () => {
    assert.deepEqual(alikes.correct(['server', '手', '件', '人']), ['server', '收', '件', '人']);
  });
});
