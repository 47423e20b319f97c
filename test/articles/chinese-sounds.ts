/** node test/articles/chinese-sounds.ts: writes dialogs/words/sounds.txt anew, out of pinyin-pro. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinyin } from 'pinyin-pro';

export const soundsFile = join(import.meta.dirname, '../../dialogs/words/sounds.txt');

const first = 0x4e00;
const last = 0x9fff;

/** A line a sound, without tones, with the characters that are read so. */
export function chineseSounds(): string {
  const bySound = new Map<string, string>();
  for (let code = first; code <= last; code += 1) {
    const character = String.fromCodePoint(code);
    const sound = pinyin(character, { toneType: 'none' });
    if (sound !== character) bySound.set(sound, (bySound.get(sound) ?? '') + character);
  }
  const lines = [...bySound].sort().map(([sound, characters]) => `${sound} ${characters}`);
  return [
    '# How Chinese characters are read, by pinyin-pro (MIT); test/articles/chinese-sounds.ts writes it.',
    ...lines,
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) writeFileSync(soundsFile, chineseSounds());
