import { strict as assert } from 'node:assert';
import { type FileKind, fileKinds, fitsKind, kindOf } from '../../src/files/file-kind.ts';

/** What servers call files of each kind; every other kind refuses the name. */
const names: Readonly<Record<FileKind, readonly string[]>> = {
  eml: ['message/rfc822', 'message/global', 'application/eml', 'application/x-eml'],
  msg: ['application/vnd.ms-outlook', 'application/msoutlook', 'application/x-msg', 'application/x-ole-storage'],
  txt: ['application/json', 'application/xml'],
  html: ['text/html; charset=utf-8', 'application/xhtml+xml'],
  csv: ['application/csv', 'application/vnd.ms-excel'],
  log: [],
  zip: ['application/zip', 'application/x-zip', 'Application/X-Zip-Compressed', 'multipart/x-zip'],
};

describe('the type that a server announces', () => {
  for (const kind of fileKinds) {
    it(`fits ${kind} where it is one of its names, and no other kind`, () => {
      for (const name of names[kind]) {
        assert.deepEqual(
          fileKinds.filter(one => fitsKind(name, one)),
          [kind],
          name,
        );
      }
    });
  }

  it('fits every kind where the server knows nothing of files', () => {
    for (const name of [undefined, '', 'application/octet-stream', 'binary/octet-stream', 'application/download']) {
      assert.deepEqual(
        fileKinds.filter(kind => fitsKind(name, kind)),
        [...fileKinds],
      );
    }
  });

  it('fits what is text where it is plain text, and nothing where it is a picture', () => {
    assert.deepEqual(
      fileKinds.filter(kind => fitsKind('text/plain', kind)),
      ['eml', 'txt', 'html', 'csv', 'log'],
    );
    assert.deepEqual(
      fileKinds.filter(kind => fitsKind('image/png', kind)),
      [],
    );
  });
});

describe('the kind of a file', () => {
  it('is that of its ending, else of the type that Teams names beside it', () => {
    assert.equal(kindOf('Bounce.EML'), 'eml');
    assert.equal(kindOf('bounce', 'msg'), 'msg');
    assert.equal(kindOf('bounce.zip', 'msg'), 'zip');
    assert.equal(kindOf('bounce.exe'), undefined);
    assert.equal(kindOf('bounce.constructor'), undefined);
  });
});
