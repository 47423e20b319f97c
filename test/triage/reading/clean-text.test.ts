import { strict as assert } from 'node:assert';
import { cleanText } from '../../../src/triage/reading/clean-text.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';

describe('a cleaned paste', () => {
  const rows: readonly [what: string, paste: string, clean: string][] = [
    [
      'quoted-printable whose first line is broken',
      '550 5.1.=\n1 User unknown =E2=80=93 ask=\ned',
      '550 5.1.1 User unknown – asked',
    ],
    [
      'quoted-printable with one broken line and an encoded sign',
      'Diagnostic-Code: smtp; 550 5.7.=\n1 x=3Dy',
      'Diagnostic-Code: smtp; 550 5.7.1 x=y',
    ],
    ['quoted-printable of an old server', 'caf=E9 is clos=\ned to=\nday', 'café is closed today'],
    ['an equals sign that ends one line', 'the rule is x =\ny', 'the rule is x =\ny'],
    ['base64, whose lines end so too', 'aGVsbG8gd29ybGQ=\naGVsbG8gd29ybGQ=', 'aGVsbG8gd29ybGQ=\naGVsbG8gd29ybGQ='],
    [
      'text out of JSON',
      'ann@contoso.example\\r\\nreturned \\"550 5.1.1 \\u0027x\\u0027\\"\\r\\n',
      'ann@contoso.example\nreturned "550 5.1.1 \'x\'"\n',
    ],
    ['a path with one \\r\\n in it', 'C:\\r\\n is a folder', 'C:\\r\\n is a folder'],
    ['entities', 'returned &#39;550 5.1.1&#39; &amp;lt;', "returned '550 5.1.1' &lt;"],
    ['quoting marks', '> > 550 5.1.1\n| 450 4.4.316', '550 5.1.1\n450 4.4.316'],
    ['full width, odd blanks, curly quotes, dashes', '４５０　４．４．３１６ “x” ‘y’ –', '450 4.4.316 "x" \'y\' -'],
    ['a Chinese full stop between digits', '4。4。316，连接', '4.4.316,连接'],
    ['invisible marks', '5\u200b50 5.\u00ad1.1', '550 5.1.1'],
    ['a web page that copies with blank lines', ['a', 'b', 'c', 'd', 'e', 'f'].join('\n\n'), 'a\nb\nc\nd\ne\nf'],
    ['a blank line between paragraphs', 'a\n\nb\n\nc', 'a\n\nb\n\nc'],
  ];
  for (const [what, paste, clean] of rows) it(`is made of ${what}`, () => assert.equal(cleanText(paste), clean));

  it('keeps the code that the encoding cut in two on the first line', () => {
    const { cause } = readEvidence('450 4.4.3=\n16 Connection refused [Message=3DSocket error code 10061]');

    assert.deepEqual(cause, { replyCode: '450', enhancedStatusCode: '4.4.316' });
  });
});
