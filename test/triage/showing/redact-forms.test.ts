/** Every way that we know to write an address, a host or an IP address, put together from its parts. */
import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { redactText } from '../../../src/triage/showing/redact.ts';
import { otherForms } from './other-forms.ts';

// Letters that stand side by side in no other word of these tests
const person = fc.stringMatching(/^zq[a-z]{3,6}$/);
const company = fc.stringMatching(/^xk[a-z]{3,6}$/);

const localParts: readonly ((person: string, company: string) => string)[] = [
  one => one,
  one => `${one}.${one}`,
  one => `${one}_${one}`,
  one => `${one}-${one}`,
  one => `${one}+${one}`,
  one => one.toUpperCase(),
  one => `o'${one}`,
  one => `"${one} ${one}"`,
  one => `“${one} ${one}”`,
  one => `"${one}\\"${one}"`,
  one => `(${one})`,
  one => `${one}(work)`,
  // VERP, SRS, BATV: another address inside the local part
  (one, other) => `bounces+${one}.${one}=${other}.example`,
  (one, other) => `bounce-1-${one}=${other}.com`,
  (one, other) => `SRS0=Ab1x=TT=${other}.example=${one}`,
  (one, other) => `SRS1=Ab1x=${other}.com==HHH=TT=${other}.example=${one}`,
  one => `prvs=1234abcdef=${one}`,
  one => `btv1==123abc==${one}`,
];
const atForms = [
  ...['@', '%40', '%2540', '&#64;', '&#064;', '&#x40;', '&commat;', '＠', '﹫', '=40', '\\u0040', '\\x40'],
  ...[
    '(at)',
    '[at]',
    '{at}',
    '<at>',
    '(AT)',
    '( at )',
    ' (at) ',
    ' [at] ',
    '[@]',
    ' <at> ',
    '（at）',
    '(ät)',
    '(apenstaartje)',
  ],
  ...[' @ ', '@ ', ' @', '\n@', '\u200b@'],
];
const domains: readonly ((company: string) => string)[] = [
  one => `${one}.example`,
  one => `${one}.com`,
  one => `mail.${one}.co.uk`,
  one => `${one}.onmicrosoft.com`,
  one => `mx1.eu.${one}.nl`,
  one => `${one}-group.com`,
  one => `srv_1.${one}.local`,
  one => `xn--${one}-kva.example`,
  one => `${one}.XN--FIQS8S`,
  one => `${one}.example`.toUpperCase(),
];
const dotForms = [
  '.',
  '[.]',
  '(.)',
  '{.}',
  '[dot]',
  '(dot)',
  ' (dot) ',
  ' [dot] ',
  '．',
  '。',
  '&#46;',
  '&period;',
  '%2E',
  '=2E',
  ' dot ',
  ' . ',
];
const wrappings: readonly (readonly [string, string])[] = [
  ['', ''],
  ['<', '>'],
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
  ['"', '"'],
  ["'", "'"],
  ['“', '”'],
  ['«', '»'],
  ['`', '`'],
  ['**', '**'],
  ['__', '__'],
  ['~', '~'],
  ['|', '|'],
  ['（', '）'],
  ['【', '】'],
  ['*.', ''],
  ['', '/32'],
  ['', ':25'],
  ['', '.'],
  ['', '?'],
  ['', '/path/x.html'],
];
const befores = [
  '',
  'to ',
  'RCPT TO: ',
  'host=',
  'relay: ',
  'an ',
  '\n',
  '; ',
  ', ',
  '邮件',
  '请联系 ',
  '服务器：',
  '→ ',
  '• ',
  '550 5.1.1 ',
  '550-',
];
const afters = ['', ' refused', ' 550 5.1.1', ', ', '; ', '\n', ': ', '邮件', '。谢谢', '，请', ' …', ')', '\t', '!'];

const around = fc.record({
  wrapping: fc.constantFrom(...wrappings),
  before: fc.constantFrom(...befores),
  after: fc.constantFrom(...afters),
});

function placed(
  name: string,
  { wrapping: [open, close], before, after }: { wrapping: readonly [string, string]; before: string; after: string },
) {
  return `${before}${open}${name}${close}${after}`;
}

function namesNobody(text: string): void {
  const redacted = redactText(text);
  ok(!/zq[a-z]{3}|xk[a-z]{3}/i.test(redacted), `${JSON.stringify(text)} -> ${JSON.stringify(redacted)}`);
  equal(redactText(redacted), redacted);
}

const many = { numRuns: Number(process.env.RUNS ?? 1500) };

describe('the forms of an address', () => {
  const address = fc
    .tuple(
      person,
      company,
      fc.constantFrom(...localParts),
      fc.constantFrom(...atForms),
      fc.constantFrom(...domains),
      fc.constantFrom(...dotForms),
    )
    .map(([one, other, local, at, domain, dot]) => `${local(one, other)}${at}${domain(other).replaceAll('.', dot)}`);

  it('show neither the person nor the company', () => {
    fc.assert(
      fc.property(address, around, (name, where) => namesNobody(placed(name, where))),
      many,
    );
  });
});

describe('the forms of a host name', () => {
  const host = fc
    .tuple(company, fc.constantFrom(...domains), fc.constantFrom(...dotForms))
    .map(([one, domain, dot]) => domain(one).replaceAll('.', dot));

  it('do not show the company', () => {
    fc.assert(
      fc.property(host, around, (name, where) => namesNobody(placed(name, where))),
      many,
    );
  });
});

describe('the forms of an IP address', () => {
  const byte = fc.integer({ min: 0, max: 255 });
  // The last two are looked for
  // Not 15.20.…, which is how Exchange numbers itself.
  const ipv4 = fc
    .tuple(
      byte.filter(one => one !== 15 && one !== 113),
      byte,
    )
    .map(([one, two]) => `${one}.${two}.113.177`);
  const group = fc.stringMatching(/^[1-9a-f][0-9a-f]{0,3}$/);
  const ipv6 = fc
    .tuple(group, group, fc.constantFrom('::', ':0:0:0:0:', ':ab:1:2:3:'), fc.constantFrom('', '%eth0', '%25en1'))
    .map(([one, two, middle, zone]) => `${one}:${two}${middle}f113:e177${zone}`);
  const v4Form = fc.tuple(ipv4, fc.constantFrom(...dotForms)).map(([ip, dot]) => ip.replaceAll('.', dot));
  const ports = ['', ':25', '/24', '.', ',', '#53', ' said'];
  const openings: readonly (readonly [string, string])[] = [
    ['', ''],
    ['[', ']'],
    ['(', ')'],
    ['<', '>'],
    ['`', '`'],
    ['"', '"'],
    ["'", "'"],
    ['\\\\', '\\c$'],
    ['http://', '/zqx'],
    ['zqx@[', ']'],
    ['mx.xkx.example[', ']'],
    ['IP=', ''],
    ['mx.xkx.example/', ''],
    ['**', '**'],
  ];

  it('do not show all of it', () => {
    const form = fc.oneof(
      v4Form,
      ipv6,
      ipv4.map(ip => `::ffff:${ip}`),
    );
    const places = [fc.constantFrom(...befores), fc.constantFrom(...openings), fc.constantFrom(...ports)] as const;
    fc.assert(
      fc.property(form, ...places, fc.constantFrom(...afters), (ip, before, [open, close], port, after) => {
        // An IPv6 address in a link stands in brackets.
        fc.pre(!(open === 'http://' && ip.includes(':')));
        const text = `${before}${open}${ip}${close}${port}${after}`;

        const redacted = redactText(text);

        ok(!/113[^\d]{0,9}e?177/.test(redacted), `${JSON.stringify(text)} -> ${JSON.stringify(redacted)}`);
        equal(redactText(redacted), redacted);
      }),
      many,
    );
  });
});

describe('other forms', () => {
  for (const form of otherForms) {
    it(`are shortened: ${JSON.stringify(form)}`, () => {
      const redacted = redactText(form);

      ok(!/zora|zebra|fabrikam|fabsrv|113[^\d]{0,9}77/i.test(redacted), redacted);
      equal(redactText(redacted), redacted);
    });
  }
});
