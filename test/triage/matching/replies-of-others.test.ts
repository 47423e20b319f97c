import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { matchArticle } from '../../../src/triage/matching/match-article.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';
import { knowledgeBase } from '../../content.ts';
import { loadReplies } from '../../eval/replies.ts';

const knowledge = knowledgeBase();

/** Replies that once led to a wrong article, as if it were sure: the article and the reason that they mean. */
const rows: readonly (readonly [article: string, reason: string, text: string])[] = [
  ['reputation-elsewhere', 'blocked', '550 Connection denied'],
  [
    'blocked-by-recipient-domain',
    'blocked',
    '550 5.7.1 Service unavailable, Client host [192.0.2.40] blocked by fabrikam.example using Customer Block List (AS16012611) [AMS0EPF000001B2.eurprd05.prod.outlook.com]',
  ],
  [
    'mailbox-address-fault',
    'systemerror',
    '554 5.2.0 STOREDRV.Deliver.Exception:DelegateUserValidationException; Failed to process message due to a permanent exception',
  ],
  ['listed-on-blocklist', 'blocked', '554 cox.net cmsmtp 192.0.2.15 blocked. Error Code: IPBL0001. AUP#IPBL0001'],
  [
    'receiving-domain-without-mx',
    'notaccept',
    '<ann@fabrikam.example>: Domain fabrikam.example does not accept mail\n    (nullMX)\n\nReporting-MTA: dns; mx.contoso.example\nStatus: 5.1.10',
  ],
  [
    'remote-recipient-unknown',
    'userunknown',
    "Remote Server returned '550 5.0.350 Remote server returned an error -> 550 5.7.1 No such user!'",
  ],
  [
    'remote-recipient-unknown',
    'userunknown',
    "Remote Server returned '550 5.0.350 Remote server returned an error -> 552 1 Requested mail action aborted, mailbox not found'",
  ],
  ['recipient-unknown', 'userunknown', '550 5.1.1 User unknown'],
  [
    'recipient-rejected-at-edge',
    'userunknown',
    'host d1.ess.barracudanetworks.com said: 550 permanent failure for one or more recipients (ann@fabrikam.example:550 5.4.1 Recipient address rejected: Access denied. [AM4PEPF00025F95.EURPRD83.prod.outlook.com 2026-11-05T07:12:44.120Z 08DE1BFA1C2E9A11])',
  ],
  [
    'listed-on-blocklist',
    'blocked',
    '554 mx.contoso.example bizsmtp IB105. Connection refused. 192.0.2.44 is listed on the Exploits Block List (XBL) <https://www.spamhaus.org/query/ip/192.0.2.44>',
  ],
  [
    'listed-on-blocklist',
    'blocked',
    '591 ann@fabrikam.example your host [192.0.2.44] is blacklisted by dnsbl.sorbs.net. Currently Sending Spam',
  ],
  // Of the sender's domain, not of the recipient's
  [
    'sender-address-invalid',
    'rejected',
    '550 5.0.350 Remote server returned an error -> 550 sorry, your envelope sender domain must exist (#5.7.1)',
  ],
  [
    'sender-address-invalid',
    'rejected',
    '550 5.7.27 <ann@contoso.example>: Sender address rejected: Domain contoso.example does not accept mail (nullMX)',
  ],
  // What stands inside of a gateway's sentence
  [
    'remote-recipient-unknown',
    'userunknown',
    '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 permanent failure for one or more recipients (ann@fabrikam.example:550 5.1.1 user unknown)',
  ],
  [
    'refused-by-their-policy',
    'policyviolation',
    '550 permanent failure for one or more recipients (ann@fabrikam.example:blocked)',
  ],
  [
    'mail-flow-rule-rejected',
    'policyviolation',
    '[{LED=550 5.2.1 Message deleted by the transport rules agent};{MSG=};{FQDN=};{IP=};{LRT=}]',
  ],
  [
    'content-refused-by-their-filter',
    'spamdetected',
    '550 A URL in this email (contoso.example) is listed on https://spamrl.com/. Please resolve and retry',
  ],
  [
    'refused-by-their-policy',
    'policyviolation',
    '550 5.7.360 Remote server returned message denied by administrative policy -> 550 Message contained unsafe content (Heuristics.Phishing)',
  ],
  ['their-rate-limits', 'ratelimited', '452 Too many recipients received this hour (in reply to RCPT TO command)'],
  [
    'authentication-problem',
    'securityerror',
    "smtplib.SMTPAuthenticationError: (535, b'Error: authentication failed, smtp.163.com hzdx-smtp-1 must use authorization code')",
  ],
  [
    'remote-relay-refused',
    'norelaying',
    'host cust1-s.in.mailcontrol.com[192.0.2.52] said: 550 5.7.1 <ann@fabrikam.example>... Relaying denied (in reply to RCPT TO command)',
  ],
  [
    'sender-address-invalid',
    'rejected',
    "Remote Server returned '550 5.7.364 Remote server returned sender verification failed -> 550-Response: 550 5.1.1 User unknown;550 Sender verify failed'",
  ],
  [
    'outlook-com-refuses-sender',
    'blocked',
    "550 5.7.1 Unfortunately, messages from [192.0.2.44] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3150).",
  ],
  [
    'refused-by-their-policy',
    'failedstarttls',
    '553 This route requires TLS version 1.2 or greater - https://community.mimecast.com/docs/DOC-1369#553 [abc.us1]',
  ],
  [
    'spf-failed',
    'authfailure',
    '554 Reject by behaviour spam at Rcpt State(Connection IP address:192.0.2.1)ANTISPAM_BAT[01201311R846a]: spf check failedCONTINUE',
  ],
  [
    'direct-send-rejected',
    'policyviolation',
    '550 5.7.68 TenantInboundAttribution; Direct Send not allowed for this organization from unauthorized sources',
  ],
  [
    'reputation-elsewhere',
    'badreputation',
    '421 4.7.0 [192.0.2.9 15] Our system has detected that this message is suspicious due to the very low reputation of the sending IP address. gsmtp',
  ],
  [
    'sender-requirements-not-met',
    'authfailure',
    '550-5.7.26 This mail has been blocked because the sender is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM.',
  ],
  [
    'refused-by-their-policy',
    'policyviolation',
    '554 Email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554 [abc.uk123]',
  ],
  [
    'refused-by-their-policy',
    'policyviolation',
    '550 Administrative prohibition - envelope blocked - https://community.mimecast.com/docs/DOC-1369#550',
  ],
  [
    'listed-on-blocklist',
    'blocked',
    '550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using bl.spamcop.net',
  ],
  [
    'sign-in-failed',
    'authfailure',
    'The server responded: 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
  ],
  [
    'mail-flow-rule-rejected',
    'policyviolation',
    "Drop: dropped by transport rule 'No forwarding' 550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy",
  ],
  [
    'mailbox-disabled',
    'suspend',
    '554 5.2.0 STOREDRV.Deliver.Exception:AccountDisabledException; Failed to process message due to a permanent exception',
  ],
  [
    'header-or-mime-limit',
    'contenterror',
    "554 5.6.211 Invalid MIME Content: Single text value size (32820) exceeded allowed maximum (32768) for the 'To' header.",
  ],
  [
    'their-mailbox-gets-too-much',
    'ratelimited',
    "mx.google.com\nRemote server returned '550-5.2.1 The user you are trying to contact is receiving mail at a rate that 550-5.2.1 prevents additional messages from being delivered. 550 5.2.1 https://support.google.com/mail/?p=ReceivingRatePerm 956f - gsmtp'",
  ],
  [
    'reputation-elsewhere',
    'badreputation',
    "host mx1.hc1.eu.iphmx.example[192.0.2.9] said: 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation. (in reply to MAIL FROM command)",
  ],
  [
    'their-rate-limits',
    'ratelimited',
    'host mta7.am0.yahoodns.net[192.0.2.1] said: 421 4.7.0 [TSS04] Messages from 192.0.2.4 temporarily deferred due to unexpected volume or user complaints (in reply to MAIL FROM command)',
  ],
  [
    'reputation-elsewhere',
    'blocked',
    "550-5.7.1 [192.0.2.4] The IP you're using to send mail is not authorized to 550-5.7.1 send email directly to our servers. https://support.google.com/mail/?p=NotAuthorizedError gsmtp",
  ],
  [
    'sending-address-without-ptr',
    'requireptr',
    '550-5.7.25 [192.0.2.4] The IP address sending this message does not have a PTR record setup. As a policy, Gmail does not accept messages from IPs with missing PTR records.',
  ],
  [
    'sending-address-without-ptr',
    'requireptr',
    '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.4]',
  ],
  [
    'their-rate-limits',
    'ratelimited',
    'trace says 421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your SPF domain',
  ],
  ['wrong-region-endpoint', 'networkerror', '451 4.4.62 Mail sent to the wrong Office 365 region. ATTR35.'],
  [
    'exchange-server-outdated',
    'securityerror',
    'transport enforcement says 4.7.231, connecting Exchange version is out-of-date',
  ],
  [
    'sender-must-authenticate',
    'securityerror',
    '#< #5.7.1 smtp;550 5.7.1 RESOLVER.RST.AuthRequired; authentication required [Stage: CreateMessage]> #SMTP#',
  ],
  [
    'recipient-rejected-at-edge',
    'userunknown',
    '550 5.0.350 Remote server returned an error -> 550 5.4.1 Recipient address rejected: Access denied. AS(201806281)',
  ],
  ['chinese-provider-refuses', 'onhold', '退信:550 5.7.1 rcpt handle timeout,please try later'],
  [
    'send-as-denied',
    'rejected',
    '5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Cannot submit message',
  ],
  [
    'server-busy-greylisted',
    'systemerror',
    'host outlook-com.olc.protection.outlook.com[192.0.2.8] said: 451 4.4.4 Temporary server error. Please try again later ATTR1 (in reply to RCPT TO command)',
  ],
  [
    'listed-on-blocklist',
    'blocked',
    'EHLO ann\n501 5.5.4 Unrecognized parameter\nMAIL FROM:<ann@contoso.example>\n250 2.1.0 Sender OK\nRCPT TO:<bo@fabrikam.example>\n550 5.7.1 Service unavailable, Client host [192.0.2.40] blocked using Spamhaus.',
  ],
  ['missing-without-bounce', 'delivered', '250 2.1.5 Recipient OK'],
  ['mailbox-full', 'mailboxfull', '452 4.2.2 The email account that you tried to reach is over quota'],
  ['unable-to-relay', 'norelaying', '550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain'],
  [
    'connection-closed',
    'networkerror',
    "Server at mx.fabrikam.example (192.0.2.8) returned '451 4.4.400 Error communicating with frontend host or destination host. -> 421 4.4.2 Connection dropped due to SocketError'",
  ],
];

describe('replies of others, once misread', () => {
  for (const [article, reason, text] of rows) {
    it(`${article}: ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      const evidence = readEvidence(text);
      const { verdict, candidates } = matchArticle(evidence, knowledge);

      assert.deepEqual([verdict, candidates[0]?.articleId, evidence.reason], ['match', article, reason]);
    });
  }
});

describe('a reply whose words are loose', () => {
  const match = (text: string) => matchArticle(readEvidence(text), knowledge);

  it('is a choice where the ranker would not think of what they mean', () => {
    const { verdict, candidates } = match('550 5.7.0 file type not wanted');

    assert.equal(verdict, 'choose');
    assert.equal(candidates.at(-1)?.articleId, 'recipient-side-error');
  });

  it('is a match where both say the same', () => {
    const { verdict, candidates } = match('550 5.7.0 the mailbox of this user is full');

    assert.equal(verdict, 'match');
    assert.equal(candidates[0]?.articleId, 'mailbox-full');
  });

  it('is no match for a code that says little, where somebody else gave it', () => {
    for (const text of [
      'host mx00.t-online.de[192.0.2.8] refused to talk to me: 450 4.7.1 [EAB]',
      "Remote Server returned '550 5.2.1 <mailin-03.mx.aol.com #5.2.1 smtp; 521 5.2.1 : AOL has something to say.>'",
    ])
      assert.notEqual(match(text).verdict, 'match', text);
  });

  it('says nothing where only a verb is said', () => {
    for (const text of ['550 Message rejected', '550 Rejected', '554 Your mail was refused'])
      assert.notEqual(match(text).verdict, 'match', text);
  });
});

describe('a question about the quarantine', () => {
  const questions = [
    'how do I release a message from quarantine',
    'hoe geef ik een bericht vrij uit quarantaine',
    'hur släpper jag ett meddelande ur karantänen',
    '怎么从隔离区放行邮件',
  ];

  for (const question of questions) {
    it(`is no fault of mail flow: ${question}`, () => {
      assert.equal(matchArticle(readEvidence(question), knowledge).verdict, 'no-match');
    });
  }
});

describe('a damaged reply', () => {
  const replies = loadReplies('seen').map(({ text }) => text);
  const cut = fc.tuple(fc.constantFrom(...replies), fc.nat(), fc.nat(), fc.string({ maxLength: 12 }));

  it('invents no code: every cause stands in the text', () => {
    fc.assert(
      fc.property(cut, ([text, from, length, noise]) => {
        const at = from % text.length;
        const damaged = text.slice(0, at) + noise + text.slice(at + (length % 40));
        const { cause } = readEvidence(damaged);
        const code = cause?.enhancedStatusCode ?? cause?.replyCode ?? '';

        assert.ok(damaged.normalize('NFKC').includes(code), damaged);
      }),
      { numRuns: 1_500 },
    );
  });

  it('invents no system: what shows it stands in the text', () => {
    fc.assert(
      fc.property(cut, ([text, from, length, noise]) => {
        const at = from % text.length;
        const damaged = text.slice(0, at) + noise + text.slice(at + (length % 40));
        const { systemText } = readEvidence(damaged);

        assert.ok(
          systemText === null || damaged.replace(/\s+/g, ' ').includes(systemText.replace(/\s+/g, ' ')),
          `${systemText}: ${damaged}`,
        );
      }),
      { numRuns: 1_500 },
    );
  });
});
