import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { fileKinds } from '../../src/files/file-kind.ts';
import { maxZipEntries } from '../../src/files/open-zip.ts';
import { type FileReading, type FoundText, readFile } from '../../src/files/read-file.ts';
import { shownName } from '../../src/files/shown-name.ts';
import { maxPasteBytes } from '../../src/triage/reading/read-evidence.ts';
import { outlookFile } from '../mail/outlook-file.ts';
import { forgeZip, makeZip, nestedBomb, zeros } from './make-zip.ts';

const folder = new URL('../fixtures/mail/', import.meta.url);
const fixture = (name: string) => new Uint8Array(readFileSync(new URL(name, folder)));
const bytes = (text: string) => new TextEncoder().encode(text);
const megabyte = 1024 * 1024;
const bounce = bytes('From: a@contoso.example\nSubject: x\n\n550 5.1.1 User unknown\n');
const outlook = outlookFile({ body: '550 5.1.1 User unknown' });
const page = bytes('<!doctype html><html><body><p>Sign in to your account</p></body></html>');
const program = Buffer.concat([bytes('MZ'), Buffer.from([0x90, 0, 3, 0, 0, 0]), zeros(500)]);

/** Letters that shrink to half and no further. */
const noise = Buffer.from(randomBytes(3 * megabyte).toString('hex'));

const read = (name: string, content: Uint8Array, fileType?: string): Promise<FileReading<FoundText>> =>
  readFile({ name, bytes: content, fileType }, found => found);

async function refusalOf(name: string, content: Uint8Array): Promise<object | null> {
  const reading = await read(name, content);
  return reading.kind === 'refused' ? reading.refusal : null;
}

const namesOf = (reading: FileReading<FoundText>) =>
  reading.kind === 'read' ? reading.found.map(found => found.name) : reading.refusal;

describe('reading a file', () => {
  const good: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['exchange-expired.eml', fixture('exchange-expired.eml'), /4\.4\.316/],
    ['NOTE.TXT', fixture('note.txt'), /4\.4\.316/],
    ['page.html', fixture('page.html'), /5\.4\.1/],
    ['page.htm', fixture('page.html'), /5\.4\.1/],
    ['undeliverable.msg', outlook, /5\.1\.1/],
    ['an Outlook file with the other name.eml', outlook, /5\.1\.1/],
    ['utf16.txt', Buffer.concat([Uint8Array.of(0xff, 0xfe), Buffer.from('fout 5.1.1', 'utf16le')]), /^fout 5\.1\.1$/],
    ['windows.txt', Buffer.from('Försök 5.1.1', 'latin1'), /^Försök 5\.1\.1$/],
    ['a raw message.txt', bounce, /5\.1\.1/],
    ['MZ is how a word begins.txt', bytes('MZ 550 5.1.1'), /^MZ/],
  ];
  for (const [name, content, expected] of good) {
    it(`finds the text of ${name}`, async () => {
      const reading = await read(name, content);

      assert.ok(reading.kind === 'read', JSON.stringify(reading));
      assert.match(reading.found[0]!.text, expected);
    });
  }

  it('takes the type that Teams names for a name without an ending', async () => {
    assert.equal((await read('bounce', bounce, 'eml')).kind, 'read');
    assert.equal((await read('bounce', bounce)).kind, 'refused');
  });

  const refused: readonly (readonly [string, Uint8Array, object])[] = [
    ['report.pdf', bytes('%PDF-1.7'), { code: 'unknown-type' }],
    ['constructor', bounce, { code: 'unknown-type' }],
    ['empty.eml', new Uint8Array(), { code: 'empty' }],
    ['zip.txt', makeZip({ 'a.txt': bounce }), { code: 'zip-nested' }],
    ['program.txt', program, { code: 'wrong-type', found: 'program' }],
    ['document.txt', bytes('%PDF-1.7 and so on'), { code: 'wrong-type', found: 'binary' }],
    ['outlook.txt', outlook, { code: 'wrong-type', found: 'binary' }],
    ['sign-in.eml', page, { code: 'wrong-type', found: 'html' }],
    ['half.msg', outlook.slice(0, 700), { code: 'broken' }],
    ['noise.txt', Uint8Array.from({ length: 4000 }, (_, index) => (index * 37) % 32), { code: 'broken' }],
    ['long.txt', bytes('a'.repeat(maxPasteBytes + 1)), { code: 'text-too-long', limit: maxPasteBytes }],
    [
      'long.eml',
      bytes(`From: a@b.example\nTo: c@d.example\n\n${'a\n'.repeat(megabyte)}`),
      { code: 'text-too-long', limit: maxPasteBytes },
    ],
    ['text.zip', bounce, { code: 'wrong-type', found: 'other' }],
    ['half.zip', makeZip({ 'a.txt': bounce }).slice(0, 60), { code: 'broken' }],
  ];
  for (const [name, content, refusal] of refused) {
    it(`refuses ${name} as ${JSON.stringify(refusal)}`, async () => {
      assert.deepEqual(await refusalOf(name, content), refusal);
    });
  }
});

describe('reading an archive', () => {
  it('finds the texts of all kinds, in the order of the archive', async () => {
    const archive = makeZip({
      'morning/one.eml': bounce,
      'morning/two.msg': outlook,
      'three.txt': bytes('550 5.1.1'),
      'four.html': fixture('page.html'),
      'picture.png': bytes('x'),
      '__MACOSX/._one.eml': bytes('x'),
      '.DS_Store': bytes('x'),
      'morning/': new Uint8Array(),
    });

    const reading = await read('bounces.zip', archive);

    assert.deepEqual(reading.kind === 'read' && { ...reading, found: namesOf(reading) }, {
      kind: 'read',
      name: 'bounces.zip',
      found: ['one.eml', 'two.msg', 'three.txt', 'four.html'],
      refused: [],
      skipped: 1,
      leftOut: 0,
    });
  });

  it('names what it could not read, and reads the rest', async () => {
    const archive = makeZip({
      'a.eml': bounce,
      'inner.zip': makeZip({ 'b.eml': bounce }),
      'c.txt': makeZip({ 'b.eml': bounce }),
      'd.txt': program,
      'e.txt': new Uint8Array(),
    });

    const reading = await read('bounces.zip', archive);

    assert.deepEqual(reading.kind === 'read' && reading.refused, [
      { name: 'inner.zip', refusal: { code: 'zip-nested' } },
      { name: 'c.txt', refusal: { code: 'zip-nested' } },
      { name: 'd.txt', refusal: { code: 'wrong-type', found: 'program' } },
      { name: 'e.txt', refusal: { code: 'empty' } },
    ]);
  });

  it(`reads ${maxZipEntries} files and counts the rest`, async () => {
    const files = Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`${index}.txt`, bytes('550 5.1.1')]));

    const reading = await read('many.zip', makeZip(files));

    assert.deepEqual(reading.kind === 'read' && [reading.found.length, reading.leftOut], [maxZipEntries, 30]);
  });

  it('stops at 20 MB, counted while it unpacks', async () => {
    // Each is a message whose attachment is of noise, so that it hardly shrinks.
    const attachment = randomBytes(3 * megabyte).toString('base64');
    const big = bytes(
      `From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n550 5.1.1\n--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n${attachment}\n`,
    );
    const archive = forgeZip(Array.from({ length: 8 }, (_, index) => ({ name: `${index}.eml`, data: big, method: 0 })));

    const reading = await read('big.zip', archive);

    assert.deepEqual(
      reading.kind === 'read' && [reading.found.length, reading.refused.length, reading.leftOut],
      [4, 0, 4],
    );
  });

  const refused: Readonly<Record<string, readonly [Uint8Array, object]>> = {
    'a bomb': [makeZip({ 'a.txt': zeros(10 * megabyte) }), { code: 'zip-bomb' }],
    'a bomb that names a small size': [
      forgeZip([{ name: 'a.txt', data: zeros(10 * megabyte), size: 100 }]),
      { code: 'zip-bomb' },
    ],
    'a bomb that names an endless size': [
      forgeZip([{ name: 'a.txt', data: zeros(megabyte), size: 0xfffffff0 }]),
      { code: 'zip-bomb' },
    ],
    'a bomb in an archive': [nestedBomb(2), { code: 'zip-nested' }],
    'a bomb five archives deep': [nestedBomb(5), { code: 'zip-nested' }],
    'an entry of 6 MB': [makeZip({ 'a.txt': noise }), { code: 'too-large', size: 6 * megabyte, limit: 5 * megabyte }],
    'an entry of 6 MB that names a small size': [
      forgeZip([{ name: 'a.txt', data: noise, size: 10 }]),
      { code: 'too-large', size: null, limit: 5 * megabyte },
    ],
    'a stored entry of 6 MB that names a small size': [
      forgeZip([{ name: 'a.txt', data: randomBytes(6 * megabyte), method: 0, size: 10 }]),
      { code: 'too-large', size: null, limit: 5 * megabyte },
    ],
    'an encrypted entry': [forgeZip([{ name: 'a.txt', data: bounce, flags: 1 }]), { code: 'zip-encrypted' }],
    'a strongly encrypted entry': [forgeZip([{ name: 'a.txt', data: bounce, flags: 0x41 }]), { code: 'zip-encrypted' }],
    'an unknown way of packing': [forgeZip([{ name: 'a.txt', data: bounce, method: 99 }]), { code: 'broken' }],
    'noise under the name of a text': [
      forgeZip([{ name: 'a.txt', data: Buffer.alloc(300, 7), method: 0 }]),
      { code: 'broken' },
    ],
    'an entry outside of the file': [
      forgeZip([{ name: 'a.png' }, { name: 'a.txt', at: 0xfffffff0 }]),
      { code: 'broken' },
    ],
    'an entry longer than the file': [
      forgeZip([{ name: 'a.txt', data: bounce, packedSize: 1_000_000 }]),
      { code: 'broken' },
    ],
    'nothing at all': [makeZip({}), { code: 'empty' }],
    'folders only': [makeZip({ 'a/': new Uint8Array(), '__MACOSX/._a.eml': bounce }), { code: 'empty' }],
    'pictures only': [makeZip({ 'a.png': bounce, 'b.docx': bounce }), { code: 'zip-nothing-to-read' }],
  };
  for (const [name, [archive, refusal]] of Object.entries(refused)) {
    it(`refuses ${name} as ${JSON.stringify(refusal)}`, async () => {
      assert.deepEqual(await refusalOf('a.zip', archive), refusal);
    });
  }

  it('stops at 4 MB of text, as with 60 000 entries that lie over one another', async () => {
    const data = Buffer.alloc(200 * 1024, 'mail ');
    const [size, packedSize] = [data.length, deflateRawSync(data).length];
    const more = Array.from({ length: 60_000 }, (_, index) => ({ name: `${index}.txt`, at: 0, size, packedSize }));

    const reading = await read('a.zip', forgeZip([{ name: 'a.txt', data }, ...more]));

    assert.deepEqual(reading.kind === 'read' && [reading.found.length, reading.leftOut], [21, 59_980]);
  });

  it('takes a name for a name and never for a path', async () => {
    const names = [
      '../../etc/passwd.txt',
      '/etc/shadow.txt',
      'C:\\Windows\\win.txt',
      'a\u202etxt.eml',
      `${'x'.repeat(300)}.txt`,
    ];
    const reading = await read('a.zip', forgeZip(names.map(name => ({ name, data: bounce, flags: 0x800 }))));

    assert.deepEqual(namesOf(reading), [
      'passwd.txt',
      'shadow.txt',
      'win.txt',
      'atxt.eml',
      `${'x'.repeat(67)}…${'x'.repeat(8)}.txt`,
    ]);
  });

  it('reads names in the code page of whoever packed them', async () => {
    const names = {
      'Försök.txt': Buffer.from([0x46, 0x94, 0x72, 0x73, 0x94, 0x6b, ...bytes('.txt')]),
      'é.txt': Buffer.from('é.txt'),
      '退信.txt': Buffer.from([0xcd, 0xcb, 0xd0, 0xc5, ...bytes('.txt')]),
    };

    const reading = await read('a.zip', forgeZip(Object.values(names).map(name => ({ name, data: bounce }))));

    assert.deepEqual(namesOf(reading), Object.keys(names));
  });

  it('keeps what it read before the list broke off', async () => {
    const reading = await read('a.zip', forgeZip([{ name: 'a.txt', data: bounce }], 3));

    assert.deepEqual(reading.kind === 'read' && [reading.found.length, reading.leftOut], [1, 2]);
  });

  it('passes on what goes wrong in the hands of its caller', async () => {
    const fail = () => {
      throw new TypeError('a bug');
    };

    await assert.rejects(readFile({ name: 'a.zip', bytes: makeZip({ 'a.txt': bounce }) }, fail), TypeError);
  });
});

describe('any bytes under any name', () => {
  const start = fc.constantFrom(
    '',
    'PK\x03\x04',
    'PK\x05\x06',
    '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    'From: a@b.example\n',
    '<html>',
    '\xff\xfe',
  );
  const content = fc
    .tuple(start, fc.uint8Array({ maxLength: 3000 }))
    .map(([head, tail]) => Buffer.concat([Buffer.from(head, 'latin1'), tail]));

  it('are read or refused', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...fileKinds), content, async (kind, given) => {
        const reading = await read(`a.${kind}`, given);

        assert.ok(reading.kind === 'refused' || reading.found.length > 0);
      }),
      { numRuns: 300 },
    );
  });

  it('are read or refused when they were an archive or an Outlook file before somebody damaged them', async () => {
    const originals = [
      outlook,
      makeZip({ 'a.eml': bounce, 'b.msg': outlook }),
      forgeZip([{ name: 'a.txt', data: bounce }]),
    ];
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...originals), damage, async (original, changes) => {
        const damaged = Uint8Array.from(original);
        for (const [at, value] of changes) damaged[at % damaged.length] = value;

        assert.ok(await read(original === outlook ? 'a.msg' : 'a.zip', damaged));
      }),
      { numRuns: 400 },
    );
  });

  it('have a name that can be shown', () => {
    const odd = fc.constantFrom('a', '.', '/', '\\', ' ', '\n', '\0', '\u202e', '\u200b', '😀', '\ud800', 'é', '信');
    fc.assert(
      fc.property(fc.string({ unit: odd, maxLength: 300 }), name => {
        const shown = shownName(name);

        assert.ok(shown.length <= 80 && shown.isWellFormed());
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});
