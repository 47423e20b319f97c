import assert from 'node:assert/strict';
import { decodeText } from '../../src/mail/decode-text.ts';

/** Texts as somebody saved them, in the bytes of their character set, which is not named anywhere. */
const western: readonly string[] = [
  'Försök',
  'Försöker skicka men får fel',
  'Åtgärd krävs: brevlådan är full',
  'ÅTGÄRD KRÄVS: BREVLÅDAN ÄR FULL',
  'Ärende',
  'e-posten på kö – åäö ÅÄÖ',
  'pääsy hylätty väärä',
  'coördinatie, geïmporteerd, één bericht',
  'Größe überschritten für Empfänger',
  'très bientôt énervé, façade',
  'naïve “quote” don’t – dash…',
  'bei 25 °C ± 3',
];

const asian: Readonly<Record<string, readonly (readonly [text: string, hex: string])[]>> = {
  gb18030: [
    ['邮件一直排队', 'd3cabcfed2bbd6b1c5c5b6d3'],
    ['错误 550 5.7.1', 'b4edcef32035353020352e372e31'],
    ['从A到B', 'b4d341b5bd42'],
    ['在OWA中无法发送', 'd4da4f5741d6d0cedeb7a8b7a2cbcd'],
  ],
  big5: [
    ['郵件一直排隊', 'b66ca5f3a440aabdb1c6b6a4'],
    ['你好', 'a741a66e'],
  ],
  shift_jis: [
    ['メールが届きません', '8381815b838b82aa93cd82ab82dc82b982f1'],
    ['送信エラー 550 5.7.1', '9197904d83478389815b2035353020352e372e31'],
  ],
  'euc-jp': [['メールが届きません', 'a5e1a1bca5eba4acc6cfa4ada4dea4bba4f3']],
};

/** The characters of Windows-1252 that are not the ones of Latin-1. */
const above = new Map([...'€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œž'].map(char => [char, encodeWestern(char)]));

function encodeWestern(char: string): number {
  for (let byte = 0x80; byte < 0xa0; byte++) {
    if (new TextDecoder('windows-1252').decode(Uint8Array.of(byte)) === char) return byte;
  }
  throw new Error(char);
}

describe('decoding a text that does not name its character set', () => {
  for (const text of western) {
    it(`reads "${text}" in Windows-1252`, () => {
      const bytes = Uint8Array.from([...text], char => above.get(char) ?? char.charCodeAt(0));

      assert.equal(decodeText(bytes), text);
    });
  }

  for (const [charset, rows] of Object.entries(asian)) {
    for (const [text, hex] of rows) {
      it(`reads "${text}" in ${charset}`, () => {
        assert.equal(decodeText(Buffer.from(hex, 'hex')), text);
      });
    }
  }

  it('reads UTF-16 with a mark in either order, and without one', () => {
    const little = Buffer.from('fout: één', 'utf16le');

    assert.equal(decodeText(Buffer.concat([Uint8Array.of(0xff, 0xfe), little])), 'fout: één');
    assert.equal(decodeText(Buffer.concat([Uint8Array.of(0xfe, 0xff), Buffer.from(little).swap16()])), 'fout: één');
    assert.equal(decodeText(little), 'fout: één');
  });
});
