import { strict as assert } from 'node:assert';
import { content } from '../content.ts';
import { piecesOf, readBulk, readText, warmUp } from './read-bulk.ts';

const ranges = content.values.exchangeOnlineRanges!.split(', ');
const header = (direction: 'Receive' | 'Send', version = '15.0.0.0') =>
  [
    '#Software: Microsoft Exchange Server',
    `#Version: ${version}`,
    `#Log-type: SMTP ${direction} Protocol Log`,
    '#Date: 2026-11-23T14:00:00.000Z',
    '#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context',
    '',
  ].join('\r\n');

let sessions = 0;
/** Lines of one session, each a second after the one before. */
function session(
  ip: string,
  lines: readonly string[],
  { at = '2026-11-23T14:10', connector = 'SRV\\Default Frontend SRV' } = {},
) {
  const id = `08DE${String(++sessions).padStart(12, '0')}`;
  return lines
    .map(
      (line, index) =>
        `${at}:${String(index).padStart(2, '0')}.000Z,${connector},${id},${index},10.0.0.5:25,${ip.includes(':') ? `[${ip}]` : ip}:50123,${line}\r\n`,
    )
    .join('');
}

const hello = [
  '+,,',
  '>,"220 mail.contoso.example Microsoft ESMTP MAIL Service ready at Mon, 23 Nov 2026 14:10:00 +0000",',
  '<,EHLO EUR05-DB8-obe.outbound.protection.outlook.com,',
];
const withTls =
  '>,250  mail.contoso.example Hello [40.107.1.1] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES STARTTLS 8BITMIME,';
const withoutTls =
  '>,250  mail.contoso.example Hello [40.107.1.1] SIZE 37748736 PIPELINING DSN ENHANCEDSTATUSCODES 8BITMIME,';
const certificate =
  '*, CN=mail.contoso.example CN=Contoso Issuing CA 12DEABC6565646512346ABDC13456894 12DEABC6565646512346ABDC1345689413589876 2025-01-17T15:15:33.000Z 2026-11-20T15:15:33.000Z mail.contoso.example;autodiscover.contoso.example,Sending certificate Subject Issuer name Serial number Thumbprint Not before Not after Subject alternate names';
const encrypted = [
  ...hello,
  withTls,
  '<,STARTTLS,',
  '>,220 2.0.0 SMTP server ready,',
  certificate,
  '*,,"TLS protocol SP_PROT_TLS1_2_SERVER negotiation succeeded using bulk encryption algorithm CALG_AES_256"',
];
const taken = [
  ...encrypted,
  '<,EHLO EUR05-DB8-obe.outbound.protection.outlook.com,',
  '<,MAIL FROM:<a@fabrikam.example> SIZE=4000,',
  '<,RCPT TO:<ann@contoso.example>,',
  '>,250 2.1.5 Recipient OK,',
  '<,BDAT 4000 LAST,',
  '>,"250 2.6.0 <1@fabrikam.example> [InternalId=1, Hostname=SRV.contoso.example] Queued mail for delivery",',
  '<,QUIT,',
  '-,,Local',
];
const printer = session('10.0.0.77', ['+,,', '>,220 mail.contoso.example,', '<,EHLO printer,', '-,,Remote'], {
  connector: 'SRV\\Relay SRV',
});
const question = { sendingIps: ['40.107.9.9'], ranges, times: ['2026-11-23T14:06:00.000Z'] };

const only = async (text: string, asked: Partial<typeof question> = {}) => {
  const { found, outcomes } = await readText(text, { question: { ...question, ...asked } });
  assert.equal(outcomes[0]?.kind, 'log');
  assert.equal(found.logs.length, 1);
  return found.logs[0]!;
};

describe('SMTP protocol logs', () => {
  before(warmUp);

  it('that cover the time and the connector say that it never reached Exchange', async () => {
    const log = await only(header('Receive') + session('198.51.100.9', taken) + printer);

    assert.equal(log.arrival, 'none');
    assert.deepEqual(log.absentIps, ['40.107.9.9']);
    assert.equal(log.theirs.sessions, 0);
    assert.equal(log.sessions, 2);
  });

  it('say that others of Exchange Online arrive, and the sending address does not', async () => {
    const log = await only(header('Receive') + session('40.107.1.1', taken) + session('2a01:111:f403::7', taken));

    assert.equal(log.arrival, 'only-others');
    assert.equal(log.theirs.sessions, 2);
    assert.equal(log.theirs.accepted, 2);
    assert.deepEqual(log.theirs.ends, []);
  });

  it('say that it arrived, what was answered, which certificate was shown and where sessions die', async () => {
    const refused = [
      ...encrypted,
      '<,EHLO x,',
      '<,MAIL FROM:<a@fabrikam.example>,',
      '>,452 4.3.1 Insufficient system resources,',
      '-,,Local',
    ];
    const log = await only(
      header('Receive') +
        session('40.107.9.9', refused) +
        session('40.107.9.9', refused) +
        session('40.107.9.9', [...hello, withTls, '<,STARTTLS,', '-,,Remote(SocketError)']) +
        session('40.107.9.9', taken),
    );

    assert.equal(log.arrival, 'arrived');
    assert.equal(log.theirs.sessions, 4);
    assert.equal(log.theirs.accepted, 1);
    assert.equal(log.theirs.offered, 4);
    assert.deepEqual(log.theirs.replies, [{ name: '452 4.3.1 Insufficient system resources', count: 2 }]);
    assert.deepEqual(log.theirs.ends, [
      { stage: 'mail', how: 'Local', count: 2 },
      { stage: 'starttls', how: 'Remote(SocketError)', count: 1 },
    ]);
    assert.deepEqual(log.certificates, [
      {
        subject: 'CN=mail.contoso.example',
        thumbprint: '12DEABC6565646512346ABDC1345689413589876',
        names: ['mail.contoso.example', 'autodiscover.contoso.example'],
        validFrom: '2025-01-17T15:15:33.000Z',
        validTo: '2026-11-20T15:15:33.000Z',
        count: 3,
      },
    ]);
  });

  it('say where STARTTLS was not offered', async () => {
    const log = await only(header('Receive') + session('40.107.9.9', [...hello, withoutTls, '<,QUIT,', '-,,Local']));

    assert.equal(log.theirs.notOffered, 1);
    assert.equal(log.theirs.offered, 0);
  });

  it('of Exchange 2010 name the certificate in a line for each part', async () => {
    const log = await only(
      header('Receive', '14.0.0.0') +
        session('40.107.9.9', [
          ...hello,
          '>,250-mail.contoso.example Hello [40.107.9.9],',
          '>,250-STARTTLS,',
          '>,250 CHUNKING,',
          '<,STARTTLS,',
          '*,,Sending certificate',
          '*,CN=mail.contoso.example,Certificate subject',
          '*,"CN=Contoso Issuing CA",Certificate issuer name',
          '*,12DE,Certificate serial number',
          '*,46E5C0FFEE46E5C0FFEE46E5C0FFEE46E5C0FFEE,Certificate thumbprint',
          '*,mail.contoso.example;contoso.example,Certificate alternate names',
          '-,,Remote',
        ]),
    );

    assert.equal(log.theirs.offered, 1);
    assert.deepEqual(log.certificates[0], {
      subject: 'CN=mail.contoso.example',
      thumbprint: '46E5C0FFEE46E5C0FFEE46E5C0FFEE46E5C0FFEE',
      names: ['mail.contoso.example', 'contoso.example'],
      validFrom: null,
      validTo: null,
      count: 1,
    });
  });

  const uncovered: readonly [what: string, text: string, asked: Partial<typeof question>, missing: string][] = [
    [
      'another time',
      header('Receive') + session('198.51.100.9', taken),
      { times: ['2026-11-24T09:00:00.000Z'] },
      'time',
    ],
    ['no time that anybody knows', header('Receive') + session('198.51.100.9', taken), { times: [] }, 'time'],
    ['a connector of the house alone', header('Receive') + printer, {}, 'connector'],
    [
      'what was sent',
      header('Send') + session('40.107.9.9', taken, { connector: 'To Microsoft 365' }),
      {},
      'direction',
    ],
  ];
  for (const [what, text, asked, missing] of uncovered)
    it(`of ${what} prove nothing, and say what is missing`, async () => {
      const log = await only(text, asked);

      assert.equal(log.arrival, 'not-covered');
      assert.equal(log.missing, missing);
    });

  it('are read together, as the server writes one an hour', async () => {
    const [first, second] = [14, 15].map(
      hour => header('Receive') + session('198.51.100.9', taken, { at: `2026-11-23T${hour}:10` }),
    );

    const { found } = await readBulk([piecesOf(Buffer.from(first!)), piecesOf(Buffer.from(second!))], { question });

    assert.equal(found.logs.length, 1);
    assert.equal(found.logs[0]?.from, '2026-11-23T14:10:00.000Z');
    assert.equal(found.logs[0].to?.slice(0, 16), '2026-11-23T15:10');
  });

  it('of Postfix answer the same', async () => {
    const log = await only(
      [
        'Nov 23 14:05:10 mx postfix/smtpd[41]: connect from mail-db8.outbound.protection.outlook.com[40.107.9.9]',
        'Nov 23 14:05:11 mx postfix/smtpd[41]: Anonymous TLS connection established from mail-db8.outbound.protection.outlook.com[40.107.9.9]: TLSv1.3',
        'Nov 23 14:05:12 mx postfix/smtpd[41]: NOQUEUE: reject: RCPT from mail-db8.outbound.protection.outlook.com[40.107.9.9]: 450 4.7.1 <ann@contoso.example>: Recipient address rejected: Greylisted; from=<a@x>',
        'Nov 23 14:05:13 mx postfix/smtpd[41]: lost connection after RCPT from mail-db8.outbound.protection.outlook.com[40.107.9.9]',
        'Nov 23 14:05:13 mx postfix/smtpd[41]: disconnect from mail-db8.outbound.protection.outlook.com[40.107.9.9]',
        'Nov 23 14:06:00 mx postfix/qmgr[7]: 3F2A: removed',
        '',
      ].join('\n'),
    );

    assert.equal(log.software, 'postfix');
    assert.equal(log.arrival, 'arrived');
    assert.equal(log.from, '2026-11-23T14:05:10.000Z');
    assert.match(log.theirs.replies[0]!.name, /^450 4\.7\.1 <…>: Recipient address rejected: Greylisted/);
    assert.match(log.theirs.ends[0]!.how, /^lost connection after RCPT/);
  });

  it('of the SMTP service of IIS answer the same', async () => {
    const log = await only(
      [
        '#Software: Microsoft Internet Information Services 8.5',
        '#Version: 1.0',
        '#Date: 2026-11-23 14:00:00',
        '#Fields: date time c-ip cs-username s-sitename s-computername s-ip s-port cs-method cs-uri-stem cs-uri-query sc-status sc-win32-status sc-bytes cs-bytes time-taken',
        '2026-11-23 14:05:10 40.107.9.9 EUR05.outbound SMTPSVC1 SRV 10.0.0.5 0 EHLO - +EUR05.outbound 250 0 200 20 0',
        '2026-11-23 14:05:11 40.107.9.9 EUR05.outbound SMTPSVC1 SRV 10.0.0.5 0 MAIL - +FROM:<a@x.example> 250 0 40 30 0',
        '2026-11-23 14:05:12 40.107.9.9 EUR05.outbound SMTPSVC1 SRV 10.0.0.5 0 RCPT - +TO:<ann@contoso.example> 550 0 40 30 0',
        '2026-11-23 14:05:13 40.107.9.9 EUR05.outbound SMTPSVC1 SRV 10.0.0.5 0 QUIT - EUR05.outbound 240 0 40 30 0',
        '2026-11-23 14:06:13 198.51.100.9 OutboundConnectionResponse SMTPSVC1 SRV - 25 - - 220+mx 0 0 40 30 0',
        '',
      ].join('\r\n'),
    );

    assert.equal(log.software, 'iis');
    assert.equal(log.arrival, 'arrived');
    assert.equal(log.sessions, 1);
    assert.deepEqual(log.theirs.replies, [{ name: '550', count: 1 }]);
  });
});
