/** How a Chinese character sounds: who types 手件人 meant 收件人. */
import { createRequire } from 'node:module';

let pinyinPro: typeof import('pinyin-pro') | undefined;

/** The dictionary is loaded for the first character: it takes a tenth of a second, and most helpdesks never need it. */
export function readAloud(character: string): string {
  pinyinPro ??= createRequire(import.meta.url)('pinyin-pro') as typeof import('pinyin-pro');
  return pinyinPro.pinyin(character, { toneType: 'none' });
}
