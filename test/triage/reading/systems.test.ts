import { strict as assert } from 'node:assert';
import { mailSystemIds, mailSystems } from '../../../src/triage/mail-system.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';

/** One reply a system that shows its writer, by its words or by its server. */
const replies: Readonly<Record<string, string>> = {
  'exchange-online':
    '550 5.4.1 Recipient address rejected: Access denied. [AM0EUR02FT012.eop-eur02.prod.protection.outlook.com]',
  'exchange-server': 'LastError : 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect."',
  'outlook-com': "550 SC-001 Unfortunately, messages from 192.0.2.7 weren't sent.",
  gmail: '421-4.7.28 Our system has detected an unusual rate of unsolicited mail. 421 4.7.28 v14si1 - gsmtp',
  yahoo: '421 4.7.0 [TSS04] Messages from 192.0.2.7 temporarily deferred due to unexpected volume',
  icloud: '554 5.7.1 Your message was rejected, see https://support.apple.com/en-us/HT204137',
  gmx: '554-gmx.net (mxgmx104) Nemesis ESMTP Service not available\n554 Bad DNS PTR resource record.',
  't-online':
    '554 IP=192.0.2.7 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to clarify.) (BL)',
  orange: '550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]',
  free: '421 Too many spams from your IP (192.0.2.7), please visit http://postmaster.free.fr/',
  sfr: '550 5.5.0 Service refused, please try later. LPN001_108',
  comcast: '554 mta.comcast.net comcast 192.0.2.7 Comcast requires that all mail servers must have a PTR record',
  cox: '550 5.1.0 <a@contoso.example> sender rejected. AUP#CXSNDR',
  charter: '550 5.1.0 <a@contoso.example> sender rejected. AUP#In-1310',
  'mail-ru':
    '550 Message was not accepted -- invalid mailbox. Local mailbox ann@fabrikam.example is unavailable: user not found',
  yandex: '550 5.7.1 Policy rejection on the target address',
  proofpoint: '554 5.7.0 Blocked - see https://support.proofpoint.com/dnsbl-lookup.cgi?ip=192.0.2.7',
  mimecast: '550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550',
  barracuda: '550 permanent failure, blocked by barracudanetworks.com reputation',
  cisco: "554 Your access to this mail system has been rejected due to the sending MTA's poor reputation.",
  'trend-micro': '554 5.7.1 <ann@fabrikam.example>: Recipient address rejected: BLOCK-SEND-ER.',
  sophos: '550 5.7.1 XGEMAIL_0011 Command rejected',
  symantec:
    '553-Message filtered. Refer to http://www.symanteccloud.com/troubleshooting for more information. (#5.7.1)',
  forcepoint: '550 5.7.1 rejected by cluster1.mailcontrol.com',
  hornetsecurity: '554 5.6.9 rejected by antispameurope.com',
  spamtitan: '554 5.7.1 blocked by SpamTitan',
  postfix: '550 5.1.1 <ann@fabrikam.example>: Recipient address rejected: User unknown in virtual mailbox table',
  exim: '550 Unrouteable address',
  sendmail: '553 5.1.8 <a@contoso.example>... Domain of sender address a@contoso.example does not exist',
  qmail: 'Sorry, no mailbox here by that name. (#5.1.1)',
  zimbra: '550 5.7.1 rejected by Zimbra policy',
  'amazon-ses':
    '554 Message rejected: Email address is not verified. The following identities failed the check in region EU-WEST-1',
  sendgrid: '550 Unauthenticated senders not allowed',
  coremail: '550 5.7.1 rcpt handle timeout,please try later',
  netease: '554 DT:SPM 163 mx35,please see http://mail.163.com/help/help_spam_16.htm',
  tencent: '550 Ip frequency limited. https://open.work.weixin.qq.com/help',
  aliyun: '554 Reject by behaviour spam at Rcpt State(Connection IP address:192.0.2.7)ANTISPAM_BAT[01201311]',
  sina: '552 message rejected by anti-spam engine',
  docomo:
    'host mfsmax.docomo.ne.jp[192.0.2.9] said: 550 Unknown user ann@docomo.ne.jp (in reply to end of DATA command)',
  au: 'host lsean.ezweb.ne.jp[192.0.2.9] said: 550 <ann@ezweb.ne.jp>: User unknown (in reply to RCPT TO command)',
  softbank:
    'host mx.softbank.ne.jp[192.0.2.9] said: 550 Invalid recipient: <ann@softbank.ne.jp> (in reply to RCPT TO command)',
};

describe('who spoke', () => {
  it('has a name of its own, by which people know it', () => {
    const names = mailSystemIds.map(id => mailSystems[id]);

    assert.ok(names.every(name => /\p{L}{2}/u.test(name)));
    assert.equal(new Set(names).size, names.length);
  });

  it('has a reply for every system', () => {
    assert.deepEqual(Object.keys(replies).sort(), [...mailSystemIds].sort());
  });

  for (const [system, reply] of Object.entries(replies)) {
    it(`is told: ${system}`, () => {
      const evidence = readEvidence(reply);

      assert.equal(evidence.system, system);
      assert.notEqual(evidence.systemText, null);
    });
  }

  const others: readonly (readonly [what: string, text: string, system: string | null])[] = [
    ['nobody, of words that anybody says', '550 5.1.1 User unknown', null],
    ['nobody, of a sentence that names a provider', 'our mails to Gmail customers are late', null],
    [
      'the one quoted, not the one who quotes',
      '550 5.7.350 Remote server returned message detected as spam -> 550 5.7.1 Gmail has detected that this message is suspicious',
      'gmail',
    ],
    [
      'the server, where the words are of a program that anybody runs',
      'host mx01.example.pphosted.com[192.0.2.9] said: 550 5.1.1 <ann@fabrikam.example>: Recipient address rejected: User unknown in virtual mailbox table',
      'proofpoint',
    ],
    [
      "a company's own Exchange, where its server writes the report",
      'Generating server: ex01.contoso.local\n\nann@contoso.example\n#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##rfc822;ann@contoso.example',
      'exchange-server',
    ],
    [
      'Exchange Online by a code of three digits',
      '550 5.7.750 Service unavailable. Client blocked from sending',
      'exchange-online',
    ],
    [
      'Exchange Online by its brackets around the recipient, where Postfix has others',
      '550 5.4.1 [ann@fabrikam.example]: Recipient address rejected: Access denied',
      'exchange-online',
    ],
    [
      'the provider of the mailboxes, where no reply says more',
      'Sep 19 14:53:03 s1 postfix/smtp[1]: 47: to=<ann@gmail.com>, relay=none, dsn=5.0.0, status=bounced (host mx.fabrikam.example[192.0.2.9] said: 550 mailbox full (in reply to RCPT TO command))',
      'gmail',
    ],
  ];

  for (const [what, text, system] of others) {
    it(`is ${what}`, () => assert.equal(readEvidence(text).system, system));
  }
});
